"""The spaCy side of finding: tokens as a reader would cut them, each where it stands in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.mentions.context import pipeline

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
