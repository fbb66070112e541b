"""The spaCy side of finding: tokens as a reader would cut them, each where it stands in the text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.mentions.context import Asked, confirm, confirm_all, pipeline
from nlp.mentions.finder import Candidate, SkillFinder
from nlp.taxonomy.loader import load

FINDER = SkillFinder(load())

LETTERS = st.text(alphabet="aZé9 .&'+#/_-(•\t\n\u00a0", max_size=40)


@given(LETTERS)
def test_a_doc_is_its_text_and_knows_where_its_words_stand(text: str) -> None:
    doc = pipeline().make_doc(text)
    assert doc.text == text
    assert [token.text for token in doc] == doc.user_data["words"]
    assert doc.user_data["starts"] == [*(token.idx for token in doc), len(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Node.js/Express", ["Node.js", "/", "Express"]),
        ("C#, .NET and C++", ["C#", ",", ".NET", "and", "C++"]),
        ("  a \n b", ["  ", "a", "\n ", "b"]),
    ],
)
def test_technical_names_stay_whole(text: str, words: list[str]) -> None:
    assert pipeline().make_doc(text).user_data["words"] == words


SURFACES = st.sampled_from(
    ["Go", "go", "Ray", "ray", "Spark", "agents", "inference", "training", "testing", "Modal", "R", "Rust", "Python"]
)
AROUND = st.sampled_from(["in", "with", "and", ",", "•", "(", ")", "led", "Ingrid", "engineer", "/", "\n", "a team of"])


STATEMENTS = st.lists(SURFACES | AROUND, max_size=14).map(" ".join)


@given(st.lists(STATEMENTS, max_size=4), st.integers(0, 3))
def test_a_doc_of_many_statements_says_the_same_as_none(texts: list[str], offset: int) -> None:
    soft = frozenset({"testing"})
    asked = [Asked(text, offset, [_moved(c, offset) for c in FINDER.find(text)]) for text in texts]
    assert confirm_all(asked, soft) == [confirm(one.text, one.start, one.candidates, soft) for one in asked]


def _moved(c: Candidate, offset: int) -> Candidate:
    return c._replace(start=c.start + offset, end=c.end + offset)


def test_a_resume_is_read_without_loading_spacy() -> None:
    program = (
        "import sys; from nlp.resume.reader import ResumeReader; from nlp.taxonomy.loader import load;"
        "ResumeReader(load()).read('Experience\\n\\n- Go and Ray services in production, with Spark\\n');"
        "print('spacy' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip()
        == "False"
    )
