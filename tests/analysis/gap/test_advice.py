import dataclasses
import datetime as dt

import numpy as np
import pytest

from analysis.gap.advice.jobs import jobs
from analysis.gap.advice.learnable import effort, learnable, proof
from analysis.gap.advice.observations import observations
from analysis.gap.evidence import tidy_title
from analysis.gap.person import holdings
from analysis.gap.report import Asked, gap
from tests.analysis.builders import job, market_of, resume, spread
from warehouse.models import Goal, ResumeSkill, WorkYears

FOUR = "python docker kubernetes aws"
HERE = {"url": "https://jobs.example/1", "title": "Engineer"}


def person(*states, **given):
    """A resume of (skill, state) pairs."""
    skills = tuple(
        ResumeSkill(skill, skill.upper(), skill, "used", f"Did 3 things with {skill}.", state=state)
        for skill, state in states
    )
    return dataclasses.replace(resume(), skills=skills, **given)


def listed(market, shown, *held):
    return jobs(market, shown, np.isin(market.skills, held), dict.fromkeys(market.lanes, 1.0))


def test_jobs_are_grouped_by_what_is_missing_nearest_first_and_closed_ones_never_listed():
    market = market_of(
        [
            job(FOUR, **HERE),
            job("python docker gcp|aws mlflow", **HERE),
            job("rag langchain jax mlflow", **HERE),
            job("python docker kubernetes mlflow jax", **HERE),
            job(FOUR, **HERE, is_open=False),
            job("python", **HERE),
        ]
    )
    found = listed(market, resume("python"), "python", "docker", "kubernetes", "aws")
    assert [(x.requisition_id, x.group, x.met, x.of) for x in found.jobs[:3]] == [
        ("r00000", "open", 4, 4),
        ("r00001", "one_step", 3, 4),
        ("r00003", "one_step", 3, 5),
    ]
    assert found.jobs[1].missing == ("MLFLOW",)
    assert {x.requisition_id for x in found.jobs} == {"r00000", "r00001", "r00002", "r00003"}
    assert found.counts["open"] == 1


def test_a_job_far_above_is_a_stretch_and_one_far_below_is_left_out():
    market = market_of(
        [job(FOUR, **HERE, seniority=level) for level in ("junior", "senior", "staff", "intern")]
        + [job(FOUR, **HERE, min_years=6), job(FOUR, **HERE, min_years=9), job(FOUR, **HERE, seniority="principal")]
    )
    mid = dataclasses.replace(resume("python"), seniority="mid", years=3.0)
    groups = {x.requisition_id: x.group for x in listed(market, mid, *FOUR.split()).jobs}
    near = {"r00000": "open", "r00001": "open", "r00002": "stretch", "r00004": "stretch"}
    assert groups == near | {"r00005": "further", "r00006": "further"}
    assert next(x for x in listed(market, mid, *FOUR.split()).jobs if x.min_years).years_short == 3


@pytest.mark.parametrize(
    ("own", "group", "is_above"),
    [("bachelor", "stretch", [True, False, False]), ("phd", "open", [False] * 3), (None, "open", [False] * 3)],
)
def test_a_job_that_requires_a_higher_degree_is_not_open(own, group, is_above):
    needs = ("required", "or_equivalent", "preferred")
    market = market_of([job(FOUR, **HERE, degree="master", degree_need=need) for need in needs])
    found = listed(market, dataclasses.replace(resume("python"), degree=own), *FOUR.split()).jobs
    by_id = sorted(found, key=lambda one: one.requisition_id)
    assert [one.group for one in by_id] == [group, "open", "open"]
    assert [one.asks_higher_degree for one in by_id] == is_above


def test_a_market_without_texts_lists_no_job_and_says_how_many_it_cannot():
    market = market_of([job(FOUR, title=None, employer=f"e{n}.example") for n in range(40)])
    assert (listed(market, resume(), "python").jobs, listed(market, resume(), "python").no_texts) == ((), 40)
    assert not gap(market, resume("python")).market.has_texts


def test_denied_wished_and_learned_skills_are_not_held_and_are_answered_in_their_own_words():
    market = market_of(spread(60, "python docker aws jax mlflow"))
    shown = person(("python", "written"), ("docker", "denied"), ("aws", "wished"), ("jax", "in_progress"))
    held = holdings(market, shown)
    assert held.held == {"python"}
    because = {x.skill: x.because for x in gap(market, shown).lanes[0].missing}
    assert (
        because["docker"]
        == "You write that you lack DOCKER, or have hardly used it: to learn. «Did 3 things with docker»."
    )
    assert because["aws"] == "You write that AWS interests you: to learn. «Did 3 things with aws»."
    assert because["jax"].startswith("You write that you are learning it")


