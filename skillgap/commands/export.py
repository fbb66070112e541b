"""`export`, `push`, `pull`: the published market as files, and a place that several machines share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.words import count
from skillgap.commands.options import Data
from skillgap.console import advancing, result, summary
from skillgap.settings import settings
from skillgap.shared import pulling, pushing, tables
from skillgap.shared.place import shared_place
from skillgap.upkeep import exporting, querying
from warehouse.models import BadInputError
from warehouse.reference.shipped import is_published

Place = Annotated[
    str,
    typer.Argument(metavar="ADDRESS", envvar="SKILLGAP_SHARED", help="s3://BUCKET/PREFIX, gs://…, or a folder's path."),
]
PARTS = ("landing", "market", "snapshots")


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
    """Write jobs, skills and lanes as files for pandas and spreadsheets, with a README on sources and terms.

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


def push(
    address: Place,
    data: Data = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            help="landing, market or snapshots (may be repeated; default: all three), or tables: the market's facts in "
            "parts by month, for Spark, Trino and DuckDB."
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where the market there was made from runs that this folder lacks.")
    ] = False,
) -> None:
    """Bring to a shared place what it lacks: landing runs, the published market, snapshots. Keys are written once; the
    pointer to the market is replaced last. docs/scale.md.

    Example: skillgap push s3://team-jobs/skillgap
    """
    wanted = _wanted(only, (*PARTS, tables.TABLES)) if only else PARTS
    here, place, done = settings(data), shared_place(address), pushing.Pushed()
    if "landing" in wanted:
        with advancing("runs") as advance:
            pushing.push_landing(here, place, advance, done)
    if "market" in wanted and is_published(here.data):
        with advancing("files of the market") as advance:
            pushing.push_market(here, place, advance, done, is_replacing=replace)
    if "snapshots" in wanted:
        with advancing("snapshots") as advance:
            pushing.push_snapshots(here, place, advance, done)
    if tables.TABLES in wanted:
        with advancing("tables") as advance:
            result(f"{place.url}/{tables.push_tables(here, place, advance)}")
    market = f"generation {done.generation}" if done.generation else "no other market than is there"
    if not is_published(here.data):
        market = "no market, as none is published"
    told = {"landing": count(done.runs, "run"), "market": market, "snapshots": count(done.snapshots, "snapshot")}
    summary(f"Pushed to {address}: {', '.join(told.get(part, part) for part in wanted)}.")
    if done.newer_there:
        summary(f"Of {', '.join(done.newer_there)} more was forgotten or thinned there: run `skillgap pull {address}`.")


def pull(
    address: Place,
    data: Data = None,
    only: Annotated[
        list[str] | None, typer.Option(help="landing or snapshots (may be repeated; default: both).")
    ] = None,
) -> None:
    """Take from a shared place the landing runs and snapshots that this folder lacks; then `refresh --no-crawl` makes
    a market of them. A market that others made is asked by `--market ADDRESS`.

    Example: skillgap pull s3://team-jobs/skillgap
    """
    wanted = _wanted(only, ("landing", "snapshots"))
    here, place, done = settings(data), shared_place(address), pulling.Pulled()
    if "landing" in wanted:
        with advancing("runs") as advance:
            pulling.pull_landing(here, place, advance, done)
    if "snapshots" in wanted:
        with advancing("snapshots") as advance:
            pulling.pull_snapshots(here, place, advance, done)
    if done.left:
        summary(f"Left where they are, as no run or snapshot is named so: {', '.join(done.left)}.")
    after = " Next: skillgap refresh --no-crawl" if done.runs else ""
    if done.amended:
        after = f" Of {', '.join(done.amended)} more was forgotten or thinned elsewhere. Next: skillgap rebuild"
    summary(f"Pulled from {address}: {count(done.runs, 'run')}, {count(done.snapshots, 'snapshot')}.{after}")


def _wanted(only: list[str] | None, known: tuple[str, ...]) -> tuple[str, ...]:
    if unknown := sorted(set(only or ()) - set(known)):
        raise BadInputError(f"--only {unknown[0]!r} is none of {', '.join(known)}.")
    return tuple(only or known)
