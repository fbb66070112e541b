"""Forgets postings everywhere: tombstone, database, landing files, generations; an interrupted one is run again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from analysis.market.market import WINDOW_DAYS
from crawler.landing.forget import (
    Forgotten,
    add_tombstone,
    forget_landed,
    forgotten_postings,
    landed_employers,
    read_forgotten,
    refuse_unfinished,
    tombstone,
)
from crawler.landing.sweeping import sweep_landing
from skillgap import pipeline
from skillgap.nearness import did_you_mean
from skillgap.reading import Desk
from skillgap.settings import Settings
from warehouse.database import forgetting
from warehouse.database.store import compact, database_path, open_store, single_writer
from warehouse.generations.layout import GENERATIONS, numbers
from warehouse.generations.reader import current_manifest
from warehouse.linking.requisitions import link_postings
from warehouse.models import BrokenDataError


@dataclass(frozen=True, slots=True)
class ForgetSummary:
    """What one call of `forget` took away."""

    kind: str
    value: str
    """As the tombstone keeps it."""
    rows: int
    """Of landing files."""
    postings: int
    """Of the database."""
    boards: int
    generation: int | None
    """The one published without it; None where nothing had been published."""
    is_known: bool = True
    """False where nothing is held that it names: nothing was changed."""
    near: str = ""
    """The end of a sentence: names that may have been meant instead."""


def forget(
    data_dir: Path, url: str | None = None, company: str | None = None, domain: str | None = None, *, now: dt.datetime
) -> ForgetSummary:
    """Forget the postings of one address, one employer or one domain, and keep them from coming back.

    Snapshots are left as they are: they are the user's own, written once. Raises BadInputError where not exactly one of
    the three is given or a crawl is unfinished, BrokenDataError where what lies in the data folder is damaged.
    """
    place = Settings(data_dir)
    stone = tombstone(url=url, company=company, domain=domain, now=now)
    with single_writer(place.data):
        sweep_landing(place.landing)
        refuse_unfinished(place.landing)
        # What has a tombstone may be half gone: a forgetting that was killed goes on.
        if not read_forgotten(place.data).holds(stone) and not _is_held(place, Forgotten((stone,))):
            near = did_you_mean(company, _employers(place)) if company else ""
            return ForgetSummary(stone.kind, stone.value, 0, 0, 0, None, is_known=False, near=near)
        forgotten = add_tombstone(place.data, stone)
        landed = forgotten_postings(place.landing, forgotten)
        if not database_path(place.data).exists():
            rows = forget_landed(place.landing, landed, forgotten, now)
            return ForgetSummary(stone.kind, stone.value, rows, 0, 0, None)
        with open_store(place.data) as con:
            doomed = landed | forgetting.known_postings(con, forgotten.covers_facts)
            postings = forgetting.remove_postings(con, doomed)
            boards = forgetting.remove_boards(con, forgotten.covers_facts)
            rows = forget_landed(place.landing, doomed, forgotten, now)
            forgetting.follow_ledgers(con, place.landing)
            link_postings(con)
        compact(place.data)
        return ForgetSummary(stone.kind, stone.value, rows, postings, boards, _republish(place))


def _is_held(place: Settings, forgotten: Forgotten) -> bool:
    """Whether landing files or the database have anything that would go."""
    if forgotten_postings(place.landing, forgotten) or any(map(forgotten.covers_employer, _employers(place))):
        return True
    if not database_path(place.data).exists():
        return False
    with open_store(place.data) as con:
        return bool(forgetting.known_postings(con, forgotten.covers_facts))


def _employers(place: Settings) -> set[str]:
    names = landed_employers(place.landing)
    if database_path(place.data).exists():
        with open_store(place.data) as con:
            names |= forgetting.employers(con)
    return names


def _republish(place: Settings) -> int | None:
    """A generation in place of all earlier ones, judged over the same window; None where there was none."""
    if not numbers(place.data / GENERATIONS):
        return None
    try:
        window_days = int(current_manifest(place.data)["window_days"])
    except (BrokenDataError, LookupError, TypeError, ValueError):  # damaged: what is published now takes its place
        window_days = WINDOW_DAYS
    desk = Desk(place.skills_overlay, place.lanes_overlay)
    with open_store(place.data) as con:
        pipeline.read(con, desk)
        pipeline.fit_lanes(con, desk, place.data)
        return int(pipeline.publish(con, place, desk, window_days, is_fresh=True)["generation"])
