import json

import pytest

from analysis.market.intervals import MIN_EMPLOYERS
from analysis.snapshot.content import last_periods, snapshot
from analysis.snapshot.diff import diff
from tests.analysis.builders import LANES, market_of, random_jobs, spread
from warehouse.models import BadInputError, to_plain

JOBS = [
    *spread(200, "python kubernetes docker mlflow? rag~", employers=40),
    *spread(90, "python pytorch|jax aws", employers=30, lane="research"),
    *spread(90, "python rag langchain? docker", employers=30, lane="ai_application"),
    *spread(4, "python mlflow gcp", employers=2, lane="mlops"),
]


def shares(node):
    if isinstance(node, dict):
        if "share" in node and "n_eff" in node:
            yield node
        for value in node.values():
            yield from shares(value)
    elif isinstance(node, list):
        for value in node:
            yield from shares(value)


def whole(jobs=JOBS, reader="r1", vocabulary=None, name="now"):
    """The object of a snapshot.json."""
    about = {"name": name, "reader_version": reader, "vocabulary": vocabulary or {}}
    return json.loads(json.dumps({"about": about, **to_plain(snapshot(market_of(jobs)))}))


def test_every_share_stands_above_the_floors_or_is_withheld():
    found = list(shares(whole()))
    assert len(found) > 100
    for share in found:
        missed = share["employers"] < MIN_EMPLOYERS or share["n_eff"] < 30
        assert (share["share"] is None) == (share["state"] == "not enough data")
        assert share["share"] is None or not missed


def test_skills_that_few_employers_name_are_listed_without_a_number():
    (market,) = (lane for lane in snapshot(market_of(JOBS)).demand if lane.lane is None)
    assert market.below_floor == ("gcp",)
    assert {skill.skill for skill in market.skills} >= {"python", "docker", "rag", "jax"}


def test_no_employer_and_no_text_is_in_it():
    text = json.dumps(whole())
    assert "employer0" not in text
    assert ".example" not in text


def test_all_lanes_claims_and_limits_are_there():
    found = snapshot(market_of(JOBS))
    assert [lane.lane for lane in found.demand] == [None, *LANES]
    assert {len(found.trends), len(found.time_open), len(found.clusters)} == {5}
    assert {answer.question for answer in found.claims} >= {f"Q{n}" for n in range(1, 14)}
    assert found.unanswerable


def test_the_same_market_in_another_order_is_the_same_snapshot():
    jobs = [
        job | {"requisition_id": f"r{k}"}
        for k, job in enumerate(random_jobs(3, 300, 40, ["python", "jax", "aws", "rag"]))
    ]
    assert whole(jobs) == whole(list(reversed(jobs)))


def test_an_empty_market_has_a_snapshot_and_an_undated_one_says_so():
    assert snapshot(market_of([])).market.requisitions == 0
    from analysis.market.market import build
    from tests.analysis.builders import frames_of

    frames = frames_of(JOBS)
    del frames["board_run"]
    with pytest.raises(BadInputError, match="no date"):
        last_periods(build(frames))


def rows(now, then, lane=None):
    return {row.skill: row for row in diff(now, then).skills if row.lane == lane}


def test_what_is_new_rises_declines_and_what_cannot_be_said():
    then = whole(
        [
            *spread(400, "python docker", employers=100),
            *spread(400, "python kubernetes", employers=100),
            *spread(3, "mlflow python", employers=3),
        ]
    )
    now = whole(
        [
            *spread(600, "python docker", employers=100),
            *spread(100, "python kubernetes jax", employers=100),
            *spread(100, "python mlflow", employers=100),
        ]
    )
    found = {skill: row.state for skill, row in rows(now, then).items()}
    assert found == {
        "python": "steady",
        "docker": "rising",
        "kubernetes": "declining",
        "jax": "new",
        "mlflow": "insufficient",
    }
    assert rows(now, then)["docker"].change == pytest.approx(0.25, abs=0.01)
    assert all(row.state == "steady" and row.change == 0 for row in rows(now, now).values())


def test_what_nobody_names_any_more_declines_to_nothing():
    then, now = whole(spread(400, "python jax", employers=100)), whole(spread(400, "python", employers=100))
    assert (rows(now, then)["jax"].state, rows(now, then)["jax"].now) == ("declining", 0.0)


def test_another_reader_compares_no_share_and_says_whose_entry_changed():
    then = whole(reader="r0", vocabulary={"python": "a", "docker": "b"})
    now = whole(reader="r1", vocabulary={"python": "a", "docker": "c"})
    found = diff(now, then)
    assert not found.same_reader
    assert {row.state for row in found.skills} == {"vocabulary-changed"}
    assert found.counts["vocabulary-changed"] == len(found.skills)
    assert {row.skill for row in found.skills if row.is_entry_changed} == {"docker"}
    assert {row.change for row in found.skills} == {None}
