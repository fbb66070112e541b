"""Names that share their last word with the next one."""

from __future__ import annotations

import pytest

from nlp.mentions.finder import SkillFinder
from nlp.mentions.shared import with_shared_words
from nlp.taxonomy.loader import load

FINDER = SkillFinder(load())


def cut_short(text: str) -> dict[str, str]:
    return {text[c.start : c.end]: c.skill for c in with_shared_words(text, FINDER, FINDER.find(text))}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1,900 unit and snapshot tests", {"unit": "unit_testing"}),
        ("machine and deep learning", {"machine": "machine_learning"}),
        ("Unit, integration and contract tests", {"Unit": "unit_testing", "integration": "integration_testing"}),
        ("front- and back-end", {"front": "frontend_development"}),
        ("structured and unstructured data", {"structured": "structured_data"}),
    ],
)
def test_each_first_word_that_makes_a_name_with_the_last_is_one(text: str, names: dict[str, str]) -> None:
    assert cut_short(text) == names


@pytest.mark.parametrize("text", ["users and items search", "Python and Java services", "time and cost"])
def test_words_that_make_no_name_are_none(text: str) -> None:
    assert cut_short(text) == {}


def test_long_lists_are_read_in_linear_time() -> None:
    assert isinstance(cut_short("unit, " * 20_000 + "and snapshot tests"), dict)
