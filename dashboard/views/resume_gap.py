"""Resume gap: a resume in, and four steps out: is this you, where you stand, what to say, what to learn."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.chosen import kept
from dashboard.here import Here, here
from dashboard.inert import inert
from dashboard.parts import resume_state
from dashboard.reports.answer import headline, lead_lane, three_things
from dashboard.reports.gap import FORMATS
from dashboard.steps import learn, say, stand, who
from warehouse.models import BadInputError

TYPES = ["pdf", "docx", "md", "txt", "json"]
MAX_MB = 5
_FORMAT_NAMES = {"html": "Page (HTML, prints well)", "md": "Markdown", "json": "Data (JSON), to go on from"}


def main() -> None:
    """The page."""
    found = here()
    resume = resume_state.current()
    if resume is None:
        st.title("Which lane are you closest to, and what is missing?")
        _take_in(found)
        _what_comes()
        return
    report = resume_state.report(found, resume)
    if resume.name == resume_state.SAMPLE_NAME:
        st.info("A sample resume of a fictional person, not yours. «Another resume» below takes it away.")
    st.title("Where do you stand, and what is next?")
    lane = resume_state.lane(found, resume, kept("lane"))
    st.markdown(f"**{inert(report['closest']['words'])}** {inert(headline(lead_lane(report)))}")
    _things(report)
    who.show(found, resume, report)
    stand.show(report, resume_state.rows(found, resume), lane)
    say.show(lane)
    learn.show(found, resume, report, lane)
    _downloads(found, resume)


def _take_in(found: Here) -> None:
    st.markdown(
        "Your resume is read on this machine and kept in its memory while this browser has a page of skillgap open, two"
        " minutes longer at most. It is written nowhere and sent nowhere."
    )
    upload, paste = st.tabs(["Upload a file", "Paste the text"])
    with upload:
        file = st.file_uploader(
            "Your resume (PDF, DOCX, Markdown, text or JSON Resume, up to 5 MB), or the JSON of an earlier report",
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
            _read(lambda: resume_state.read_text(text), "")
    if st.button("Try a sample resume", icon=":material/play_arrow:", help="Of a fictional person", key="sample"):
        _read(resume_state.read_sample, "")


def _read(take: Any, digest: str) -> None:
    """Read once; a file that was refused is not read again while it stays in the box."""
    if digest and st.session_state.get("refused", ("", ""))[0] == digest:
        st.error(inert(st.session_state["refused"][1]))
        return
    try:
        with st.status("Reading your resume", expanded=True) as status:
            st.write("1 of 2: finding skills, dates and places in its text")
            take()
            st.write("2 of 2: holding it against the market")
            resume = resume_state.current()
            if resume is not None:
                resume_state.report(here(), resume)
            status.update(label="Read", state="complete")
    except BadInputError as error:
        st.session_state["refused"] = (digest, str(error))
        st.error(inert(str(error)))
        return
    st.rerun()


def _what_comes() -> None:
    st.markdown(
        "**What you get, in four steps**\n\n"
        "1. *Is this you?* what was read, for you to correct\n"
        "2. *Where you stand* lane by lane, beside people who match one such job exactly\n"
        "3. *Say*: the words that your resume shows and does not name\n"
        "4. *Learn*: the steps that open most jobs, with their proof, hours and where to learn them"
    )


def _things(report: Mapping[str, Any]) -> None:
    """The first thing of each kind, side by side."""
    things = three_things(report)
    if not things:
        return
    for thing, column in zip(things, st.columns(len(things)), strict=True):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{inert(thing.title)}**  \n{inert(thing.words)}")


def _downloads(found: Here, resume: resume_state.Resume) -> None:
    st.header("Take the report with you")
    made = resume_state.files(found, resume)
    with st.container(horizontal=True):
        for format, label in _FORMAT_NAMES.items():
            st.download_button(
                label,
                data=made[format],
                file_name=f"skill-gap.{format}",
                mime=FORMATS[format],
                icon=":material/download:",
                on_click="ignore",
                key=f"download_{format}",
            )
        if st.button("Another resume", icon=":material/restart_alt:", key="another"):
            resume_state.forget()
            for name in ("file", "pasted", "refused"):
                st.session_state.pop(name, None)
            st.rerun()
    st.caption(
        "They hold what your resume says. The JSON also holds its text, your corrections and what you ticked: upload it"
        " here instead of the resume to go on from it. Nothing is stored unless you save it."
    )


main()
