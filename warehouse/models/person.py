"""What is read from one resume: a person's skills with their states and proofs, goal and years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from warehouse.models.words import Certainty, Degree, Evidence, LaneId, Seniority, SkillKind, SkillState, Standing

DOUBTFUL = 0.7
"""A resume read with less confidence is shown to its owner first."""


@dataclass(frozen=True, slots=True)
class ResumeSkill:
    """A skill that a resume shows, with its best evidence."""

    skill: str
    name: str
    surface: str
    evidence: Evidence
    quote: str
    """The line that shows it, denies it or wishes for it: a line of the resume's text."""
    kind: SkillKind = "tool"
    state: SkillState = "written"
    certainty: Certainty | None = None
    """Of `shown`: how sure the way from what is written is."""
    through: tuple[str, ...] = ()
    """Of `shown` and `near`: the ids of the written skills that it follows from, nearest first."""
    remains: str = ""
    """Of `near`: what is left to learn, in a few words."""
    last_used: str | None = None
    """Year and month (`2023-01`) in which its last dated role ended; the reading's own for a role that goes on."""
    standing: Standing = "bullet"

    @property
    def is_written(self) -> bool:
        """Whether the resume claims it in its own word: used, listed or studied."""
        return self.state in ("written", "coursework")

    @property
    def is_held(self) -> bool:
        """Whether it meets what a posting asks for: written, or certain from what is written."""
        return self.is_written or (self.state == "shown" and self.certainty == "certain")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a resume says its owner wants to become."""

    quote: str
    lane: LaneId | None = None
    role: str | None = None
    level: Seniority | None = None


@dataclass(frozen=True, slots=True)
class WorkYears:
    """Years of paid work by kind, overlaps counted once; None where nothing of that kind is dated."""

    ml_ai: float | None = None
    engineering: float | None = None
    """Software, data, platform and operations engineering that is not ML/AI."""
    other: float | None = None


@dataclass(frozen=True, slots=True)
class ResumeReading:
    """All that nlp reads from one resume."""

    text: str
    skills: tuple[ResumeSkill, ...]
    years: float | None
    seniority: Seniority | None
    degree: Degree | None
    parse_confidence: float
    """0-1: how far two reading orders of the file agree, and how much of it looks like words."""
    warnings: tuple[str, ...] = ()
    reader_version: str = ""
    name: str | None = None
    """The person's name as the resume's head gives it; None where it is not sure."""
    goal: Goal | None = None
    years_by_kind: WorkYears = WorkYears()
    titles: tuple[str, ...] = ()
    """Job titles, the latest first."""

    @property
    def held(self) -> frozenset[str]:
        """Ids of the skills that meet what a posting asks for."""
        return frozenset(skill.skill for skill in self.skills if skill.is_held)

    present: dt.date | None = None
    """The day that «present» stands for; None where no role goes on."""

    @property
    def is_doubtful(self) -> bool:
        """Whether so little could be read for certain that nothing should be believed before its owner has looked."""
        return self.parse_confidence < DOUBTFUL
