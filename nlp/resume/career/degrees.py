"""The highest degree that a resume says is held; one that is expected, under way or left is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.resume.career.dates import spans_in, years_in
from nlp.resume.lines import ResumeLine, flat, pattern
from warehouse.models import Degree

_PLACES = (("education",), ("learning", "certifications"), ("header", "summary"), ("experience",))
"""Sections in the order in which they are believed."""
_COURSE = re.compile(r"(?i)\b(?:level|short course|module|mooc|supervis\w+|mentor\w+|teach\w+|taught)\b")
"""What is about a degree and is none: «MSc-level module», «supervised two PhD students»."""
_DEGREES: tuple[Degree, ...] = ("phd", "master", "bachelor")


def names_degree(text: str) -> bool:
    """Whether a text names a degree."""
    low = flat(text)
    return any(pattern("degree", degree).search(low) for degree in _DEGREES)


def highest_degree(lines: Sequence[ResumeLine], today: int) -> Degree | None:
    """The highest degree held, as education says; where it names none, as training, the top or the roles do."""
    told = [x for x in lines if x.role != "heading" and _COURSE.search(x.text) is None]
    for sections in _PLACES:
        places = [x for x in told if x.section in sections]
        if any(names_degree(x.text) for x in places):
            return _highest(places, today)
    return None


def _highest(places: Sequence[ResumeLine], today: int) -> Degree | None:
    for degree in _DEGREES:
        for i, line in enumerate(places):
            if pattern("degree", degree).search(flat(line.text)) and not _is_unfinished(places, i, today):
                return degree
    return None


def _is_unfinished(lines: Sequence[ResumeLine], at: int, today: int) -> bool:
    """Whether the entry of a degree says that it is not finished, in its line or the lines up to the next degree."""
    around = [lines[at].text]
    has_date = years_in(lines[at].text) != []
    for line in lines[at + 1 : at + 3]:
        if line.follows_blank or names_degree(line.text):
            break
        if has_date and years_in(line.text):
            break
        around.append(line.text)
        has_date = has_date or years_in(line.text) != []
    for line in reversed(lines[max(0, at - 3) : at]):
        if has_date:
            break
        around.append(line.text)
        has_date = years_in(line.text) != []
    low = flat(" ".join(around))
    years = years_in(low)
    if any(span.is_open for text in around for span in spans_in(text, today)):
        return True
    return pattern("degree", "unfinished").search(low) is not None or (bool(years) and max(years) * 12 > today)
