"""One grammar of dates: what a person in any of many languages writes reads as the same stretch."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from nlp.cues import facts
from nlp.resume.career.dates import holds_range, month_name, month_of, parted_range, parts_in, spans_in, without_dates

TODAY = month_of(dt.date(2026, 3, 31))


def span(text: str) -> tuple[str, str] | None:
    """First and last month of the one range of a line."""
    found = spans_in(text, TODAY)
    assert len(found) <= 1
    return (month_name(found[0].start), month_name(found[0].end - 1)) if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Sep. 2016 – Mar. 2022",
        "September 2016 through March 2022",
        "Sept 2016-March 2022",
        "Sep '16 – Mar '22",
        "Sep 16 – Mar 22",
        "15.09.2016 – 31.03.2022",
        "9/15/2016 - 3/31/2022",
        "15/09/2016 - 31/03/2022",
        "09/16 – 03/22",
        "09.2016 bis 03.2022",
        "2016.09 ~ 2022.03",
        "2016-09 – 2022-03",
        "2016-09-15 – 2022-03-31",
        "2016年9月 – 2022年3月",
        "(Sep 2016 → Mar 2022)",
        "5 September 2016 - 7 March 2022",
        "September 5th, 2016 to March 7, 2022",
        "von 09/2016 bis 03/2022",
        "septembre 2016 à mars 2022",
        "de septiembre de 2016 a marzo de 2022",
        "settembre 2016 al marzo 2022",
        "september 2016 tot en met maart 2022",
        "setembro de 2016 até março de 2022",
        "wrzesień 2016 – marzec 2022",
        "Sep. 2016 Exp. Mar. 2022",
        "Sep 2016 – expected Mar 2022",
        "IX 2016 – III 2022",
        "Developer, IX.2016 - III.2022",
        "September 2016 – March 2022: Developer",
    ],
)
def test_a_range_reads_the_same_however_it_is_written(text: str) -> None:
    assert span(text) == ("2016-09", "2022-03")


@pytest.mark.parametrize("language", facts("resume/career/dates.toml")["months"])
def test_every_month_of_every_language_with_and_without_accents(language: str) -> None:
    names = facts("resume/career/dates.toml")["months"][language]
    assert len(names) == 12
    for number, forms in enumerate(names, 1):
        for form in forms.split():
            for written in (form, form.title(), f"{form}."):
                assert span(f"{written} 2011 – 12/2015") == (f"2011-{number:02}", "2015-12"), written
    assert span("fevrier 2011 – aout 2015") == ("2011-02", "2015-08")


@pytest.mark.parametrize(
    "text",
    [
        "Apr 2019 – Present", "04/2019 - now", "04/19 – current", "April 2019 to date", "Apr 2019 till date",
        "Since April 2019", "seit 04/2019", "04.2019 bis heute", "depuis avril 2019", "desde abril de 2019",
        "abril 2019 – actualidad", "aprile 2019 – oggi", "apr 2019 – heden", "aprilie 2019 – prezent", "April 2019 –",
        "Apr 2019 – Present (6 yrs 11 mos)", "from April 2019 on", "04/2019 onwards", "Q2 2019 - Present",
    ],
)  # fmt: skip
def test_what_goes_on_ends_today(text: str) -> None:
    assert span(text) == ("2019-04", "2026-03")
    assert spans_in(text, TODAY)[0].is_open


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014 - 15", ("2014-01", "2014-12")),
        ("2019–20", ("2019-01", "2019-12")),
        ("2008-10", ("2008-01", "2009-12")),
        ("2014–17 Engineer", ("2014-01", "2016-12")),
        ("Q1 2017 – Q4 2018", ("2017-01", "2018-12")),
        ("2017 Q2 - 2018 Q1", ("2017-04", "2018-03")),
        ("WS 2014/15 – SS 2016", ("2014-10", "2016-09")),
        ("Juli – Okt. 2019", ("2019-07", "2019-10")),
        ("I – VI 2016", ("2016-01", "2016-06")),
        ("HT 2008 – VT 2013", ("2008-09", "2013-06")),
        ("Autumn term 2017 – spring term 2018", ("2017-09", "2018-05")),
        ("Nov – Feb 2020", ("2019-11", "2020-02")),
        ("May 2016 – 2018", ("2016-05", "2017-12")),
        ("2020 – 2020", ("2020-01", "2020-06")),
    ],
)
def test_short_and_coarse_ranges(text: str, expected: tuple[str, str]) -> None:
    assert span(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Dec 2021 – Jan 2020", "Room 2020 – 2021a", "1820 – 1830", "2019 - 40 DAGs", "from 90/10 to 80/20",
        "19-20 people", "may lead - or march", "born 03.04.1986", "2019-08", "1,100 to 2,020", "set - out",
        "10.5 – 12.5", "summers 2011–13", "Engineer II 2019",
    ],
)  # fmt: skip
def test_what_is_no_range(text: str) -> None:
    assert span(text) is None
    assert not holds_range(text)


def test_a_season_is_a_stretch_by_itself() -> None:
    assert [(month_name(s.start), s.end - s.start) for s in parts_in("Summer 2023", TODAY)] == [("2023-06", 3)]
    assert spans_in("Summer 2017, 2018", TODAY) == []


def test_several_ranges_of_a_line() -> None:
    assert len(spans_in("2012 - 2013, 2015 - 2016 and Jan 2019 – Present", TODAY)) == 3


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Engineer  Mar 2021 –", "Present"),
        ("Developer, Quillfeather  Jul 2015 – Jun", "2018"),
        ("Quillfeather Mill — Nurse  Okt 2018 bis", "Sep 2022"),
        ("Harrowby University, MSc 2018", "– 2022"),
        ("Clerk at Pellworth seit", "Feb 2022"),
        ("Java Developer, Maio de 2006 – Fevereiro de", "2013"),
        ("Java Developer, Maio de 2006 – Fevereiro", "de 2013"),
    ],
)
def test_a_range_over_two_lines_is_seen(above: str, below: str) -> None:
    assert parted_range(above, below)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Engineer  Mar 2021", "Present at the fair"),
        ("Saved the mill in 2019", "– 2020 brought a second mill."),
        ("Engineer  Mar 2021 – May 2022", "2020 – 2021 Nurse"),
        ("Keeper of the mill", "2019 – 2021"),
    ],
)
def test_two_lines_of_one_range_each_are_none(above: str, below: str) -> None:
    assert not parted_range(above, below)


def test_the_rest_of_a_line_keeps_no_date() -> None:
    for dates in ("Mar 2019 – Present", "2019–20", "since 04/2019", "Juli – Okt. 2019", "15.09.2016 – 31.08.2020"):
        assert without_dates(f"Engineer {dates} Oslo").split() == ["Engineer", "Oslo"]


def test_any_text_is_read_in_bounded_time() -> None:
    rng = random.Random(4)
    parts = ["2020", " - ", "/", "jan", "'", "20", " ", "q1", ".", "to", "present", "09", "(", ")"]
    for _ in range(200):
        for found in spans_in("".join(rng.choices(parts, k=60)), TODAY):
            assert 1950 * 12 < found.start < found.end <= TODAY
    for text in ("2020 - " * 8_000, "2020" + " " * 50_000, "1/" * 20_000, "jan " * 12_000):
        spans_in(text, TODAY)
