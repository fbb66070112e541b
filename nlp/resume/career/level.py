"""The level of a person: what their latest technical title says, held against their years."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.resume.career import work
from nlp.resume.career.roles import DatedRole, months_of
from nlp.resume.lines import ResumeLine
from nlp.seniority import seniority_of
from warehouse.models import Degree, Goal, Seniority

_HEADLINE = 4
"""Lines at the top among which a person's own title stands."""
_JUNIOR, _MID = 18, 60
"""Months of technical work below which who has no word of a level is junior, or mid-level."""
_DOCTORATE = 36
"""Months of technical work that a doctorate stands for."""
_GRADUATE = re.compile(r"\bgrad(?:uate)?\b", re.IGNORECASE)
_ABOVE_MID = frozenset({"senior", "staff", "lead", "principal"})
_BELOW_MID = frozenset({"intern", "junior"})
_ENTRIES = frozenset({"experience", "internship", "volunteer"})


def level_of(
    lines: Sequence[ResumeLine], found: Sequence[DatedRole], degree: Degree | None = None, goal: Goal | None = None
) -> Seniority | None:
    """The level in the latest title, of engineering before work near it; else by the years of such work.

    The level of other work («shop manager») says nothing of engineering: who has done nothing else has the level of
    the first post that they look for, else of their headline, else `intern` after an internship.
    """
    own = sorted((r for r in found if r.is_professional), key=lambda r: (r.span.end, r.span.start), reverse=True)
    technical = [r for r in own if r.kind != "other"] or [r for r in own if work.is_near(r.head)]
    if not technical:
        return _of_beginner(lines, goal)
    months = len(months_of(role.span for role in technical)) + (_DOCTORATE if degree == "phd" else 0)
    said = next((level for text in technical[0].head if (level := _level_in(text)) is not None), None)
    if said is not None:
        return "mid" if said in _ABOVE_MID and months < _JUNIOR else said
    if any(seniority_of(role.title or "") == "junior" for role in technical[1:]):
        return "mid"  # a title without «junior» after one with it
    headline = _of_headline(lines)
    if headline is not None:
        return headline
    if goal is not None and goal.level in _BELOW_MID:
        return goal.level
    return "junior" if months < _JUNIOR else "mid" if months < _MID else "senior"


def _level_in(text: str) -> Seniority | None:
    """The level that a line of a head names; of «Junior Engineer → Engineer» the later title's."""
    return seniority_of(work.later(text))


def _of_headline(lines: Sequence[ResumeLine]) -> Seniority | None:
    for line in lines[:_HEADLINE]:
        if line.section == "header" and "@" not in line.text and (level := seniority_of(line.text)) is not None:
            return level
    return None


def _of_beginner(lines: Sequence[ResumeLine], goal: Goal | None) -> Seniority | None:
    """The level of who has no technical work behind them."""
    headline = _of_headline(lines)
    if goal is not None and goal.level == "junior":
        return "junior"  # an internship that is over, and a first post that is wished for
    if headline == "junior" and _had_internship(lines) and any(_GRADUATE.search(x.text) for x in lines[:_HEADLINE]):
        return "intern"  # «Graduate» with an internship behind them
    if headline is None and _had_internship(lines):
        return "intern"
    return headline or (goal.level if goal is not None and goal.level in _BELOW_MID else None)


def _had_internship(lines: Sequence[ResumeLine]) -> bool:
    """Whether some entry is an internship, dated or not."""
    return any(
        line.role != "heading"
        and (line.section == "internship" or (line.section in _ENTRIES and work.is_internship([line.text])))
        for line in lines
        if not line.is_bullet
    )
