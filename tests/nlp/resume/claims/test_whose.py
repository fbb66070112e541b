"""Whoever else did it and however that is told, it shows nothing of this person; one's own part beside it counts."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load

READER = ResumeReader(load())
ROLE = "EXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n• {}\n"
SKILLS = {"Kubernetes": "kubernetes", "Airflow": "apache_airflow"}


def held(line: str, frame: str = ROLE) -> frozenset[str]:
    return frozenset(READER.read(frame.format(line), as_of=dt.date(2026, 3, 31)).held)


@pytest.mark.parametrize(
    "phrase",
    [
        "{} was set up by Ingrid.",
        "Ingrid ran the {} jobs; I wrote the invoices.",
        "Ingrid and Bo maintained the {} account.",
        "My colleague Ingrid owns {}.",
        "{}, operated by the streaming guild, fed my reports.",
        "Our vendor delivers data through {}, which their engineers run.",
        "The {} account is Ingrid's job.",
        "The cost model is Ingrid's ({}); I check the sums.",
        "Consultants from Bern built the {} bridge.",
        "My manager wrote the {} jobs.",
        "A contractor moved us to {}.",
        "{} is run for us by the hosting firm.",
        "The streaming people look after {}.",
        "An intern of mine deployed {}.",
        "{} belongs to the data platform group.",
        "I sat beside the engineers who operate {}.",
        "Someone else administered {}.",
        "The student I tutored used {}.",
        "{} handled by ops.",
        "Next to the squad owning {}.",
        "Reported to the architect who introduced {}.",
        "The predecessor had built it on {}.",
        "They use {} for it now, and I check the results.",
        "An engineer in the Lyon office put it behind {}.",
        "Gave the course a session on {} held by a guest.",
    ],
)
def test_other_peoples_work_however_it_is_told_is_theirs(phrase: str) -> None:
    for name, skill in SKILLS.items():
        assert skill not in held(phrase.format(name)), phrase.format(name)


@pytest.mark.parametrize(
    "line",
    [
        "Kubernetes brokers run by me alone.",
        "Led the squad that runs Kubernetes.",
        "Ran Kubernetes for 40 teams; analysts read the reports.",
        "Kubernetes jobs used by the fraud team.",
        "With two engineers built a Kubernetes ingress.",
        "Moved the analysts' reports to Kubernetes.",
        "Built Kubernetes jobs reviewed by the architect.",
        "Took Kubernetes over from a contractor.",
        "Replaced a vendor's scheduler with Kubernetes.",
        "Taught 12 colleagues Kubernetes.",
        "Wrote the Kubernetes guide that the whole company uses.",
        "Convinced the platform team to adopt Kubernetes and did the migration.",
        "Mentored an intern who built a Kubernetes probe with me.",
        "As the only data engineer ran Kubernetes.",
        "My team runs Kubernetes.",
        "Cut the cost of Kubernetes; the finance team praised it.",
        "Designed Kubernetes limits; engineers of four squads deploy to them.",
        "Scripts built the images for Kubernetes each night.",
        "Airflow ran the loads on Kubernetes.",
    ],
)
def test_ones_own_work_beside_others_is_ones_own(line: str) -> None:
    assert "kubernetes" in held(line)


@pytest.mark.parametrize("name", ["Yusuf", "Mei", "Zofia Brandt", "Ana and Per", "Jean-Luc"])
@pytest.mark.parametrize(("verb", "rest"), [("built", "the site in"), ("wrote", "our tests for"), ("ran", "a lab of")])
def test_a_name_as_a_subject_does_its_own_work(name: str, verb: str, rest: str) -> None:
    assert "kubernetes" not in held(f"{name} {verb} {rest} Kubernetes; I drew the plan.")


@pytest.mark.parametrize("verb", ["ran", "built", "took"])
@pytest.mark.parametrize("thing", ["Dashboard", "Nightly job", "The service"])
def test_a_thing_as_a_subject_is_the_persons(thing: str, verb: str) -> None:
    assert "kubernetes" in held(f"{thing} {verb} the load off Kubernetes.")


def test_a_summary_may_speak_of_its_person_as_of_another() -> None:
    frame = "Odalys Brandtner\n\nSUMMARY\n{}\n"
    for line in (
        "A data engineer who runs Kubernetes for banks.",
        "Odalys is an engineer. She runs Kubernetes for banks.",
        "An analyst who built everything on Kubernetes.",
    ):
        assert "kubernetes" in held(line, frame)


@pytest.mark.parametrize(
    "line",
    [
        "Syllabus of Kubernetes, shells and nets.",
        "A unit on how Kubernetes places pods.",
        "Curriculum with Docker and Kubernetes.",
    ],
)
def test_what_a_course_lists_is_not_what_its_teacher_did(line: str) -> None:
    assert "kubernetes" not in held(line)


@pytest.mark.parametrize(
    "line",
    [
        "IT wrapped the formula in Kubernetes jobs.",
        "Operations runs Kubernetes.",
        "DevOps moved our reports into Kubernetes and watches them.",
        "I drew the charts, and IT keeps them on Kubernetes.",
        "The reading list names Kubernetes and shells.",
        "The job advert asked for Kubernetes.",
        "The syllabus mentions Kubernetes in week nine.",
        "Kubernetes: our platform engineers' toy.",
        "Kubernetes: the analysts' playground.",
        "The analysts' Kubernetes cluster grew each month.",
        "Two statisticians' Kubernetes scripts failed at night.",
    ],
)
def test_departments_papers_and_possessives_speak_of_others(line: str) -> None:
    assert "kubernetes" not in held(line)


@pytest.mark.parametrize(
    "line",
    [
        "It runs on Kubernetes.",
        "It turned out that Kubernetes halved the cost; I moved all jobs.",
        "Taught IT to use Kubernetes.",
        "Operations research with Kubernetes jobs.",
        "Engineering lead for Kubernetes.",
        "Wrote the syllabus and taught Kubernetes to 40 students.",
        "Moved the scientists' notebooks to Kubernetes.",
        "Rebuilt the analysts' pipeline on Kubernetes.",
        "Kubernetes: the analysts' reports run on it every night.",
        "Built Kubernetes tooling with QA and Finance.",
    ],
)
def test_departments_and_possessives_beside_ones_own_work_take_nothing(line: str) -> None:
    assert "kubernetes" in held(line)


HEAD = "Odalys Brandtner\n\nSKILLS\nPython\n\n{}\n"


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Treasurer of the Scala rowing club.", "scala"),
        ("Usher at the Scala cinema, every Friday.", "scala"),
        ("Friends of the old Spark theatre and of its bar.", "apache_spark"),
        ("Volunteer at the Julia bakery.", "julia"),
    ],
)
def test_a_club_or_a_house_is_no_skill(line: str, skill: str) -> None:
    assert skill not in held(line, HEAD.replace("{}", "OTHER\n{}"))


@pytest.mark.parametrize(
    ("line", "is_held"),
    [
        ("Page load on an old Android from 6 s to 2 s.", False),
        ("Halved the start on a two-year-old Android.", False),
        ("Map that stays smooth on cheap Android phones, three of them.", False),
        ("Tested on one cheap Android and one tablet.", False),
        ("Built an Android app in Kotlin for 900 couriers.", True),
        ("Maintained a small Android library.", True),
        ("Wrote Android services for a bus firm.", True),
    ],
)
def test_a_device_is_no_platform_that_one_builds_for(line: str, is_held: bool) -> None:
    assert ("android_development" in held(line)) is is_held


@pytest.mark.parametrize(
    ("line", "is_held"),
    [
        ('Talk: "Swift as an arrow: cutting queues", Oslo, 2023', False),
        ('Talk: "Rust never sleeps: how we painted a bridge", 2022', False),
        ('Paper: "Go, said the gate", 2021', False),
        ('Talk: "Why our Rust service beat Go", Oslo, 2023', True),
        ('Talk: "Rust, Go and gRPC in one code base", 2022', True),
        ('Talk: "A year of Rust and Kubernetes", 2022', True),
    ],
)
def test_an_everyday_word_that_opens_a_title_names_nothing(line: str, is_held: bool) -> None:
    found = held(line, "Odalys Brandtner\n\nTALKS\n{}\n")
    assert bool(found & {"swift", "rust", "go"}) is is_held


@pytest.mark.parametrize(
    ("line", "is_held"),
    [
        ("Engineering rewrote my prototype on Kubernetes.", False),
        ("IT turned my spreadsheet into a job on Kubernetes.", False),
        ("The platform team moved my jobs to Kubernetes.", False),
        ("The platform team moved its jobs, my Kubernetes operator among them.", True),
        ("The analysts use what I built on Kubernetes.", True),
        ("IT sets the rules; my jobs run on Kubernetes.", True),
    ],
)
def test_what_others_did_to_ones_own_is_theirs(line: str, is_held: bool) -> None:
    assert ("kubernetes" in held(line)) is is_held


@pytest.mark.parametrize("heading", ["CLIENTS", "SELECTED CLIENTS", "Selected Clients & Engagements"])
def test_what_was_done_for_clients_is_no_clients_deed(heading: str) -> None:
    done = f"{heading}\nHarrow Freight (2021 - 2023)\n• Moved the depot to Kubernetes and Airflow.\n"
    assert held(done, "Ines Duarte\nDeveloper\n\n{}\n\nEDUCATION\nBSc Statistics\n") >= {"kubernetes", "apache_airflow"}
    assert "kubernetes" not in held("The client's stack: Kubernetes, Airflow.")


@pytest.mark.parametrize("made", ["backed", "packaged", "managed", "based", "driven", "hosted", "native", "built"])
def test_what_a_hyphen_binds_to_a_name_is_made_with_it_wherever_it_stands_in_a_list(made: str) -> None:
    names = {"Python": "python", "Docker": "docker", "Kubernetes": "kubernetes", "Kafka": "apache_kafka"}
    for order in (list(names), list(names)[::-1], ["Kafka", "Python", "Kubernetes", "Docker"]):
        listed = " services, ".join(f"{name}-{made}" for name in order[:-1])
        assert held(f"{listed} services and {order[-1]}-{made} queues") >= set(names.values()), order
        assert held(f"{listed} services, {order[-1]}-{made}") >= set(names.values()), order
