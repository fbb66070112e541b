"""Levels, places, pay and numbers over time: what is planted is found, what is not is not."""

import numpy as np
import pytest

from analysis.trends.terms import terms
from tests.analysis.trends.test_trends import AFTER, BEFORE, WATCHED, appeared, market_at
from tests.seeds import run_seed

DAYS = ("2026-01-10", "2026-02-10")


def flow(draw, sizes=(400, 400), employers=60, *, senior=(0.3, 0.3), raised=0.0, likeness=0.15):
    own = np.exp(draw.normal(0, likeness, employers))
    jobs = []
    for period, size in enumerate(sizes):
        for _ in range(size):
            who = int(draw.integers(employers))
            middle = 150_000 * own[who] * np.exp(draw.normal(0, 0.1)) * (1 + raised * period)
            pay = {"pay_min": middle, "pay_max": middle, "pay_currency": "USD", "pay_period": "year"}
            jobs.append(
                appeared(
                    DAYS[period],
                    "t000",
                    f"e{who}.example",
                    seniority="senior" if draw.random() < senior[period] else "junior",
                    region="us" if draw.random() < 0.5 else "uk",
                    workplace=None if draw.random() < 0.4 else "remote",
                    **pay,
                )
            )
    return jobs


def shift(found, field, value):
    return next(x for x in found.shifts if (x.field, x.value) == (field, value))


def test_a_planted_change_of_levels_is_found_and_the_rest_is_not():
    found = terms(market_at(flow(np.random.default_rng(1), senior=(0.2, 0.45))), BEFORE, AFTER)
    senior, junior = shift(found, "seniority", "senior"), shift(found, "seniority", "junior")
    assert (senior.state, junior.state) == ("rising", "falling")
    assert senior.change == pytest.approx(-junior.change) and senior.low < 0.25 < senior.high
    assert shift(found, "region", "us").state == shift(found, "workplace", None).state == "cannot tell"
    assert {x.value for x in found.shifts if x.field == "workplace"} == {"remote", None}


def test_pay_that_rose_is_told_in_its_currency():
    jobs = flow(np.random.default_rng(8), raised=0.1)
    jobs += [job | {"pay_currency": "EUR"} for job in jobs[:12]]
    dollars, euros = terms(market_at(jobs), BEFORE, AFTER).pay
    assert (dollars.currency, dollars.state) == ("USD", "rising")
    assert dollars.low < 0.1 < dollars.high and dollars.before < dollars.after
    assert (euros.state, euros.change, euros.before) == ("not enough data", None, None)


def test_twice_as_many_jobs_are_more_and_a_period_seen_in_part_says_nothing():
    jobs = flow(np.random.default_rng(3), sizes=(300, 600))
    volume = terms(market_at(jobs), BEFORE, AFTER).volume
    assert (volume.state, volume.before, volume.after, volume.change) == ("rising", 300, 600, 1.0)
    assert volume.low > 0.5
    assert terms(market_at(jobs, WATCHED[:-1]), BEFORE, AFTER).volume.state == "not enough data"
    even = terms(market_at(flow(np.random.default_rng(3), sizes=(300, 300))), BEFORE, AFTER).volume
    assert even.change == 0 and even.state == "cannot tell"


def test_without_new_jobs_nothing_is_said():
    found = terms(market_at([]), BEFORE, AFTER)
    assert (found.shifts, found.pay, found.volume.state) == ((), (), "not enough data")


@pytest.mark.long
def test_where_nothing_changed_hardly_anything_is_called():
    seed, called, tested = run_seed(), 0, 0
    for number in range(150):
        found = terms(market_at(flow(np.random.default_rng(seed + number), likeness=0.3)), BEFORE, AFTER)
        # Of two values of one field one is the other's mirror: each field is one test.
        firsts = [shift(found, field, value) for field, value in (("seniority", "senior"), ("region", "us"))]
        states = [x.state for x in (*firsts, *found.pay, found.volume)]
        tested += len(states)
        called += sum(state in ("rising", "falling") for state in states)
    print(f"called where nothing changed: {called / tested:.1%} of {tested}")
    assert called / tested <= 0.12
