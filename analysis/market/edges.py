"""What one skill says of another: the taxonomy's typed edges, as published with the market, as matrices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.market.weights import BoolArray, IntArray

if TYPE_CHECKING:
    from analysis.market.market import Market

SHOWING = ("is_a", "shows")


@dataclass(frozen=True, eq=False)
class Edges:
    """The edges between a market's skills. The matrix is 0-1, (skills, skills): row shows column."""

    certain: sparse.csr_array
    """Whoever has the row's skill has the column's, the skill itself included, over any number of steps."""
    usual: sparse.csr_array
    """Whoever has the row's skill has the column's, certainly or usually, in one step of `shows`."""

    @staticmethod
    def of(market: Market) -> Edges:
        """The market's edges, made once."""
        return market.of_skills.kept(("edges",), lambda: _made(market))

    def with_shown(self, holders: sparse.csr_array) -> sparse.csr_array:
        """0-1 (people, skills) of what people hold, with all that it certainly shows."""
        return sparse.csr_array((holders @ self.certain) > 0).astype(np.float64)

    @cached_property
    def _shown_by(self) -> sparse.csr_array:
        return sparse.csr_array((self.certain + self.usual).T)

    def showing(self, code: int) -> IntArray:
        """The skills that show one, certainly or usually, itself among them; ascending."""
        return np.sort(columns_of(self._shown_by, code))

    def spread(self, held: BoolArray) -> BoolArray:
        """What someone holds (skills,), with all that it certainly shows."""
        return np.asarray(held | ((self.certain.T @ held.astype(np.float64)) > 0), dtype=bool)

    def hinted(self, held: BoolArray) -> BoolArray:
        """What someone holds (skills,), with all that it certainly or usually shows."""
        sure = self.spread(held)
        return np.asarray(sure | ((self.usual.T @ sure.astype(np.float64)) > 0), dtype=bool)


def columns_of(matrix: sparse.csr_array, row: int) -> IntArray:
    """Where a row of a 0-1 matrix is 1."""
    found: IntArray = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].astype(np.int64)
    return found


def _made(market: Market) -> Edges:
    size, edge = len(market.skills), market.edge
    row, column = _codes(market, edge["skill_id"]), _codes(market, edge["other_id"])
    relation = edge["relation"].to_numpy(dtype=object)
    known = (row >= 0) & (column >= 0) & np.isin(relation, SHOWING)
    said = edge["certainty"].fillna("certain").to_numpy(dtype=object) if "certainty" in edge else np.array(["certain"])
    certain = known & np.asarray(said == "certain", dtype=bool)
    reach = sparse.csr_array(_matrix(row[certain], column[certain], size) + sparse.eye_array(size, format="csr"))
    reach.data[:] = 1.0
    while True:
        further = sparse.csr_array(reach @ reach)
        further.data[:] = 1.0
        if further.nnz == reach.nnz:
            break
        reach = further
    shows = known & (relation == "shows")
    return Edges(certain=reach, usual=_matrix(row[shows], column[shows], size))


def _codes(market: Market, skill: pd.Series) -> IntArray:
    """The positions of a column's skills, -1 for those that are none of the market's."""
    return np.array([market.skill_code.get(name, -1) for name in skill.to_numpy(dtype=object)], dtype=np.int64)


def _matrix(row: IntArray, column: IntArray, size: int) -> sparse.csr_array:
    found = sparse.csr_array((np.ones(len(row)), (row, column)), shape=(size, size))
    found.data[:] = 1.0
    return found
