"""The parts of the resume page that speak of one lane: plan, what is missing, what if, checklist, skills held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from analysis.gap.report import coverage
from dashboard.here import Here
from dashboard.inert import inert
from dashboard.parts import resume_state
from dashboard.parts.charts import Row, interval_chart, row
from dashboard.parts.resume_state import Resume
from dashboard.words import count, evidence_words, interval, listing, percent, sample, share_words, word, years_words


def plan(lane: Mapping[str, Any]) -> None:
    """What to learn, in which order, and what each step opens."""
    if not lane["plan"]:
        st.markdown("No skill would bring you nearer: nothing that can be counted is missing.")
        return
    last = lane["plan"][-1]
    steps = count(len(lane["plan"]), "step")
    nearer = f"{steps} bring the average requisition {100 * sum(s['nearer'] for s in lane['plan']):.0f} points nearer"
    opened = f"{steps} take the doors open to you from {interval(lane['coverage'])} to {interval(last)}"
    interval_chart(
        opened if last["share"] is not None else nearer,
        [share_row("today", lane["coverage"])]
        + [share_row(f"{n}. {step['name']}", step) for n, step in enumerate(lane["plan"], 1)],
        of=f"share of {sample(last)} in which you meet {percent(lane['coverage']['tau'])} of what is required",
        key="plan",
    )
    st.dataframe(
        pd.DataFrame(
            {
                "step": range(1, len(lane["plan"]) + 1),
                "skill": [step["name"] for step in lane["plan"]],
                "advice": [word("advice", step["advice"]) for step in lane["plan"]],
                "doors it opens": [step["opened"] for step in lane["plan"]],
                "average requisition nearer by": [f"{100 * step['nearer']:.1f} points" for step in lane["plan"]],
                "n": [step["n"] for step in lane["plan"]],
            }
        ),
        hide_index=True,
    )
    st.caption("The skills are chosen together: each step counts what the earlier ones already opened.")


def entry(entry_market: Mapping[str, Any]) -> None:
    """Where a beginner finds entry-level work, what is within reach, and which lane to pick."""
    rows = entry_market["lanes"]
    st.subheader("Where to begin")
    st.markdown(inert(entry_market["because"]))
    st.dataframe(
        pd.DataFrame(
            {
                "lane": [row["name"] for row in rows],
                "entry-level requisitions": [row["requisitions"] for row in rows],
                "of the lane": [interval(row["share"]) for row in rows],
                "employers": [row["employers"] for row in rows],
                "at least half met in": [f"{row['within_reach']} of {row['counted']}" for row in rows],
                "for you": [word("reach", row["verdict"]) for row in rows],
            }
        ),
        hide_index=True,
    )
    st.caption("Entry-level: marked intern or junior, or asking for a year of experience or less.")


def missing(lane: Mapping[str, Any]) -> None:
    """What the lane asks for that the resume does not show, each with its proof."""
    if not lane["missing"]:
        st.markdown("Nothing that this lane asks for is missing.")
        return
    first = lane["missing"][0]
    interval_chart(
        f"{first['name']} is what {lane['name']} asks for first among what you do not show",
        [share_row(skill["name"], skill) for skill in lane["missing"]],
        of=f"share of {sample(first)} that require or prefer it",
        key="missing",
    )
    for skill in lane["missing"]:
        asked = f"{interval(skill)} · n = {skill['n']} · {word('advice', skill['advice'])}"
        with st.expander(
            f"{skill['rank']}. **{inert(skill['name'])}** · {asked}", key=f"missing_{lane['lane']}_{skill['skill']}"
        ):
            st.markdown(
                f"{word('need', skill['need']).capitalize()} by most that ask; rank {skill['rank']},"
                f" between {skill['rank_low']} and {skill['rank_high']} when employers are redrawn."
                f" {inert(skill['because'])}" + (f" {inert(years_words(skill['years']))}" if skill["years"] else "")
            )
            for posting in skill["evidence"]:
                st.markdown(
                    f"> {inert('“' + posting['quote'] + '”') if posting['quote'] else ''}  \n"
                    f"> :small[{inert(posting['company'] or 'unknown employer')}, {inert(posting['title'])}]"
                )
            with st.container(horizontal=True):
                st.page_link(
                    "views/postings.py",
                    label=f"All postings that ask for {inert(skill['name'])}",
                    icon=":material/description:",
                    query_params={"skill": skill["skill"], "lane": lane["lane"]},
                )
                st.button(
                    "I have it",
                    icon=":material/check:",
                    key=f"have_{lane['lane']}_{skill['skill']}",
                    on_click=_have,
                    args=(skill["skill"],),
                )
    if lane["adjacent"]:
        near = [f"{skill['name']} (you show {listing(skill['shown'])})" for skill in lane["adjacent"]]
        counted = lane["coverage"]["with_adjacent"]
        more = (
            f" If every employer took them, the doors open today would be {interval(counted)}."
            if counted["share"] is not None
            else ""
        )
        st.markdown(f"**Close to it:** {inert(listing(near))}. Tools of one family count for nothing above.{more}")


def _have(skill: str) -> None:
    resume = resume_state.current()
    if resume is not None:
        resume_state.correct(((resume.found | resume.have) - resume.lack) | {skill})


def what_if(found: Here, resume: Resume, lane: Mapping[str, Any]) -> None:
    """How the doors open would change with skills that the person picks."""
    names = {skill["skill"]: skill["name"] for skill in [*lane["plan"], *lane["missing"]]}
    learned = st.pills(
        "Choose what you might learn",
        list(names),
        selection_mode="multi",
        format_func=lambda skill: inert(names[skill]),
        key="learn",
    )
    held = ((resume.found | resume.have) - resume.lack) | set(learned)
    then = coverage(found.market, lane["lane"], np.isin(found.market.skills, sorted(held)))
    now = lane["coverage"]
    title = f"With {listing([names[skill] for skill in learned])}" if learned else "Today"
    interval_chart(
        f"{title}: at least {percent(now['tau'])} of what is required met in {share_words(then)}",
        [_point(point["tau"], point, "today" if learned else "") for point in now["curve"]]
        + ([_point(p.tau, p, "then") for p in then.curve] if learned else []),
        of=f"share of {sample(now)} in {lane['name']}",
        key="what_if",
        groups=("today", "then") if learned else (),
    )


def _point(tau: float, share: Any, group: str) -> Row:
    label = f"at least {percent(tau)} met"
    return share_row(label, share, group) if isinstance(share, Mapping) else row(label, share, group)


def checklist(lane: Mapping[str, Any]) -> None:
    """What a portfolio can prove."""
    shown = sum(item["found"] not in (None, "learning") for item in lane["checklist"])
    interval_chart(
        f"Your resume points to {shown} of the {len(lane['checklist'])} things a portfolio can prove",
        [share_row(("✓ " if item["found"] else "○ ") + item["name"], item["asked"]) for item in lane["checklist"]],
        of=f"share of {sample(lane['checklist'][0]['asked'])} that name it (✓ found in your resume, ○ not found)",
        key="checklist",
    )
    st.dataframe(
        pd.DataFrame(
            {
                "item": [item["name"] for item in lane["checklist"]],
                "asked by": [interval(item["asked"]) for item in lane["checklist"]],
                "n": [item["asked"]["n"] for item in lane["checklist"]],
                "in your resume": [
                    word("evidence", item["found"]) if item["found"] else "nothing found" for item in lane["checklist"]
                ],
                "your words": [item["quote"] for item in lane["checklist"]],
                "what would prove it": [item["prove"] for item in lane["checklist"]],
            }
        ),
        hide_index=True,
    )


def skills(report: Mapping[str, Any]) -> None:
    """What the resume shows, with its words."""
    held = report["resume"]["skills"]
    if not held:
        st.markdown("No skill was found in the text. Look at what was read, or add skills by hand above.")
        return
    listed = sum(skill["evidence"] == "listed" and skill["state"] == "written" for skill in held)
    st.markdown(
        f"**Only listed: {listed} of {count(len(held), 'skill')}; a line that says what you did with one carries more**"
    )
    st.dataframe(
        pd.DataFrame(
            {
                "skill": [skill["name"] for skill in held],
                "evidence": [evidence_words(skill) for skill in held],
                "counted": ["yes" if skill["is_counted"] else "no" for skill in held],
                "your words": [skill["quote"] for skill in held],
            }
        ),
        hide_index=True,
    )
    st.caption("Not counted: soft skills, very general words, what you are still learning, and what you took away.")


def share_row(label: str, share: Mapping[str, Any], group: str = "") -> Row:
    """A chart's line from a share of the plain report."""
    return Row(label, share["share"], share["low"], share["high"], share.get("n"), share.get("employers"), group)
