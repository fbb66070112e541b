"""What a skill is paid more: the same level, lane and region with and without it.

Least squares on the logarithm of the middle of every stated range, employers as clusters: the interval is that of the
estimates without one employer each (jackknife, CR3: Bell & McCaffrey 2002), which is wide where few employers decide.
Currencies and periods stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from scipy import sparse, special

from analysis.market.intervals import CONFIDENCE, DIGITS, MAX_EMPLOYER_SHARE, MIN_EMPLOYERS, q_values
from analysis.market.market import Market
from analysis.market.weights import BoolArray, FloatArray, IntArray, sample
from warehouse.models import SkillKind

MIN_RANGES, MIN_PAY_EMPLOYERS = 60, 30
"""The floors of a currency and period: below them no premium is told."""
FALSE_DISCOVERY = 0.10
"""Of the premiums that are called, so many may be chance (Benjamini-Hochberg over a currency's skills)."""
MISREAD = 4.0
"""A range so many times above or below the median of its currency is a bonus, a benefit or a misreading: left out."""
HELD_FIXED = ("seniority", "primary_lane", "region")
"""Columns of requisition whose values are compared like with like; what is not stated is a value too."""
_LEAST_VARIANCE = 1e-6
"""Of a skill, beyond what level, lane and region say of it: below this it cannot be told from them."""


@dataclass(frozen=True, slots=True)
class Premium:
    """A skill's pay against the same job without it."""

    skill: str
    name: str
    kind: SkillKind
    premium: float
    """0.08: eight per cent more."""
    low: float
    high: float
    ranges: int
    """Stated ranges of jobs that name it."""
    employers: int
    """That state these."""
    p_value: float
    q_value: float
    is_called: bool
    """The premium is not nothing, beyond chance."""


@dataclass(frozen=True, slots=True)
class PayPremiums:
    """The premiums in one currency and period, or why there are none."""

    currency: str
    period: str
    ranges: int
    misread: int
    """Further ranges, left out because they lie so far off (MISREAD)."""
    jobs: int
    employers: int
    reason: str | None
    """Which floor was missed; None: the premiums are told."""
    skills: tuple[Premium, ...]
    """Of the skills that enough employers name and enough do not, none of them a quarter by itself: those called first,
    by size."""


@dataclass(frozen=True, eq=False)
class _Stated:
    """Ranges of one currency and period."""

    row: IntArray
    """(n,) the market's row of each range."""
    log_middle: FloatArray
    weight: FloatArray
    """A job's weight, divided by how many ranges it states."""
    employer: IntArray
    held: FloatArray
    """(n, p) what is held fixed, and a column of ones."""


def premiums(market: Market, lane: str | None = None) -> tuple[PayPremiums, ...]:
    """What skills are paid more in a lane (None: the market), by currency and period, the most ranges first."""
    return market.kept(("premiums", lane), lambda: _by_currency(market, lane))


def _by_currency(market: Market, lane: str | None) -> tuple[PayPremiums, ...]:
    rows = market.sample(lane).rows
    stated = market.pay_range[market.pay_range["row"].isin(rows)]
    found = [
        _of_currency(market, str(currency), str(period), group)
        for (currency, period), group in stated.groupby(["currency", "period"], sort=True)
    ]
    return tuple(sorted(found, key=lambda x: (-x.ranges, x.currency, x.period)))


def floor_missed(ranges: int, employers: int) -> str | None:
    """Why no premium is told of so many ranges, in words, or None."""
    if ranges < MIN_RANGES:
        return f"{ranges} stated range{'s' * (ranges != 1)}; at least {MIN_RANGES} are needed"
    if employers < MIN_PAY_EMPLOYERS:
        return f"ranges of {employers} employer{'s' * (employers != 1)}; at least {MIN_PAY_EMPLOYERS} are needed"
    return None


def jackknifed(
    wanted: FloatArray, held: FloatArray, value: FloatArray, weight: FloatArray, cluster: IntArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Coefficients, errors and degrees of freedom (k,) of each column of `wanted` (n, k) in a regression of its own.

    Each is held against `value` (n,) beside the columns of `held` (n, p). The error is that of the estimates that each
    leave one cluster out; freedom as Satterthwaite has it, by the clusters that really move the estimate. NaN where a
    column cannot be told from `held`, with one cluster more or less.
    """
    codes = np.unique(cluster, return_inverse=True)[1]
    count = int(codes.max()) + 1
    whole = _moments(wanted, held, value, weight)
    estimate = _solved(*whole)
    without = np.empty((count, wanted.shape[1]))
    for code in range(count):
        part = codes == code
        own = _moments(wanted[part], held[part], value[part], weight[part])
        without[code] = _solved(*(a - b for a, b in zip(whole, own, strict=True)))
    influence = without - estimate
    squares = np.square(influence)
    error = np.sqrt((count - 1) / count * squares.sum(axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = np.square(squares.sum(axis=0)) / np.square(squares).sum(axis=0) - 1
    return estimate, error, np.maximum(freedom, 1.0)


def _of_currency(market: Market, currency: str, period: str, group: pd.DataFrame) -> PayPremiums:
    log_middle = np.log(group["middle"])
    near = (log_middle - log_middle.median()).abs() <= np.log(MISREAD)
    stated = _stated(market, group[near])
    jobs = len(np.unique(stated.row))
    employers = len(np.unique(stated.employer))
    reason = floor_missed(len(stated.row), employers)
    found = () if reason else tuple(_premiums(market, stated))
    ordered = tuple(sorted(found, key=lambda x: (not x.is_called, -x.premium, x.skill)))
    return PayPremiums(currency, period, len(stated.row), int((~near).sum()), jobs, employers, reason, ordered)


def _stated(market: Market, group: pd.DataFrame) -> _Stated:
    row = group["row"].to_numpy(dtype=np.int64)
    drawn = sample(np.unique(row), market.employer)
    place = np.searchsorted(drawn.rows, row)
    many = np.bincount(place)[place]
    columns = [np.ones((len(row), 1))]
    for name in HELD_FIXED:
        codes, values = pd.factorize(market.requisition[name].iloc[row].fillna("not stated"), sort=True)
        columns.append(np.eye(len(values))[codes][:, 1:])
    return _Stated(
        row=row,
        log_middle=np.log(group["middle"].to_numpy(dtype=np.float64)),
        weight=drawn.weight[place] / many,
        employer=market.employer[row],
        held=np.hstack(columns),
    )


def _premiums(market: Market, stated: _Stated) -> Iterator[Premium]:
    named = (market.asks.matrix("any")[stated.row].toarray() > 0).astype(np.float64)
    naming, is_enough = _spread(stated, named)
    told = np.flatnonzero(is_enough & _spread(stated, 1 - named)[1] & market.asks.countable)
    if not len(told):
        return
    estimate, error, freedom = jackknifed(
        named[:, told], stated.held, stated.log_middle, stated.weight, stated.employer
    )
    is_known = np.isfinite(estimate) & np.isfinite(error) & (error > 0)
    p_value = np.full(len(told), np.nan)
    p_value[is_known] = 2 * special.stdtr(freedom[is_known], -np.abs(estimate[is_known]) / error[is_known])
    q_value = np.full(len(told), np.nan)
    if is_known.any():
        q_value[is_known] = q_values(p_value[is_known])
    for k in np.flatnonzero(is_known):
        code = int(told[k])
        reach = float(special.stdtrit(freedom[k], (1 + CONFIDENCE) / 2)) * float(error[k])
        premium, low, high = (
            round(float(np.expm1(x)), DIGITS) for x in (estimate[k], estimate[k] - reach, estimate[k] + reach)
        )
        yield Premium(
            skill=market.skills[code],
            name=market.skill_names[code],
            kind=cast(SkillKind, str(market.skill["kind"].iat[code])),
            premium=premium,
            low=low,
            high=high,
            ranges=int(named[:, code].sum()),
            employers=int(naming[code]),
            p_value=round(float(p_value[k]), DIGITS),
            q_value=round(float(q_value[k]), DIGITS),
            is_called=bool(q_value[k] <= FALSE_DISCOVERY),
        )


def _spread(stated: _Stated, has: FloatArray) -> tuple[IntArray, BoolArray]:
    """For each column of `has` (n, k): how many employers have it, and whether they are enough and none too large.

    Judged by how the sample was drawn, never by what is paid.
    """
    codes = np.unique(stated.employer, return_inverse=True)[1]
    places = np.arange(len(codes))
    by_employer = sparse.csr_array((stated.weight, (codes, places)), shape=(int(codes.max()) + 1, len(codes)))
    totals = np.asarray(by_employer @ has, dtype=np.float64)
    employers = (totals > 0).sum(axis=0)
    largest = totals.max(axis=0) / np.maximum(totals.sum(axis=0), 1e-12)
    return employers, (employers >= MIN_EMPLOYERS) & (largest <= MAX_EMPLOYER_SHARE)


_Moments = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]


def _moments(wanted: FloatArray, held: FloatArray, value: FloatArray, weight: FloatArray) -> _Moments:
    """The weighted sums of products that the regressions rest on: clusters' sums add up to those of all."""
    own, kept = wanted * weight[:, None], held * weight[:, None]
    return kept.T @ held, kept.T @ wanted, kept.T @ value, (own * wanted).sum(axis=0), own.T @ value


def _solved(
    gram: FloatArray, cross: FloatArray, with_value: FloatArray, square: FloatArray, dot: FloatArray
) -> FloatArray:
    """Each wanted column's coefficient, what is held taken out of both sides first (Frisch & Waugh 1933)."""
    inverse = np.linalg.pinv(gram, hermitian=True)
    rest = square - np.einsum("pk,pk->k", cross, inverse @ cross)
    both = dot - cross.T @ (inverse @ with_value)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(rest > _LEAST_VARIANCE * np.maximum(square, 1e-12), both / rest, np.nan)
