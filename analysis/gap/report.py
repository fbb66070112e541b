"""A resume against the market: which lane is closest, how many of its doors are open, what is missing, what to learn.

The same input gives the same report to the byte, whatever the order, spelling or repetition of the resume's skills.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.demand.shares import shares, skill_years
from analysis.gap.checklist import GRADES, checklist
from analysis.gap.entry import entry_market, is_fresh
from analysis.gap.evidence import Texts, quotes, surfaces, written_in
from analysis.gap.fit import LaneFit, lane_fit
from analysis.gap.level import level
from analysis.gap.missing import ranked
from analysis.gap.plan import EDGE, TAU, Doors, core, doors, plan
from analysis.gap.results import (
    Adjacent,
    Advice,
    Closest,
    Coverage,
    CurvePoint,
    GapReport,
    HeldSkill,
    LaneGap,
    MarketView,
    Missing,
    ResumeView,
)
from analysis.market.intervals import Share, flat, share_of
from analysis.market.market import Market
from analysis.market.weights import BoolArray
from warehouse.models import BadInputError, ResumeReading, ResumeSkill

CURVE = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
MISSING = 15
"""How many missing skills a lane names."""
CAVEAT = "Guidance from what {n} public postings of {employers} employers ask for; no employer's decision."


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
) -> GapReport:
    """The report of one resume.

    `have` and `lack` are ids of skills that the person adds or takes away; `lanes` narrows the report (default: all);
    `texts` gives the texts of requisitions' representatives and is asked only for the postings quoted (without it
    quotes are None); `effort` is what a skill costs to learn, in any unit, for the plan; `file` is named in the report.
    Raises BadInputError for an unknown lane or skill, or an effort that is not positive.
    """
    holding = holdings(market, resume, have, lack)
    held = np.isin(market.skills, sorted(holding.held))
    fits, closest = lane_fit(market, held)
    wanted = market.lanes if lanes is None else tuple(lanes)
    for lane in wanted:
        market.sample(lane)  # names an unknown lane
    adviser = Adviser(market, resume, holding)
    whole = market.sample()
    return GapReport(
        resume=ResumeView(
            file=file,
            parse_confidence=resume.parse_confidence,
            years=resume.years,
            seniority=resume.seniority,
            skills=holding.shown,
            have=tuple(sorted(holding.have)),
            lack=tuple(sorted(holding.lack)),
        ),
        market=MarketView(market.generation, market.as_of, whole.n, whole.employers, market.excluded),
        closest=_closest(market, fits, closest),
        lanes=tuple(
            _lane_gap(market, fit, resume, adviser, texts=texts, effort=effort) for fit in fits if fit.lane in wanted
        ),
        caveat=CAVEAT.format(n=whole.n, employers=whole.employers),
        entry=entry_market(market, held, [fit.lane for fit in fits]) if is_fresh(resume) else None,
    )


def warm(market: Market) -> None:
    """Compute all that no resume changes, so that the first report is as quick as the next."""
    gap(market, ResumeReading(text="", skills=(), years=None, seniority=None, degree=None, parse_confidence=1.0))


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a person holds: what the resume shows, with what they added and took away by hand."""

    shown: tuple[HeldSkill, ...]
    """The resume's skills, each once with its best evidence, the best evidenced first."""
    held: frozenset[str]
    have: frozenset[str]
    lack: frozenset[str]


def holdings(market: Market, resume: ResumeReading, have: Iterable[str] = (), lack: Iterable[str] = ()) -> Holdings:
    """What a person holds. A skill that is only being learned is not held.

    Raises BadInputError for an id that is no skill's, or is in both `have` and `lack`.
    """
    added, taken = _known(market, have, "have"), _known(market, lack, "lack")
    if both := sorted(added & taken):
        raise BadInputError(f"{both[0]!r} is both had and lacked; name it once.")
    best: dict[str, ResumeSkill] = {}
    for skill in sorted(resume.skills, key=lambda s: (GRADES.index(s.evidence), s.quote, s.surface)):
        best.setdefault(skill.skill, skill)
    held = ({skill.skill for skill in best.values() if skill.evidence != "learning"} - taken) | added
    shown = [
        HeldSkill(s.skill, s.name, s.surface, s.evidence, s.quote, s.kind, s.skill in held and _counts(market, s.skill))
        for s in best.values()
    ]
    order = sorted(shown, key=lambda skill: (GRADES.index(skill.evidence), skill.skill))
    return Holdings(tuple(order), frozenset(held), added, taken)


def coverage(market: Market, lane: str | None, holding: BoolArray, tau: float = TAU) -> Coverage:
    """In how many of a lane's requisitions someone who holds `holding` (skills,) meets at least `tau` of the units."""
    inside = doors(market, lane)
    held = {market.skills[code] for code in np.flatnonzero(holding)}
    covered = inside.units.coverage(holding)
    points = {at: share_of(inside.drawn, covered >= at - EDGE) for at in sorted({*CURVE, tau})}
    saying = holding | np.isin(market.skills, sorted(implied(market, held)))
    everything = doors(market, lane, every_unit=True)
    return Coverage(
        tau=tau,
        **flat(points[tau]),
        curve=tuple(CurvePoint(at, point.share, point.low, point.high) for at, point in points.items()),
        with_implied=_open_share(inside, saying, tau),
        with_adjacent=_open_share(inside, holding | _family_of(market, holding), tau),
        every_unit=_open_share(everything, holding, tau),
        core=int(core(market, lane).sum()),
        without_units=market.sample(lane).n - inside.drawn.n,
    )


