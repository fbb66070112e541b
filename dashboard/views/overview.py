"""Overview: the market at a glance."""

from __future__ import annotations

import streamlit as st

from analysis.demand.shares import lane_overview
from dashboard.here import Here, here
from dashboard.inert import inert
from dashboard.parts.charts import crowned, interval_chart, row
from dashboard.parts.rows import records
from dashboard.words import IMPORTED, count, day, months, sample, word
from warehouse.generations.queries import board_health, exclusions, market_summary


def main() -> None:
    """The page."""
    found = here()
    st.title("The market at a glance")
    _numbers(found)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _lanes(found)
    with right:
        _left_out(found)
        _sources(found)
    _where_next()


def _numbers(found: Here) -> None:
    whole = records(market_summary(found.generation))[0]
    rows = found.market.requisition
    with st.container(horizontal=True):
        st.metric(
            "Jobs",
            f"{found.market.n:,}",
            border=True,
            help="Jobs, each counted once however often advertised.",
        )
        st.metric("Employers", f"{found.market.sample().employers:,}", border=True)
        if found.is_watched:
            st.metric(
                found.open_words,
                f"{int((rows['is_open'].fillna(False) & (rows['source'] != IMPORTED)).sum()):,}",
                border=True,
                help=f"As of {day(found.generation.manifest['as_of'])}.",
            )
        st.metric(
            "Postings behind them",
            f"{whole['postings']:,}",
            border=True,
            help="Adverts as boards show them, copies included.",
        )
    seen = f"between {day(whole['first_seen_at'])} and {day(whole['last_seen_at'])}"
    if found.kind == "reference":
        seen = f"in {months(found.generation.manifest['months'])}"
    st.caption(f"Seen {seen}.")


def _lanes(found: Here) -> None:
    lanes = sorted(lane_overview(found.market), key=lambda lane: -(lane.share.share or 0.0))
    if not lanes:
        return
    first = lanes[0]
    rows = [row(lane.name, lane.share) for lane in lanes]
    interval_chart(
        crowned(rows, "is the largest lane"),
        rows,
        of=f"share of {sample(first.share)}",
        key="lanes",
    )
    for lane in lanes:
        n = found.market.sample(lane.lane).n
        st.page_link(
            "views/lanes.py",
            label=f"{inert(lane.name)}: {count(n, 'job')}",
            icon=":material/arrow_forward:",
            query_params={"lane": lane.lane},
        )
    rest = found.market.n - sum(found.market.sample(lane.lane).n for lane in lanes)
    if rest:
        st.caption(f"{count(rest, 'job')} stand closer to no lane than to any.")


def _left_out(found: Here) -> None:
    out = exclusions(found.generation)
    total = int(out["requisitions"].sum())
    st.markdown(f"**{count(total, 'job')} left out of the market**")
    if total:
        out = out.assign(exclusion=[word("exclusion", reason) for reason in out["exclusion"]])
        st.dataframe(out.rename(columns={"exclusion": "why", "requisitions": "jobs"}), hide_index=True)


def _sources(found: Here) -> None:
    rows = found.market.requisition.assign(
        code=found.market.employer, source=lambda frame: frame["source"].replace(IMPORTED, "imported files")
    )
    counted = rows.groupby("source").agg(jobs=("requisition_id", "size"), employers=("code", "nunique"))
    st.markdown(f"**{count(len(counted), 'source')}**")
    st.dataframe(counted.sort_values("jobs", ascending=False).reset_index(), hide_index=True)
    boards = board_health(found.generation)
    boards = boards[boards["source"] != IMPORTED]
    if len(boards):
        fine = int(boards["outcome"].isin(["complete", "not_modified"]).sum())
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
