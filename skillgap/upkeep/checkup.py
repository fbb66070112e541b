"""The whole checkup of a data folder, and the thinning of its old landing runs."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Sequence

import duckdb

from crawler.landing.thinning import Thinned, thin
from skillgap.reading import Desk
from skillgap.settings import Settings
from warehouse.database.forgetting import follow_ledgers
from warehouse.database.landed import LandedRun
from warehouse.database.store import database_path, open_store, quarantine_log, single_writer
from warehouse.generations.checkup import Finding, check_database, check_generation, check_landing, check_leftovers
from warehouse.generations.frames import CURRENT, GENERATIONS
from warehouse.generations.reader import open_generation
from warehouse.models import BadInputError, BrokenDataError, SkillgapError

LEAST_FREE_BYTES = 1_000_000_000
"""With less room on the disk a crawl or a refresh may not come to its end."""


def examine(place: Settings, now: dt.datetime) -> list[Finding]:
    """Everything that is not as it should be; a log of the database that cannot be replayed is moved aside.

    Raises BadInputError where there is no such folder or another process is writing to it.
    """
    if not place.data.exists():
        raise BadInputError(f"{place.data} does not exist yet: name the data folder with --data.")
    with single_writer(place.data):
        runs, found = check_landing(place.landing)
        return [*_market(place, runs), *found, *_room(place), *check_leftovers(place.data), *_made(place, runs, now)]


def thin_landing(
    place: Settings, before: dt.datetime, now: dt.datetime, progress: Callable[[int, int], None] | None = None
) -> Thinned:
    """Take the sources' objects out of runs that started earlier than `before`; the database follows.

    Raises BrokenDataError where a landing run is damaged: nothing is thinned then.
    """
    with single_writer(place.data):
        refuse_damaged(place)
        done = thin(place.landing, before, now, progress)
        if database_path(place.data).exists():
            with open_store(place.data) as con:
                follow_ledgers(con, place.landing)
    return done


def refuse_damaged(place: Settings) -> None:
    """Raise BrokenDataError where a landing run is damaged: nothing is to be made from it or written over it."""
    if broken := [finding for finding in check_landing(place.landing)[1] if finding.severity == "broken"]:
        raise BrokenDataError(broken[0].sentence)


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
    elif kinds and kind is None:
        yield Finding("incomplete", f'{where} is missing: write kind = "{kinds[0]}" into it.')
    elif kinds and kind != kinds[0]:
        yield Finding("broken", f"{where} says {kind}, but the runs are of the {kinds[0]} market: correct it.")


def _room(place: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(place.data).free
    if free < LEAST_FREE_BYTES:
        mend = "make room, or run `skillgap doctor --thin`"
        yield Finding("incomplete", f"The disk of {place.data} has {free / 1e6:,.0f} MB left: {mend}.")


def _made(place: Settings, runs: Sequence[LandedRun], now: dt.datetime) -> Iterator[Finding]:
    """What is wrong with what was made from the landing runs: the database and the generation."""
    path = database_path(place.data)
    if aside := quarantine_log(place.data, now):
        mend = "`skillgap refresh --no-crawl` loads again what it held, then remove it"
        yield Finding("incomplete", f"The log of {path} could not be replayed and was moved to {aside.name}: {mend}.")
    if not path.exists():
        if runs:
            yield Finding("incomplete", f"{path} is not there: run `skillgap refresh --no-crawl`.")
        yield from _generation(place, None)
        return
    try:
        with open_store(place.data) as con:
            yield from check_database(con, runs)
            yield from _generation(place, con)
    except BrokenDataError as error:
        yield Finding("broken", str(error))


def _generation(place: Settings, con: duckdb.DuckDBPyConnection | None) -> Iterator[Finding]:
    if not (place.data / GENERATIONS / CURRENT).exists():
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
    if generation.manifest["reader_version"] != reader_version:
        what = f"Generation {generation.number} was read by another version of skillgap or with other skills"
        yield Finding("incomplete", f"{what}: run `skillgap refresh --no-crawl`.")
    generation.close()
