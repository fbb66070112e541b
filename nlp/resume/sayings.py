"""The statements of a resume that may name skills, and which of the names found in one of them count.

Short items of a list are read together, so that they speak for one another; the head of a role counts for the list of
technologies in it, the head of a degree for its field.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nlp.mentions.finder import Candidate
from nlp.resume.career.heads import is_bare, is_dated
from nlp.resume.claims.statement import Claim, Statement, is_told, speaks_of_lack_or_wish
from nlp.resume.columns import in_columns
from nlp.resume.headings import flat, heading_says, pattern
from nlp.resume.lines import ResumeLine, tells
from nlp.taxonomy.loader import Skill
from nlp.text import statements

_SILENT = frozenset({"interests"})
_STUDY = frozenset({"education", "learning", "certifications"})
_MAX_QUOTE = 300
_MAX_STATEMENT = 1500
_MAX_ITEMS = 60
_LONGEST_NAME = 6
_FEW_LINES = 5
"""As many as may stand under «Learning now»."""
_JOINT = ", "
"""Between the items of a list that are read as one."""
_LABELLED = re.compile(r"[A-Z][\w&/-]*(?: [\w&/-]+){0,3}: ?\S+ \S")
_MARKED = re.compile(r"\b\d{1,3}(?:[.,]\d+)? ?(?:/ ?\d{2,3}\b|%)")
"""A mark: «Linear Algebra 17/20» is a course, no school."""
_PART = re.compile(r"[|;·•—–]|\s-\s|,(?! *(?:and|or)\b)|\s{2,}")
"""What parts the head of a degree: «BSc Networking, Techn. College Harrow — 2024»."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement of a resume, or several list items read as one."""

    text: str
    line: ResumeLine
    at: int
    """The number of its (first) line."""
    heading: str
    """The heading that it stands under, empty for none."""
    parts: tuple[tuple[int, str], ...]
    """(offset, line) of each item that the text was put together from."""
    is_field: bool = False
    """Whether it is what a degree or course is in."""

    def quote(self, offset: int) -> str:
        """The line that stands at an offset."""
        return next(line for start, line in reversed(self.parts) if start <= offset)[:_MAX_QUOTE]


class Spoken:
    """What a saying claims: each item of a list says what it says of itself alone."""

    def __init__(self, saying: Saying, names: Sequence[tuple[int, int]]) -> None:
        starts = [start for start, _ in saying.parts[1:]]
        self._bounds = [0, *starts, len(saying.text) + len(_JOINT)]
        self._statements = [
            Statement(
                saying.text[left : right - len(_JOINT)] if starts else saying.text,
                replace(saying.line, text=said) if starts else saying.line,
                saying.heading,
                [(start - left, end - left) for start, end in names if left <= start < right],
                is_field=saying.is_field,
            )
            for (left, right), (_, said) in zip(pairwise(self._bounds), saying.parts, strict=True)
        ]

    def claim(self, start: int, end: int) -> Claim | None:
        """What is said of the skill named at [start, end); None where it is no claim of this person's."""
        statement, left = self.at(start)
        return statement.claim(start - left, end - left)

    def disowns(self, start: int, end: int) -> bool:
        """Whether a turn of speech says beyond doubt that what is named at [start, end) is another's."""
        statement, left = self.at(start)
        return statement.disowns(start - left, end - left)

    def at(self, place: int) -> tuple[Statement, int]:
        """The statement that a place stands in, with where it begins."""
        number = bisect_right(self._bounds, place) - 1
        return self._statements[number], self._bounds[number]


def sayings(lines: Sequence[ResumeLine]) -> Iterator[Saying]:
    """The statements that may show skills; short items of a list together, so that they speak for one another."""
    items: list[tuple[int, ResumeLine]] = []
    heading, opened, is_silent = "", 0, False
    columns = in_columns(lines)
    for at, line in enumerate(lines):
        if at not in columns and _is_item(line) and len(items) < _MAX_ITEMS:
            items.append((at, line))
            continue
        if items:
            yield _together(items, heading)
            items = []
        if at in columns:
            yield from (Saying(cell, line, at, head, ((0, line.text[:_MAX_QUOTE]),)) for head, cell in columns[at])
            continue
        if line.role == "heading":
            heading, opened = line.text, at
            is_silent = line.section in _SILENT and not speaks_of_lack_or_wish(heading)
            continue
        heading = _still_spoken(heading, at - opened)
        if heading_says(heading) == "in_progress" and is_dated(line.text):
            heading = ""  # «Learning» over a list of courses with their dates
        if is_silent or any(pattern("line", name).search(flat(line.text)) for name in ("contact", "silent_labels")):
            continue
        is_head = line.role == "entry" and _MARKED.search(line.text) is None
        is_study = pattern("line", "studied").search(flat(line.text)) is not None
        if line.section == "education" and not is_study and (is_head or _names_degree(line)):
            yield from _fields(line, _with_dates(lines, at), at, heading)
            continue
        dated = _with_dates(lines, at)
        for s in statements(line.text):
            for piece in _pieces(s.text):
                yield Saying(piece, dated, at, heading, ((0, line.text if len(line.text) <= _MAX_QUOTE else piece),))
    if items:
        yield _together(items, heading)


