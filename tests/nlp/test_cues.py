"""A list of expressions finds what the whole alternation finds, and tries no more than a text's letters allow."""

import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.cues import Cues, Sieve, ones, together
from nlp.expressions import all_needed
from nlp.resume.claims.cues import cues, tables
from tests.nlp.cue_lists import SHIPPED, is_expression

WORDS = ("the", "team", "runs", "run", "a", "an", "dag", "dags", "by", "of", "our ", ", ")
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(
        (r"\b", r"\w+ ", r"(?: \w+)?", r"[ab]?", r"(?<!a )", r"(?=r)", "s?", "^", r"(?:runs?|by)", "(?:a|)")
    ),
)
EXPRESSIONS = st.lists(PIECES, min_size=1, max_size=5).map("".join)
TEXTS = st.lists(st.sampled_from((*WORDS, " ", "b", "; ")), max_size=12).map("".join)
LISTS = st.lists(EXPRESSIONS.filter(is_expression), min_size=1, max_size=5)


def places(found: Iterable[re.Match[str] | None]) -> list[tuple[int, int] | None]:
    return [match and match.span() for match in found]


@given(st.data())
def test_a_list_finds_what_its_expressions_find_as_one(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(SHIPPED), min_size=1, max_size=6, unique=True))
    whole = re.compile("|".join(f"(?:{e})" for e in chosen), re.MULTILINE)
    parts = st.sampled_from(chosen).flatmap(lambda e: st.from_regex(re.compile(e, re.MULTILINE)))
    text = " ".join(data.draw(st.lists(parts, max_size=4)))
    found, plain = Cues(chosen), whole.search(text)
    assert places([found.search(text), found.match(text)]) == places([plain, whole.match(text)])
    assert places(found.finditer(text)) == places(list(whole.finditer(text)))
    assert found.may_match(text) or plain is None
    assert found.sub("~", text) == whole.sub("~", text)
    other = Cues(SHIPPED[:9])
    together([other, found])
    assert places([found.search(text), found.match(text)]) == places([plain, whole.match(text)])
    assert places(found.finditer(text)) == places(list(whole.finditer(text)))
    assert found.may_match(text) or plain is None


@given(patterns=LISTS, text=TEXTS, start=st.integers(0, 8), end=st.integers(0, 40))
def test_a_list_is_asked_as_its_alternation_is(patterns: list[str], text: str, start: int, end: int) -> None:
    found, whole = Cues(patterns), re.compile("|".join(f"(?:{p})" for p in patterns))
    assert places([found.search(text, start, end)]) == places([whole.search(text, start, end)])
    assert places([found.match(text, start, end)]) == places([whole.match(text, start, end)])


@given(patterns=LISTS, text=TEXTS)
def test_all_matches_are_those_of_the_alternation(patterns: list[str], text: str) -> None:
    whole = re.compile("|".join(f"(?:{p})" for p in patterns))
    assert places(Cues(patterns).finditer(text)) == places(whole.finditer(text))


@pytest.mark.parametrize(
    ("table", "name", "text"),
    [
        ("others", "before", "the platform team built it; the ops group runs a dag; they wrote more"),
        ("others", "both", "it was built by the platform team, and what my colleagues run is tested by others"),
        ("denied", "before", "no experience with kafka; never used spark, nor have i worked with flink"),
        ("wished", "before", "hoping to learn rust; i would like to move to go"),
    ],
)
def test_shipped_cues_find_what_they_find_as_one(table: str, name: str, text: str) -> None:
    def spelt(pattern: str) -> str:
        while "<" in (found := re.sub(r"<([a-z]+)>", lambda m: f"(?:{'|'.join(tables()['words'][m[1]])})", pattern)):
            if found == pattern:
                break
            pattern = found
        return found

    whole = re.compile("|".join(f"(?:{spelt(p)})" for p in tables()[table][name]))
    found = places(cues(table, name).finditer(text))
    assert found
    assert found == places(whole.finditer(text))


def test_only_what_could_match_is_possible() -> None:
    patterns = [r"\bruns? (?:dags?|jobs?)\b", r"\bown \w+ dags?\b", r"\d+"]
    sieve = Sieve(map(all_needed, patterns))
    assert ones(sieve.possible("runs 40 dags")) == [0, 2]
    assert ones(sieve.possible("our own code runs")) == [2]
    assert ones(sieve.possible("")) == [2]


def test_an_empty_list_matches_nothing() -> None:
    assert Sieve([]).possible("anything") == 0
    assert Cues([]).search("anything") is None
    assert Cues([]).match("anything") is None
    assert Cues([]).finditer("anything") == []
