"""Which requisition asks for which skill, by name or for what comes along with it: for trying many skills at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.market.market import Market
from analysis.market.units import Units
from analysis.market.weights import IntArray


@dataclass(frozen=True, eq=False)
class Pairs:
    """One pair a requisition and skill, ascending."""

    brings: sparse.csr_array
    """(skills, skills) 0-1: what is had with the row's skill, itself included."""
    row: IntArray
    """(pairs,)"""
    skill: IntArray
    """(pairs,)"""
    own: IntArray
    """(entries,) the pair of each entry of the units: a requisition names a skill in one unit."""
    along: IntArray
    """(k,) the pair of each unit that asks only for what comes along with a skill."""
    along_unit: IntArray
    """(k,) these units."""


def pairs_of(market: Market, units: Units, brings: sparse.csr_array | None) -> Pairs:
    """The pairs of some units of the market's, where learning the row's skill brings what `brings` (skills, skills)
    says (None: nothing). Kept with the market: no person changes them."""
    key = ("pairs", id(units), id(brings))
    if key not in market.cache:
        market.cache[key] = units, brings, _made(units, brings, len(market.skills))  # the ids stay theirs
    made: Pairs = market.cache[key][-1]
    return made


def _made(units: Units, given: sparse.csr_array | None, skills: int) -> Pairs:
    alone = sparse.eye_array(skills, format="csr")
    brings = sparse.csr_array(alone if given is None else ((alone + given) > 0).astype(np.float64))
    named = sparse.csr_array(
        (np.ones(len(units.entry_unit)), (units.entry_unit, units.entry_skill)), shape=(len(units.row), skills)
    )
    unit, skill = sparse.coo_array(((named @ brings.T) > 0).astype(np.float64) - named).coords
    own = units.row[units.entry_unit] * skills + units.entry_skill
    along = units.row[unit] * skills + skill
    pairs = np.unique(np.concatenate([own, along]))
    return Pairs(
        brings=brings,
        row=pairs // skills,
        skill=pairs % skills,
        own=np.searchsorted(pairs, own).astype(np.int64),
        along=np.searchsorted(pairs, along).astype(np.int64),
        along_unit=unit.astype(np.int64),
    )