def test_of_a_long_line_the_sentence_is_repeated_that_speaks_of_the_skill():
    market = market_of(spread(60, "python docker aws"))
    line = (
        "From spring I am looking for a position in a small team, in industry or in a public lab, and I can move within"
        " a month. I hope to learn more about aws, which I have only read about."
    )
    wish = ResumeSkill("aws", "AWS", "aws", "used", line, state="wished")
    found = gap(market, dataclasses.replace(resume("python"), skills=(wish,))).lanes[0].missing
    because = next(x.because for x in found if x.skill == "aws")
    assert because.endswith("«I hope to learn more about aws, which I have only read about».")


def test_the_lead_is_the_lane_that_the_person_wants_and_learning_starts_where_saying_ends():
    market = market_of(
        [*spread(60, "python docker kubernetes"), *spread(60, "python rag langchain", lane="ai_application")]
    )
    shown = person(("python", "written"), ("docker", "shown"), goal=Goal("I want to build platforms.", "platform"))
    report = gap(market, shown)
    assert (report.lead, report.lanes[0].lane) == ("platform", "platform")
    lead = report.lanes[0]
    assert [item.skill for item in lead.say.if_true] == ["docker"]
    assert "kubernetes" in [step.skill for step in lead.plan]
    assert "docker" not in [step.skill for step in lead.plan]
    assert lead.plan[0].open_jobs == lead.say.if_true_jobs + lead.plan[0].opened


def test_a_step_is_something_that_one_can_go_and_do():
    market = market_of(spread(60, "python rag machine_learning communication"))
    can = dict(zip(market.skills, learnable(market), strict=True))
    assert (can["python"], can["machine_learning"], can["communication"]) == (True, False, False)
    step = gap(market, resume()).lanes[0].plan[0]
    assert (step.hours.low, step.hours.basis) == (60, "our estimate")
    assert effort(market, "python", near={"python"}).high < effort(market, "python").high
    assert step.proof == proof(market, "python")


def test_an_experienced_engineer_is_asked_about_basics_not_sent_to_learn_them():
    market = market_of(spread(60, "docker kubernetes python"))
    staff = person(("kubernetes", "written"), seniority="staff", years_by_kind=WorkYears(engineering=11.0))
    lead = gap(market, staff).lanes[0]
    assert set(lead.say.confirm) == {"DOCKER", "PYTHON"}
    assert not {"docker", "python"} & {step.skill for step in lead.plan}
    novice = gap(market, person(("kubernetes", "written"))).lanes[0]
    assert novice.say.confirm == ()


def test_a_reader_notices_what_is_strong_old_only_listed_and_overstated():
    market = market_of(spread(60, "python mlflow kubernetes aws"))
    shown = ResumeSkill("mlflow", "MLFLOW", "mlflow", "outcome", "Cut builds from 9 to 2 minutes.", last_used="2023-01")
    fresh = ResumeSkill("kubernetes", "K8S", "kubernetes", "used", "Moved 6 teams to kubernetes.", last_used="2026-02")
    listed_only = ResumeSkill("aws", "AWS", "aws", "listed", "AWS, GCP", standing="list")
    cv = dataclasses.replace(
        resume(), skills=(shown, fresh, listed_only), years=4.0, text="Nine years of infrastructure.\nCut builds."
    )
    seen = observations(market, "platform", cv, holdings(market, cv), today=dt.date(2026, 3, 2))
    assert [line.quote for line in seen.strong] == ["Moved 6 teams to kubernetes."]
    assert [line.last_used for line in seen.ended] == ["2023-01"]
    assert seen.list_only == ("AWS",)
    assert [(x.claimed, x.found) for x in seen.clashes] == [("Nine years", "4")]
    assert seen.strong_ended is None


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Engineer\nNine years of infrastructure.", True),
        ("Engineer\n- Joined 19 years of inspection records.", False),
        ("Engineer\n– Joined 19 years of inspection records.", False),
        ("Analyst, Town of Ash, 2024 – today\nJoined 19 years of inspection records.", False),
        ("Analyst, Town of Ash (2021 to 2024)\nKept 30 years of logs.", False),
    ],
)
def test_years_are_claimed_in_the_prose_of_the_head_alone(text, claims):
    market = market_of(spread(60, "python docker"))
    cv = dataclasses.replace(resume("docker"), years=4.0, text=text)
    seen = observations(market, "platform", cv, holdings(market, cv), today=dt.date(2026, 3, 2))
    assert bool(seen.clashes) == claims


