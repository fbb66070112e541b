import dataclasses
import json
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.gap.report import gap
from tests.analysis.builders import SKILL_FRAME, SKILLS, job, market_of, random_jobs, resume, spread, texts_of, told
from warehouse.models import BadInputError, ResumeSkill, to_plain

NAMES = [row[0] for row in SKILLS]


@pytest.fixture(scope="module")
def market():
    return market_of(
        [
            *spread(40, "python kubernetes docker aws|gcp mlflow?", employers=20, min_years=5, seniority="senior"),
            *spread(20, "python docker", employers=20, min_years=2, seniority="junior"),
            *spread(40, "python rag langchain", employers=20, lane="ai_application"),
        ]
    )


def lane(report, name="platform"):
    return next(x for x in report.lanes if x.lane == name)


def test_the_headline_counts_doors_not_skills(market):
    platform = lane(gap(market, resume("python", "docker", "kubernetes", "gcp")))
    assert platform.coverage.share == 1
    platform = lane(gap(market, resume("python", "docker")))
    assert platform.coverage.share == pytest.approx(1 / 3, abs=1e-6)
    assert platform.coverage.low < 1 / 3 < platform.coverage.high
    assert (platform.coverage.n, platform.coverage.employers) == (60, 20)
    curve = {point.tau: point.share for point in platform.coverage.curve}
    assert curve[0.5] == 1
    assert curve[1.0] == pytest.approx(1 / 3, abs=1e-6)


def test_the_json_has_the_promised_keys_and_nesting(market):
    texts = dict.fromkeys(market.requisition["requisition_id"], "python kubernetes docker at scale.")
    report = json.loads(
        json.dumps(to_plain(gap(market, resume("python", text="x"), texts=texts_of(texts), file="cv.pdf")))
    )
    assert {"file", "parse_confidence", "years", "seniority", "skills"} <= report["resume"].keys()
    assert {"skill", "name", "surface", "evidence", "quote"} <= report["resume"]["skills"][0].keys()
    assert {"generation", "as_of", "requisitions", "employers", "excluded"} <= report["market"].keys()
    platform = next(x for x in report["lanes"] if x["lane"] == "platform")
    assert {"lane", "fit", "coverage", "missing", "plan", "checklist"} <= platform.keys()
    assert {"tau", "share", "low", "high", "n", "employers", "curve"} <= platform["coverage"].keys()
    first = platform["missing"][0]
    assert {"skill", "name", "need", "share", "low", "high", "n", "advice", "evidence"} <= first.keys()
    assert {"posting_id", "company", "title", "quote", "url"} == first["evidence"][0].keys()


def test_what_is_missing_is_ranked_with_share_interval_sample_and_quotes(market):
    texts = dict.fromkeys(market.requisition["requisition_id"], "python kubernetes docker at scale.")
    missing = lane(gap(market, resume("python"), texts=texts_of(texts))).missing
    by_skill = {x.skill: x for x in missing}
    assert missing[0].skill == "docker"
    assert by_skill["kubernetes"].share == pytest.approx(2 / 3, abs=1e-6)
    assert by_skill["kubernetes"].need == "required"
    assert by_skill["mlflow"].need == "preferred"
    assert "python" not in by_skill
    assert [x.rank for x in missing] == list(range(1, len(missing) + 1))
    assert all(x.rank_low <= x.rank <= x.rank_high for x in missing)
    quotes = by_skill["kubernetes"].evidence
    assert len({q.company for q in quotes}) == 2
    assert quotes[0].quote == "python kubernetes docker at scale."


def test_an_alternative_that_is_met_is_not_missing(market):
    assert {"aws", "gcp"} <= {x.skill for x in lane(gap(market, resume("python"))).missing}
    assert not {"aws", "gcp"} & {x.skill for x in lane(gap(market, resume("aws"))).missing}


def test_family_members_are_named_beside_the_score_and_do_not_enter_it():
    market = market_of(spread(60, "aws python"))
    platform = lane(gap(market, resume("gcp", "python")))
    assert platform.coverage.share == 0
    assert platform.coverage.with_adjacent.share == 1
    assert [(x.skill, x.shown) for x in platform.adjacent] == [("aws", ("GCP",))]


