"""The jobs themselves: every open requisition that can be shown, and how a person stands to it, nearest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.gap.advice.types import Job, JobGroup, Jobs, LevelFit
from analysis.gap.entry import FRESH_YEARS
from analysis.gap.evidence import tidy_title
from analysis.gap.level import ENTRY, RANK, ranks, relevant_years
from analysis.gap.plan import EDGE, TAU
from analysis.market.market import UNKNOWN_REGION, Market, plain_utc
from analysis.market.units import Units
from analysis.market.weights import BoolArray, FloatArray, IntArray
from warehouse.models import Degree, ResumeReading

DEGREES: tuple[Degree, ...] = ("bachelor", "master", "phd")
"""From the lowest to the highest."""
GROUPS: tuple[JobGroup, ...] = ("open", "one_step", "two_steps", "stretch", "further")
FEWEST_UNITS = 4
"""A job that requires fewer countable things says too little to tell who meets it; it is not listed."""
IMAGINED, AS_USUAL = 4.0, 0.5
"""So many imagined requirements, of which so many are met, stand beside a job's own: 3 of 3 is less than 9 of 10."""
STRETCH_RANKS = 2
"""From so many levels above the person's on, a job is a stretch."""
FAR_RANKS, FAR_YEARS = 3, 4.0
"""From so many levels above, or for more than so many years beyond, nobody is invited."""
ELSEWHERE, AT_A_DESK = 0.8, 0.75
"""What a job in another region of the world counts beside one in the person's own, within a group; and what of that
where one has to be there, on some days or all."""
ANYWHERE = (UNKNOWN_REGION, "several")
"""What is said for a region of a job that may be in the person's own."""
STRETCH_YEARS = 2.0
"""A job that asks for more than so many years beyond what is shown is a stretch."""


@dataclass(frozen=True, slots=True)
class _How:
    """How a person stands to one requisition."""

    met: int
    steps: int
    group: JobGroup
    level_fit: LevelFit
    short: float
    asks_higher_degree: bool
    asks_higher_level: bool
    is_elsewhere: bool


def jobs(
    market: Market,
    resume: ResumeReading,
    held: BoolArray,
    chances: Mapping[str, float],
    *,
    limit: int | None = None,
    group: JobGroup | None = None,
    home: str | None = None,
) -> Jobs:
    """A person's open jobs, nearest first within their groups; `held` is (skills,), `chances` how likely each lane is;
    within a group those of the region `home` stand before those elsewhere that are about as near.

    A requisition without a title and an address cannot be shown (a market without texts) and is counted only.
    """
    shown, is_open = market.kept(("shown",), lambda: (_can_be_shown(market), _is_open(market)))
    units = market.asks.required
    is_met = units.met(held)
    met = np.bincount(units.row, weights=is_met, minlength=market.n)
    asked = units.per_row
    steps = np.maximum(np.ceil(TAU * asked - EDGE) - met, 0)
    likely = market.lane_probability @ np.array([chances.get(lane, 0.0) for lane in market.lanes])
    near = (met + IMAGINED * AS_USUAL) / (asked + IMAGINED)
    listed = shown & (asked >= FEWEST_UNITS) & is_open
    level_fit, short = _levels(market, resume)
    over = _asks_higher_degree(market, resume)
    above = _asks_higher_level(market, resume)
    away = _elsewhere(market, home)
    groups = _groups(steps, (level_fit == "stretch") | over, _is_far(market, resume, short))
    worth = near * np.sqrt(np.maximum(likely, 0.0)) * _reachable(market, home)
    rows = np.flatnonzero(listed & (level_fit != "below"))
    place = np.zeros(len(rows), dtype=np.int64)
    for at, name in enumerate(GROUPS):
        place[groups[rows] == name] = at
    counts: dict[str, int] = dict(zip(GROUPS, np.bincount(place, minlength=len(GROUPS)).tolist(), strict=True))
    wanted = np.ones(len(rows), dtype=bool) if group is None else place == GROUPS.index(group)
    order = np.lexsort((rows, -worth[rows].round(9), place))
    chosen = rows[order][wanted[order]][:limit].tolist()
    return Jobs(
        jobs=tuple(
            _job(
                market,
                row,
                facts,
                is_met,
                _How(
                    int(met[row]),
                    int(steps[row]),
                    groups[row],
                    level_fit[row],
                    float(short[row]),
                    asks_higher_degree=bool(over[row]),
                    asks_higher_level=bool(above[row]),
                    is_elsewhere=bool(away[row]),
                ),
            )
            for row, facts in zip(chosen, _facts(market, chosen), strict=True)
        ),
        counts=counts,
        no_texts=int((~shown).sum()),
    )


