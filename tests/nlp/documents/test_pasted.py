"""Pasted texts come back as a person reads them: unquoted, columns one after the other, JSON and TeX as lines."""

from __future__ import annotations

import json

import pytest

from nlp.documents.files import read_pasted
from nlp.documents.pasted import from_page, from_tex, in_reading_order, is_page, is_tex, unjustified, unquoted

BODY = [
    "Odalys Brandtner",
    "",
    "EXPERIENCE",
    "Data Scientist, Pellworth",
    "2019 – 2021",
    "- Counted bees in R.",
    "",
    "SKILLS",
    "R",
]


@pytest.mark.parametrize("sign", ["> ", ">> ", "> > ", ">"])
def test_a_quoted_message_reads_like_its_text(sign: str) -> None:
    quoted = "\n".join(["Hello,", *(f"{sign}{line}".rstrip() for line in BODY)])
    assert unquoted(quoted).split("\n")[1:] == BODY


def test_arrows_for_bullets_are_no_quoting() -> None:
    text = "SKILLS\n> Python\n> R\n> Rust\n> Go\n> C\n> SQL\n"
    assert unquoted(text) == text


HEAD = "Odalys Brandtner, keeper of bees"
LEFT = ["CONTACT", "o@example.com", "", "SKILLS", "Python", "R", "Rust", "Airflow", "Docker", "", "LANGUAGES", "Danish"]
RIGHT = [f"{word} the third list of bees and of flowers" for word in ("Wrote", "Kept", "Found", "Sent")] * 3


def test_columns_kept_by_blanks_stand_one_after_the_other() -> None:
    text = "\n".join([HEAD, *(f"{a:<20}{b}" for a, b in zip(LEFT, RIGHT, strict=True))])
    assert in_reading_order(text).split("\n") == [HEAD, *LEFT, "", *RIGHT]


def test_dates_set_apart_by_blanks_stay_beside_their_jobs() -> None:
    rows = "\n".join(f"{f'Clerk, house {i}':<30}{2001 + i} – {2002 + i}" for i in range(12))
    assert in_reading_order(rows) == rows


def test_a_justified_text_loses_the_blanks_that_stretch_it() -> None:
    lines = [
        "Kept the list of all  bees that live in the old garden",
        "and  of  the  flowers  that they like best in the warm",
        "weeks of the year, with the  days on which the   first",
        "of them were seen and by whom it was that  they  were,",
        "so  that  nobody  had  to ask twice, which people then",
        "still  did  now  and  then, in spring more than later.",
    ]
    assert "  " not in unjustified("\n".join(lines))
    table = "Python    4 years    at work    Rust  1 year  at home\n" * 6
    assert unjustified(table) == table


def test_a_json_resume_inside_a_message_is_read_as_one() -> None:
    work = [
        {"name": "Pellworth", "position": "Data Scientist", "startDate": "2019-02", "highlights": ["Counted bees."]}
    ]
    text = "my resume:\n```json\n" + json.dumps({"basics": {"name": "Odalys"}, "work": work}, indent=2) + "\n```\n"
    assert "Data Scientist — Pellworth" in read_pasted(text).text
    assert "startDate" in read_pasted(text.replace('"work"', '"other"').replace('"basics"', '"more"')).text


def test_the_source_of_tex_becomes_lines() -> None:
    source = (
        "\\documentclass{moderncv}\n\\name{Odalys}{B}\n\\begin{document}\n\\section{Experience} % jobs\n"
        "\\cventry{2019--2021}{\\textbf{Data Scientist}}{Pellworth \\& Sons}{Oslo}{}{\\begin{itemize}\n"
        "\\item Cut costs by 5\\%\n\\end{itemize}}\n\\section{Skills}\nR, Rust\n\\end{document}\n"
    )
    assert is_tex(source)
    lines = [line.strip() for line in from_tex(source).split("\n") if line.strip()]
    assert lines == [
        *("Experience", "2019–2021", "Data Scientist", "Pellworth & Sons", "Oslo", "• Cut costs by 5%"),
        *("Skills", "R, Rust"),
    ]
    assert not is_tex("I write my papers in TeX: \\section{…} is all I know.")


def test_breaks_escapes_and_ticks_of_markdown_go() -> None:
    text = "# Jobs\n\n| 2019 – 2021 | **Clerk**<br>Kept lists |\n\n*2014 \\- 2018*\n\n- [x] Rust\n- [ ] Go\n"
    assert [line for line in read_pasted(text).text.split("\n") if line] == [
        *("Jobs", "2019 – 2021  Clerk", "Kept lists", "2014 - 2018", "• Rust", "• Go"),
    ]


def test_a_piece_of_a_page_becomes_lines() -> None:
    source = (
        '<div class="job"><h3>Data\n Scientist</h3><span>2019 &ndash; 2021</span><p>Pellworth &amp; Sons</p>\n<ul>'
        "<li>Cut costs<br>by half</li><li>Kept <b>lists</b></li></ul></div>"
        "<table><tr><td>R</td><td>Rust</td></tr></table>"
    )
    assert is_page(source)
    assert from_page(source).split("\n") == [
        *("Data Scientist", "2019 – 2021", "Pellworth & Sons", "• Cut costs", "by half", "• Kept lists", "R  Rust"),
    ]
    assert not is_page("I use <b> and <p> and write a < b > c in my </p> papers.")
