"""A resume against the market: where it stands, which jobs, what to say, what to learn.

The same input gives the same report to the byte, whatever the order, spelling or repetition of the resume's skills.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.gap.advice.adviser import Adviser, compared, told
from analysis.gap.advice.jobs import jobs
from analysis.gap.advice.kin import field_of, kin, liking, wanted
from analysis.gap.advice.learnable import (
    beyond,
    brings,
    cost,
    fields,
    interchangeable,
    is_settled,
    late,
    steps_for,
)
from analysis.gap.advice.learnable import effort as hours_of
from analysis.gap.advice.observations import observations, since
from analysis.gap.advice.project import project
from analysis.gap.advice.say import has_modelled, is_experienced, say, taken_for_granted
from analysis.gap.advice.types import Jobs
from analysis.gap.checklist import checklist
from analysis.gap.entry import entry_market, is_fresh
from analysis.gap.evidence import Texts
from analysis.gap.fit import LaneFit, lane_chances, lane_fit
from analysis.gap.level import at_level, level, of_age
from analysis.gap.missing import adjacent, missed
from analysis.gap.person import Holdings, holdings
from analysis.gap.plan import EDGE, doors, learned, plan
from analysis.gap.results import (
    Closest,
    GapReport,
    LaneGap,
    LaneRow,
    Look,
    MarketView,
    ResumeView,
)
from analysis.gap.standing import coverage, lead_lane, standing
from analysis.market.intervals import Share, sample_floor_missed
from analysis.market.market import Market
from analysis.market.narrow import narrowed
from warehouse.models import BadInputError, ResumeReading

SOON_DONE = 40
"""What is begun and takes no more hours than this comes first."""
LISTED = 60
"""How many jobs a report carries; `skillgap jobs` and the dashboard have them all."""
CAVEAT = "Guidance from what {n:,} publicly posted jobs of {employers:,} employers ask for; no employer's decision."


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the market a person wants to be held against, and what is to be weighed."""

    filters: Mapping[str, Any]
    any_level: bool = False
    """Whether every level is wanted; else the person's own and the next, where that leaves enough."""
    compare: tuple[str, ...] = ()
    """Ids of skills to be tried alone."""
    is_course: bool = False
    """Whether the text is a course's."""
    jobs: int = LISTED
    """How many jobs the report carries."""
    home: str | None = None
    """The region that the resume names as the person's own."""


def gap(
    market: Market,
    resume: ResumeReading,
    *,
    have: Iterable[str] = (),
    lack: Iterable[str] = (),
    lanes: Sequence[str] | None = None,
    texts: Texts | None = None,
    effort: Mapping[str, float] | None = None,
    file: str | None = None,
    asked: Asked = Asked({}),
    today: dt.date | None = None,
) -> GapReport:
    """The report of one resume.

    `have` and `lack` are ids of skills that the person adds or takes away; `lanes` narrows the report (default: all);
    `texts` gives the texts of requisitions' representatives and is asked only for the postings quoted (without it
    quotes are None); `effort` is what a skill costs to learn, in any unit, for the plan; `file` is named in the report;
    `today` is what a market's age is counted from.
    Raises BadInputError for an unknown lane, skill or filter, an effort that is not positive, or too narrow a market.
    """
    stood = _stood(market, resume, have, lack)
    wanted = market.lanes if lanes is None else tuple(lanes)
    for lane in wanted:
        market.sample(lane)  # names an unknown lane
    lead = stood.lead(market, lanes)
    in_order = sorted((fit.lane for fit in stood.fits if fit.lane in wanted), key=lambda lane: lane != lead)
    return _report(market, stood, lead, in_order, texts=texts, effort=effort, file=file, asked=asked, today=today)


def look(
    market: Market,
    resume: ResumeReading,
    *,
    have: Iterable[str] = (),
    lack: Iterable[str] = (),
    texts: Texts | None = None,
    file: str | None = None,
) -> Look:
    """Of the report that is asked nothing what is looked at first: its leading lane, how every lane stands, and how
    many jobs there are of each kind instead of the jobs. The other lanes come from `one_lane`.
    """
    stood = _stood(market, resume, have, lack)
    lead = stood.lead(market, None)
    part, _ = scope(market, stood.resume, lead, Asked({}))
    held, written = part.mask(stood.holding.held), part.mask(stood.holding.written)
    return Look(
        _report(market, stood, lead, [lead], texts=texts, file=file, asked=Asked({}, jobs=0)),
        tuple(
            LaneRow(
                fit.lane,
                _lane_name(market, fit.lane),
                fit.fit,
                fit.low,
                fit.high,
                standing(part, fit.lane, written, held),
            )
            for fit in sorted(stood.fits, key=lambda fit: fit.lane != lead)
        ),
    )


def one_lane(
    market: Market,
    resume: ResumeReading,
    lane: str,
    *,
    have: Iterable[str] = (),
    lack: Iterable[str] = (),
    texts: Texts | None = None,
) -> LaneGap:
    """A lane as the report that is asked nothing has it."""
    stood = _stood(market, resume, have, lack)
    part, _ = scope(market, stood.resume, stood.lead(market, None), Asked({}))
    return _lane_gap(part, stood, lane, Adviser(stood.holding), base=market, texts=texts, effort=None)


