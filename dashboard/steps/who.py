"""① Is this you? What was read, by evidence, and the person's corrections: everything else follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.here import Here
from dashboard.inert import inert, inert_lines
from dashboard.parts import resume_state
from dashboard.parts.charts import listed
from dashboard.parts.folded import folded
from dashboard.parts.resume_state import Resume
from dashboard.words import count, day, evidence_words, listing, percent, word

FEWEST_SURE = 5
"""A reading of fewer skills is opened to be looked at."""
GROUPS = ("outcome", "used", "listed", "shown", "added")
_GROUP_WORDS = {
    "outcome": "Used, with a result",
    "used": "Used in a role or project",
    "listed": "Only listed",
    "shown": "Shown by what you write, without the word",
    "added": "Added by you",
}


def show(found: Here, resume: Resume, report: Mapping[str, Any]) -> None:
    """The step: a line that says what was read, folded where the reading is sure."""
    reading = resume.reading
    is_sure = not (reading.is_doubtful or reading.warnings or len(resume.held) < FEWEST_SURE)
    st.header("① Is this you?")
    st.markdown(f"{inert(resume.name, 60)}: {', '.join(_facts(resume))}.")
    if reading.is_doubtful:
        st.warning("The file was hard to read. Look at what was read before you believe the rest, or paste it instead.")
    for warning in reading.warnings:
        st.warning(inert(warning))
    with folded("What was read, to be corrected", icon=":material/edit:", key="who", is_open=not is_sure) as is_open:
        if is_open:
            st.markdown("Click away what is wrong, add what is missing; every number below follows.")
            _skills(found, resume, report)
    with folded("The lines behind it, and the text that was read", icon=":material/notes:", key="read") as is_open:
        if is_open:
            _lines(report)
            _sections(resume)


def _facts(resume: Resume) -> list[str]:
    reading = resume.reading
    facts = [count(len(resume.held), "skill")]
    facts += ["1 year" if reading.years == 1 else f"{reading.years:g} years"] if reading.years is not None else []
    facts += [f"level {word('seniority', reading.seniority)}"] if reading.seniority else []
    facts.append(f"read with {percent(reading.parse_confidence)} confidence")
    return facts


def _skills(found: Here, resume: Resume, report: Mapping[str, Any]) -> None:
    names = found.skill_names | {skill["skill"]: skill["name"] for skill in report["resume"]["skills"]}
    inside = _grouped(resume, report)
    for group in GROUPS:
        skills = sorted(inside.get(group, ()), key=lambda skill: names[skill].casefold())
        if not skills:
            continue
        key = f"held_{group}"
        st.session_state[key] = [skill for skill in skills if skill in resume.held]
        st.pills(
            f"{_GROUP_WORDS[group]} ({len(st.session_state[key])})",
            skills,
            selection_mode="multi",
            format_func=lambda skill: inert(names[skill]),
            key=key,
            on_change=partial(_corrected, key, frozenset(skills)),
        )
    st.session_state["add"] = None
    st.selectbox(
        "Add what is missing",
        sorted(names.keys() - resume.held, key=lambda skill: names[skill].casefold()),
        index=None,
        format_func=names.__getitem__,
        key="add",
        placeholder="Type a skill",
        filter_mode="contains",
        on_change=_added,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":small[{count(len(resume.held), 'skill')} held{_changes(resume)}]")
        if resume_state.can_undo():
            st.button("Undo", icon=":material/undo:", key="undo", on_click=resume_state.undo)


def _grouped(resume: Resume, report: Mapping[str, Any]) -> dict[str, list[str]]:
    """The skills found, taken away ones among them, by their evidence; those added apart."""
    inside: dict[str, list[str]] = {"added": sorted(resume.have)}
    for skill in report["resume"]["skills"]:
        if skill["skill"] in resume.found:
            group = "shown" if skill["state"] == "shown" else skill["evidence"]
            inside.setdefault(group if group in GROUPS else "listed", []).append(skill["skill"])
    told = {skill for skills in inside.values() for skill in skills}
    inside.setdefault("listed", []).extend(sorted(resume.lack - told))
    return inside


def _corrected(key: str, shown: frozenset[str]) -> None:
    resume = resume_state.current()
    if resume is not None:
        resume_state.correct((resume.held - shown) | frozenset(st.session_state[key]))


def _added() -> None:
    resume, skill = resume_state.current(), st.session_state["add"]
    if resume is not None and skill:
        resume_state.correct(resume.held | {skill})


def _changes(resume: Resume) -> str:
    """What the person's word changed, as «; 2 added and 1 taken away by you»."""
    changed = [f"{len(resume.have)} added"] if resume.have else []
    changed += [f"{len(resume.lack)} taken away"] if resume.lack else []
    return f"; {listing(changed)} by you" if changed else ""


def _lines(report: Mapping[str, Any]) -> None:
    skills = report["resume"]["skills"]
    if not skills:
        st.markdown("No skill was found in the text.")
        return
    listed(
        "The skills that were read, with the line that shows each",
        pd.DataFrame(
            {
                "skill": [skill["name"] for skill in skills],
                "evidence": [evidence_words(skill) for skill in skills],
                "counted": ["yes" if skill["is_counted"] else "no" for skill in skills],
                "your words": [skill["quote"] for skill in skills],
            }
        ),
        key="held_lines",
    )
    st.caption("Not counted: soft skills, very general words, what you are still learning, and what you took away.")


def _sections(resume: Resume) -> None:
    """What a parser sees, section by section, with what was made of the dates."""
    st.markdown("**The text that was read**")
    if resume.reading.present:
        st.caption(f"Work that goes on is counted up to {day(resume.reading.present)}.")
    for section in resume.sections:
        heading = f"**{inert(section.heading)}** · read as {section.read_as}" if section.heading else section.read_as
        st.markdown(heading)
        st.markdown(inert_lines("\n".join(section.lines)))