def _with_dates(lines: Sequence[ResumeLine], at: int) -> ResumeLine:
    """The head of a course or degree together with the dates that stand alone in the line below it."""
    line, below = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    is_parted = line.role == "entry" and line.section in _STUDY and below is not None and not below.follows_blank
    if not is_parted or below is None or is_dated(line.text) or not (is_bare(below.text) and is_dated(below.text)):
        return line
    return replace(line, text=f"{line.text}, {below.text}")


def _is_item(line: ResumeLine) -> bool:
    is_list = line.section == "skills" and line.role == "text" and ":" not in line.text
    return is_list and not tells(line.text) and len(line.text) <= _MAX_QUOTE


def _still_spoken(heading: str, lines: int) -> str:
    """A heading so many lines above; empty where it says of all below it that it is being learned: of so much nobody
    does, and what follows is another list."""
    return "" if lines > _FEW_LINES and heading_says(heading) == "in_progress" else heading


def counted(saying: Saying, found: Sequence[Candidate], skills: Mapping[str, Skill]) -> list[Candidate]:
    """Of the names found in a statement those that count."""
    if saying.is_field:
        return [c for c in found if skills[c.skill].kind == "concept"]
    line = saying.line
    if line.section == "publications":
        found = [c for c in found if c.case != "context" or not _opens_title(saying.text, c, found)]
    if is_told(line) or line.section == "education" or _says(line):
        return list(found)
    if line.role == "entry" or (line.section == "projects" and _heads_project(line)):
        return _only_lists(saying.text, [c for c in found if skills[c.skill].kind == "tool"])
    return list(found)


def _says(line: ResumeLine) -> bool:
    """Whether a line that could head a role is a short remark («Perl scripts.») or names parts after a label."""
    if is_dated(line.text) or line.section == "projects":
        return False
    low = flat(line.text)
    is_labelled = _LABELLED.match(line.text) is not None and pattern("line", "head_labels").match(low) is None
    return is_labelled or (low.endswith(".") and pattern("line", "abbreviated").search(low) is None)


def _opens_title(text: str, name: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether an everyday word owes its capital to the title that it opens («Talk: "Swift as a river"»), in which
    (up to its colon) nothing else is named."""
    if text[: name.start][-1:] not in ('"', "“", "«", "„"):
        return False
    ends = [at for at in (text.find(mark, name.end) for mark in ('"', "”", "»", "“", ":")) if at >= 0]
    return not any(name.end <= other.start < min(ends, default=len(text)) for other in found)


def _names_degree(line: ResumeLine) -> bool:
    return pattern("degree", "field").search(flat(line.text)) is not None and not tells(line.text)


def _fields(line: ResumeLine, dated: ResumeLine, at: int, heading: str) -> Iterator[Saying]:
    """What the degrees or courses that a line heads are in: the part that names the degree, not school and place.

    `dated` is the line with the dates that stand below it.
    """
    quote = line.text[:_MAX_QUOTE]
    is_open = False  # the degree alone stood before: «MSc, Machine Learning»
    for part in _PART.split(line.text):
        names = pattern("degree", "field").search(flat(part)) is not None
        if names or (is_open and pattern("line", "school").search(flat(part)) is None):
            yield Saying(part, dated, at, heading, ((0, quote),), is_field=True)
        is_open = names and pattern("degree", "alone").fullmatch(flat(part).strip()) is not None


def _pieces(text: str) -> Iterator[str]:
    """A text cut at blanks into pieces that are judged in bounded time; nearly every statement is one piece."""
    while len(text) > _MAX_STATEMENT:
        at = text.rfind(" ", 0, _MAX_STATEMENT)
        at = at if at > 0 else _MAX_STATEMENT
        yield text[:at]
        text = text[at:].lstrip()
    yield text


def _together(items: Sequence[tuple[int, ResumeLine]], heading: str) -> Saying:
    text, parts = "", []
    for _, item in items:
        if text:
            text += _JOINT
        parts.append((len(text), item.text))
        text += item.text
    at, first = items[0]
    return Saying(text, first, at, heading, tuple(parts))


def _heads_project(line: ResumeLine) -> bool:
    """Whether a line names a project («Night trains | Go, Docker») and does not describe one."""
    is_cut = " | " in line.text or "  " in line.text
    return not line.is_bullet and not tells(line.text) and (is_cut or len(line.text.split()) <= _LONGEST_NAME)


def _only_lists(text: str, found: list[Candidate]) -> list[Candidate]:
    """Of the head of a role or project: the names in a list of technologies («API gateway | Go, gRPC»), no others."""
    kept: list[Candidate] = []
    for m in re.finditer(r"[^|()–—]+", text):
        inside = [c for c in found if m.start() <= c.start and c.end <= m.end()]
        named = sum(c.end - c.start for c in inside)
        if len(inside) >= 2 and named >= 0.5 * len(re.sub(r"[\s,;/&+]+", "", m.group())):
            kept += inside
    return kept
