"""Clusters in the market: asked for where at least two of their skills are named, with sample and interval."""

import pandas as pd
import pytest

from analysis.demand.clusters import cluster_demand, cluster_of, clusters
from analysis.market.market import build
from tests.analysis.builders import frames_of, market_of, spread
from warehouse.models import BrokenDataError


@pytest.fixture(scope="module")
def market():
    return market_of(
        [
            *spread(40, "python rag langchain", lane="ai_application"),
            *spread(40, "python rag", lane="ai_application"),
            *spread(60, "python kubernetes docker?", lane="mlops"),
        ]
    )


def test_clusters_keep_their_order_and_are_named_by_their_most_specific_skills(market):
    first, second = clusters(market)
    assert (first.cluster_id, first.lane, first.skills) == ("c1", "ai_application", ("langchain", "rag"))
    assert (second.lane, second.name_parts) == (None, ("KUBERNETES", "DOCKER", "AWS"))
    assert cluster_of(market, "docker") is second
    assert cluster_of(market, "python") is None


def test_one_of_its_skills_alone_does_not_ask_for_a_cluster(market):
    found = {each.cluster.cluster_id: each.share for each in cluster_demand(market, "ai_application")}
    assert (found["c1"].share, found["c1"].n, found["c1"].employers) == (0.5, 80, 20)
    assert found["c1"].low < 0.5 < found["c1"].high
    assert found["c2"].share == 0
    assert [each.cluster.cluster_id for each in cluster_demand(market)] == ["c2", "c1"]


def test_too_few_requisitions_give_no_share():
    share = cluster_demand(market_of(spread(9, "rag langchain")))[0].share
    assert share.share is None
    assert share.state == "not enough data"


def test_a_market_without_clusters_has_none():
    frames = frames_of(spread(40, "python"))
    del frames["skill_cluster"]
    assert clusters(build(frames)) == () == cluster_demand(build(frames))


def test_a_cluster_of_unknown_skills_is_broken_data():
    frames = frames_of(spread(40, "python"))
    frames["skill_cluster"] = pd.DataFrame(
        [{"cluster_id": "c9", "lane": None, "stability": 0.7, "lift": 2.0, "skill_id": "cobol", "rank": 1}]
    )
    with pytest.raises(BrokenDataError, match="cobol"):
        clusters(build(frames))
