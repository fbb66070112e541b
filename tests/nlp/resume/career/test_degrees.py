"""The highest degree that is held: in many countries' words, never one that was left or is under way."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.resume.career.dates import month_of
from nlp.resume.career.degrees import highest_degree
from nlp.resume.lines import read_lines

TODAY = month_of(dt.date(2026, 3, 31))
BELOW = "BSc Mathematics, Harrowby University, 2009 – 2012\n"


def degree(education: str) -> str | None:
    return highest_degree(read_lines(f"Odalys Brandtner\n\nEDUCATION\n{education}\n\nSKILLS\nPython\n"), TODAY)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("BA (Hons) Philosophy, Harrowby, 2015", "bachelor"),
        ("BSN, Harrowby, 2012", "bachelor"),
        ("First degree in Mathematics, Harrowby", "bachelor"),
        ("Engineer's degree, Applied Mathematics, 2014", "bachelor"),
        ("Master of Arts in Teaching, Harrowby, 2014", "master"),
        ("Teaching degree (1. Staatsexamen), 2012", "master"),
        ("Teaching MSc students statistics", None),
        ("B.E. (Computer), 2014", "bachelor"),
        ("S.B. Mathematics, 2015", "bachelor"),
        ("Licence Informatique, Harrowby, 2015", "bachelor"),
        ("Laurea Triennale in Fisica, 2014", "bachelor"),
        ("Master of Education", "master"),
        ("MS Computer Science, 2019", "master"),
        ("MSci Physics, 2019", "master"),
        ("MASc, Mechanical Engineering, 2019", "master"),
        ("M.S.E. Robotics, 2019", "master"),
        ("BASc Mechanical Engineering, 2017", "bachelor"),
        ("M.A. in Linguistics, 2016", "master"),
        ("Dipl.-Inf., 2011", "master"),
        ("mgr inż. informatyki, 2013", "master"),
        ("Laurea Magistrale in Fisica, 2016", "master"),
        ("Civilingenjör, 2012", "master"),
        ("Promotion (Dr. rer. nat.), 2015", "phd"),
        ("Dottorato di ricerca, 2020", "phd"),
        ("PhD, defended 12 May 2023; thesis: what is not counted", "phd"),
        ("Scrum Master certificate", None),
        ("Coursework with MS Excel in Boston, MA", None),
        ("MSc-level module on Bayesian statistics", None),
        ("HND Computing, 2012", None),
        ("Abitur, 2008", None),
    ],
)
def test_what_a_degree_is_called(line: str, expected: str | None) -> None:
    assert degree(line) == expected


UNFINISHED = [
    "in progress", "expected July 2027", "withdrew 2016", "dropped out", "no degree", "not completed", "left for work",
    "stopped after two years", "4 of 12 modules", "year 2 of 3", "thesis pending", "did not graduate",
    "without a degree", "unfinished", "ongoing", "viva pending",
]  # fmt: skip


@pytest.mark.parametrize("remark", UNFINISHED)
@pytest.mark.parametrize(
    "entry",
    [
        "MSc Physics, Pellworth, 2014 – 2016 ({remark})\n",
        "MSc Physics  2014 – 2016\nPellworth University\n{Remark}\n",
        "Pellworth University\nMSc Physics, 2014 – 2016\n• {Remark}\n",
        "2014 – 2016\nMSc Physics\nPellworth University, {remark}\n",
    ],
)
def test_what_is_left_or_under_way_is_not_held_and_says_nothing_of_the_one_below(entry: str, remark: str) -> None:
    lines = entry.format(remark=remark, Remark=remark.capitalize())
    below = {"MSc": BELOW, "Pel": "Harrowby University\nBSc Mathematics, 2009 – 2012\n"}.get(
        lines[:3], "2009 – 2012\nBSc Mathematics\nHarrowby University\n"
    )
    assert degree(lines + below) == "bachelor"
    assert (
        degree(lines.replace(remark, "with honours").replace(remark.capitalize(), "With honours") + below) == "master"
    )


def test_remarks_of_other_items_of_a_list_are_none_of_a_degree() -> None:
    assert degree("• BSc Mathematics, 2009 – 2012\n• Online course on queues: started, not finished") == "bachelor"


def test_a_degree_stands_elsewhere_where_no_education_names_one() -> None:
    text = "Odalys Brandtner\n\nEDUCATION\nHarrowby School, 2008\n\nTRAINING\nLLB Law, Pellworth, 2011–2014\n"
    assert highest_degree(read_lines(text), TODAY) == "bachelor"
    text = "Odalys Brandtner\n\nSUMMARY\nI supervised two MSc students.\n\nEXPERIENCE\nClerk, Pellworth\n2019 – 2021\n"
    assert highest_degree(read_lines(text), TODAY) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("PhD programme in Physics, Harrowby, 2015-2017, left with an MSc (2017)", "master"),
        ("Ph.D. student, Harrowby, 2011 – 2013; exited with the M.Phil.", "master"),
        ("PhD, Geology, Harrowby, place offered 2018, declined", "bachelor"),
        ("MSc Geology, Harrowby, 2018, turned the offer down", "bachelor"),
        ("MSc Geology (year abroad declined), Harrowby, 2016 – 2018", "master"),
        ("PhD, Geology, Harrowby, 2018; left with three papers", "bachelor"),
        ("Master's degree in Geology (EQF level 7), Harrowby, 2018", "master"),
        ("MSc-level module in geology, 2018", "bachelor"),
    ],
)
def test_a_degree_that_was_declined_or_left_for_another(line: str, expected: str) -> None:
    assert degree(f"{line}\n{BELOW}") == expected


def test_a_licence_to_drive_is_no_degree() -> None:
    assert degree("CERTIFICATIONS\nDriving licence, class B (2011)") is None
    assert degree("Licence en mathématiques, Harrowby, 2011") == "bachelor"


def test_a_remark_on_one_degree_is_none_on_the_next() -> None:
    text = (
        "Open University of Tarrow\nMSc Data Science, since 2023\nNow in the second year\nBEng Electronics, 2014 – 2018"
    )
    assert degree(text) == "bachelor"


def test_a_course_under_way_in_another_section_leaves_the_degree_finished() -> None:
    text = (
        "EDUCATION\nMSc Physics, Pellworth, 2014 – 2016\n\n"
        "COURSES\nDeep learning specialisation, in progress\nSecond course: expected March 2027\n"
    )
    assert highest_degree(read_lines(text), 2026 * 12) == "master"
