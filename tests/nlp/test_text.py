"""A text's statements and its searching copy keep their offsets."""

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import LONGEST, fold, same_length, statements, visible, wrap_width

WRITTEN = st.text(alphabet=st.sampled_from("aZ9 \t\n-–.,;:•*()'’\u00a0\u200bİßé/"), max_size=200)


@given(WRITTEN)
def test_each_character_of_the_copy_comes_from_its_place(text: str) -> None:
    folded = fold(text)
    plain = same_length(text)
    for i, char in enumerate(folded.text):
        source = plain[folded.original(i)]
        assert char == source.lower() or char == source or (char == " " and (source.isspace() or source == "-"))


@given(WRITTEN)
def test_offsets_of_the_copy_only_grow(text: str) -> None:
    folded = fold(text)
    places = [folded.original(i) for i in range(len(folded.text))]
    assert places == sorted(set(places))


@given(WRITTEN)
def test_a_statement_is_what_stands_at_its_offsets(text: str) -> None:
    found = statements(text)
    for s in found:
        assert text[s.start : s.end].replace("\n", " ") == s.text
        assert len(s.low) == len(s.text)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_hard_wrapped_text_is_read_in_whole_sentences() -> None:
    text = (
        "You have five years of experience with machine learning systems and feature\n"
        "stores in production, and you know what a backfill costs when it is started at\n"
        "the wrong moment. You write Python every day and you review what others write\n"
        "with care. You have run services on Kubernetes and were on call for them for a\n"
        "year or more. You like to explain models to people who do not build any, and to\n"
        "listen to them. You are at ease with SQL, with dashboards and with deadlines."
    )
    assert wrap_width(text) is not None
    assert any("feature stores" in s.text for s in statements(text))


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Tools such as\nAirflow\n, dbt and Prefect", "Tools such as Airflow , dbt and Prefect"),
        ("Experience with\nRust and Go", "Experience with Rust and Go"),
    ],
)
def test_a_line_broken_inside_a_sentence_is_one_statement(text: str, joined: str) -> None:
    assert [s.text for s in statements(text)] == [joined]


@pytest.mark.parametrize(
    "heading", ["Nice to have", "Requirements:", "**Requirements:**", "## What you bring", "OUR STACK"]
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "end", ["data pipelines with", "Flink, Spark or the like", "teams in Graz,", "the following and"]
)
def test_a_line_that_breaks_off_does_not_swallow_the_heading_below(end: str, gap: str, heading: str) -> None:
    text = f"- You build {end}{gap}{heading}\n- Rust\n- Go"
    assert statements(text)[0].text == f"You build {end}"
    assert len(statements(text)) == 4


def test_bullets_and_abbreviations() -> None:
    found = statements("• Vector stores, e.g. Qdrant. Ship weekly.\n2) Python")
    assert [s.text for s in found] == ["Vector stores, e.g. Qdrant.", "Ship weekly.", "Python"]
    assert found[0].is_bullet
    assert found[2].is_bullet


@pytest.mark.parametrize("unit", ["testing and deployment of agents, ", "x" * 70, "5+ years of Python and "])
def test_what_never_ends_is_cut_and_nothing_is_lost(unit: str) -> None:
    """No statement is longer than LONGEST, so that a text of any shape takes time by its length."""
    text = (unit * 400).strip()
    found = statements(text)
    assert max(len(s.text) for s in found) <= LONGEST
    assert all(text[s.start : s.end] == s.text for s in found)
    assert "".join("".join(s.text.split()) for s in found) == "".join(text.split())
    assert [s.opens_line for s in found] == [True] + [False] * (len(found) - 1)
    assert [s.closes_line for s in found] == [False] * (len(found) - 1) + [True]


@given(st.text(alphabet=st.sampled_from("aZ+\\-*#ﬁＰ𝗔Ⓑ5\u00ad\u200be\u0301™½… \n"), max_size=80))
def test_each_letter_of_what_is_seen_comes_from_its_place(text: str) -> None:
    shown = visible(text)
    if shown is None:
        assert not set(text) & set("ﬁＰ𝗔Ⓑ\u00ad\u200b")
        return
    places = [shown.original(i) for i in range(len(shown.text))]
    assert places == sorted(places)
    for char, at in zip(shown.text, places, strict=True):
        assert char in "".join(unicodedata.normalize("NFKC", text[at : at + n]) for n in (1, 2)) + text[at]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Tensorﬂow", "Tensorflow"),
        ("Ｐｙｔｈｏｎ ３．１１", "Python 3.11"),
        ("𝗪𝗵𝗮𝘁 𝘆𝗼𝘂 𝗯𝗿𝗶𝗻𝗴", "What you bring"),
        ("Engineer Ⅲ", "Engineer III"),
        (r"C\+\+, scikit\-learn \& co", "C++, scikit-learn & co"),
        (r"a backslash \\ and \alpha", "a backslash \\ and \\alpha"),
        ("Montre\u0301al", "Montréal"),
        ("Kuber\u00adnetes™ ½ …", "Kubernetes™ ½ …"),
    ],
)
def test_a_text_is_seen_as_it_looks(written: str, seen: str) -> None:
    shown = visible(written)
    assert shown is not None
    assert shown.text == seen


def test_a_plain_text_has_no_copy() -> None:
    assert visible("Python – 5 years’ worth, naïve Bayes™ …") is None


@pytest.mark.parametrize(
    ("line", "read"), [("- Two years of C#", "Two years of C#"), ("F#", "F#"), ("## Skills ##", "Skills"), ("# #", "")]
)
def test_the_sign_of_a_name_is_no_mark_of_a_heading(line: str, read: str) -> None:
    assert [s.text for s in statements(line)] == ([read] if read else [])


def test_a_run_of_blanks_takes_time_by_its_length() -> None:
    """Blanks between two words of one line: fifty thousand of them were a minute."""
    started = time.process_time()
    assert "".join(s.text.strip() for s in statements("a" + " " * 50_000 + "b • c")) == "ab• c"
    assert time.process_time() - started < 5
