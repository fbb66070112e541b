"""Deeds: whose verbs they are, what kind, what they act on; the same for every wrapping of the line."""

import pytest

from nlp.posting.relevance.deeds import OTHERS, deeds, kinds
from nlp.text import statements
from nlp.words import tokens


def _done(line, core=()):
    (statement,) = statements(line)
    spans = [(line.find(skill), line.find(skill) + len(skill)) for skill in core]
    return deeds(statement, tokens(statement.low), lambda a, b: any(a <= x and y <= b for x, y in spans))


def _verbs(line):
    return [deed.verb for deed in _done(line)]


@pytest.mark.parametrize(
    ("line", "verbs"),
    [
        ("- Design, build and operate training clusters", ["design", "build", "operate"]),
        ("- Designing, building and operating training clusters", ["design", "build", "operate"]),
        ("You will fine-tune models and deploy them to production.", ["fine-tune", "deploy"]),
        ("As our second hire, you'll directly build the retrieval layer.", ["build"]),
        ("You are responsible for training and evaluating language models.", ["train", "evaluate"]),
        ("- Own features end to end: development, testing, benchmarks, documentation", ["own"]),
        ("Our models power search for two million shops.", []),
        ("The platform was designed, built and tested by the founders.", []),
    ],
)
def test_the_readers_verbs_are_found_and_nobody_elses(line, verbs):
    assert _verbs(line) == verbs


def test_verbs_in_a_row_share_their_object():
    assert [
        deed.names_ai for deed in _done("- Design, build and ship LLM products, then present quarterly numbers")
    ] == [
        True,
        True,
        True,
        False,
    ]


def test_a_skill_of_the_field_makes_the_object_ai():
    line = "- Build services in Quagga and write dashboards"
    assert [deed.names_ai for deed in _done(line)] == [False, False]
    assert [deed.names_ai for deed in _done(line, core=["Quagga"])] == [True, False]


def test_what_others_are_helped_to_do_is_theirs():
    done = _done("- Help and enable to train, evaluate and serve models")
    assert [deed.kinds for deed in done[2:]] == [(OTHERS,)] * 3
    assert all(OTHERS not in deed.kinds for deed in _done("- Experiment to train, evaluate and serve models"))


def test_every_deed_is_of_a_known_kind():
    for line in ("- Train models", "- Sell models", "- Label images", "- Monitor models", "- Mentor engineers"):
        assert all(set(deed.kinds) <= set(kinds()) for deed in _done(line)) and _done(line)


@pytest.mark.parametrize("wrap", ["- {}", "• {}", "{}", "You will {}", "1. {}"])
def test_the_wrapping_of_a_line_changes_no_deed(wrap):
    assert _verbs(wrap.format("evaluate and deploy speech models")) == ["evaluate", "deploy"]


def test_time_goes_with_length():
    (statement,) = statements("- " + "build and " * 280)
    assert len(deeds(statement, tokens(statement.low), lambda a, b: False)) >= 250
