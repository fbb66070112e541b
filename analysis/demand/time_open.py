"""How long requisitions stay open: Kaplan-Meier over those whose first day was seen.

«Last seen» is not «filled»: a closing is known only to lie between two looks, and is set in their middle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.market.intervals import State, floor_missed
from analysis.market.market import Market, utc_naive
from analysis.market.weights import REDRAWS, SEED, BoolArray, FloatArray, IntArray, sample

DAY_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class TimeOpen:
    """The median number of days that a requisition is open."""

    level: str | None
    """A seniority; None for all."""
    median_days: float | None
    """None below the floors, and while more than half of the requisitions are still open."""
    low: float | None
    high: float | None
    """None: the bound lies beyond what was observed."""
    n: int
    employers: int
    closed: int
    """Of the n, those seen to close; the others count for as long as they were seen open."""
    state: State
    reason: str | None


def time_open(market: Market, lane: str | None = None) -> tuple[TimeOpen, ...]:
    """The time open of a lane's requisitions that appeared while their board was watched, overall and by seniority."""
    rows = market.sample(lane).rows
    rows = rows[market.requisition["is_new"].iloc[rows].fillna(False).to_numpy(dtype=bool)]
    days, is_closed = _spells(market, rows)
    seniority = market.requisition["seniority"].iloc[rows]
    groups: list[tuple[str | None, BoolArray]] = [(None, np.ones(len(rows), dtype=bool))]
    groups += [(str(level), (seniority == level).to_numpy(dtype=bool)) for level in sorted(seniority.dropna().unique())]
    return tuple(_estimate(level, market.employer[rows[part]], days[part], is_closed[part]) for level, part in groups)


def survival(closed: FloatArray, left: FloatArray) -> FloatArray:
    """The share still open at the end of each day (Kaplan & Meier 1958), shape (…, days).

    `closed` and `left` are (…, days): how many closed on each day, and how many were last seen open on it.
    """
    leaving = closed + left
    at_risk = np.flip(np.cumsum(np.flip(leaving, axis=-1), axis=-1), axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        stay = np.where(at_risk > 0, 1 - closed / at_risk, 1.0)
    return np.asarray(np.cumprod(stay, axis=-1), dtype=np.float64)


def _spells(market: Market, rows: IntArray) -> tuple[IntArray, BoolArray]:
    """Whole days from first seen to the closing or, where still open, to the last look; and which have closed."""
    frame = market.requisition.iloc[rows]
    first, last, closed = (utc_naive(frame[name]) for name in ("first_seen_at", "last_seen_at", "closed_at"))
    is_closed = closed.notna().to_numpy(dtype=bool)
    end = last.where(~is_closed, last + (closed - last) / 2)
    days = ((end - first).dt.total_seconds() / DAY_SECONDS).fillna(0.0).clip(lower=0.0)
    return np.asarray(days.round(), dtype=np.int64), is_closed


def _estimate(level: str | None, employer: IntArray, days: IntArray, is_closed: BoolArray) -> TimeOpen:
    drawn = sample(np.arange(len(employer), dtype=np.int64), employer)
    closed = int(is_closed.sum())
    reason = floor_missed(float(len(employer)), drawn.employers, drawn.largest)
    if reason is not None:
        return TimeOpen(level, None, None, None, drawn.n, drawn.employers, closed, "not enough data", reason)
    shape = (drawn.employers, int(days.max()) + 1)
    by_employer = [
        sparse.csr_array((part.astype(np.float64), (drawn.employer, days)), shape=shape)
        for part in (is_closed, ~is_closed)
    ]
    median = _median(survival(*(np.asarray(part.sum(axis=0)).ravel() for part in by_employer)))
    drawn_times = np.random.default_rng(SEED).poisson(1.0, (REDRAWS, drawn.employers)).astype(np.float64)
    redrawn = survival(*(np.asarray((part.T @ drawn_times.T).T) for part in by_employer))
    medians = np.sort([_median(curve) for curve in redrawn])
    low, high = np.quantile(medians, (0.025, 0.975), method="nearest")
    return TimeOpen(
        level=level,
        median_days=_finite(median),
        low=_finite(float(low)),
        high=_finite(float(high)),
        n=drawn.n,
        employers=drawn.employers,
        closed=closed,
        state="ok",
        reason=None,
    )


def _median(curve: FloatArray) -> float:
    """The first day on which at most half are still open; infinite if there is none."""
    below = np.flatnonzero(curve <= 0.5 + 1e-9)
    return float(below[0]) if len(below) else float("inf")


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
