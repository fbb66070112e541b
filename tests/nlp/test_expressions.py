"""What an expression is said to need stands in all that it matches."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.expressions import all_needed, needed_literals
from tests.nlp.cue_lists import SHIPPED


@given(st.data())
def test_what_matches_holds_the_needed_literal(data: st.DataObject) -> None:
    expression = data.draw(st.sampled_from(SHIPPED))
    text = data.draw(st.from_regex(re.compile(expression, re.MULTILINE)))
    match = re.search(expression, text, re.MULTILINE)
    if match is not None:
        needed = needed_literals(expression)
        assert not needed or any(literal in text for literal in needed)
        assert all(any(run in text for run in runs) for runs in all_needed(expression))


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


@pytest.mark.parametrize(
    ("expression", "lists"),
    [
        (
            r"\b(?:is|are) what (?:they|others) (?:run|own)s?\b",
            [[" what "], ["others", "they"], ["own", "run"], ["are", "is"]],
        ),
        (r"colou?r(?:ing)? book", [[" book"], ["colo"]]),
        (r"a red|a blue", [["a blue", "a red"]]),
        (r"x{2}y{0,1}z+ ", [["x"]]),
        (r"\d+|red", []),
        (r"(?:\d+|red) cars", [[" cars"]]),
    ],
)
def test_all_that_is_needed(expression: str, lists: list[list[str]]) -> None:
    assert all_needed(expression) == lists
