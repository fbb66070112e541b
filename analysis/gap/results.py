"""The gap report's types, with the keys and nesting of `gap --format json`; `warehouse.models.to_plain` writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from analysis.demand.shares import Quantile, SkillYears
from analysis.gap.advice.types import Effort, Jobs, Kin, Observations, Project, Resource, Say
from analysis.market.intervals import Share, State
from warehouse.models import Certainty, Degree, Evidence, Goal, SkillKind, SkillState, WorkYears
from warehouse.models import Standing as SkillStanding

Advice = Literal["learn", "say"]
"""`say`: you seem to have it and the resume does not put it in words; else `learn`."""


@dataclass(frozen=True, slots=True)
class HeldSkill:
    """A skill that the resume shows, with its best evidence."""

    skill: str
    name: str
    surface: str
    evidence: Evidence
    quote: str
    kind: SkillKind
    is_counted: bool
    """Whether it may meet a unit: held, not soft, not very generic, not disowned by `lack`."""
    state: SkillState = "written"
    certainty: Certainty | None = None
    """Of `shown`."""
    through: tuple[str, ...] = ()
    """Of `shown` and `near`: ids of the written skills that it follows from, the nearest first."""
    through_names: tuple[str, ...] = ()
    remains: str = ""
    """Of `near`: what is left to learn."""
    last_used: str | None = None
    """Year and month."""
    standing: SkillStanding = "bullet"


@dataclass(frozen=True, slots=True)
class ResumeView:
    """The resume as it was read."""

    file: str | None
    parse_confidence: float
    years: float | None
    seniority: str | None
    skills: tuple[HeldSkill, ...]
    """What it shows: written, studied, being learned, or certain from what is written."""
    not_held: tuple[HeldSkill, ...]
    """What it does not claim: usual beside what it shows, near to it, denied or wished for; only what is asked here."""
    have: tuple[str, ...]
    """Skills that the person added by hand."""
    lack: tuple[str, ...]
    """Skills that the person took away by hand."""
    name: str | None = None
    goal: Goal | None = None
    titles: tuple[str, ...] = ()
    years_by_kind: WorkYears = field(default_factory=WorkYears)
    degree: Degree | None = None
    reader: str = ""
    """Which reader read it."""
    is_course: bool = False
    """Whether it is a course's text, not a person's."""
    have_names: tuple[str, ...] = ()
    lack_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarketView:
    """What the resume was held against."""

    generation: int | None
    as_of: dt.datetime | None
    requisitions: int
    employers: int
    excluded: Mapping[str, int]
    filters: Mapping[str, object] = field(default_factory=dict)
    """By which the market was narrowed, as asked for."""
    level: str | None = None
    """The person's level, where only its requisitions, those of the next and those that state none were taken."""
    whole: int | None = None
    """Requisitions of the market before it was narrowed."""
    whole_employers: int | None = None
    age_days: int | None = None
    """Days since its date; None where today was not given."""
    has_texts: bool = True


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The share of requisitions in which at least `tau` of the required units are met."""

    tau: float
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """«You meet at least tau of the required core units in share (low-high) of n requisitions of so many employers.»"""

    tau: float
    share: float | None
    low: float | None
    high: float | None
    n: int
    """Requisitions of the lane that require at least one core unit (plan.doors)."""
    employers: int
    n_eff: float
    state: State
    reason: str | None
    curve: tuple[CurvePoint, ...]
    with_implied: Share
    """The same if the resume also said what usually goes with its skills: what wording alone would bring."""
    with_adjacent: Share
    """The same if a tool of the same family were accepted for a tool asked for: beside the score, never inside it."""
    every_unit: Share
    """The same over all required units, not only the core: the strictest reading."""
    core: int
    """How many of the lane's most asked skills its core units are taken from."""
    without_units: int
    """Requisitions of the lane that require no core unit and so say nothing here."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What people written for another job of the lane reach: each requisition that names enough skills, as a person."""

    people: int
    low: float
    """A quarter of them cover less of a typical job (0-1)."""
    median: float
    high: float
    """A quarter of them cover more."""
    open_share: float
    """In which part of the other employers' requisitions one of them meets most of what is required, on average."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of a lane's typical requisition a person covers: the weighted median over its requisitions."""

    median: float | None
    """0-1, by all that the resume writes or certainly shows; None below the floors of the sample."""
    low: float | None
    high: float | None
    written: float | None
    """The same by what the resume writes word for word alone."""
    n: int
    employers: int
    state: State
    reason: str | None
    yardstick: Yardstick | None
    percentile: float | None
    """The part of the yardstick's people who cover less (0-1)."""
    open_jobs: int
    """Requisitions whose requirements are mostly met, of `n`."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A posting that asks for a skill, in its own words."""

    posting_id: str
    company: str | None
    title: str
    quote: str | None
    """The sentence; None where the text was not given."""
    url: str | None = None
    """The advert's address."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A skill that the lane asks for and the resume does not show."""

    skill: str
    name: str
    need: Literal["required", "preferred"]
    """How most of those that ask for it do."""
    share: float | None
    """Of the lane's requisitions: those that require or prefer it."""
    low: float | None
    high: float | None
    n: int
    employers: int
    n_eff: float
    state: State
    reason: str | None
    rank: int
    rank_low: int
    rank_high: int
    """Between which ranks it falls in 95 of 100 redraws of the employers."""
    advice: Advice
    because: str
    """Why this advice, for a person."""
    is_step: bool
    """Whether one can sit down and learn it; else it comes with what one does."""
    years: SkillYears | None
    """Years of experience with it that the lane's requisitions ask for, where any says so."""
    evidence: tuple[Quote, ...]
    kind: SkillKind = "tool"
    through: tuple[str, ...] = ()
    """Of what is no step: names of the most asked steps that show it."""
    is_long: bool = False
    is_other_field: bool = False
    """Whether it is a field in which people specialise, and the person's is another."""
    """Whether one can learn it, but not within a plan."""


