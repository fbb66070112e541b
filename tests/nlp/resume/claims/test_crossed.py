"""Sentences crossed from their parts: who does it, with which verb, of which skill; the same with one's own deeds.

None of them is looked for by its words: what holds of one subject, verb or skill holds of all.
"""

from __future__ import annotations

import datetime as dt
from itertools import cycle, product

import pytest

from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load

READER = ResumeReader(load())
ROLE = "EXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n• {}\n"
NOTES = "Odalys Brandtner\n\nSKILLS\nPython\n\nNOTES\n{}\n"
SUMMARY = "Odalys Brandtner\nEngineer\n\nSUMMARY\n{}\n"
SKILLS = {"Kubernetes": "kubernetes", "Airflow": "apache_airflow", "XGBoost": "xgboost"}
OTHERS = [
    "the platform team", "IT", "a contractor", "Ingrid", "another squad", "my manager", "the vendor", "two colleagues",
    "central IT", "the infrastructure people", "a consultancy", "my predecessor", "DevOps", "our partner firm",
    "someone else", "the hosting provider",
]  # fmt: skip
THEIRS = [
    "{who} ran {skill} for us.",
    "{who} takes care of {skill}.",
    "{who} brought in {skill}.",
    "{who} is responsible for {skill}.",
    "I wrote the text; {who} did the {skill} work.",
    "Collected the data while {who} moved it to {skill}.",
    "{skill} was maintained by {who}.",
    "The report is deployed by {who} on {skill}.",
    "Handed the scripts to {who}, who run them on {skill}.",
    "Numbers from the {skill} job that {who} maintains.",
    "Relied on {who} for {skill}.",
    "Sent tickets to {who} about {skill}.",
    "{skill}: run by {who}.",
    "Everything on {skill} was done by {who}.",
]
OWN = [
    "Built {skill} jobs for {who}.",
    "Built a {skill} job that {who} uses.",
    "Taught {skill} to {who}.",
    "Wrote the {skill} part with {who}.",
    "Moved our jobs to {skill} after a talk with {who}.",
    "Ran {skill} for 40 users; {who} paid the bill.",
    "Took {skill} over from {who}.",
    "My {skill} jobs feed the reports of {who}.",
]


def states(line: str, frame: str) -> dict[str, str]:
    read = READER.read(frame.format(line), as_of=dt.date(2026, 3, 31))
    return {s.skill: s.state for s in read.skills if s.state != "near"}


def crossed(templates: list[str]) -> list[tuple[str, str]]:
    """Each template with each subject, the skills in turn."""
    names = cycle(SKILLS)
    return [
        (t.format(who=who, skill=name), name) for (t, who), name in zip(product(templates, OTHERS), names, strict=False)
    ]


@pytest.mark.parametrize(("line", "name"), crossed(THEIRS))
def test_what_others_do_is_theirs(line: str, name: str) -> None:
    assert SKILLS[name] not in states(line[0].upper() + line[1:], ROLE)


@pytest.mark.parametrize(("line", "name"), crossed(OWN))
def test_what_one_does_for_or_with_others_is_ones_own(line: str, name: str) -> None:
    assert states(line, ROLE)[SKILLS[name]] == "written"