def _report(
    market: Market,
    stood: _Stood,
    lead: str,
    lanes: Sequence[str],
    *,
    texts: Texts | None,
    file: str | None,
    asked: Asked,
    effort: Mapping[str, float] | None = None,
    today: dt.date | None = None,
) -> GapReport:
    """The report with these lanes, in this order."""
    resume, holding, fits, closest = stood.resume, stood.holding, stood.fits, stood.closest
    base = narrowed(market, asked.filters)
    part, own_level = scope(market, resume, lead, asked)
    adviser = Adviser(holding)
    gaps = tuple(_lane_gap(part, stood, lane, adviser, base=base, texts=texts, effort=effort) for lane in lanes)
    whole = part.sample()
    leading = gaps[0]
    own = kin(part, leading.lane, resume, holding)
    now = today or (market.as_of and market.as_of.date())
    seen = observations(part, lead, resume, holding, today=now)
    held = part.mask(holding.held)
    return GapReport(
        resume=ResumeView(
            file=file,
            parse_confidence=resume.parse_confidence,
            years=resume.years,
            seniority=resume.seniority,
            skills=holding.shown,
            not_held=tuple(holding.others.values()),
            have=tuple(sorted(holding.have)),
            lack=tuple(sorted(holding.lack)),
            have_names=_names(market, holding.have),
            lack_names=_names(market, holding.lack),
            name=resume.name,
            goal=resume.goal,
            titles=resume.titles,
            years_by_kind=resume.years_by_kind,
            degree=resume.degree,
            reader=resume.reader_version,
            is_course=asked.is_course,
        ),
        market=MarketView(
            market.generation,
            market.as_of,
            whole.n,
            whole.employers,
            market.excluded,
            filters=dict(asked.filters),
            level=own_level,
            whole=market.n,
            whole_employers=market.sample().employers,
            age_days=None if today is None or market.as_of is None else (today - market.as_of.date()).days,
            has_texts=market.has_adverts,
        ),
        closest=_closest(market, fits, closest, is_course=asked.is_course),
        lanes=gaps,
        caveat=CAVEAT.format(n=whole.n, employers=whole.employers),
        entry=entry_market(base, held, [fit.lane for fit in fits]) if is_fresh(resume) else None,
        lead=leading.lane,
        jobs=jobs(base, resume, base.mask(holding.held), lane_chances(fits, lead), limit=asked.jobs, home=asked.home),
        observations=seen,
        project=project(part, leading, resume, holding, own=own, seen=seen, oldest=since(now) if now else ""),
        kin=own,
        compare=compared(part, lead, adviser, asked.compare),
    )


def nearest_jobs(
    market: Market, resume: ResumeReading, limit: int, *, have: Iterable[str] = (), lack: Iterable[str] = ()
) -> Jobs:
    """The jobs of the report that is asked nothing, as many as are wanted of them."""
    stood = _stood(market, resume, have, lack)
    chances = lane_chances(stood.fits, stood.lead(market, None))
    return jobs(market, stood.resume, market.mask(stood.holding.held), chances, limit=limit)


@dataclass(frozen=True, slots=True)
class Tried:
    """What a person who names all that they show mostly meets in a lane, with skills that they mean to learn."""

    share: Share
    jobs: int


def tried(
    market: Market,
    resume: ResumeReading,
    lane: str,
    skills: Collection[str],
    *,
    have: Iterable[str] = (),
    lack: Iterable[str] = (),
    asked: Asked = Asked({}),
) -> Tried:
    """The plan's count for any choice of skills, of the same requisitions as the report's: the first k steps of the
    plan give what its k-th step says, none what is met once all is said."""
    stood = _stood(market, resume, have, lack)
    part, _ = scope(market, stood.resume, stood.lead(market, None), asked)
    return Tried(*learned(part, stood.holding.said, lane, skills, brings=brings(part)))


@dataclass(frozen=True, slots=True)
class _Stood:
    """The person as the report takes them, how near they stand to each lane, and which is closest."""

    resume: ResumeReading
    holding: Holdings
    fits: tuple[LaneFit, ...]
    closest: str | None

    def lead(self, market: Market, lanes: Sequence[str] | None) -> str:
        """The lane that the advice is about, among those asked for."""
        return lead_lane(self.resume, self.fits, self.closest, market, lanes, holding=self.holding)


def _stood(market: Market, resume: ResumeReading, have: Iterable[str], lack: Iterable[str]) -> _Stood:
    resume = of_age(resume)
    holding = holdings(market, resume, have, lack)
    titles = (*resume.titles[:2], *([resume.goal.role] if resume.goal and resume.goal.role else ()))
    return _Stood(resume, holding, *lane_fit(market, market.mask(holding.written), titles))


