import re

import pandas as pd
import pytest

from analysis.market.facts import table
from analysis.market.intervals import Share
from analysis.snapshot.claims import CANNOT_SAY, Figure, _searched, answers, questions, unanswerable, verdict_of
from analysis.trends.churn import Outlasting
from tests.analysis.builders import SKILL_FRAME, START, market_of, spread

OUTLASTING = (Outlasting("partly", "both changed"), None)


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
    assert list(found) == [f"Q{i}" for i in (*range(1, 14), *range(16, 22), 14)] == list(questions())
    for answer in found.values():
        assert answer.figures
        assert answer.verdict.word and answer.verdict.rule
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
    assert figure(found["Q5"], "name a PhD").share == pytest.approx(1 / 3, abs=1e-6)
    assert figure(found["Q6"], "ask for 3 or 4").share == 1
    assert figure(found["Q6"], "state no years").share == pytest.approx(2 / 3, abs=1e-6)
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
    assert [x.question for x in unanswerable()] == ["Q15", "supply"]
    assert all(x.why for x in unanswerable())


def test_time_open_by_level_is_part_of_the_sixth_answer():
    new = {"is_new": True, "last_seen_at": START.replace(day=9), "closed_at": START.replace(day=11), "is_open": False}
    market = market_of(spread(60, "python", seniority="senior", **new))
    sixth = next(a for a in answers(market) if a.question == "Q6")
    assert {x.level: x.median_days for x in sixth.times} == {None: 9, "senior": 9}


def test_each_figure_names_what_contributes_most(found):
    rag = next(x for x in found["Q17"].figures if "retrieval" in x.label and x.lane is None)
    assert rag.contributor.name == "RAG"
    assert rag.contributor.share == rag.share.share


def test_a_share_of_some_stands_beside_that_of_all():
    market = market_of([*spread(40, "rag k_means"), *spread(40, "rag"), *spread(40, "docker")], skills_with("k_means"))
    fourth = next(a for a in answers(market) if a.question == "Q4")
    held = next(x for x in fourth.figures if x.label.startswith("name generative"))
    assert (held.share.share, held.base.share) == (1, pytest.approx(2 / 3, abs=1e-6))
    assert fourth.verdict.word == "yes"
    same = market_of([*spread(40, "rag k_means"), *spread(40, "rag")], skills_with("k_means"))
    assert next(a for a in answers(same) if a.question == "Q4").verdict.word == "no"


def share(low: float | None, high: float | None) -> Share:
    middle = None if low is None or high is None else (low + high) / 2
    return Share(middle, low, high, 100, 50, 90.0)


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(0.5, 0.7, "yes"), (0.49, 0.7, "partly"), (0.1, 0.3, "partly"), (0.05, 0.19, "no"), (None, None, CANNOT_SAY)],
)
def test_the_word_follows_the_interval_not_the_estimate(low, high, word):
    rule = {"figure": "name it", "yes": 0.5, "no": 0.2}
    assert verdict_of(rule, [Figure("name it", None, share(low, high))]).word == word


def test_what_no_skill_says_is_looked_for_in_the_adverts_own_words():
    market = market_of(spread(60, "python"))
    written = {
        "r00000": "You will own the service end to end.",
        "r00001": "A take-home exercise comes first.",
        "r00002": "We sell homes; nobody owns a thing.",
    }
    texts = {f"lever/x/{number}": written.get(number, "Quiet work.") for number in market.requisition["requisition_id"]}
    found = {a.question: a for a in answers(market, lambda ids: {one: texts[one] for one in ids})}
    assert figure(found["Q20"], "owning the work or").share == pytest.approx(1 / 60, abs=1e-6)
    assert figure(found["Q14"], "take-home").share == pytest.approx(1 / 60, abs=1e-6)
    assert found["Q20"].verdict.word == "no"


WRITTEN = (
    "You will own the roadmap end-to-end and take ownership of it.",
    "Final technical interviews; a take-home test, live coding and one coding challenge follow.",
    "Interview process: phone screen, technical screen, system design interview, rounds of interviews.",
    "KPIs and measurable business impact, return on investment, ROI.",
    "Downtown office, known android, heroics.",
    "Owning pipelines end to\u00adend; hiring process with take home assignments.",
    "",
)


