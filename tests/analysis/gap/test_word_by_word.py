"""Reports read word by word by whom they are about: an age is no claim of years, what is not held is not called shown,
another trade's level is no level, and a thing is called as its owner calls it."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from analysis.gap.advice.observations import observations
from analysis.gap.compare import compare_posting
from analysis.gap.level import of_age
from analysis.gap.person import holdings
from analysis.gap.report import gap
from tests.analysis.builders import SKILL_FRAME, market_of, resume, spread
from tests.analysis.gap.test_compare import posting
from warehouse.models import Goal, ResumeSkill, WorkYears

TODAY = dt.date(2026, 3, 2)
MARKET = market_of(spread(60, "python mlflow kubernetes docker aws"))


def deed(skill, quote, **given):
    given = {"surface": skill, "last_used": "2026-02"} | given
    return ResumeSkill(skill, skill.upper(), evidence="used", quote=quote, **given)


def person(*skills, **given):
    return dataclasses.replace(resume(), skills=skills, **given)


def seen(cv, market=MARKET):
    return observations(market, "platform", cv, holdings(market, cv), today=TODAY)


@pytest.mark.parametrize(
    ("head", "claims"),
    [
        ("41 years of infrastructure", True),
        ("41 years old, Brest, driving licence", False),
        ("forty-one; 41 years of age", False),
        ("Engineer, 41 years young", False),
    ],
)
def test_an_age_is_no_claim_of_years_at_work(head, claims):
    assert bool(seen(person(years=6.0, text=f"Ada Tern\n{head}\n")).clashes) == claims


def test_a_number_in_words_is_a_number_and_one_of_something_is_none():
    told = [
        seen(person(deed("mlflow", quote))).strong
        for quote in ("Nine models ship through mlflow.", "One model ships through mlflow.")
    ]
    assert [len(lines) for lines in told] == [1, 0]


def test_a_sentence_that_heads_no_post_may_be_strong_and_the_head_of_one_may_not():
    quote = "Flood map: predicted street floods with mlflow and docker, 0.81 on the last year"
    project = deed("mlflow", quote, standing="title")
    assert [line.quote for line in seen(person(project)).strong] == [quote]
    assert seen(person(project, titles=("Flood map",))).strong == ()


def test_the_next_best_line_without_a_number_is_told_where_it_is_dated():
    result = deed("kubernetes", "Moved 6 teams to kubernetes.")
    bare = deed("mlflow", "Brought mlflow to the team that trains the models.")
    told = [seen(person(result, *more)).unmeasured for more in ((bare,), ())]
    assert [line and line.quote for line in told] == [bare.quote, None]
    talk = dataclasses.replace(bare, quote="What mlflow forgot, a talk for those who train models, 2021")
    for other in (dataclasses.replace(bare, last_used=None), talk, dataclasses.replace(bare, quote="Brought mlflow.")):
        assert seen(person(result, other)).unmeasured is None


def test_what_a_line_leads_to_is_told_only_of_who_holds_it():
    """A line may show what its owner says they are only learning, or take away by hand."""
    edges = pd.DataFrame([{"skill_id": "rag", "relation": "shows", "other_id": "aws", "certainty": "certain"}])
    market = market_of(spread(60, "python aws"), edge=edges.assign(remains=None))
    line = deed("rag", "Answered 900 questions a day with rag.")
    aws = ResumeSkill("aws", "AWS", "aws", "used", line.quote, state="shown", certainty="certain", through=("rag",))
    begun = dataclasses.replace(aws, state="in_progress", certainty=None, through=(), evidence="learning")
    assert [one.names for one in seen(person(line, aws), market).strong] == [("AWS",)]
    assert seen(person(line, begun), market).strong == ()


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ({"years_by_kind": WorkYears(other=9.0)}, "junior"),
        ({"years_by_kind": WorkYears(other=9.0), "goal": Goal("a senior post", level="senior")}, "senior"),
        ({"years_by_kind": WorkYears(engineering=4.0, other=9.0)}, "senior"),
        ({"years_by_kind": WorkYears(other=9.0), "degree": "phd"}, "senior"),
        ({}, "senior"),
    ],
)
def test_the_level_of_another_trade_is_no_level_in_this_one(given, level):
    cv = person(deed("python", "Kept lists in python."), seniority="senior", **given)
    assert of_age(cv).seniority == level
    asked = dataclasses.replace(posting(("python", "required", None)), seniority="senior")
    verdict = "Its level: senior, above yours (junior)." if level == "junior" else "Its level is your own: senior."
    assert verdict in compare_posting(MARKET, cv, asked).words


def test_a_senior_of_another_trade_is_held_against_the_jobs_that_take_newcomers():
    market = market_of(
        [*spread(60, "python docker", seniority="senior"), *spread(60, "python docker", seniority="mid")],
    )
    cv = person(deed("python", "Kept lists in python."), seniority="senior", years_by_kind=WorkYears(other=9.0))
    report = gap(market, cv, lanes=["platform"])
    assert (report.market.level, report.market.requisitions) == ("junior", 60)


def test_a_level_that_is_taken_and_not_written_says_whose_it_is():
    market = market_of([*spread(60, "python docker", seniority="senior"), *spread(60, "python", seniority="mid")])
    newcomer, junior = ({"years_by_kind": WorkYears(other=9.0), "seniority": level} for level in ("senior", "junior"))
    graduate = {"years_by_kind": WorkYears(ml_ai=0.5), "seniority": "junior"}
    ends = [
        gap(market, person(deed("python", "Kept lists in python."), **given), lanes=["platform"]).lanes[0].level.words
        for given in (newcomer, junior, graduate)
    ]
    whose = "are above junior, where someone from another trade begins."
    assert [words[-1].endswith(whose) for words in ends] == [True, True, False]


def test_whoever_comes_to_evaluation_from_another_trade_is_sent_to_evaluate_in_it():
    market = market_of(spread(60, "python pytorch", lane="research"))
    wish = {"goal": Goal("work on medical AI safety", "research"), "titles": ("Health data analyst", "Nurse")}
    told = []
    for years in (WorkYears(other=11.0), WorkYears(ml_ai=4.0)):
        cv = person(deed("python", "Kept lists in python."), years_by_kind=years, **wish)
        report = gap(market, cv, lanes=["research"])
        told.append((report.project.title, report.observations.bridge.split(" ")[1]))
    assert told == [
        ("An evaluation that may stop a release", "specialist"),
        ("One decision of a trade you know, modelled to the end", "scientist"),
    ]


def test_one_published_result_is_of_one_field():
    rows = [("reinforcement_learning", "concept", "reinforcement_learning"), ("nlp", "concept", "nlp")]
    columns = ("skill_id", "kind", "family")
    more = pd.DataFrame([dict(zip(columns, row, strict=True)) for row in rows])
    skills = pd.concat([SKILL_FRAME, more.assign(name=more["skill_id"].str.upper(), definition="…")])
    both = "python pytorch reinforcement_learning nlp"
    market = market_of([*spread(60, both, lane="research"), *spread(60, "docker")], skills)
    cv = person(deed("python", "Kept lists in python."), goal=Goal("a research scientist post", "research"))
    report = gap(market, cv, lanes=["research"])
    assert {"NLP", "REINFORCEMENT_LEARNING"} - set(report.project.proves)
    first = report.lanes[0].plan[0].name
    assert {"NLP", "REINFORCEMENT_LEARNING"}.intersection(report.project.proves) <= {first}


def test_a_second_product_of_a_kind_is_not_taken_for_granted_of_who_has_one():
    rows = [("github_actions", "tool", "ci_cd_tool"), ("jenkins", "tool", "ci_cd_tool")]
    more = pd.DataFrame([dict(zip(("skill_id", "kind", "family"), row, strict=True)) for row in rows])
    skills = pd.concat([SKILL_FRAME, more.assign(name=more["skill_id"].str.upper(), definition="…")])
    market = market_of(spread(60, "python kubernetes github_actions|jenkins"), skills)
    years = {"years_by_kind": WorkYears(engineering=9.0), "seniority": "senior"}
    confirm = [
        gap(market, person(deed("kubernetes", "Ran kubernetes."), *more, **years), lanes=["platform"])
        .lanes[0]
        .say.confirm
        for more in ((), (deed("jenkins", "Brought jenkins."),))
    ]
    assert ["GITHUB_ACTIONS" in names for names in confirm] == [True, False]


def shown(quote, root, surface, standing="bullet"):
    certain = {"state": "shown", "certainty": "certain", "standing": standing}
    return (
        deed(root, quote, surface=surface, standing=standing),
        ResumeSkill("aws", "AWS", surface, "used", quote, through=(root,), **certain),
    )


@pytest.mark.parametrize(
    ("quote", "surface", "called"),
    [
        ("Wrote the snakes that run each night.", "snakes", "snakes"),
        ("Wrote docker files that run each night.", "docker", "DOCKER"),
    ],
)
def test_what_shows_a_skill_is_called_as_its_line_calls_it(quote, surface, called):
    root, item = shown(quote, "docker", surface)
    report = gap(MARKET, person(dataclasses.replace(root, surface=surface), item, text=quote), lanes=["platform"])
    assert [x.through for x in report.lanes[0].say.items if x.skill == "aws"] == [(called,)]


@pytest.mark.parametrize(
    ("quote", "where"),
    [
        ("Platform engineer, docker team", "into a line of that job."),
        ("Recipe search over two thousand recipes with docker and a small index", "into the line that shows it."),
    ],
)
def test_a_sentence_of_a_project_is_not_called_a_job(quote, where):
    report = gap(MARKET, person(*shown(quote, "docker", "docker", "title"), text=quote), lanes=["platform"])
    assert [x.words for x in report.lanes[0].say.items if x.skill == "aws"] == [f"write «AWS» {where}"]


@pytest.mark.parametrize(("heading", "is_written"), [("## Selected publications", True), ("## Service", False)])
def test_what_a_heading_names_need_not_be_written_into_a_citation(heading, is_written):
    paper = ResumeSkill(
        "research_publications",
        "Research publications",
        "Findings",
        "used",
        "A. Tern, What maps forget, Findings 2024",
        state="shown",
        certainty="certain",
    )
    cv = person(paper, text=f"Ada Tern\n{heading}\n{paper.quote}")
    assert ("research_publications" in holdings(MARKET, cv).written) == is_written
