"""Parts of the page on trends: on what terms is hired now and was before, and what nobody named before."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.market.market import Market
from analysis.trends.emergence import emerging
from analysis.trends.panel import Period
from analysis.trends.terms import terms
from dashboard.inert import inert
from dashboard.market_words import pay_shift_words, shifts_words, volume_words
from dashboard.parts.charts import listed
from dashboard.words import count, day, listing, points, share_words, word
from warehouse.models import to_plain

MOST_NAMED = 10


def show_terms(market: Market, lane: str | None, periods: tuple[Period, Period]) -> None:
    """What changed of levels, places, pay and numbers between the periods."""
    found = terms(market, *periods, lane)
    st.markdown(f"**{inert(volume_words(to_plain(found.volume)))}.**")
    st.markdown(inert(f"{shifts_words(to_plain(found.shifts))}."))
    for shift in found.pay:
        if shift.change is not None:
            st.markdown(inert(f"Pay in {pay_shift_words(to_plain(shift))}."))
    few = [
        f"{shift.currency} ({shift.jobs_before} and {shift.jobs_after} jobs)"
        for shift in found.pay
        if shift.change is None
    ]
    if few:
        st.caption(f"Too little pay stated to compare: {inert(', '.join(few))}.")
    tested = [shift for shift in found.shifts if shift.change is not None]
    if tested:
        listed(
            "Levels, places and ways of working, before and after",
            pd.DataFrame(
                [
                    {
                        "field": word("field", shift.field),
                        "value": word(shift.field, shift.value),
                        "state": shift.state,
                        "before": share_words(shift.before),
                        "after": share_words(shift.after),
                        "change": f"{points(shift.change)} ({points(shift.low)} to {points(shift.high)})",
                    }
                    for shift in tested
                ]
            ),
            key="shifts",
        )


def show_new(market: Market, lane: str | None, periods: tuple[Period, Period] | None) -> None:
    """What nobody named before, and what the taxonomy does not know; without periods the latter alone."""
    before, after = periods or (None, None)
    found = emerging(market, before, after, lane)
    lanes = dict(zip(market.lanes, market.lane["name"].astype(str), strict=True))
    fresh = [one for one in found if one.novelty == "new"]
    perhaps = [one for one in found if one.novelty == "perhaps new"]
    if fresh:
        said = f"{listing([one.name for one in fresh[:MOST_NAMED]])}: named by nobody before, beyond chance"
    elif perhaps:
        said = f"{count(len(perhaps), 'name')} that nobody wrote before, each by too few to exclude chance"
    elif periods is None:
        said = f"{count(len(found), 'term')} that no skill covers yet: whether they are new nobody can tell"
    else:
        said = "Nothing was named that nobody named before"
    st.markdown(f"**{inert(said)}.**")
    st.caption("Skills, and terms of lists of requirements that no skill covers yet, each of at least three employers.")
    if found:
        st.dataframe(
            pd.DataFrame(
                [
                    {
                        "name": one.name,
                        "what": "skill" if one.skill else "unknown term",
                        **({"novelty": one.novelty} if periods else {}),
                        "employers": one.employers,
                        "jobs": one.jobs,
                        "since": day(one.first_at),
                        "lanes": listing([lanes.get(lane, lane) for lane in one.lanes]),
                        "regions": listing([word("region", region) for region in one.regions]),
                    }
                    for one in found
                ]
            ),
            hide_index=True,
        )
