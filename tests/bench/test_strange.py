"""Careers read right in the Word files, Markdown and pastes of bench/support/strange (prints need a browser)."""

from __future__ import annotations

import pytest

from bench.careers import Case, faults
from bench.support.careers import careers, some_way
from bench.support.strange import exports, later, marked, pastes, typeset, word, wordtables
from bench.support.strange.content import Content, Maker
from nlp.documents.docx import read_docx
from nlp.documents.judged import judged
from nlp.documents.pdf import read_pdf
from nlp.documents.plain import read_marked, read_text

PEOPLE = careers()
LAYOUTS: dict[str, Maker] = {
    **word.layouts(), **wordtables.layouts(), **marked.layouts(), **pastes.layouts(),
    "export, text": exports.as_text, "export, marked": exports.as_markdown,
    **{f.__name__: f for f in (later.tabbed, later.rowed, later.listed, later.board, later.bars, later.torn)},
    "narrow": later.narrow, "set as TeX sets": typeset.tex,
}  # fmt: skip
REFUSED = {"txt paste of HTML"}
"""A web page is refused in one sentence."""


def text_of(name: str, data: bytes) -> str:
    """The text as the child would give it, without a child for each."""
    if name.endswith(".docx"):
        found = read_docx(data, 200, 20_000_000, 60_000)
    elif name.endswith(".pdf"):
        found = read_pdf(data, 20, 60_000)
    else:
        found = (read_marked if name.endswith(".md") else read_text)(data, 60_000)
    return judged(found, 200_000).text


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - REFUSED))
def test_a_strange_layout_changes_nothing_of_a_career(layout: str) -> None:
    for number, career in enumerate(PEOPLE[:6]):
        name, data = LAYOUTS[layout](Content(career, number))
        assert faults(Case(career, some_way(0), layout, text_of(name, data))) == [], career.name
