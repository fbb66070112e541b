"""What a statement of a resume says of a skill that it names: used, listed, studied, being learned, wished for, denied,
or nothing of this person at all, as it speaks of other people's work or of what a course leaves out.

The cues are data (`claims.toml`); each speaks for its clause.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nlp.resume.claims.cues import cues, holds, reached, tables
from nlp.resume.claims.whose import others_in
from nlp.resume.lines import ResumeLine, flat, heading_says, pattern, tells_a_deed
from warehouse.models import Evidence, SkillState, Standing

DOING = frozenset({"experience", "internship", "volunteer", "projects", "publications"})
_PAID = frozenset({"experience", "internship", "volunteer"})
_STUDY = frozenset({"education", "learning", "certifications"})
_COURSES = frozenset({"learning", "certifications"})
_HEAD = frozenset({"header", "summary"})
_REACH = 60
"""Characters around a name in which a cue right beside it stands."""
_LONGEST_LABEL = 60
_SHORT_SENTENCE = 4
_OWN_STUDY = re.compile(r"\b(?:thesis|dissertation|project)\b")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a statement says of one skill."""

    state: SkillState
    evidence: Evidence
    standing: Standing


class Statement:
    """One statement of a resume, asked for each skill that it names."""

    def __init__(self, text: str, line: ResumeLine, heading: str = "", taken: Collection[int] = ()) -> None:
        self._low, self._line = flat(text), line
        labels = [_label(line.text)] if _label(line.text) else []
        is_over = cues("in_progress", "finished").search(self._low) is not None
        if heading and not is_over:
            labels.append(_as_label(heading))
        spoken = heading_says(heading)
        self._spoken = None if spoken == "in_progress" and is_over else spoken
        self._others = others_in(
            text, self._low, flat(line.text), is_about_self=line.section in _HEAD, taken=frozenset(taken)
        )
        self._others += reached("syllabus", self._low, "turn")
        self._none = reached("unwanted", self._low, "end")
        if line.section in _HEAD:
            self._none += reached("goal", self._low, "end", with_cue=True)
        if _is_labelled("goal", labels):
            self._none.append((0, len(self._low)))
        self._denied = self._reach("denied", labels)
        if line.section not in DOING:
            self._denied += reached("denied", self._low, "end", name="elsewhere")
        self._denied = [s for s in self._denied if not _is_quoted(self._low, s[0])]
        self._wished = self._reach("wished", labels)
        if line.section not in _PAID:
            self._wished += self._reach("hoped", labels)
        self._learning = self._reach("in_progress", labels)
        self._studied = self._reach("coursework", labels)
        self._modest = self._reach("modest", labels)
        self._is_left = line.section not in _PAID and _is_left(self._low, line)
        self._is_under_way = line.section not in _PAID and _is_under_way(flat(line.text))
        self._standing = _standing(line)
        self._evidence = self._best()

    def claim(self, start: int, end: int) -> Claim | None:
        """What is said of the skill named at [start, end); None where it is no claim of this person's."""
        if holds(self._others, start, end):
            return None
        before, after = self._low[max(0, start - _REACH) : start], self._low[end : end + _REACH]
        if self._says("denied", self._denied, start, after) or _is_no(before, after):
            return Claim("denied", "listed", self._standing)
        if self._is_left or holds(self._none, start, end):
            return None
        if self._says("wished", self._wished, start, after):
            return Claim("wished", "listed", self._standing)
        if self._is_under_way or self._says("in_progress", self._learning, start, after):
            return Claim("in_progress", "learning", self._standing)
        is_study = self._line.section in _STUDY or self._says("coursework", self._studied, start, after)
        is_modest = self._says("modest", self._modest, start, after) or cues("modest", "adjective").search(before)
        is_listed = is_modest or (is_study and not _OWN_STUDY.search(self._low))
        return Claim("coursework" if is_study else "written", "listed" if is_listed else self._evidence, self._standing)

    def _reach(self, table: str, labels: Sequence[str]) -> list[tuple[int, int]]:
        if table == self._spoken or _is_labelled(table, labels):
            return [(0, len(self._low))]
        return reached(table, self._low, "end")

    def _says(self, table: str, stretches: Sequence[tuple[int, int]], start: int, after: str) -> bool:
        if any(left <= start <= right for left, right in stretches):
            return True
        told = tables()[table]
        return any(name in told and cues(table, name).search(after) is not None for name in ("after", "verdict"))

    def _best(self) -> Evidence:
        section = self._line.section
        if section == "education" and _OWN_STUDY.search(self._low):
            return "used"
        if section in DOING or (section == "header" and tells_a_deed(self._low)):
            if self._line.role == "entry" and not is_told(self._line):
                return "used"  # a head's figures are dates and sizes
            measured = pattern("outcome", "not_result").sub(" ", self._low)
            return "outcome" if pattern("outcome", "patterns").search(measured) else "used"
        return "listed"


def is_told(line: ResumeLine) -> bool:
    """Whether a line without a bullet is a short sentence all the same («Nginx and MySQL for 40 sites.»)."""
    return line.text.endswith(".") and len(line.text.split()) >= _SHORT_SENTENCE


def speaks_of_lack_or_wish(heading: str) -> bool:
    """Whether a heading says that what stands below it is lacked or wished for."""
    label = [_as_label(heading)]
    if heading_says(heading) in ("denied", "wished"):
        return True
    return _is_labelled("denied", label) or _is_labelled("wished", label)


def _is_no(before: str, after: str) -> bool:
    """«no Spark», «No PyTorch beyond the quickstart»; not «no Kubernetes downtime»."""
    return cues("denied", "no").search(before) is not None and cues("denied", "no_after").search(after) is not None


def _is_quoted(low: str, at: int) -> bool:
    """Whether a place stands in a title: «Thesis "Who is not heard: bias in speech recognition"»."""
    return low.count('"', 0, at) % 2 == 1 and '"' in low[at:]


def _is_left(low: str, line: ResumeLine) -> bool:
    """Whether a statement names a course that was given up."""
    is_course = line.section in _COURSES or cues("in_progress", "course").search(low) is not None
    return is_course and cues("in_progress", "left").search(low) is not None


def _is_under_way(low: str) -> bool:
    """Whether a line names a course or certificate that is not finished."""
    if not cues("in_progress", "course").search(low):
        return False
    if cues("in_progress", "line").search(low):
        return True
    return cues("in_progress", "bare").search(low) is not None and not cues("in_progress", "finished").search(low)


def _is_labelled(table: str, labels: Sequence[str]) -> bool:
    return "label" in tables()[table] and any(cues(table, "label").search(label) for label in labels)


def _as_label(heading: str) -> str:
    return flat(heading).rstrip(": ") + ":"


def _label(text: str) -> str:
    """What stands before a line's colon, or heads a table's row, and speaks for all of it; else empty."""
    low = flat(text)
    head, colon, _ = low.partition(":")
    if colon and len(head) <= _LONGEST_LABEL:
        return head + colon
    cell = re.match(r"[^|]{1,40}?(?=\s{2,}\S|\s*\|)", low)
    return f"{cell.group().strip()}:" if cell else ""


def _standing(line: ResumeLine) -> Standing:
    if line.section in _STUDY:
        return "education"
    if line.section == "summary" or (line.section == "header" and tells_a_deed(line.text)):
        return "summary"
    if line.section == "header" or (line.role == "entry" and not is_told(line)):
        return "title"
    return "bullet" if line.section in DOING else "list"
