"""On what terms is hired, now and before: lanes, levels, places, pay, how many jobs there are; tested as skills are.

The values of one field are a set of their own, and so are the currencies and the number of jobs.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse, special

from analysis.market.intervals import CONFIDENCE, DIGITS, MIN_EMPLOYERS, Share, q_values, quantile_of
from analysis.market.market import Market
from analysis.market.weights import BoolArray, IntArray, sample, weigh
from analysis.trends.compare import (
    FALSE_DISCOVERY,
    LEAST_EFFECT,
    MIX,
    NONE,
    STEADY_WITHIN,
    TrendState,
    changes,
    compare,
    in_sets,
    state_of,
)
from analysis.trends.panel import Panel, Period, mix_weights, panel, sizes

Field = Literal["primary_lane", "seniority", "workplace", "region"]
FIELDS: tuple[Field, ...] = ("primary_lane", "seniority", "workplace", "region")


@dataclass(frozen=True, slots=True)
class Shift:
    """A value of a field among new requisitions in two periods."""

    field: Field
    value: str | None
    """None: the posting does not say."""
    state: TrendState
    before: Share
    after: Share
    change: float | None
    """after − before, in shares."""
    low: float | None
    high: float | None
    q_value: float | None


@dataclass(frozen=True, slots=True)
class PayShift:
    """The middle of the stated ranges in two periods, in one currency a year."""

    currency: str
    state: TrendState
    before: float | None
    """The median of the middles; None below the floors."""
    after: float | None
    jobs_before: int
    jobs_after: int
    employers: int
    change: float | None
    """0.04: four per cent more, of the geometric mean."""
    low: float | None
    high: float | None
    standardised: float | None
    """With the mix of sources, levels and regions held fixed."""
    p_value: float | None
    q_value: float | None


@dataclass(frozen=True, slots=True)
class Volume:
    """How many jobs appeared, on the same boards."""

    state: TrendState
    before: int
    after: int
    boards: int
    change: float | None
    """0.2: a fifth more."""
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What changed of the terms between two periods."""

    before: Period
    after: Period
    volume: Volume
    shifts: tuple[Shift, ...]
    pay: tuple[PayShift, ...]


def terms(market: Market, before: Period, after: Period, lane: str | None = None) -> Terms:
    """Every field of FIELDS (but a lane's own), pay by currency, and the number of new requisitions."""
    drawn = panel(market, before, after, lane)
    fields = [field for field in FIELDS if lane is None or field != "primary_lane"]
    return Terms(
        before=before,
        after=after,
        volume=_volume(drawn),
        shifts=tuple(shift for field in fields for shift in _shifts(market, drawn, field)),
        pay=tuple(_pay(market, drawn)),
    )


def _shifts(market: Market, drawn: Panel, field: Field) -> list[Shift]:
    if not len(drawn.rows):
        return []
    values = market.requisition[field].iloc[drawn.rows]
    values = values.mask(values.isin(NONE))
    counts = values.value_counts()
    ordered = counts.rename_axis("value").reset_index().sort_values(["count", "value"], ascending=[False, True])
    named: list[str | None] = [str(value) for value in ordered["value"]]
    named += [None] if values.isna().any() else []
    hits = np.column_stack([values.isna() if value is None else values == value for value in named])
    mix = tuple(other for other in MIX if other != field)
    compared = compare(market, drawn, sparse.csr_array(hits.astype(np.float64)), mix)
    in_sets(compared, np.zeros(len(named), dtype=np.int64))
    found = []
    for k, value in enumerate(named):
        tested = bool(compared.is_tested[k])
        change, error, freedom = (float(x[k]) for x in (compared.raw.change, compared.raw.error, compared.raw.freedom))
        low, high = _around(change, error, freedom)
        found.append(
            Shift(
                field=field,
                value=value,
                state=state_of(compared, k),
                before=compared.first.item(k),
                after=compared.second.item(k),
                change=_shown(change, tested),
                low=_shown(low, tested),
                high=_shown(high, tested),
                q_value=_shown(float(compared.q_value[k]), tested),
            )
        )
    return found


