"""However a lack, a wish or a course under way is put, and whatever skill it names, the skill is not held."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load
from warehouse.models import ResumeReading

READER = ResumeReader(load())
ROLE = "EXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n• {}\n"
SUMMARY = "Odalys Brandtner\nEngineer\n\nSUMMARY\n{}\n"
LIST = "SKILLS\nPython, SQL\n{}\n"
NOTES = "Odalys Brandtner\n\nSKILLS\nPython\n\nNOTES\n{}\n"
FRAMES = (ROLE, SUMMARY, LIST, NOTES)
SKILLS = {"Kubernetes": "kubernetes", "Airflow": "apache_airflow"}


def read(text: str) -> ResumeReading:
    return READER.read(text, as_of=dt.date(2026, 3, 31))


def state(text: str, skill: str) -> str:
    return next((s.state for s in read(text).skills if s.skill == skill and s.state != "near"), "absent")


@pytest.mark.parametrize(
    "phrase",
    [
        "{}: nope.",
        "{} is a blank for me.",
        "{} remains untouched.",
        "{} – have read the docs, that is it.",
        "{} (theory)",
        "{} | no",
        "{} experience: none",
        "{} skills are absent.",
        "{} is outside what I do.",
        "{} - only slides",
        "{}: saw a talk",
        "{}: heard of it",
        "{}: just the quickstart",
        "{} (watched a video)",
        "{} I know by name only.",
        "{}: opened once",
        "{}: school level.",
        "I've yet to touch {}.",
        "My hands have not been on {}.",
        "Haven't had the chance to use {}.",
        "Honest disclaimer: zero {}.",
        "Neither {} nor Pulumi so far.",
        "Rusty in SQL, clueless in {}.",
        "Please do not quiz me on {}.",
        "No hands-on with {}.",
        "Without {} experience.",
        "Not {}, not Pulumi.",
        "Never once opened {}.",
        "As yet no {}.",
        "I cannot write {} jobs.",
        "Zero production hours with {}.",
        "I lack {}.",
        "There is no {} in my past.",
        "Do not expect {} from me.",
        "Only ever looked at {} dashboards.",
        "I am not a {} person.",
    ],
)
def test_a_lack_however_it_is_put_is_denied(phrase: str) -> None:
    for frame, (name, skill) in product(FRAMES, SKILLS.items()):
        line = phrase.format(name)
        assert state(frame.format(line), skill) == "denied", (frame, line)


@pytest.mark.parametrize(
    "line",
    [
        "Kubernetes for 40 teams, no downtime in three years.",
        "Never lost a Kubernetes cluster.",
        "Kubernetes not only for services but for training.",
        "Kubernetes without a single outage.",
        "Moved jobs that did not scale to Kubernetes.",
        "Kubernetes clusters that never page anybody.",
        "Replaced machines that nobody had patched by Kubernetes.",
        "No release without Kubernetes checks that I wrote.",
        "Kubernetes (deploy and debug, not administer), Grafana",
    ],
)
def test_what_one_is_proud_not_to_have_denies_nothing(line: str) -> None:
    assert "kubernetes" in read(ROLE.format(line)).held


@pytest.mark.parametrize(
    "line",
    [
        "No stranger to Kubernetes.",
        "Not just Kubernetes: the whole platform.",
        "Kubernetes, and not afraid of its networking.",
        "Nothing but Kubernetes since 2019.",
        "I have no Haskell, but Kubernetes daily.",
    ],
)
def test_a_boast_in_a_summary_denies_nothing(line: str) -> None:
    assert "kubernetes" in read(SUMMARY.format(line)).held


def test_a_denied_item_of_a_list_denies_no_other() -> None:
    found = read("SKILLS\nPython, SQL\nTerraform, Kubernetes  never\nAirflow\nNo Spark\nKafka\n")
    assert {"python", "sql", "apache_airflow", "apache_kafka"} <= found.held
    assert not {"terraform", "kubernetes", "apache_spark"} & found.held


def test_a_bracket_ends_what_is_said_in_it() -> None:
    found = read(LIST.format("Kubernetes (never in production), Terraform, Ansible (not yet), Helm"))
    assert {"terraform", "helm"} <= found.held
    assert not {"kubernetes", "ansible"} & found.held


def test_a_title_denies_nothing() -> None:
    assert "speech_recognition" in read('EDUCATION\nThesis: "Who is not heard: bias in speech recognition".\n').held


@pytest.mark.parametrize(
    "phrase",
    [
        "Would enjoy a job with {}.",
        "Next year: {}.",
        "I look forward to learning {}.",
        "{} (planned)",
        "Dreaming of {} work.",
        "{} tops my list.",
        "I'd be glad to pick up {}.",
        "Eager for {}.",
        "Hope to grow into {}.",
        "Curious about {}.",
        "{} is what I want to learn next.",
        "Aiming to learn {} in 2027.",
    ],
)
def test_a_wish_however_it_is_put_is_wished(phrase: str) -> None:
    for frame, (name, skill) in product((SUMMARY, NOTES), SKILLS.items()):
        line = phrase.format(name)
        assert state(frame.format(line), skill) == "wished", (frame, line)


@pytest.mark.parametrize(
    "phrase",
    [
        "Working through a {} book.",
        "Halfway through a {} course.",
        "{} course (week 3 of 8)",
        "{} certificate: exam in March",
        "Doing a {} tutorial at the moment.",
        "Reading up on {}.",
        "Presently studying {} in the evenings.",
    ],
)
def test_a_course_under_way_is_in_progress(phrase: str) -> None:
    for frame, (name, skill) in product((SUMMARY, NOTES), SKILLS.items()):
        line = phrase.format(name)
        assert state(frame.format(line), skill) == "in_progress", (frame, line)


@pytest.mark.parametrize(
    "line",
    ['"Kubernetes for Beginners"  abandoned', "Kubernetes evening class, dropped after week 2", "Kubernetes: gave up"],
)
def test_a_course_given_up_shows_nothing(line: str) -> None:
    assert "kubernetes" not in read(f"COURSES\n{line}\n").held


def test_what_is_not_wanted_is_neither_held_nor_lacked() -> None:
    found = {s.skill: s.state for s in read(SUMMARY.format("I do not want a Kubernetes job.")).skills}
    assert "kubernetes" not in found


def test_the_columns_of_a_table_speak_for_their_cells() -> None:
    head = "SKILLS\nDaily | With the docs open | Only watched\n"
    text = head + "SQL, dbt | Airflow, Git | Spark, Kubernetes\nExcel | R | MLflow\n"
    found = read(text)
    assert {"sql", "dbt", "apache_airflow", "git", "excel", "r_language"} <= found.held
    assert not {"apache_spark", "kubernetes", "mlflow"} & found.held