def implied(market: Market, held: Collection[str]) -> dict[str, str]:
    """The concepts that held skills build on directly, each with the first held skill that does."""
    result: dict[str, str] = {}
    for name in sorted(held):
        for needed in market.prerequisites.get(name, ()):
            if needed not in held and market.skill["kind"].iat[market.skill_code[needed]] == "concept":
                result.setdefault(needed, name)
    return result


def _open_share(inside: Doors, holding: BoolArray, tau: float) -> Share:
    return share_of(inside.drawn, inside.units.coverage(holding) >= tau - EDGE)


class Adviser:
    """Says of a missing skill whether to learn it or to say it, and why."""

    def __init__(self, market: Market, resume: ResumeReading, holding: Holdings) -> None:
        self.market, self.text, self.holding = market, resume.text, holding
        self.learning = {skill.skill for skill in holding.shown if skill.evidence == "learning"}
        self.implied = {s: by for s, by in implied(market, holding.held).items() if s not in holding.lack}

    def advise(self, skill: str) -> tuple[Advice, str]:
        """The advice and its reason."""
        if skill in self.holding.lack:
            return "learn", "You said that you lack it."
        if skill in self.learning:
            return "learn", "Your resume says that you are learning it."
        if skill in self.implied:
            return "say", f"{self._name(self.implied[skill])}, which you show, builds on it: name it if you know it."
        if written := written_in(self.text, (self._name(skill), *surfaces(self.market).get(skill, ()))):
            return (
                "say",
                f"Your resume writes «{written}» where it does not count as a skill: say what you did with it.",
            )
        return "learn", "Nothing in your resume shows it."

    def _name(self, skill: str) -> str:
        return self.market.skill_names[self.market.skill_code[skill]]


def _lane_gap(
    market: Market,
    fit: LaneFit,
    resume: ResumeReading,
    adviser: Adviser,
    *,
    texts: Texts | None,
    effort: Mapping[str, float] | None,
) -> LaneGap:
    held = adviser.holding.held
    holding = np.isin(market.skills, sorted(held))
    missing = _missing(market, fit.lane, holding, adviser, texts)
    return LaneGap(
        lane=fit.lane,
        name=str(market.lane["name"].iat[market.lanes.index(fit.lane)]),
        fit=fit.fit,
        fit_low=fit.low,
        fit_high=fit.high,
        coverage=coverage(market, fit.lane, holding),
        missing=missing,
        adjacent=_adjacent(market, missing, holding),
        level=level(market, fit.lane, resume),
        plan=plan(
            market,
            held | adviser.implied.keys(),
            fit.lane,
            effort=effort,
            advice=lambda skill: adviser.advise(skill)[0],
        ),
        checklist=checklist(market, fit.lane, adviser.holding.shown),
    )


def _missing(
    market: Market, lane: str, holding: BoolArray, adviser: Adviser, texts: Texts | None
) -> tuple[Missing, ...]:
    order = ranked(market, lane, holding, MISSING)
    asked, required = shares(market, lane, "asked"), shares(market, lane, "required")
    evidence = quotes(market, [market.skills[code] for code in order.code], lane, texts)
    found = []
    for position, code in enumerate(int(k) for k in order.code):
        advice, because = adviser.advise(market.skills[code])
        found.append(
            Missing(
                skill=market.skills[code],
                name=market.skill_names[code],
                need="required" if 2 * required.hits[code] >= asked.hits[code] else "preferred",
                **flat(asked.item(code)),
                rank=position + 1,
                rank_low=int(order.low[position]),
                rank_high=int(order.high[position]),
                advice=advice,
                because=because,
                years=skill_years(market, market.skills[code], lane),
                evidence=evidence[market.skills[code]],
            )
        )
    return tuple(found)


def _family_of(market: Market, holding: BoolArray) -> BoolArray:
    """The tools of whose family one is held."""
    families = np.unique(market.tool_family[holding])
    return np.isin(market.tool_family, families[families >= 0])


def _adjacent(market: Market, missing: Sequence[Missing], holding: BoolArray) -> tuple[Adjacent, ...]:
    found = []
    for skill in missing:
        code = market.skill_code[skill.skill]
        kin = holding & (market.tool_family == market.tool_family[code])
        if market.tool_family[code] >= 0 and kin.any():
            shown = tuple(sorted(market.skill_names[k] for k in np.flatnonzero(kin)))
            found.append(Adjacent(skill.skill, skill.name, str(market.skill["family"].iat[code]), shown))
    return tuple(found)


def _closest(market: Market, fits: Sequence[LaneFit], closest: str | None) -> Closest:
    names = dict(zip(market.lanes, market.lane["name"].astype(str), strict=True))
    if closest is not None:
        return Closest(closest, f"Your skills stand closest to {names[closest]}.")
    if fits[0].fit is None:
        return Closest(None, "No skill of the resume is asked for in this market, so no lane can be named.")
    if fits[0].fit - (fits[1].fit or 0.0) < EDGE:
        return Closest(None, "Not enough data: this market does not tell its lanes apart by the skills you show.")
    return Closest(None, f"Too close to call between {names[fits[0].lane]} and {names[fits[1].lane]}.")


def _counts(market: Market, skill: str) -> bool:
    code = market.skill_code.get(skill)
    return code is not None and bool(market.asks.countable[code])


def _known(market: Market, given: Iterable[str], name: str) -> frozenset[str]:
    skills = frozenset(given)
    if unknown := sorted(skills - market.skill_code.keys()):
        raise BadInputError(f"--{name} names {unknown[0]!r}, which is no skill's id; `skills show` finds it.")
    return skills
