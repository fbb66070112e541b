"""`load`, `read`, `lanes`, `publish`, `refresh`, `rebuild`: from landing files to a published generation."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import duckdb
import typer

from analysis.market.market import WINDOW_DAYS
from crawler.landing.sweeping import sweep_landing
from dashboard.words import count
from skillgap import pipeline
from skillgap.commands import collect
from skillgap.commands.options import AsJson, Contact, Data, LogJson, Window, Workers
from skillgap.console import advancing, log_as_json, log_event, result, summary
from skillgap.reading import Desk
from skillgap.settings import Settings, now, settings
from skillgap.upkeep.checkup import refuse_damaged, refuse_losing
from skillgap.upkeep.reparsing import Reparser
from skillgap.upkeep.thinning import follow_thinning
from skillgap.upkeep.unmounted import refuse_unmounted
from skillgap.workers.cluster import in_cluster
from skillgap.workers.mapping import Over
from skillgap.workers.processes import default_workers, in_processes
from warehouse.database.landed import finished_runs
from warehouse.database.load import LoadSummary
from warehouse.database.store import (
    ask_for_compaction_if_due,
    compact_if_asked,
    database_path,
    open_store,
    quarantine_log,
    single_writer,
    store_anew,
)
from warehouse.generations.checkup import lost_runs
from warehouse.models import OUTCOMES, BadInputError


def load(data: Data = None) -> None:
    """Bring finished landing runs into the database; tell which postings are of one job. Loading again changes nothing.

    Example: skillgap load
    """
    with _open(settings(data)) as (place, con):
        _, lost = _load(con, place)
    if lost:
        raise typer.Exit(1)


def read(
    data: Data = None,
    workers: Workers = None,
    engine: Annotated[
        str, typer.Option(help="processes (of this machine) or dask (a cluster; docs/scale.md).")
    ] = "processes",
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            envvar="DASK_SCHEDULER_ADDRESS",
            help="Of the cluster, for --engine dask: tcp://HOST:8786.",
        ),
    ] = None,
) -> None:
    """Read what this version of the reader has not read yet; killed, it goes on where it was.

    Example: skillgap read --workers 4
    """
    over = _over_engine(engine, scheduler, workers)
    with _open(settings(data)) as (place, con):
        _read(con, desk_of(place), over)


def lanes(data: Data = None) -> None:
    """Fit skills to lanes and give every job its lane probabilities.

    Example: skillgap lanes
    """
    with _open(settings(data)) as (place, con):
        pipeline.fit_lanes(con, desk_of(place), place.data)
    summary("Lanes fitted. Next: skillgap publish")


def publish(data: Data = None, window: Window = WINDOW_DAYS, as_json: AsJson = False) -> None:
    """Publish a generation that dashboard, gap and snapshots read.

    Example: skillgap publish
    """
    with _open(settings(data)) as (place, con):
        manifest = _publish(con, place, window)
    if as_json:
        result(json.dumps(manifest))


def refresh(
    data: Data = None,
    no_crawl: Annotated[bool, typer.Option("--no-crawl", help="Only what has landed already.")] = False,
    contact: Contact = None,
    window: Window = WINDOW_DAYS,
    wait: Annotated[int, typer.Option(min=0, help="Seconds to wait for another command on this data folder.")] = 600,
    workers: Workers = None,
    as_json: AsJson = False,
    log_json: LogJson = False,
) -> None:
    """Crawl, load, read, lanes and publish in one go; with --json what came of it, for whoever runs it each night.

    Example: skillgap refresh --no-crawl
    """
    log_as_json(log_json)
    place, began = settings(data), now()
    crawled = None
    if not no_crawl:
        refuse_unmounted(place)
        told = ["--contact", contact] if contact else []
        crawled = collect.ask_boards(["--data", str(place.data), "--market", "real", *collect.fresh_run(began), *told])
        summary(collect.crawl_line(crawled.summary))
    built = build(place, window, wait_seconds=wait, over=over_workers(workers))
    told_of = refresh_summary(built, crawled.summary if crawled else None, (now() - began).total_seconds())
    log_event({"event": "refreshed", **told_of})
    if as_json:
        result(json.dumps(told_of))
    if code := (crawled.exit_code if crawled else 0) or int(bool(built.lost_runs)):
        raise typer.Exit(code)


def refresh_summary(built: Built, crawled: Mapping[str, Any] | None, seconds: float) -> dict[str, Any]:
    """What a refresh came to: the market's manifest, and beside its keys boards by outcome (None without a crawl),
    postings new, closed and held back (off their board's last list, not believed closed yet), rows rejected, runs
    whose landing files are gone or damaged, postings read, seconds.
    """
    boards = {name: crawled.get(name, 0) for name in OUTCOMES} if crawled is not None else None
    return {
        **built.manifest,
        "boards": boards,
        "failed": sum(boards[name] for name in ("partial", "failed", "gone")) if boards is not None else 0,
        "new": built.loaded.new_postings,
        "closed": built.loaded.closed_postings,
        "held": built.loaded.held_postings,
        "rejects": built.loaded.rejects,
        "lost_runs": built.lost_runs,
        "read": built.read.read,
        "seconds": round(seconds),
    }


def rebuild(
    data: Data = None,
    window: Window = WINDOW_DAYS,
    reparse: Annotated[
        bool, typer.Option("--reparse", help="Parse the sources' own objects anew, by today's parsers.")
    ] = False,
    accept_loss: Annotated[
        list[str] | None,
        typer.Option("--accept-loss", metavar="RUN", help="Go on without this run, whose landing files are gone."),
    ] = None,
    workers: Workers = None,
) -> None:
    """Make the database anew from the landing files, which are the source of truth, then read and publish.

    The database of before stays until the new one is whole.

    Example: skillgap rebuild --reparse
    """
    place = settings(data)
    _refuse_empty(place)
    parser = Reparser.of(place) if reparse else None
    with single_writer(place.data):
        refuse_damaged(place)
        _move_log_aside(place)
        refuse_losing(place, accept_loss or ())
        with store_anew(place.data) as con:
            _build(con, place, over_workers(workers), parser, accept_loss or ())
        with open_store(place.data) as con:
            follow_thinning(con, place)
            _publish(con, place, window)
        compact_if_asked(place.data)
    if parser:
        kept = f"; {parser.kept.total()} stay as they landed" if parser.kept else ""
        summary(f"{count(parser.parsed, 'landed row')} parsed anew{kept}.")
        for why, times in parser.kept.most_common(5):
            summary(f"  {times} because {why}")


@dataclass(frozen=True, slots=True)
class Built:
    """What one pass from landing to market did."""

    loaded: LoadSummary
    lost_runs: int
    """Runs that the market is made from and whose landing files are gone or damaged."""
    read: pipeline.ReadSummary
    manifest: pipeline.Manifest


def build(place: Settings, window: int = WINDOW_DAYS, *, wait_seconds: float = 0.0, over: Over | None = None) -> Built:
    """load → read → lanes → publish under one lock."""
    with _open(place, wait_seconds) as (_, con):
        loaded, lost, read_now = _build(con, place, over or over_workers(None))
        return Built(loaded, lost, read_now, _publish(con, place, window))


def _build(
    con: duckdb.DuckDBPyConnection,
    place: Settings,
    over: Over,
    parser: Reparser | None = None,
    without: Collection[str] = (),
) -> tuple[LoadSummary, int, pipeline.ReadSummary]:
    desk = desk_of(place)
    loaded, lost = _load(con, place, parser, without)
    done = _read(con, desk, over)
    pipeline.fit_lanes(con, desk, place.data)
    return loaded, lost, done


def desk_of(place: Settings) -> Desk:
    """The reader with the user's overlays."""
    return Desk(place.skills_overlay, place.lanes_overlay)


@contextmanager
def _open(place: Settings, wait_seconds: float = 0.0) -> Iterator[tuple[Settings, duckdb.DuckDBPyConnection]]:
    _refuse_empty(place)
    with single_writer(place.data, wait_seconds):
        _move_log_aside(place)
        with open_store(place.data) as con:
            follow_thinning(con, place)
            yield place, con
            ask_for_compaction_if_due(con, place.data)
        compact_if_asked(place.data)


def _move_log_aside(place: Settings) -> None:
    """What a log held that cannot be replayed is loaded again from the landing files."""
    if aside := quarantine_log(place.data, now()):
        summary(f"The database's log could not be replayed and was moved to {aside.name}; loading brings it again.")


def _refuse_empty(place: Settings) -> None:
    """Nothing is made in a folder into which no postings came: its name may be mistyped."""
    if not place.landing.exists() and not database_path(place.data).exists():
        what = "holds no postings yet" if place.data.exists() else "does not exist yet"
        raise BadInputError(
            f"{place.data} {what}; `skillgap demo`, `skillgap crawl` or `skillgap import FILE` fills it."
        )


def _load(
    con: duckdb.DuckDBPyConnection, place: Settings, parser: Reparser | None = None, without: Collection[str] = ()
) -> tuple[LoadSummary, int]:
    """What was loaded, and how many runs that were loaded before are lost: each is named."""
    for killed in sweep_landing(place.landing):
        summary(f"The import {killed} was killed before its end and was removed: import its file again.")
    with advancing("loading") as advance:
        loaded, linked = pipeline.load(con, place, advance, parser, without)
    summary(
        f"Loaded {count(loaded.runs, 'run')}: {count(loaded.rows, 'row')}, {count(loaded.rejects, 'reject')}; "
        f"{count(linked.postings, 'posting')} of {count(linked.requisitions, 'job')}."
    )
    lost = lost_runs(con, (landed.run.run_id for landed in finished_runs(place.landing)))
    for finding in lost:
        summary(f"Broken: {finding.sentence}")
    return loaded, len(lost)


def _over_engine(engine: str, scheduler: str | None, workers: int | None) -> Over:
    """Who reads: this machine, or a cluster, whose own business it is how many workers it has."""
    if engine == "processes":
        return over_workers(workers)
    if engine != "dask":
        raise BadInputError(f"--engine {engine!r} is none of processes, dask.")
    if scheduler is None:
        raise BadInputError("--engine dask needs --scheduler ADDRESS, such as tcp://10.0.0.5:8786.")
    if workers is not None:
        raise BadInputError("--workers is for --engine processes; a cluster has the workers that were started for it.")
    return in_cluster(scheduler)


def over_workers(workers: int | None) -> Over:
    """Who reads: so many processes of this machine, by default as many as it has cores and memory for."""
    return in_processes(workers or default_workers())


def _read(con: duckdb.DuckDBPyConnection, desk: Desk, over: Over) -> pipeline.ReadSummary:
    with advancing("reading") as advance:
        done = pipeline.read(con, desk, advance, over)
    kept = f", kept {done.carried} that hold nothing edited since" if done.carried else ""
    skimmed = f" ({done.skimmed} of them not in full: at a first look they are other work)" if done.skimmed else ""
    summary(f"Read {count(done.read, 'posting')}{skimmed}{kept} (reader {desk.reader.version}).")
    return done


def _publish(con: duckdb.DuckDBPyConnection, place: Settings, window: int) -> pipeline.Manifest:
    manifest = pipeline.publish(con, place, desk_of(place), window)
    summary(publish_line(manifest))
    return manifest


def publish_line(manifest: pipeline.Manifest) -> str:
    """What a generation holds, in one line."""
    counts, left_out = manifest["counts"], manifest["exclusions"]
    why = ", ".join(f"{n} {reason.replace('_', ' ')}" for reason, n in left_out.items() if n)
    return (
        f"Generation {manifest['generation']} published: {count(counts['in_market'], 'job')} of "
        f"{count(counts['employers'], 'employer')} in the market as of {str(manifest['as_of'])[:10]}; "
        f"left out: {why or 'none'}."
    )
