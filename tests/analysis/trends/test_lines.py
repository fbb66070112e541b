"""Lines over time: as far back as boards were watched, in steps that are long enough for a share."""

import datetime as dt

import pandas as pd
import pytest

from analysis.market.history import at_any_time
from analysis.market.market import OUTSIDE_WINDOW, build
from analysis.trends.lines import currencies, pay_line, skill_line, step_words, steps, value_line, values_of
from tests.analysis.builders import frames_of
from tests.analysis.trends.test_trends import SKILL, appeared, looks

MONDAY = pd.Timestamp("2026-03-02")


def weekly(weeks, board="x"):
    return looks(*[MONDAY - pd.Timedelta(weeks=k) for k in range(weeks)], board=board)


def market(jobs, runs, as_of="2026-03-02T06:00:00+00:00"):
    frames = frames_of(jobs, SKILL)
    frames["board_run"] = pd.DataFrame(runs)
    return build(at_any_time(frames), {"generation": 1, "as_of": as_of})


def jobs_of_week(back, count, asks="t000", employers=40, **given):
    day = MONDAY - pd.Timedelta(weeks=back) + pd.Timedelta(days=2)
    return [appeared(day, asks, f"e{n % employers}.example", **given) for n in range(count)]


def test_a_line_has_a_point_a_step_and_its_share_is_that_of_what_was_new():
    jobs = [*jobs_of_week(2, 60), *jobs_of_week(2, 20, "t001"), *jobs_of_week(6, 40), *jobs_of_week(6, 40, "t001")]
    found = market(jobs, weekly(20))
    line = skill_line(found, "t001")
    assert step_words(found) == "4 weeks"
    assert [point.last for point in line[-2:]] == [dt.date(2026, 2, 1), dt.date(2026, 3, 1)]
    assert [point.share.share for point in line[-2:]] == [0.5, 0.25]
    assert line[-1].share.low < 0.25 < line[-1].share.high
    assert line[0].share.share is None and line[0].share.n == 0


def test_what_closed_before_the_window_still_has_its_point():
    gone = jobs_of_week(14, 60, exclusion=OUTSIDE_WINDOW, is_open=False)
    line = skill_line(market([*gone, *jobs_of_week(2, 60)], weekly(24)), "t000")
    assert [point.share.n for point in line if point.share.n] == [60, 60]


def test_steps_grow_until_they_are_enough():
    jobs = [job for back in range(48) for job in jobs_of_week(back, 4)]
    jobs = [job | {"employer": f"e{number % 43}.example"} for number, job in enumerate(jobs)]
    found = market(jobs, weekly(60))
    assert step_words(found) == "12 weeks"
    assert all(point.share.share is not None for point in skill_line(found, "t000"))


def test_monthly_threads_have_months_for_steps():
    firsts = pd.date_range("2024-01-02", "2026-02-02", freq="MS") + pd.Timedelta(days=1)
    jobs = [appeared(day, "t000", f"e{n}.example") for day in firsts for n in range(40)]
    found = market(jobs, looks(*firsts), as_of="2026-02-28T06:00:00+00:00")
    assert step_words(found) == "month"
    assert [step.new.n for step in steps(found)] == [40] * 24
    assert steps(found)[-1].last == dt.date(2026, 2, 28)
    early = market(jobs, looks(*firsts), as_of="2026-02-03T06:00:00+00:00")
    assert steps(early)[-1].last == dt.date(2026, 2, 3) and steps(early)[-1].new.n == 40
    few = market(jobs[::3], looks(*firsts), as_of="2026-02-28T06:00:00+00:00")
    assert step_words(few) == "3 months"


def test_a_board_that_joins_moves_no_point_with_what_it_always_had():
    jobs = jobs_of_week(2, 60) + jobs_of_week(6, 60) + jobs_of_week(2, 60, "t001", board="late")
    found = market(jobs, weekly(20) + weekly(3, board="late"))
    assert skill_line(found, "t001")[-1].share.share == 0


def test_levels_places_and_pay_have_lines_too():
    dollars = {"pay_currency": "USD", "pay_period": "year"}
    jobs = [
        *jobs_of_week(6, 60, seniority="senior", pay_min=100_000.0, pay_max=140_000.0, **dollars),
        *jobs_of_week(2, 60, seniority="junior", pay_min=110_000.0, pay_max=150_000.0, **dollars),
        *jobs_of_week(
            2, 5, seniority="senior", pay_min=90_000.0, pay_max=90_000.0, pay_currency="EUR", pay_period="year"
        ),
    ]
    found = market(jobs, weekly(20))
    assert values_of(found, "seniority") == ("senior", "junior")
    assert [p.share.share for p in value_line(found, "seniority", "junior")[-2:]] == [0, pytest.approx(60 / 65)]
    assert currencies(found) == ("USD",)
    assert [(p.middle, p.n) for p in pay_line(found, "USD")[-2:]] == [(120_000, 60), (130_000, 60)]
    assert pay_line(found, "USD")[0].middle is None


def test_a_market_that_was_looked_at_once_or_never_has_no_line():
    assert skill_line(market(jobs_of_week(2, 60), weekly(1)), "t000") == ()
    assert values_of(market([], []), "seniority") == () and currencies(market([], [])) == ()
