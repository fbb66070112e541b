"""Compare: two lanes, two skills or two regions side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analysis.demand.compared import Difference, differences
from analysis.demand.relations import beside
from analysis.demand.shares import mix, pay
from analysis.market.intervals import Share, share_of
from analysis.market.market import UNKNOWN_REGION, Market
from analysis.market.narrow import narrowed
from dashboard.chosen import FILTERS, choice, chosen, narrowing
from dashboard.here import Here, demand, here, narrowed_to
from dashboard.inert import inert
from dashboard.parts.charts import interval_chart, listed, row
from dashboard.words import count, listing, share_words, word

KINDS = {"lane": "Two lanes", "skill": "Two skills", "region": "Two regions"}
MOST = 20
"""So many rows stand side by side."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two: its name and the jobs that are its own."""

    value: str
    name: str
    found: Here


def main() -> None:
    """The page."""
    whole = here()
    st.title("What is the difference?")
    kind = choice("compare", "Compare", list(KINDS), KINDS.__getitem__, default="lane", is_row=True) or "lane"
    found = narrowed_to(whole, {name: value for name, value in narrowing().items() if name != kind})
    options, words = _options(whole, kind)
    if len(options) < 2:
        st.markdown("There are not two of them in this market.")
        return
    left, right = st.columns(2)
    with left:
        one = choice("one", "One", options, words, default=options[0], placeholder="choose") or options[0]
    with right:
        rest = [option for option in options if option != one]
        other = choice("two", "The other", rest, words, default=rest[0], placeholder="choose") or rest[0]
    sides = [_side(found, kind, value, words(value)) for value in (one, other)]
    empty = [side.name for side in sides if not side.found.market.n]
    if empty:
        st.markdown(f"**No job of {inert(listing(empty))} fits these filters.** Take one away, or choose another.")
        return
    _skills(found, kind, sides)
    _facts(sides)


def _options(whole: Here, kind: str) -> tuple[Sequence[str], Callable[[str], str]]:
    if kind == "lane":
        return list(whole.lane_names), whole.lane_name
    if kind == "region":
        regions = whole.market.requisition["region"].value_counts()
        known = [str(region) for region in regions.index if region != UNKNOWN_REGION]
        return known, lambda region: word("region", region)
    asked = [skill.skill for skill in demand(whole.market, None, {}) if skill.is_counted]
    return asked, lambda skill: whole.skill_names.get(skill, skill)


def _side(found: Here, kind: str, value: str, name: str) -> _Side:
    return _Side(value, name, Here(found.generation, _own(found.market, kind, value), found.texts))


def _own(market: Market, kind: str, value: str) -> Market:
    """The jobs of one side: of a lane or region, or that ask for a skill."""
    if kind == "region":
        return narrowed(market, {"region": value})
    if kind == "lane":
        return narrowed(market, {}, keep=market.primary_lane == market.lanes.index(value))
    asking = market.asking(market.sample(), "asked")[:, [market.skill_code[value]]]
    keep = market.sample().rows[asking.toarray().ravel() > 0]
    inside = pd.Series(False, index=range(market.n))
    inside.iloc[keep] = True
    return narrowed(market, {}, keep=inside.to_numpy())


def _skills(found: Here, kind: str, sides: Sequence[_Side]) -> None:
    """What each side asks for, the largest differences first."""
    one, two = (side.name for side in sides)
    themselves = [side.value for side in sides] if kind == "skill" else []
    both = differences(sides[0].found.market, sides[1].found.market, themselves)
    if not both:
        st.markdown("**There is not enough data to compare what they ask for.** Take a filter away.")
        return
    clear = [each for each in both if each.is_clear]
    shown = clear[:MOST] or sorted(both, key=lambda each: -(each.first.share or 0.0))[:MOST]
    interval_chart(
        _said(kind, one, two, clear, len(both)),
        [
            row(each.name, share, name, ("skills", {"skill": each.skill, **chosen(FILTERS)}))
            for each in shown
            for share, name in ((each.first, one), (each.second, two))
        ],
        of="share of jobs that require or prefer it, of how many stands behind; "
        + ("clear differences only, the largest first" if clear else f"the most asked for by {one} first"),
        key="compared",
        groups=(one, two),
        label="Skill",
    )
    if kind == "skill":
        _together(found, sides)


def _said(kind: str, one: str, two: str, clear: Sequence[Difference], number: int) -> str:
    """The answer in one sentence."""
    parts = []
    for name, more in (
        (one, [each.name for each in clear if (each.first.share or 0.0) > (each.second.share or 0.0)]),
        (two, [each.name for each in clear if (each.first.share or 0.0) < (each.second.share or 0.0)]),
    ):
        if more:
            parts.append(f"{'with' if kind == 'skill' else 'in'} {name}: {listing(more[:3])}")
    if not parts:
        return f"No clear difference between {one} and {two} in any of {count(number, 'skill')} that both name"
    return f"More often asked for {'; '.join(parts)}"


def _together(found: Here, sides: Sequence[_Side]) -> None:
    near = {each.skill: each for each in beside(found.market, sides[0].value, limit=len(found.market.skills))}
    if both := near.get(sides[1].value):
        st.markdown(
            f"{share_words(both.share)} of jobs that name {inert(sides[0].name)} name {inert(sides[1].name)} too,"
            f" {2**both.pmi:.1f} × as often as by chance."
        )


def _facts(sides: Sequence[_Side]) -> None:
    """Size, level, place and pay, a line each."""
    st.header("On which terms")
    one, two = (_terms(side.found, side.found.market) for side in sides)
    frame = pd.DataFrame({"": list(one), sides[0].name: list(one.values()), sides[1].name: [two[name] for name in one]})
    listed(f"{sides[0].name} beside {sides[1].name}", frame, key="terms")


def _terms(found: Here, market: Market) -> dict[str, str]:
    whole = market.sample()
    rows = market.requisition
    said = {"jobs": f"{market.n:,}", "employers": f"{whole.employers:,}"}
    if found.is_watched:
        said[found.open_words.lower()] = f"{int(rows['is_open'].fillna(False).sum()):,}"
    for field, values in (("workplace", ("remote", "hybrid")), ("seniority", ("junior", "senior"))):
        parts = {part.value: part.share for part in mix(market, whole, field)}
        for value in values:
            said[word(field, value)] = share_words(parts[value]) if value in parts else share_words(_none(market))
    stated = share_of(whole, rows["pay_min"].notna().to_numpy() | rows["pay_max"].notna().to_numpy())
    said["state pay"] = share_words(stated)
    ranges = [each for each in pay(market) if each.quantiles]
    for each in ranges[:1]:
        middle = next(q for q in each.quantiles if q.at == 0.5)
        period = word("period", each.period)
        said["pay, median"] = f"{middle.value:,.0f} {each.currency} {period} (of {count(each.n, 'job')})"
    said.setdefault("pay, median", "not enough data")
    return said


def _none(market: Market) -> Share:
    return share_of(market.sample(), pd.Series(False, index=range(market.n)).to_numpy())


main()
