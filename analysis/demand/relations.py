"""How skills and lanes lie to each other: what stands beside a skill, what sets a lane apart, what two lanes share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.demand.shares import shares
from analysis.market.intervals import DIGITS, Share, estimate_many
from analysis.market.market import Market
from analysis.market.weights import FloatArray, sample

MIN_TOGETHER = 10
"""Requisitions that must name both skills before they are said to stand beside each other."""
PRIOR_REQUISITIONS = 100.0
"""Weight of the prior in log-odds: as many imagined requisitions with the market's own shares."""
CLEARLY = 1.959964
"""z beyond which a lane is said to be set apart by a skill."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A skill that stands beside another more often than chance would have it."""

    skill: str
    name: str
    pmi: float
    """log2 of how many times more often than by chance."""
    n: int
    """Requisitions that name both."""
    share: Share
    """Of the requisitions that name the first skill, those that name this one."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A skill that sets a lane apart from the other lanes."""

    skill: str
    name: str
    log_odds: float
    z: float
    """Log-odds divided by its standard error."""
    here: Share
    elsewhere: Share


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much two lanes ask for the same: 1 alike, 0 nothing in common."""

    lane: str
    other: str
    overlap: float


@dataclass(frozen=True, slots=True)
class Bridge:
    """A skill that two lanes ask for and the others ask for less."""

    skill: str
    name: str
    first: Share
    second: Share
    margin: float
    """The smaller of the two shares minus the largest share in another lane."""


def beside(market: Market, skill: str, lane: str | None = None, limit: int = 20) -> tuple[Beside, ...]:
    """What stands beside a skill, the least by chance first (pointwise mutual information over weighted requisitions).

    Empty for a skill that the sample does not name.
    """
    if skill not in market.skill_code:
        return ()
    drawn, code = market.sample(lane), market.skill_code[skill]
    named = market.asking(drawn, "any")
    with_it = np.asarray(named[:, [code]].todense(), dtype=bool).ravel()
    if not with_it.any():
        return ()
    inside = sample(drawn.rows[with_it], market.employer)
    together = estimate_many(inside, market.asking(inside, "any"))
    both = np.asarray(market.asking(inside, "any").sum(axis=0)).ravel()
    # The chance that both are named is measured with the lane's own weights, as the two shares are.
    joint = np.asarray(named[with_it].T @ drawn.weight[with_it]) / drawn.total
    single = np.asarray(named.T @ drawn.weight) / drawn.total
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log2(joint / (single * single[code]))
    counted = market.asks.countable & (both >= MIN_TOGETHER) & (np.arange(len(pmi)) != code) & (pmi > 0)
    return tuple(
        Beside(market.skills[k], market.skill_names[k], round(float(pmi[k]), 4), int(both[k]), together.item(int(k)))
        for k in _top(np.where(counted, pmi, -np.inf), limit)
    )


def sets_apart(market: Market, lane: str, limit: int = 20) -> tuple[Apart, ...]:
    """What a lane asks for more than the other lanes do, the clearest first.

    Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008), counted in effective
    requisitions, so that one employer's wording is not taken for the lane's.
    """
    others = market.sample(filters={"primary_lane": [x for x in market.lanes if x != lane]})
    here, there = shares(market, lane, "any"), estimate_many(others, market.asking(others, "any"))
    if not here.n or not there.n:
        return ()
    prior = np.clip(shares(market, None, "any").share, 1e-6, 1 - 1e-6) * PRIOR_REQUISITIONS
    log_odds = np.zeros(len(prior))
    variance = np.zeros(len(prior))
    for sign, part in ((1, here), (-1, there)):
        named = part.share * part.n_eff + prior
        without = (1 - part.share) * part.n_eff + PRIOR_REQUISITIONS - prior
        log_odds += sign * np.log(named / without)
        variance += 1 / named + 1 / without
    z = log_odds / np.sqrt(variance)
    counted = market.asks.countable & (z > CLEARLY)
    return tuple(
        Apart(
            market.skills[k],
            market.skill_names[k],
            round(float(log_odds[k]), 4),
            round(float(z[k]), 4),
            here.item(int(k)),
            there.item(int(k)),
        )
        for k in _top(np.where(counted, z, -np.inf), limit)
    )


def lane_overlap(market: Market) -> tuple[Overlap, ...]:
    """Each pair of lanes and how alike their shares of skills are (weighted Jaccard: Σ min / Σ max)."""
    asked = {lane: _counted_shares(market, lane) for lane in market.lanes}
    pairs = [(a, b) for i, a in enumerate(market.lanes) for b in market.lanes[i + 1 :]]
    return tuple(Overlap(a, b, round(_jaccard(asked[a], asked[b]), DIGITS)) for a, b in pairs)


def bridges(market: Market, first: str, second: str, limit: int = 10) -> tuple[Bridge, ...]:
    """Skills that lead from one lane to another: asked in both, and in both more than in any other lane."""
    asked = {lane: _counted_shares(market, lane) for lane in market.lanes}
    rest = [asked[lane] for lane in market.lanes if lane not in (first, second)]
    elsewhere = np.max(rest, axis=0) if rest else np.zeros(len(market.skills))
    margin = np.minimum(asked[first], asked[second]) - elsewhere
    here, there = shares(market, first, "any"), shares(market, second, "any")
    return tuple(
        Bridge(
            market.skills[k],
            market.skill_names[k],
            here.item(int(k)),
            there.item(int(k)),
            round(float(margin[k]), DIGITS),
        )
        for k in _top(np.where(margin > 0, margin, -np.inf), limit)
    )


def _counted_shares(market: Market, lane: str) -> FloatArray:
    return np.where(market.asks.countable, shares(market, lane, "any").share, 0.0)


def _jaccard(a: FloatArray, b: FloatArray) -> float:
    union = float(np.maximum(a, b).sum())
    return float(np.minimum(a, b).sum()) / union if union > 0 else 0.0


def _top(score: FloatArray, limit: int) -> list[int]:
    """Positions of the highest finite scores; ties by position."""
    order = np.lexsort((np.arange(len(score)), -score.round(9)))
    return [int(k) for k in order[:limit] if np.isfinite(score[k])]
