"""What a lane asks for that a resume does not show, ranked, with how sure the ranks are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.demand.shares import shares
from analysis.market.market import Market
from analysis.market.units import Units
from analysis.market.weights import REDRAWS, SEED, BoolArray, FloatArray, IntArray

PREFERRED_WEIGHT = 0.3
"""What a preferred unit weighs beside a required one in the ranking."""
SMOOTHING = 0.02
"""Added to both shares of a lift, so that a rare skill is not taken for a lane's hallmark."""
CANDIDATES = 30
"""How many skills the ranks are drawn among."""


@dataclass(frozen=True, eq=False)
class Ranked:
    """Missing skills in order of rank; all arrays are (k,)."""

    code: IntArray
    low: IntArray
    high: IntArray


def ranked(market: Market, lane: str, held: BoolArray, limit: int) -> Ranked:
    """The missing skills of a lane, first those that are asked most and most specifically for it.

    Score = share of requisitions with a unit that asks for the skill and that nothing held meets (required 1, preferred
    0.3) × lift over the whole market. Ranks are redrawn by a Poisson bootstrap of employers with a fixed seed.
    """
    drawn = market.sample(lane)
    parts = [(_units(market, lane, "required"), 1.0), (_units(market, lane, "preferred"), PREFERRED_WEIGHT)]
    open_entries = [_unmet(units, held) for units, _ in parts]
    unmet = np.zeros(len(market.skills))
    for (units, worth), entries in zip(parts, open_entries, strict=True):
        weight = worth * drawn.weight[units.row[units.entry_unit[entries]]]
        unmet += np.bincount(units.entry_skill[entries], weights=weight, minlength=len(unmet))
    here, anywhere = shares(market, lane, "asked").share, shares(market, None, "asked").share
    lift = (here + SMOOTHING) / (anywhere + SMOOTHING)
    score = np.where(held, 0.0, unmet * lift)
    candidate = np.lexsort((np.arange(len(score)), -score.round(9)))[:CANDIDATES]
    candidate = candidate[score[candidate] > 0]
    place = np.full(len(score), -1, dtype=np.int64)
    place[candidate] = np.arange(len(candidate))
    totals = np.zeros(drawn.employers * len(candidate))
    for (units, worth), entries in zip(parts, open_entries, strict=True):
        kept = entries[place[units.entry_skill[entries]] >= 0]
        row = units.row[units.entry_unit[kept]]
        cell = drawn.employer[row] * len(candidate) + place[units.entry_skill[kept]]
        totals += np.bincount(cell, weights=worth * drawn.weight[row], minlength=len(totals))
    low, high = _rank_bounds(_redraws(market, lane) @ totals.reshape(drawn.employers, len(candidate)) * lift[candidate])
    return Ranked(candidate[:limit], low[:limit], high[:limit])


def _rank_bounds(scores: FloatArray) -> tuple[IntArray, IntArray]:
    """Between which ranks 95 of 100 redraws (rows) put each candidate (columns)."""
    order = np.argsort(-scores.round(9), axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, scores.shape[1] + 1)[None, :], axis=1)
    low, high = np.quantile(ranks, (0.025, 0.975), axis=0, method="nearest") if scores.size else (order[0], order[0])
    return low.astype(np.int64), high.astype(np.int64)


def _units(market: Market, lane: str, need: str) -> Units:
    whole = market.asks.required if need == "required" else market.asks.preferred
    return market.kept(("units", lane, need), lambda: whole.subset(market.sample(lane).rows))


def _unmet(units: Units, held: BoolArray) -> IntArray:
    """The entries of units that nothing held meets."""
    return np.flatnonzero(~units.met(held)[units.entry_unit]).astype(np.int64)


def _redraws(market: Market, lane: str) -> FloatArray:
    """(redraws, employers of the lane) how often each employer is drawn."""

    def made() -> FloatArray:
        shape = (REDRAWS, market.sample(lane).employers)
        return np.random.default_rng(SEED).poisson(1.0, shape).astype(np.float64)

    return market.kept(("redraws", lane), made)
