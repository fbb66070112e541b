"""Money that a posting pays, and no other money: currency, range, period (rules: reference/sources.md section 5).

No false positive comes first: a figure needs a currency and a range, a period or a word of pay nearby, and no word of
funding, benefits or customers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Any, cast

from nlp.cues import Cues, cues, facts
from nlp.placed import Placed
from warehouse.models import Pay, Period

_NUMBER = r"\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:[,.\s'’]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_FIGURE = re.compile(r"\d\d|\d ?(?:k|lpa|lakh)")
_REACH = 40
_RUPEES = frozenset({"₹", "inr", "rs", "rs."})
_SCALE = {"k": 1_000, "lpa": 100_000, "lakh": 100_000, "lakhs": 100_000, "l": 100_000}
_LABEL, _TABLE = 40, 6
"""How long a line of a table of pay is, in characters, and how many lines a range takes there."""
_BESIDE = 12
"""How far from an amount a word of time surely speaks of it; what stands further may speak of something else."""
_LEAST_RATE = 200
"""Of less money a day, meals are bought."""
_NEXT_THING = re.compile(r"[;,+\n]|\.\s|\bplus\b|\b(?:and|with) (?:an? |one|up|\W|\d|(?:[a-z-]+ )?(?:bonus|equity)\b)")
_LOW_ONLY = re.compile(r"\b(?:from|starting (?:at|from)|at least|minimum(?: of)?|ab|vanaf)\s*$")
_HIGH_ONLY = re.compile(r"\b(?:up to|maximum(?: of)?|as much as|bis(?: zu)?|tot)\s*$")
_BEGUN = re.compile(r"(?:^|[|•·;])\s*$")
"""Nothing stands before what begins a statement or a part of it."""
_LIMITS: Mapping[Period, tuple[float, float]] = {
    "hour": (7, 1_000),
    "day": (50, 5_000),
    "week": (200, 20_000),
    "month": (400, 60_000),
    "year": (8_000, 3_000_000),
}
"""Believable amounts, from the poorest to the richest currency in which ML/AI work is advertised."""


@dataclass(frozen=True, slots=True)
class _Found:
    pay: Pay
    is_total: bool
    """It counts bonus and shares too; beside a base range it says nothing new."""


def pay_ranges_of(placed: Sequence[Placed]) -> tuple[Pay, ...]:
    """Each range of pay that the statements of a posting name, of zones, levels and currencies, in order."""
    found: list[_Found] = []
    for i, p in enumerate(placed):
        if _FIGURE.search(p.statement.low):
            found += _found_in(_spanned(p.statement.low))
        elif len(p.statement.low) <= _LABEL and _least().match(p.statement.low):
            short = takewhile(lambda q: len(q.statement.low) <= _LABEL, placed[i : i + _TABLE])
            joined = " / ".join(q.statement.low for q in short)
            if (spanned := _spanned(joined)) != joined:
                found += _found_in(spanned)
    base = [f.pay for f in found if not f.is_total]
    return tuple(dict.fromkeys(base or [f.pay for f in found]))


def widest(ranges: Sequence[Pay]) -> Pay | None:
    """The one range that stands for several: what those span that are in the currency and period of the first."""
    if not ranges:
        return None
    first = ranges[0]
    same = [f for f in ranges if (f.currency, f.period) == (first.currency, first.period)]
    lows = [f.min for f in same if f.min is not None]
    highs = [f.max for f in same if f.max is not None]
    return Pay(min(lows) if lows else None, max(highs) if highs else None, first.currency, first.period, first.basis)


def _found_in(low: str) -> list[_Found]:
    """Each amount or range of pay in one statement, given in lower case with plain signs (`Statement.low`)."""
    found: list[_Found] = []
    if not _may_be_paid(low):
        return found
    for match in _money().finditer(low):
        pay = _judge(match, low)
        if pay is not None:
            before = low[max(0, match.start() - _REACH) : match.start()]
            total, base = (
                max((m.end() for m in _words(kind).finditer(before)), default=0) for kind in ("total", "base")
            )
            found.append(_Found(pay, total > base))
    return found


def _spanned(low: str) -> str:
    """«Minimum: $90,000 / Maximum: $120,000» as the range that it is."""
    return _extremes().sub(r"pay \g<least> - \g<most> ", low) if _least().search(low) else low


def _judge(match: re.Match[str], low: str) -> Pay | None:  # noqa: PLR0911 -- one reason a line
    sign = _sign(match)
    first, second = _amount(match["n1"], match["k1"]), _amount(match["n2"], match["k2"])
    if sign is None or first is None:
        return None
    if second is not None and first < 1_000 <= second and not match["k1"] and match["k2"]:
        first *= _SCALE[match["k2"]]  # «120-150k»: the suffix speaks for both
    left = re.split(r"[;\n]", low[max(0, match.start() - _REACH) : match.start()])[-1]
    right = low[match.end() : match.end() + _REACH]
    is_other = re.match(r"\s?(?:m|mm|b|bn|million|billion)\b|\s?%", right) or match["m"]
    if is_other or ("l" in (match["k1"], match["k2"]) and sign.strip() not in _RUPEES):
        return None
    # Money of another kind further right has its own amount; further left it is outdone by a word of pay in between.
    near = left + " @ " + right[: found.start() if (found := _NEXT_THING.search(right)) else None]
    last = max((m.end() for m in _words("pay").finditer(left)), default=0)
    if _words("never").search(near) or _words("not_pay").search(near[last:]):
        return None
    currency = facts("posting/pay.toml")["currency"][sign.strip()]
    unit = facts("posting/pay.toml")["unit"].get(currency, 1)
    amounts = [a for a in (first, second) if a is not None]
    period = _period_of(match, left, right, [amount / unit for amount in amounts])
    speaks_of_pay = _words("pay").search(near) is not None
    if "lpa" in (match["k1"], match["k2"]) or (speaks_of_pay and (match["k1"] or "").startswith("lakh")):
        period = period or "year"
    if period is None:
        if second is None and not speaks_of_pay:
            return None
        period = "hour" if max(amounts) < 500 else "year"
        if min(amounts) < 8_000 * unit and period == "year":
            return None
        basis = "inferred"
    else:
        basis = "text"
    is_rate = period == "day" and first >= _LEAST_RATE
    if second is None and not (speaks_of_pay or is_rate) and period in ("month", "day", "week"):
        return None
    if not _is_believable(period, [amount / unit for amount in amounts]) or (
        second is not None and (second < first or second > 5 * first)
    ):
        return None
    if second is None:
        return _lone(first, left, near, (currency, period, cast(Any, basis)))
    return Pay(first, second, currency, period, cast(Any, basis))


def _lone(amount: float, left: str, near: str, paid: tuple[str, Period, Any]) -> Pay | None:
    """One amount: a floor, a ceiling or all that is paid.

    A ceiling needs a word of pay or a line of its own: «up to $10,000 a year» is how a benefit is named.
    """
    if _LOW_ONLY.search(left):
        return Pay(amount, None, *paid)
    if bound := _HIGH_ONLY.search(left):
        is_said = _names_pay(near.partition(")")[0]) or _BEGUN.search(left[: bound.start()]) is not None
        return Pay(None, amount, *paid) if is_said else None
    return Pay(amount, amount, *paid)


def _names_pay(near: str) -> bool:
    """Whether a word of pay stands there that is more than one of time."""
    return any(not word.group().startswith("annual") for word in _words("pay").finditer(near))


def _period_of(match: re.Match[str], left: str, right: str, amounts: Sequence[float]) -> Period | None:
    """The time that an amount is paid for: by the words beside it, else by those further off where that can be."""
    if beside := _period(right[:_BESIDE]) or _period(match.group()):
        return beside
    for words in (right, left):
        if (period := _period(words)) and _is_believable(period, amounts):
            return period
    return None


def _is_believable(period: Period, amounts: Sequence[float]) -> bool:
    lowest, highest = _LIMITS[period]
    return all(lowest <= amount <= highest for amount in amounts)


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
def _least() -> re.Pattern[str]:
    return re.compile(facts("posting/pay.toml")["least"])


@cache
def _extremes() -> re.Pattern[str]:
    """Least and most, each named before its amount."""
    gap, given = facts("posting/pay.toml"), r"[^a-z0-9]{0,4}?"
    amount = rf"(?:(?:{_signs()})\s?)?(?:{_NUMBER})\s?k?\s?(?:{_signs()})?"
    return re.compile(
        rf"{gap['least']}{given}(?P<least>{amount}){given}(?:{gap['middle']}{given}{amount}{given})?"
        rf"{gap['most']}{given}(?P<most>{amount})"
    )


@cache
def _signs() -> str:
    """How currencies are written, in three groups, so that one look back serves a hundred alternatives."""
    known = sorted(facts("posting/pay.toml")["currency"], key=len, reverse=True)
    words = "|".join(s for s in known if s.isalpha())
    lettered = "|".join(re.escape(s) for s in known if s[0].isalpha() and not s.isalpha())
    signs = "".join(s for s in known if not s[0].isalpha())
    return rf"(?<![a-z])(?:{words})(?![a-z])|(?<![a-z])(?:{lettered})|[{re.escape(signs)}]"


def _may_be_paid(low: str) -> bool:
    """Whether a statement writes a currency at all; few that hold figures do."""
    return "lpa" in low or _any_sign().search(low) is not None


@cache
def _any_sign() -> re.Pattern[str]:
    return re.compile(_signs())


@cache
def _money() -> re.Pattern[str]:
    signs = _signs()
    return re.compile(
        rf"(?:(?P<cur1>{signs})\s?(?:[$€£¥]\s?)?)?(?<![\d.,])(?:{_numbered(1)})"
        rf"(?P<m>\s?(?:m|mm|b|bn|million|billion)\b)?(?:,-)?\+?\s?(?P<cur2>{signs})?"
        rf"(?:(?:\s?(?:/|per)\s?(?:year|yr|hour|hr|annum|month))?"
        rf"\s?(?:-|to|and|through|à|bis|tot|und|en|y|et)\s?(?:up to |zu )?"
        rf"(?P<cur3>{signs})?\s?(?:[$€£¥]\s?)?(?:{_numbered(2)})\s?(?P<cur4>{signs})?)?"
    )


def _numbered(n: int) -> str:
    return rf"(?P<n{n}>{_NUMBER})\s?(?P<k{n}>(?:k|lpa|lakhs?|l)\b)?"