def test_one_pass_over_a_text_finds_what_a_search_for_each_list_finds():
    market = market_of(spread(len(WRITTEN), "docker"))
    names = list(market.requisition["posting_id"])
    texts = dict(zip(names, WRITTEN, strict=True))
    searched = _searched(market, lambda ids: {one: texts[one] for one in ids})
    assert len(searched) > 5
    for phrases, found in searched.items():
        assert [bool(x) for x in found] == [
            any(re.search(phrase, texts[name].lower()) for phrase in phrases) for name in names
        ]
    assert all(found.any() for found in searched.values())


def test_without_texts_their_words_say_nothing_and_of_half_a_market_only_that_half_is_told():
    market = market_of(spread(80, "python", employers=80))
    ids = list(market.requisition["posting_id"])
    none = next(a for a in answers(market) if a.question == "Q21")
    assert (none.verdict.word, none.figures[0].share.n) == (CANNOT_SAY, 0)
    assert "no texts" in none.verdict.why
    half = dict.fromkeys(ids[::2], "We measure business outcomes.")
    market = market_of(spread(80, "python", employers=80))
    found = answers(market, lambda wanted: {one: half[one] for one in wanted if one in half})
    some = next(a for a in found if a.question == "Q21")
    assert (some.figures[0].share.n, some.figures[0].share.share) == (40, 1)


def test_alike_is_what_no_two_intervals_tell_apart():
    even, apart = Figure("a", None, share(0.3, 0.4)), Figure("b", None, share(0.6, 0.7))
    assert verdict_of({"alike": ["a", "c"]}, [even, Figure("c", None, share(0.35, 0.45))]).word == "yes"
    assert verdict_of({"alike": ["a", "b"]}, [even, apart]).word == "no"
    assert verdict_of({"alike": ["a", "b"]}, [even, Figure("b", None, share(None, None))]).word == CANNOT_SAY


def test_concepts_and_tools_are_judged_by_the_trends_where_there_are_some():
    seventh = [next(a for a in answers(market_of([]), outlasting=o) if a.question == "Q7") for o in OUTLASTING]
    assert [a.verdict.word for a in seventh] == ["partly", CANNOT_SAY]
    assert seventh[0].verdict.why == "both changed"


def test_plain_titles_are_told_name_by_name_and_without_titles_by_role():
    jobs = [
        *spread(40, "python", title="Senior ML Engineer", role="ML engineer"),
        *spread(40, "python", title="AI Engineer", lane="ai_application", role="AI engineer"),
        *spread(40, "python", title="AI Engineer, Payments", lane="research", role="AI engineer"),
    ]
    first = next(a for a in answers(market_of(jobs)) if a.question == "Q1")
    assert figure(first, "«AI engineer»", "ai_application").share == 1
    assert figure(first, "«ML engineer»", "platform").n == 40
    bare = next(a for a in answers(market_of([job | {"title": None} for job in jobs])) if a.question == "Q1")
    assert figure(bare, "«AI engineer»", "ai_application").share == 0.5


def test_each_proof_names_what_contributes_most():
    eighth = next(a for a in answers(market_of(spread(60, "docker kubernetes? python"))) if a.question == "Q8")
    containers = next(x for x in eighth.figures if "«Containers»" in x.label and x.lane is None)
    assert (containers.share.share, containers.contributor.name) == (1, "DOCKER")
    several = next(x for x in eighth.figures if "at least 3" in x.label and x.lane is None)
    assert several.share.share == 0


def test_a_figure_asks_for_skills_or_for_words_never_for_nothing_or_both():
    for question in table("snapshot/questions.toml")["question"]:
        for given in question.get("figure", ()):
            has_skills = bool(given.get("skills") or given.get("families"))
            assert has_skills != bool(given.get("phrases")), given["label"]
            assert all(re.compile(one) for one in (*given.get("phrases", ()), *given.get("words", ())))