def test_where_nothing_of_late_is_strong_what_was_is_told_with_its_date():
    market = market_of(spread(60, "python docker kubernetes"))
    old = (
        ResumeSkill("docker", "DOCKER", "docker", "outcome", "Cut builds from 9 to 2 in docker.", last_used="2022-10"),
        ResumeSkill("kubernetes", "K8S", "k8s", "used", "Ran 6 clusters of k8s.", last_used="2019-08"),
    )
    cv = dataclasses.replace(resume(), skills=old)
    seen = observations(market, "platform", cv, holdings(market, cv), today=dt.date(2026, 3, 2))
    assert [line.skill for line in seen.strong] == ["docker", "kubernetes"]
    assert seen.strong_ended == "2022-10"


def test_two_steps_are_compared_alone():
    market = market_of([*spread(60, "docker"), *spread(20, "aws")])
    docker, aws = gap(market, resume(), asked=Asked({}, compare=("docker", "aws"))).compare
    assert (docker.step.opened, aws.step.opened) == (60, 20)
    assert "60 more of the 80 Platform jobs mostly met" in docker.words
    assert gap(market, resume("aws"), asked=Asked({}, compare=("aws",))).compare[0].words == "You have AWS already."
    rare = market_of([*spread(600, "docker"), *spread(1, "docker kubernetes python aws")])
    (small,) = gap(rare, resume("docker"), asked=Asked({}, compare=("kubernetes",))).compare
    assert small.step is not None, "too small a gain for a plan's step is told all the same"
    with pytest.raises(Exception, match="--compare names 'cobol'"):
        gap(market, resume(), asked=Asked({}, compare=("cobol",)))


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Data EngineerAnalytics/DataAnalytics /DataPorto/Remote", "Data Engineer"),
        ("ML Engineer (m/f)ResearchResearchLyon", "ML Engineer (m/f)"),
        ("MLOps Engineer, LangChain and DevOps", "MLOps Engineer, LangChain and DevOps"),
        ("JavaScript/TypeScript Developer", "JavaScript/TypeScript Developer"),
        ("PyTorch PyTorch PyTorch", "PyTorch PyTorch PyTorch"),
    ],
)
def test_a_department_that_is_glued_to_a_title_twice_is_left_out(title, said):
    assert tidy_title(title) == said


def test_of_jobs_about_as_near_those_at_home_stand_first_and_a_nearer_group_still_leads():
    market = market_of(
        [
            job(FOUR, **HERE, region="india"),
            job(FOUR, **HERE, region="uk"),
            job("python docker gcp|aws mlflow", **HERE, region="uk"),
        ]
    )
    everywhere = [x.region for x in listed(market, resume(), *FOUR.split()).jobs]
    found = jobs(market, resume(), np.isin(market.skills, FOUR.split()), dict.fromkeys(market.lanes, 1.0), home="uk")
    assert everywhere[0] == "india"
    assert [(x.region, x.group) for x in found.jobs] == [("uk", "open"), ("india", "open"), ("uk", "one_step")]


def test_a_job_in_another_part_of_the_world_is_called_so_where_both_places_are_known():
    market = market_of(
        [job(FOUR, **HERE, region=region, employer=region) for region in ("uk", "india", "unknown", "several")]
    )
    held, chances = np.isin(market.skills, FOUR.split()), dict.fromkeys(market.lanes, 1.0)
    for home, away in (("uk", {"india"}), (None, set())):
        found = jobs(market, resume(), held, chances, home=home)
        assert {x.region for x in found.jobs if x.is_elsewhere} == away


def test_a_stretch_by_years_alone_is_not_called_one_of_level():
    market = market_of([job(FOUR, **HERE, seniority=level, min_years=9) for level in ("senior", "staff")])
    cv = dataclasses.replace(resume(), seniority="senior", years_by_kind=WorkYears(engineering=6.0))
    found = jobs(market, cv, np.isin(market.skills, FOUR.split()), dict.fromkeys(market.lanes, 1.0))
    assert {(x.level, x.group, x.asks_higher_level) for x in found.jobs} == {
        ("senior", "stretch", False),
        ("staff", "stretch", True),
    }


def test_of_jobs_elsewhere_those_stand_last_where_one_has_to_be_there():
    ways = ("onsite", "hybrid", None, "remote")
    market = market_of([job(FOUR, **HERE, region="india", workplace=way, employer=f"e{way}") for way in ways])
    found = jobs(market, resume(), np.isin(market.skills, FOUR.split()), dict.fromkeys(market.lanes, 1.0), home="uk")
    assert [x.workplace for x in found.jobs] == [None, "remote", "onsite", "hybrid"]
    nowhere = jobs(market, resume(), np.isin(market.skills, FOUR.split()), dict.fromkeys(market.lanes, 1.0))
    assert [x.workplace for x in nowhere.jobs] == list(ways)


