"""② Where you stand: one row a lane, what you cover beside what someone who matches one such job exactly covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.drawn import table
from dashboard.inert import inert
from dashboard.parts.charts import listed
from dashboard.reports.answer import headline, lead_lane
from dashboard.words import count, interval, percent, word

YOU, OTHERS = "You cover", "Others cover"


def show(report: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], lane: Mapping[str, Any]) -> None:
    """The step; `rows` say how each lane stands, `lane` is the one that the steps below speak of."""
    st.header("② Where you stand")
    if lane["lane"] != lead_lane(report)["lane"]:
        st.markdown(inert(headline(lane)))
    table.show(
        "Where you stand, lane by lane",
        [_line(each, each["lane"] == lane["lane"]) for each in rows],
        key="lanes_of_resume",
        columns=(YOU, OTHERS, "Jobs mostly met", "Fit"),
        label="Lane",
        end=1.0,
        bars=(YOU, OTHERS),
    )
    st.caption(
        "Cover: how much of what a typical job requires; others are people who match one such job exactly, the middle"
        " half of them. Mostly met: at least 80% of what a job requires. A click on a lane makes the steps below"
        " speak of it."
    )
    if lane["level"]["words"]:
        st.markdown(inert("Years and level: " + " ".join(lane["level"]["words"])))
    _jobs(report)
    with st.expander("How is this computed?", icon=":material/calculate:"):
        st.markdown(
            "Fit is how your skills divide over the lanes, all together 100%. A job counts by its required units:"
            " «PyTorch or JAX» is one, met by either. Numbers in brackets are 95% intervals that take an employer's"
            f" jobs as one voice. {inert(report['caveat'])}"
        )
    if report["entry"]:
        _entry(report["entry"])


def _line(each: Mapping[str, Any], is_marked: bool) -> table.Line:
    stands, yard = each["standing"], each["standing"]["yardstick"]
    cover = {"share": stands["median"], "low": stands["low"], "high": stands["high"]}
    fit = {"share": each["fit"], "low": each["fit_low"], "high": each["fit_high"]}
    others = f"{percent(yard['low']).removesuffix('%')}–{percent(yard['high'])}" if yard else "not enough data"
    return table.Line(
        each["name"],
        (
            table.Cell(interval(cover)),
            table.Cell(others),
            table.Cell(f"{stands['open_jobs']:,}", f"of {stands['n']:,}"),
            table.Cell(interval(fit)),
        ),
        (
            table.Bar(cover["share"], cover["low"], cover["high"]) if cover["share"] is not None else None,
            table.Bar(yard["median"], yard["low"], yard["high"]) if yard else None,
        ),
        leads=("resume_gap", {"lane": each["lane"]}),
        is_marked=is_marked,
    )


def _jobs(report: Mapping[str, Any]) -> None:
    """The way to the jobs that are open to the person."""
    counts = (report.get("jobs") or {}).get("counts") or {}
    if not any(counts.get(name) for name in ("open", "one_step")):
        return
    with st.container(horizontal=True):
        for name, said in (("open", "open to you"), ("one_step", "one step away")):
            if counts.get(name):
                st.page_link(
                    "views/postings.py",
                    label=f"{count(counts[name], 'job')} {said}",
                    icon=":material/arrow_forward:",
                    query_params={"mine": name},
                )


def _entry(entry_market: Mapping[str, Any]) -> None:
    """Where a beginner finds entry-level work, what is within reach, and which lane to pick."""
    rows = entry_market["lanes"]
    st.subheader("Where to begin")
    st.markdown(inert(entry_market["because"]))
    listed(
        "Entry-level jobs by lane",
        pd.DataFrame(
            {
                "lane": [row["name"] for row in rows],
                "entry-level jobs": [row["requisitions"] for row in rows],
                "of the lane": [interval(row["share"]) for row in rows],
                "employers": [row["employers"] for row in rows],
                "at least half met in": [f"{row['within_reach']} of {row['counted']}" for row in rows],
                "for you": [word("reach", row["verdict"]) for row in rows],
            }
        ),
        key="entry",
    )
    st.caption("Entry-level: marked intern or junior, or asking for a year of experience or less.")
