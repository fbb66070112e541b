"""Money that a posting pays, and no other money: currency, range, period (rules: reference/sources.md section 5).

No false positive comes first: a figure needs a currency and a range, a period or a word of pay nearby, and no word of
funding, benefits or customers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from nlp.cues import Cues, cues, facts
from nlp.placed import Placed
from warehouse.models import Pay, Period

_NUMBER = r"\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:[,.\s'’]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_DIGIT = re.compile(r"\d\d")
_REACH = 40
_SCALE = {"k": 1_000, "lpa": 100_000, "lakh": 100_000, "lakhs": 100_000}
_LEAST_RATE = 200
"""Of less money a day, meals are bought."""
_NEXT_THING = re.compile(r"[;,+\n]|\.\s|\b(?:plus|and|with) (?:an? |one|up|\W|\d)")
_LOW_ONLY = re.compile(r"\b(?:from|starting (?:at|from)|at least|minimum(?: of)?|ab|vanaf)\s*$")
_HIGH_ONLY = re.compile(r"\b(?:up to|maximum(?: of)?|as much as|bis(?: zu)?|tot)\s*$")
_LIMITS: Mapping[Period, tuple[float, float]] = {
    "hour": (7, 1_000),
    "day": (50, 5_000),
    "week": (200, 20_000),
    "month": (400, 60_000),
    "year": (8_000, 3_000_000),
}
"""Believable amounts, from the poorest to the richest currency in which ML/AI work is advertised."""


def pay_of(placed: Sequence[Placed]) -> Pay | None:
    """The pay that the statements of a posting name: the widest range in the currency and period of the first one."""
    found: list[Pay] = []
    for p in placed:
        if _DIGIT.search(p.statement.low):
            found += pay_in(p.statement.low)
    if not found:
        return None
    first = found[0]
    same = [f for f in found if (f.currency, f.period) == (first.currency, first.period)]
    lows = [f.min for f in same if f.min is not None]
    highs = [f.max for f in same if f.max is not None]
    return Pay(min(lows) if lows else None, max(highs) if highs else None, first.currency, first.period, first.basis)


def pay_in(low: str) -> list[Pay]:
    """Each amount or range of pay in one statement, given in lower case with plain signs (`Statement.low`)."""
    found = []
    for match in _money().finditer(low):
        pay = _judge(match, low)
        if pay is not None:
            found.append(pay)
    return found


def _judge(match: re.Match[str], low: str) -> Pay | None:  # noqa: PLR0911 -- one reason a line
    sign = _sign(match)
    first, second = _amount(match["n1"], match["k1"]), _amount(match["n2"], match["k2"])
    if sign is None or first is None:
        return None
    if second is not None and first < 1_000 <= second and not match["k1"] and match["k2"]:
        first *= _SCALE[match["k2"]]  # «120-150k»: the suffix speaks for both
    left = re.split(r"[;\n]", low[max(0, match.start() - _REACH) : match.start()])[-1]
    right = low[match.end() : match.end() + _REACH]
    if re.match(r"\s?(?:m|mm|b|bn|million|billion)\b|\s?%", right) or match["m"]:
        return None
    # Money of another kind further right has its own amount; further left it is outdone by a word of pay in between.
    near = left + " @ " + right[: found.start() if (found := _NEXT_THING.search(right)) else None]
    last = max((m.end() for m in _words("pay").finditer(left)), default=0)
    if _words("never").search(near) or _words("not_pay").search(near[last:]):
        return None
    period = _period(right) or _period(left) or _period(match.group())
    speaks_of_pay = _words("pay").search(near) is not None
    if "lpa" in (match["k1"], match["k2"]) or (speaks_of_pay and (match["k1"] or "").startswith("lakh")):
        period = period or "year"
    amounts = [a for a in (first, second) if a is not None]
    if period is None:
        if second is None and not speaks_of_pay:
            return None
        period = "hour" if max(amounts) < 500 else "year"
        if min(amounts) < 8_000 and period == "year":
            return None
        basis = "inferred"
    else:
        basis = "text"
    is_rate = period == "day" and first >= _LEAST_RATE
    if second is None and not (speaks_of_pay or is_rate) and period in ("month", "day", "week"):
        return None
    currency = facts("posting/pay.toml")["currency"][sign.strip()]
    unit = 100 if currency in facts("posting/pay.toml")["small_unit"] else 1
    lowest, highest = (limit * unit for limit in _LIMITS[period])
    if any(not lowest <= a <= highest for a in amounts) or (
        second is not None and (second < first or second > 5 * first)
    ):
        return None
    if second is None and (_LOW_ONLY.search(left) or _HIGH_ONLY.search(left)):
        is_floor = _LOW_ONLY.search(left) is not None
        return Pay(first if is_floor else None, None if is_floor else first, currency, period, cast(Any, basis))
    return Pay(first, second if second is not None else first, currency, period, cast(Any, basis))


def _sign(match: re.Match[str]) -> str | None:
    """How the currency is written; a figure in «LPA» (lakhs per annum) is in rupees."""
    sign: str | None = match["cur1"] or match["cur2"] or match["cur3"] or match["cur4"]
    return sign or ("inr" if "lpa" in (match["k1"], match["k2"]) else None)


def _amount(number: str | None, suffix: str | None) -> float | None:
    """«120,000», «80.000», «31,2» → 120000, 80000, 31.2: the length of the last group tells point from comma."""
    if number is None:
        return None
    text = re.sub(r"[\s'’]", "", number)
    if re.fullmatch(r"\d{1,2}(?:,\d{2})+,\d{3}", text):  # lakhs and crores
        return float(text.replace(",", ""))
    if re.search(r"[.,]\d{3}(?:[.,]|$)", text):
        text = re.sub(r"[.,](?=\d{3}(?:[.,]|$))", "", text)
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value * _SCALE[suffix] if suffix else value


def _period(text: str) -> Period | None:
    for name, pattern in _periods().items():
        if pattern.search(text):
            return name
    return None


def _words(name: str) -> Cues:
    return cues("posting/pay.toml", "words", name)


@cache
def _periods() -> Mapping[Period, Cues]:
    return {cast(Period, name): Cues(forms) for name, forms in facts("posting/pay.toml")["period"].items()}


@cache
def _money() -> re.Pattern[str]:
    signs = "|".join(
        (
            rf"(?<![a-z]){re.escape(s)}(?![a-z])"
            if s.isalpha()
            else (rf"(?<![a-z]){re.escape(s)}" if s[0].isalpha() else re.escape(s))
        )
        for s in sorted(facts("posting/pay.toml")["currency"], key=len, reverse=True)
    )
    return re.compile(
        rf"(?:(?P<cur1>{signs})\s?)?(?<![\d.,])(?:{_numbered(1)})"
        rf"(?P<m>\s?(?:m|mm|b|bn|million|billion)\b)?(?:,-)?\+?\s?(?P<cur2>{signs})?"
        rf"(?:(?:\s?(?:/|per)\s?(?:year|yr|hour|hr|annum|month))?"
        rf"\s?(?:-|to|and|through|à|bis|tot|und|en|y|et)\s?(?:up to |zu )?"
        rf"(?P<cur3>{signs})?\s?(?:{_numbered(2)})\s?(?P<cur4>{signs})?)?"
    )


def _numbered(n: int) -> str:
    return rf"(?P<n{n}>{_NUMBER})\s?(?P<k{n}>(?:k|lpa|lakhs?)\b)?"
