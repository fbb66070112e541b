"""The entries of a resume (roles, projects, sections): what work their heads name, how much of them is technical."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.mentions.finder import Candidate
from nlp.resume import everyday
from nlp.resume.career.work import is_near, is_technical, kind_of
from nlp.resume.lines import ResumeLine
from nlp.resume.sayings import Saying
from nlp.taxonomy.loader import Skill

_FEW, _SOME = 0.15, 0.4
"""Shares of statements that name a tool."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a role, project or section is."""

    at: int
    """The number of its head."""
    kind: str
    """The kind of work that its head names, or the section that it is."""
    technical: int
    """Statements that name a tool for sure."""
    statements: int
    is_technical: bool
    """Whether its head, or any tool in it, says that it is technical work."""

    @property
    def is_sure(self) -> bool:
        """Whether it is technical work by its head or throughout."""
        return self.kind in {"ml_ai", "engineering"} or self.share == "most"

    @property
    def share(self) -> str:
        """How much of it is technical."""
        share = self.technical / max(self.statements, 1)
        return "none" if not self.technical else "few" if share <= _FEW else "some" if share <= _SOME else "most"


def entries(
    lines: Sequence[ResumeLine], told: Sequence[tuple[Saying, list[Candidate]]], skills: Mapping[str, Skill]
) -> list[Entry]:
    """For each statement, with the names that its neighbours confirm, the entry that it stands in."""
    under = everyday.blocks(lines)
    statements: Counter[int] = Counter()
    technical: Counter[int] = Counter()
    named = {under[at] for at, line in enumerate(lines) if line.role == "entry" and is_technical(line.text)}
    for saying, names in told:
        at = under[saying.at]
        statements[at] += 1
        technical[at] += everyday.is_technical([c for c in names if c.case != "context"], skills)
        if everyday.is_technical(names, skills):
            named.add(at)
    found = {at: Entry(at, _kind(lines[at]), technical[at], many, at in named) for at, many in statements.items()}
    return [found[under[saying.at]] for saying, _ in told]


def _kind(head: ResumeLine) -> str:
    if head.role != "entry":
        return head.section
    kind = kind_of([head.text], [])
    return "near" if kind == "other" and is_near([head.text]) else kind
