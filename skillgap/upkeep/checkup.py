"""The whole checkup of a data folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress

import duckdb

from analysis.trends.watch import own_list
from crawler.boards.listed import load_boards
from crawler.boards.switches import enabled_sources
from crawler.landing.forget import FILE as FORGOTTEN
from crawler.landing.forget import forgotten_postings, read_forgotten
from nlp.lanes.roles import lanes, roles
from skillgap.reading import Desk
from skillgap.settings import Settings
from skillgap.upkeep.shape import THINNING, misplaced
from warehouse.database.forgetting import known_postings
from warehouse.database.landed import LandedRun, finished_runs
from warehouse.database.store import (
    database_path,
    open_store,
    store_to_read,
    writers_kept_off,
)
from warehouse.generations.checkup import (
    Finding,
    check_database,
    check_generation,
    check_landing,
    check_leftovers,
    leaning_runs,
    unconfirmed_boards,
)
from warehouse.generations.layout import CURRENT, GENERATIONS, has_lost_pointer
from warehouse.generations.publish import published, run_ids
from warehouse.generations.reader import current_manifest, open_generation
from warehouse.models import UNREADABLE, BadInputError, BrokenDataError, SkillgapError, read_kept
from warehouse.snapshots.reader import SNAPSHOTS, changed_files, snapshot_folders

LEAST_FREE_BYTES = 1_000_000_000
"""With less room on the disk a crawl or a refresh may not come to its end."""


def examine(place: Settings) -> list[Finding]:
    """Everything that is not as it should be, which stays as it is; beside a process that writes all but the database.

    Raises BadInputError where there is no such folder.
    """
    refuse_missing(place)
    if wrong := misplaced(place.data):  # what lies there cannot be looked at through the wrong thing
        return [Finding("broken", sentence) for sentence in wrong]
    with writers_kept_off(place.data) as writer:
        runs, found = check_landing(place.landing)
        return [
            *_market(place, runs),
            *found,
            *leaning_runs(runs),
            *_room(place),
            *_thinning(place, writer),
            *(check_leftovers(place.data) if writer is None else ()),
            *_own(place),
            *_made(place, runs, writer),
        ]


def refuse_missing(place: Settings) -> None:
    """Raise BadInputError where there is no such folder: its name may be mistyped, and nothing is to be made in it."""
    if not place.data.exists():
        raise BadInputError(f"{place.data} does not exist yet: name the data folder with --data.")


def refuse_damaged(place: Settings) -> None:
    """Raise BrokenDataError where a landing run is damaged: nothing is to be made from it or written over it."""
    if broken := [finding for finding in check_landing(place.landing)[1] if finding.severity == "broken"]:
        raise BrokenDataError(broken[0].sentence)


def refuse_losing(place: Settings, accepted: Collection[str]) -> None:
    """Raise BrokenDataError where a run that the database or the published market is made from has landed no more.

    `accepted` are the ids of runs that may go; `refuse_damaged` has proven the others whole. Raises BadInputError where
    one of them is not missing.
    """
    runs = [landed.run for landed in finished_runs(place.landing)]
    leaned_on = {run_id for run in runs for run_id in run.refers_to}
    missing = sorted((known_runs(place) | leaned_on) - {run.run_id for run in runs})
    if unknown := sorted(set(accepted) - set(missing)):
        what = f"there is nothing to accept: {', '.join(missing)} would be lost" if missing else "no run would be lost"
        raise BadInputError(f"--accept-loss {unknown[0]}: {what}.")
    if lost := [run_id for run_id in missing if run_id not in accepted]:
        accepting = " ".join(f"--accept-loss {run_id}" for run_id in lost)
        raise BrokenDataError(
            f"The landing files of {len(lost)} of the runs that this market is made from are gone ({', '.join(lost)}): "
            f"put their folders back into {place.landing} from a copy, or go on without their postings by "
            f"`skillgap rebuild {accepting}`. Nothing was changed."
        )


def known_runs(place: Settings) -> frozenset[str]:
    """The ids of the runs that the database, where it opens, and the published market are made from."""
    known: set[str] = set()
    with suppress(SkillgapError):
        known.update(current_manifest(place.data)["created_from"])
    if database_path(place.data).exists():
        with suppress(SkillgapError, duckdb.Error), open_store(place.data) as con:
            known.update(run_ids(con))
    return frozenset(known)


def _market(place: Settings, runs: Sequence[LandedRun]) -> Iterator[Finding]:
    kinds = sorted({landed.run.market for landed in runs})
    try:
        kind = place.market
    except BrokenDataError as error:
        yield Finding("broken", str(error))
        return
    where = place.data / "market.toml"
    if len(kinds) > 1:
        mend = "move the runs of one of them into a data folder of its own"
        yield Finding("broken", f"{place.landing} holds runs of the real and of the example market: {mend}.")
    elif kinds and not where.exists():
        yield Finding("incomplete", f'{where} is missing: write kind = "{kinds[0]}" into it.')
    elif kinds and kind != kinds[0]:
        yield Finding("broken", f"{where} says {kind}, but the runs are of the {kinds[0]} market: correct it.")


def _forgotten(place: Settings, runs: Sequence[LandedRun], con: duckdb.DuckDBPyConnection | None) -> Iterator[Finding]:
    """What was forgotten on request and is there all the same, and requests whose list is gone."""
    try:
        forgotten = read_forgotten(place.data)
        if not forgotten.tombstones:
            yield from _lost_list(place, runs)
            return
        landed = forgotten_postings(place.landing, forgotten)
    except SkillgapError as error:
        yield Finding("broken", str(error))
        return
    kept = {
        "landing files": len(landed),
        "the database": len(known_postings(con, forgotten.covers_facts)) if con is not None else 0,
        "published generations": sum(forgotten.covers_facts(name, [url]) for name, url in published(place.data)),
    }
    if where := [f"{name} ({number})" for name, number in kept.items() if number]:
        mend = "run `skillgap rebuild`, which takes them out"
        yield Finding("broken", f"Postings that were forgotten on request are still in {', '.join(where)}: {mend}.")


def _lost_list(place: Settings, runs: Sequence[LandedRun]) -> Iterator[Finding]:
    """Whether something was forgotten out of a run, though nothing is listed as forgotten."""
    rewritten = next((r.run.run_id for r in runs if any(a.reason == "forget" for a in r.run.amendments)), None)
    if rewritten is not None:
        mend = f"put {place.data / FORGOTTEN} back from a copy, or forget again what is not to come back"
        yield Finding("incomplete", f"{rewritten} was rewritten to forget something, but the list is gone: {mend}.")


def _own(place: Settings) -> Iterator[Finding]:
    """What is wrong with the person's own lists and snapshots."""
    reads = (
        lambda: load_boards(place.data),
        lambda: enabled_sources(place.data),
        lambda: (lanes(place.lanes_overlay), roles(place.lanes_overlay)),
    )
    for read in reads:
        try:
            read()
        except SkillgapError as error:
            yield Finding("broken", str(error))
    for name in snapshot_folders(place.data):
        if changed := changed_files(place.data, name):
            mend = "put that folder back from a copy, or move it away"
            where = f"The snapshot {place.data / SNAPSHOTS / name}"
            yield Finding("broken", f"{where} is not as it was written ({', '.join(changed)}): {mend}.")


