"""What a resume file reads as: kinds, encodings, markup, JSON Resume, Word's parts, limits."""

from __future__ import annotations

import json
import random

import pytest

from nlp.documents.cleaning import clean
from nlp.documents.files import Limits, UnreadableFileError, read_pasted, read_resume_file, sniff
from nlp.documents.plain import from_markdown
from tests.nlp.documents.hostile import W, docx
from tests.nlp.documents.layouts import MAIN, single_column
from tests.nlp.documents.pdfs import Page, pdf

MARKDOWN = """---
title: cv
---
# Odalys Brandtner
<!-- draft -->
## **Skills**
- **Languages**: Python, [Go](https://go.example), `snake_case_name`
* Tools: Docker, *Kubernetes*

| Employer | Years |
|---|---:|
| Quillfeather | 2021 - Present |

Experience
==========
> Cut cost by 3 * 2 percent, a - b
1. Built the **C++** service
"""

JSON_RESUME = {
    "basics": {"name": "Odalys Brandtner", "label": "ML Engineer", "summary": "Ranks things."},
    "work": [
        {
            "name": "Quillfeather",
            "position": "Senior ML Engineer",
            "startDate": "2021-03",
            "highlights": ["Built rankers"],
        },
        {"name": "Marrowgate", "position": "Data Scientist", "startDate": "2018-06-01", "endDate": "2021-02-28"},
    ],
    "education": [{"institution": "Harrowby", "studyType": "MSc", "area": "Statistics", "courses": ["Graph theory"]}],
    "skills": [{"name": "ML", "level": "Expert", "keywords": ["PyTorch", "JAX"]}, {"name": "Rust"}],
    "interests": [{"name": "Chess", "keywords": ["Go"]}],
}


def text_of(data: bytes, name: str = "cv") -> str:
    return read_resume_file(name, data).text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 x", "pdf"),
        (b"\xef\xbb\xbf  %PDF-1.4", "pdf"),
        (b"PK\x03\x04rest", "zip"),
        (b'{"basics": {}}', "json"),
        (b"[Name]\nPython", "text"),
        (b"{name}", "text"),
        (b"BMW Group, engineer", "text"),
        (b"MZ Consulting, engineer", "text"),
        (b"BM\0\0", "image"),
        (b"<html><body>", "html"),
        (b"<!-- x --><!DOCTYPE HTML>", "html"),
        (b"<name> Python", "text"),
        ("Zoë, ingénieure".encode(), "text"),
    ],
)
def test_bytes_say_what_a_file_is(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


def test_the_name_does_not() -> None:
    found = read_resume_file("photo.png", single_column()[0])
    assert (found.kind, found.pages) == ("pdf", 1)
    assert read_resume_file("cv.pdf", b"Python and Spark").kind == "text"


def test_markdown_becomes_plain_lines() -> None:
    found = read_resume_file("cv.md", MARKDOWN.encode())
    assert found.kind == "markdown"
    assert [line for line in found.text.split("\n") if line] == [
        "Odalys Brandtner",
        "Skills",
        "• Languages: Python, Go, snake_case_name",
        "• Tools: Docker, Kubernetes",
        "Employer  Years",
        "Quillfeather  2021 - Present",
        "Experience",
        "Cut cost by 3 * 2 percent, a - b",
        "1. Built the C++ service",
    ]


def test_names_with_signs_survive_markdown() -> None:
    line = "C++, C#, .NET, scikit_learn_extra, a*b, f(x) < 3 and R&D, __init__ in 5*3"
    assert from_markdown(line).split(", ")[:5] == line.split(", ")[:5]


def test_json_resume_gets_headings() -> None:
    found = read_resume_file("cv", json.dumps(JSON_RESUME).encode())
    assert found.kind == "json"
    assert found.text.split("\n") == [
        "Odalys Brandtner",
        "ML Engineer",
        "",
        "Summary",
        "Ranks things.",
        "",
        "Experience",
        "Senior ML Engineer — Quillfeather",
        "2021-03 – Present",
        "• Built rankers",
        "Data Scientist — Marrowgate",
        "2018-06-01 – 2021-02-28",
        "",
        "Skills",
        "ML (Expert): PyTorch, JAX",
        "Rust",
        "",
        "Education",
        "MSc — Statistics — Harrowby",
        "• Coursework: Graph theory",
        "",
        "Interests",
        "Chess: Go",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = "Zoë Ångström — Python"
    data = (b"\xff\xfe" if encoding == "utf-16-le" else b"") + text.encode(encoding)
    found = read_resume_file("cv.txt", data)
    assert found.text == text
    assert bool(found.warnings) == (encoding == "cp1252")
    assert (found.parse_confidence < 1) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("e\ufb03cient work\ufb02ow", "efficient workflow"),
        ("data\u00adbase", "database"),
        ("data\u00ad\nbase systems", "database\nsystems"),
        ("on-\u00ad‐campus", "on-campus"),
        ("\uf0b7Python\n\uf0a7 Go", "• Python\n• Go"),
        ("mail \uf0e0 me", "mail  me"),
        ("deploy-\nments ran daily", "deployments\nran daily"),
        ("front-\nend work", "front-end\nwork"),
        ("We use e-mail. Send e-\nmail", "We use e-mail. Send e-\nmail"),
        ("state-of-the-\nart", "state-of-the-art"),
        ("Jan 2020 -\nMay 2021", "Jan 2020 -\nMay 2021"),
        ("a\u200bb\u2003c\x07", "ab c"),
        ("x\r\ny\rz\n\n\n\nw", "x\ny\nz\n\nw"),
        ("Title\t\t2020", "Title  2020"),
    ],
)
def test_cleaning(raw: str, plain: str) -> None:
    assert clean(raw) == plain


