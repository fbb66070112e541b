"""Every layout is read in the order in which a person reads it, whoever printed it."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from pathlib import Path

import pytest

from nlp.documents.cleaning import clean
from nlp.documents.files import ResumeText, read_resume_file
from nlp.documents.layout import read_page
from nlp.documents.pdf import read_pdf
from nlp.documents.pieces import Word
from tests.nlp.documents.layouts import CONTACT, JOBS, LAYOUTS, MAIN, NAME
from tests.nlp.documents.pdfs import Page, pdf

PRINTED = sorted(
    p for p in (Path(__file__).parents[2] / "fixtures" / "resumes").iterdir() if p.suffix in (".pdf", ".docx")
)


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def pairs_out_of_order(text: str, truth: list[str]) -> list[tuple[str, str]]:
    """Consecutive true lines that do not follow one another in the text."""
    found = letters(text)
    return [(a, b) for a, b in pairwise(truth) if letters(a) + letters(b) not in found]


def read(name: str) -> ResumeText:
    return read_resume_file("cv.pdf", LAYOUTS[name]()[0])


@pytest.mark.parametrize("name", LAYOUTS)
def test_drawn_layouts_keep_every_pair_of_lines(name: str) -> None:
    data, truth = LAYOUTS[name]()
    assert pairs_out_of_order(clean(read_pdf(data, 20, 60_000).text), truth) == []


@pytest.mark.parametrize("path", PRINTED, ids=lambda p: p.name)
def test_printed_files_keep_every_pair_of_lines(path: Path) -> None:
    found = read_resume_file(path.name, path.read_bytes())
    truth = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert pairs_out_of_order(found.text, truth) == []
    assert found.kind == path.suffix[1:]
    assert found.parse_confidence == 1.0


def test_lines_stay_lines() -> None:
    text = read("columns_drawn_row_by_row").text.split("\n")
    assert text[:2] == [NAME, CONTACT]
    assert text[2 : 2 + len(MAIN)] == MAIN


def test_right_aligned_dates_stay_with_their_line() -> None:
    lines = read("dates_at_the_right_drawn_last").text.split("\n")
    assert [line for line in lines if "20" in line] == [f"{text}  {date}" for text, date in JOBS if date]


def test_orders_that_differ_lower_the_confidence_and_say_so() -> None:
    torn, plain = read("columns_drawn_row_by_row"), read("single_column")
    assert plain.parse_confidence == 1.0
    assert plain.warnings == ()
    assert torn.parse_confidence < 0.7
    assert any("order" in w for w in torn.warnings)


def test_ligatures_and_symbol_bullets_become_plain() -> None:
    assert "• Ran five refineries of text data" in read("symbol_bullets_and_ligatures").text


def test_spaced_out_heading_is_one_word() -> None:
    assert ["WORK", "EXPERIENCE"] in [line.split() for line in read("spaced_headings").text.split("\n")]


HEADINGS = ("PROFILE", "CERTIFICATES AND AWARDS", "Work Experience")
FONTS = {"F1": "Courier", "F2": "Helvetica", "F3": "Times-Roman"}


@pytest.mark.parametrize("tracking", [n / 100 for n in range(0, 45, 5)])
def test_letters_set_apart_are_words(tracking: float) -> None:
    fonts = {
        name: f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>"
        for name, base in FONTS.items()
    }
    pages, truth = [], []
    for size in (9, 10, 12, 16):
        page, y = Page(), 760
        for heading in HEADINGS:
            for font in FONTS:
                page.tracked(40, y, heading, size, tracking, font).text(40, y - 14, "Built the mill's ranking service.")
                y -= 36
            page.placed(40, y, heading, size, tracking).text(40, y - 14, "Built the mill's ranking service.")
            y -= 36
            truth += [heading] * (len(FONTS) + 1)
        pages.append(page)
    text = read_resume_file("cv.pdf", pdf(pages, fonts=fonts)).text
    assert [line.split() for line in text.split("\n") if line and not line.startswith("Built")] == [
        heading.split() for heading in truth
    ]


def test_dates_drawn_apart_do_not_lower_the_confidence() -> None:
    assert read("dates_at_the_right_drawn_first").parse_confidence > 0.9


def test_reading_order_depends_on_places_alone() -> None:
    words = [Word(f"w{x}{y}", x * 60.0, x * 60.0 + 40, y * 14.0, 11, 10 * y + x) for x in range(6) for y in range(12)]
    first = [line.text for line in read_page(words)]
    random.Random(7).shuffle(words)
    assert [line.text for line in read_page(words)] == first
    assert sum(len(line.split()) for line in first) == len(words)


def test_no_word_is_lost_or_doubled_whatever_the_places() -> None:
    rng = random.Random(11)
    for _ in range(60):
        words = []
        for i in range(rng.randrange(1, 60)):
            x, y = rng.uniform(0, 600), rng.uniform(0, 700)
            words.append(Word(f"w{i}x", x, x + rng.uniform(5, 200), y, rng.choice([8, 10, 22]), i))
        text = " ".join(line.text for line in read_page(words))
        assert sorted(re.findall(r"w\d+x", text)) == sorted(w.text for w in words)


def test_a_table_of_skills_under_its_heading_is_read_by_rows() -> None:
    page = Page().text(45, 700, "Skills", 13)
    rows = [("Strong in", "Kubernetes, Helm"), ("Daily tools", "Prometheus"), ("Also", "Go, Bash, Python")]
    for number, (label, listed) in enumerate(rows):
        page.text(51, 681 - 15 * number, label, 9).text(162, 681 - 15 * number, listed, 9)
    assert read_pdf(pdf([page]), 20, 60_000).text.split("\n") == ["Skills", *("  ".join(row) for row in rows)]
