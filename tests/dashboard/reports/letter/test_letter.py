import dataclasses
import datetime as dt
import itertools
import re

import pytest

from analysis.gap.report import Asked, gap
from dashboard.reports.gap import render_gap
from dashboard.reports.letter.compose import PARTS, letter, templates
from dashboard.reports.letter.facts import calendar, facts_of, first_name
from tests.analysis.builders import market_of, resume, spread, told
from warehouse.models import Goal, ResumeSkill, WorkYears, to_plain

MARKET = market_of(
    [
        *spread(60, "python docker kubernetes aws mlflow", employers=30, min_years=5, seniority="senior"),
        *spread(60, "python rag langchain docker", employers=30, lane="ai_application", seniority="junior"),
    ]
)
TODAY = dt.date(2026, 3, 10)


def proven(skill, quote, **given):
    return ResumeSkill(skill, skill.upper(), skill, "outcome", quote, **given)


def person(**given):
    return dataclasses.replace(
        resume(),
        skills=(proven("python", "Cut the nightly run from 9 hours to 40 minutes."),),
        name="Ada Tern",
        **given,
    )


PEOPLE = {
    "a platform engineer with a goal": dataclasses.replace(
        person(goal=Goal("I want to run training clusters", "platform"), years_by_kind=WorkYears(engineering=9.0)),
        skills=(
            proven("docker", "Moved 40 services into images."),
            proven("kubernetes", "Ran 6 clusters."),
            told("aws", "shown", "Ran 6 clusters.", "kubernetes", certain=True),
        ),
        titles=("Senior Site Reliability Engineer",),
        seniority="senior",
    ),
    "a developer whose goal lies elsewhere": person(
        goal=Goal("Looking for MLOps work", "platform"),
        titles=("Backend Developer",),
        years_by_kind=WorkYears(None, 4.0),
    ),
    "a teacher": person(titles=("Teacher",), years_by_kind=WorkYears(other=8.0), seniority="mid", years=8.0),
    "a graduate": person(seniority="intern", years_by_kind=WorkYears(0.0, 0.0)),
    "someone whose work ended": dataclasses.replace(
        person(), skills=(proven("langchain", "Answered 900 questions a day.", last_used="2022-06"),)
    ),
    "someone with lists": dataclasses.replace(
        resume(*("python", "docker", "aws", "mlflow")),
        name="Bo Sand",
        skills=tuple(
            dataclasses.replace(s, standing="list") for s in resume("python", "docker", "aws", "mlflow").skills
        ),
    ),
    "someone without a name": resume("langchain"),
    "an empty resume": resume(),
}


def written(shown, **given):
    report = to_plain(gap(MARKET, shown, today=TODAY, **given))
    return report, letter(report)


def sentences(paragraphs):
    return {s["id"]: s["text"] for paragraph in paragraphs for s in paragraph["sentences"]}


def test_there_are_enough_sentences_and_each_is_told_by_known_facts():
    assert len(templates()) >= 60
    assert {template.part for template in templates()} == set(PARTS)
    known = set()
    for shown in PEOPLE.values():
        known |= facts_of(written(shown)[0]).keys()
    for template in templates():
        assert template.text[-1] in ".!" or template.text.endswith("}."), template.id
        assert not re.search(r"requisition|generation|τ", template.text)


def test_different_people_get_different_letters():
    letters = {name: sentences(written(shown)[1]) for name, shown in PEOPLE.items()}
    for (one, mine), (other, theirs) in itertools.combinations(letters.items(), 2):
        assert mine != theirs, (one, other)
        assert len(set(mine.values()) - set(theirs.values())) >= 2, (one, other)


@pytest.mark.parametrize("name", PEOPLE)
def test_no_place_is_left_open_and_each_number_stands_on_something(name):
    _, paragraphs = written(PEOPLE[name])
    for paragraph in paragraphs:
        for sentence in paragraph["sentences"]:
            assert not re.search(r"[{}]|None|nan", sentence["text"])
            if re.search(r"\d+ of the \d+|\d%", sentence["text"]):
                assert sentence["rests_on"], sentence["text"]


def test_the_goal_is_read_and_evidence_that_points_elsewhere_is_said():
    report, paragraphs = written(PEOPLE["a platform engineer with a goal"])
    said = sentences(paragraphs)
    assert report["lead"] == "platform"
    assert said["goal.agrees"].startswith("Ada, you write «I want to run training clusters»")
    strayed = dataclasses.replace(
        PEOPLE["a platform engineer with a goal"],
        skills=(proven("rag", "Answered 900 questions a day."), proven("langchain", "Built 3 chains.")),
    )
    report, paragraphs = written(strayed)
    assert report["lead"] == "platform"
    assert sentences(paragraphs).keys() & {"goal.elsewhere", "goal.close"}


def test_what_a_hiring_manager_would_ask_about_is_said():
    assert "ended in June 2022" in sentences(written(PEOPLE["someone whose work ended"])[1])["weak.ended"]
    assert "only in a list" in sentences(written(PEOPLE["someone with lists"])[1])["weak.list_many"]
    teacher = " ".join(sentences(written(PEOPLE["a teacher"])[1]).values())
    assert "no dated years as an engineer" in teacher
    assert "8 years" in teacher


def test_a_market_that_is_old_or_without_adverts_says_so_first():
    report = to_plain(gap(MARKET, resume("python"), today=dt.date(2026, 4, 10)))
    assert letter(report)[0]["part"] == "market"
    assert "39 days old" in letter(report)[0]["sentences"][0]["text"]
    assert "market_age" not in facts_of(to_plain(gap(MARKET, resume("python"), today=TODAY)))
    bare = market_of([job | {"title": None} for job in spread(60, "python docker")])
    assert "market.no_texts" in sentences(letter(to_plain(gap(bare, resume("python")))))


def test_the_calendar_has_twelve_weeks_and_two_musts_beside_the_resume():
    report, _ = written(PEOPLE["a developer whose goal lies elsewhere"])
    blocks = calendar(report, report["lanes"][0])
    assert [block["kind"] for block in blocks if block["must"]] == ["say", "step", "project"]
    inside = [block for block in blocks if block["first"] <= 12]
    assert (inside[0]["first"], max(block["last"] for block in inside)) == (1, 12)
    for before, after in itertools.pairwise(inside):
        assert after["first"] == before["last"] + 1


@pytest.mark.parametrize(("name", "called"), [("Ada Tern", "Ada"), ("ADA TERN", "Ada"), ("Tern", None), (None, None)])
def test_a_person_is_called_by_the_first_of_two_names(name, called):
    assert first_name(name) == called


def test_a_course_is_spoken_of_as_a_course():
    report = to_plain(gap(MARKET, resume("python", "docker"), file="course.md", asked=Asked({}, is_course=True)))
    text = " ".join(sentences(letter(report)).values())
    assert "This is the course course.md" in text
    assert "your resume" not in render_gap(report, "md").casefold().split("how these numbers")[0]
