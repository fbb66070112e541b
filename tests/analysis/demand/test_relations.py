import pytest

from analysis.demand.relations import beside, bridges, lane_overlap, sets_apart
from tests.analysis.builders import market_of, spread


@pytest.fixture(scope="module")
def market():
    return market_of(
        [
            *spread(40, "python docker kubernetes", lane="platform"),
            *spread(40, "python docker mlflow", lane="mlops"),
            *spread(40, "python rag langchain", lane="ai_application"),
            *spread(40, "python pytorch", lane="research"),
        ]
    )


def test_what_stands_beside_is_what_comes_together_more_than_by_chance(market):
    found = {x.skill: x for x in beside(market, "rag")}
    assert set(found) == {"langchain"}
    assert found["langchain"].pmi == pytest.approx(2)
    assert found["langchain"].n == 40
    assert found["langchain"].share.share == 1
    assert {x.skill for x in beside(market, "docker")} == {"kubernetes", "mlflow"}
    assert beside(market, "jax") == ()
    assert beside(market, "no_such_skill") == ()


def test_too_few_together_are_not_beside_each_other():
    market = market_of([*spread(9, "rag langchain"), *spread(60, "python")])
    assert beside(market, "rag") == ()


def test_what_sets_a_lane_apart_is_its_own_not_what_all_ask(market):
    assert [x.skill for x in sets_apart(market, "platform")] == ["kubernetes", "docker"]
    apart = sets_apart(market, "platform")[0]
    assert (apart.here.share, apart.elsewhere.share) == (1, 0)
    assert apart.z > 2


def test_one_employers_wording_does_not_set_a_lane_apart():
    loud = spread(30, "python jax", employers=1, lane="platform")
    market = market_of([*spread(100, "python", lane="platform"), *loud, *spread(130, "python", lane="mlops")])
    assert sets_apart(market, "platform") == ()


def test_lanes_that_ask_alike_overlap_and_the_bridge_is_named(market):
    overlap = {(x.lane, x.other): x.overlap for x in lane_overlap(market)}
    assert overlap["platform", "mlops"] == 0.5
    assert overlap["platform", "ai_application"] == 0.2
    assert [x.skill for x in bridges(market, "platform", "mlops")] == ["docker"]
    assert bridges(market, "platform", "research") == ()
