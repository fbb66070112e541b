"""Overview: the market at a glance."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.demand.shares import LaneDemand, lane_overview, most_asked
from dashboard.chosen import FILTERS, chosen, narrowing
from dashboard.here import Here, here, narrowed_to
from dashboard.parts.charts import crowned, interval_chart, listed, row, shared_end
from dashboard.parts.rows import records
from dashboard.words import IMPORTED, count, day, months, sample, word
from warehouse.generations.queries import board_health, exclusions, market_summary
from warehouse.models import SEEN_WHOLE

MOST_SKILLS = 6
"""So many of each lane's skills stand side by side."""


def main() -> None:
    """The page."""
    whole = here()
    found = narrowed_to(whole, narrowing())
    lanes = sorted(lane_overview(found.market), key=lambda lane: -(lane.share.share or 0.0))
    st.title("Which lanes hire?")
    rows = [
        row(lane.name, lane.share, leads=("lanes", {"lane": lane.lane, **chosen(FILTERS)}), note=_jobs(found, lane))
        for lane in lanes
    ]
    if whole.market.n and not found.market.n:
        st.markdown("**No job fits these filters.** Take one away.")
        return
    if lanes:
        interval_chart(
            crowned(rows, "is the largest lane"),
            rows,
            of=f"share of {sample(lanes[0].share)}; the largest first",
            key="lanes",
            label="Lane",
        )
        rest = found.market.n - sum(found.market.sample(lane.lane).n for lane in lanes)
        if rest:
            st.caption(f"{count(rest, 'job')} stand closer to no lane than to any.")
    _numbers(whole, found)
    _asked(found, lanes)
    st.header("Where the jobs come from")
    left, right = st.columns(2, gap="large")
    with left:
        _sources(found)
    with right:
        _left_out(found)
    _where_next()


def _jobs(found: Here, lane: LaneDemand) -> str:
    return count(found.market.sample(lane.lane).n, "job")


def _asked(found: Here, lanes: list[LaneDemand]) -> None:
    """What each lane asks for most, on one scale."""
    most = {}
    for lane in lanes:
        known = most_asked(found.market, lane.lane, MOST_SKILLS)
        if known:
            leads = {"lane": lane.lane, **chosen(FILTERS)}
            most[lane] = [
                row(skill.name, skill.asked, leads=("skills", {"skill": skill.skill, **leads})) for skill in known
            ]
    if not most:
        return
    st.header("What each asks for most")
    end = shared_end(each for rows in most.values() for each in rows)
    columns: list[Any] = []
    for lane, rows in most.items():
        columns = columns or list(st.columns(2, gap="large"))  # two by two, so that they begin side by side
        with columns.pop(0):
            of = f"share of {count(rows[0].n or 0, 'job')} that require or prefer it; the most asked first"
            interval_chart(lane.name, rows, of=of, key=f"asked_{lane.lane}", end=end, label="Skill")


def _numbers(whole: Here, found: Here) -> None:
    summary = records(market_summary(whole.generation))[0]
    with st.container(horizontal=True):
        st.metric("Jobs", f"{found.market.n:,}", border=True, help="Each counted once however often advertised.")
        st.metric("Employers", f"{found.market.sample().employers:,}", border=True)
        if found.is_watched:
            st.metric(
                found.open_words,
                f"{int((found.market.among('is_open', [True]) & ~found.market.among('source', [IMPORTED])).sum()):,}",
                border=True,
                help=f"As of {day(found.generation.manifest['as_of'])}.",
            )
        if found is whole:
            st.metric(
                "Postings behind them",
                f"{summary['postings']:,}",
                border=True,
                help="Adverts as boards show them, copies included.",
            )
    first, last = day(summary["first_seen_at"]), day(summary["last_seen_at"])
    seen = f"on {last}" if first == last else f"between {first} and {last}"
    if found.kind == "reference":
        seen = f"from {months(found.generation.manifest['months'])}"
    st.caption(f"Seen {seen}.")


def _left_out(found: Here) -> None:
    out = exclusions(found.generation)
    total = int(out["requisitions"].sum())
    st.markdown(f"**{count(total, 'job')} left out of the market**")
    if total:
        shown = pd.DataFrame(
            {"why": [word("exclusion", each) for each in out["exclusion"]], "jobs": out["requisitions"]}
        )
        listed("Jobs left out of the market", shown, key="left_out", numbers=("jobs",))


def _sources(found: Here) -> None:
    codes, names = found.market.coded("source")
    rows = pd.DataFrame({"source": codes, "employer": found.market.employer})[codes >= 0]
    counted = rows.groupby("source").agg(jobs=("employer", "size"), employers=("employer", "nunique"))
    counted.index = pd.Index(["imported files" if names[k] == IMPORTED else names[k] for k in counted.index])
    st.markdown(f"**{count(len(counted), 'source')}**")
    counted = counted.sort_index().sort_values("jobs", ascending=False).reset_index(names="source")
    listed("Jobs and employers by source", counted, key="sources", numbers=("jobs", "employers"))
    boards = board_health(found.generation)
    boards = boards[boards["source"] != IMPORTED]
    if len(boards):
        fine = int(boards["outcome"].isin(SEEN_WHOLE).sum())
        st.page_link(
            "views/data_health.py",
            label=f"{fine} of {count(len(boards), 'board')} answered in full last time",
            icon=":material/monitor_heart:",
        )


def _where_next() -> None:
    with st.container(horizontal=True):
        st.page_link("views/resume_gap.py", label="Hold your resume against it", icon=":material/person_search:")
        st.page_link("views/skills.py", label="Look up a skill", icon=":material/manage_search:")
        st.page_link("views/postings.py", label="Read the postings", icon=":material/description:")


main()