def test_cleaning_again_changes_nothing() -> None:
    rng = random.Random(3)
    signs = ["a", "Spark", "-", "\n", " ", "\t", "\u00ad", "\uf0b7", "ﬁ", "•", "\u200b", "\r", "2020"]
    for _ in range(300):
        once = clean("".join(rng.choices(signs, k=rng.randrange(40))))
        assert clean(once) == once


def test_word_tables_boxes_headers_and_changes() -> None:
    def p(text: str, props: str = "") -> str:
        return f"<w:p>{props}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"

    row = f"<w:tr><w:tc>{p('Acme')}</w:tc><w:tc>{p('2020')}</w:tc></w:tr>"
    wide = f"<w:tr><w:tc>{p('Left 1')}{p('Left 2')}</w:tc><w:tc>{p('Right 1')}{p('Right 2')}</w:tc></w:tr>"
    nested = f"<w:tbl><w:tr><w:tc><w:tbl>{row}</w:tbl></w:tc></w:tr></w:tbl>"
    box = f"<w:txbxContent>{p('In the box')}</w:txbxContent>"
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    item = p("Item", "<w:pPr><w:tabs><w:tab w:val='right'/></w:tabs><w:numPr/></w:pPr>")
    runs = "<w:p><w:r><w:t>Py</w:t></w:r><w:r><w:t>thon</w:t><w:tab/><w:t>2020</w:t><w:br/><w:t>next</w:t></w:r></w:p>"
    gone = "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>"
    header = f"<w:hdr {W}>{p('Name in header')}</w:hdr>".encode()
    body = p("Top") + f"<w:p><w:r>{twice}<w:t>Anchor</w:t></w:r></w:p>" + f"<w:tbl>{row}{wide}</w:tbl>" + nested
    data = docx(
        body.replace("<w:p>", "<w:p xmlns:mc='urn:mc'>", 1).replace("mc:", "w:") + item + runs + gone,
        {
            "word/header1.xml": header,
            "word/header2.xml": header,
            "word/footer1.xml": header.replace(b"header", b"footer"),
        },
    )
    assert text_of(data).split("\n") == [
        "Name in header", "Top", "Anchor", "In the box", "Acme  2020", "Left 1", "Left 2", "Right 1", "Right 2",
        "Acme  2020", "• Item", "Python  2020", "next", "new", "Name in footer",
    ]  # fmt: skip


