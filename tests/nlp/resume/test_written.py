"""What a resume plainly writes is read: a tool in a bullet, a list under whatever heading, what a study was about."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from nlp.resume.headings import heading_section
from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load
from warehouse.models import ResumeReading

READER = ResumeReader(load())
WORK = """Jordan Maple

EXPERIENCE
Software Engineer, Pellworth Freight, Leeds  Mar 2021 – Present
• Ran the order service on Linux with Docker for 40 depots.
• {}
"""
STUDY = """Jordan Maple

EDUCATION
MSc Logistics, University of Pell
2018 – 2020
{}
"""
EVERYDAY_NAMES = {
    "Spring": "spring",
    "Ray": "ray",
    "Slack": "slack",
    "Mongo": "mongodb",
    "Chroma": "chroma",
    "Kafka": "apache_kafka",
    "Helm": "helm",
    "Claude": "claude",
    "pandas": "pandas",
    "Swift": "swift",
    "R": "r_language",
}
BULLETS = [
    "Introduced {} and trained a team of six on it.",
    "Nightly reports in {} feed the planning meeting.",
    "{} for 120 depots, 99.9 % up.",
    "Kept the old depot planner in {} alive.",
]


def read(text: str) -> ResumeReading:
    return READER.read(text, as_of=dt.date(2026, 3, 31))


@pytest.mark.parametrize(("name", "bullet"), list(product(EVERYDAY_NAMES, BULLETS)))
def test_a_tool_that_a_bullet_of_technical_work_names_is_read(name: str, bullet: str) -> None:
    assert EVERYDAY_NAMES[name] in read(WORK.format(bullet.format(name))).held


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Spring cleaning of the depot, with two colleagues.", "spring"),
        ("Ray Holloway took over the shop from me.", "ray"),
        ("React to late lorries within the hour.", "react"),
        ("Slack of two hours in each route.", "slack"),
    ],
)
def test_a_word_of_daily_life_is_none_beside_tools_either(line: str, skill: str) -> None:
    assert skill not in read(WORK.format(line)).held


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Knowledge", "skills"),
        ("IT tools", "skills"),
        ("Capabilities", "skills"),
        ("Key competences", "skills"),
        ("Further training", "learning"),
        ("Self-study", "learning"),
        ("Practical experience", "experience"),
        ("Things I have built", "projects"),
        ("Personal profile", "summary"),
        ("What I leave to others", "interests"),
        ("What my colleagues do", "interests"),
    ],
)
def test_headings_of_strangers_open_their_sections(heading: str, section: str) -> None:
    assert heading_section(heading) == section


def test_a_list_below_an_education_under_another_heading_is_held_and_what_others_do_is_not() -> None:
    found = read(STUDY.format("Knowledge\nGit, Jenkins, CMake\n\nWhat I leave to others\nKafka and Grafana")).held
    assert {"git", "jenkins"} <= found
    assert not found & {"apache_kafka", "grafana"}


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Thesis: Graph neural networks for lorry traffic in PyTorch", "pytorch"),
        ("Dissertation on survival analysis of bus batteries", "survival_analysis"),
        ("Final project: bus demand with XGBoost, distinction", "xgboost"),
        ("Key subjects: linear algebra, machine learning, databases", "linear_algebra"),
        ("Electives in machine learning and databases", "machine_learning"),
        ("Focus: Computer Vision", "computer_vision"),
        ("Modules: GIS (QGIS, PostGIS), Regression", "postgis"),
        ("PhD, Computational Linguistics, University of Pell, 2024", "computational_linguistics"),
        ("Master of Science, Statistics", "statistics"),
    ],
)
def test_what_a_study_was_about_is_coursework(line: str, skill: str) -> None:
    reading = read(STUDY.format(line))
    assert {s.skill: s.state for s in reading.skills}.get(skill) == "coursework"


def test_the_field_of_a_degree_shows_what_it_is_made_of() -> None:
    reading = read("Jordan Maple\n\nEDUCATION\nBSc Computer Science, University of Pell, 2018 – 2021\n")
    assert "computer_science_fundamentals" in reading.held
    assert "computer_science_fundamentals" not in read(WORK.format("Sold computing books.")).held


def test_modules_of_one_degree_part_it_from_the_next() -> None:
    text = (
        "Jordan Maple\n\nEDUCATION\nHigher Diploma in Data Analytics, award outstanding\nPell College\n2020 - 2021\n"
        "Modules: R, data mining.\nBSc Business, 2:1\nUniversity of Pell\n2011 - 2015\n"
    )
    assert read(text).degree == "bachelor"


def test_workshops_that_a_role_held_are_no_coursework() -> None:
    reading = read(WORK.format("Wrote tests.\nWorkshops: Redis and queues for six depots"))
    assert {s.skill: s.state for s in reading.skills}.get("redis") == "written"


@pytest.mark.parametrize(
    "line", ["Perl scripts.", "Rest: Perl and shell scripts for the depots", "Data side: Perl, nightly"]
)
def test_a_short_remark_under_a_role_is_read_and_its_head_is_not(line: str) -> None:
    head = "Jordan Maple\n\nEXPERIENCE\n{}\nMar 2019 – Feb 2021\n{}\n"
    assert "perl" in read(head.format("Administrator, Pellworth Freight", line)).held
    for employer in (
        "Administrator, Perl Logistics Ltd.",
        "Client: Perl Brothers",
        "Administrator, Perl Logistics Inc.",
    ):
        assert "perl" not in read(head.format(employer, "Sold tickets.")).held


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Linux shell on the lab's workstations", "linux"),
        ("SHAP plots for the doctors", "shap"),
        ("RDS PostgreSQL behind the shop", "postgresql"),
        ("Streaming telemetry over gNMI", "telemetry"),
        ("Firewalls (Palo Alto), 600 VLANs", "palo_alto_networks"),
        ("Python (Hugging Face Transformers, datasets, pandas)", "hf_datasets"),
        ("1,900 unit and snapshot tests", "unit_testing"),
    ],
)
def test_a_name_inside_a_longer_one_is_read_too(line: str, skill: str) -> None:
    assert skill in read(WORK.format(line)).held


@pytest.mark.parametrize("line", ["A script in R that drew the catch by week.", "Forecasts in R for 40 shops."])
def test_a_letter_behind_in_is_a_language(line: str) -> None:
    assert "r_language" in read(f"Jordan Maple\n\nEXPERIENCE\nClerk, Pellworth\nMar 2019 – Feb 2021\n• {line}\n").held


@pytest.mark.parametrize(("employer", "skill"), [("Databricks", "databricks"), ("Bloomberg", "bloomberg_terminal")])
def test_an_employers_name_is_no_tool(employer: str, skill: str) -> None:
    assert (
        skill
        not in read(f"Jordan Maple\n\nEXPERIENCE\nEngineer, {employer}, Leeds\nMar 2019 – Feb 2021\n• Wrote Go.\n").held
    )
