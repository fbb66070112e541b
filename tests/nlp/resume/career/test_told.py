"""Work that no entry dates: a headline that dates the trade, paragraphs that say how long; what is no work is none."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.resume.career.dates import month_of
from nlp.resume.career.roles import roles, titles, total_years, years_by_kind
from nlp.resume.lines import read_lines

_NOW = month_of(dt.date(2026, 11, 30))


def career(text: str) -> tuple[float | None, tuple[str, ...]]:
    found = roles(read_lines(f"Odalys Brandtner{text}\n"), _NOW)
    return total_years(found), titles(found)


@pytest.mark.parametrize(
    ("about", "years", "named"),
    [
        (
            "I am an MLOps engineer. For the last four years at a bakery chain I have run its models. "
            "Before that I was a back-end developer for three years.",
            7.0,
            ("MLOps engineer", "back-end developer"),
        ),
        ("Data scientist for six years, nurse for two years before.", 8.0, ("Data scientist", "nurse")),
        ("Eight years as a computer vision engineer at two firms.", 8.0, ("computer vision engineer",)),
        ("I worked as a nurse for nine years. I have kept bees for ten years.", 9.0, ("nurse",)),
        ("I am an ML engineer. I have kept bees for ten years.", None, ()),
        ("I am 31 years old. I studied for three years at university.", None, ()),
        ("I like software that lasts for ten years. Engineer at heart.", None, ()),
    ],
)
def test_a_paragraph_says_how_long_and_as_what(about: str, years: float | None, named: tuple[str, ...]) -> None:
    assert career(f"\n\nABOUT\n{about}") == (years, named)


def test_the_years_of_a_paragraph_are_of_the_kind_that_each_title_names() -> None:
    about = "Nurse by training. I was a software developer for five years. For two years I was a data scientist."
    found = years_by_kind(roles(read_lines(f"Odalys Brandtner\n\nABOUT\n{about}\n"), _NOW))
    assert (found.engineering, found.ml_ai) == (5.0, 2.0)


def test_a_paragraph_adds_nothing_to_dated_entries() -> None:
    entry = "\n\nEXPERIENCE\nData Engineer, Pellworth, 01/2015 – 12/2018"
    assert career(f"\n\nABOUT\nData engineer for twelve years.{entry}") == career(entry)


@pytest.mark.parametrize(
    ("head", "named"),
    [
        ("\nFreelance machine learning consultant since 01/2018", "Freelance machine learning consultant"),
        (" — independent data engineer\nsince 01/2018 — day rate on request", "independent data engineer"),
        ("\nFreelance data scientist | since January 2018 | Oslo", "Freelance data scientist"),
    ],
)
def test_a_headline_dates_the_trade(head: str, named: str) -> None:
    before = "\n\nEXPERIENCE\nBefore: Nurse, Pellworth, 01/2012 – 12/2017"
    assert career(head) == (8.9, (named,))
    assert career(head + before) == (14.9, (named, "Nurse"))


@pytest.mark.parametrize(
    "head",
    ["\nData engineer, living in Oslo since 2012", "\nPython developer | Python since 2012", "\nOslo since 2012"],
)
def test_what_else_a_headline_dates_is_no_work(head: str) -> None:
    entry = "\n\nEXPERIENCE\nDeveloper, Pellworth, 01/2015 – 12/2018"
    assert career(head + entry) == (4.0, ("Developer",))


def test_a_headline_adds_nothing_where_an_entry_goes_on() -> None:
    entry = "\n\nEXPERIENCE\nData Engineer, Pellworth, 01/2020 – today"
    assert career(f"\nData engineer since 2012{entry}") == career(entry)
