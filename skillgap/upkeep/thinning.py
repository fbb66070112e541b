"""Thinning of old landing runs with the database beside them: where a kill falls in between, who comes next goes on.

A thinned run has another ledger than the one that was loaded, and the same postings. Which runs are being thinned is
on the disk before the first is touched, so that these alone may differ, and no others.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import duckdb

from crawler.landing.sweeping import sweep_landing
from crawler.landing.thinning import Thinned, thin, thinnable
from skillgap.settings import Settings
from skillgap.upkeep.checkup import being_thinned, refuse_damaged, refuse_missing
from skillgap.upkeep.shape import THINNING
from warehouse.database.forgetting import follow_ledgers
from warehouse.database.store import database_path, open_store, single_writer
from warehouse.files import write_whole


def thin_landing(
    place: Settings, before: dt.datetime, now: dt.datetime, progress: Callable[[int, int], None] | None = None
) -> Thinned:
    """Take the sources' objects out of runs that started earlier than `before`; the database follows.

    Raises BrokenDataError where a landing run is damaged: nothing is thinned then.
    """
    refuse_missing(place)
    with single_writer(place.data):
        refuse_damaged(place)
        sweep_landing(place.landing)
        names = [folder.name for folder in thinnable(place.landing, before)]
        write_whole(place.data / THINNING, json.dumps(sorted({*names, *being_thinned(place)})).encode())
        done = thin(place.landing, before, now, progress)
        if database_path(place.data).exists():
            with open_store(place.data) as con:
                follow_thinning(con, place)
        else:
            (place.data / THINNING).unlink(missing_ok=True)
    return done


def follow_thinning(con: duckdb.DuckDBPyConnection, place: Settings) -> None:
    """Let the database know the runs that a thinning has rewritten, also one that was killed."""
    if names := being_thinned(place):
        follow_ledgers(con, place.landing, names)
    (place.data / THINNING).unlink(missing_ok=True)