def test_a_cell_of_dates_stands_beside_the_entry_that_it_dates() -> None:
    def p(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    def row(*cells: tuple[str, ...]) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{''.join(map(p, cell))}</w:tc>" for cell in cells) + "</w:tr>"

    told = ("Nurse", "Pellworth", "Kept the ward of twelve beds in order.")
    dates = "Mar 2019 – May 2021"
    for cells, expected in (
        ((told, (dates,)), [f"Nurse  {dates}", *told[1:]]),
        (((dates,), told), [dates, *told]),
        ((told, (dates, "Oslo")), [f"Nurse  {dates}", "Pellworth  Oslo", told[2]]),
        ((told, ("Skills", "Python", "since 2019 in every job that I had")), [*told, "Skills", "Python"]),
    ):
        lines = text_of(docx(f"<w:tbl>{row(*cells)}</w:tbl>")).split("\n")
        assert lines[: len(expected)] == expected


def test_pasted_text() -> None:
    assert read_pasted("Skills: Python\nand Zoë").text == "Skills: Python\nand Zoë"
    with pytest.raises(UnreadableFileError, match="empty"):
        read_pasted("  \n")


def test_long_texts_are_cut_and_say_so() -> None:
    for data in (b"Python " * 2_000, docx("<w:p><w:r><w:t>Python </w:t></w:r></w:p>" * 2_000)):
        found = read_resume_file("cv", data, limits=Limits(max_chars=1_000))
        assert len(found.text) <= 1_000
        assert any("first 1,000" in w for w in found.warnings)


def test_limits_are_settings() -> None:
    for limits, reason in ((Limits(max_bytes=100), "too_big"), (Limits(max_pages=1), "too_many_pages")):
        with pytest.raises(UnreadableFileError) as caught:
            read_resume_file("cv.pdf", pdf([Page().lines(60, 700, MAIN)] * 2), limits=limits)
        assert caught.value.reason == reason
        assert caught.value.exit_code == 2


def test_a_file_without_its_end_is_read_with_less_confidence() -> None:
    data = single_column()[0]
    found = read_resume_file("cv.pdf", data[: data.rindex(b"xref")])
    assert MAIN[1] in found.text
    assert found.parse_confidence < 0.8
    assert any("lacks its end" in w for w in found.warnings)


def test_same_bytes_same_text() -> None:
    data = single_column()[0]
    assert read_resume_file("a.pdf", data) == read_resume_file("b.pdf", data)


@pytest.mark.long
def test_mutants_are_read_or_refused() -> None:
    rng = random.Random(5)
    seeds = [single_column()[0], docx("<w:p><w:r><w:t>Python</w:t></w:r></w:p>" * 30), json.dumps(JSON_RESUME).encode()]
    for i in range(240):
        data = bytearray(seeds[i % len(seeds)])
        for _ in range(rng.randrange(1, 30)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        del data[rng.randrange(len(data)) : rng.randrange(len(data))]
        try:
            found = read_resume_file("cv", bytes(data))
        except UnreadableFileError as error:
            assert str(error).startswith("cv ")
        else:
            assert 0 <= found.parse_confidence <= 1


def test_letters_that_make_no_words_are_doubtful_and_say_what_helps() -> None:
    text = "\n".join(MAIN * 3)
    shifted = "".join(chr(ord(c) - 29) if ord(c) >= 62 else c for c in text)
    for data in (shifted.encode(), pdf([Page().lines(60, 760, shifted.split("\n"))])):
        found = read_resume_file("cv", data)
        assert found.parse_confidence < 0.5
        assert any("paste" in w for w in found.warnings)
    assert read_resume_file("cv", text.encode()).warnings == ()


@pytest.mark.parametrize("name", ["cv.pdf", "cv.docx", "CV.PDF"])
def test_a_text_under_another_name_is_said(name: str) -> None:
    found = read_resume_file(name, "\n".join(MAIN).encode())
    assert found.parse_confidence < 0.7
    assert any(f"named {name[2:].lower()} and is plain text" in w for w in found.warnings)
