"""The market at one moment as aggregates that may be published: the content of a snapshot.

Only shares at or above the floors, of skills that ten employers name; no posting's text, no employer's name.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.demand.clusters import ClusterDemand, cluster_demand
from analysis.demand.premium import PayPremiums, premiums
from analysis.demand.relations import Apart, Overlap, lane_overlap, sets_apart
from analysis.demand.shares import LaneDemand, SkillDemand, lane_overview, open_share, skill_demand
from analysis.demand.time_open import TimeOpen, time_open
from analysis.gap.evidence import Texts
from analysis.market.intervals import MIN_EMPLOYERS, MIN_N_EFF, Share, assumed_n_eff, share_of
from analysis.market.market import Market, utc_naive
from analysis.snapshot.claims import Answer, Unanswerable, answers, unanswerable
from analysis.snapshot.sampled import Sampled, sampled
from analysis.trends.churn import KindChurn, Outlasting, Substitution, churn, concepts_outlast, substitutions
from analysis.trends.emergence import Emerging, emerging
from analysis.trends.panel import LEAST_WEEKS, Period, longest_weeks, panel, sizes, trends_begin, weeks_before
from analysis.trends.terms import Terms, terms
from analysis.trends.tests import Trends, movers
from warehouse.models import BadInputError

WEEKS = 12
"""How long each of the two periods of a trend is where the looks reach back so far and the person says nothing else."""
LONGER = (26, 52)
"""Weeks in each period where too few jobs appear in WEEKS."""
SET_APART = 10


@dataclass(frozen=True, slots=True)
class Glance:
    """The market's size."""

    requisitions: int
    employers: int
    open_share: Share
    """Those open at as_of, of those whose boards are looked at: nobody looks at what came from files."""
    no_lane: Share
    """Those that stand closer to no lane than to any."""
    excluded: dict[str, int]
    """Requisitions outside the market, by reason."""
    sampled: Sampled
    """Whose jobs these are."""
    first_seen_at: dt.datetime | None
    """When the earliest requisition was first seen; None where all are undated."""
    runs: int
    """Runs that looked at boards."""


@dataclass(frozen=True, slots=True)
class LaneSkills:
    """What a lane asks for."""

    lane: str | None
    """None: the whole market."""
    requisitions: int
    employers: int
    n_eff: float
    """How many independent requisitions the lane is worth to a skill that none of them names."""
    skills: tuple[SkillDemand, ...]
    """Those that at least ten employers name, most asked for first."""
    below_floor: tuple[str, ...]
    """Ids of skills that are named, but by fewer employers."""
    set_apart: tuple[Apart, ...]
    """What the lane asks for more than the other lanes; empty for the whole market."""


@dataclass(frozen=True, slots=True)
class LaneClusters:
    """How often a lane asks for each group of skills that stand together."""

    lane: str | None
    """None: the whole market."""
    clusters: tuple[ClusterDemand, ...]


@dataclass(frozen=True, slots=True)
class LaneTrends:
    """What changed between two periods, in the whole market or in a lane."""

    lane: str | None
    trends: Trends
    """Only the skills that could be tested; `untested` counts the others."""
    untested: int
    terms: Terms
    """Levels, places, pay and numbers between the same periods."""


