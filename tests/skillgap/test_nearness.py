"""Suggestions are names that a slip of the hand leads away from; nothing else is suggested."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.taxonomy.loader import load
from skillgap.nearness import did_you_mean, near_names

SURFACES = [surface.text for surface in load().surfaces]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("kuberntes", "kubernetes"), ("Pytroch", "pytorch"), ("tensorflw", "tensorflow"), ("postgressql", "postgresql")],
)
def test_a_slip_is_recognised(word: str, expected: str) -> None:
    assert expected in [name.casefold() for name in near_names(word, SURFACES)]


@pytest.mark.parametrize("word", ["sorcery", "xyz", "wizardry of clouds", "q", ""])
def test_what_is_like_nothing_has_no_suggestion(word: str) -> None:
    assert near_names(word, SURFACES) == [] and did_you_mean(word, SURFACES) == ""


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=30), max_size=20))
def test_whatever_is_suggested_is_known_and_about_as_long(word: str, names: list[str]) -> None:
    for name in near_names(word, names):
        assert name in names and abs(len(name.casefold()) - len(word.casefold())) <= len(word) // 4
