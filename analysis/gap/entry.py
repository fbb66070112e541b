"""The entry-level market for someone without years to show: its size per lane, what is within reach, which to pick."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.gap.level import ENTRY, is_doctoral, relevant_years
from analysis.gap.plan import EDGE, doors
from analysis.gap.results import EntryLane, EntryMarket
from analysis.market.intervals import share_of
from analysis.market.market import Market
from analysis.market.weights import BoolArray
from warehouse.models import ResumeReading

ENTRY_YEARS = 1
"""A requisition that asks for so many years or fewer is entry-level too, unless its level says otherwise."""
FRESH_YEARS = 2.0
"""Who shows no more years than this is told of the entry-level market."""
REACH = 0.5
"""A door is within reach when so much of what is required is met already."""


def is_fresh(resume: ResumeReading) -> bool:
    """Whether a resume shows a beginner: few or no years, no level above junior, and no doctorate."""
    years = relevant_years(resume)
    is_low = resume.seniority in (None, *ENTRY) and not is_doctoral(resume)
    return (years is None or years <= FRESH_YEARS) and is_low


def entry_market(market: Market, holding: BoolArray, order: Sequence[str]) -> EntryMarket:
    """The entry-level requisitions of each lane in `order`, for someone holding `holding` (skills,)."""
    entry = _is_entry(market)
    lanes = tuple(_lane(market, lane, entry, holding) for lane in order)
    best = max(lanes, key=lambda lane: (lane.within_reach, lane.requisitions), default=None)
    if best is None or not best.requisitions:
        return EntryMarket(lanes, None, "No job of this market is marked as entry-level.")
    if best.within_reach:
        because = (
            f"{best.name}: you meet at least half of what is required in {best.within_reach} of its {best.counted} "
            "entry-level jobs; no other lane has more such jobs."
        )
    else:
        because = (
            f"{best.name} has the most entry-level jobs ({best.requisitions}), but you meet half of what is "
            "required in none yet: every lane is a stretch until the first steps of the plan are done."
        )
    return EntryMarket(lanes, best.lane, because)


def _is_entry(market: Market) -> BoolArray:
    """(n,) whether a requisition of the market is entry-level."""
    level = market.requisition["seniority"]
    years = market.requisition["min_years"].to_numpy(dtype=np.float64, na_value=np.nan)
    few = (years <= ENTRY_YEARS) & level.isna().to_numpy(dtype=bool)
    return np.asarray(level.isin(ENTRY).to_numpy(dtype=bool) | few, dtype=bool)


def _lane(market: Market, lane: str, entry: BoolArray, holding: BoolArray) -> EntryLane:
    whole, inside = market.sample(lane), doors(market, lane)
    mine = entry[inside.drawn.rows]
    reached = inside.units.coverage(holding)[mine] >= REACH - EDGE
    employers = market.employer[whole.rows[entry[whole.rows]]]
    counted, within_reach = int(mine.sum()), int(reached.sum())
    return EntryLane(
        lane=lane,
        name=str(market.lane["name"].iat[market.lanes.index(lane)]),
        requisitions=len(employers),
        employers=len(np.unique(employers)),
        share=share_of(whole, entry[whole.rows]),
        counted=counted,
        within_reach=within_reach,
        verdict="none" if not len(employers) else "within_reach" if within_reach * 2 >= max(counted, 1) else "stretch",
    )
