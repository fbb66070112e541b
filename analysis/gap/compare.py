"""A resume against one posting, and a report against an earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from analysis.gap.advice.adviser import Adviser
from analysis.gap.advice.conditions import conditions
from analysis.gap.level import RANK, of_age, relevant_years
from analysis.gap.person import Holdings, holdings
from analysis.gap.results import Advice, Coverage, GapReport, LaneGap
from analysis.market.facts import countable
from analysis.market.market import Market
from analysis.market.units import NEEDS, AskedNeed
from warehouse.models import Degree, Reading, ResumeReading, to_plain

UnitState = Literal["written", "shown", "near", "learning", "denied", "absent"]


@dataclass(frozen=True, slots=True)
class UnitFit:
    """One thing that a posting asks for: any member meets it."""

    skills: tuple[str, ...]
    names: tuple[str, ...]
    need: AskedNeed
    is_counted: bool
    """False for soft and very generic skills and for what only stands in the duties."""
    met_by: str | None
    """The member that the resume shows, the first by id."""
    state: UnitState
    """How the resume stands to it: by its own word, by what it shows, near, or not at all."""
    advice: Advice | None
    """For an unmet unit."""
    because: str | None


@dataclass(frozen=True, slots=True)
class PostingFit:
    """A resume against one posting."""

    coverage: float | None
    """Met part of the required units (0-1); None where it names none."""
    met: int
    required: int
    units: tuple[UnitFit, ...]
    """Required before preferred before context, unmet first."""
    words: tuple[str, ...]
    """What else stands between, such as years."""


Cause = Literal["resume", "corrections", "market", "reader"]
"""What may be behind a change: the resume's text, what was added or taken away by hand, the market, or how resumes are
read."""


@dataclass(frozen=True, slots=True)
class LaneChange:
    """A lane then and now. `same_market`: the difference is the resume's; else sampling is part of it."""

    lane: str
    coverage_then: float | None
    coverage_now: float | None
    words: str
    no_longer_missing: tuple[str, ...]
    newly_missing: tuple[str, ...]
    """What was held then and is missing now."""
    newly_ranked: tuple[str, ...]
    """What was lacked then too and is only now among what is asked most."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a resume and its market since an earlier report."""

    same_market: bool
    causes: tuple[Cause, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    gained_names: tuple[str, ...]
    lost_names: tuple[str, ...]
    closest_then: str | None
    closest_now: str | None
    lanes: tuple[LaneChange, ...]


def compare_posting(
    market: Market,
    resume: ResumeReading,
    posting: Reading,
    *,
    have: Iterable[str] = (),
    lack: Iterable[str] = (),
    where: str | None = None,
    text: str = "",
) -> PostingFit:
    """How a resume meets one posting, which need not be part of the market; `where` is its place as written, if known,
    and `text` the posting's, of which lines that set a condition beside skills are told as they stand.

    Raises BadInputError as `gap` does.
    """
    resume = of_age(resume)
    adviser = Adviser(holdings(market, resume, have, lack))
    counts = dict(zip(market.skills, countable(market.skill), strict=True))
    names = {mention.skill: mention.name for mention in posting.skills}
    units = [_unit(skills, need, names, counts, adviser) for skills, need in _units(posting)]
    scored = [unit for unit in units if unit.need == "required" and unit.is_counted]
    met = sum(unit.met_by is not None for unit in scored)
    return PostingFit(
        coverage=met / len(scored) if scored else None,
        met=met,
        required=len(scored),
        units=tuple(sorted(units, key=lambda u: (NEEDS.index(u.need), u.met_by is not None, u.skills))),
        words=(*_verdict(resume, posting, where), *_told(conditions(text))),
    )


def _years(resume: ResumeReading, posting: Reading) -> Iterator[str]:
    """How the years asked for stand to those that the resume dates."""
    shown = relevant_years(resume)
    if posting.min_years is not None:
        years = f"{posting.min_years} year{'s' * (posting.min_years != 1)}"
        if shown is None:
            yield f"It asks for {years}; your resume dates none."
        elif not shown and resume.years:
            yield f"It asks for {years}; the {resume.years:g} that your resume dates are in other work."
        elif posting.min_years > shown:
            yield f"It asks for {years}; your resume shows {shown:g}."
        elif resume.years_by_kind.engineering and not resume.years_by_kind.ml_ai:
            own = f"your {shown:g} of engineering are enough where these count: none is ML or AI work"
            yield f"It asks for {years}; {own}."
        else:
            yield f"It asks for {years}; your {shown:g} are enough."


def _verdict(resume: ResumeReading, posting: Reading, where: str | None) -> Iterator[str]:
    """What else stands between the two, or is worth knowing: years, level, degree, place and pay."""
    yield from _years(resume, posting)
    if posting.seniority is not None:
        own = resume.seniority
        if own is None:
            yield f"Its level: {posting.seniority}."
        else:
            above = RANK[posting.seniority] - RANK[own]
            how = (
                "your own"
                if above == 0
                else "one above yours"
                if above == 1
                else "above yours"
                if above > 0
                else "below yours"
            )
            yield f"Its level: {posting.seniority}, {how} ({own})." if above else f"Its level is your own: {own}."
    if posting.degree is not None:
        order = list(_DEGREES)
        need = " or the like" if posting.degree_need == "or_equivalent" else ""
        enough = resume.degree is not None and order.index(resume.degree) >= order.index(posting.degree)
        has = (
            f"; you have a {_DEGREES[resume.degree]}"
            if resume.degree
            else "; no finished degree was found in your resume"
        )
        yield f"It asks for a {_DEGREES[posting.degree]}{need}{'; you have one' if enough else has}."
    if where:
        yield f"Place: {where}."
    if posting.remote is not None:
        yield f"Workplace: {posting.remote}."
    if posting.pay is not None and (posting.pay.min is not None or posting.pay.max is not None):
        amounts = " to ".join(f"{amount:,.0f}" for amount in (posting.pay.min, posting.pay.max) if amount is not None)
        yield f"It pays {amounts} {posting.pay.currency} a {posting.pay.period}."
    if unknown := list(dict.fromkeys(term.surface for term in posting.unknown if term.need != "context")):
        some = ", ".join(unknown[:_MOST_UNKNOWN])
        yield f"It also names what no list here knows, for you to judge: {some}."


def _told(lines: Sequence[str]) -> Iterator[str]:
    """What nothing here can hold against a resume, and shuts a door all the same."""
    if lines:
        yield f"It also sets what is not counted here: {'; '.join(f'«{line}»' for line in lines)}."


_DEGREES: Mapping[Degree, str] = {"bachelor": "bachelor's degree", "master": "master's degree", "phd": "PhD"}
"""From the lowest to the highest, in words."""
_MOST_UNKNOWN = 6


def _state(skills: Sequence[str], holding: Holdings) -> UnitState:
    told = {state: {k for k, s in holding.not_yet.items() if s.state == state} for state in ("in_progress", "denied")}
    for state, inside in (
        ("written", holding.written),
        ("shown", holding.said),
        ("near", holding.near.keys()),
        ("learning", told["in_progress"]),
        ("denied", told["denied"]),
    ):
        if any(skill in inside for skill in skills):
            return cast("UnitState", state)
    return "absent"


def changed_since(now: GapReport, then: Mapping[str, Any]) -> Change:
    """What changed since an earlier report, given as the plain object that `gap --format json` wrote.

    Keys that an older report lacks count as unknown.
    """
    earlier_resume = then.get("resume", {})
    before, after = _held_then(earlier_resume), _held_then(to_plain(now.resume))
    generation = now.market.generation
    names = {**_names_in(then), **_names_in(to_plain(now))}
    same = generation is not None and then.get("market", {}).get("generation") == generation
    earlier = {str(lane["lane"]): lane for lane in then.get("lanes", ())}
    return Change(
        same_market=same,
        causes=tuple(_causes(now, then, same)),
        gained=tuple(sorted(after - before)),
        lost=tuple(sorted(before - after)),
        gained_names=tuple(sorted(names.get(skill, skill) for skill in after - before)),
        lost_names=tuple(sorted(names.get(skill, skill) for skill in before - after)),
        closest_then=then.get("closest", {}).get("lane"),
        closest_now=now.closest.lane,
        lanes=tuple(
            _lane_change(lane, earlier[lane.lane], before, after, same) for lane in now.lanes if lane.lane in earlier
        ),
    )


def _units(posting: Reading) -> list[tuple[tuple[str, ...], AskedNeed]]:
    """The posting's units with their strongest need; a skill mentioned more than once is of its strongest unit."""
    strongest: dict[str, tuple[int, int | None]] = {}
    for mention in posting.skills:
        if mention.need in NEEDS and mention.counted:
            place = (NEEDS.index(mention.need), mention.group)
            if mention.skill not in strongest or place[0] < strongest[mention.skill][0]:
                strongest[mention.skill] = place
    units: dict[object, list[str]] = {}
    for skill, (_, group) in strongest.items():
        units.setdefault(skill if group is None else group, []).append(skill)
    return [
        (tuple(sorted(members)), NEEDS[min(strongest[skill][0] for skill in members)]) for members in units.values()
    ]


def _unit(
    skills: tuple[str, ...],
    need: AskedNeed,
    names: Mapping[str, str],
    counts: Mapping[str, bool],
    adviser: Adviser,
) -> UnitFit:
    scored = [skill for skill in skills if counts.get(skill, False)]
    met_by = next((skill for skill in scored or skills if skill in adviser.holding.held), None)
    known = [skill for skill in skills if skill in counts]
    advice, because = adviser.advise(known[0]) if known and met_by is None else (None, None)
    return UnitFit(
        skills=skills,
        names=tuple(names[skill] for skill in skills),
        need=need,
        is_counted=bool(scored) and need != "context",
        met_by=met_by,
        state=_state(skills, adviser.holding),
        advice=advice,
        because=because,
    )


def _names_in(report: Mapping[str, Any]) -> dict[str, str]:
    """The names of the skills that a report speaks of, by id."""
    resume = report.get("resume", {})
    by_hand = {
        str(skill): str(name)
        for way in ("have", "lack")
        for skill, name in zip(resume.get(way, ()), resume.get(f"{way}_names", ()), strict=False)
    }
    told = [*report.get("resume", {}).get("skills", ())]
    told += [skill for lane in report.get("lanes", ()) for skill in lane.get("missing", ())]
    return by_hand | {str(skill["skill"]): str(skill["name"]) for skill in told if skill.get("name")}


def _held_then(resume: Mapping[str, Any]) -> set[str]:
    """Ids of what a report's resume showed or its owner added, less what they took away."""
    claimed = {str(x["skill"]) for x in resume.get("skills", ()) if x.get("state") != "in_progress"}
    return (claimed | set(resume.get("have", ()))) - set(resume.get("lack", ()))


def _causes(now: GapReport, then: Mapping[str, Any], same_market: bool) -> Iterator[Cause]:
    resume = then.get("resume", {})

    def text(skills: Sequence[Any]) -> set[tuple[str, str]]:
        return {(str(x["skill"]), str(x["quote"])) for x in skills}

    if text(resume.get("skills", ())) != text(to_plain(now.resume)["skills"]):
        yield "resume"
    if (set(resume.get("have", ())), set(resume.get("lack", ()))) != (set(now.resume.have), set(now.resume.lack)):
        yield "corrections"
    if not same_market:
        yield "market"
    if resume.get("reader") not in (None, now.resume.reader):
        yield "reader"


def _lane_change(
    now: LaneGap, then: Mapping[str, Any], held: set[str], held_now: set[str], same_market: bool
) -> LaneChange:
    before = then.get("coverage", {})
    missed_before = {str(x["skill"]): str(x["name"]) for x in then.get("missing", ())}
    missed_now = {x.skill: x.name for x in now.missing}
    gone, new = missed_before.keys() - missed_now.keys(), missed_now.keys() - missed_before.keys()
    # Only the first of what is missing are named: what another took the place of is missing as before.
    is_pushed_out = bool(new) or not same_market
    return LaneChange(
        lane=now.lane,
        coverage_then=before.get("share"),
        coverage_now=now.coverage.share,
        words=_words(before, now.coverage, same_market),
        no_longer_missing=tuple(missed_before[s] for s in sorted(gone) if s in held_now or not is_pushed_out),
        newly_missing=tuple(missed_now[s] for s in sorted(new) if s in held),
        newly_ranked=tuple(missed_now[s] for s in sorted(new) if s not in held),
    )


def _words(then: Mapping[str, Any], now: Coverage, same_market: bool) -> str:
    """Whether coverage changed. Over one market any difference is real; over two, intervals that meet prove nothing."""
    old, new = then.get("share"), now.share
    if old is None or new is None or then.get("tau") != now.tau:
        return "Not enough data to compare."
    if f"{old:.0%}" == f"{new:.0%}":
        return f"Unchanged ({new:.0%})."
    clear = same_market or float(then["low"]) > float(now.high or 0) or float(then["high"]) < float(now.low or 0)
    if not clear:
        return f"From {old:.0%} to {new:.0%}, within what another sample of jobs could show."
    return f"{'Up' if new > old else 'Down'} from {old:.0%} to {new:.0%}."