def _can_be_shown(market: Market) -> BoolArray:
    if not market.has_adverts:
        return np.zeros(market.n, dtype=bool)
    frame = market.requisition
    title, url = (frame[column].fillna("").astype(str).str.strip() != "" for column in ("title", "url"))
    return np.asarray((title & url).to_numpy(dtype=bool), dtype=bool)


def _is_open(market: Market) -> BoolArray:
    return np.asarray(market.requisition["is_open"].fillna(False).to_numpy(dtype=bool), dtype=bool)


def _levels(market: Market, resume: ResumeReading) -> tuple[np.ndarray, FloatArray]:
    """(n,) how each requisition's level stands to the person's, and how many years more it asks for (NaN: unknown)."""
    rank = ranks(market)
    years = market.requisition["min_years"].to_numpy(dtype=np.float64, na_value=np.nan)
    own, shown = _standing(resume)
    short = years - shown if shown is not None else np.full(market.n, np.nan)
    fit = np.full(market.n, "unknown", dtype=object)
    if own is not None:
        fit[~np.isnan(rank)] = "fits"
        fit[rank >= own + STRETCH_RANKS] = "stretch"
        fit[rank <= own - STRETCH_RANKS] = "below"
    fit[(short > STRETCH_YEARS) & (fit != "below")] = "stretch"
    return fit, short


def _standing(resume: ResumeReading) -> tuple[int | None, float | None]:
    """A person's level, as in RANK, and years in the trade: a beginner's level of one who shows a beginner's years and
    no level, and no years of one who shows a beginner's level and no years."""
    years = relevant_years(resume)
    if resume.seniority is None:
        is_new = years is not None and years <= FRESH_YEARS and resume.degree != "phd"
        return (RANK["junior"] if is_new else None), years
    return RANK[resume.seniority], 0.0 if years is None and resume.seniority in ENTRY else years


def _reachable(market: Market, home: str | None) -> FloatArray:
    """(n,) 1 where a job is in the person's region, ELSEWHERE where it is in another, AT_A_DESK of that where one has
    to be there, and between where it does not say."""
    if home is None:
        return np.ones(market.n)
    codes, regions = market.coded("region")
    worth = [
        1.0 if region == home else (1.0 + ELSEWHERE) / 2 if region in ANYWHERE else ELSEWHERE for region in regions
    ]
    found = np.array([*worth, (1.0 + ELSEWHERE) / 2])[codes]
    is_far = found == ELSEWHERE
    return np.where(is_far & market.among("workplace", ("onsite", "hybrid")), found * AT_A_DESK, found)


def _is_far(market: Market, resume: ResumeReading, short: FloatArray) -> BoolArray:
    """(n,) whether a job is so far above a person that it is not even a stretch."""
    rank = ranks(market)
    level, _ = _standing(resume)
    own = np.nan if level is None else level
    return np.asarray((rank >= own + FAR_RANKS) | (short > FAR_YEARS), dtype=bool)


def _asks_higher_degree(market: Market, resume: ResumeReading) -> BoolArray:
    """(n,) whether a job requires a higher degree than the one that the resume names, and nothing in its place."""
    if resume.degree is None:
        return np.zeros(market.n, dtype=bool)
    higher = DEGREES[DEGREES.index(resume.degree) + 1 :]
    return market.among("degree", higher) & market.among("degree_need", ("required",))


def _asks_higher_level(market: Market, resume: ResumeReading) -> BoolArray:
    """(n,) whether a job states a level above the person's."""
    own, _ = _standing(resume)
    return np.asarray(ranks(market) > (np.inf if own is None else own), dtype=bool)


