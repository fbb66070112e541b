"""This session's resume: its reading and the person's corrections. It lives in memory and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st

from analysis.gap.advice.types import Jobs
from analysis.gap.report import Asked, gap
from dashboard.here import Here, data_dir, resume_reader
from dashboard.reports.gap import FORMATS, render_gap
from nlp.documents.files import ResumeText, read_pasted, read_resume_file
from nlp.resume.doubts import refuse_foreign
from nlp.resume.shown import ShownSection, shown
from warehouse.models import ResumeReading, to_plain

SAMPLE = Path(__file__).with_name("sample_resume.md")
PASTED_NAME = "pasted text"
SAMPLE_NAME = "sample resume of a fictional person"
_RESUME, _REPORT, _FILES, _BEFORE = "resume", "report", "report_files", "resumes_before"
MOST_JOBS = 2000
"""So many of a person's jobs are listed on the Postings page; far more than anyone reads."""


@dataclass(frozen=True, slots=True)
class Resume:
    """A resume that was read."""

    name: str
    text: ResumeText
    reading: ResumeReading
    read_on: dt.date
    have: frozenset[str] = frozenset()
    lack: frozenset[str] = frozenset()

    @property
    def sections(self) -> list[ShownSection]:
        """What was read, section by section, as a parser sees it."""
        return shown(self.text.text, self.read_on)

    @property
    def held(self) -> frozenset[str]:
        """Ids of the skills that the person has: those found, as corrected."""
        return (self.found | self.have) - self.lack

    @property
    def found(self) -> frozenset[str]:
        """Ids of the skills that its text shows, those being learned apart."""
        return self.reading.held


def current() -> Resume | None:
    """The resume of this session."""
    resume: Resume | None = st.session_state.get(_RESUME)
    return resume


def read_file(found: Here, name: str, data: bytes) -> None:
    """Take an uploaded file as this session's resume. Raises BadInputError with one sentence where it is unreadable."""
    _take(found, name, read_resume_file(name, data))


def read_text(found: Here, text: str) -> None:
    """Take pasted text as this session's resume. Raises BadInputError where it is empty, too long or not English."""
    _take(found, PASTED_NAME, read_pasted(text))


def read_sample(found: Here) -> None:
    """Take the sample as this session's resume, for those who have none at hand."""
    _take(found, SAMPLE_NAME, read_resume_file(SAMPLE.name, SAMPLE.read_bytes()))


def forget() -> None:
    """Drop the resume and all that was made of it."""
    for name in (_RESUME, _REPORT, _FILES, _BEFORE):
        st.session_state.pop(name, None)


def correct(holds: frozenset[str]) -> None:
    """Take the person's word for which skills they have."""
    resume = current()
    if resume is not None and holds != resume.held:
        st.session_state.setdefault(_BEFORE, []).append(resume)
        st.session_state[_RESUME] = replace(resume, have=holds - resume.found, lack=resume.found - holds)


def can_undo() -> bool:
    """Whether there is a correction to take back."""
    return bool(st.session_state.get(_BEFORE))


def undo() -> None:
    """Take the last correction back."""
    if can_undo():
        st.session_state[_RESUME] = st.session_state[_BEFORE].pop()


def report(found: Here, resume: Resume) -> Mapping[str, Any]:
    """The gap report as plain data, made once for a resume as corrected and a generation."""
    key = (found.generation.folder, resume)
    if _REPORT not in st.session_state or st.session_state[_REPORT][0] != key:
        made = gap(
            found.market,
            resume.reading,
            have=resume.have & found.market.skill_code.keys(),
            lack=resume.lack & found.market.skill_code.keys(),
            texts=found.texts,
            file=resume.name,
            asked=Asked({}, jobs=MOST_JOBS),
        )
        listed = made.jobs or Jobs((), {}, 0)
        short = replace(made, jobs=replace(listed, jobs=listed.jobs[: Asked({}).jobs]))
        st.session_state[_REPORT] = (key, to_plain(short), listed)
    plain: Mapping[str, Any] = st.session_state[_REPORT][1]
    return plain


def jobs(found: Here, resume: Resume) -> Jobs:
    """The person's open jobs, nearest first, each with how they stand to it."""
    report(found, resume)
    answer: Jobs = st.session_state[_REPORT][2]
    return answer


def files(found: Here, made: Mapping[str, Any]) -> Mapping[str, str]:
    """The report in each of FORMATS, rendered once: a download begins at once, also while the page is redrawn."""
    kept = st.session_state.get(_FILES)
    if kept is None or kept[0] is not made:
        about: dict[str, Any] = {"kind": found.kind, "months": found.generation.manifest.get("months")}
        kept = (made, {format: render_gap(made, format, **about) for format in FORMATS})
        st.session_state[_FILES] = kept
    rendered: Mapping[str, str] = kept[1]
    return rendered


def _take(found: Here, name: str, text: ResumeText) -> None:
    refuse_foreign("The pasted text" if name == PASTED_NAME else name, text.text)
    forget()
    reader = resume_reader(str(data_dir() / "config" / "skills.toml"))
    today = dt.datetime.now(dt.UTC).date()
    reading = reader.read(text.text, text.parse_confidence, text.warnings, as_of=today)
    st.session_state[_RESUME] = Resume(name, text, reading, today)