def _pay(market: Market, drawn: Panel) -> list[PayShift]:
    """One row a currency, by the number of jobs that state it."""
    stated = market.pay_range
    stated = stated[(stated["period"] == "year") & stated["row"].isin(drawn.rows)]
    found = [_pay_shift(market, drawn, str(currency), group) for currency, group in stated.groupby("currency")]
    tested = [k for k, shift in enumerate(found) if shift.p_value is not None]
    called = q_values(np.array([found[k].p_value for k in tested], dtype=np.float64)) if tested else np.zeros(0)
    for k, q_value in zip(tested, called, strict=True):
        shift = found[k]
        state = _state(shift.change or 0.0, shift.low or 0.0, shift.high or 0.0, q_value <= FALSE_DISCOVERY)
        found[k] = dataclasses.replace(shift, q_value=round(float(q_value), DIGITS), state=state)
    return sorted(found, key=lambda x: (-(x.jobs_before + x.jobs_after), x.currency))


def _pay_shift(market: Market, drawn: Panel, currency: str, group: pd.DataFrame) -> PayShift:
    """Not called yet. A job counts once, by the mean of its ranges' middles."""
    middle_of = group.groupby("row")["middle"].mean()
    own = _part(drawn, np.isin(drawn.rows, middle_of.index))
    middle = middle_of.reindex(own.rows).to_numpy(dtype=np.float64)
    halves = [np.flatnonzero(own.is_after == is_after) for is_after in (False, True)]
    medians = [quantile_of(sample(own.rows[part], market.employer), middle[part]) for part in halves]
    log_pay = sparse.csr_array(np.log(middle)[:, None])
    raw = changes(own, own.weight, log_pay)
    change, error, freedom = (float(x[0]) for x in (raw.change, raw.error, raw.freedom))
    tested = all(median is not None for median in medians) and error > 0
    low, high = _around(change, error, freedom)
    fixed = float(changes(own, mix_weights(market, own, MIX), log_pay).change[0])
    told = {"change": change, "low": low, "high": high, "standardised": fixed}
    return PayShift(
        currency=currency,
        state="cannot tell" if tested else "not enough data",
        before=medians[0][0] if medians[0] else None,
        after=medians[1][0] if medians[1] else None,
        jobs_before=len(halves[0]),
        jobs_after=len(halves[1]),
        employers=len(np.unique(own.employer)),
        **{name: _shown(float(np.expm1(value)), tested) for name, value in told.items()},
        p_value=_shown(2 * float(special.stdtr(freedom, -abs(change) / error)), True) if tested else None,
        q_value=None,
    )


def _volume(drawn: Panel) -> Volume:
    """By the logarithm of the ratio, an employer's jobs as one cluster. Nothing is said of a period seen in part."""
    before, after = sizes(drawn)
    employers = len(np.unique(drawn.employer))
    tested = before > 0 and after > 0 and employers >= MIN_EMPLOYERS and not drawn.is_partial
    if not tested:
        return Volume("not enough data", before, after, drawn.boards, None, None, None)
    codes = np.unique(drawn.employer, return_inverse=True)[1]
    own = [np.bincount(codes[drawn.is_after == is_after], minlength=employers) for is_after in (False, True)]
    squares = np.square(own[1] / after - own[0] / before)
    error = float(np.sqrt(squares.sum() * employers / (employers - 1)))
    freedom = max(float(squares.sum() ** 2 / max(np.square(squares).sum(), 1e-300)) - 1, 1.0)
    change = float(np.log(after / before))
    low, high = _around(change, error, freedom)
    state = _state(change, low, high, low > 0 or high < 0)
    told = (round(float(np.expm1(x)), DIGITS) for x in (change, low, high))
    return Volume(state, before, after, drawn.boards, *told)


def _state(change: float, low: float, high: float, is_called: bool) -> TrendState:
    """What is said of a change of pay or of numbers."""
    if is_called and abs(change) >= LEAST_EFFECT:
        return "rising" if change > 0 else "falling"
    return "steady" if max(-low, high) < STEADY_WITHIN else "cannot tell"


def _part(drawn: Panel, keep: BoolArray) -> Panel:
    """Some rows of a panel, weighed anew."""
    employer: IntArray = np.unique(drawn.employer[keep], return_inverse=True)[1].astype(np.int64)
    is_after = drawn.is_after[keep]
    weight = np.zeros(len(employer))
    for part in (is_after, ~is_after):
        weight[part] = weigh(employer[part]) if part.any() else 0.0
    return dataclasses.replace(drawn, rows=drawn.rows[keep], is_after=is_after, employer=employer, weight=weight)


def _around(change: float, error: float, freedom: float) -> tuple[float, float]:
    reach = float(special.stdtrit(freedom, (1 + CONFIDENCE) / 2)) * error
    return change - reach, change + reach


def _shown(value: float, tested: bool) -> float | None:
    return round(value, DIGITS) if tested else None
