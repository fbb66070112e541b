"""`export`: the published market as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.words import count
from skillgap.commands.options import Data
from skillgap.console import advancing, result, summary
from skillgap.settings import settings
from skillgap.upkeep import exporting, querying
from warehouse.models import BadInputError


def export(
    data: Data = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The new folder (default: exports/<date>-<generation>-<format> in the data)."),
    ] = None,
    form: Annotated[str, typer.Option("--format", help="csv, parquet or jsonl.")] = "csv",
    include_text: Annotated[
        bool, typer.Option("--include-text", help="Descriptions too; most sources forbid passing them on.")
    ] = False,
    to_duckdb: Annotated[
        Path | None,
        typer.Option(
            "--duckdb", metavar="FILE", help="One read-only DuckDB file with a view a frame, for SQL, instead."
        ),
    ] = None,
) -> None:
    """Write requisitions, skills and lanes as files for pandas and spreadsheets, with a README on sources and terms.

    Example: skillgap export --format parquet --out market-2026-03
    """
    if to_duckdb is not None:
        views = querying.export_duckdb(settings(data), to_duckdb)
        result(str(to_duckdb))
        summary(f"{count(len(views) + 1, 'view')}; `FROM duckdb_columns()` says what their columns mean.")
        return
    if form not in exporting.FORMATS:
        raise BadInputError(f"--format {form!r} is none of {', '.join(exporting.FORMATS)}.")
    with advancing("texts") as progress:
        done = exporting.export(settings(data), out, form, include_text=include_text, progress=progress)
    result(str(done.folder))
    held = ", ".join(f"{count(rows, 'row')} of {name}" for name, rows in done.rows.items())
    summary(f"Exported {held}{'' if include_text else '; descriptions left out'}.")
