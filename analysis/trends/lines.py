"""A share among new requisitions, one step of time after the other: as far back as boards were watched."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.market.intervals import MIN_EMPLOYERS, Share, quantile_of, sample_floor_missed, share_of
from analysis.market.market import Market, plain_utc
from analysis.market.weights import BoolArray, Sample, sample
from analysis.trends.compare import NONE
from analysis.trends.panel import Period, panel, weeks_before, whole_looks

STEP_WEEKS, STEP_MONTHS = (4, 12, 24), (1, 3, 6, 12)
"""How long a step may be: the shortest at which half of the steps, and two, are enough for a share; else that at which
most are."""
SELDOM = pd.Timedelta(days=14)
"""Where boards are looked at more seldom than this, as monthly threads are, steps are months of the calendar."""
MOST_STEPS = 120


@dataclass(frozen=True, eq=False)
class Step:
    """The requisitions new in one step of time."""

    period: Period
    last: dt.date
    """The step's last day, or that of the market where it is earlier."""
    new: Sample
    boards: int
    """Seen whole in this step and in the one before: only what is new on these counts."""


@dataclass(frozen=True, slots=True)
class Point:
    """Something in one step."""

    last: dt.date
    share: Share


@dataclass(frozen=True, slots=True)
class PayPoint:
    """The middle of what is paid in one step: a median with its interval, None below the floors."""

    last: dt.date
    middle: float | None
    low: float | None
    high: float | None
    n: int
    employers: int


def steps(market: Market, lane: str | None = None) -> tuple[Step, ...]:
    """The steps in which boards were watched, the oldest first; none in a market without a date or with one look.

    Only of boards seen whole both in a step and in the one before, so that no board's first look moves a point. The
    market has to hold what was open at any time (`history.at_any_time`), or older steps lack what closed before its
    window.
    """
    return market.kept(("steps", lane), lambda: _best_steps(market, lane))


def _best_steps(market: Market, lane: str | None) -> tuple[Step, ...]:
    monthly = _is_monthly(market)
    chosen: tuple[Step, ...] = ()
    enough = 0
    for size in STEP_MONTHS if monthly else STEP_WEEKS:
        found = tuple(_steps(market, lane, size, monthly))
        good = sum(sample_floor_missed(step.new) is None for step in found)
        if not chosen or good >= enough:
            chosen, enough = found, good
        if good >= 2 and 2 * good >= len(found):
            chosen = found
            break
    return chosen


def step_words(market: Market, lane: str | None = None) -> str:
    """How long a step is: «4 weeks», «3 months»."""
    of = steps(market, lane)
    if not of:
        return f"{STEP_WEEKS[0]} weeks"
    days = (of[-1].period.end - of[-1].period.start).days
    months = round(days / 30.4)
    return (f"{months} months" if months > 1 else "month") if _is_monthly(market) else f"{days // 7} weeks"


def skill_line(market: Market, skill: str, lane: str | None = None) -> tuple[Point, ...]:
    """A skill's share among what is new, step by step."""
    code = market.skill_code[skill]
    return tuple(
        Point(step.last, share_of(step.new, market.asking(step.new)[:, [code]].toarray().ravel()))
        for step in steps(market, lane)
    )


def value_line(market: Market, field: str, value: str, lane: str | None = None) -> tuple[Point, ...]:
    """The share of one value of a column of requisition, step by step."""
    has: BoolArray = (market.requisition[field] == value).to_numpy(dtype=bool)
    return tuple(Point(step.last, share_of(step.new, has[step.new.rows])) for step in steps(market, lane))


def values_of(market: Market, field: str, lane: str | None = None, most: int = 4) -> tuple[str, ...]:
    """The commonest values of a column among all that is new, the commonest first."""
    rows = [step.new.rows for step in steps(market, lane)]
    if not rows:
        return ()
    values = market.requisition[field].iloc[np.concatenate(rows)]
    counts = values[~values.isin(NONE)].value_counts()
    return tuple(sorted(map(str, counts.index), key=lambda value: (-counts[value], value))[:most])


def pay_line(market: Market, currency: str, lane: str | None = None) -> tuple[PayPoint, ...]:
    """The median of the middles of what is paid a year in a currency; a job counts once."""
    stated = market.pay_range[(market.pay_range["currency"] == currency) & (market.pay_range["period"] == "year")]
    middle = stated.groupby("row")["middle"].mean()
    found = []
    for step in steps(market, lane):
        rows = step.new.rows[np.isin(step.new.rows, middle.index)]
        own = sample(rows, market.employer)
        at = quantile_of(own, middle.reindex(rows).to_numpy(dtype=np.float64))
        middle_of_step, low, high = at if at is not None else (None, None, None)
        found.append(PayPoint(step.last, middle_of_step, low, high, own.n, own.employers))
    return tuple(found)


def currencies(market: Market, lane: str | None = None) -> tuple[str, ...]:
    """Currencies that enough employers of what is new state a year's pay in, the commonest first."""
    rows = [step.new.rows for step in steps(market, lane)]
    stated = market.pay_range[market.pay_range["period"] == "year"]
    stated = stated[stated["row"].isin(np.concatenate(rows) if rows else [])]
    employers = pd.Series(market.employer[stated["row"]], index=stated.index).groupby(stated["currency"]).nunique()
    counts = stated.groupby("currency")["row"].nunique()[employers >= MIN_EMPLOYERS]
    return tuple(sorted(map(str, counts.index), key=lambda currency: (-counts[currency], currency)))


def _is_monthly(market: Market) -> bool:
    looks = whole_looks(market.board_run)
    if not len(looks):
        return False
    between = looks.sort_values("at").groupby(["source", "board"])["at"].diff().dropna()
    return bool(len(between) and between.quantile() > SELDOM)


def _steps(market: Market, lane: str | None, size: int, monthly: bool) -> list[Step]:
    looks = whole_looks(market.board_run)
    if not len(looks) or market.as_of is None:
        return []
    began = looks["at"].min()
    found: list[Step] = []
    for before, after in _periods(market.as_of, size, monthly):
        if plain_utc(before.end) <= began:
            break
        drawn = panel(market, before, after, lane)
        last = min(after.end - dt.timedelta(days=1), market.as_of).date()
        found.append(Step(after, last, sample(drawn.rows[drawn.is_after], market.employer), drawn.boards))
    return found[::-1]


def _periods(as_of: dt.datetime, size: int, monthly: bool) -> list[tuple[Period, Period]]:
    """Each step with the one before it, the newest first."""
    if not monthly:
        ends = [weeks_before(as_of, size, back=size * k) for k in range(MOST_STEPS + 1)]
    else:
        # A month that was looked at once was looked at for good: the one of the latest look counts.
        month = plain_utc(as_of).to_period("M") + 1
        starts = [(month - size * k).start_time.to_pydatetime().replace(tzinfo=dt.UTC) for k in range(MOST_STEPS + 2)]
        ends = [Period(start, end) for end, start in itertools.pairwise(starts)]
    return [(before, after) for after, before in itertools.pairwise(ends)]
