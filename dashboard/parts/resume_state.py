"""This session's resume: its reading, the person's corrections and what they ticked. It lives in memory only.

A page that is loaded anew is another session to Streamlit. The browser's key (serving.py) leads it to the same resume
as long as some session holds it, and to nothing afterwards: what is kept here by key keeps nothing alive.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypedDict
from weakref import WeakValueDictionary

import streamlit as st

from analysis.gap.advice.types import Jobs
from analysis.gap.report import Tried, gap, look, nearest_jobs, one_lane, tried
from dashboard import browser
from dashboard.here import Here, resume_reader, skills_overlay
from dashboard.parts import saved
from dashboard.reports.answer import lead_lane
from dashboard.reports.gap import FORMATS, as_data, render_gap
from nlp.documents.files import ResumeText, read_pasted, read_resume_file
from nlp.resume.doubts import refuse_foreign
from nlp.resume.shown import ShownSection, shown
from warehouse.models import ResumeReading, to_plain

SAMPLE = Path(__file__).with_name("sample_resume.md")
PASTED_NAME = "pasted text"
SAMPLE_NAME = "sample resume of a fictional person"
_HELD, _REPORT, _JOBS, _FILES = "resume", "report", "report_jobs", "report_files"
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


@dataclass(eq=False)
class _Held:
    """What a session holds of a person."""

    resume: Resume
    before: list[Resume] = field(default_factory=list)
    """As it was before each correction."""
    ticked: frozenset[str] = frozenset()


@dataclass(eq=False)
class _Seen:
    """What was made of a report so far, as plain data."""

    key: tuple[Path, Resume]
    look: Mapping[str, Any]
    lanes: dict[str, Mapping[str, Any]]


@dataclass(eq=False)
class _Whole:
    """The whole report of a resume as corrected; made outside of the session, when a file of it is asked for."""

    key: tuple[Path, Resume]
    found: Here
    resume: Resume

    @cached_property
    def report(self) -> Mapping[str, Any]:
        """As plain data."""
        found, resume = self.found, self.resume
        made = gap(found.market, resume.reading, texts=found.texts, file=resume.name, **_corrected(found, resume))
        plain: Mapping[str, Any] = to_plain(made)
        return plain

    def file(self, format: str, ticked: frozenset[str]) -> str:
        """In one of FORMATS."""
        about: dict[str, Any] = {"kind": self.found.kind, "months": self.found.generation.manifest.get("months")}
        if format != "json":
            return render_gap(self.report, format, **about)
        resume = self.resume
        state = saved.Saved(
            resume.name,
            resume.text.text,
            resume.text.parse_confidence,
            tuple(resume.text.warnings),
            resume.have,
            resume.lack,
            ticked,
        )
        return saved.written(as_data(self.report, **about), state)


_BY_BROWSER: WeakValueDictionary[str, _Held] = WeakValueDictionary()


def _held() -> _Held | None:
    held: _Held | None = st.session_state.get(_HELD)
    if held is None and (key := st.context.cookies.get(browser.NAME)):
        held = _BY_BROWSER.get(key)
        if held is not None:
            st.session_state[_HELD] = held
    return held


def current() -> Resume | None:
    """The resume of this session."""
    held = _held()
    return held.resume if held else None


def ticked() -> frozenset[str]:
    """Ids of the skills that the person ticked: said, or to be learned."""
    held = _held()
    return held.ticked if held else frozenset()


def tick(skill: str, is_ticked: bool) -> None:
    """Tick a skill or take the tick away."""
    if held := _held():
        held.ticked = held.ticked | {skill} if is_ticked else held.ticked - {skill}


def read_file(found: Here, name: str, data: bytes) -> None:
    """Take an uploaded file as this session's resume, or go on from a report that was downloaded here.

    Raises BadInputError with one sentence where it is unreadable.
    """
    if (given := saved.opened(name, data)) is None:
        _take(name, read_resume_file(name, data))
        return
    _take(given.file, replace(read_pasted(given.text), parse_confidence=given.confidence, warnings=given.warnings))
    if held := _held():
        skills = found.market.skill_code.keys()
        held.resume = replace(held.resume, have=given.have & skills, lack=(given.lack - given.have) & skills)
        held.ticked = given.ticked & skills


def read_text(text: str) -> None:
    """Take pasted text as this session's resume. Raises BadInputError where it is empty, too long or not English."""
    _take(PASTED_NAME, read_pasted(text))


def read_sample() -> None:
    """Take the sample as this session's resume, for those who have none at hand."""
    _take(SAMPLE_NAME, read_resume_file(SAMPLE.name, SAMPLE.read_bytes()))


