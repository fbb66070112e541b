"""The fast question «could any expression match?» never says no where one does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.cues import Cues, facts, needed_literals

FILES = (
    "cues.toml",
    "seniority.toml",
    "posting/profile.toml",
    "posting/pay.toml",
    "posting/relevance/relevance.toml",
    "posting/relevance/titles.toml",
    "posting/surroundings.toml",
    "mentions/context.toml",
    "mentions/years.toml",
    "lanes/lanes.toml",
)


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
        needed = needed_literals(expression)
        assert not needed or any(literal in text for literal in needed)


@pytest.mark.parametrize(
    ("expression", "literals"),
    [
        (r"\bremote\b", {"remote"}),
        (r"colou?r", {"colo"}),
        (r"(?:a|b) days?", {" day"}),
        (r"is (?:required|needed)", {"required", "needed"}),
        (r"is (?:required|needed)?", {"is "}),
        (r"(?:x(?:really|truly)|y(?:nearly))+", {"really", "truly", "nearly"}),
        (r"(?<!not )(?=sure)yes", {"yes"}),
        (r"(?P<name>one|two){2,3}", {"one", "two"}),
        (r"(?:one|two){0,3} x", {" x"}),
        (r"ab+c", {"ab"}),
        ("a|b", {"a", "b"}),
        (r"[abc]\d{2}", set()),
        (r"[\])]+ left", {" left"}),
        (r"long|\d", set()),
        (r"c\+\+", {"c++"}),
    ],
)
def test_needed_literals(expression: str, literals: set[str]) -> None:
    assert needed_literals(expression) == literals


def test_an_empty_list_matches_nothing() -> None:
    assert Cues(()).search("anything") is None
