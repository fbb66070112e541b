"""What is new, rising or falling among new requisitions: tested with employers as clusters, over all skills at once.

Levels come from the stock (demand.py); change comes from the flow of new requisitions on boards seen whole in both
periods. «No evidence of change» is a normal answer, and comes with the smallest change that could have been seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
from scipy import sparse, special

from analysis.market.intervals import (
    CONFIDENCE,
    DIGITS,
    Estimates,
    Share,
    estimate_many,
    floor_missed,
    q_values,
)
from analysis.market.market import Market
from analysis.market.weights import BoolArray, FloatArray, Sample
from analysis.trends.panel import Panel, Period, half, mix_weights, panel, sizes
from warehouse.models import SkillKind

FALSE_DISCOVERY = 0.10
LEAST_EFFECT = 0.02
"""A change below two points is none, however sure."""
POWER = 0.80
MIN_NAMING_EMPLOYERS = 10
"""Employers that must name a skill in the two periods together before its change is tested."""
UNSEEN = 0.05
"""A skill absent before is new where chance would have hidden its present share less often than this."""
MIX = ("source", "seniority", "region")
"""What the standardised change holds fixed."""

TrendState = Literal["new", "rising", "falling", "steady", "not enough data"]


@dataclass(frozen=True, slots=True)
class Mover:
    """A skill's share among new requisitions in two periods."""

    skill: str
    name: str
    kind: SkillKind
    state: TrendState
    before: Share
    after: Share
    change: float | None
    """after − before, in shares."""
    low: float | None
    high: float | None
    standardised: float | None
    """The change with the mix of sources, seniority and regions held fixed."""
    p_value: float | None
    q_value: float | None
    """The least false-discovery rate at which it would be called a mover (Benjamini-Hochberg over all tested)."""
    detectable: float | None
    """The change that a test of this size finds four times in five."""
    is_mix: bool
    """The change is a mover's and falls below the least effect, or turns, once the mix is held fixed."""


@dataclass(frozen=True, slots=True)
class Trends:
    """All skills between two periods."""

    before: Period
    after: Period
    requisitions_before: int
    requisitions_after: int
    employers: int
    boards: int
    boards_left_out: int
    is_partial: bool
    tested: int
    movers: tuple[Mover, ...]
    """New, rising and falling first, by size of change."""


@dataclass(frozen=True, eq=False)
class _Changes:
    """Changes of many skills (k,)."""

    change: FloatArray
    error: FloatArray
    freedom: FloatArray
    naming: FloatArray
    """Employers that name the skill in either period."""


@dataclass(frozen=True, eq=False)
class _Compared:
    """Two periods' shares and their changes, for many skills (k,)."""

    first: Estimates
    second: Estimates
    raw: _Changes
    fixed: _Changes
    """With the mix held fixed."""
    is_tested: BoolArray
    p_value: FloatArray
    q_value: FloatArray


def movers(market: Market, before: Period, after: Period, lane: str | None = None) -> Trends:
    """Every skill named in either period, with its state. Below the floors: «not enough data»."""
    drawn = panel(market, before, after, lane)
    named = sparse.csr_array(market.asks.matrix("any")[drawn.rows])
    occurs = np.flatnonzero(np.asarray(named.sum(axis=0)).ravel() > 0)
    compared = _compare(market, drawn, sparse.csr_array(named[:, occurs]))
    before_n, after_n = sizes(drawn)
    return Trends(
        before=before,
        after=after,
        requisitions_before=before_n,
        requisitions_after=after_n,
        employers=len(np.unique(drawn.employer)),
        boards=drawn.boards,
        boards_left_out=drawn.left_out,
        is_partial=drawn.is_partial,
        tested=int(compared.is_tested.sum()),
        movers=tuple(sorted((_mover(market, int(code), compared, k) for k, code in enumerate(occurs)), key=_order)),
    )


