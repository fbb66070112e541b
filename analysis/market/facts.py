"""The room's facts, read from the data files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd

from analysis.market.weights import BoolArray


@dataclass(frozen=True, slots=True)
class Topic:
    """A set of skills given by their ids and by whole families, under a name."""

    name: str
    skills: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()

    def codes(self, skill: pd.DataFrame) -> BoolArray:
        """Which rows of a skill table belong to the topic."""
        rows = zip(*(skill[name].to_numpy(dtype=object) for name in ("skill_id", "family")), strict=True)
        return np.array([one in self.skills or family in self.families for one, family in rows], dtype=bool)


def topic(name: str, given: dict[str, Any]) -> Topic:
    """A topic from its table in a data file."""
    return Topic(name, frozenset(given.get("skills", ())), frozenset(given.get("families", ())))


@lru_cache
def table(name: str) -> dict[str, Any]:
    """A data file of this room by its path in it, parsed."""
    return tomllib.loads(resources.files("analysis").joinpath(name).read_text(encoding="utf-8"))


def generic() -> Topic:
    """Skills too general for coverage (generic.toml)."""
    return topic("generic", table("market/generic.toml"))


def countable(skill: pd.DataFrame) -> BoolArray:
    """Which rows of a skill table may count in coverage, gaps and plans: neither soft nor generic."""
    return np.asarray((skill["kind"] != "soft").to_numpy(dtype=bool) & ~generic().codes(skill), dtype=bool)


def needs(edge: pd.DataFrame, known: Collection[str]) -> dict[str, tuple[str, ...]]:
    """What comes before each skill, as a frame of edges says; only among the skills known."""
    found: dict[str, tuple[str, ...]] = {}
    rows = edge[edge["relation"] == "needs"]
    for name, other in zip(rows["skill_id"], rows["other_id"], strict=True):
        if name in known and other in known and name != other:
            found[name] = (*found.get(name, ()), other)
    return found


def closure(start: Iterable[str], needs: dict[str, tuple[str, ...]], stop: Collection[str] = ()) -> tuple[str, ...]:
    """All that `start` builds on, deepest first, without `start` itself; what is in `stop` is not followed."""
    begun, order = set(start), list[str]()

    def visit(name: str) -> None:
        for needed in needs.get(name, ()):
            if needed not in begun and needed not in stop:
                begun.add(needed)
                visit(needed)
                order.append(needed)

    for name in sorted(begun):
        visit(name)
    return tuple(order)
