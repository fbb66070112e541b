"""Overview: the market at a glance."""

from __future__ import annotations

import streamlit as st

from analysis.demand.shares import lane_overview
from dashboard.here import Here, here
from dashboard.inert import inert
from dashboard.parts.charts import interval_chart, row
from dashboard.parts.rows import records
from dashboard.words import count, day, months, sample, share_words, word
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
    with st.container(horizontal=True):
        st.metric(
            "Requisitions",
            f"{whole['requisitions']:,}",
            border=True,
            help="Jobs, each counted once however often advertised.",
        )
        st.metric("Employers", f"{whole['employers']:,}", border=True)
        if found.kind != "reference":  # nobody looked whether its jobs are still open
            st.metric(
                "Open now",
                f"{whole['open_requisitions']:,}",
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
    interval_chart(
        f"{first.name} is the largest lane: {share_words(first.share)} of requisitions",
        [row(lane.name, lane.share) for lane in lanes],
        of=f"share of {sample(first.share)}",
        key="lanes",
    )
    for lane in lanes:
        n = found.market.sample(lane.lane).n
        st.page_link(
            "views/lanes.py",
            label=f"{inert(lane.name)}: {count(n, 'requisition')}",
            icon=":material/arrow_forward:",
            query_params={"lane": lane.lane},
        )
    rest = found.market.n - sum(found.market.sample(lane.lane).n for lane in lanes)
    if rest:
        st.caption(f"{count(rest, 'requisition')} stand closer to no lane than to any.")


def _left_out(found: Here) -> None:
    out = exclusions(found.generation)
    total = int(out["requisitions"].sum())
    st.markdown(f"**{count(total, 'requisition')} left out of the market**")
    if total:
        out = out.assign(exclusion=[word("exclusion", reason) for reason in out["exclusion"]])
        st.dataframe(out.rename(columns={"exclusion": "why", "requisitions": "n"}), hide_index=True)


def _sources(found: Here) -> None:
    counted = found.market.requisition.groupby("source").agg(
        n=("requisition_id", "size"), employers=("employer", "nunique")
    )
    st.markdown(f"**{count(len(counted), 'source')}**")
    st.dataframe(counted.sort_values("n", ascending=False).reset_index(), hide_index=True)
    boards = board_health(found.generation)
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
