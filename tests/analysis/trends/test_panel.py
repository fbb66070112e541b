"""From when two periods can be compared, and how long they may be: by whole looks at boards alone."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.trends.panel import LEAST_WEEKS, longest_weeks, new_at, trends_begin, whole_looks

FIRST = pd.Timestamp("2026-01-01")


def daily(first, last, board="x", outcome="complete"):
    days = pd.date_range(first, last, freq="D")
    given = {"run_id": days.astype(str), "source": "lever", "board": board, "outcome": outcome, "started_at": days}
    return pd.DataFrame(given)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 24 * 40), st.integers(1, 3))
def test_trends_begin_on_the_first_monday_on_which_two_periods_fit(hours, boards):
    first = FIRST + pd.Timedelta(hours=hours)
    looks = pd.concat([daily(first, first + pd.Timedelta(days=50), f"b{n}") for n in range(boards)])
    day = trends_begin(looks)
    assert day.weekday() == 0
    as_of = dt.datetime.combine(day, dt.time(6), dt.UTC)
    assert longest_weeks(looks, as_of, 8) == LEAST_WEEKS
    assert longest_weeks(looks, as_of - dt.timedelta(weeks=1), 8) is None
    assert trends_begin(looks.iloc[: len(looks) // boards]) == day


@pytest.mark.parametrize(("long_watched", "weeks"), [(4, 2), (5, 6), (10, 6)])
def test_periods_are_as_long_as_half_of_the_boards_were_watched_for(long_watched, weeks):
    as_of = dt.datetime(2026, 4, 6, 6, tzinfo=dt.UTC)
    since = [pd.Timestamp("2025-12-20")] * long_watched + [pd.Timestamp("2026-03-07")] * (10 - long_watched)
    looks = pd.concat([daily(day, as_of.replace(tzinfo=None), f"b{n}") for n, day in enumerate(since)])
    assert longest_weeks(looks, as_of, 6) == weeks


def test_what_was_never_seen_whole_begins_nothing():
    for looks in (daily(FIRST, FIRST, outcome="partial"), daily(FIRST, FIRST).iloc[:0]):
        assert trends_begin(looks) is None
        assert longest_weeks(looks, dt.datetime(2026, 4, 6, tzinfo=dt.UTC), 6) is None


def test_without_a_look_only_what_was_seen_to_come_is_new():
    seen = pd.Timestamp("2026-02-03")
    given = {"source": "lever", "board": "x", "posted_at": FIRST, "posted_basis": "first_published"}
    requisition = pd.DataFrame([{**given, "first_seen_at": seen, "is_new": is_new} for is_new in (True, False)])
    assert list(new_at(requisition, daily(FIRST, FIRST).iloc[:0]).isna()) == [False, True]


def test_an_import_of_all_since_a_day_is_as_a_look_each_week_since():
    covers = daily("2026-03-01", "2026-03-01").assign(covers_from=pd.Timestamp("2026-01-04"))
    assert list(whole_looks(covers)["at"].sort_values()) == [
        *pd.date_range("2026-01-04", "2026-03-01", freq="7D"),
        pd.Timestamp("2026-03-01"),
    ]
    assert len(whole_looks(covers.assign(outcome="partial"))) == 0
    assert len(whole_looks(covers.assign(covers_from=pd.NaT))) == 1
    day = trends_begin(covers)
    assert day == trends_begin(daily("2026-01-04", "2026-03-01"))
    assert longest_weeks(covers, dt.datetime.combine(day, dt.time(6), dt.UTC), 8) == LEAST_WEEKS


@pytest.mark.parametrize(
    ("posted", "first_seen", "is_new", "at"),
    [
        ("2026-01-20", "2026-03-01", False, "2026-01-20"),  # it appeared while the import covers
        ("2026-01-04", "2026-03-01", False, "2026-01-04"),
        ("2025-12-01", "2026-03-01", False, None),  # it was there before
        (None, "2026-03-01", True, None),  # seen first by the import itself, which says nothing of when
    ],
)
def test_what_an_import_covers_is_new_by_its_own_date(posted, first_seen, is_new, at):
    covers = daily("2026-03-01", "2026-03-01").assign(covers_from=pd.Timestamp("2026-01-04"))
    row = {"source": "lever", "board": "x", "posted_at": pd.Timestamp(posted) if posted else pd.NaT}
    row |= {"posted_basis": "stated", "first_seen_at": pd.Timestamp(first_seen), "is_new": is_new}
    (found,) = new_at(pd.DataFrame([row, row | {"board": "y"}]).iloc[:1], covers)
    assert found == pd.Timestamp(at) if at else pd.isna(found)
