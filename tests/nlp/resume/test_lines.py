"""Lines of a resume that only its width cut are one line again; a heading beside its text is a heading."""

from __future__ import annotations

import pytest

from nlp.resume.lines import read_lines


def _texts(text: str) -> list[str]:
    return [line.text for line in read_lines(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "University of Tarrow, Porto — B.Ed. Technology, Bachelor of|Education",
        "Saint Aldric School, Porto — Teacher of Robotics and|Programming",
        "Thistledown Foods, Bremen — Apprentice Software|Developer",
        "03.2013 – 05.2016 (3 yrs|3 mos)",
        "Aug 2022 – Jan 2025 (2 yrs 6 mos) Thistledown Foods,|Bremen, Hybrid — Apprentice Software Developer",
        "since Feb 2025 (1 yr 10 mos) Thistledown Foods, Bremen|— Junior Data Engineer",
    ],
)
def test_a_head_cut_by_its_column_is_one_line(whole: str) -> None:
    text = "EXPERIENCE\n" + whole.replace("|", "\n") + "\n2011 – 2015\nBuilt pumps for ships.\nSKILLS\nRust\n"
    assert whole.replace("|", " ") in _texts(text)


@pytest.mark.parametrize("heading", ["Education", "Experience", "Skills"])
def test_a_heading_after_a_whole_line_stays_one(heading: str) -> None:
    lines = read_lines(f"SUMMARY\nI keep bees and count them.\n{heading}\n2011 – 2015 Beekeeper, Harrowby\n")
    assert (heading, "heading") in [(line.text, line.role) for line in lines]


def test_a_heading_may_stand_beside_its_text() -> None:
    lines = read_lines("PROFILE  I count bees with Python.\nSKILLS  Python, Rust\n")
    assert [(line.text, line.section, line.role) for line in lines] == [
        ("PROFILE", "summary", "heading"),
        ("I count bees with Python.", "summary", "text"),
        ("SKILLS", "skills", "heading"),
        ("Python, Rust", "skills", "text"),
    ]


def test_two_headings_on_one_line_are_no_heading_and_its_text() -> None:
    assert _texts("EDUCATION  EXPERIENCE\n2011  2015\n")[0] == "EDUCATION  EXPERIENCE"


def test_a_bracket_holds_no_line_but_the_dates_of_a_head_in_two() -> None:
    lines = read_lines("EDUCATION\n2023–2026  BSc (Hons) Computer Science, University of Tarrow.\n")
    assert [line.text for line in lines][1:] == ["2023–2026  BSc (Hons) Computer Science, University of Tarrow."]


@pytest.mark.parametrize(
    "heading", ["2. Work experience", "II. Work experience", "ExperienceExperience", "B) Experience"]
)
def test_numbers_and_a_second_copy_hide_no_heading(heading: str) -> None:
    lines = read_lines(f"{heading}\nEngineer, Pellworth, 2019 – 2021\n")
    assert [(line.section, line.role) for line in lines] == [("experience", "heading"), ("experience", "entry")]


def test_what_a_page_puts_between_the_lines_is_not_read() -> None:
    text = "EXPERIENCE\nPellworth logo\nEngineer\nPage 1 of 2\n2019 – 2021\n…see more\n12 endorsements\n"
    assert _texts(text) == ["EXPERIENCE", "Engineer", "2019 – 2021"]


def test_lines_that_a_page_says_twice_are_read_once() -> None:
    said = ["Engineer", "Pellworth", "2019 – 2021", "Clerk", "Harrow", "2015 – 2019", "Rust"]
    assert _texts("EXPERIENCE\n" + "".join(f"{line}\n{line}\n" for line in said)) == ["EXPERIENCE", *said]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Academic\nbackground\n2011 – 2015 BSc Physics, Harrowby", "Academic background"),
        ("EDUCATION\n2010 – 2012: Master of Arts, Harrowby\nUniversity\nThesis: moths", None),
        (
            "EXPERIENCE\n01.2025 – heute (1 yr 11\nmos)\nSenior Data Scientist, Larkspur Health\nShip a triage model.",
            None,
        ),
    ],
)
def test_what_a_narrow_column_cuts_is_whole(text: str, whole: str | None) -> None:
    lines = _texts(text)
    assert whole is None or whole in lines
    assert "University" not in lines
    assert not any("Health Ship" in line for line in lines)