@dataclass(frozen=True, slots=True)
class Adjacent:
    """A missing tool of whose family the resume shows another: counts for nothing, may help to tell."""

    skill: str
    name: str
    family: str
    shown: tuple[str, ...]
    """Names of the family's tools that the resume shows."""


@dataclass(frozen=True, slots=True)
class Level:
    """Years and seniority that the lane asks for beside what the resume shows."""

    years: Quantile | None
    """The median asked for, where stated."""
    asks_more_years: Share | None
    """Of the requisitions that state years, those that ask for more than the resume shows."""
    asks_higher_seniority: Share | None
    """Of the requisitions that state a level, those above the resume's."""
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One skill of a plan. The numbers are those after this and all earlier steps."""

    skill: str
    name: str
    advice: Advice
    effort: float
    """In the unit that the person gave efforts in; 1 where they gave none."""
    opens_way_to: str | None
    """The skill for whose sake this prerequisite stands here."""
    builds_on: tuple[str, ...]
    """Names of prerequisites that the lane's postings do not ask for, so that they take no step of their own."""
    share: float | None
    """Of requisitions in which at least tau of the required units are then met."""
    low: float | None
    high: float | None
    n: int
    employers: int
    n_eff: float
    state: State
    reason: str | None
    opened: int
    """Requisitions that this step opens."""
    nearer: float
    """How much nearer the average requisition comes to being open (0-1)."""
    also: tuple[str, ...] = ()
    """Names of what else is asked for and comes with it."""
    open_jobs: int = 0
    """Requisitions of the lane whose requirements are then mostly met."""
    hours: Effort | None = None
    proof: str = ""
    """What counts as proof: the end of «It counts when …»."""
    you_have: tuple[str, ...] = ()
    """Names of what the person holds that it builds on."""
    remains: str = ""
    """For something near: what is left to learn."""
    asked: Share | None = None
    """Of the lane's requisitions, those that require or prefer it."""
    because: str = ""
    evidence: tuple[Quote, ...] = ()
    resources: tuple[Resource, ...] = ()
    url: str | None = None
    """The skill's official page."""
    kind: SkillKind = "tool"
    asked_by_kin: Share | None = None
    """The same as `asked`, of the jobs of the person's own kind."""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing that a portfolio can prove."""

    item: str
    name: str
    prove: str
    asked: Share
    """Of the lane's requisitions, those that name any skill of it."""
    found: Evidence | None
    """The resume's best evidence of it; None: nothing found."""
    skill: str | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class LaneGap:
    """One lane held against the resume."""

    lane: str
    name: str
    fit: float | None
    """How much of the resume's skills speaks for this lane (0-1, the lanes add up to 1); None without any skill."""
    fit_low: float | None
    fit_high: float | None
    coverage: Coverage
    missing: tuple[Missing, ...]
    adjacent: tuple[Adjacent, ...]
    level: Level
    plan: tuple[Step, ...]
    """From where saying ends: what to learn."""
    checklist: tuple[ChecklistItem, ...]
    standing: Standing
    say: Say


@dataclass(frozen=True, slots=True)
class Comparison:
    """One skill tried alone, to weigh it against another."""

    skill: str
    name: str
    step: Step | None
    """None: it is held already, or brings no requisition nearer by itself."""
    words: str


@dataclass(frozen=True, slots=True)
class Closest:
    """The answer to «which lane»."""

    lane: str | None
    """None: too close to call."""
    words: str


@dataclass(frozen=True, slots=True)
class EntryLane:
    """A lane's entry-level requisitions and how far a beginner stands from them."""

    lane: str
    name: str
    requisitions: int
    """Marked intern or junior, or asking for a year or less."""
    employers: int
    share: Share
    """Of the lane's requisitions that are entry-level."""
    counted: int
    """Those that require anything countable."""
    within_reach: int
    """Of these, where at least half of what is required is met."""
    verdict: Literal["within_reach", "stretch", "none"]


@dataclass(frozen=True, slots=True)
class EntryMarket:
    """Where to begin, for someone without years to show."""

    lanes: tuple[EntryLane, ...]
    pick: str | None
    """The lane to pick; None where the market has no entry-level requisition."""
    because: str


@dataclass(frozen=True, slots=True)
class GapReport:
    """One resume against one market."""

    resume: ResumeView
    market: MarketView
    closest: Closest
    lanes: tuple[LaneGap, ...]
    """The closest first."""
    caveat: str
    entry: EntryMarket | None = None
    """Only for a resume that shows a beginner."""
    lead: str = ""
    """The lane that the advice is about: the one the person says they want, else the best fitting."""
    jobs: Jobs | None = None
    observations: Observations | None = None
    project: Project | None = None
    kin: Kin | None = None
    """The lead's jobs of the person's own kind."""
    compare: tuple[Comparison, ...] = ()


@dataclass(frozen=True, slots=True)
class LaneRow:
    """How a person stands in a lane, as its LaneGap has it."""

    lane: str
    name: str
    fit: float | None
    fit_low: float | None
    fit_high: float | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at first of a report."""

    report: GapReport
    """Its leading lane alone; of the jobs the counts."""
    rows: tuple[LaneRow, ...]
    """Of all lanes, in the report's order."""
