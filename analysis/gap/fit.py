"""Which lane a set of skills stands closest to: a ranking with intervals, and «too close to call»."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.demand.shares import shares
from analysis.market.intervals import CONFIDENCE, DIGITS
from analysis.market.market import Market
from analysis.market.weights import BoolArray, FloatArray

PRIOR_MENTIONS = 100.0
"""Weight of the prior in a lane's distribution over skills: so many imagined mentions, spread as in the market."""
MIN_SKILLS = 3
"""With fewer skills nothing can be called."""


@dataclass(frozen=True, slots=True)
class LaneFit:
    """How a lane fits (0-1, the lanes add up to 1); None where no held skill occurs in the market."""

    lane: str
    fit: float | None
    low: float | None
    high: float | None


def speaks_for(market: Market) -> FloatArray:
    """log of how a skill's mentions divide over the lanes, shape (skills, lanes): each row's exponentials sum to 1.

    Lanes of any size and wordiness are put on one footing by comparing shares of a lane's mentions. NaN where the
    market never names the skill.
    """
    key = ("speaks_for",)
    if key not in market.cache:
        named = np.column_stack([shares(market, lane, "any").hits for lane in market.lanes])
        named = np.where(market.asks.countable[:, None], named, 0.0)
        overall = named.sum(axis=1, keepdims=True)
        prior = PRIOR_MENTIONS * overall / max(float(overall.sum()), 1e-12)
        inside = (named + prior) / (named.sum(axis=0) + PRIOR_MENTIONS)
        with np.errstate(divide="ignore", invalid="ignore"):
            market.cache[key] = np.log(inside / inside.sum(axis=1, keepdims=True))
    answer: FloatArray = market.cache[key]
    return answer


def lane_fit(market: Market, held: BoolArray) -> tuple[tuple[LaneFit, ...], str | None]:
    """The lanes, closest first, and the closest one's id, or None where it is too close to call. `held` is (skills,).

    Fit is the normalised geometric mean of what the held skills say (naive Bayes, tempered by the number of skills);
    its interval is that of a mean over skills.
    """
    said = speaks_for(market)[held]
    said = said[np.isfinite(said).all(axis=1)]
    count = len(said)
    if not count:
        return tuple(LaneFit(lane, None, None, None) for lane in market.lanes), None
    mean = said.mean(axis=0)
    fit = np.exp(mean - mean.max())
    fit /= fit.sum()
    order = np.lexsort((np.arange(len(fit)), -fit.round(9)))
    critical = float(special.stdtrit(count - 1, (1 + CONFIDENCE) / 2)) if count > 1 else float("inf")
    # Delta method on the logit: how far each skill's word pulls a lane's fit away from the others'.
    pull = (said - mean) - ((said - mean) @ fit)[:, None]
    error = np.sqrt(np.square(pull).sum(axis=0) / max(count * (count - 1), 1))
    logit = np.log(fit) - np.log1p(-np.minimum(fit, 1 - 1e-12))
    # d logit / d fit-pull: fit·pull / (fit·(1 - fit)).
    half = critical * error / np.maximum(1 - fit, 1e-9) if count > 1 else np.full(len(fit), np.inf)
    low, high = (1 / (1 + np.exp(-np.clip(logit + sign * half, -50, 50))) for sign in (-1, 1))
    ranked = tuple(
        LaneFit(market.lanes[k], *(round(float(x), DIGITS) for x in (fit[k], low[k], high[k]))) for k in order
    )
    return ranked, market.lanes[order[0]] if _clear(said, order, critical) else None


def _clear(said: FloatArray, order: np.ndarray, critical: float) -> bool:
    """Whether the held skills tell the first lane from the second (paired t over skills)."""
    if len(order) < 2:
        return True
    if len(said) < MIN_SKILLS:
        return False
    lead = said[:, order[0]] - said[:, order[1]]
    return bool(lead.mean() > critical * lead.std(ddof=1) / np.sqrt(len(lead)))
