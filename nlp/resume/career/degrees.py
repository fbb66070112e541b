"""The highest degree that a resume says is held; one that is expected, under way or left is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from nlp.resume.career.dates import spans_in, years_in
from nlp.resume.headings import Section, flat, pattern
from nlp.resume.lines import ResumeLine
from warehouse.models import Degree

_PLACES = (("education",), ("learning", "certifications"), ("header", "summary"), ("experience",))
"""Sections in the order in which they are believed."""
_COURSE = re.compile(
    r"(?i)\b(?:level(?! \d)|short course|module|mooc|supervis\w+|mentor\w+|taught"
    r"|(?<! in )(?<! of )(?<! and )teach\w+(?! degree|,|$))\b"
)
"""What is about a degree and is none: «MSc-level module», «supervised two PhD students»; not «(EQF level 6)», not
«Master of Arts in Teaching»."""
_LEFT_WITH = re.compile(
    r"\b(?:left|leaving|exit(?:ed)?|out|departed|quit|ended|stopped)(?: early)? with (?:the|an?|my) "
)
"""«PhD programme, left with an MSc»: what is named behind it was awarded."""
_LONGEST_LEAD = 3
"""Lines that may stand over the degree in its entry."""
_DEGREES: tuple[Degree, ...] = ("phd", "master", "bachelor")


def names_degree(text: str) -> bool:
    """Whether a text names a degree."""
    low = flat(text)
    return any(pattern("degree", degree).search(low) for degree in _DEGREES)


def highest_degree(lines: Sequence[ResumeLine], today: int) -> Degree | None:
    """The highest degree held, as education says; where it names none, as training, the top or the roles do."""
    under: Section = "header"  # what the heading above says
    told: list[tuple[ResumeLine, Section]] = []
    for line in lines:
        if line.role == "heading":
            under = line.section
        elif _COURSE.search(line.text) is None:
            told.append((line, under))
    for sections in _PLACES:
        # «Modules: …» under a degree parts its entry from the next one; a list of courses elsewhere says nothing of it.
        places = [
            x
            for x, above in told
            if x.section in sections
            or (
                "education" in sections
                and above == "education"
                and x.section == "learning"
                and not names_degree(x.text)
            )
        ]
        if any(names_degree(x.text) for x in places):
            return _highest(places, today)
    return None


def _highest(places: Sequence[ResumeLine], today: int) -> Degree | None:
    entries = _entries(places)
    for degree in _DEGREES:
        for entry in entries:
            taken = _left_with(entry)
            if taken == degree:
                return degree
            is_named = pattern("degree", degree).search(flat(entry[0].text)) is not None
            if is_named and taken is None and not _is_unfinished(entry, today):
                return degree
    return None


def _left_with(entry: Sequence[ResumeLine]) -> Degree | None:
    """The degree with which the study of an entry was left."""
    for line in entry:
        low = flat(line.text)
        for left in _LEFT_WITH.finditer(low):
            if taken := next((d for d in _DEGREES if pattern("degree", d).match(low, left.end())), None):
                return taken
    return None


def _entries(lines: Sequence[ResumeLine]) -> list[list[ResumeLine]]:
    """Each line that names a degree, with the lines of its entry behind it: school, dates, remarks, above and below."""
    named = [i for i, line in enumerate(lines) if names_degree(line.text)]
    lead = 0  # how many lines stand over the degree in an entry, as in the first one
    while named and lead < min(named[0], _LONGEST_LEAD) and _heads(lines[named[0] - lead - 1]):
        lead += 1
    found = []
    for at, following in pairwise([*named, len(lines)]):
        first, below = at, at
        while first > max(0, at - lead) and _heads(lines[first - 1]) and not lines[first].follows_blank:
            first -= 1
        reached = [lines[i] for i in range(first, at + 1)]
        stop = following if following == len(lines) else max(at + 1, following - lead)
        while below + 1 < stop and _belongs(lines[below + 1], reached):
            below += 1
            reached.append(lines[below])
        found.append([lines[at], *reached])
    return found


def _heads(line: ResumeLine) -> bool:
    is_remark = pattern("degree", "unfinished").search(flat(line.text)) is not None
    return line.role == "entry" and not line.is_bullet and not is_remark and not names_degree(line.text)


def _belongs(line: ResumeLine, entry: Sequence[ResumeLine]) -> bool:
    """Whether a line goes on with an entry: remarks do, what has dates of its own does not."""
    if line.is_bullet:
        return not any(above.is_bullet and names_degree(above.text) for above in entry)  # else the next item of a list
    is_remark = line.role != "entry" or pattern("degree", "unfinished").search(flat(line.text)) is not None
    has_date = any(years_in(above.text) for above in entry)
    return not line.follows_blank and (is_remark or not (has_date and years_in(line.text)))


def _is_unfinished(entry: Sequence[ResumeLine], today: int) -> bool:
    """Whether the entry of a degree says that it is not finished."""
    if any(span.is_open for line in entry for span in spans_in(line.text, today)):
        return True
    low = flat(" ".join(line.text for line in entry))
    years = years_in(low)
    return pattern("degree", "unfinished").search(low) is not None or (bool(years) and max(years) * 12 > today)