LACKS = [
    "{} has passed me by.", "{} never came up.", "{} I leave to others.", "I keep my hands off {}.",
    "My weak side: {}.", "I am a beginner in everything {}.", "None of my work touched {}.", "Decided against {}.",
    "We looked at {} and decided against it.", "Chose cron over {}.", "{} so far: one evening.",
    "The one gap is {}.", "{}: 0", "{} 0/5", "{}, untouched", "Only in a lab: {}", "Lab only: {}", "Known by name: {}",
    "What I cannot offer: {}", "{} experience is what I do not have.", "For {} you need somebody else.",
    "{}  0  –  trial account",
]  # fmt: skip
WISHES = [
    "One day I want to run {}.", "I want to work somewhere that uses {}.", "Next stop {}.", "{} attracts me.",
    "I am drawn to {}.", "Fascinated by {}.", "Still to learn: {}", "Goals: {}", "Learning goals: {}",
    "Keen to be trained in {}.", "Happy to learn {} on the job.", "Willing to learn {}.", "Soon to begin with {}.",
    "Hoping that my next job has {}.", "{} I start on in January.",
]  # fmt: skip
UNDER_WAY = [
    "Currently on chapter two of a {} book.", "In the middle of a {} course.", "I have begun to learn {}.",
    "Just started on {}.", "First steps with {}.", "{} (in training)", "{}: just begun",
    "{}, learning it at the moment",
    "These days I teach myself {}.", "Preparing for the {} exam.", "Trying to learn {}.", "Picking up {} on weekends.",
    "Getting into {} with a free course.", "Enrolled: {}", "This term: {}",
]  # fmt: skip
HELD = [
    "Eight years of {}.", "{} is what I use every day.", "Comfortable with {}, less so with R.", "{} daily, R never.",
    "No R, but {} every day.", "{} user since 2017.", "Strong in {}; no front end.", "Nothing beats {} for this.",
    "Analyst who does not stop at the chart: {}, SQL, dbt.", "I know {} well and want to learn Rust.",
    "Learned {} on the job and now teach it.", "{} (6 years), R (none)", "{} (expert), R (beginner)", "{}: 5/5",
    "{}: six years", "Tools in no particular order: {}, SQL", "Deep learning: {}", "{}, SQL, Git",
    "I help beginners to start with {}.", "Happy to mentor people new to {}.", "I wrote a book on {}.",
    "Passed the {} exam in 2024.", "I have started three {} projects from nothing.", "Soon ten years with {}.",
    "The last gap, {}, I closed in 2022.", "{}, enough to get along without asking anybody.",
    "{} (I can run one, I would not claim to write a good one), Bash", "I write {} for myself, not for money.",
    "Goal-minded engineer: {}, SQL.", "{} and SQL, R only from conference slides", "SQL and {}, R only from talks",
]  # fmt: skip
NAMES = {"Kubernetes": "kubernetes", "PyTorch": "pytorch"}


@pytest.mark.parametrize(
    ("phrase", "state"),
    [
        *((phrase, "denied") for phrase in LACKS),
        *((phrase, "wished") for phrase in WISHES),
        *((phrase, "in_progress") for phrase in UNDER_WAY),
        *((phrase, "written") for phrase in HELD),
    ],
)
def test_what_a_sentence_outside_of_work_says(phrase: str, state: str) -> None:
    for frame, (name, skill) in product((NOTES, SUMMARY), NAMES.items()):
        found = states(phrase.format(name), frame).get(skill, "absent")
        assert found == state or (state == "written" and found == "coursework"), (phrase.format(name), frame)


@pytest.mark.parametrize(
    "line",
    [
        "Paid the {} invoices.",
        "Signed the {} contract.",
        "Organised a {} meetup in our canteen.",
        "Interviewed five {} users for a magazine.",
        "The company I worked for makes {}.",
        "The firm will move to {} in 2027.",
        "The handbook lists {} and shells.",
        "According to the roadmap the firm uses {}.",
        "{} was planned and never came.",
        "The migration to {} was stopped.",
        "After my time it was rebuilt in {}.",
        "Everything except {} was mine.",
        "The {} work went to an agency.",
        "I would do it with {} if we had it.",
        "A colleague is building a tool on {}. I am one of its testers.",
    ],
)
def test_what_is_bought_planned_or_named_is_not_done(line: str) -> None:
    for name, skill in SKILLS.items():
        assert skill not in states(line.format(name), ROLE), line.format(name)


@pytest.mark.parametrize(
    "heading",
    ["What I don't do", "Tools I would rather not be asked about yet", "Not yet", "At the moment I am learning"],
)
def test_a_heading_in_a_sentence_speaks_for_what_stands_below(heading: str) -> None:
    found = states(f"SKILLS\nPython, Docker\n\n{heading}\n• Kubernetes and a little Terraform\n", "{}")
    assert found["kubernetes"] in ("denied", "in_progress")
    assert found["docker"] == "written"


def test_what_stands_under_a_heading_of_the_wanted_is_no_skill() -> None:
    for heading in ("What I am looking for", "Next role", "Looking for"):
        found = states(f"SKILLS\nPython, Docker\n\n{heading}\nA place where I would run Kubernetes and XGBoost\n", "{}")
        assert found.get("kubernetes") in (None, "wished"), heading
