"""Reduces a generation to a reference market: facts of requisitions, keys that lead nowhere, no words of an advert."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from warehouse.generations.frames import TEXT_FRAME, frames

DIGITS = 3
"""Of numbers that were computed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one frame."""

    keep: frozenset[str] = frozenset()
    month: frozenset[str] = frozenset()
    """Times of which only the month is kept."""
    key: frozenset[str] = frozenset()
    """Columns that hold a key instead of their value."""

    @property
    def columns(self) -> frozenset[str]:
        """Every column that is not emptied."""
        return self.keep | self.month | self.key


@cache
def kept() -> Mapping[str, Kept]:
    """What is kept, by frame (kept.toml)."""
    facts = tomllib.loads((Path(__file__).parent / "kept.toml").read_text(encoding="utf-8"))
    return {
        name: Kept(frozenset(f["keep"]), frozenset(f.get("month", ())), frozenset(f.get("key", ())))
        for name, f in facts.items()
    }


def reduce(
    given: Mapping[str, pd.DataFrame],
    source_kinds: Mapping[str, str],
    employer_key: Callable[[str], str],
    chance: random.Random,
) -> dict[str, pd.DataFrame]:
    """The frames of a reference market from those of a generation: its market alone, as kept.toml says.

    `source_kinds` says by board what kind of source a requisition comes from; names with one `employer_key` are one
    employer, those with an empty one are unknown. `chance` deals out the keys; nobody
    can follow one back who does not know its state, so it is to be the system's and thrown away.
    """
    inside = given["requisition"][given["requisition"]["exclusion"].isna()]
    jobs = _dealt("job", list(inside["requisition_id"]), chance)
    inside = inside.assign(employer=inside["employer"].fillna("").astype(str).map(employer_key))
    employers = _dealt("employer", sorted(set(inside["employer"]) - {""}), chance)
    found = {}
    for name in frames().keys() - {TEXT_FRAME}:
        frame = given[name]
        if name == "requisition":
            boards = inside["board"].map(dict(source_kinds))
            frame = inside.assign(source=boards.where(boards.notna(), inside["source"]))
        if "requisition_id" in frame:
            frame = frame[frame["requisition_id"].isin(jobs.keys())]
        found[name] = _reduced(name, frame, {"requisition_id": jobs, "employer": employers})
    return found


def _reduced(name: str, frame: pd.DataFrame, keys: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    rule = kept().get(name, Kept())
    columns = {}
    for column in frames()[name].columns:
        values = frame[column.name] if column.name in rule.columns else pd.Series(None, index=frame.index, dtype=object)
        if column.name in rule.month:
            values = values.dt.to_period("M").dt.to_timestamp()
        elif column.name in rule.key:
            of = column.name if column.name in keys else "requisition_id"  # a posting's key is its requisition's
            values = frame[of].map(keys[of]).astype(object)
        elif column.type == "float" and column.name in rule.keep and not column.name.startswith("pay"):
            values = values.round(DIGITS)
        columns[column.name] = values
    whole = pd.DataFrame(columns)
    if not rule.columns:
        return whole.iloc[:0]
    if name != "requisition":
        whole = whole.drop_duplicates()  # two cities of one country have become one place
    order = [column for column in ("requisition_id", "skill_id", "unit_id") if column in rule.columns]
    return whole.sort_values(order, kind="stable", ignore_index=True) if order else whole.reset_index(drop=True)


def _dealt(kind: str, names: Sequence[str], chance: random.Random) -> dict[str, str]:
    """A key for each name, in an order of chance."""
    numbers = list(range(1, len(names) + 1))
    chance.shuffle(numbers)
    width = len(str(len(names)))
    return {name: f"{kind}-{number:0{width}}" for name, number in zip(names, numbers, strict=True)}
