"""What a person wants to become: in many words, never where it is denied; what every lane has names none."""

from __future__ import annotations

import pytest

from nlp.resume.career.goals import goal_of
from nlp.resume.lines import read_lines


def goal(summary: str) -> tuple[str | None, str | None] | None:
    found = goal_of(
        read_lines(f"Odalys Brandtner\n\nSUMMARY\n{summary}\n\nEXPERIENCE\nNurse, Pellworth\n2019 – 2021\n")
    )
    return (found.lane, found.level) if found else None


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Nurse. Looking to move into MLOps.", ("mlops", None)),
        ("I would love a junior data scientist post.", ("research", "junior")),
        ("Ready for a senior role on an ML platform team.", ("platform", "senior")),
        ("My goal: a research scientist position.", ("research", None)),
        ("I explain things. My goal:\na research scientist position in a lab.", ("research", None)),
        ("Position sought: AI engineer building LLM products.", ("ai_application", None)),
        ("I run clusters and I would like that to be all of it: GPU infrastructure engineering.", ("platform", None)),
        ("Aiming at data engineering.", (None, None)),
        ("Aiming at data engineering for machine learning.", ("platform", None)),
        ("Looking for a machine learning engineer role.", (None, None)),
        ("I do not want to become a data scientist.", None),
        ("I never wanted to be a data scientist.", None),
        ("I want to build AI features in products, not research.", ("ai_application", None)),
        ("Hoping for a post in MLOps, not a data scientist's.", ("mlops", None)),
        ("I keep clusters. I want to run training clusters as a GPU infrastructure engineer.", ("platform", None)),
        ("I want to run training clusters for a foundation model company.", ("platform", None)),
        ("Seeking a research scientist position at an AI company.", ("research", None)),
        ("I ship. Next I want to own evaluation as a senior AI engineer.", ("ai_application", "senior")),
        ("Targeting staff applied scientist roles.", ("research", "staff")),
        ("I count beds.", None),
        ("20 years of back-end systems; considering ML infrastructure or AI products.", ("platform", None)),
        ("I would like to become an AI product manager.", (None, None)),
        ("Looking for a technical writer position in an AI company.", (None, None)),
    ],
)
def test_the_lane_and_level_of_a_goal(summary: str, expected: tuple[str | None, str | None] | None) -> None:
    assert goal(summary) == expected


def test_a_denied_goal_leaves_the_other() -> None:
    assert goal("I do not want to become a data scientist. I want to move into MLOps.") == ("mlops", None)


def test_a_goal_that_speaks_of_what_stands_before_it_is_quoted_with_it() -> None:
    summary = "Nurse. More and more of my days go into the ward's data, and I want to make that my job. I like tea."
    found = goal_of(read_lines(f"Odalys Brandtner\n\nSUMMARY\n{summary}\n"))
    assert found is not None
    assert found.quote == "More and more of my days go into the ward's data, and I want to make that my job"
