"""Two periods against each other: shares and means of many columns at once, employers as clusters, called in sets.

What is compared is the flow of new requisitions on boards seen whole in both periods (panel.py). Each set is called at
FALSE_DISCOVERY by itself (Benjamini-Hochberg); a change below LEAST_EFFECT is none, however sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import sparse, special

from analysis.market.intervals import CONFIDENCE, Estimates, estimate_many, q_values
from analysis.market.market import UNKNOWN_REGION, Market
from analysis.market.weights import BoolArray, FloatArray, IntArray, Sample
from analysis.trends.panel import Panel, half, mix_weights

FALSE_DISCOVERY = 0.10
LEAST_EFFECT = 0.02
"""A change below two points is none, however sure."""
POWER = 0.80
STEADY_WITHIN = 0.05
"""A skill is steady where the interval of its change excludes five points; else nobody can tell."""
MIN_NAMING_EMPLOYERS = 10
"""Employers that must name a skill in the two periods together before its change is tested."""
UNSEEN = 0.05
"""A skill absent before is new where chance would have hidden its present share less often than this."""
MIX = ("source", "seniority", "region")
"""What the standardised change holds fixed."""
NONE = ("none", UNKNOWN_REGION)
"""Values of a field that are none."""


TrendState = Literal["new", "rising", "falling", "steady", "cannot tell", "not enough data"]
MOVED: tuple[TrendState, ...] = ("new", "rising", "falling")


@dataclass(frozen=True, eq=False)
class Changes:
    """Changes of many skills (k,)."""

    change: FloatArray
    error: FloatArray
    freedom: FloatArray
    naming: FloatArray
    """Employers that name the skill in either period."""


@dataclass(frozen=True, eq=False)
class Compared:
    """Two periods' shares and their changes, for many skills (k,)."""

    first: Estimates
    second: Estimates
    raw: Changes
    fixed: Changes
    """With the mix held fixed."""
    is_tested: BoolArray
    p_value: FloatArray
    q_value: FloatArray
    alpha: FloatArray
    """The p-value at which one more of its set would be called."""
    is_called: BoolArray
    """By q-value, whatever the size of the change."""


def in_sets(compared: Compared, set_of: IntArray) -> Compared:
    """q-values set by set (k,), and what each set would call."""
    for one in np.unique(set_of):
        part = np.flatnonzero(compared.is_tested & (set_of == one))
        if len(part):
            q_value = q_values(compared.p_value[part])
            compared.q_value[part] = q_value
            called = q_value <= FALSE_DISCOVERY
            compared.is_called[part] = called
            # With r others called, the next is called at (r + 1) / m of the rate.
            compared.alpha[part] = FALSE_DISCOVERY * (called.sum() + ~called) / len(part)
    return compared


def compare(market: Market, drawn: Panel, named: sparse.csr_array, mix: tuple[str, ...] = MIX) -> Compared:
    """The columns of `named` (n, k), 0-1, in both periods of a panel of n; not called yet (`in_sets` does).

    `mix`: what the standardised change holds fixed.
    """
    first, second = (_level(drawn, named, is_after) for is_after in (False, True))
    raw = changes(drawn, drawn.weight, named)
    fixed = changes(drawn, mix_weights(market, drawn, mix), named)
    tested = _testable(first, second, raw)
    p_value, q_value, alpha = (np.full(named.shape[1], np.nan) for _ in range(3))
    if tested.any():
        p_value[tested] = 2 * special.stdtr(raw.freedom[tested], -np.abs(raw.change[tested]) / raw.error[tested])
    return Compared(first, second, raw, fixed, tested, p_value, q_value, alpha, np.zeros(named.shape[1], dtype=bool))


def _level(drawn: Panel, named: sparse.csr_array, is_after: bool) -> Estimates:
    part, largest, employers = half(drawn, is_after)
    codes = np.unique(drawn.employer[part], return_inverse=True)[1].astype(np.int64)
    weight = drawn.weight[part]
    totals = np.bincount(codes, weights=weight, minlength=employers).astype(np.float64)
    return estimate_many(Sample(part, weight, codes, totals, largest), sparse.csr_array(named[part]))


