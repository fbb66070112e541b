"""The advice part of a gap report: what to say, jobs, observations, project; with the keys of `gap --format json`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.market.intervals import Share
from warehouse.models import Certainty, SkillKind, Standing

JobGroup = Literal["open", "one_step", "two_steps", "stretch", "further"]
"""What stands between a person and a job: nothing, one or two requirements, the level, or more."""
Blocker = Literal["never_deployed", "no_engineering", "no_ml", "few_years", "none"]
LevelFit = Literal["fits", "stretch", "below", "unknown"]


@dataclass(frozen=True, slots=True)
class Effort:
    """How long something takes, as a range of hours to a first result that can be shown."""

    low: int
    high: int
    basis: str


@dataclass(frozen=True, slots=True)
class Kin:
    """The jobs of a lane that are of a person's own kind: those of their field, else of the roles nearest to them."""

    roles: tuple[str, ...]
    n: int
    employers: int
    field: str | None = None
    """The speciality whose jobs these are; None: they are those of the roles."""
    field_name: str | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """A free source to learn from; `checked` is the day on which its page was seen, None where only others name it."""

    title: str
    publisher: str
    address: str
    checked: str | None


@dataclass(frozen=True, slots=True)
class Saying:
    """One skill that the resume shows and does not name."""

    skill: str
    name: str
    through: tuple[str, ...]
    """Names of what shows it."""
    certainty: Certainty
    quote: str
    """The resume's line."""
    standing: Standing
    """Where in the resume that line stands."""
    words: str
    """What to add, and where."""
    asked: Share
    """Of the lane's requisitions, those that require or prefer it."""
    kind: SkillKind = "concept"
    is_plain: bool = False
    """Whether it only names the kind of thing that what shows it is: every reader of the trade sees it."""


@dataclass(frozen=True, slots=True)
class Say:
    """The first row of the plan: naming what the resume shows without a word."""

    items: tuple[Saying, ...]
    """What it certainly shows, most asked for first."""
    if_true: tuple[Saying, ...]
    """What usually goes with what it shows: to be named where it is true."""
    before: Share
    """Of the lane's requisitions, those whose requirements are mostly met by what the resume writes word for word."""
    after: Share
    """The same once `items` are named: what a reader who knows the trade sees today."""
    if_true_after: Share
    """The same once `if_true` are named too: where learning starts."""
    before_jobs: int
    after_jobs: int
    if_true_jobs: int
    typical_before: float | None
    """How much of a typical requisition is met (0-1), word for word."""
    typical_after: float | None
    confirm: tuple[str, ...]
    """Names of basics that someone of this standing probably has and does not write: to be confirmed, not learned."""


@dataclass(frozen=True, slots=True)
class Job:
    """One open requisition, and how a person stands to it."""

    requisition_id: str
    posting_id: str
    title: str
    employer: str | None
    url: str | None
    lane: str | None
    role: str | None
    met: int
    of: int
    missing: tuple[str, ...]
    """Names of the requirements not met, those most asked for in the market first."""
    steps: int
    """Requirements still to be met until most are (80 %)."""
    group: JobGroup
    level: str | None
    level_fit: LevelFit
    min_years: float | None
    years_short: float | None
    """How many more years it asks for than the resume shows."""
    degree: str | None
    degree_need: str | None
    location: str | None
    region: str
    workplace: str | None
    pay_min: float | None
    pay_max: float | None
    pay_currency: str | None
    pay_period: str | None
    published: str | None
    """The day it came out or was first seen."""
    age_days: int | None
    """Days from that to the market's date."""
    last_seen: str | None
    asks_higher_degree: bool = False
    """Whether it requires a higher degree than the resume names."""
    asks_higher_level: bool = False
    """Whether its level is above the person's; a stretch may be one by its years alone."""
    is_elsewhere: bool = False
    """Whether it is in another part of the world than the resume names for its owner."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """A person's jobs, nearest first."""

    jobs: tuple[Job, ...]
    counts: dict[str, int]
    """Open jobs by group, also those not listed."""
    no_texts: int
    """Requisitions that cannot be listed because the market holds no text of them."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that the resume says, with its line."""

    skill: str | None
    name: str
    quote: str
    last_used: str | None = None
    names: tuple[str, ...] = ()
    """Names of what the line shows, as it says it."""
    result: str | None = None
    """Of a longer sentence than `quote` the clause that tells what came of it; one that does not follow at once begins
    with «…»."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two things in a resume that do not agree."""

    kind: Literal["years", "dates"]
    claimed: str
    found: str
    quote: str


@dataclass(frozen=True, slots=True)
class Observations:
    """What a careful reader notices in a resume beyond its skills, each with its line."""

    strong: tuple[Line, ...]
    """What the lane asks for and the resume proves with a result: of late, or else at all."""
    ended: tuple[Line, ...]
    """What the lane asks for and the resume shows last years ago."""
    list_only: tuple[str, ...]
    """Names of what the lane asks for that stands in a list and in no line of work."""
    clashes: tuple[Clash, ...]
    blocker: Blocker
    """What stands between this person and the lane before any single skill."""
    blocker_quote: str | None
    bridge: str | None
    """A title between what the person is and what the lane calls its jobs."""
    handed_over: str | None = None
    """The line in which what the person made is deployed or run by others."""
    strong_ended: str | None = None
    """The month in which the work of the strong lines ended («2022-10»; «2022» where the resume writes no month),
    where no line of late is strong."""
    unmeasured: Line | None = None
    """Where at most one line is strong: the next best of late, in which no number was found."""
    outside: str | None = None
    """The post that the person wants and this kind of market leaves out."""


@dataclass(frozen=True, slots=True)
class Project:
    """One project that would prove most of what is missing at once."""

    title: str
    seed: str | None
    """The person's own line that it can begin with."""
    lines: tuple[str, ...]
    proves: tuple[str, ...]
    """Names of the missing skills that it proves."""
    items: tuple[str, ...]
    """Checklist items that it proves."""