def test_the_headline_is_over_the_core_and_the_strictest_and_kindest_readings_stand_beside_it():
    rare = [f"s{i:03d}" for i in range(60)]
    skill = pd.DataFrame(
        [{"skill_id": s, "name": s, "kind": "concept", "family": None} for s in rare]
        + SKILL_FRAME[["skill_id", "name", "kind", "family"]].to_dict("records")
    )
    market = market_of([job(f"langchain rag {s}", employer=f"{s}.example") for s in rare], skill)
    saying = resume("langchain", others=[told("rag", "shown", "…", "langchain")])
    platform = lane(gap(market, saying)).coverage
    # The core is langchain, rag and 48 of the 60 rare ones; the other 12 jobs are open to whoever also says «rag».
    assert (platform.share, platform.every_unit.share, platform.n, platform.core) == (0, 0, 60, 50)
    assert platform.with_implied.share == 0.2


def test_the_advice_names_the_nearest_that_the_resume_says():
    market = market_of(spread(60, "docker kubernetes mlflow rag aws jax gcp pytorch langchain python"))
    person = resume(
        "langchain",
        jax="learning",
        others=[
            told("rag", "shown", "Built it on LangChain.", "langchain"),
            told("docker", "shown", "Ran 40 clusters.", "kubernetes", certain=True),
            told("pytorch", "denied", "No experience with PyTorch."),
            told("gcp", "wished", "Keen to learn GCP."),
            told("mlflow", "near", "Logged runs elsewhere.", "langchain"),
        ],
    )
    found = lane(gap(market, person, lack=["aws"]))
    said = {x.skill: (x.advice, x.because) for x in found.missing}
    assert "docker" not in said  # certain from what is written: it meets what is asked
    assert said["rag"][0] == "say"
    assert "LANGCHAIN" in said["rag"][1]
    assert "Built it on LangChain" in said["rag"][1]
    for skill, part in {
        "pytorch": "lack PYTORCH, or have hardly used it: to learn. «No experience with PyTorch».",
        "gcp": "GCP interests you: to learn. «Keen to learn GCP».",
        "mlflow": "What remains: The rest.",
        "jax": "learning it",
        "aws": "You said",
        "kubernetes": "Nothing in your resume shows it.",
    }.items():
        assert said[skill][0] == "learn"
        assert part in said[skill][1]
    assert {step.skill: step.advice for step in found.plan}.get("rag", "say") == "say"


def test_each_skill_is_on_one_list_with_its_state():
    market = market_of(spread(60, "docker rag aws"))
    others = [told("rag", "shown", "…", "python"), told("docker", "shown", "…", "python", certain=True)]
    found = gap(market, resume("python", aws="learning", others=[*others, told("cobol", "near", "…", "python")])).resume
    assert {(s.skill, s.state, s.is_counted) for s in found.skills} == {
        ("python", "written", True),
        ("docker", "shown", True),
        ("aws", "in_progress", False),
    }
    # Nobody here asks for COBOL.
    assert [(s.skill, s.state, s.through_names) for s in found.not_held] == [("rag", "shown", ("PYTHON",))]


def test_hand_made_corrections_count_and_wrong_ones_are_refused(market):
    without = lane(gap(market, resume("python", "docker")))
    assert lane(gap(market, resume("python"), have=["docker"])).coverage == without.coverage
    assert lane(gap(market, resume("python", "docker", "gcp"), lack=["gcp"])).coverage == without.coverage
    with pytest.raises(BadInputError, match="--have names 'cobol'"):
        gap(market, resume(), have=["cobol"])
    with pytest.raises(BadInputError, match="both had and lacked"):
        gap(market, resume(), have=["aws"], lack=["aws"])
    with pytest.raises(BadInputError, match="no lane 'plumbing'"):
        gap(market, resume(), lanes=["plumbing"])


def test_what_is_added_by_hand_shows_what_the_same_word_in_the_resume_shows():
    edge = pd.DataFrame(
        [("docker", "shows", "aws", "certain")], columns=["skill_id", "relation", "other_id", "certainty"]
    )
    market = market_of(spread(60, "docker python aws"), edge=edge)
    both = lane(gap(market, resume("python", "docker", "aws"))).coverage
    assert lane(gap(market, resume("python"), have=["docker"])).coverage == both
    assert lane(gap(market, resume("python"), have=["docker"], lack=["aws"])).coverage != both


def test_what_is_only_being_learned_does_not_count_until_the_person_says_so(market):
    learning = resume("docker", python="learning")
    assert lane(gap(market, learning)).coverage == lane(gap(market, resume("docker"))).coverage
    assert (
        lane(gap(market, learning, have=["python"])).coverage == lane(gap(market, resume("docker", "python"))).coverage
    )