def _compare(market: Market, drawn: Panel, named: sparse.csr_array) -> _Compared:
    first, second = (_level(drawn, named, is_after) for is_after in (False, True))
    raw = _changes(drawn, drawn.weight, named)
    fixed = _changes(drawn, mix_weights(market, drawn, MIX), named)
    tested = _testable(first, second, raw)
    p_value, q_value = np.full(named.shape[1], np.nan), np.full(named.shape[1], np.nan)
    if tested.any():
        p_value[tested] = 2 * special.stdtr(raw.freedom[tested], -np.abs(raw.change[tested]) / raw.error[tested])
        q_value[tested] = q_values(p_value[tested])
    return _Compared(first, second, raw, fixed, tested, p_value, q_value)


def _level(drawn: Panel, named: sparse.csr_array, is_after: bool) -> Estimates:
    part, largest, employers = half(drawn, is_after)
    codes = np.unique(drawn.employer[part], return_inverse=True)[1].astype(np.int64)
    weight = drawn.weight[part]
    totals = np.bincount(codes, weights=weight, minlength=employers).astype(np.float64)
    return estimate_many(Sample(part, weight, codes, totals, largest), sparse.csr_array(named[part]))


def _changes(drawn: Panel, weight: FloatArray, named: sparse.csr_array) -> _Changes:
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
    return _Changes(
        change=change,
        error=np.sqrt(variance),
        freedom=np.maximum(np.nan_to_num(spread) - 1, 1.0),
        naming=np.asarray(((named_by @ named) > 0).sum(axis=0)).ravel().astype(np.float64),
    )


def _testable(first: Estimates, second: Estimates, raw: _Changes) -> BoolArray:
    """Which skills may be tested: floors met in both periods, and enough employers that name the skill at all."""
    floors = [
        np.array([floor_missed(float(n_eff), part.employers, part.largest) is None for n_eff in part.n_eff], dtype=bool)
        for part in (first, second)
    ]
    return np.asarray(floors[0] & floors[1] & (raw.naming >= MIN_NAMING_EMPLOYERS) & (raw.error > 0), dtype=bool)


def _mover(market: Market, code: int, compared: _Compared, k: int) -> Mover:
    tested = bool(compared.is_tested[k])
    change, error, freedom = (float(x[k]) for x in (compared.raw.change, compared.raw.error, compared.raw.freedom))
    critical = float(special.stdtrit(freedom, (1 + CONFIDENCE) / 2))
    standardised = float(compared.fixed.change[k])
    state = _state(compared, k)
    is_mover = state in ("new", "rising", "falling")
    return Mover(
        skill=market.skills[code],
        name=market.skill_names[code],
        kind=cast(SkillKind, market.skill["kind"].iat[code]),
        state=state,
        before=compared.first.item(k),
        after=compared.second.item(k),
        change=_shown(change, tested),
        low=_shown(change - critical * error, tested),
        high=_shown(change + critical * error, tested),
        standardised=_shown(standardised, tested),
        p_value=_shown(float(compared.p_value[k]), tested),
        q_value=_shown(float(compared.q_value[k]), tested),
        detectable=_shown((critical + float(special.stdtrit(freedom, POWER))) * error, tested),
        is_mix=is_mover and (abs(standardised) < LEAST_EFFECT or standardised * change < 0),
    )


def _state(compared: _Compared, k: int) -> TrendState:
    change = float(compared.raw.change[k])
    if not compared.is_tested[k]:
        return "not enough data"
    if compared.q_value[k] > FALSE_DISCOVERY or abs(change) < LEAST_EFFECT:
        return "steady"
    hidden = (1 - float(compared.second.low[k])) ** float(compared.first.n_eff[k])
    if compared.first.hits[k] == 0 and hidden < UNSEEN:
        return "new"
    return "rising" if change > 0 else "falling"


def _shown(value: float, tested: bool) -> float | None:
    return round(value, DIGITS) if tested else None


_STATES: tuple[TrendState, ...] = ("new", "rising", "falling", "steady", "not enough data")


def _order(mover: Mover) -> tuple[int, float, str]:
    return _STATES.index(mover.state), -abs(mover.change or 0.0), mover.skill
