import pandas as pd
import pytest

from analysis.demand.shares import (
    demand_of,
    lane_overview,
    mix,
    most_asked,
    named_skills,
    pay,
    skill_demand,
    skill_years,
)
from analysis.market.market import build
from tests.analysis.builders import frames_of, job, market_of, spread


@pytest.fixture(scope="module")
def market():
    return market_of(
        [
            *spread(
                30, "python kubernetes rag~", seniority="senior", workplace="remote", min_years=5, role="ml_platform"
            ),
            *spread(30, "python docker? communication", workplace="hybrid", min_years=3),
            *spread(60, "python rag", lane="ai_application", min_years=2),
        ]
    )


def by_skill(found):
    return {demand.skill: demand for demand in found}


def test_shares_by_need_per_lane_with_their_sample(market):
    found = by_skill(skill_demand(market, "platform"))
    assert found["kubernetes"].required.share == 0.5
    assert found["kubernetes"].preferred.share == 0
    assert found["docker"].preferred.share == 0.5
    assert found["docker"].required.share == 0
    assert found["docker"].asked.share == 0.5
    assert (found["rag"].asked.share, found["rag"].any.share) == (0, 0.5)
    assert (found["python"].any.n, found["python"].any.employers) == (60, 20)
    assert found["python"].required.share == 1


def test_soft_skills_are_shown_apart_and_what_nobody_names_is_not_shown(market):
    found = by_skill(skill_demand(market, "platform"))
    assert not found["communication"].is_counted
    assert found["python"].is_counted
    assert "jax" not in found


def test_the_most_asked_comes_first(market):
    assert next(iter(skill_demand(market, "platform"))).skill == "python"


@pytest.mark.parametrize("lane", [None, "platform", "ai_application", "research"])
def test_one_skill_and_the_most_asked_are_those_of_all(market, lane):
    found = skill_demand(market, lane)
    known = [demand for demand in found if demand.is_counted and demand.asked.share is not None]
    assert most_asked(market, lane, 2) == tuple(known[:2])
    assert most_asked(market, lane, 100) == tuple(known)
    by_id = by_skill(found)
    assert [demand_of(market, skill, lane) for skill in market.skills] == [by_id.get(s) for s in market.skills]
    assert demand_of(market, "no such skill", lane) is None
    assert named_skills(market) == tuple(demand.skill for demand in skill_demand(market))


def test_below_the_floor_nothing_is_asked_most_but_all_is_named():
    few = market_of(spread(20, "python"))
    assert most_asked(few, None, 5) == () and named_skills(few) == ("python",)


def test_a_filter_narrows_the_sample_and_below_the_floor_no_number_is_given(market):
    remote = by_skill(skill_demand(market, "platform", {"workplace": "remote"}))
    assert remote["kubernetes"].required.n == 30
    few = market_of(spread(20, "python"))
    assert skill_demand(few)[0].any.state == "not enough data"


def test_soft_lanes_weigh_by_probability():
    market = market_of(
        [
            *spread(40, "python", lanes={"platform": 0.6, "mlops": 0.4}),
            *spread(40, "rag", lane="mlops", lanes={"mlops": 0.8, "platform": 0.2}),
        ]
    )
    assert by_skill(skill_demand(market, "platform", soft=True))["python"].any.share == pytest.approx(0.75)


def test_a_lane_at_a_glance(market):
    platform = next(x for x in lane_overview(market) if x.lane == "platform")
    assert platform.share.share == 0.5
    assert [(part.value, part.share.share) for part in platform.seniority] == [("senior", 0.5), (None, 0.5)]
    assert {part.value: part.share.share for part in platform.workplace} == {"remote": 0.5, "hybrid": 0.5, None: 0}
    assert platform.years.value == 3
    assert platform.pay == ()
    assert platform.pay_stated.share == 0
    empty = next(x for x in lane_overview(market) if x.lane == "research")
    assert empty.open_share.state == "not enough data"
    assert empty.years is None


def test_pay_stays_in_its_currency_and_period_and_needs_a_sample():
    dollars = {"pay_currency": "USD", "pay_period": "year"}
    jobs = [job(employer=f"e{i}.example", pay_min=100_000.0 + i, pay_max=120_000.0 + i, **dollars) for i in range(50)]
    jobs += [job(employer=f"e{i}.example", pay_min=60.0, pay_currency="EUR", pay_period="hour") for i in range(8)]
    yearly, hourly = pay(market_of(jobs))
    assert (yearly.currency, yearly.n, hourly.currency, hourly.n) == ("USD", 50, "EUR", 8)
    middle = yearly.quantiles[1]
    assert middle.value == 110_024
    assert middle.low < middle.value < middle.high
    assert hourly.quantiles == ()


def test_mixes_add_up_to_one(market):
    parts = mix(market, market.sample(), "workplace")
    assert sum(part.share.share for part in parts) == pytest.approx(1)
    assert parts[-1].value is None


def test_missing_years_of_any_null_type_are_unknown():
    market = market_of(spread(30, "python", min_years=pd.NA))
    assert lane_overview(market)[1].years is None


def test_regions_are_a_mix_with_the_unknown_last():
    jobs = [*spread(30, "python", region="us"), *spread(20, "rag", region="several"), *spread(50, "python")]
    parts = next(x for x in lane_overview(market_of(jobs)) if x.lane == "platform").region
    assert [(part.value, part.share.share) for part in parts] == [("us", 0.3), ("several", 0.2), (None, 0.5)]


def test_a_market_without_regions_has_them_all_unknown():
    frames = frames_of(spread(40, "python"))
    frames["requisition"] = frames["requisition"].drop(columns="region")
    market = build(frames)
    assert market.sample(filters={"region": "unknown"}).n == 40
    assert [part.value for part in mix(market, market.sample(), "region")] == [None]


def test_years_of_a_skill_are_told_where_stated_and_their_median_only_above_the_floors():
    asks = [*spread(40, "python", skill_years={"python": 3}), *spread(40, "python", skill_years={"python": 5})]
    market = market_of([*asks, *spread(20, "python docker"), job("docker", skill_years={"docker": 2})])
    python = skill_years(market, "python")
    assert (python.n, python.employers, python.fewest, python.most) == (80, 20, 3, 5)
    assert 3 <= python.median.low <= python.median.value <= python.median.high <= 5
    docker = skill_years(market, "docker")
    assert (docker.n, docker.fewest, docker.median) == (1, 2, None)
    assert skill_years(market, "aws") is None
    assert skill_years(market, "python", "research") is None