@dataclass(frozen=True, slots=True)
class LaneTimes:
    """How long a lane's requisitions stay open."""

    lane: str | None
    times: tuple[TimeOpen, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a snapshot says about the market."""

    market: Glance
    lanes: tuple[LaneDemand, ...]
    overlaps: tuple[Overlap, ...]
    demand: tuple[LaneSkills, ...]
    clusters: tuple[LaneClusters, ...]
    trends: tuple[LaneTrends, ...]
    emerging: tuple[Emerging, ...]
    churn: tuple[KindChurn, ...]
    outlasting: Outlasting
    substitutions: tuple[Substitution, ...]
    time_open: tuple[LaneTimes, ...]
    pay: tuple[PayPremiums, ...]
    claims: tuple[Answer, ...]
    unanswerable: tuple[Unanswerable, ...]


def snapshot(
    market: Market, weeks: int | None = None, watch: Sequence[str] | None = None, texts: Texts | None = None
) -> Snapshot:
    """The snapshot of a market, with trends of the last `weeks` whole weeks against as many before them.

    `weeks` None: as many as fit (`weeks_that_fit`). `watch`: ids of skills named beforehand (default: as shipped).
    `texts`: the adverts, for what people say that no skill says.
    """
    weeks = weeks_that_fit(market, weeks)
    everywhere = (None, *market.lanes)
    trends = tuple(lane_trends(market, lane, weeks, watch) for lane in everywhere)
    whole = trends[0].trends
    kinds = churn(whole)
    outlasting = concepts_outlast(kinds)
    return Snapshot(
        market=_glance(market),
        lanes=lane_overview(market),
        overlaps=lane_overlap(market),
        demand=tuple(_lane_skills(market, lane) for lane in everywhere),
        clusters=tuple(LaneClusters(lane, cluster_demand(market, lane)) for lane in everywhere),
        trends=trends,
        emerging=emerging(market, *last_periods(market, weeks)),
        churn=kinds,
        outlasting=outlasting,
        substitutions=substitutions(market, whole),
        time_open=tuple(LaneTimes(lane, time_open(market, lane)) for lane in everywhere),
        pay=premiums(market),
        claims=answers(market, texts, outlasting),
        unanswerable=unanswerable(),
    )


def lane_trends(
    market: Market, lane: str | None = None, weeks: int = WEEKS, watch: Sequence[str] | None = None
) -> LaneTrends:
    """What changed in a lane (None: the whole market) from the `weeks` whole weeks before the last `weeks` to these.

    Raises BadInputError for an unknown lane or a market without a date.
    """
    periods = last_periods(market, weeks)
    found = movers(market, *periods, lane, watch)
    tested, families = (
        tuple(mover for mover in movers_ if mover.q_value is not None) for movers_ in (found.movers, found.families)
    )
    untested = len(found.movers) - len(tested)
    told = dataclasses.replace(found, movers=tested, families=families)
    return LaneTrends(lane, told, untested, terms(market, *periods, lane))


def last_periods(market: Market, weeks: int = WEEKS) -> tuple[Period, Period]:
    """The last `weeks` whole weeks before as_of, and as many before them. Raises BadInputError for a market undated."""
    as_of = dated(market)
    return weeks_before(as_of, weeks, back=weeks), weeks_before(as_of, weeks)


def weeks_that_fit(market: Market, periods: int | None = None, *, is_history: bool = False) -> int:
    """How long a trend's periods are: as the person says, else the longest that the looks allow, at most WEEKS.

    `is_history`: the market holds what closed before its window too (`history.at_any_time`); where so few jobs appeared
    that no share could be told, as in monthly threads, periods then grow to half a year and a year.
    """
    if periods:
        return periods
    return market.kept(("weeks that fit", is_history), lambda: _weeks_that_fit(market, is_history))


def _longest(market: Market) -> int | None:
    return market.kept(("longest weeks",), lambda: longest_weeks(market.board_run, dated(market), WEEKS))


def _weeks_that_fit(market: Market, is_history: bool) -> int:
    as_of, fitting = dated(market), _longest(market) or LEAST_WEEKS
    for weeks in (fitting, *LONGER) if is_history else ():
        is_watched = weeks == fitting or longest_weeks(market.board_run, as_of, weeks) == weeks
        if is_watched and min(sizes(panel(market, *last_periods(market, weeks)))) >= MIN_N_EFF:
            return weeks
    return fitting


def begins(market: Market) -> str:
    """When trends begin, as a sentence; empty where there are some already."""
    if _longest(market) is not None:
        return ""
    day = trends_begin(market.board_run)
    when = f"Trends begin on {day.day} {day:%B %Y}" if day and day > dated(market).date() else "There are no trends yet"
    return f"{when}: they need two looks of the same boards at least four weeks apart. Until then: levels."


def dated(market: Market) -> dt.datetime:
    """When the market was last looked at. Raises BadInputError for a market without a date."""
    if market.as_of is None:
        raise BadInputError("The market has no date: it comes from undated imports alone; import with --observed-on.")
    return market.as_of


def _glance(market: Market) -> Glance:
    whole = market.sample()
    frame = market.requisition
    first = utc_naive(frame["first_seen_at"]).min()
    return Glance(
        requisitions=whole.n,
        employers=whole.employers,
        open_share=open_share(market, whole),
        no_lane=share_of(whole, market.primary_lane < 0),
        excluded=dict(market.excluded),
        sampled=sampled(market),
        first_seen_at=None if pd.isna(first) else first.to_pydatetime().replace(tzinfo=dt.UTC),
        runs=int(market.board_run["run_id"].nunique()) if len(market.board_run) else 0,
    )


def _lane_skills(market: Market, lane: str | None) -> LaneSkills:
    drawn = market.sample(lane)
    shape = (drawn.employers, drawn.n)
    of_employer = sparse.csr_array((np.ones(drawn.n), (drawn.employer, np.arange(drawn.n))), shape=shape)
    naming = np.asarray(((of_employer @ market.asking(drawn, "any")) > 0).sum(axis=0)).ravel()
    everything = skill_demand(market, lane)
    shown = tuple(skill for skill in everything if naming[market.skill_code[skill.skill]] >= MIN_EMPLOYERS)
    return LaneSkills(
        lane=lane,
        requisitions=drawn.n,
        employers=drawn.employers,
        n_eff=round(assumed_n_eff(drawn), 1),
        skills=shown,
        below_floor=tuple(sorted({skill.skill for skill in everything} - {skill.skill for skill in shown})),
        set_apart=() if lane is None else sets_apart(market, lane, SET_APART),
    )
