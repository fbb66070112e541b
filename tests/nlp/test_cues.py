"""The fast question «could any expression match?» never says no where one does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.cues import Cues, facts, needed_literal

FILES = ("cues.toml", "profile.toml", "pay.toml", "relevance.toml", "context.toml", "lanes.toml")


def expressions(found: object) -> list[str]:
    if isinstance(found, dict):
        return [e for value in found.values() for e in expressions(value)]
    if isinstance(found, list):
        return [e for value in found for e in expressions(value)]
    return [found] if isinstance(found, str) else []


def is_expression(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


SHIPPED = sorted({e for file in FILES for e in expressions(facts(file)) if is_expression(e)})


@given(st.data())
def test_what_matches_holds_the_needed_literal(data: st.DataObject) -> None:
    expression = data.draw(st.sampled_from(SHIPPED))
    text = data.draw(st.from_regex(re.compile(expression, re.MULTILINE)))
    match = re.search(expression, text, re.MULTILINE)
    if match is not None:
        assert needed_literal(expression) in text


@pytest.mark.parametrize(
    ("expression", "literal"),
    [
        (r"\bremote\b", "remote"),
        (r"colou?r", "colo"),
        (r"(?:a|b) days?", " day"),
        ("a|b", ""),
        (r"[abc]\d{2}", ""),
        (r"c\+\+", "c++"),
    ],
)
def test_needed_literal(expression: str, literal: str) -> None:
    assert needed_literal(expression) == literal


def test_an_empty_list_matches_nothing() -> None:
    assert Cues(()).search("anything") is None
