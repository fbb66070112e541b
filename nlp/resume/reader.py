"""Read one resume: text in, a typed ResumeReading out, every skill with the line that shows it. No files, no clock."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nlp.mentions import context
from nlp.mentions.finder import Candidate, SkillFinder
from nlp.resume import career, dates, person
from nlp.resume.lines import ResumeLine, facts, flat, pattern, read_lines, tells, tells_a_deed
from nlp.resume.states import with_inferred
from nlp.taxonomy.loader import Taxonomy
from nlp.text import statements
from nlp.version import sources, version_of
from warehouse.models import Evidence, ResumeReading, ResumeSkill, SkillState

_ROOM = Path(__file__).parents[1]
_READ_WITH = (
    *(
        _ROOM / name
        for name in ("text.py", "letters.py", "cues.py", "cues.toml", "placed.py", "seniority.py", "seniority.toml")
    ),
    *(_ROOM / name for name in ("taxonomy", "mentions", "resume")),
)
"""What a resume's reading depends on."""
_STRENGTH: dict[Evidence, int] = {"outcome": 3, "used": 2, "listed": 1, "learning": 0}
_SILENT = frozenset({"interests"})
_DOING = frozenset({"experience", "internship", "volunteer", "projects", "publications"})
_MAX_QUOTE = 300
_MAX_STATEMENT = 1500
_MAX_ITEMS = 60
_LONGEST_NAME = 6
_REACH_BACK = 60
_ADJECTIVE = re.compile(facts()["learning"]["adjective"])
_CLAUSE_END = re.compile(facts()["not_having"]["clause_end"])
_OWN_WORK = re.compile(r"\b(?:thesis|dissertation|project)\b")
_FIELD_OF_STUDY = re.compile(r"\b(?:major|minor|degree|honou?rs|concentration|specialization|gpa)s?\b")


@dataclass(frozen=True, slots=True)
class _Saying:
    """A statement of a resume, or several list items read as one."""

    text: str
    line: ResumeLine
    parts: tuple[tuple[int, str], ...]
    """(offset, line) of each item that the text was put together from."""

    def quote(self, offset: int) -> str:
        """The line that stands at an offset."""
        return next(line for start, line in reversed(self.parts) if start <= offset)[:_MAX_QUOTE]


@dataclass(frozen=True)
class ResumeReader:
    """Reads resumes by one taxonomy."""

    taxonomy: Taxonomy
    overlay: Path | None = None

    @cached_property
    def finder(self) -> SkillFinder:
        """The automaton over all surfaces."""
        return SkillFinder(self.taxonomy)

    @cached_property
    def version(self) -> str:
        """Changes when code, taxonomy or overlay change what a resume reads as."""
        own = [self.overlay] if self.overlay and self.overlay.exists() else []
        return version_of([*sources(*_READ_WITH), *own])

    def read(
        self, text: str, parse_confidence: float = 1.0, warnings: Sequence[str] = (), *, as_of: dt.date | None = None
    ) -> ResumeReading:
        """The reading of a resume's text.

        `as_of` is the day that «present» stands for; without it, the end of the last year that the resume names.
        The reading's text is the given one with wrapped lines joined: every quote is found in it.
        """
        lines = read_lines(text)
        today = dates.month_of(as_of) if as_of else dates.latest_month(line.text for line in lines)
        roles = career.roles(lines, today)
        years = career.total_years(roles)
        return ResumeReading(
            text="\n".join(("• " if x.is_bullet else "") + x.text for x in lines),
            skills=with_inferred(self._skills(lines), self.taxonomy),
            years=years if years is not None else career.stated_years(lines),
            seniority=career.seniority(lines, roles),
            degree=career.highest_degree(lines, today),
            parse_confidence=parse_confidence,
            warnings=tuple(warnings),
            reader_version=self.version,
            name=person.name_of(lines),
            years_by_kind=career.years_by_kind(roles),
            titles=career.titles(roles),
        )

    def _skills(self, lines: Sequence[ResumeLine]) -> list[ResumeSkill]:
        """Each skill once, with its strongest evidence, in the order in which the resume first names them."""
        best: dict[str, ResumeSkill] = {}
        for saying in _sayings(lines):
            if not (found := self._confirmed(saying)):
                continue
            cues = _Cues(saying.text, saying.line)
            for c in found:
                evidence = cues.evidence(c.start, c.end)
                if evidence is None:
                    continue
                known = best.get(c.skill)
                if known is None or _STRENGTH[evidence] > _STRENGTH[known.evidence]:
                    skill = self.taxonomy.skills[c.skill]
                    surface, quote = saying.text[c.start : c.end], saying.quote(c.start)
                    state: SkillState = "in_progress" if evidence == "learning" else "written"
                    best[c.skill] = ResumeSkill(c.skill, skill.name, surface, evidence, quote, skill.kind, state)
        return list(best.values())

    def _confirmed(self, saying: _Saying) -> list[Candidate]:
        candidates = self.finder.find(saying.text)
        if not candidates:
            return []
        kept = context.confirm(saying.text, 0, candidates, self._soft)
        if saying.line.role == "entry" or (saying.line.section == "projects" and _heads_project(saying.line)):
            return _only_lists(saying.text, [c for c in kept if self.taxonomy.skills[c.skill].kind == "tool"])
        return kept

    @cached_property
    def _soft(self) -> frozenset[str]:
        return frozenset(s.id for s in self.taxonomy.skills.values() if s.kind == "soft")


