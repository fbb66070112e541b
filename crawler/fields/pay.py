"""Pay as a structured field states it: amounts, currency and period (pay_intervals.csv). Never annualised."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, cast, get_args

from crawler.fields.payload import Drift
from warehouse.models import PayBand, Period

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:,|\.|\Z))")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")


@dataclass(frozen=True, slots=True)
class PayRange:
    """One stated range. `period` is None where the source does not say it or says it in an unknown word."""

    low: Decimal | None
    high: Decimal | None
    currency: str
    period: Period | None
    label: str | None = None
    """What the source says it is for."""


@functools.cache
def _intervals() -> dict[str, tuple[Period, Decimal]]:
    with (Path(__file__).parent / "pay_intervals.csv").open(encoding="utf-8", newline="") as file:
        rows = [(r["interval"], r["period"], Decimal(r["factor"])) for r in csv.DictReader(file)]
    if unknown := {period for _, period, _ in rows} - set(get_args(Period)):
        raise ValueError(f"pay_intervals.csv names unknown periods: {sorted(unknown)}")
    return {interval: (cast(Period, period), factor) for interval, period, factor in rows}


def interval_pay(low: Any, high: Any, currency: Any, interval: Any, drift: Drift) -> PayRange | None:
    """The range of a field that names its interval; an interval that is not in pay_intervals.csv is counted: None."""
    known = _intervals().get(interval.strip().lower()) if isinstance(interval, str) else None
    if known is None:
        drift["pay_interval_unknown"] += 1
        return None
    return pay_range(low, high, currency, drift, period=known[0], factor=known[1])


def pay_range(
    low: Any, high: Any, currency: Any, drift: Drift, *, period: Period | None, factor: Decimal = Decimal(1)
) -> PayRange | None:
    """The stated amounts times `factor`; None without an amount (zero is unknown) or without a currency code."""
    amounts = [a * factor if (a := _amount(value)) is not None else None for value in (low, high)]
    if amounts == [None, None]:
        return None
    code = currency.strip().upper() if isinstance(currency, str) else ""
    if not _CURRENCY.match(code):
        drift["pay_currency_unknown"] += 1
        return None
    if amounts[0] is not None and amounts[1] is not None and amounts[0] > amounts[1]:
        drift["pay_bounds_swapped"] += 1
        amounts.reverse()
    return PayRange(amounts[0], amounts[1], code, period)


def widest(ranges: Iterable[PayRange], drift: Drift) -> PayRange | None:
    """One range over several tiers of the same currency and period: least low to greatest high. Mixed ones: None."""
    given = list(ranges)
    if not given:
        return None
    if len({(r.currency, r.period) for r in given}) > 1:
        drift["pay_tiers_mixed"] += 1
        return None
    lows = [r.low for r in given if r.low is not None]
    highs = [r.high for r in given if r.high is not None]
    return PayRange(min(lows, default=None), max(highs, default=None), given[0].currency, given[0].period)


def bands(ranges: Iterable[PayRange]) -> tuple[PayBand, ...]:
    """The different ranges, where there are several: `widest` alone would lose what belongs to which zone."""
    given = tuple(dict.fromkeys(PayBand(r.low, r.high, r.currency, r.period, r.label) for r in ranges))
    amounts = {(band.min, band.max, band.currency, band.period) for band in given}
    return given if len(amounts) > 1 else ()


def _amount(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        amount = Decimal(_THOUSANDS.sub("", str(value).strip()))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 < amount < Decimal(10) ** 12 else None
