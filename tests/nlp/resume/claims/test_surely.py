"""What a turn of speech leaves no doubt of is not weighed; and a deed that is denied is not guessed at."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load
from warehouse.models import ResumeReading

READER = ResumeReader(load())
JOB = "EXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n• Worked with Linux.\n• {}\n"
PAPER = "Ada Morrow\n\nPUBLICATIONS\n{}\n"
COURSES = "Ada Morrow\n\nEXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n• Worked with Linux.\n\nCOURSES\n{}\n"


def read(text: str) -> ResumeReading:
    return READER.read(text, as_of=dt.date(2026, 3, 31))


def held(line: str, frame: str = JOB) -> frozenset[str]:
    return frozenset(read(frame.format(line)).held)


def state(line: str, skill: str, frame: str = JOB) -> str:
    return next((s.state for s in read(frame.format(line)).skills if s.skill == skill), "absent")


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Reports out of a Hadoop cluster that nobody let me near.", "apache_hadoop"),
        ("Wrote the gateway before a Snowflake warehouse that I never saw from inside.", "snowflake"),
        ("Fed a Salesforce instance which I was not allowed to touch.", "salesforce"),
        ("A Kafka cluster that I never had access to sat behind it.", "apache_kafka"),
    ],
)
def test_a_thing_that_one_never_touched_is_denied(line: str, skill: str) -> None:
    assert state(line, skill) == "denied"


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("A Kafka cluster that I never lost a message on.", "apache_kafka"),
        ("A PostgreSQL set-up that I never had to touch again.", "postgresql"),
        ("Wrote Terraform that nobody had to wait for.", "terraform"),
    ],
)
def test_what_one_is_proud_of_is_held(line: str, skill: str) -> None:
    assert skill in held(line)


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("My team of five moved 60 jobs to Airflow; I planned the budget and signed it off.", "apache_airflow"),
        ("My squad shipped the React front end while I ran the reviews and the roadmap.", "react"),
        ("Our group runs Spark on EMR; I set the budget.", "apache_spark"),
        ("None of the Spark jobs are mine; they feed my reports.", "apache_spark"),
        ("Airflow and dbt are there too, nothing of mine runs there.", "dbt"),
        ("Azure Functions and Terraform, none of which I wrote.", "terraform"),
        ("I wrote the Flask service, Omar the React page, Lin the Terraform.", "react"),
        ("I wrote the Flask service, Omar the React page, Lin the Terraform.", "terraform"),
        ("The weights were trained elsewhere in JAX; I exported them.", "jax"),
        ("Prepared the move to GCP, which the board then stopped.", "gcp"),
        ("The disks and the Airflow on them are looked after by campus IT.", "apache_airflow"),
        ("Data science builds the models in scikit-learn and hands me a file.", "scikit_learn"),
    ],
)
def test_what_others_did_is_theirs(line: str, skill: str) -> None:
    assert skill not in held(line)


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("My team of five moved 60 jobs to Airflow; I wrote the operators.", "apache_airflow"),
        ("I wrote the Flask service, Omar the React page, Lin the Terraform.", "flask"),
        ("All of the Spark jobs are mine.", "apache_spark"),
        ("Prepared the move to GCP, which took two years.", "gcp"),
        ("Scripted in Python, the models in PyTorch, the plots in R.", "pytorch"),
        ("Merged five fixes into vLLM, one of them on structured output.", "structured_output"),
    ],
)
def test_what_one_did_beside_them_is_ones_own(line: str, skill: str) -> None:
    assert skill in held(line)


def test_a_disclaimer_under_a_paper_takes_its_title() -> None:
    paper = "B. Oyelle, A. Morrow. Diffusion models for cloud cover. 2025."
    assert "diffusion_models" in held(paper, PAPER)
    assert "diffusion_models" not in held(f"{paper} (I did the scores; the diffusion model is Oyelle's.)", PAPER)


@pytest.mark.parametrize(
    "line",
    [
        "Evening class in MLOps, now in week 3: Feast",
        "Academy of data work, currently in the module on feature stores (Feast)",
        "Bootcamp, 2025 - present: Feast",
        "Online course since last autumn: Feast",
    ],
)
def test_a_course_that_goes_on_is_in_progress(line: str) -> None:
    assert state(line, "feast", COURSES) == "in_progress"


@pytest.mark.parametrize(
    "line", ["Evening class in MLOps, finished in 2024: Kubeflow", "Course on Kubeflow, 2024 - 2025"]
)
def test_a_course_that_is_over_is_coursework(line: str) -> None:
    assert state(line, "kubeflow", COURSES) == "coursework"


def test_the_syllabus_of_ones_own_bootcamp_is_coursework_and_its_dates_below_end_it() -> None:
    course = "Data Science Bootcamp, Northgate Code School\nNov 2024 – Feb 2025\nSyllabus: R, nets with Keras\n"
    found = {s.skill: s.state for s in read(f"Ada Morrow\n\nEDUCATION\n{course}").skills}
    assert found["keras"] == "coursework"
    assert found["data_science"] == "coursework"


def test_keen_to_move_to_a_field_is_a_wish_and_where_one_comes_from_is_not() -> None:
    text = "Ada Morrow\n\nSUMMARY\nKeen to move from Tableau to reinforcement learning.\n" + JOB.format("Docker.")
    found = {s.skill: s.state for s in read(text).skills}
    assert found["reinforcement_learning"] == "wished"
    assert found["tableau"] == "written"


@pytest.mark.parametrize(
    ("said", "skill"),
    [
        ("I have never trained a model.", "machine_learning"),
        ("I have never trained a model.", "deep_learning"),
        ("I can do the validation, not the deployment.", "deployment"),
    ],
)
def test_who_denies_a_deed_is_not_guessed_to_do_what_has_it_at_its_heart(said: str, skill: str) -> None:
    rest = JOB.format("Meeting notes with Whisper, tests in GitHub Actions.")
    assert state("", skill, rest.replace("{}", "")) == "shown"
    assert skill not in {s.skill for s in read(f"Ada Morrow\n\nSUMMARY\n{said}\n\n{rest}").skills if s.state == "shown"}


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Being trained up on Dynatrace since March.", "dynatrace"),
        ("Catching up on Kubernetes after a year away.", "kubernetes"),
        ("Three weeks into Rust.", "rust"),
        ("Friday afternoons set aside to pick up Airflow.", "apache_airflow"),
    ],
)
def test_what_is_being_learned_at_work_is_not_held_yet(line: str, skill: str) -> None:
    assert skill not in held(line)


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Trained colleagues on Kubernetes.", "kubernetes"),
        ("Taught the use of Terraform to our partner firm.", "terraform"),
        ("Introduced nine interns to Kafka.", "apache_kafka"),
    ],
)
def test_who_teaches_a_thing_has_it(line: str, skill: str) -> None:
    assert skill in held(line)


def test_theirs_is_theirs() -> None:
    assert "yolo" not in held("Mine was the page in Flask, theirs the YOLO detector.")
    assert "apache_kafka" not in held("Trained interns who then ran Kafka.")
    assert "react" not in held("Product owner for a team of React developers.")


LEVELS = "Ada Morrow\n\nEXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n• Worked with Linux.\n\n{}\n"


@pytest.mark.parametrize(
    ("lines", "lacked", "had"),
    [
        ("SKILLS\n| Skill | Level |\n|---|---|\n| Docker | basic |\n| Rust | want to learn |", "rust", "docker"),
        ("SKILLS\nSQL 90% Docker 60% Rust 0%", "rust", "docker"),
        ("SKILLS\nSQL **** | Docker ** | Kubernetes - | Rust (learning)", "kubernetes", "docker"),
        ("SKILLS\nHands-on\nSQL, Docker\n\nFrom the sidelines\nKubernetes, Spark", "kubernetes", "docker"),
        ("SKILLS\nMine: SQL, Docker. My team's: Kubernetes, Kafka.", "kubernetes", "docker"),
        (
            "SKILLS\nLevel 3 (own projects)  SQL, Docker\nLevel 1 (read)  Kubernetes\nLevel 0  Spark",
            "kubernetes",
            "docker",
        ),
        ("SKILLS\nOnce: Kubernetes\nDaily: SQL, Docker", "kubernetes", "docker"),
        ("GOALS\nMove into deep learning, learn Kubernetes.\n\nSKILLS\nSQL, Docker", "kubernetes", "docker"),
        ("COURSES\n2026  Course on Kubernetes, running\n2025  Course on Docker, certificate", "kubernetes", "docker"),
    ],
)
def test_levels_in_lists_and_tables_say_what_is_lacked(lines: str, lacked: str, had: str) -> None:
    found = read(LEVELS.format(lines)).held
    assert lacked not in found
    assert had in found
