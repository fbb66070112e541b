"""The tables that ship: boards with what is known of them, where boards moved to, which were found dead.

They are facts from public registries, gathered on the dates in them; the live web was not asked (docs/boards.md).
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.models import Board

_FOLDER = Path(__file__).parent
BoardKey = tuple[str, str]
"""(source, slug)."""


@dataclass(frozen=True, slots=True)
class Move:
    """A board with a newer board of the same employer."""

    employer: str
    to: BoardKey
    verdict: str
    """`moved`: the old one was dead, empty or silent; `newer`, `both answer`: it still answered."""


@dataclass(frozen=True, slots=True)
class DeadBoard:
    """A board that was found `dead`, `silent`, `empty` or with its interface switched off (`api_off`)."""

    state: str
    last_postings: str
    """The day on which it last showed postings, as text; empty: not known."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the large AI employers have a board among some."""

    of: int
    by_enabled: int
    """By boards of sources that are on."""
    by_all: int


@functools.cache
def shipped_boards() -> tuple[Board, ...]:
    """All boards of boards.csv, those of opt-in sources too."""
    return tuple(
        Board(
            source=row["source"],
            slug=row["slug"],
            employer=row["employer"],
            region=row["region"] or None,
            seen_in=row["seen_in"],
            ml_titles=int(row["ml_titles"]),
            tags=tuple(row["tags"].split()),
            checked=dt.date.fromisoformat(row["checked"]) if row["checked"] else None,
        )
        for row in _rows("boards.csv")
    )


@functools.cache
def moves() -> Mapping[BoardKey, tuple[Move, ...]]:
    """By the older board's source and slug in lower case."""
    found: dict[BoardKey, tuple[Move, ...]] = {}
    for row in _rows("moved.csv"):
        key = (row["source"], row["slug"].casefold())
        move = Move(row["employer"], (row["to_source"], row["to_slug"]), row["verdict"])
        found[key] = (*found.get(key, ()), move)
    return found


@functools.cache
def dead_boards() -> Mapping[BoardKey, DeadBoard]:
    """By source and slug as they were written; another spelling may be another board."""
    return {(r["source"], r["slug"]): DeadBoard(r["state"], r["last_postings"]) for r in _rows("dead.csv")}


def coverage(boards: Iterable[Board], enabled: Collection[str]) -> Coverage:
    """Which of the large AI employers (large_ai_employers.csv) these boards reach."""
    listed = {f"{board.source}/{board.slug}" for board in boards}
    homes = [row["board"] for row in _rows("large_ai_employers.csv")]
    reached = [home for home in homes if home in listed]
    return Coverage(len(homes), sum(home.partition("/")[0] in enabled for home in reached), len(reached))


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
