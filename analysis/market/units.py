"""What requisitions ask for, as arrays: the skills they name, and the units (OR-groups) that a person meets or not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.market.columns import positions
from analysis.market.facts import countable
from analysis.market.weights import BoolArray, FloatArray, IntArray

REQUIRED, PREFERRED, CONTEXT = range(3)
AskedNeed = Literal["required", "preferred", "context"]
NEEDS: tuple[AskedNeed, ...] = ("required", "preferred", "context")
"""Strongest first; what a text rules out («not required») is not asked for and does not appear."""


@dataclass(frozen=True, eq=False)
class Units:
    """The units of one need: things asked for, each met by any of its members. Soft and generic skills are left out."""

    row: IntArray
    """(units,) the requisition each belongs to, ascending."""
    entry_unit: IntArray
    """(entries,) ascending."""
    entry_skill: IntArray
    """(entries,) a member of that unit."""
    per_row: FloatArray
    """(n,) how many units each requisition has."""

    def met(self, held: BoolArray) -> BoolArray:
        """Which units someone meets who holds `held` (skills,). Shape (units,)."""
        if not len(self.row):
            return np.zeros(0, dtype=bool)
        members = self._members
        return np.asarray(members @ held[: members.shape[1]].astype(np.int16) > 0, dtype=bool)

    @cached_property
    def _members(self) -> sparse.csr_array:
        """(units, skills up to the last that is named) 0-1."""
        return sparse.csr_array((np.ones(len(self.entry_skill), dtype=np.int16), self.entry_skill, self.entries))

    @cached_property
    def entries(self) -> IntArray:
        """(units + 1,) where each unit's entries begin, and the last one's end: every unit has a member."""
        return np.append(np.flatnonzero(np.diff(self.entry_unit, prepend=-1)), len(self.entry_unit)).astype(np.int64)

    @cached_property
    def units(self) -> IntArray:
        """(n + 1,) where each requisition's units begin, and the last one's end."""
        return np.append(0, np.cumsum(self.per_row)).astype(np.int64)

    def coverage(self, held: BoolArray) -> FloatArray:
        """The part of its units that each requisition sees met (0-1), shape (n,); NaN where it has none."""
        met = np.bincount(self.row, weights=self.met(held), minlength=len(self.per_row))
        with np.errstate(invalid="ignore"):
            return np.asarray(met / self.per_row, dtype=np.float64)

    def naming(self, skills: BoolArray) -> Units:
        """The units of which some member is among `skills` (skills,), with all their members."""
        keep = self.met(skills)
        number = np.cumsum(keep) - 1
        entries = keep[self.entry_unit]
        row = self.row[keep]
        return Units(
            row=row,
            entry_unit=number[self.entry_unit[entries]].astype(np.int64),
            entry_skill=self.entry_skill[entries],
            per_row=np.bincount(row, minlength=len(self.per_row)).astype(np.float64),
        )

    def subset(self, rows: IntArray) -> Units:
        """The units of some requisitions, which become 0 .. len(rows)-1. `rows` ascends."""
        place = np.full(len(self.per_row), -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        keep = place[self.row] >= 0
        number = np.cumsum(keep) - 1
        entries = keep[self.entry_unit]
        return Units(
            row=place[self.row[keep]],
            entry_unit=number[self.entry_unit[entries]].astype(np.int64),
            entry_skill=self.entry_skill[entries],
            per_row=self.per_row[rows],
        )


@dataclass(frozen=True, eq=False)
class Asks:
    """Which requisition names which skill, how strongly and in which unit. Entries ascend by (row, skill)."""

    row: IntArray
    skill: IntArray
    need: IntArray
    """REQUIRED, PREFERRED or CONTEXT."""
    unit: IntArray
    """Numbers of units over the whole market, ascending with row."""
    countable: BoolArray
    """(skills,) which skills may be part of coverage."""
    n: int

    @cached_property
    def _matrices(self) -> dict[str, sparse.csr_array]:
        return {}

    @cached_property
    def required(self) -> Units:
        """The units that are required."""
        return self._units(REQUIRED)

    @cached_property
    def preferred(self) -> Units:
        """The units that are wished for."""
        return self._units(PREFERRED)

    def matrix(self, need: str) -> sparse.csr_array:
        """0-1, shape (n, skills): named as required, preferred or context; `asked` = the first two; `any` = all."""
        if need not in self._matrices:
            wanted = {"any": self.need >= 0, "asked": self.need <= PREFERRED}
            keep = wanted[need] if need in wanted else self.need == NEEDS.index(need)
            begins = np.append(0, np.cumsum(np.bincount(self.row[keep], minlength=self.n)))
            self._matrices[need] = sparse.csr_array(
                (np.ones(int(keep.sum())), self.skill[keep], begins), shape=(self.n, len(self.countable))
            )
        return self._matrices[need]

    def _units(self, need: int) -> Units:
        """A unit takes the strongest need among its members."""
        strongest = np.full(int(self.unit.max()) + 1 if len(self.unit) else 0, CONTEXT + 1)
        np.minimum.at(strongest, self.unit, self.need)
        keep = (strongest[self.unit] == need) & self.countable[self.skill]
        order = np.argsort(self.unit[keep], kind="stable")
        number = _numbered(self.unit[keep][order])
        row = np.zeros(int(number[-1]) + 1 if len(number) else 0, dtype=np.int64)
        row[number] = self.row[keep][order]
        return Units(
            row=row,
            entry_unit=number,
            entry_skill=self.skill[keep][order],
            per_row=np.bincount(row, minlength=self.n).astype(np.float64),
        )


def _numbered(ascending: IntArray) -> IntArray:
    """Ascending values with no number left out: 0 for the least, 1 for the next."""
    return np.cumsum(np.diff(ascending, prepend=ascending[:1]) > 0, dtype=np.int64)


def asks_from(requisition_skill: pd.DataFrame, requisitions: pd.Index, skill: pd.DataFrame) -> Asks:
    """The entries of a requisition_skill frame for the given requisitions (row i = position i).

    A pair that stands twice counts once with its strongest need; an entry without a unit is a unit of its own.
    """
    frame = pd.DataFrame(
        {
            "row": positions(requisitions, requisition_skill["requisition_id"]),
            "skill": positions(pd.Index(skill["skill_id"]), requisition_skill["skill_id"]),
            "need": positions(pd.Index(NEEDS), requisition_skill["need"]),
            "unit_id": pd.to_numeric(requisition_skill["unit_id"]).to_numpy(dtype=np.float64, na_value=np.nan),
        }
    )
    frame = frame[(frame["row"] >= 0) & (frame["need"] >= 0)].sort_values(["row", "skill", "need", "unit_id"])
    frame = frame.drop_duplicates(["row", "skill"]).reset_index(drop=True)
    alone = frame["unit_id"].isna()
    frame.loc[alone, "unit_id"] = -1.0 - frame.loc[alone, "skill"]
    unit = frame.groupby(["row", "unit_id"], sort=True).ngroup()
    return Asks(
        row=frame["row"].to_numpy(dtype=np.int64),
        skill=frame["skill"].to_numpy(dtype=np.int64),
        need=frame["need"].to_numpy(dtype=np.int64),
        unit=np.asarray(unit, dtype=np.int64),
        countable=countable(skill),
        n=len(requisitions),
    )