class _Cues:
    """What a statement says of having, learning and using; asked for each skill that it names."""

    def __init__(self, statement: str, line: ResumeLine) -> None:
        self._low = flat(statement)
        self._line = line
        label = _label(line.text)
        self._denied = _reaches("not_having", self._low, label)
        self._learning = _reaches("learning", self._low, label)
        self._evidence = self._best()

    def evidence(self, start: int, end: int) -> Evidence | None:
        """What the statement shows of the skill at [start, end): None where it denies it."""
        after = self._low[end : end + _REACH_BACK]
        if _holds(self._denied, start) or pattern("not_having", "after").search(after):
            return None
        is_learning = _holds(self._learning, start) or pattern("learning", "after").search(after)
        if is_learning or _ADJECTIVE.search(self._low[max(0, start - _REACH_BACK) : start]):
            return "learning"
        return self._evidence

    def _best(self) -> Evidence:
        section = self._line.section
        if section == "learning":
            return "learning"
        if section == "education":
            return "used" if _OWN_WORK.search(self._low) else "learning"
        if section in _DOING or (section == "header" and tells_a_deed(self._low)):
            measured = pattern("outcome", "not_result").sub(" ", self._low)
            return "outcome" if pattern("outcome", "patterns").search(measured) else "used"
        return "listed"


def _reaches(table: str, low: str, label: str) -> list[tuple[int, int]]:
    """The stretches of a statement that its cues speak for: to the end of the clause, or all of it after a label."""
    cues = pattern(table, "before")
    if cues.search(label):
        return [(0, len(low))]
    found = []
    for cue in cues.finditer(low):
        stop = _CLAUSE_END.search(low, cue.end())
        found.append((cue.end(), stop.start() if stop else len(low)))
    return found


def _holds(stretches: Sequence[tuple[int, int]], place: int) -> bool:
    return any(start <= place <= end for start, end in stretches)


def _label(text: str) -> str:
    """What stands before a line's colon and speaks for all of it («Currently learning:»), empty where nothing does."""
    head, colon, _ = flat(text).partition(":")
    return head + colon if colon and len(head) <= 60 else ""


def _sayings(lines: Sequence[ResumeLine]) -> Iterator[_Saying]:
    """The statements that may show skills; short items of a list together, so that they speak for one another."""
    items: list[ResumeLine] = []
    for line in lines:
        is_item = line.section == "skills" and line.role == "text" and ":" not in line.text and not tells(line.text)
        if is_item and len(items) < _MAX_ITEMS and len(line.text) <= _MAX_QUOTE:
            items.append(line)
            continue
        if items:
            yield _together(items)
            items = []
        if line.role == "heading" or line.section in _SILENT or pattern("line", "contact").search(flat(line.text)):
            continue
        if line.section == "education" and (line.role == "entry" or _FIELD_OF_STUDY.search(flat(line.text))):
            continue
        for s in statements(line.text):
            for piece in _pieces(s.text):
                yield _Saying(piece, line, ((0, line.text if len(line.text) <= _MAX_QUOTE else piece),))
    if items:
        yield _together(items)


def _pieces(text: str) -> Iterator[str]:
    """A text cut at blanks into pieces that are judged in bounded time; nearly every statement is one piece."""
    while len(text) > _MAX_STATEMENT:
        at = text.rfind(" ", 0, _MAX_STATEMENT)
        at = at if at > 0 else _MAX_STATEMENT
        yield text[:at]
        text = text[at:].lstrip()
    yield text


def _together(items: Sequence[ResumeLine]) -> _Saying:
    text, parts = "", []
    for item in items:
        if text:
            text += ", "
        parts.append((len(text), item.text))
        text += item.text
    return _Saying(text, items[0], tuple(parts))


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
