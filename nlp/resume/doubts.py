"""What speaks against the reading of a resume though its file was read: no sections, nothing done, no English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nlp.language import foreign_language, language_of
from nlp.resume.headings import facts, flat, heading_section
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
_DOUBT = 0.6
"""What is left of the confidence after one doubt."""
_ENOUGH_WORDS = 80
_TWO_PAGES = 550
"""Words of a resume of more than a page."""
_ENOUGH_SKILLS = 5
_HEADINGS = 3
"""Headings in another language that tell it."""


def doubts(lines: Sequence[ResumeLine], evidence: Iterable[Evidence]) -> tuple[float, list[str]]:
    """The share of the confidence that is left, and why, in sentences."""
    words = sum(len(line.text.split()) for line in lines)
    found = list(evidence)
    said = []
    if words >= _ENOUGH_WORDS and all(line.role != "heading" for line in lines):
        said.append(NO_SECTIONS)
    if words >= _TWO_PAGES and len(found) >= _ENOUGH_SKILLS and set(found) <= {"listed", "learning"}:
        said.append(ONLY_LISTED)
    return _DOUBT ** len(said), said


def refuse_foreign(name: str, text: str) -> None:
    """Raises BadInputError, with one sentence, where a resume's text is surely not in English."""
    if language := foreign_language(text) or _language_of_headings(text):
        raise BadInputError(
            f"{name} is written in {language}; skillgap reads resumes in English only: give an English version of it."
        )


def _language_of_headings(text: str) -> str | None:
    """The language of a resume of little but names, told by its headings; None where the English ones are more."""
    lines = [flat(line).strip(" :#*=_-–—|") for line in text.split("\n") if line.strip()]
    found = {
        language: len(set(lines) & {flat(word) for word in words}) for language, words in facts()["foreign"].items()
    }
    most = max(found, key=found.__getitem__)
    is_english = language_of(text) == "en" or sum(heading_section(line) is not None for line in lines) > found[most]
    return most if found[most] >= _HEADINGS and not is_english else None