def test_what_a_line_dates_itself_has_not_ended_and_what_ended_is_not_called_strong():
    market = market_of(spread(60, "python docker kubernetes aws"))
    own = ResumeSkill("docker", "DOCKER", "docker", "used", "Reader (2025): docker, 640 stars.", last_used="2013-08")
    old = ResumeSkill("aws", "AWS", "aws", "used", "Moved 9 shops to aws.", last_used="2020-12")
    titled = ResumeSkill(
        "kubernetes", "K8S", "kubernetes", "used", "Kubernetes Engineer", last_used="2019-01", standing="title"
    )
    cv = dataclasses.replace(resume(), skills=(own, old, titled))
    seen = observations(market, "platform", cv, holdings(market, cv), today=dt.date(2026, 3, 2))
    assert [line.skill for line in seen.ended] == ["aws"]
    assert [line.skill for line in seen.strong] == ["docker"]


@pytest.mark.parametrize(
    ("given", "groups"),
    [
        ({"seniority": "junior"}, ["open", "open", "stretch", "further", "further"]),
        ({"years_by_kind": WorkYears(0.5)}, ["open", "open", "stretch", "further", "further"]),
        ({"years_by_kind": WorkYears(0.5), "degree": "phd"}, ["open", "open", "stretch", "open", "further"]),
        ({}, ["open", "open", "open", "open", "open"]),
    ],
)
def test_a_beginner_s_jobs_are_no_expert_s_whichever_of_level_and_years_is_read(given, groups):
    asks = [
        {"min_years": None, "seniority": None},
        {"min_years": 1, "seniority": "junior"},
        {"min_years": 4, "seniority": None},
        {"min_years": None, "seniority": "principal"},
        {"min_years": 6, "seniority": None},
    ]
    market = market_of([job(FOUR, employer=f"e{n}", **HERE, **asked) for n, asked in enumerate(asks)])
    beginner = dataclasses.replace(person(*((skill, "written") for skill in FOUR.split())), **given)
    found = listed(market, beginner, *FOUR.split())
    assert sorted(x.group for x in found.jobs) == sorted(groups)


def test_steps_are_told_in_the_order_of_what_they_open_for_their_hours():
    market = market_of([*spread(6, "pytorch"), *spread(30, "mlflow"), *spread(30, "mlflow python"), *spread(20, "rag")])
    plan = gap(market, person(("python", "written"))).lanes[0].plan
    rates = [step.opened / step.n for step in plan]
    assert plan[0].skill == "mlflow"
    assert rates == sorted(rates, reverse=True)


def test_of_two_such_products_the_one_that_more_ask_for_by_name_is_learned():
    asks = [*spread(30, "docker pytorch|jax"), *spread(7, "docker jax"), *spread(5, "docker pytorch")]
    market = market_of([*asks, *spread(60, "mlflow docker pytorch?", 60)])
    steps = [step.skill for step in gap(market, person(("python", "written"), ("docker", "written"))).lanes[0].plan]
    assert "pytorch" in steps
    assert "jax" not in steps


def test_who_is_learning_one_product_of_a_kind_is_not_sent_to_another():
    asks = [*spread(60, "python docker", 60), *spread(8, "python aws|gcp docker"), *spread(5, "python gcp docker")]
    market = market_of(asks)
    learning = person(("python", "written"), ("docker", "written"), ("aws", "in_progress"))
    steps = [step.skill for step in gap(market, learning).lanes[0].plan]
    assert steps == ["aws"]
    fresh = person(("python", "written"), ("docker", "written"))
    assert [step.skill for step in gap(market, fresh).lanes[0].plan] == ["gcp"]


def test_of_products_that_stand_for_each_other_one_is_a_step():
    both = spread(50, "docker aws|gcp", 50) + spread(40, "docker python aws|gcp") + spread(4, "aws") + spread(4, "gcp")
    steps = [step.skill for step in gap(market_of(both), person(("python", "written"))).lanes[0].plan]
    assert len({"aws", "gcp"} & set(steps)) == 1


def test_what_is_begun_comes_first_and_what_opens_nothing_yet_waits():
    market = market_of([*spread(40, "python docker kubernetes"), *spread(30, "python docker"), *spread(10, "mlflow")])
    shown = person(("python", "written"), ("mlflow", "in_progress"))
    plan = gap(market, shown).lanes[0].plan
    assert plan[0].skill == "mlflow"
    assert [step.skill for step in plan[1:3]] == ["docker", "kubernetes"]
    assert all(step.opened for step in plan[:3])
    opened = [step.open_jobs for step in plan]
    assert opened == sorted(opened)
