import pandas as pd
import pytest

from analysis.snapshot.claims import answers, unanswerable
from tests.analysis.builders import SKILL_FRAME, START, market_of, spread


@pytest.fixture(scope="module")
def found():
    market = market_of(
        [
            *spread(
                40, "rag pytorch docker", lanes={"platform": 0.5, "research": 0.4}, seniority="senior", role="Builder"
            ),
            *spread(40, "docker? communication", seniority="junior", min_years=4, role="Builder"),
            *spread(40, "rag langchain", lane="ai_application", degree="phd", degree_need="required", role="Builder"),
        ]
    )
    return {answer.question: answer for answer in answers(market)}


def figure(answer, word, lane=None):
    return next(x.share for x in answer.figures if word in x.label and x.lane == lane)


def test_every_question_has_an_answer_with_figures_and_a_limit(found):
    assert list(found) == [f"Q{i}" for i in range(1, 14)]
    for answer in found.values():
        assert answer.figures
        assert answer.limit
        for x in answer.figures:
            assert (x.share.share is None) == (x.share.state == "not enough data")


def test_lanes_roles_and_hybrids(found):
    assert figure(found["Q1"], "belong", "platform").share == pytest.approx(2 / 3, abs=1e-6)
    assert figure(found["Q2"], "«Builder»", "platform").share == pytest.approx(2 / 3, abs=1e-6)
    assert figure(found["Q3"], "two lanes").share == pytest.approx(1 / 3, abs=1e-6)


def test_degrees_and_levels(found):
    assert figure(found["Q5"], "require a PhD", "ai_application").share == 1
    assert figure(found["Q5"], "require a PhD", "platform").share == 0
    assert figure(found["Q6"], "senior or above").share == 0.5
    assert figure(found["Q6"], "3 years or more").share == 1
    assert found["Q6"].times[0].state == "not enough data"


def test_topics_by_need(found):
    assert figure(found["Q12"], "communication", "platform").share == 0.5
    assert figure(found["Q8"], "Containers", "platform").share == 1
    assert figure(found["Q7"], "more tools", "platform").share == 0.5


def test_a_share_given_another_topic_counts_only_those_that_name_it():
    market = market_of([*spread(40, "rag"), *spread(40, "rag k_means"), *spread(40, "docker")], skills_with("k_means"))
    classical = next(
        x for a in answers(market) if a.question == "Q4" for x in a.figures if x.label.startswith("name classical")
    )
    assert (classical.share.share, classical.share.n) == (0.5, 80)


def skills_with(extra):
    row = {"skill_id": extra, "name": extra, "kind": "concept", "family": "unsupervised_algorithm"}
    return pd.concat([SKILL_FRAME, pd.DataFrame([row])], ignore_index=True)


def test_an_empty_market_answers_that_there_is_not_enough():
    for answer in answers(market_of([])):
        assert {x.share.state for x in answer.figures} <= {"not enough data"}


def test_what_postings_cannot_answer_is_said():
    assert [x.question for x in unanswerable()] == ["Q14", "Q15", "supply"]
    assert all(x.why for x in unanswerable())


def test_time_open_by_level_is_part_of_the_sixth_answer():
    new = {"is_new": True, "last_seen_at": START.replace(day=9), "closed_at": START.replace(day=11), "is_open": False}
    market = market_of(spread(60, "python", seniority="senior", **new))
    sixth = next(a for a in answers(market) if a.question == "Q6")
    assert {x.level: x.median_days for x in sixth.times} == {None: 9, "senior": 9}
