"""Which requisition asks for which skill, by name or for what comes along with it: for trying many skills at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.market.market import Market
from analysis.market.units import Units
from analysis.market.weights import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class Pairs:
    """One pair a requisition and skill, ascending; of some skills only."""

    row: IntArray
    """(pairs,)"""
    skill: IntArray
    """(pairs,)"""
    own: IntArray
    """(k,) the pair of each entry of the units that names one: a requisition names a skill in one unit."""
    own_unit: IntArray
    """(k,) the units of these entries."""
    along: IntArray
    """(m,) the pair of each unit that asks only for what comes along with a skill."""
    along_unit: IntArray
    """(m,) these units."""


def with_itself(market: Market, brings: sparse.csr_array | None) -> sparse.csr_array:
    """(skills, skills) 0-1: what is had with the row's skill, itself included, where learning it brings `brings`."""

    def made() -> tuple[sparse.csr_array | None, sparse.csr_array]:
        alone = sparse.eye_array(len(market.skills), format="csr")
        whole = sparse.csr_array(alone if brings is None else ((alone + brings) > 0).astype(np.float64))
        return brings, whole  # the id stays its own

    return market.of_skills.kept(("with itself", id(brings)), made)[-1]


def pairs_of(market: Market, units: Units, brings: sparse.csr_array | None, allowed: BoolArray) -> Pairs:
    """The pairs of some units of the market's with the skills `allowed` (skills,), where learning the row's skill
    brings what `brings` (skills, skills) says (None: nothing). Kept with the market: no person changes them."""
    key = ("pairs", id(units), id(brings), allowed.tobytes())
    return market.kept(key, lambda: (units, _made(units, with_itself(market, brings), allowed)))[-1]


def _made(units: Units, brings: sparse.csr_array, allowed: BoolArray) -> Pairs:
    skills = len(allowed)
    codes = np.flatnonzero(allowed)
    shown_by = sparse.csr_array(brings[codes].T)
    # Each entry once for each skill that shows what it asks for.
    times = np.diff(shown_by.indptr)[units.entry_skill]
    ends = np.cumsum(times)
    at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(shown_by.indptr[units.entry_skill] - (ends - times), times)
    shown = _distinct(np.repeat(units.entry_unit, times) * skills + codes[shown_by.indices[at]])
    named = allowed[units.entry_skill]
    own_unit, own_skill = units.entry_unit[named], units.entry_skill[named]
    named_so = np.sort(own_unit * skills + own_skill)
    only = shown[~_among(shown, named_so)]
    along_unit = only // skills
    own, along = units.row[own_unit] * skills + own_skill, units.row[along_unit] * skills + only % skills
    pairs = _distinct(np.concatenate([own, along]))
    return Pairs(
        row=pairs // skills,
        skill=pairs % skills,
        own=np.searchsorted(pairs, own).astype(np.int64),
        own_unit=own_unit,
        along=np.searchsorted(pairs, along).astype(np.int64),
        along_unit=along_unit,
    )


def _distinct(values: IntArray) -> IntArray:
    """Each value once, ascending: what NumPy's own does of millions by hashing takes several times as long."""
    ascending = np.sort(values)
    return ascending[np.flatnonzero(np.diff(ascending, prepend=-1))]  # none is negative


def _among(values: IntArray, ascending: IntArray) -> BoolArray:
    """Which of some ascending values are among others."""
    if not len(ascending):
        return np.zeros(len(values), dtype=bool)
    at = np.searchsorted(ascending, values)
    return np.asarray(ascending[np.minimum(at, len(ascending) - 1)] == values, dtype=bool)
