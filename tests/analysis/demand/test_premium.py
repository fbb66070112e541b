"""What a skill is paid more: against an independent computation, and where the truth is known."""

import numpy as np
import pandas as pd
import pytest

from analysis.demand.premium import MIN_RANGES, jackknifed, premiums
from analysis.market.market import build
from analysis.market.narrow import narrowed
from tests.analysis.builders import LANES, frames_of, job
from tests.seeds import run_seed

LEVELS = {"junior": 0.8, "mid": 1.0, "senior": 1.3, None: 1.1}
REGIONS = {"us": 1.2, "canada": 0.9}
DOLLARS = {"pay_currency": "USD", "pay_period": "year"}


def paid(draw, size, employers, *, planted=0.0, likeness=0.1):
    """Jobs paid by level, lane, region and employer; those that ask for Kubernetes are senior and pay well anyway."""
    own = np.exp(draw.normal(0, likeness, employers))
    jobs = []
    for _ in range(size):
        who, level = int(draw.integers(employers)), list(LEVELS)[draw.integers(4)]
        region, lane = list(REGIONS)[draw.integers(2)], LANES[draw.integers(4)]
        has = draw.random() < (0.6 if level == "senior" else 0.25)
        middle = (
            150_000 * LEVELS[level] * REGIONS[region] * own[who] * np.exp(draw.normal(0, 0.1)) * (1 + planted * has)
        )
        jobs.append(
            job(
                "python kubernetes" if has else "python docker",
                employer=f"e{who}.example",
                lane=lane,
                seniority=level,
                region=region,
                pay_min=middle * 0.9,
                pay_max=middle * 1.1,
                **DOLLARS,
            )
        )
    return jobs


def market_of_pay(jobs, ranges=()):
    frames = frames_of(jobs)
    columns = ["requisition_id", "position", "pay_min", "pay_max", "pay_currency", "pay_period", "pay_basis", "label"]
    frames["requisition_pay"] = pd.DataFrame(list(ranges), columns=columns)
    return build(frames, {"generation": 1, "as_of": "2026-03-02T06:00:00+00:00"})


def of(found, skill):
    return next(x for x in found.skills if x.skill == skill)


def test_the_jackknife_is_that_of_whole_regressions_solved_one_by_one():
    draw = np.random.default_rng(3)
    n, cluster = 300, draw.integers(0, 25, 300)
    held = np.column_stack([np.ones(n), draw.normal(size=(n, 2)), cluster == 4])
    wanted = (draw.random((n, 3)) < 0.3).astype(float)
    value, weight = draw.normal(size=n) + wanted[:, 1], draw.uniform(0.2, 1, n)

    def solved(keep, column):
        design = np.column_stack([wanted[keep, column], held[keep]]) * np.sqrt(weight[keep])[:, None]
        return np.linalg.lstsq(design, value[keep] * np.sqrt(weight[keep]), rcond=None)[0][0]

    estimate, error, freedom = jackknifed(wanted, held, value, weight, cluster)
    for column in range(3):
        whole = solved(np.ones(n, dtype=bool), column)
        apart = np.array([solved(cluster != code, column) - whole for code in range(25)]) ** 2
        assert estimate[column] == pytest.approx(whole)
        assert error[column] == pytest.approx(np.sqrt(24 / 25 * apart.sum()))
        assert freedom[column] == pytest.approx(apart.sum() ** 2 / (apart**2).sum() - 1)


def test_what_level_lane_and_region_pay_is_not_taken_for_the_skills():
    jobs = paid(np.random.default_rng(1), 1500, 100, planted=0.0)
    (found,) = premiums(market_of_pay(jobs))
    senior = np.mean([j["pay_min"] for j in jobs if "kubernetes" in j["asks"]])
    others = np.mean([j["pay_min"] for j in jobs if "kubernetes" not in j["asks"]])
    assert senior > others * 1.04
    assert abs(of(found, "kubernetes").premium) < 0.03


