"""What nobody sees on a page is not read, and said; what can be seen is, whatever its colour."""

from __future__ import annotations

import pytest

from nlp.documents.files import ResumeText, read_resume_file
from tests.nlp.documents.hostile import docx
from tests.nlp.documents.layouts import MAIN
from tests.nlp.documents.pdfs import Page, pdf

STUFFED = "Haskell COBOL Fortran"


def read(page: Page) -> ResumeText:
    return read_resume_file("cv.pdf", pdf([page.lines(60, 700, MAIN)]))


HIDDEN = {
    "tiny": lambda page: page.text(60, 400, STUFFED, size=0.75),
    "white on white": lambda page: page.ops.append("1 1 1 rg") or page.text(60, 400, STUFFED).ops.append("0 g"),
    "nearly white": lambda page: page.ops.append("0.98 0.99 0.98 rg") or page.text(60, 400, STUFFED).ops.append("0 g"),
    "without ink": lambda page: page.ops.append(f"BT /F1 10 Tf 3 Tr 1 0 0 1 60 400 Tm ({STUFFED}) Tj 0 Tr ET"),
    "off the page": lambda page: page.text(60, 900, STUFFED),
    "left of the page": lambda page: page.text(-300, 400, STUFFED),
    "white on a white box": lambda page: page.ops.append(
        f"1 g 50 390 300 30 re f BT /F1 10 Tf 1 0 0 1 60 400 Tm ({STUFFED}) Tj ET 0 g"
    ),
}
SEEN = {
    "white on a dark bar": lambda page: page.ops.append(
        f"0.1 0.2 0.3 rg 40 380 400 50 re f 1 g BT /F1 10 Tf 1 0 0 1 60 400 Tm ({STUFFED}) Tj ET 0 g"
    ),
    "grey": lambda page: page.ops.append("0.6 g") or page.text(60, 400, STUFFED).ops.append("0 g"),
    "light yellow on blue": lambda page: page.ops.append(
        f"0 0 0.6 rg 40 380 400 50 re f 1 1 0.9 rg BT /F1 10 Tf 1 0 0 1 60 400 Tm ({STUFFED}) Tj ET 0 g"
    ),
    "small print": lambda page: page.text(60, 400, STUFFED, size=5),
    "invisible over its picture": lambda page: page.ops.append(
        f"BT /F1 10 Tf 1 0 0 1 60 400 Tm (XXXXXXX XXXXX XXXXXXX) Tj ET "
        f"BT /F1 10 Tf 3 Tr 1 0 0 1 60 400 Tm ({STUFFED}) Tj 0 Tr ET"
    ),
}


@pytest.mark.parametrize("way", HIDDEN)
def test_what_nobody_sees_is_not_read_and_said(way: str) -> None:
    page = Page()
    HIDDEN[way](page)
    found = read(page)
    assert "COBOL" not in found.text
    assert MAIN[3] in found.text
    assert any(w.startswith("3 words of this file cannot be seen") for w in found.warnings)


@pytest.mark.parametrize("way", SEEN)
def test_what_is_seen_is_read(way: str) -> None:
    page = Page()
    SEEN[way](page)
    found = read(page)
    assert all(letter in found.text for letter in "COBOL")
    assert not any("cannot be seen" in w for w in found.warnings)


def test_a_page_of_small_letters_alone_is_a_small_page() -> None:
    found = read_resume_file("cv.pdf", pdf([Page().lines(60, 700, MAIN, leading=3, size=2.4)]))
    assert found.text.split("\n") == MAIN


def run(text: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize("properties", ["<w:vanish/>", "<w:sz w:val='2'/>", "<w:color w:val='FFFFFF'/>"])
def test_hidden_runs_of_word(properties: str) -> None:
    found = read_resume_file("cv.docx", docx(run("Python and Go") + run(STUFFED, properties) + run("Rust")))
    assert found.text.split("\n") == ["Python and Go", "", "Rust"]
    assert any(w.startswith("3 words of this file cannot be seen") for w in found.warnings)


@pytest.mark.parametrize(
    "body",
    [
        run(STUFFED, "<w:vanish w:val='0'/><w:sz w:val='16'/><w:color w:val='333333'/>"),
        f"<w:p><w:pPr><w:shd w:fill='1F3864'/></w:pPr><w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr>"
        f"<w:t>{STUFFED}</w:t></w:r></w:p>",
        "<w:tbl><w:tr><w:tc>" + run(STUFFED, "<w:color w:val='FFFFFF'/>") + "</w:tc></w:tr></w:tbl>",
    ],
)
def test_runs_of_word_that_are_seen(body: str) -> None:
    found = read_resume_file("cv.docx", docx(body))
    assert (found.text, found.warnings) == (STUFFED, ())
