"""An abbreviation that a resume spells out as something else is no skill, unless it stands with tools elsewhere."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load

READER = ResumeReader(load())
ROLES = (
    "Odalys Brandtner\n\nEXPERIENCE\nWarden, Fernhollow, Leeds\nMar 2014 - Feb 2021\n• {}\n• Kept the keys.\n\n"
    "Engineer, Quillfeather\nMar 2021 - Present\n• {}\n"
)


def held(first: str, second: str = "Wrote tests.") -> frozenset[str]:
    return READER.read(ROLES.format(first, second), as_of=dt.date(2026, 3, 31)).held


SPELLED = [
    ("GCP", "gcp", "good clinical practice"),
    ("API", "api", "active pharmaceutical ingredient"),
    ("RAG", "retrieval_augmented_generation", "red, amber, green"),
    ("NLP", "nlp", "neuro-linguistic programming"),
    ("SRE", "site_reliability_engineering", "skeletal related events"),
    ("CNN", "convolutional_neural_networks", "certified neonatal nurse"),
]
WAYS = ["Course in {short} ({words}).", "{words} ({short}) in two years.", "{short}: {words}, each spring."]


@pytest.mark.parametrize(("short", "skill", "words"), SPELLED)
@pytest.mark.parametrize("way", WAYS)
def test_other_words_initials_are_no_skill(short: str, skill: str, words: str, way: str) -> None:
    assert skill not in held(way.format(short=short, words=words))


@pytest.mark.parametrize(
    ("short", "skill", "words"),
    [
        ("NLP", "nlp", "natural language processing"),
        ("RAG", "retrieval_augmented_generation", "retrieval-augmented generation"),
        ("CNN", "convolutional_neural_networks", "convolutional neural networks"),
    ],
)
def test_its_own_words_leave_it_a_skill(short: str, skill: str, words: str) -> None:
    assert skill in held("Kept the gate.", f"Built {words} ({short}) with PyTorch.")


def test_the_same_letters_with_tools_in_another_role_are_the_skill() -> None:
    said = "Course in GCP (good clinical practice)."
    assert "gcp" in held(said, "Moved the jobs to GCP with Terraform and BigQuery.")
    assert "gcp" not in held(said, "Renewed my GCP for the trials unit.")
