"""Times are read in the forms that sources use, and in no other."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fields.dates import from_epoch_ms, parse_time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-03-04T19:34:14-05:00", "2026-03-05T00:34:14+00:00"),
        ("2026-01-07T22:26:44.294+00:00", "2026-01-07T22:26:44.294000+00:00"),
        ("2026-01-07T22:26:44Z", "2026-01-07T22:26:44+00:00"),
        ("2026-01-07 22:26", "2026-01-07T22:26:00+00:00"),
        (" 2017-11-03 ", "2017-11-03T00:00:00+00:00"),
        ("March 15, 2026", "2026-03-15T00:00:00+00:00"),
        ("March  5, 2026", "2026-03-05T00:00:00+00:00"),
        ("2020-04", "2020-04-01T00:00:00+00:00"),
        ("Thu, 12 Feb 2026 10:00:00 +0100", "2026-02-12T09:00:00+00:00"),
    ],
)
def test_known_forms(text: str, time: str) -> None:
    assert parse_time(text) == dt.datetime.fromisoformat(time)


@pytest.mark.parametrize(
    "value",
    [
        "2020",
        "2020-13",
        "2020-02-30",
        "20200407",
        "03/04/2026",
        "Maybe 4, 2026",
        "Posted 3 days ago",
        "",
        "0001-01-01",
        None,
        20200407,
    ],
)
def test_all_else_is_unknown(value: object) -> None:
    assert parse_time(value) is None


def test_milliseconds() -> None:
    assert from_epoch_ms(1770832757527) == dt.datetime(2026, 2, 11, 17, 59, 17, 527000, tzinfo=dt.UTC)
    for value in (None, True, "1770832757527", 1.5, -(10**30), 10**30, 0):
        assert from_epoch_ms(value) is None


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none()))
def test_never_raises(value: object) -> None:
    for time in (parse_time(value), from_epoch_ms(value)):
        assert time is None or time.tzinfo is dt.UTC


def test_a_date_with_dots_begins_with_the_day():
    assert parse_time("15.03.2026") == dt.datetime(2026, 3, 15, tzinfo=dt.UTC)
    assert parse_time("03/04/2026") is None  # March or April
    assert parse_time("31.02.2026") is None
