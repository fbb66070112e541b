"""Years of experience: overall, and of each skill that a figure is said of."""

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.mentions.years import min_years_of, years_of_skills
from nlp.posting.reader import PostingReader
from nlp.posting.sections import place
from nlp.taxonomy.loader import load

READER = PostingReader(load())
ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "fixtures" / "nlp" / "years.jsonl").read_text("utf-8").splitlines()
]


def years(text: str) -> dict[str, int | None]:
    return {m.surface: m.min_years for m in READER.mentions(text, place(text))}


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("5+ years of experience in software engineering", 5),
        ("Three to five years of professional experience", 3),
        ("At least 4 years of Python", 4),
        ("For 25 years we have served farmers", None),
        ("Tern Labs has been around for 12 years and asks for experience", None),
        ("This position is funded for 3 years and needs experience", None),
        ("5+ years of software engineering experience, ideally in a startup", 5),
        ("Python", None),
        ("Contract: 12 months, extendable to 2 years, experience welcome", None),
    ],
)
def test_least_years(line: str, years: int | None) -> None:
    assert min_years_of(place(f"Requirements\n- {line}")) == years


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_years_of_a_skill(row: dict[str, Any]) -> None:
    found = years(f"Requirements\n- {row['text']}\n- Haskell")
    assert {surface: found.get(surface, "not read") for surface in row["years"]} == row["years"]


def test_a_figure_does_not_reach_the_next_bullet() -> None:
    assert years("Requirements\n- 4+ years of Python\n- Rust") == {"Python": 4, "Rust": None}


def test_a_preferred_figure_is_given_with_its_need() -> None:
    text = "Requirements\n- SQL\n\nNice to have\n- 2+ years of Rust"
    mention = next(m for m in READER.mentions(text, place(text)) if m.surface == "Rust")
    assert (mention.min_years, mention.need) == (2, "preferred")


def test_a_statement_without_years_gives_none() -> None:
    assert years_of_skills("python 3 and sql", [(0, 6), (13, 16)]) == [None, None]
