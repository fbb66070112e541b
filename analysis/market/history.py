"""The market as it stood at an earlier run, from the same generation: what was seen by then, judged as of then.

What happened is known better in hindsight (when a job closed, which copies belong together), and is taken as it is
known now; what was not seen yet is left out.
"""

from __future__ import annotations

import datetime as dt
from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from typing import cast

import pandas as pd

from analysis.market.market import OUTSIDE_WINDOW, WINDOW_DAYS, exclusions, plain_utc, utc_naive

OPEN_WITHOUT_LOOK = pd.Timedelta(days=45)
"""A posting whose end is unknown counts as open this long after it was last seen, as in the frames."""


def weekly_runs(board_run: pd.DataFrame) -> tuple[dt.datetime, ...]:
    """When the last run of each ISO week (Monday, UTC) looked, the oldest first. Undated imports saw no day."""
    looks = board_run[board_run["started_at"].notna()]
    if not len(looks):
        return ()
    began = utc_naive(looks["started_at"]).groupby(looks["run_id"]).min().dt.floor("s").sort_values()
    last = began.groupby(began.dt.to_period("W-SUN")).max()
    return tuple(moment.to_pydatetime().replace(tzinfo=dt.UTC) for moment in last)


def at_any_time(frames: Mapping[str, pd.DataFrame]) -> Mapping[str, pd.DataFrame]:
    """The frames with what closed before the window back in the market: for what is asked of a longer time."""
    given = frames["requisition"]
    return _with(frames, requisition=given.assign(exclusion=given["exclusion"].replace({OUTSIDE_WINDOW: None})))


def as_it_stood(
    frames: Mapping[str, pd.DataFrame], moment: dt.datetime, window_days: int = WINDOW_DAYS
) -> Mapping[str, pd.DataFrame]:
    """The frames of a generation as of `moment`, the start of one of its runs; `build` makes a market of them.

    `is_open`, `last_seen_at`, `closed_at` and `exclusion` are those of that moment.
    """
    runs = frames["board_run"]
    began = utc_naive(runs["started_at"]).groupby(runs["run_id"]).transform("min").dt.floor("s")
    by_then = runs[began <= plain_utc(moment)]
    # A run takes a while, and a board's jobs are first seen when its turn comes.
    end = max(plain_utc(moment), utc_naive(by_then["started_at"]).max())
    requisition = _requisition(frames["requisition"], end)
    requisition["exclusion"] = exclusions(requisition, moment, window_days)
    return _with(frames, board_run=by_then, requisition=requisition)


def _with(frames: Mapping[str, pd.DataFrame], **changed: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    """The frames with some in place of others; those that nobody asks for stay unread."""
    return ChainMap(changed, cast(MutableMapping[str, pd.DataFrame], frames))  # nobody writes to it


def _requisition(given: pd.DataFrame, at: pd.Timestamp) -> pd.DataFrame:
    seen, posted = utc_naive(given["first_seen_at"]), utc_naive(given["posted_at"])
    frame = given[(seen.fillna(posted) <= at) | (seen.isna() & posted.isna())].copy()
    first, last, closed = (utc_naive(frame[name]) for name in ("first_seen_at", "last_seen_at", "closed_at"))
    had_closed = closed <= at
    frame["closed_at"] = closed.where(had_closed)
    frame["last_seen_at"] = last.where(last <= at, at)
    frame["is_open"] = first.notna() & ~had_closed & (closed.notna() | (last + OPEN_WITHOUT_LOOK >= at))
    return frame
