"""The fast question «could any expression match?» never says no where one does."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.cues import Cues, all_needed, facts, needed_literals, together

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
        assert all(any(run in text for run in runs) for runs in all_needed(expression))


@given(st.data())
def test_a_list_finds_what_its_expressions_find_as_one(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(SHIPPED), min_size=1, max_size=6, unique=True))
    whole = re.compile("|".join(f"(?:{e})" for e in chosen), re.MULTILINE)
    parts = st.sampled_from(chosen).flatmap(lambda e: st.from_regex(re.compile(e, re.MULTILINE)))
    text = " ".join(data.draw(st.lists(parts, max_size=4)))
    found, plain = Cues(chosen), whole.search(text)
    assert spans([found.search(text), found.match(text)]) == spans([plain, whole.match(text)])
    assert spans(found.finditer(text)) == spans(list(whole.finditer(text)))
    assert found.may_match(text) or plain is None
    assert found.sub("~", text) == whole.sub("~", text)
    other = Cues(SHIPPED[:9])
    together([found, other])
    assert spans([found.search(text), found.match(text)]) == spans([plain, whole.match(text)])
    assert spans(found.finditer(text)) == spans(list(whole.finditer(text)))
    assert found.may_match(text) or plain is None


def spans(matches: Sequence[re.Match[str] | None]) -> list[tuple[int, int] | None]:
    return [match and match.span() for match in matches]


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


def test_an_empty_list_matches_nothing() -> None:
    assert Cues(()).search("anything") is None