def being_thinned(place: Settings) -> frozenset[str]:
    """The runs that a `doctor --thin` has begun to rewrite and was killed; none where nothing says so."""
    try:
        return frozenset(map(str, json.loads(read_kept(place.data / THINNING))))
    except UNREADABLE:
        return frozenset()


def _thinning(place: Settings, writer: str | None) -> Iterator[Finding]:
    if writer is None and being_thinned(place):
        mend = "run it again, or `skillgap refresh --no-crawl`"
        yield Finding(
            "incomplete", f"A `skillgap doctor --thin` was killed before its end, and nothing is lost: {mend}."
        )


def _room(place: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(place.data).free
    if free < LEAST_FREE_BYTES:
        mend = "make room, or run `skillgap doctor --thin`"
        yield Finding("incomplete", f"The disk of {place.data} has {free / 1e6:,.0f} MB left: {mend}.")


def _made(place: Settings, runs: Sequence[LandedRun], writer: str | None) -> Iterator[Finding]:
    """What is wrong with what was made from the landing runs: the database and the generation."""
    path = database_path(place.data)
    if writer is not None:
        what = f"{writer} is writing to {place.data}, so {path.name} was not looked at"
        yield Finding("incomplete", f"{what}: run `skillgap doctor` again when it has ended.")
        yield from _generation(place, None)
        return
    if not path.exists():
        if runs:
            yield Finding("incomplete", f"{path} is not there: run `skillgap refresh --no-crawl`.")
        yield from _forgotten(place, runs, None)
        yield from _generation(place, None)
        return
    found: list[Finding] = []
    try:
        with store_to_read(place.data) as con:
            found += check_database(con, runs, being_thinned(place))
            found += _forgotten(place, runs, con)
            found += _generation(place, con)
    except SkillgapError as error:
        yield Finding("broken" if isinstance(error, BrokenDataError) else "incomplete", str(error))
        found = [*_forgotten(place, runs, None), *_generation(place, None)]
    yield from found


def _generation(place: Settings, con: duckdb.DuckDBPyConnection | None) -> Iterator[Finding]:
    if not (place.data / GENERATIONS / CURRENT).exists() and not has_lost_pointer(place.data):
        if con is not None:
            yield Finding("incomplete", f"{place.data} has no published market: run `skillgap refresh --no-crawl`.")
        return
    try:
        generation = open_generation(place.data)
        reader_version = Desk(place.skills_overlay, place.lanes_overlay).reader.version
    except SkillgapError as error:
        yield Finding("broken", str(error))
        return
    yield from check_generation(generation, con)
    skills = generation.frame("skill")
    try:
        own_list(place.data, dict(zip(skills["skill_id"], skills["name"], strict=True)))
    except SkillgapError as error:
        yield Finding("broken", str(error))
    yield from unconfirmed_boards(generation)
    if generation.manifest["reader_version"] != reader_version:
        what = f"Generation {generation.number} was read by another version of skillgap or with other skills"
        yield Finding("incomplete", f"{what}: run `skillgap refresh --no-crawl`.")
    generation.close()