def forget() -> None:
    """Drop the resume and all that was made of it."""
    for name in (_HELD, _REPORT, _JOBS, _FILES):
        st.session_state.pop(name, None)
    if key := st.context.cookies.get(browser.NAME):
        _BY_BROWSER.pop(key, None)


def correct(holds: frozenset[str]) -> None:
    """Take the person's word for which skills they have."""
    held = _held()
    if held is not None and holds != held.resume.held:
        held.before.append(held.resume)
        found = held.resume.found
        held.resume = replace(held.resume, have=holds - found, lack=found - holds)


def can_undo() -> bool:
    """Whether there is a correction to take back."""
    held = _held()
    return bool(held and held.before)


def undo() -> None:
    """Take the last correction back."""
    held = _held()
    if held and held.before:
        held.resume = held.before.pop()


def with_ticked(found: Here, resume: Resume, lane: str, learning: frozenset[str]) -> Tried:
    """What is mostly met in a lane once all is said and these are learned."""
    return tried(found.market, resume.reading, lane, learning, **_corrected(found, resume))


def report(found: Here, resume: Resume) -> Mapping[str, Any]:
    """Of the gap report as plain data what is looked at first, made once for a resume as corrected and a generation:
    its leading lane, and of the jobs the counts."""
    answer: Mapping[str, Any] = _seen(found, resume).look["report"]
    return answer


def rows(found: Here, resume: Resume) -> Sequence[Mapping[str, Any]]:
    """How each lane stands, in the report's order."""
    answer: Sequence[Mapping[str, Any]] = _seen(found, resume).look["rows"]
    return answer


def lane(found: Here, resume: Resume, chosen: str | None) -> Mapping[str, Any]:
    """A lane of the report, made when it is first chosen; the one that the answer is about where none was."""
    seen = _seen(found, resume)
    if chosen is None or chosen not in {row["lane"] for row in seen.look["rows"]}:
        return lead_lane(seen.look["report"])
    if chosen not in seen.lanes:
        made = one_lane(found.market, resume.reading, chosen, texts=found.texts, **_corrected(found, resume))
        seen.lanes[chosen] = to_plain(made)
    return seen.lanes[chosen]


def _seen(found: Here, resume: Resume) -> _Seen:
    key = (found.generation.folder, resume)
    seen: _Seen | None = st.session_state.get(_REPORT)
    if seen is None or seen.key != key:
        corrected = _corrected(found, resume)
        made = to_plain(look(found.market, resume.reading, texts=found.texts, file=resume.name, **corrected))
        lead = lead_lane(made["report"])
        seen = st.session_state[_REPORT] = _Seen(key, made, {lead["lane"]: lead})
    return seen


class _Corrected(TypedDict):
    """The person's word for which skills they have."""

    have: frozenset[str]
    lack: frozenset[str]


def _corrected(found: Here, resume: Resume) -> _Corrected:
    """As far as the market knows the skills."""
    skills = found.market.skill_code.keys()
    return {"have": resume.have & skills, "lack": resume.lack & skills}


def jobs(found: Here, resume: Resume) -> Jobs:
    """The person's open jobs, nearest first, each with how they stand to it."""
    key = (found.generation.folder, resume)
    if _JOBS not in st.session_state or st.session_state[_JOBS][0] != key:
        made = nearest_jobs(found.market, resume.reading, MOST_JOBS, **_corrected(found, resume))
        st.session_state[_JOBS] = (key, made)
    answer: Jobs = st.session_state[_JOBS][1]
    return answer


def near(found: Here, resume: Resume) -> frozenset[str]:
    """Ids of the skills that are not held and near to something held."""
    others = report(found, resume)["resume"]["not_held"]
    return frozenset(skill["skill"] for skill in others if skill["state"] == "near")


def files(found: Here, resume: Resume) -> Mapping[str, Callable[[], str]]:
    """The whole report in each of FORMATS, made when it is taken along.

    The JSON holds what goes on from there: the resume's text, the corrections and what is ticked.
    """
    key = (found.generation.folder, resume)
    whole: _Whole | None = st.session_state.get(_FILES)
    if whole is None or whole.key != key:
        whole = st.session_state[_FILES] = _Whole(key, found, resume)
    return {format: partial(whole.file, format, ticked()) for format in FORMATS}


def _take(name: str, text: ResumeText) -> None:
    refuse_foreign("The pasted text" if name == PASTED_NAME else name, text.text)
    forget()
    reader = resume_reader(skills_overlay())
    today = dt.datetime.now(dt.UTC).date()
    reading = reader.read(text.text, text.parse_confidence, text.warnings, as_of=today)
    held = _Held(Resume(name, text, reading, today))
    st.session_state[_HELD] = held
    if key := st.context.cookies.get(browser.NAME):
        _BY_BROWSER[key] = held
