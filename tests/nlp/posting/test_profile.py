"""Seniority, years, degree and workplace as careful readers take them."""

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.language import language_of
from nlp.posting.profile import degree_of, read_profile, workplace_of
from nlp.posting.sections import place
from nlp.seniority import seniority_of

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "fixtures" / "nlp" / "profile.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["title"] or row["text"])
def test_a_labelled_text(row: dict[str, Any]) -> None:
    found = read_profile(row["title"], place(row["text"]))
    asked = row.keys() - {"title", "text"}
    assert {name: getattr(found, "workplace" if name == "remote" else name) for name in asked} == {
        name: row[name] for name in asked
    }


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Senior ML Engineer", "senior"),
        ("Senior / Staff Research Scientist", "senior"),
        ("Member of Technical Staff", None),
        ("Head of AI", "manager"),
        ("ML Engineer II", "mid"),
        ("Senior Data Engineer - Vice President", "senior"),
        ("Machine Learning Intern", "intern"),
        ("AI Engineer", None),
    ],
)
def test_seniority_of_a_title(title: str, level: str | None) -> None:
    assert seniority_of(title) == level


@pytest.mark.parametrize(
    ("line", "degree", "need"),
    [
        ("Bachelor's degree in computer science", "bachelor", "required"),
        ("BS/MS in computer science or equivalent experience", "bachelor", "or_equivalent"),
        ("PhD or Master's degree in physics", "master", "required"),
        ("A PhD is a plus", "phd", "preferred"),
        ("No PhD needed", None, None),
        ("Answers within 8 ms", None, None),
        ("A degree in a numerate subject", "bachelor", "required"),
        ("Master's in statistics, with 3 years of professional experience", "master", "required"),
        ("A degree (Master or engineering school)", "master", "required"),
        ("A degree (PhD preferred)", "bachelor", "required"),
        (
            "5+ years with a Bachelor's, 3+ with a Master's, or 8+ years of relevant experience.",
            "bachelor",
            "or_equivalent",
        ),
        ("5 years of experience or a PhD", "phd", "or_equivalent"),
    ],
)
def test_degree(line: str, degree: str | None, need: str | None) -> None:
    assert degree_of(place(f"Requirements\n- {line}")) == (degree, need)


@pytest.mark.parametrize("refusal", ["What we do not ask\nA degree. A cover letter.", "**Not required.** A degree."])
def test_what_is_not_asked_for_is_no_degree(refusal: str) -> None:
    assert degree_of(place(f"Requirements\n- Python\n\n{refusal}")) == (None, None)


@pytest.mark.parametrize(
    ("text", "workplace"),
    [
        ("This role is fully remote within Canada.", "remote"),
        ("We meet in the Leeds office two days a week.", "hybrid"),
        ("Hybrid work: three days in the office.", "hybrid"),
        ("#LI-Remote", "remote"),
        ("You will work on-site in Graz.", "onsite"),
        ("You know hybrid search and hybrid cloud.", None),
        ("We pay a remote work stipend for your home office.", None),
        ("This position is not open to remote work.", "onsite"),
        ("Interviews are held in person.", None),
        ("Python and SQL", None),
        ("Work from anywhere in the EU for up to 20 days a year.", None),
        ("Drop by our Ghent office whenever you feel like it.", None),
        ("We do not offer fully remote jobs.", "hybrid"),
        ("The job is performed on site; badges are issued on day one.", "onsite"),
        ("You write from anywhere in the UK.", "remote"),
    ],
)
def test_workplace(text: str, workplace: str | None) -> None:
    assert workplace_of("", place(text)) == workplace


def test_language() -> None:
    german = "Wir suchen eine Ingenieurin, die mit uns Modelle für die Landwirtschaft baut, prüft und betreibt. " * 3
    english = (
        "We are looking for an engineer who builds models for the farms of the region and keeps them running. " * 3
    )
    assert (language_of(german), language_of(english), language_of("Python")) == ("de", "en", None)
