"""Resume gap: a resume in, the closest lane, what it lacks with its proof, and what to learn next."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.chosen import choice
from dashboard.here import Here, here
from dashboard.inert import inert, inert_lines
from dashboard.parts import gap_parts, resume_state
from dashboard.parts.charts import Row, interval_chart
from dashboard.parts.gap_parts import share_row
from dashboard.parts.resume_state import Resume
from dashboard.parts.tabs import show_parts
from dashboard.reports.answer import headline, lead_lane, three_things
from dashboard.reports.gap import FORMATS
from dashboard.words import count, day, listing, percent, word
from warehouse.models import BadInputError

TYPES = ["pdf", "docx", "md", "txt", "json"]
MAX_MB = 5
_FORMAT_NAMES = {"html": "Page (HTML, prints well)", "md": "Markdown", "json": "Data (JSON)"}


def main() -> None:
    """The page."""
    found = here()
    resume = resume_state.current()
    if resume is None:
        st.title("Which lane are you closest to, and what is missing?")
        st.markdown(
            "Your resume is read on this machine, kept in memory until you close or reload this page, and sent nowhere."
        )
        _take_in(found)
        _what_comes()
        return
    report = resume_state.report(found, resume)
    if resume.name == resume_state.SAMPLE_NAME:
        st.info("A sample resume of a fictional person, not yours. «Another resume» below takes it away.")
    _answer(report)
    if report["entry"]:
        gap_parts.entry(report["entry"])
    _as_read(found, resume, report)
    lane = _chosen_lane(report)
    show_parts(
        "gap_parts",
        {
            "Plan": lambda: gap_parts.plan(lane),
            "What is missing": lambda: gap_parts.missing(lane),
            "What if I learn …": lambda: gap_parts.what_if(found, resume, lane),
            "Portfolio checklist": lambda: gap_parts.checklist(lane),
            "Skills you hold": lambda: gap_parts.skills(report),
        },
    )
    _downloads(found, report)


def _take_in(found: Here) -> None:
    upload, paste = st.tabs(["Upload a file", "Paste the text"])
    with upload:
        file = st.file_uploader(
            "Your resume: PDF, DOCX, Markdown, text or JSON Resume, up to 5 MB",
            type=TYPES,
            max_upload_size=MAX_MB,
            key="file",
        )
        st.caption(
            "A file that stays red is larger than 5 MB or of another kind: export it smaller, or paste its text."
        )
        if file is not None:
            data = file.getvalue()
            _read(lambda: resume_state.read_file(found, file.name, data), hashlib.sha256(data).hexdigest())
    with paste, st.form("paste", border=False):
        text = st.text_area("The text of your resume", height=260, max_chars=60_000, key="pasted")
        if st.form_submit_button("Read it", type="primary") and text.strip():
            _read(lambda: resume_state.read_text(found, text), "")
    if st.button("Try a sample resume", icon=":material/play_arrow:", help="Of a fictional person", key="sample"):
        _read(lambda: resume_state.read_sample(found), "")


def _read(take: Any, digest: str) -> None:
    """Read once; a file that was refused is not read again while it stays in the box."""
    if digest and st.session_state.get("refused", ("", ""))[0] == digest:
        st.error(inert(st.session_state["refused"][1]))
        return
    try:
        with st.spinner("Reading your resume …"):
            take()
    except BadInputError as error:
        st.session_state["refused"] = (digest, str(error))
        st.error(inert(str(error)))
        return
    st.rerun()


def _what_comes() -> None:
    st.markdown(
        "**What you get**\n\n"
        "1. the lane your skills stand closest to, with its interval, or «too close to call»\n"
        "2. what that lane asks for and your resume does not show, each with its share, n and two quoted postings\n"
        "3. a plan: which skills together open most doors\n"
        "4. a report to print or to keep"
    )


def _answer(report: Mapping[str, Any]) -> None:
    lead = lead_lane(report)
    st.title(inert(report["closest"]["words"]))
    st.markdown(inert(headline(lead)))
    left, right = st.columns([11, 9], gap="large")
    with left:
        interval_chart(
            "Fit: how your skills divide over the lanes",
            [Row(lane["name"], lane["fit"], lane["fit_low"], lane["fit_high"]) for lane in report["lanes"]],
            of="part of what your skills say (all lanes together 100%)",
            key="fit",
        )
        interval_chart(
            "Doors open today",
            [share_row(lane["name"], lane["coverage"]) for lane in report["lanes"]],
            of=f"share of jobs in which you meet {percent(lead['coverage']['tau'])} of what is required",
            key="doors",
        )
    with right:
        things = three_things(report)
        if things:
            st.markdown(f"**{['What matters', 'Two things matter', 'Three things matter'][len(things) - 1]}**")
        for number, thing in enumerate(things, 1):
            with st.container(border=True):
                st.markdown(f"**{number} · {inert(thing.title)}**  \n{inert(thing.words)}")
    st.caption(inert(report["caveat"]))


def _as_read(found: Here, resume: Resume, report: Mapping[str, Any]) -> None:
    """What was read, and the person's corrections: everything else follows from it."""
    reading = resume.reading
    facts = [count(len(resume.held), "skill")]
    facts += ["1 year" if reading.years == 1 else f"{reading.years:g} years"] if reading.years is not None else []
    facts += [f"level {word('seniority', reading.seniority)}"] if reading.seniority else []
    facts.append(f"read with {percent(reading.parse_confidence)} confidence")
    st.header("Is this you?")
    st.markdown(f"{inert(resume.name, 60)}: {', '.join(facts)}. Correct it here; every number follows at once.")
    if reading.is_doubtful:
        st.warning(
            "The file was hard to read. Look at the text below before you believe the rest, or paste it instead."
        )
    for warning in reading.warnings:
        st.warning(inert(warning))
    names = found.skill_names | {skill["skill"]: skill["name"] for skill in report["resume"]["skills"]}
    holds = sorted(resume.held, key=lambda skill: names[skill].casefold())
    key = "holds"
    st.session_state[key] = holds
    st.multiselect(
        "Skills you have: take away what is wrong, add what is missing",
        sorted(names, key=lambda skill: names[skill].casefold()),
        format_func=names.__getitem__,
        key=key,
        on_change=lambda: resume_state.correct(frozenset(st.session_state[key])),
        placeholder="Type a skill",
        filter_mode="contains",
        select_all=False,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":small[{count(len(holds), 'skill')} held{_corrected(resume)}]")
        if resume_state.can_undo():
            st.button("Undo", icon=":material/undo:", key="undo", on_click=resume_state.undo)
    with st.container(horizontal=True):
        with st.expander("The text that was read", icon=":material/notes:"):
            _sections(resume)
        if st.button("Another resume", icon=":material/restart_alt:", key="another"):
            resume_state.forget()
            for name in ("file", "pasted", "refused", "learn", "holds"):
                st.session_state.pop(name, None)
            st.rerun()


