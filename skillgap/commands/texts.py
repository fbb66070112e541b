"""`annotate`: readings of any postings as JSON lines."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Annotated

import typer

from dashboard.words import count
from skillgap.console import progress, summary
from skillgap.files import replacing
from skillgap.reading import Desk, annotation, given_posting
from warehouse.models import UNREADABLE, BadInputError, open_given

_LONGEST_LINE = 10_000_000
"""Signs that one posting may have."""


def annotate(
    source: Annotated[
        Path, typer.Option("--in", help="JSON lines: {id, text and/or html, title?, company?, location?}; also .gz.")
    ],
    target: Annotated[Path, typer.Option("--out", help="Where the readings go, one line each, in the same order.")],
) -> None:
    """Read postings from JSON lines: skills with offsets, needs and OR-groups, lanes, profile.

    Example: skillgap annotate --in postings.jsonl --out readings.jsonl
    """
    desk, done, refused = Desk(), 0, []
    lines = list(_lines(source))
    with replacing(target) as out:
        for number, line in progress(lines, "reading"):
            try:
                given = given_posting(line)
            except ValueError:
                refused.append(number)
                continue
            out.write(json.dumps(annotation(given, desk), ensure_ascii=False) + "\n")
            done += 1
    summary(f"{count(done, 'posting')} read into {target}.")
    if refused:
        shown = ", ".join(map(str, refused[:5]))
        summary(
            f"Lines of {source} that are no posting (an object with id and text or html): {len(refused)}, as {shown}."
        )
        raise typer.Exit(1)


def _opened(path: Path) -> IO[str]:
    encoding = "utf-8-sig"  # Windows programs begin a file with a byte order mark
    plain = open_given(path)
    return io.TextIOWrapper(gzip.GzipFile(fileobj=plain) if path.suffix == ".gz" else plain, encoding=encoding)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with _opened(path) as lines:
            number = 0
            while line := lines.readline(_LONGEST_LINE + 1):
                number += 1
                if len(line) > _LONGEST_LINE:
                    raise BadInputError(f"{path} is no file of postings: line {number} has no end; check the file.")
                if line.strip():
                    yield number, line
    except UNREADABLE as error:
        raise BadInputError(
            f"{path} could not be read as UTF-8 JSON lines ({type(error).__name__}); check the file."
        ) from error