def scope(market: Market, resume: ResumeReading, lead: str, asked: Asked) -> tuple[Market, str | None]:
    """The part of the market that a person is held against, and the level that it was narrowed to by default.

    Raises BadInputError where the filters asked for leave too little, with what leaving each out would leave.
    """
    part = narrowed(market, asked.filters)
    if asked.filters and (why := sample_floor_missed(part.sample())) is not None:
        raise BadInputError(f"{_too_few(market, asked.filters, part.n)} ({why}).")
    if asked.any_level or "seniority" in asked.filters or resume.seniority is None:
        return part, None
    mine = narrowed(part, {}, at_level(part, resume.seniority))
    if mine is part or sample_floor_missed(doors(mine, lead).drawn) is not None:
        return part, None
    return mine, resume.seniority


_OF_A_PERSON = ("Your skills stand", "resume", "you show")
FILTER_WORDS = {"seniority": "level", "published_within": "since"}
"""What a filter is called on the command line, where it is not its column's name."""


def _too_few(market: Market, filters: Mapping[str, Any], left: int) -> str:
    """«38 jobs: too few; without --level 212, without --region 60»."""
    without = [
        f"without --{FILTER_WORDS.get(name, name)} "
        f"{narrowed(market, {k: v for k, v in filters.items() if k != name}).n:,}"
        for name in filters
    ]
    return f"{left:,} job{'s' * (left != 1)}: too few; {', '.join(without)}"


def _names(market: Market, skills: Collection[str]) -> tuple[str, ...]:
    return tuple(market.skill_names[market.skill_code[skill]] for skill in sorted(skills))


def _lane_gap(
    market: Market,
    stood: _Stood,
    lane: str,
    adviser: Adviser,
    *,
    base: Market,
    texts: Texts | None,
    effort: Mapping[str, float] | None,
) -> LaneGap:
    resume, holding, chances = stood.resume, stood.holding, lane_chances(stood.fits, lane)
    fit = next(fit for fit in stood.fits if fit.lane == lane)
    held = market.mask(holding.held)
    own = kin(market, fit.lane, resume, holding)
    one_of = fields(market)
    liked = {skill for skill, said in holding.not_yet.items() if said.state != "denied"}
    settled = (
        is_settled(market, fit.lane, holding.written | liked) or field_of(market, fit.lane, resume, holding) is not None
    )
    elsewhere = one_of - liked if settled else frozenset()
    missing = missed(market, fit.lane, held, adviser, texts, elsewhere=elsewhere)
    granted = taken_for_granted(market, holding, resume)
    never = (
        granted
        | (frozenset() if is_experienced(resume) or has_modelled(market, holding, deeply=True) else late())
        | {skill.skill for skill in holding.shown if skill.kind == "soft"}
        | (elsewhere if settled else one_of & holding.not_yet.keys() - liked)
        | interchangeable(market, fit.lane, held | market.mask(adviser.begun))
        | beyond(market, held)
    )
    steps = plan(
        market,
        holding.said,
        fit.lane,
        chances=chances,
        effort=effort,
        never=never,
        allowed=steps_for(market, fit.lane) & wanted(market, fit.lane, own),
        brings=brings(market),
        cost=cost(market, fit.lane, holding.near.keys() | adviser.begun, market.mask(holding.said)),
        advice=lambda skill: adviser.advise(skill)[0],
        openers_first=True,
        begun={skill for skill in adviser.begun if hours_of(market, skill, adviser.begun).high <= SOON_DONE},
        one_of=one_of,
        instead=lambda known: interchangeable(market, fit.lane, known),
        liking=liking(market, fit.lane, own),
    )
    return LaneGap(
        lane=fit.lane,
        name=_lane_name(market, fit.lane),
        fit=fit.fit,
        fit_low=fit.low,
        fit_high=fit.high,
        coverage=coverage(market, fit.lane, held, usual=holding.usual),
        missing=missing,
        adjacent=adjacent(market, missing, held),
        level=level(base, fit.lane, resume),
        plan=told(market, fit.lane, steps, adviser, texts, own=own, granted=granted),
        checklist=checklist(market, fit.lane, holding.shown),
        standing=standing(market, fit.lane, market.mask(holding.written), held),
        say=say(market, fit.lane, holding, resume),
    )


def _lane_name(market: Market, lane: str) -> str:
    return str(market.lane["name"].iat[market.lanes.index(lane)])


def _closest(market: Market, fits: Sequence[LaneFit], closest: str | None, *, is_course: bool) -> Closest:
    names = dict(zip(market.lanes, market.lane["name"].astype(str), strict=True))
    whose, whole, shown = ("What it teaches stands", "course", "it teaches") if is_course else _OF_A_PERSON
    if closest is not None:
        return Closest(closest, f"{whose} closest to {names[closest]}.")
    if fits[0].fit is None:
        return Closest(None, f"No skill of the {whole} is asked for in this market, so no lane can be named.")
    if fits[0].fit - (fits[1].fit or 0.0) < EDGE:
        return Closest(None, f"Not enough data: this market does not tell its lanes apart by the skills {shown}.")
    return Closest(None, f"Too close to call between {names[fits[0].lane]} and {names[fits[1].lane]}.")
