"""③ Say: what the resume shows and does not name: the words, the line, the gain; ticked once it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.inert import inert
from dashboard.reports.answer import by_line, together
from dashboard.steps.ticks import tick_boxes
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
        groups = by_line(certain)
        so_far = [sum(len(group) for group in groups[:number]) for number in range(len(groups))]
        _lines(lane, [group for number, group in enumerate(groups) if so_far[number] < SHOWN])
        rest = [group for number, group in enumerate(groups) if so_far[number] >= SHOWN]
        if names := [item["name"] for group in rest for item in group]:
            with st.expander(f"{len(names)} more: {inert(listing(names))}"):
                _lines(lane, rest)
    if usual:
        go = "They usually go" if len(usual) > 1 else "It usually goes"
        st.markdown(
            f"**If it is true, write also {inert(listing([item['name'] for item in usual]))}:**"
            f" {say['if_true_jobs']:,} of {lane['standing']['n']:,} jobs. {go} with what you show."
        )
        with st.expander("The lines that speak for it", icon=":material/format_quote:"):
            _lines(lane, by_line(usual))
    if say["confirm"]:
        st.caption(f"You may have {inert(listing(say['confirm']))}: basics that you do not write.")


def _lines(lane: Mapping[str, Any], groups: Sequence[Sequence[Mapping[str, Any]]]) -> None:
    """One box a line of the resume, with a tick for each skill that goes into it."""
    for items in groups:
        words, quote = together(items), items[0]["quote"]
        tick_boxes(
            [
                (
                    item["skill"],
                    f"**{inert(item['name'])}** · asked for by {interval(item['asked'])}",
                    f"say_{lane['lane']}_{item['skill']}",
                )
                for item in items
            ],
            more=inert(words[:1].upper() + words[1:]) + (f"  \n:small[Your line: «{inert(quote)}»]" if quote else ""),
        )
