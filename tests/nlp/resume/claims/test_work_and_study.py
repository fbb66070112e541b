"""What a sentence outside of work says, what a course under way takes with it and what not, headings of all kinds."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load
from warehouse.models import ResumeReading

READER = ResumeReader(load())
ROLE = "EXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n• {}\n"
SUMMARY = "Odalys Brandtner\nEngineer\n\nSUMMARY\n{}\n"
NOTES = "Odalys Brandtner\n\nSKILLS\nPython\n\nNOTES\n{}\n"


def read(text: str) -> ResumeReading:
    return READER.read(text, as_of=dt.date(2026, 3, 31))


@pytest.mark.parametrize(
    "line",
    [
        "Kubernetes is Greek to me.",
        "On Kubernetes I would need help.",
        "If you want Kubernetes, I am the wrong person.",
        "For Kubernetes, ask someone else.",
        "I can spell Kubernetes.",
        "I stay away from Kubernetes.",
        "My Kubernetes is non-existent.",
        "Kubernetes? Not yet.",
        "All my Kubernetes knowledge comes from one podcast.",
        "A single afternoon of Kubernetes.",
        "I used Kubernetes once, in a workshop.",
        "What I know of Kubernetes fits on a napkin.",
        "Kubernetes is a word to me.",
    ],
)
def test_a_sentence_outside_of_work_that_says_no_doing_claims_nothing(line: str) -> None:
    assert "kubernetes" not in read(NOTES.format(line)).held


@pytest.mark.parametrize(
    "line",
    [
        "I run Kubernetes for banks.",
        "Kubernetes is my home.",
        "Eight years of Kubernetes.",
        "I have built three Kubernetes platforms.",
        "Engineer who likes Kubernetes and boats.",
        "I can debug any Kubernetes network.",
    ],
)
def test_a_sentence_of_doing_claims_it(line: str) -> None:
    assert "kubernetes" in read(SUMMARY.format(line)).held


@pytest.mark.parametrize(
    "line",
    [
        "Recruited Kubernetes engineers for four banks.",
        "Proofread the Kubernetes chapter of a book.",
        "Shadowed a reliability engineer for two weeks (Kubernetes).",
        "Kept the minutes of the Kubernetes working group.",
        "Prepared the data; a partner university ran it on Kubernetes.",
        "It runs on Kubernetes, but that is the hosting team's business.",
        "The deployment is in the hands of our ops people, on Kubernetes.",
        "The jobs on Kubernetes were written before my time.",
        "I pass the images to Lena, who runs them on Kubernetes.",
        "An adviser from a large firm built it next door (Kubernetes). I gave him a desk.",
        "I only start their Kubernetes jobs.",
        "Took part in the circle on Kubernetes, as a listener.",
    ],
)
def test_work_around_a_thing_is_not_its_use(line: str) -> None:
    assert "kubernetes" not in read(ROLE.format(line)).held


def test_what_is_done_beside_a_course_is_done() -> None:
    for line in (
        "Learning Rust in the evenings, and using Kubernetes daily.",
        "I want to learn Rust after years with Kubernetes.",
        "Certified engineer, exam for Rust in March. Kubernetes since 2019.",
    ):
        found = read(SUMMARY.format(line))
        assert "kubernetes" in found.held, line
        assert "rust" not in found.held, line


def test_studying_and_taking_are_work_in_a_role() -> None:
    for line in ("Studying customers with Kubernetes logs.", "Taking a service from laptop to Kubernetes."):
        assert "kubernetes" in read(ROLE.format(line)).held, line


@pytest.mark.parametrize(
    "line",
    [
        "Kubernetes in Depth (starts February)",
        "Kubernetes – bought, not opened",
        "Kubernetes (waiting list)",
        "Kubernetes class, 12 % watched",
        "Kubernetes for beginners, 3 of 14 lessons",
        "Kubernetes course since October 2025",
        "On pause: Kubernetes specialization",
        "Kubernetes, audited the first two lectures",
        "Kubernetes bootcamp, enrolled 2025, not started",
        "To finish: Kubernetes course",
    ],
)
def test_a_course_that_is_not_finished_is_not_held(line: str) -> None:
    assert "kubernetes" not in read(f"COURSES\n{line}\n").held


@pytest.mark.parametrize(
    "line",
    [
        "Kubernetes in Depth",
        "Kubernetes in Depth, 2024",
        "Kubernetes (certificate, 40 hours)",
        "Kubernetes, grade 17/20",
    ],
)
def test_a_course_that_is_listed_or_finished_is_held(line: str) -> None:
    assert "kubernetes" in read(f"COURSES\n{line}\n").held


def test_only_professional_experience_denied_leaves_what_a_project_shows() -> None:
    project = "PROJECTS\nQuiz bot\n• Answers with Llama 3 through Ollama.\n\n"
    found = read(project + "NOTES\nNo professional experience with LLMs; all of it is school work.\n")
    assert "large_language_model" in found.held
    assert "large_language_model" not in read(project + "NOTES\nNo experience with LLMs.\n").held


def test_headings_between_signs_open_their_sections() -> None:
    text = (
        "Odalys Brandtner\n\n== Assignments ==\n\nEngineer, Quillfeather  2019 - 2022\n> Ran Kafka.\n\n"
        "== Tools, by how well I know them ==\n\ndaily: Python, Docker\nnot at all: Kubernetes, Terraform\n\n"
        "== Odds and ends ==\n\nNever used Scala.\n"
    )
    found = read(text)
    assert {"apache_kafka", "python", "docker"} <= found.held
    assert not {"kubernetes", "terraform", "scala"} & found.held


def test_a_verdict_on_the_line_below_a_name_is_its() -> None:
    text = "NOTES\nMachine learning\nno practical experience so far.\nJulia and Rust\none evening each.\n"
    assert not {"machine_learning", "julia", "rust"} & read(text).held


@pytest.mark.parametrize(
    "line",
    [
        "Sailing with drift and tide.",
        "Chef at home: puppet shows and ansible jokes for the children's theatre.",
        "Football: coaching the under-twelves.",
        "Beekeeping, with pandas of the zoo adopted by my niece.",
    ],
)
def test_what_is_told_of_spare_time_names_no_skill(line: str) -> None:
    found = read(NOTES.format(line)).held
    assert not {"drift_detection", "puppet", "ansible", "coaching", "pandas"} & found


def test_a_name_cut_by_the_end_of_a_line_is_one_name() -> None:
    found = read("SKILLS\nWord, Excel, Google\nClassroom, Moodle\nPython, Deep\nLearning, SQL\n")
    assert "gcp" not in found.held
    assert {"deep_learning", "python", "sql"} <= found.held


def test_each_label_of_a_line_speaks_up_to_the_next() -> None:
    for line in (
        "Daily: Python, Docker; sometimes: Terraform; never: Kubernetes",
        "Learning: Rust. Daily: Python, Docker, Terraform. Never: Kubernetes, Rust",
        "Not yet: Kubernetes | Daily: Python, Docker, Terraform",
    ):
        found = read(f"SKILLS\n{line}\n").held
        assert {"python", "docker", "terraform"} <= found, line
        assert not {"kubernetes", "rust"} & found, line


def test_a_long_list_under_learning_is_another_list() -> None:
    lines = "\n".join(["Rust (a book)", *("Python", "SQL", "Docker", "Terraform", "Git", "Kafka")])
    found = read(f"LEARNING NOW\n{lines}\n").held
    assert {"git", "apache_kafka"} <= found
    assert "rust" not in found


def test_what_a_project_used_is_held_though_its_course_goes_on() -> None:
    text = "PROJECTS\nCapstone of a bootcamp, expected June 2026: scraper in Python, Docker and Kafka.\n"
    assert {"python", "docker", "apache_kafka"} <= read(text).held


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("I used Kubernetes only in a half-day workshop.", "denied"),
        ("Kubernetes, only from a three-part online tutorial.", "denied"),
        ("I met Kubernetes at a one-evening workshop only.", "denied"),
        ("I used Kubernetes only in production.", "written"),
        ("I used Kubernetes only for batch jobs.", "written"),
        ("I use Kubernetes in a team of five.", "written"),
    ],
)
def test_contact_in_a_workshop_alone_is_no_use(line: str, state: str) -> None:
    found = {s.skill: s.state for s in read(NOTES.format(line)).skills}
    assert found["kubernetes"] == state


@pytest.mark.parametrize(
    "line",
    [
        'Summer school "Kubernetes at sea", Porto, 2025: accepted; I could not attend',
        "Winter school on Kubernetes, 2024: missed it",
        'Autumn school "Kubernetes", 2023: had a place, then a broken leg; did not travel',
        "Kubernetes course: enrolled, never attended",
    ],
)
def test_a_course_not_attended_shows_nothing(line: str) -> None:
    assert "kubernetes" not in read(NOTES.format(line)).held


@pytest.mark.parametrize(
    "line",
    [
        'Summer school "Kubernetes at sea", Porto, 2025',
        "Summer school on Kubernetes; missed the closing dinner",
        "Completed a Kubernetes course in 2024.",
    ],
)
def test_a_course_attended_counts(line: str) -> None:
    assert "kubernetes" in read(NOTES.format(line)).held


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("Half-way through: Kubernetes course, week 2 of 8.", "in_progress"),
        ("Part-way through: Kubernetes lessons, unit two.", "in_progress"),
        ('Finished: "Kubernetes by hand" (audit, no exam).', "coursework"),
        ('Completed "Kubernetes for the patient" on a portal.', "coursework"),
        ("Finished: the move to Kubernetes, two months early.", "written"),
        ('Completed the "Kubernetes first" programme of the bank.', "written"),
    ],
)
def test_what_is_half_way_and_what_was_a_course_in_an_entry_of_work(line: str, state: str) -> None:
    found = {s.skill: s.state for s in read(ROLE.format(line)).skills}
    assert found["kubernetes"] == state


@pytest.mark.parametrize(
    ("line", "is_held"),
    [
        ("I have only used Kubernetes in a one-hour lab.", False),
        ("I just tried Kubernetes at a weekend workshop.", False),
        ("I used Kubernetes in a workshop but never in a project.", False),
        ("Kubernetes from a two-day course and no real work.", False),
        ("I only use Kubernetes in production.", True),
        ("I have used Kubernetes in projects and in a workshop.", True),
        ("I used Kubernetes at work but never in a workshop.", True),
    ],
)
def test_a_workshop_and_no_project_is_contact_without_use(line: str, is_held: bool) -> None:
    assert ("kubernetes" in read(NOTES.format(line)).held) is is_held