def _elsewhere(market: Market, home: str | None) -> BoolArray:
    """(n,) whether a job is in another region than the person's, both being known."""
    codes, regions = market.coded("region")
    away = np.array([*(home is not None and region not in (home, *ANYWHERE) for region in regions), False])
    return np.asarray(away[codes], dtype=bool)


def _groups(steps: FloatArray, is_stretch: BoolArray, is_far: BoolArray) -> np.ndarray:
    found = np.full(len(steps), "further", dtype=object)
    for most, name in ((2, "two_steps"), (1, "one_step"), (0, "open")):
        found[steps <= most] = name
    found[is_stretch & (steps <= 2)] = "stretch"
    found[is_far] = "further"
    return found


def _job(market: Market, row: int, facts: Mapping[str, Any], is_met: BoolArray, how: _How) -> Job:
    units = market.asks.required
    published = _published(facts)
    return Job(
        requisition_id=str(facts["requisition_id"]),
        posting_id=str(facts["posting_id"]),
        title=tidy_title(str(facts["title"])),
        employer=market.employer_names[market.employer[row]] or None,
        url=_text(facts["url"]),
        lane=_text(facts["primary_lane"]),
        role=_text(facts["role"]),
        met=how.met,
        of=int(units.per_row[row]),
        missing=_missing(market, row, units, is_met),
        steps=how.steps,
        group=how.group,
        level=_text(facts["seniority"]),
        level_fit=how.level_fit,
        min_years=_number(facts["min_years"]),
        years_short=None if np.isnan(how.short) or how.short <= 0 else round(how.short, 1),
        degree=_text(facts["degree"]),
        degree_need=_text(facts["degree_need"]),
        asks_higher_degree=how.asks_higher_degree,
        asks_higher_level=how.asks_higher_level,
        is_elsewhere=how.is_elsewhere,
        location=_text(facts["location"]),
        region=str(facts["region"]),
        workplace=_text(facts["workplace"]),
        pay_min=_number(facts["pay_min"]),
        pay_max=_number(facts["pay_max"]),
        pay_currency=_text(facts["pay_currency"]),
        pay_period=_text(facts["pay_period"]),
        published=None if published is None else published.date().isoformat(),
        age_days=None if published is None or market.as_of is None else (plain_utc(market.as_of) - published).days,
        last_seen=None if pd.isna(facts["last_seen_at"]) else pd.Timestamp(facts["last_seen_at"]).date().isoformat(),
    )


_SHOWN = (
    *("requisition_id", "posting_id", "title", "url", "primary_lane", "role", "seniority", "min_years", "degree"),
    *("degree_need", "location", "region", "workplace", "pay_min", "pay_max", "pay_currency", "pay_period"),
    *("posted_at", "first_seen_at", "last_seen_at"),
)


def _facts(market: Market, rows: list[int]) -> list[dict[str, Any]]:
    columns = [market.requisition[name].iloc[rows].tolist() for name in _SHOWN]
    return [dict(zip(_SHOWN, values, strict=True)) for values in zip(*columns, strict=True)]


def _missing(market: Market, row: int, units: Units, is_met: BoolArray) -> tuple[str, ...]:
    first, last = units.units[row : row + 2]
    demand = _demand(market)
    found: list[tuple[int, str]] = []
    for unit in range(int(first), int(last)):
        if not is_met[unit]:
            members = units.entry_skill[slice(*units.entries[unit : unit + 2])].tolist()
            ordered = sorted(members, key=lambda k: (-demand[k], market.skills[k]))
            found.append((int(demand[ordered[0]]), " or ".join(market.skill_names[k] for k in ordered[:3])))
    return tuple(name for _, name in sorted(found, key=lambda x: (-x[0], x[1])))


def _demand(market: Market) -> IntArray:
    """(skills,) how many requisitions name each skill."""
    return market.kept(("named_by",), lambda: np.bincount(market.asks.skill, minlength=len(market.skills)))


def _published(facts: Mapping[str, Any]) -> pd.Timestamp | None:
    dates = [plain_utc(pd.Timestamp(facts[c])) for c in ("posted_at", "first_seen_at") if not pd.isna(facts[c])]
    return min(dates) if dates else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[arg-type, call-overload]
