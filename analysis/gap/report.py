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
from analysis.gap.evidence import Texts, quotes
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
from warehouse.models import BadInputError, ResumeReading, ResumeSkill, SkillState

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
    fits, closest = lane_fit(market, np.isin(market.skills, sorted(holding.written)))
    wanted = market.lanes if lanes is None else tuple(lanes)
    for lane in wanted:
        market.sample(lane)  # names an unknown lane
    adviser = Adviser(holding)
    whole = market.sample()
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
    """What the resume shows: held or being learned, each once with its best evidence, the best evidenced first."""
    others: Mapping[str, HeldSkill]
    """What it does not claim, by id: usual, near, denied, wished."""
    held: frozenset[str]
    written: frozenset[str]
    """Those of the held that stand in the resume's own words or that the person added."""
    have: frozenset[str]
    lack: frozenset[str]

    @property
    def usual(self) -> frozenset[str]:
        """What usually goes with what is held, so that saying it may be all that is missing."""
        return frozenset(s.skill for s in self.others.values() if s.state == "shown" and s.skill not in self.lack)


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
    held = ({skill.skill for skill in best.values() if skill.is_held} - taken) | added
    names = {skill.skill: skill.name for skill in best.values()}
    found = [_held_skill(market, s, held, names) for s in best.values()]
    order = sorted(found, key=lambda skill: (GRADES.index(skill.evidence), skill.skill))
    return Holdings(
        shown=tuple(s for s in order if best[s.skill].is_held or s.state == "in_progress"),
        others={
            s.skill: s
            for s in order
            if not (best[s.skill].is_held or s.state == "in_progress" or s.skill in held)
            and s.skill in market.skill_code
        },
        held=frozenset(held),
        written=frozenset(({s.skill for s in best.values() if s.is_written} - taken) | added),
        have=added,
        lack=taken,
    )


def _held_skill(market: Market, s: ResumeSkill, held: Collection[str], names: Mapping[str, str]) -> HeldSkill:
    return HeldSkill(
        skill=s.skill,
        name=s.name,
        surface=s.surface,
        evidence=s.evidence,
        quote=s.quote,
        kind=s.kind,
        is_counted=s.skill in held and _counts(market, s.skill),
        state=s.state,
        certainty=s.certainty,
        through=s.through,
        through_names=tuple(names.get(root, root) for root in s.through),
        remains=s.remains,
        last_used=s.last_used,
        standing=s.standing,
    )


def coverage(
    market: Market, lane: str | None, holding: BoolArray, tau: float = TAU, *, usual: Collection[str] = ()
) -> Coverage:
    """In how many of a lane's requisitions someone who holds `holding` (skills,) meets at least `tau` of the units.

    `usual` are ids of what usually goes with that, for the reading in which the resume says it.
    """
    inside = doors(market, lane)
    covered = inside.units.coverage(holding)
    points = {at: share_of(inside.drawn, covered >= at - EDGE) for at in sorted({*CURVE, tau})}
    saying = holding | np.isin(market.skills, sorted(usual))
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


def _open_share(inside: Doors, holding: BoolArray, tau: float) -> Share:
    return share_of(inside.drawn, inside.units.coverage(holding) >= tau - EDGE)


class Adviser:
    """Says of a missing skill whether to learn it or to say it, and why: the nearest that the resume says of it."""

    def __init__(self, holding: Holdings) -> None:
        self.holding = holding
        self.learning = {skill.skill: skill for skill in holding.shown if skill.state == "in_progress"}

    def advise(self, skill: str) -> tuple[Advice, str]:
        """The advice and its reason."""
        if skill in self.holding.lack:
            return "learn", "You said that you lack it."
        if skill in self.learning:
            return "learn", f"Your resume says that you are learning it: «{self.learning[skill].quote}»"
        said = self.holding.others.get(skill)
        if said is None:
            return "learn", "Nothing in your resume shows it."
        through = " and ".join(said.through_names[:2]) or f"«{said.surface}»"
        because = _BECAUSE[said.state].format(through=through, quote=said.quote, remains=said.remains)
        return "say" if said.state == "shown" else "learn", because


_BECAUSE: Mapping[SkillState, str] = {
    "denied": "Your resume says that you lack it: «{quote}»",
    "wished": "Your resume wishes for it: «{quote}»",
    "near": "{through}, which you show, makes it quick to learn. What remains: {remains}.",
    "shown": "It usually goes with {through}, which you show: «{quote}» If you did it, name it there.",
}
"""What is said of a skill that the resume does not claim, by its state."""


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
        coverage=coverage(market, fit.lane, holding, usual=adviser.holding.usual),
        missing=missing,
        adjacent=_adjacent(market, missing, holding),
        level=level(market, fit.lane, resume),
        plan=plan(
            market,
            held | adviser.holding.usual,
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
