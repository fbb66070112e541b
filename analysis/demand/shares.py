"""What is asked for: shares of skills, roles, levels, regions and workplaces, and pay, of any part of the market.

A requisition belongs to its primary lane; `soft=True` lets it belong to every lane by its probability.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

import numpy as np
import pandas as pd

from analysis.market.intervals import Estimates, Share, estimate_many, quantile_of, share_of
from analysis.market.market import UNKNOWN_REGION, Market
from analysis.market.weights import FloatArray, IntArray, Sample, sample
from warehouse.models import IMPORT_SOURCE, SkillKind

SMOOTHING = 0.02
"""Added to both shares of a lift, so that a rare skill is not taken for a lane's hallmark."""


@dataclass(frozen=True, slots=True)
class SkillDemand:
    """How often a skill is asked for."""

    skill: str
    name: str
    kind: SkillKind
    family: str | None
    is_counted: bool
    """False for soft and very generic skills, which coverage and plans leave out."""
    asked: Share
    """Required or preferred."""
    required: Share
    preferred: Share
    any: Share
    """Also where it only stands in the duties or the stack."""


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a field and the share of requisitions that have it; None: the posting does not say."""

    value: str | None
    share: Share


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile of a quantity with its interval."""

    at: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PayRange:
    """What is paid in one currency and period, where stated: quantiles of the middle of each range; none below the
    floors. Currencies and periods are never mixed or converted."""

    currency: str
    period: str
    n: int
    employers: int
    quantiles: tuple[Quantile, ...]


@dataclass(frozen=True, slots=True)
class SkillYears:
    """Years of experience asked for of one skill, where a requisition says so."""

    n: int
    """Requisitions that state years of it."""
    employers: int
    fewest: float
    most: float
    median: Quantile | None
    """None below the floors of publication."""


@dataclass(frozen=True, slots=True)
class LaneDemand:
    """A lane at a glance."""

    lane: str
    name: str
    definition: str
    share: Share
    """Of the whole market."""
    open_share: Share
    """Of the lane's requisitions on boards that are looked at, those open at as_of (the stock)."""
    roles: tuple[Part, ...]
    seniority: tuple[Part, ...]
    region: tuple[Part, ...]
    workplace: tuple[Part, ...]
    degree: tuple[Part, ...]
    years: Quantile | None
    """The median of the years asked for, where stated."""
    pay_stated: Share
    pay: tuple[PayRange, ...]


def lane_overview(market: Market) -> tuple[LaneDemand, ...]:
    """Every lane with its size, its mixes and its pay, in the lanes' own order."""
    positions = range(len(market.lanes))
    return market.kept(("lane_overview",), lambda: tuple(_lane(market, position) for position in positions))


def skill_demand(
    market: Market, lane: str | None = None, filters: Mapping[str, Any] | None = None, *, soft: bool = False
) -> tuple[SkillDemand, ...]:
    """Every skill that the sample names, most asked for first; filters as in Market.sample."""
    drawn = market.sample(lane, filters, soft=soft)
    by_need = {need: estimate_many(drawn, market.asking(drawn, need)) for need in _NEEDS}
    return tuple(_demand(market, by_need, code) for code in _ranked(by_need))


def named_skills(market: Market) -> tuple[str, ...]:
    """The skills that the market names, most asked for first."""
    by_need = _shares_by_need(market, None)
    return market.kept(("named skills",), lambda: tuple(market.skills[code] for code in _ranked(by_need)))


def most_asked(market: Market, lane: str | None, most: int) -> tuple[SkillDemand, ...]:
    """So many of the counted skills that a lane (None: the market) asks for most; none below the floors.

    The first of `skill_demand`, without the thousands that follow.
    """
    by_need = _shares_by_need(market, lane)
    if by_need["asked"].missed is not None:
        return ()
    counted = (code for code in _ranked(by_need) if market.asks.countable[code])
    return tuple(_demand(market, by_need, code) for code in islice(counted, most))


def demand_of(market: Market, skill: str, lane: str | None = None) -> SkillDemand | None:
    """How often a lane (None: the market) asks for one skill; None where it does not name it."""
    by_need, code = _shares_by_need(market, lane), market.skill_code.get(skill)
    return None if code is None or by_need["any"].hits[code] <= 0 else _demand(market, by_need, code)


def _shares_by_need(market: Market, lane: str | None) -> dict[str, Estimates]:
    return {need: shares(market, lane, need) for need in _NEEDS}


def _demand(market: Market, by_need: Mapping[str, Estimates], code: int) -> SkillDemand:
    return SkillDemand(
        skill=market.skills[code],
        name=market.skill_names[code],
        kind=cast(SkillKind, _kinds(market)[code]),
        family=_text(market.families[code]),
        is_counted=bool(market.asks.countable[code]),
        **{need: by_need[need].item(code) for need in _NEEDS},
    )


def _kinds(market: Market) -> list[str]:
    return market.of_skills.kept(("kinds",), market.skill["kind"].tolist)


def shares(market: Market, lane: str | None, need: str) -> Estimates:
    """The shares (skills,) of all skills in a lane at a need (as Market.asking), computed once a market."""
    drawn = market.sample(lane)
    return market.kept(("shares", lane, need), lambda: estimate_many(drawn, market.asking(drawn, need)))