def test_too_small_a_lane_says_so_and_gives_no_number():
    market = market_of([*spread(60, "python"), *spread(12, "rag", lane="mlops")])
    mlops = lane(gap(market, resume("python")), "mlops")
    assert mlops.coverage.state == "not enough data"
    assert (mlops.coverage.share, mlops.missing[0].share) == (None, None)
    assert mlops.coverage.n == 12
    assert {point.share for point in mlops.coverage.curve} == {None}
    empty = lane(gap(market, resume("python")), "research")
    assert (empty.coverage.n, empty.missing, empty.plan) == (0, (), ())


def test_an_empty_market_and_an_empty_resume_give_a_report():
    assert len(gap(market_of([]), resume()).lanes) == 4
    assert gap(market_of(spread(3, "python")), resume()).closest.lane is None


def test_years_and_level_are_put_in_words(market):
    shown = dataclasses.replace(resume("python", years=3), seniority="mid")
    words = lane(gap(market, shown)).level.words
    assert words[0].startswith(
        "Where years are stated, half of the jobs ask for 5 or more; the 3 your resume shows are fewer"
    )
    assert re.fullmatch(r"67% \(\d\d–\d\d%\) of the 60 jobs that state years ask for more than you show\.", words[1])
    assert re.fullmatch(r"67% \(\d\d–\d\d%\) of the 60 jobs that state a level are above mid\.", words[2])
    assert lane(gap(market, resume("python"))).level.words == ()


def test_the_checklist_shows_what_is_asked_and_the_best_evidence(market):
    items = {x.item: x for x in lane(gap(market, resume(docker="outcome", aws="listed"))).checklist}
    assert len(items) == 10
    assert items["containers"].asked.share == 1
    assert (items["containers"].found, items["containers"].skill) == ("outcome", "docker")
    assert items["cloud"].found == "listed"
    assert items["experiment_tracking"].found is None
    assert items["experiment_tracking"].asked.share == pytest.approx(2 / 3, abs=1e-6)


def test_lanes_can_be_chosen_and_the_closest_comes_first(market):
    assert [x.lane for x in gap(market, resume("python"), lanes=["mlops"]).lanes] == ["mlops"]
    assert gap(market, resume("rag", "langchain")).lanes[0].lane == "ai_application"


def test_a_warmed_market_answers_the_same():
    jobs = random_jobs(3, 200, 30, NAMES)
    cold, warmed = market_of(jobs), market_of(jobs)
    gap(warmed, resume("docker", "rag"))  # as the dashboard's server does while it starts
    assert gap(cold, resume("python", "aws")) == gap(warmed, resume("python", "aws"))


def report_of(jobs, shown):
    return json.dumps(to_plain(gap(market_of(jobs), shown)), sort_keys=True)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.lists(st.sampled_from(NAMES), max_size=6), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing_to_the_byte(seed, skills, shuffle):
    jobs = [x | {"requisition_id": f"r{i:03d}"} for i, x in enumerate(random_jobs(seed, 60, 15, NAMES))]
    shown = resume(*skills)
    twice = list(shown.skills) * 2
    shuffle.shuffle(twice)
    mixed = list(jobs)
    shuffle.shuffle(mixed)
    assert report_of(jobs, shown) == report_of(mixed, dataclasses.replace(shown, skills=tuple(twice)))


def test_another_spelling_of_the_same_skill_changes_nothing_but_the_spelling(market):
    usual = resume("kubernetes")
    alias = dataclasses.replace(
        usual, skills=(ResumeSkill("kubernetes", "KUBERNETES", "k8s", "listed", "Worked with kubernetes."),)
    )
    assert gap(market, usual).lanes == gap(market, alias).lanes


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.sets(st.sampled_from(NAMES)), st.sampled_from(NAMES))
def test_one_more_skill_lowers_no_point_of_any_curve(seed, skills, another):
    market = market_of(random_jobs(seed, 80, 20, NAMES))
    before = {x.lane: x.coverage for x in gap(market, resume(*skills)).lanes}
    for after in gap(market, resume(*skills), have=[another]).lanes:
        for old, new in zip(before[after.lane].curve, after.coverage.curve, strict=True):
            if old.share is not None and new.share is not None:
                assert new.share >= old.share


def test_a_missing_skill_says_how_many_years_of_it_are_asked():
    market = market_of([*spread(40, "python docker", skill_years={"docker": 2}), *spread(40, "python docker aws")])
    found = {x.skill: x.years for x in lane(gap(market, resume("python"))).missing}
    assert (found["docker"].n, found["docker"].median.value) == (40, 2)
    assert found["aws"] is None
