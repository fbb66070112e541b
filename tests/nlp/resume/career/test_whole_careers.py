"""Years of whole careers: what is true of any of them, however its jobs overlap, are promoted, pause or are ordered."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.resume.career import roles as career
from nlp.resume.career.dates import month_of
from nlp.resume.lines import read_lines

TODAY = month_of(dt.date(2026, 11, 30))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TITLES = {"ml_ai": "Machine Learning Engineer", "engineering": "Software Engineer", "other": "Teacher of biology"}
NOT_WORK = (
    *("Software Engineering Intern", "Machine Learning Intern", "Working student, software", "Apprentice developer"),
    *("Doctoral researcher", "Volunteer web developer", "Teaching assistant", "Trainee software developer"),
)
OFF = ("Sabbatical", "Parental leave", "Career break: care of a parent", "Elternzeit", "Gap year (travelling)")

Job = tuple[str, int, int]
"""A kind of work, its first month and the month after its last."""
spells = st.tuples(st.integers(2004 * 12, TODAY - 13), st.integers(3, 90)).map(
    lambda s: (s[0], min(s[0] + s[1], TODAY))
)
jobs = st.lists(st.tuples(st.sampled_from(sorted(TITLES)), spells).map(lambda j: (j[0], *j[1])), min_size=1, max_size=5)


def month(m: int) -> str:
    return f"{MONTHS[m % 12]} {m // 12}"


def dates(start: int, end: int) -> str:
    return f"{month(start)} – {'Present' if end >= TODAY else month(end - 1)}"


def entry(title: str, start: int, end: int) -> str:
    return f"{title}, Quillfeather House\n{dates(start, end)}\n• Did what was to do.\n\n"


def text(found: list[Job]) -> str:
    return "EXPERIENCE\n" + "".join(entry(TITLES[kind], start, end) for kind, start, end in found)


def years(written: str) -> dict[str, float]:
    read = career.years_by_kind(career.roles(read_lines(written), TODAY))
    return {kind: getattr(read, kind) or 0.0 for kind in TITLES}


def truth(found: list[Job], off: range = range(0)) -> dict[str, float]:
    seen, counted = set(off), {}
    for kind in TITLES:
        months = {m for k, start, end in found if k == kind for m in range(start, end)} - seen
        counted[kind] = round(len(months) / 12, 1)
        seen |= months
    return counted


@settings(max_examples=60, deadline=None)
@given(jobs, st.randoms())
def test_overlaps_count_once_and_order_does_not_matter(found: list[Job], chance: object) -> None:
    assert years(text(found)) == truth(found)
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert years(text(shuffled)) == truth(found)


@settings(max_examples=40, deadline=None)
@given(spells.filter(lambda s: s[1] - s[0] > 6), st.integers(2, 4))
def test_promotions_in_a_house_are_one_stretch(spell: tuple[int, int], steps: int) -> None:
    start, end = spell
    cuts = [start + (end - start) * i // steps for i in range(steps + 1)]
    parts = list(pairwise(cuts))
    levels = ("Junior", "", "Senior", "Staff")[:steps]
    titled = [f"{level} Software Engineer".strip() for level in levels]
    listed = "".join(f"{t}\n{dates(*part)}\n• Did.\n" for t, part in reversed(list(zip(titled, parts, strict=True))))
    alone = years("EXPERIENCE\nQuillfeather House\n\n" + listed)
    over_all = years(f"EXPERIENCE\nQuillfeather House, {dates(start, end)}\n" + listed)
    assert alone == over_all == truth([("engineering", start, end)])


@settings(max_examples=40, deadline=None)
@given(jobs, spells, st.sampled_from(NOT_WORK))
def test_training_study_and_unpaid_help_add_no_year(found: list[Job], spell: tuple[int, int], title: str) -> None:
    assert years(text(found) + entry(title, *spell)) == truth(found)


@settings(max_examples=40, deadline=None)
@given(jobs, spells, st.sampled_from(OFF))
def test_time_off_takes_its_months_from_whatever_it_falls_in(
    found: list[Job], spell: tuple[int, int], name: str
) -> None:
    off = f"{name}\n{dates(*spell)}\n\n"
    assert years(text(found) + off) == truth(found, range(*spell))


@pytest.mark.parametrize("form", ["{job} ({off} {away})", "{job}, on {off} {away}", "{job}; {off}: {away}"])
@pytest.mark.parametrize("off", ["parental leave", "sabbatical", "unpaid leave"])
def test_time_off_told_in_the_line_of_a_job_leaves_the_job(form: str, off: str) -> None:
    line = form.format(job="Software Engineer, Harrow, Jan 2019 – Dec 2022", off=off, away="Jan 2021 – Dec 2021")
    assert years(f"EXPERIENCE\n{line}\n• Built.\n") == {"ml_ai": 0.0, "engineering": 3.0, "other": 0.0}


@pytest.mark.parametrize(
    "head", ["Freelance", "Self-employed", "Freelancing (several clients)", "Independent consulting"]
)
def test_own_work_without_a_title_is_told_by_what_was_done(head: str) -> None:
    written = f"EXPERIENCE\n{head}, Jan 2020 – Dec 2021\n• Built APIs in Django and deployed them with Docker.\n"
    assert years(written) == {"ml_ai": 0.0, "engineering": 2.0, "other": 0.0}
    assert years(written.replace("Built APIs in Django and deployed them with Docker", "Sang"))["other"] == 2.0


@pytest.mark.parametrize("now", ["Present", "present", "today", "now", "current", "to date", "ongoing", "heute"])
def test_the_present_ends_at_the_day_of_reading(now: str) -> None:
    lines = read_lines(f"EXPERIENCE\nSoftware Engineer, Harrow\nJan 2020 – {now}\n• Built.\n")
    for until in (2022, 2024, 2026):
        read = career.years_by_kind(career.roles(lines, month_of(dt.date(until, 12, 31))))
        assert read.engineering == until - 2019