def _corrected(resume: Resume) -> str:
    """What the person's word changed, as «; 2 added and 1 taken away by you»."""
    changed = [f"{len(resume.have)} added"] if resume.have else []
    changed += [f"{len(resume.lack)} taken away"] if resume.lack else []
    return f"; {listing(changed)} by you" if changed else ""


def _sections(resume: Resume) -> None:
    """What a parser sees, section by section, with what was made of the dates."""
    if resume.reading.present:
        st.caption(f"«Present» is read as {day(resume.reading.present)}.")
    for section in resume.sections:
        heading = f"**{inert(section.heading)}** · read as {section.read_as}" if section.heading else section.read_as
        st.markdown(heading)
        st.markdown(inert_lines("\n".join(section.lines)))


def _chosen_lane(report: Mapping[str, Any]) -> Mapping[str, Any]:
    lanes = {lane["lane"]: lane for lane in report["lanes"]}
    st.header("Lane by lane")
    chosen = choice(
        "lane",
        "Lane",
        list(lanes),
        lambda lane: str(lanes[lane]["name"]),
        default=lead_lane(report)["lane"],
        is_row=True,
    )
    lane: Mapping[str, Any] = lanes[chosen or lead_lane(report)["lane"]]
    if lane["lane"] != lead_lane(report)["lane"]:
        st.markdown(inert(headline(lane)))
    if lane["level"]["words"]:
        st.markdown(inert("Years and level: " + " ".join(lane["level"]["words"])))
    return lane


def _downloads(found: Here, report: Mapping[str, Any]) -> None:
    st.header("Take the report with you")
    rendered = resume_state.files(found, report)
    with st.container(horizontal=True):
        for format, label in _FORMAT_NAMES.items():
            st.download_button(
                label,
                data=rendered[format],
                file_name=f"skill-gap.{format}",
                mime=FORMATS[format],
                icon=":material/download:",
                on_click="ignore",
                key=f"download_{format}",
            )
    st.caption("It holds what your resume says. Nothing is stored here unless you save it.")


main()