def mix(market: Market, drawn: Sample, column: str) -> tuple[Part, ...]:
    """The values of a column of requisition with their shares, most frequent first, what is not said last."""
    codes, values = market.coded(column)
    mine = codes[drawn.rows]
    if column == "region" and UNKNOWN_REGION in values:
        mine = np.where(mine == values.index(UNKNOWN_REGION), -1, mine)
    counts = np.bincount(mine[mine >= 0], minlength=len(values))
    named = sorted(np.flatnonzero(counts).tolist(), key=lambda code: (-counts[code], str(values[code])))
    parts = [Part(str(values[code]), share_of(drawn, mine == code)) for code in named]
    return (*parts, Part(None, share_of(drawn, mine < 0)))


def open_share(market: Market, drawn: Sample) -> Share:
    """Those open at as_of, of the sample's jobs on boards that are looked at: nobody looks at what came from files."""
    frame = market.requisition[["source", "is_open"]].iloc[drawn.rows]
    on_boards = (frame["source"] != IMPORT_SOURCE).to_numpy(dtype=bool)
    is_open = frame["is_open"].fillna(False).to_numpy(dtype=bool)
    return share_of(sample(drawn.rows[on_boards], market.employer), is_open[on_boards])


def pay(market: Market, lane: str | None = None, filters: Mapping[str, Any] | None = None) -> tuple[PayRange, ...]:
    """What is paid per currency and period, the most frequent first."""
    rows = market.sample(lane, filters).rows
    frame = market.requisition[["pay_min", "pay_max", "pay_currency", "pay_period"]].iloc[rows]
    middle = frame[["pay_min", "pay_max"]].astype(float).mean(axis=1)
    stated = pd.DataFrame(
        {"row": rows, "middle": middle.to_numpy(), "currency": frame["pay_currency"], "period": frame["pay_period"]}
    ).dropna()
    ranges = []
    for (currency, period), group in stated.groupby(["currency", "period"], sort=True):
        drawn = sample(group["row"].to_numpy(dtype=np.int64), market.employer)
        found = quantiles(drawn, group["middle"].to_numpy(dtype=np.float64))
        ranges.append(PayRange(str(currency), str(period), drawn.n, drawn.employers, found))
    return tuple(sorted(ranges, key=lambda x: (-x.n, x.currency, x.period)))


def quantiles(drawn: Sample, value: FloatArray, at: tuple[float, ...] = (0.25, 0.5, 0.75)) -> tuple[Quantile, ...]:
    """Quantiles of a sample's values with intervals; empty below the floors."""
    found = [(level, quantile_of(drawn, value, level)) for level in at]
    return tuple(Quantile(level, *bounds) for level, bounds in found if bounds is not None)


def years_asked(market: Market, drawn: Sample) -> tuple[Sample, FloatArray]:
    """The requisitions of a sample that state years, and the years (n,)."""
    years = market.requisition["min_years"].iloc[drawn.rows].to_numpy(dtype=np.float64, na_value=np.nan)
    stated = ~np.isnan(years)
    return sample(drawn.rows[stated], market.employer), years[stated]


def skill_years(market: Market, skill: str, lane: str | None = None) -> SkillYears | None:
    """The years that a lane (None: the market) asks for of a skill; None where no requisition states any."""
    return market.kept(("skill years", skill, lane), lambda: _skill_years(market, skill, lane))


def _stated_years(market: Market) -> tuple[IntArray, IntArray, FloatArray]:
    """The columns of skill_years."""
    skill, row = (market.skill_years[name].to_numpy(dtype=np.int64) for name in ("skill", "row"))
    return skill, row, market.skill_years["years"].to_numpy()


def _skill_years(market: Market, skill: str, lane: str | None) -> SkillYears | None:
    named, row, all_years = market.kept(("stated years",), lambda: _stated_years(market))
    stated = np.flatnonzero(named == market.skill_code[skill])
    if lane is not None:
        stated = stated[market.primary_lane[row[stated]] == market.lanes.index(lane)]
    if not len(stated):
        return None
    drawn, years = sample(row[stated], market.employer), all_years[stated]
    found = quantiles(drawn, years, at=(0.5,))
    return SkillYears(drawn.n, drawn.employers, float(years.min()), float(years.max()), found[0] if found else None)


_NEEDS = ("asked", "required", "preferred", "any")


def _ranked(by_need: Mapping[str, Estimates]) -> list[int]:
    """Positions of the skills that occur, by what is asked, then by what is named, then by id."""
    asked, named = by_need["asked"].hits, by_need["any"].hits
    order = np.lexsort((np.arange(len(named)), -named.round(9), -asked.round(9)))
    return [int(code) for code in order if named[code] > 0]


def _lane(market: Market, position: int) -> LaneDemand:
    row = market.lane.iloc[position]
    lane = str(row["lane"])
    drawn, whole = market.sample(lane), market.sample()
    pay_bounds = market.requisition[["pay_min", "pay_max"]].iloc[drawn.rows]
    years = quantiles(*years_asked(market, drawn), at=(0.5,))
    return LaneDemand(
        lane=lane,
        name=str(row["name"]),
        definition=str(row["definition"]),
        share=share_of(whole, market.primary_lane == position),
        open_share=open_share(market, drawn),
        roles=mix(market, drawn, "role"),
        seniority=mix(market, drawn, "seniority"),
        region=mix(market, drawn, "region"),
        workplace=mix(market, drawn, "workplace"),
        degree=mix(market, drawn, "degree"),
        years=years[0] if years else None,
        pay_stated=share_of(drawn, pay_bounds.notna().any(axis=1).to_numpy(dtype=bool)),
        pay=pay(market, lane),
    )


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)
