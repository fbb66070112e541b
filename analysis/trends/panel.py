"""Which requisitions are new in two periods, and fair to compare: boards that were seen whole in both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.market.market import Market, plain_utc, utc_naive
from analysis.market.weights import BoolArray, FloatArray, IntArray, sample, weigh

SEEN_WHOLE = ("complete", "not_modified")
"""Outcomes of a run that saw all of a board; «not modified» is what the board said of a page seen whole before."""
SLACK = pd.Timedelta(days=2)
"""How far from a period's edge the nearest whole look may lie before the window counts as partial."""
RAKING_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time, start included, end not."""

    start: dt.datetime
    end: dt.datetime


@dataclass(frozen=True, eq=False)
class Panel:
    """New requisitions of two periods with their weights."""

    rows: IntArray
    """(n,) the market's rows, both periods."""
    is_after: BoolArray
    """(n,)"""
    employer: IntArray
    """(n,) codes common to both periods."""
    weight: FloatArray
    """(n,) capped within each period."""
    boards: int
    """Boards seen whole in both periods."""
    left_out: int
    """Boards seen in only one of them or not whole."""
    is_partial: bool
    """Whether a period is not covered from end to end."""


def weeks_before(as_of: dt.datetime, weeks: int, back: int = 0) -> Period:
    """`weeks` whole ISO weeks (Monday, UTC) up to `back` weeks before the week of `as_of`."""
    day = plain_utc(as_of).normalize()
    end = day - pd.Timedelta(days=day.weekday() + 7 * back)
    start = end - pd.Timedelta(weeks=weeks)
    return Period(start.to_pydatetime().replace(tzinfo=dt.UTC), end.to_pydatetime().replace(tzinfo=dt.UTC))


def new_at(requisition: pd.DataFrame, observed_from: pd.Timestamp | None) -> pd.Series:
    """When each requisition appeared, or NaT where that was not observed.

    First seen, where that was in a board's second or later whole look; or first published, where the board says so and
    the date lies inside the observed time.
    """
    seen = utc_naive(requisition["first_seen_at"]).where(requisition["is_new"].fillna(False).astype(bool))
    published = utc_naive(requisition["posted_at"]).where(requisition["posted_basis"] == "first_published")
    if observed_from is None:
        return seen
    return seen.fillna(published.where(published >= observed_from))


def panel(market: Market, before: Period, after: Period, lane: str | None = None) -> Panel:
    """The new requisitions of both periods on boards that had a whole look in each."""
    runs = market.board_run
    whole = runs[runs["outcome"].isin(SEEN_WHOLE)] if len(runs) else runs
    looks = utc_naive(whole["started_at"]) if len(whole) else pd.Series(dtype="datetime64[ns]")
    boards = [set(_keys(whole[_inside(looks, period)])) for period in (before, after)]
    both = boards[0] & boards[1]
    rows = market.sample(lane).rows
    requisition = market.requisition.iloc[rows]
    appeared = new_at(requisition, looks.min() if len(looks) else None)
    earlier, later = (_inside(appeared, period).to_numpy(dtype=bool) for period in (before, after))
    on_panel = np.array([key in both for key in _keys(requisition)], dtype=bool)
    keep = (earlier | later) & on_panel
    rows, is_after = rows[keep], later[keep]
    employer = np.unique(market.employer[rows], return_inverse=True)[1].astype(np.int64)
    weight = np.zeros(len(rows))
    for part in (~is_after, is_after):
        weight[part] = weigh(employer[part]) if part.any() else 0.0
    return Panel(
        rows=rows,
        is_after=is_after,
        employer=employer,
        weight=weight,
        boards=len(both),
        left_out=len(boards[0] ^ boards[1]),
        is_partial=any(_is_partial(looks, period) for period in (before, after)),
    )


def mix_weights(market: Market, drawn: Panel, fields: tuple[str, ...]) -> FloatArray:
    """(n,) weights under which both periods have the same mix of each field (raking to the mix of both together).

    A value that one period lacks is left as it is: there is nothing to weigh up.
    """
    weight = drawn.weight.copy()
    levels = [pd.factorize(market.requisition[f].iloc[drawn.rows].fillna("unknown"))[0] for f in fields]
    periods = [np.flatnonzero(~drawn.is_after), np.flatnonzero(drawn.is_after)]
    if any(not len(part) for part in periods):
        return weight
    first, second = periods
    goals = [
        (_mix(level[first], weight[first], level.max() + 1) + _mix(level[second], weight[second], level.max() + 1)) / 2
        for level in levels
    ]
    for _ in range(RAKING_ROUNDS):
        for level, goal in zip(levels, goals, strict=True):
            for part in periods:
                now = _mix(level[part], weight[part], len(goal))
                with np.errstate(divide="ignore", invalid="ignore"):
                    factor = np.where(now > 0, goal / now, 1.0)
                weight[part] *= factor[level[part]]
                weight[part] *= drawn.weight[part].sum() / weight[part].sum()
    return weight


def sizes(drawn: Panel) -> tuple[int, int]:
    """New requisitions before and after."""
    return int((~drawn.is_after).sum()), int(drawn.is_after.sum())


def half(drawn: Panel, is_after: bool) -> tuple[IntArray, float, int]:
    """One period's positions in the panel, its largest employer's share and its number of employers."""
    part = np.flatnonzero(drawn.is_after == is_after).astype(np.int64)
    own = sample(part, drawn.employer)
    return part, own.largest, own.employers


def _mix(level: IntArray, weight: FloatArray, count: int) -> FloatArray:
    return np.asarray(np.bincount(level, weights=weight, minlength=count) / weight.sum(), dtype=np.float64)


def _keys(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(frame["source"].astype(str), frame["board"].astype(str), strict=True)) if len(frame) else []


def _inside(times: pd.Series, period: Period) -> pd.Series:
    return (times >= plain_utc(period.start)) & (times < plain_utc(period.end))


def _is_partial(looks: pd.Series, period: Period) -> bool:
    """A whole look must lie near or before the start, and near or after the end."""
    if not len(looks):
        return True
    return bool(looks.min() > plain_utc(period.start) + SLACK or looks.max() < plain_utc(period.end) - SLACK)