def changes(drawn: Panel, weight: FloatArray, named: sparse.csr_array) -> Changes:
    """Differences of two weighted shares with employer-clustered errors.

    An employer seen in both periods is one cluster, so that what it keeps saying cancels out. Degrees of freedom by
    Satterthwaite: as many as there are employers that really move the difference.
    """
    employers = int(drawn.employer.max()) + 1 if len(drawn.employer) else 0
    columns = named.shape[1]
    influence = np.zeros((employers, columns))
    change = np.zeros(columns)
    for sign, part in ((1.0, drawn.is_after), (-1.0, ~drawn.is_after)):
        total = float(weight[part].sum())
        if total <= 0:
            continue
        own = np.where(part, weight, 0.0) / total
        shape = (employers, len(own))
        by_employer = sparse.csr_array((own, (drawn.employer, np.arange(len(own)))), shape=shape)
        share = np.asarray(own @ named).ravel()
        change += sign * share
        influence += sign * ((by_employer @ named).toarray() - np.outer(by_employer.sum(axis=1), share))
    squares = np.square(influence)
    variance = squares.sum(axis=0) * (employers / (employers - 1) if employers > 1 else 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.square(squares.sum(axis=0)) / np.square(squares).sum(axis=0)
    named_by = sparse.csr_array(
        (np.ones(len(drawn.employer)), (drawn.employer, np.arange(len(drawn.employer)))),
        shape=(employers, len(drawn.employer)),
    )
    return Changes(
        change=change,
        error=np.sqrt(variance),
        freedom=np.maximum(np.nan_to_num(spread) - 1, 1.0),
        naming=np.asarray(((named_by @ named) > 0).sum(axis=0)).ravel().astype(np.float64),
    )


def _testable(first: Estimates, second: Estimates, raw: Changes) -> BoolArray:
    """Which skills may be tested: floors met in both periods, and enough employers that name the skill at all."""
    is_enough = first.missed is None and second.missed is None
    return np.asarray(is_enough & (raw.naming >= MIN_NAMING_EMPLOYERS) & (raw.error > 0), dtype=bool)


def detectable_rise(compared: Compared, k: int) -> float:
    """The rise that is called with a probability of POWER; 1 where no rise could be.

    The noncentral t's quantile by its normal approximation. A share that rises towards a half varies more, so the
    later period's part of the variance grows with it.
    """
    error, freedom = float(compared.raw.error[k]), float(compared.raw.freedom[k])
    critical = -float(special.stdtrit(freedom, float(compared.alpha[k]) / 2))
    likely = float(special.ndtri(POWER))
    distance = critical * (1 - 1 / (4 * freedom)) + likely * np.sqrt(1 + critical**2 / (2 * freedom))
    share = float(compared.first.share[k] + compared.second.share[k]) / 2
    spread = max(share * (1 - share), 1e-6)
    rise = 0.0
    for _ in range(8):
        later = min(share + rise, 0.5)
        grown = error * float(np.sqrt((1 + max(later * (1 - later) / spread, 1.0)) / 2))
        rise = max(float(distance) * grown, LEAST_EFFECT + likely * grown)
    return rise if share + rise < 1 else 1.0


def state_of(compared: Compared, k: int) -> TrendState:
    """What is said of the k-th column."""
    change = float(compared.raw.change[k])
    if not compared.is_tested[k]:
        return "not enough data"
    if not compared.is_called[k] or abs(change) < LEAST_EFFECT:
        reach = float(special.stdtrit(compared.raw.freedom[k], (1 + CONFIDENCE) / 2)) * float(compared.raw.error[k])
        return "steady" if abs(change) + reach < STEADY_WITHIN else "cannot tell"
    hidden = (1 - float(compared.second.low[k])) ** float(compared.first.n_eff[k])
    if compared.first.hits[k] == 0 and hidden < UNSEEN:
        return "new"
    return "rising" if change > 0 else "falling"
