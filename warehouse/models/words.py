"""The closed lists of words that the domain types are made of, and what no type fits: errors a person can mend."""

from __future__ import annotations

from typing import Literal, get_args

Basis = Literal["stated", "text", "inferred"]
"""Where a value comes from: a structured field, the wording, or a rule of ours."""
Need = Literal["required", "preferred", "context", "not_required"]
SkillKind = Literal["tool", "concept", "soft"]
Outcome = Literal["complete", "not_modified", "partial", "failed", "gone"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
SEEN_WHOLE: tuple[Outcome, ...] = ("complete", "not_modified")
"""A look that saw all of a board; by «not modified» the source itself confirms the list before it."""
Workplace = Literal["remote", "hybrid", "onsite"]
Period = Literal["hour", "day", "week", "month", "year"]
Seniority = Literal["intern", "junior", "mid", "senior", "staff", "lead", "principal", "manager"]
Degree = Literal["bachelor", "master", "phd"]
DegreeNeed = Literal["required", "preferred", "or_equivalent"]
EmploymentType = Literal["full_time", "part_time", "contract", "temporary", "intern", "other"]
Evidence = Literal["listed", "used", "outcome", "learning"]
SkillState = Literal["written", "shown", "near", "denied", "wished", "in_progress", "coursework"]
"""How a person stands to a skill; one that has no entry is absent."""
Certainty = Literal["certain", "usual"]
"""How sure it is that who has one skill has another: any hiring manager agrees, or most who did one did both."""
Standing = Literal["bullet", "list", "summary", "title", "education"]
"""Where in a resume a skill stands at its strongest."""
LaneId = str
MarketKind = Literal["example", "reference", "real"]
PlaceRegion = Literal["us", "canada", "uk", "eu_eea", "india", "other", "unknown"]

IMPORT_SOURCE = "import"
"""The source of rows that came by `skillgap import`; its absences never close anything."""
SOURCE_PRECEDENCE = {"ats": 0, "hackernews": 1, "aggregator": 2, IMPORT_SOURCE: 3}
"""Which member of a requisition represents it: the lowest first."""


class SkillgapError(Exception):
    """What a person can mend. The message is one sentence naming the file, row or field and the mend."""

    exit_code = 2


class BadInputError(SkillgapError):
    """Wrong use or unreadable input: exit code 2."""


class BrokenDataError(SkillgapError):
    """What lies in the data folder contradicts itself: exit code 3."""

    exit_code = 3


class SchemaDrift(Exception):  # a state of a board, not a failure of ours
    """A payload lacks a key that its source has always had; the board's outcome becomes `partial`."""
