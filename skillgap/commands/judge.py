"""`gap`: a resume against the market."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.reports.gap import FORMATS, render_gap
from skillgap import comparing
from skillgap.commands.options import Data
from skillgap.console import result, summary
from skillgap.files import replacing
from skillgap.settings import settings
from warehouse.models import BadInputError


def gap(
    resume: Annotated[
        list[Path], typer.Argument(help="A resume: PDF, DOCX, Markdown, text or JSON Resume.", show_default=False)
    ],
    data: Data = None,
    lane: Annotated[list[str] | None, typer.Option(help="Only this lane (may be repeated).")] = None,
    format: Annotated[str, typer.Option("--format", help="md, html or json.")] = "md",
    out: Annotated[Path | None, typer.Option(help="Write the report here instead of to the terminal.")] = None,
    have: Annotated[
        list[str] | None, typer.Option(help="A skill you have though the resume does not show it (may be repeated).")
    ] = None,
    lack: Annotated[
        list[str] | None, typer.Option(help="A skill the resume names that you do not have (may be repeated).")
    ] = None,
) -> None:
    """Compare a resume with what each lane's postings ask for. The resume is read on this machine and not kept.

    Example: skillgap gap resume.pdf --lane platform --format html --out gap.html
    """
    if format not in FORMATS:
        raise BadInputError(f"--format {format!r} is none of {', '.join(FORMATS)}.")
    if len(resume) != 1:
        raise BadInputError("Name one resume; many at once are not built yet.")
    place = settings(data)
    report = comparing.gap_of_file(place, resume[0], lanes=lane, have=have or (), lack=lack or ())
    text = render_gap(report, format, kind=place.market)
    if out is None:
        result(text)
        return
    with replacing(out) as file:
        file.write(text)
    summary(f"The report of {resume[0].name} is in {out}.")
