"""③ Say: what the resume shows and does not name: the words, the line, the gain; ticked once it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.inert import inert
from dashboard.steps.ticks import tick_box
from dashboard.words import count, interval, listing

SHOWN = 4


def show(lane: Mapping[str, Any]) -> None:
    """The step for a lane."""
    say = lane["say"]
    certain, usual = say["items"], say["if_true"]
    st.header("③ Say")
    if not certain and not usual:
        st.markdown("**Nothing to add:** your resume names what it shows.")
    if certain:
        before, after = say["before_jobs"], say["after_jobs"]
        jobs = f"{lane['standing']['n']:,} {inert(lane['name'])} jobs"
        gain = f"Read word for word you mostly meet {before:,} of {jobs}, with these words {after:,}."
        if before == after:
            gain = f"You mostly meet {after:,} of {jobs} with and without: by itself it opens none."
        st.markdown(f"**Name {count(len(certain), 'skill')} that you already show.** {gain}")
        _items(lane, certain[:SHOWN])
        if rest := certain[SHOWN:]:
            with st.expander(f"{len(rest)} more: {inert(listing([item['name'] for item in rest]))}"):
                _items(lane, rest)
    if usual:
        st.markdown(
            f"**If it is true, write also {inert(listing([item['name'] for item in usual]))}:**"
            f" {say['if_true_jobs']:,} of {lane['standing']['n']:,} jobs. It usually goes with what you show."
        )
        with st.expander("The lines that speak for it", icon=":material/format_quote:"):
            _items(lane, usual)
    if say["confirm"]:
        st.caption(f"You may have {inert(listing(say['confirm']))}: basics that you do not write.")


def _items(lane: Mapping[str, Any], items: list[Mapping[str, Any]]) -> None:
    for item in items:
        words = item["words"][:1].upper() + item["words"][1:]
        tick_box(
            item["skill"],
            f"**{inert(item['name'])}** · asked for by {interval(item['asked'])}",
            key=f"say_{lane['lane']}_{item['skill']}",
            more=f"{inert(words)}" + (f"  \n:small[Your line: «{inert(item['quote'])}»]" if item["quote"] else ""),
        )
