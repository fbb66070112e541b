"""Samples of requisitions and how much each one weighs: no employer may speak for a lane alone.

Every share of the product is taken over a `Sample`: rows of a market with a weight and an employer each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

EMPLOYER_CAP = 0.10
"""The largest share of a sample's total weight that one employer may carry. Ten employers, the least that a share
is published for, can still meet it."""

REDRAWS = 200
"""How often employers are drawn anew for an interval that has no formula."""
SEED = 20260301


@dataclass(frozen=True, eq=False)
class Sample:
    """Rows of a market that one question is asked of, with their weights."""

    rows: IntArray
    """(n,) positions in the market's requisitions, ascending."""
    weight: FloatArray
    """(n,) in (0, 1]; 1 wherever no employer is too large."""
    employer: IntArray
    """(n,) employer of each row, renumbered 0 .. employers-1."""
    employer_weight: FloatArray
    """(employers,) total weight of each employer."""
    largest: float
    """The largest employer's share of the requisitions before capping (0-1); 0 for an empty sample."""

    @property
    def n(self) -> int:
        """How many requisitions."""
        return len(self.rows)

    @property
    def employers(self) -> int:
        """How many employers; all unknown ones count as one."""
        return len(self.employer_weight)

    @property
    def total(self) -> float:
        """The sum of the weights."""
        return float(self.employer_weight.sum())


def capped_totals(mass: FloatArray, cap: float = EMPLOYER_CAP) -> FloatArray:
    """The weight each employer may carry: min(mass, c), with the largest c at which none exceeds `cap` of the sum.

    `mass` is (employers,), non-negative: how many requisitions each has. Where fewer than 1/cap employers have any,
    no c can do it and all of them get the same weight. Water-filling: what a large employer loses is given to nobody.
    """
    if not len(mass) or mass.max() <= cap * mass.sum():
        return mass.copy()
    descending = np.sort(mass[mass > 0])[::-1]
    rest = float(descending.sum())
    for capped, size in enumerate(descending, start=1):
        rest -= float(size)
        if capped * cap >= 1:
            break
        ceiling = cap * rest / (1 - capped * cap)
        following = descending[capped] if capped < len(descending) else 0.0
        if ceiling >= following and ceiling > 0:
            return np.asarray(np.minimum(mass, ceiling), dtype=np.float64)
    return np.asarray(np.minimum(mass, descending[-1]), dtype=np.float64)


def weigh(employer: IntArray, mass: FloatArray | None = None, cap: float = EMPLOYER_CAP) -> FloatArray:
    """The weight of each requisition, shape (n,): its mass (1, or a lane probability), scaled down in capped employers.

    `employer` is (n,), codes from 0.
    """
    own = np.ones(len(employer)) if mass is None else np.asarray(mass, dtype=np.float64)
    totals = np.asarray(np.bincount(employer, weights=own), dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        factor = np.where(totals > 0, capped_totals(totals, cap) / totals, 0.0)
    return np.asarray(own * factor[employer], dtype=np.float64)


def sample(rows: IntArray, employer: IntArray, mass: FloatArray | None = None) -> Sample:
    """A sample of `rows` (n,), given every market row's `employer` code and, for soft membership, `mass` (n,) of them.

    Rows without mass are left out.
    """
    if mass is not None:
        rows, mass = rows[mass > 0], mass[mass > 0]
    codes = np.unique(employer[rows], return_inverse=True)[1].astype(np.int64)
    weight = weigh(codes, mass)
    counts = np.bincount(codes, weights=mass)
    return Sample(
        rows=rows,
        weight=weight,
        employer=codes,
        employer_weight=np.bincount(codes, weights=weight).astype(np.float64),
        largest=float(counts.max() / counts.sum()) if len(counts) else 0.0,
    )
