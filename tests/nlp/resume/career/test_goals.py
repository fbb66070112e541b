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
        ("I want to change into ML platform work.", ("platform", None)),
        ("My next role should be in MLOps.", ("mlops", None)),
        ("On the lookout for MLOps roles.", ("mlops", None)),
        ("Ideally I would work as an ML platform engineer.", ("platform", None)),
        ("I would rather do applied research from now on.", ("research", None)),
        ("Thinking about a change to MLOps.", ("mlops", None)),
        ("Roles of interest: senior research engineer", ("research", "senior")),
        ("Drawn to AI safety research roles.", ("research", None)),
        ("Interested in MLOps: wards taught me to like alarms.", ("mlops", None)),
        ("Interested in MLOps. Looking for a research scientist position.", ("research", None)),
        ("I am interested in how search works.", None),
        ("Interested in people and products.", None),
        ("I am not interested in MLOps.", None),
        ("I am interested in search ranking for wards but have built none.", None),
        ("Considering a step to industry: research scientist in causal inference.", ("research", None)),
        ("Looking for new-grad research engineer roles.", ("research", "junior")),
        ("Statistician who would now like to do research on language models.", ("research", None)),
        ("After a decade of wards, my plan is to become an LLM engineer.", ("ai_application", None)),
        ("I see my future in MLOps.", ("mlops", None)),
        ("Currently exploring opportunities in ML infrastructure.", ("platform", None)),
        ("Determined to become a research engineer.", ("research", None)),
        ("What I look for: a senior research scientist post.", ("research", "senior")),
        ("I want to leave the wards for an applied scientist role.", ("research", None)),
        ("Next: MLOps engineer.", ("mlops", None)),
        ("Glad to lead the platform team of nine.", None),
        ("I was thinking about a change to our platform.", None),
        ("I want to thank my team for the platform.", None),
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


@pytest.mark.parametrize(
    "above",
    [
        "EXPERIENCE\nNurse, Pellworth\n2019 – 2021\nKept the ward's rota.\n",
        "EDUCATION\nBSc Nursing, Pellworth, 2012\n",
        "EDUCATION\nBSc Nursing, Pellworth, 2012",
        "PUBLICATIONS\nWards and rotas, 2019.\n",
        "SKILLS\nSQL, Excel\n",
    ],
)
@pytest.mark.parametrize(
    ("foot", "lane"),
    [
        ("Looking for: MLOps engineer, Riga or remote.", "mlops"),
        ("Targeting: AI agent engineer", "ai_application"),
        ("I am now looking for a permanent post: research scientist, Ghent.", "research"),
        ("I'm considering a move to industry: research scientist in causal inference.", "research"),
        ("Beds are behind me. I would like to work on inference engines, as a performance engineer.", "platform"),
        ("Seeking to improve throughput, we moved the platform to Kubernetes.", None),
        ("I was looking for a data scientist for the ward.", None),
        ("I am not looking for a data scientist post.", None),
    ],
)
def test_a_wish_at_the_foot_counts_whatever_section_it_falls_into(above: str, foot: str, lane: str | None) -> None:
    found = goal_of(read_lines(f"Odalys Brandtner\n\n{above}\n{foot}\n"))
    assert (found.lane if found else None) == lane


def test_a_wish_among_the_deeds_of_a_role_is_none() -> None:
    deed = "- I want to build the platform anew, said the head."
    text = f"Odalys Brandtner\n\nEXPERIENCE\nNurse, Pellworth\n2019 – 2021\n{deed}\n"
    assert goal_of(read_lines(text)) is None
