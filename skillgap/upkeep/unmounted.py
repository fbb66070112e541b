"""Whether landing files that were loaded lie where they belong: where a disk is not mounted, nothing is collected."""

from __future__ import annotations

from pathlib import Path

from skillgap.settings import Settings
from warehouse.database.store import database_path, store_to_read, writers_kept_off
from warehouse.generations.publish import run_ids
from warehouse.models import BrokenDataError


def refuse_unmounted(place: Settings) -> None:
    """Raises BrokenDataError where the landing folder is gone or empty, and the database knows runs that lay in it.

    A crawl or an import would else begin a new folder in the place where a disk belongs.
    """
    is_filled = place.landing.is_dir() and any(place.landing.iterdir())
    if is_filled or not database_path(place.data).exists():
        return
    with writers_kept_off(place.data) as writer:
        if writer is not None:  # somebody loads: then it was there
            return
        with store_to_read(place.data) as con:
            loaded = run_ids(con)
    if loaded:
        raise is_gone(place.landing, len(loaded))


def is_gone(landing: Path, runs: int) -> BrokenDataError:
    """What is said of a landing folder from which so many runs were loaded."""
    return BrokenDataError(
        f"{landing} is gone, from which {runs} runs were loaded: put it back from a copy, or mount the disk that it "
        "lies on."
    )
