"""What speaks against the reading of a resume though its file was read: no sections, nothing done, no English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nlp.cues import facts
from nlp.language import foreign_language
from nlp.resume.career.heads import is_bare, is_dated, is_lone_date
from nlp.resume.career.roles import DatedRole, months_of
from nlp.resume.career.work import kind_told, title_of
from nlp.resume.headings import heading_section, languages_of_heading, section_name
from nlp.resume.lines import ResumeLine
from warehouse.models import BadInputError, Evidence

NO_SECTIONS = (
    "No section was recognised (Experience, Skills, Education …): look at the text that was read, "
    "and give the resume plain headings or paste its text."
)
ONLY_LISTED = (
    "Every skill found stands in a list and none in what you did: look at the text that was read; "
    "where your jobs are missing from it, paste the text."
)
NO_JOBS = (
    "No job was read with its dates, so no years are counted: look at the text that was read; "
    "write begin and end of each job in one line («Mar 2021 – Feb 2024»)."
)
LOST_JOBS = (
    "Dates stand outside of work and education in the text that was read ({dates}): "
    "a job may be missing; look at its place there, and give your work a plain heading (Experience)."
)
NO_TITLES = (
    "No job title was recognised beside some dates ({dates}): their work counts as none of ML or engineering; "
    "look at the text that was read."
)
LONE_DATES = (
    "A date stands alone in your work ({dates}), so nothing of that job is counted: "
    "write begin and end in one line («Mar 2021 – Feb 2024»)."
)
FOREIGN_HEADINGS = (
    "Headings in {language} were read as {headings}; what stands below them is read in English alone: "
    "look at the text that was read."
)
_WORDS = re.compile(r"[^\W\d_]+")
_DOUBT = 0.6
"""What is left of the confidence after one doubt."""
_NO_JOBS = frozenset({"header", "summary", "skills", "interests", "notes"})
"""Sections in which no job is read."""
_LOST = 2
"""Dates outside of work, or without a title, that cast doubt."""
_A_YEAR = 12
"""Months of technical work without a title that cast doubt."""
_SHOWN = 40
"""Letters of a line that a sentence quotes."""
_ENOUGH_WORDS = 80
_TWO_PAGES = 550
"""Words of a resume of more than a page."""
_ENOUGH_SKILLS = 5
_HEADINGS = 2
"""Headings in another language that tell it."""
_TOLD = 0.03
"""The share of a language's small words by which a text of little but names under its headings is told to be in it."""


def doubts(
    lines: Sequence[ResumeLine], evidence: Iterable[Evidence], roles: Sequence[DatedRole] = ()
) -> tuple[float, list[str]]:
    """The share of the confidence that is left, and why, in sentences."""
    words = sum(len(line.text.split()) for line in lines)
    found = list(evidence)
    said = []
    if words >= _ENOUGH_WORDS and all(line.role != "heading" for line in lines):
        said.append(NO_SECTIONS)
    if words >= _TWO_PAGES and len(found) >= _ENOUGH_SKILLS and set(found) <= {"listed", "learning"}:
        said.append(ONLY_LISTED)
    said += _of_jobs(lines, roles) if words >= _ENOUGH_WORDS else []
    return _DOUBT ** len(said), said


def _of_jobs(lines: Sequence[ResumeLine], roles: Sequence[DatedRole]) -> list[str]:
    """What speaks against the jobs that were read: none with dates, dates that are nobody's, dates without a title."""
    said = []
    has_jobs = any(line.section == "experience" and title_of([line.text]) is not None for line in lines)
    if has_jobs and not roles:
        said.append(NO_JOBS)
    lost = [lines[at].text for at in range(len(lines)) if _is_lost(lines, at)]
    if len(lost) >= _LOST or (lost and not roles):
        said.append(LOST_JOBS.format(dates=_some(lost)))
    alone = [line.text for line in lines if line.section == "experience" and is_lone_date(line.text)]
    if alone:
        said.append(LONE_DATES.format(dates=_some(alone)))
    untitled = [role for role in roles if role.is_professional and role.title is None and role.kind == "other"]
    technical = [role for role in untitled if kind_told([lines[i].text for i in role.lines]) != "other"]
    is_all = len(untitled) == sum(role.is_professional for role in roles)
    if is_all and len(months_of(role.span for role in technical)) >= _A_YEAR:
        said.append(NO_TITLES.format(dates=_some([lines[role.lines.start].text for role in technical])))
    return said


def _is_lost(lines: Sequence[ResumeLine], at: int) -> bool:
    """Whether a line dates a job where no job is read: with a title in it or beside it."""
    line = lines[at]
    if line.section not in _NO_JOBS or line.role == "heading" or not is_dated(line.text):
        return False
    near = lines[max(0, at - 2) : at + 3] if is_bare(line.text) else [line]
    return any(title_of([one.text]) is not None for one in near if one.role != "heading")


def _some(texts: Sequence[str]) -> str:
    """Two of some lines, as they begin."""
    return "; ".join(text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()} …" for text in texts[:2])


def foreign_headings(lines: Sequence[ResumeLine]) -> str | None:
    """How headings in another language were read, in a sentence; None where there are none."""
    language, headings = _in_one_language([line.text for line in lines if line.role == "heading"])
    if language is None:
        return None
    read_as = {line.text: line.section for line in lines if line.role == "heading" and line.text in headings}
    named = [f"{section_name(section)} («{text.strip(' :')}»)" for text, section in read_as.items()]
    return FOREIGN_HEADINGS.format(language=language, headings=", ".join(named))


def refuse_foreign(name: str, text: str) -> None:
    """Raises BadInputError, with one sentence, where a resume's text is surely not in English."""
    if language := foreign_language(text) or _language_under_headings(text):
        raise BadInputError(
            f"{name} is written in {language}; skillgap reads resumes in English only: give an English version of it."
        )


def _language_under_headings(text: str) -> str | None:
    """The language of a resume of few words beside names, told by its headings and the small words below them."""
    lines = [line.strip(" #*=_-–—|") for line in text.split("\n") if line.strip()]
    language, _ = _in_one_language(lines)
    if language is None:
        return None
    words = [word for line in lines if heading_section(line) is None for word in _WORDS.findall(line.lower())]
    known = facts("language.toml")
    code = next((code for code, name in known["names"].items() if name == language), "")
    own, english = (
        sum(map(frozenset(small).__contains__, words))
        for small in (
            known["small_words"].get(code, ()),
            known["english_words"],
        )
    )
    return language if own >= _TOLD * len(words) and own > english else None


def _in_one_language(lines: Sequence[str]) -> tuple[str | None, frozenset[str]]:
    """The language other than English that most headings among some lines are in, with these; None for few."""
    found: dict[str, set[str]] = {}
    for line in lines:
        for language in languages_of_heading(line):
            found.setdefault(language, set()).add(line)
    most = max(found, key=lambda language: len(found[language]), default=None)
    if most is None or len(found[most]) < _HEADINGS:
        return None, frozenset()
    return most, frozenset(found[most])