def test_a_planted_premium_is_found_and_told_with_its_sample():
    (found,) = premiums(market_of_pay(paid(np.random.default_rng(2), 600, 60, planted=0.15)))
    assert (found.currency, found.period, found.ranges, found.jobs, found.reason) == ("USD", "year", 600, 600, None)
    kubernetes = of(found, "kubernetes")
    assert kubernetes.is_called and kubernetes.low < 0.15 < kubernetes.high
    assert of(found, "docker").premium < 0
    assert not [x for x in found.skills if x.skill == "python"]  # nobody is without it


def test_below_the_floors_no_premium_is_told():
    draw = np.random.default_rng(5)
    for size, employers, said in ((MIN_RANGES - 1, 40, "at least 60"), (400, 25, "at least 30")):
        (found,) = premiums(market_of_pay(paid(draw, size, employers)))
        assert said in found.reason and found.skills == ()


def test_every_range_is_kept_and_a_job_counts_once_however_many_it_states():
    jobs = paid(np.random.default_rng(6), 300, 50)
    alone = premiums(market_of_pay(jobs))[0]
    twice = [
        {"requisition_id": f"r{n:05d}", "pay_min": j["pay_min"], "pay_max": j["pay_max"], **DOLLARS}
        for n, j in enumerate(jobs)
        for _ in range(2)
    ]
    both = premiums(market_of_pay(jobs, twice))[0]
    assert (both.ranges, both.jobs) == (600, 300)
    assert [(x.skill, x.premium, x.low) for x in both.skills] == [(x.skill, x.premium, x.low) for x in alone.skills]


def test_currencies_and_periods_stay_apart_and_what_is_far_off_is_left_out():
    jobs = paid(np.random.default_rng(7), 200, 40)
    jobs += [j | {"pay_currency": "EUR"} for j in jobs[:70]] + [j | {"pay_period": "hour"} for j in jobs[:30]]
    jobs.append(jobs[0] | {"pay_min": 10_000.0, "pay_max": 10_000.0})
    found = premiums(market_of_pay(jobs))
    assert [(x.currency, x.period, x.ranges, x.misread) for x in found] == [
        ("USD", "year", 200, 1),
        ("EUR", "year", 70, 0),
        ("USD", "hour", 30, 0),
    ]


def test_one_large_employer_decides_no_premium():
    jobs = paid(np.random.default_rng(8), 400, 60)
    jobs += [j | {"asks": "python jax", "employer": "giant.example"} for j in jobs[:60]]
    jobs += [j | {"asks": "python jax"} for j in jobs[60:75]]
    (found,) = premiums(market_of_pay(jobs))
    assert not [x for x in found.skills if x.skill == "jax"]


def test_a_part_of_the_market_has_the_premiums_of_its_own_ranges():
    jobs = paid(np.random.default_rng(9), 300, 50)
    market = market_of_pay(jobs)
    part = narrowed(market, {"region": "us"})
    inside = [j for j in jobs if j["region"] == "us"]
    assert premiums(part)[0].ranges == len(inside)
    assert premiums(part)[0] == premiums(market_of_pay(inside))[0]


@pytest.mark.long
@pytest.mark.parametrize("employers", [35, 150])
def test_intervals_hold_the_truth_and_planted_premiums_are_called(employers):
    seed, held, called, chance = run_seed(), 0, 0, 0
    for number in range(200):
        truth = 0.0 if number % 2 else 0.12
        draw = np.random.default_rng(seed + number)
        (found,) = premiums(market_of_pay(paid(draw, 400, employers, planted=truth, likeness=0.15)))
        kubernetes = of(found, "kubernetes")
        held += kubernetes.low <= truth <= kubernetes.high
        called += bool(truth) and kubernetes.is_called
        chance += not truth and kubernetes.is_called
    print(f"{employers} employers: held {held / 200:.1%}, planted called {called}%, nothing called {chance}%")
    assert held / 200 >= 0.90
    assert called >= 90
    assert chance <= 15
