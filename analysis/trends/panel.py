"""Which requisitions are new in two periods, and fair to compare: boards that were seen whole in both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.market.market import Market, plain_utc, utc_naive
from analysis.market.weights import BoolArray, FloatArray, IntArray, sample, weigh
from warehouse.models import SEEN_WHOLE

SLACK = pd.Timedelta(days=2)
"""How far from a period's edge the nearest whole look may lie before the window counts as partial."""
RAKING_ROUNDS = 50
LEAST_WEEKS = 2
"""The shortest period: two of them need four weeks of looks."""


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


def whole_looks(board_run: pd.DataFrame) -> pd.DataFrame:
    """source, board, at: when each board was seen whole.

    An import that holds all that appeared since a day shows every week from that day on as a look then would have.
    """
    if not len(board_run):
        return pd.DataFrame({"source": [], "board": [], "at": pd.Series(dtype="datetime64[ns]")})
    whole = board_run[board_run["outcome"].isin(SEEN_WHOLE) & board_run["started_at"].notna()]
    looks = whole[["source", "board"]].astype(str).assign(at=utc_naive(whole["started_at"]))
    covering = _covering(whole)
    back = [
        (source, board, at)
        for (source, board), since, until in zip(_keys(covering), covering["since"], covering["at"], strict=True)
        for at in pd.date_range(since, until, freq="7D")
    ]
    return pd.concat([looks, pd.DataFrame(back, columns=["source", "board", "at"])]) if back else looks


def new_at(requisition: pd.DataFrame, board_run: pd.DataFrame) -> pd.Series:
    """When each requisition appeared, or NaT where that was not observed.

    Its own date, where an import holds all that appeared since an earlier day; else first seen, where that was in a
    board's second or later whole look; else first published, where the board says so and the date lies inside the
    observed time.
    """
    looks = whole_looks(board_run)["at"]
    posted = utc_naive(requisition["posted_at"])
    seen = utc_naive(requisition["first_seen_at"]).where(requisition["is_new"].fillna(False).astype(bool))
    if not len(looks):
        return seen
    covered = _covering(board_run).groupby(["source", "board"])["since"].min()
    if len(covered):
        since = utc_naive(pd.Series(covered.reindex(_keys(requisition)).to_numpy(), index=requisition.index))
        seen = posted.where(posted >= since).fillna(seen.where(since.isna()))
    published = posted.where((requisition["posted_basis"] == "first_published") & (posted >= looks.min()))
    return seen.fillna(published)


def longest_weeks(board_run: pd.DataFrame, as_of: dt.datetime, most: int) -> int | None:
    """How many weeks each of two periods may have, at most `most`; None where not even LEAST_WEEKS fit.

    The longest that at least half of the boards were watched for that the shortest can compare.
    """
    looks = whole_looks(board_run)
    board = looks.groupby(["source", "board"], sort=False).ngroup().to_numpy().astype(np.int64)
    able = {weeks: _watched(looks["at"], board, as_of, weeks) for weeks in range(min(most, LEAST_WEEKS), most + 1)}
    least = able[min(able)]
    return max((weeks for weeks, boards in able.items() if boards and 2 * boards >= least), default=None)


def trends_begin(board_run: pd.DataFrame) -> dt.date | None:
    """The first day as of which two periods can be compared, if the boards seen so far are seen again; None without."""
    looks = whole_looks(board_run)
    if not len(looks):
        return None
    day = (looks["at"].min() - SLACK).ceil("D") + pd.Timedelta(weeks=2 * LEAST_WEEKS)
    first: dt.date = (day + pd.Timedelta(days=-day.weekday() % 7)).date()
    return first


def _watched(at: pd.Series, board: IntArray, as_of: dt.datetime, weeks: int) -> int:
    """How many boards were watched since the first of two periods began, and looked at in both; look i was at
    `board[i]`."""
    before, after = weeks_before(as_of, weeks, back=weeks), weeks_before(as_of, weeks)
    counts = np.zeros((int(board.max()) + 1 if len(board) else 0, 3), dtype=bool)
    for column, looks in enumerate((at <= plain_utc(before.start) + SLACK, _inside(at, before), _inside(at, after))):
        counts[board[looks.to_numpy(dtype=bool)], column] = True
    return int(counts.all(axis=1).sum())


def _covering(board_run: pd.DataFrame) -> pd.DataFrame:
    """source, board, since, at: the looks that hold all that appeared since a day."""
    if "covers_from" not in board_run or not len(board_run):
        return pd.DataFrame(columns=["source", "board", "since", "at"])
    whole = board_run[
        board_run["outcome"].isin(SEEN_WHOLE) & board_run["covers_from"].notna() & board_run["started_at"].notna()
    ]
    times = {"since": utc_naive(whole["covers_from"]), "at": utc_naive(whole["started_at"])}
    return whole[["source", "board"]].astype(str).assign(**times)


def panel(market: Market, before: Period, after: Period, lane: str | None = None) -> Panel:
    """The new requisitions of both periods on boards that had a whole look in each."""
    whole = whole_looks(market.board_run)
    looks = whole["at"]
    boards = [set(_keys(whole[_inside(looks, period)])) for period in (before, after)]
    both = boards[0] & boards[1]
    rows = market.sample(lane).rows
    requisition = market.requisition.iloc[rows]
    appeared = new_at(requisition, market.board_run)
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
    names = (frame[column].astype(str).to_numpy(dtype=object) for column in ("source", "board"))
    return list(zip(*names, strict=True)) if len(frame) else []


def _inside(times: pd.Series, period: Period) -> pd.Series:
    return (times >= plain_utc(period.start)) & (times < plain_utc(period.end))


def _is_partial(looks: pd.Series, period: Period) -> bool:
    """A whole look must lie near or before the start, and near or after the end."""
    if not len(looks):
        return True
    return bool(looks.min() > plain_utc(period.start) + SLACK or looks.max() < plain_utc(period.end) - SLACK)
