import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.gap.fit import lane_fit
from tests.analysis.builders import LANES, SKILLS, market_of, random_jobs, spread

NAMES = [row[0] for row in SKILLS]
OWN = {
    "research": "pytorch jax",
    "platform": "kubernetes docker gcp",
    "mlops": "mlflow docker aws",
    "ai_application": "rag langchain aws",
}


@pytest.fixture(scope="module")
def market():
    return market_of([job for lane, asks in OWN.items() for job in spread(60, f"python {asks}", lane=lane)])


def fit(market, *skills):
    return lane_fit(market, np.isin(market.skills, skills))


@pytest.mark.parametrize("lane", OWN)
def test_a_lanes_own_skills_stand_closest_to_it(market, lane):
    assert fit(market, "python", *OWN[lane].split())[0][0].lane == lane


def test_shared_skills_speak_for_no_lane(market):
    fits, closest = fit(market, "python")
    assert closest is None
    assert [x.fit for x in fits] == pytest.approx([0.25] * 4, abs=0.05)


def test_with_few_or_divided_skills_it_is_too_close_to_call(market):
    assert fit(market, "rag", "langchain")[1] is None
    assert fit(market, "rag", "langchain", "kubernetes", "gcp")[1] is None


def test_with_many_that_point_one_way_the_lane_is_called():
    tools = [f"t{i}" for i in range(12)]
    import pandas as pd

    skill = pd.DataFrame([{"skill_id": t, "name": t, "kind": "tool", "family": None} for t in tools])
    market = market_of([*spread(60, " ".join(tools[:6])), *spread(60, " ".join(tools[6:]), lane="mlops")], skill)
    fits, closest = fit(market, *tools[:6])
    assert closest == "platform"
    assert fits[0].low > fits[1].high


def test_without_any_skill_of_the_market_nothing_is_said(market):
    fits, closest = fit(market)
    assert closest is None
    assert {x.fit for x in fits} == {None}


@settings(deadline=None)
@given(st.integers(0, 1000), st.sets(st.sampled_from(NAMES)))
def test_fits_add_up_to_one_and_lie_in_their_intervals(seed, skills):
    fits, _ = fit(market_of(random_jobs(seed, 30, 12, NAMES)), *skills)
    assert {x.lane for x in fits} == set(LANES)
    if fits[0].fit is not None:
        assert sum(x.fit for x in fits) == pytest.approx(1, abs=1e-5)
        assert all(0 <= x.low <= x.fit <= x.high <= 1 for x in fits)
