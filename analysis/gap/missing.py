"""What a lane asks for that a resume does not show, ranked, with how sure the ranks are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.demand.shares import SMOOTHING, shares, skill_years
from analysis.gap.advice.adviser import Adviser
from analysis.gap.advice.learnable import is_long, learnable, shown_through
from analysis.gap.evidence import Texts, quotes
from analysis.gap.results import Adjacent, Missing
from analysis.market.intervals import flat
from analysis.market.market import Market
from analysis.market.units import Units
from analysis.market.weights import REDRAWS, SEED, BoolArray, FloatArray, IntArray

PREFERRED_WEIGHT = 0.3
"""What a preferred unit weighs beside a required one in the ranking."""
MISSING = 15
"""How many missing skills a lane names."""
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


def missed(
    market: Market,
    lane: str,
    holding: BoolArray,
    adviser: Adviser,
    texts: Texts | None,
    *,
    elsewhere: Collection[str],
) -> tuple[Missing, ...]:
    """What a lane asks for and `holding` (skills,) does not have, each with its proof and what to do about it."""
    order = ranked(market, lane, holding, MISSING)
    asked, required = shares(market, lane, "asked"), shares(market, lane, "required")
    evidence = quotes(market, [market.skills[code] for code in order.code], lane, texts)
    can, long, kinds = learnable(market), is_long(market), market.skill["kind"].tolist()
    found = []
    for position, code in enumerate(int(k) for k in order.code):
        advice, because = adviser.advise(market.skills[code])
        found.append(
            Missing(
                skill=market.skills[code],
                name=market.skill_names[code],
                need="required" if 2 * required.hits[code] >= asked.hits[code] else "preferred",
                **flat(asked.item(code)),
                rank=position + 1,
                rank_low=int(order.low[position]),
                rank_high=int(order.high[position]),
                advice=advice,
                because=because,
                is_step=bool(can[code]),
                years=skill_years(market, market.skills[code], lane),
                evidence=evidence[market.skills[code]],
                kind=kinds[code],
                through=() if can[code] else shown_through(market, lane, code, holding),
                is_long=bool(can[code] and long[code]),
                is_other_field=market.skills[code] in elsewhere,
            )
        )
    return tuple(found)


def adjacent(market: Market, missing: Sequence[Missing], holding: BoolArray) -> tuple[Adjacent, ...]:
    """Of what is missing the tools of whose family one is held."""
    found = []
    for skill in missing:
        code = market.skill_code[skill.skill]
        kin = holding & (market.tool_family == market.tool_family[code])
        if market.tool_family[code] >= 0 and kin.any():
            shown = tuple(sorted(market.skill_names[k] for k in np.flatnonzero(kin)))
            found.append(Adjacent(skill.skill, skill.name, str(market.skill["family"].iat[code]), shown))
    return tuple(found)
