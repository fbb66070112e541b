"""The dates and date ranges of a line, in whatever way a resume writes them. One grammar for all of nlp/resume.

A date is a token; two dates with nothing but a dash or a word like «to» between them are a range.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from nlp.cues import facts
from nlp.text import lower, same_length, unaccented

_EARLIEST = 1950
_LONGEST_SHORT_RANGE = 45
"""Years that «1999-04» may span; «2019-99» is none."""
_REACH = 60
"""Letters of a line's end, or begin, that may hold one date."""
_DASH = re.compile(r"\s*[-–—~]")
_YEAR = r"(?:19|20)\d\d"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
"""Months as Eastern Europe writes them: «IX 2019»."""
_FULL_YEAR = re.compile(rf"(?<![\w.]){_YEAR}(?!\w)")


@dataclass(frozen=True, slots=True)
class Span:
    """A dated stretch in months since year 0; `end` is the month after the last one."""

    start: int
    end: int
    is_open: bool = False
    """Whether it goes on."""
    starts_in_year: bool = False
    """Whether its first month is not said, but its year: `start` is then that January."""
    ends_in_year: bool = False
    """Whether its last month is not said, but its year: `end` is then that January."""


@dataclass(frozen=True, slots=True)
class _Date:
    """A date as written: where it stands, its year, and its first and last month where it says so."""

    start: int
    end: int
    year: int | None
    """None for a month alone, as in «Jun – Aug 2023»."""
    first: int | None
    last: int | None
    until: int | None = None
    """The last year of «2019/20», which may as well be a month."""
    is_short: bool = False
    """Written with two digits («09/16»): a date only beside another date."""
    is_part: bool = False
    """A season or a quarter: a stretch by itself."""


def spans_in(text: str, today: int) -> list[Span]:
    """The date ranges of a line; an open end is `today` (months since year 0). What runs backwards is no range."""
    return [found.span for found in _ranges(lower(same_length(text)), today) if found.span is not None]


def parts_in(text: str, today: int) -> list[Span]:
    """The seasons and quarters that a line names by themselves: «Summer 2023»."""
    low = lower(same_length(text))
    found = (_clipped(_at(d.year, d.first), _at(d.year, d.last) + 1, today) for d in _dates(low) if d.is_part)
    return [span for span in found if span is not None]


def holds_range(text: str) -> bool:
    """Whether a line holds a range of dates, whatever the day."""
    return bool(spans_in(text, _at(2100, 1)))


def starts_with_date(text: str) -> bool:
    """Whether a line begins with a date, or with a word for an end that has not come."""
    low = lower(same_length(text))
    dates = _dates(low)
    return bool(dates and dates[0].start == 0) or _grammar().now.match(low) is not None


def parted_range(above: str, below: str) -> bool:
    """Whether a line's end parts a range of dates: «Mar 2021 –⏎Present», «Jul 2015 – Jun⏎2018», «2018⏎– 2022»."""
    low = lower(same_length(f"{above[-_REACH:]} {below[:_REACH]}"))
    at = min(len(above), _REACH)
    found = next((r for r in _ranges(low, _at(2100, 1)) if r.start < at < r.end and r.span is not None), None)
    if found is None or not _is_open(above[-_REACH:]):
        return found is not None and _DASH.match(below) is not None and not low[found.end :].strip(" )|,")
    return True


def _is_open(text: str) -> bool:
    """Whether a line ends within a range: after a dash or a word like it, or after a month that lacks its year."""
    low = lower(same_length(text)).rstrip()
    dates, grammar = _dates(low), _grammar()
    if grammar.since_end.search(low):
        return True
    if not dates:
        return False
    joint = grammar.joint.match(f"{low} ", dates[-1].end)  # «to» is a word
    if joint is not None and joint.end() >= len(low):
        return True
    before = grammar.joint.match(low, dates[-2].end) if len(dates) > 1 else None
    rest = low[dates[-1].end :].strip()
    is_end = before is not None and before.end() == dates[-1].start and (not rest or rest in grammar.of)  # «– May⏎2013»
    return is_end and dates[-1].year is None


def years_in(text: str) -> list[int]:
    """The years that a text names in four digits."""
    return [int(y) for y in _FULL_YEAR.findall(text)]


def without_dates(text: str) -> str:
    """The text with two blanks for each date and range of dates."""
    kept, reached = [], 0
    for found in _ranges(lower(same_length(text)), _at(2100, 1)):
        kept.append(text[reached : found.start])
        reached = found.end
    return "  ".join((*kept, text[reached:]))


def month_of(day: dt.date) -> int:
    """Months since year 0 up to and with that day's month."""
    return day.year * 12 + day.month


def latest_month(texts: Iterable[str]) -> int:
    """The end of the last year that a resume names: what «present» is at least."""
    return max((year for text in texts for year in years_in(text)), default=0) * 12 + 12


def month_name(month: int) -> str:
    """`2023-01` of the months since year 0 before that month."""
    return f"{month // 12}-{month % 12 + 1:02}"


@dataclass(frozen=True, slots=True)
class _Range:
    """A range of dates, or a date by itself, and the place where it stands."""

    start: int
    end: int
    span: Span | None
    """None for what is no stretch of time."""


def _ranges(low: str, today: int) -> Iterator[_Range]:
    """The ranges and single dates of a line in lower case, in order; a month alone is none."""
    dates = _dates(low)
    is_taken = False
    for here, after in pairwise([*dates, None]):
        if here is None or is_taken:
            is_taken = False
            continue
        joint = _grammar().joint.match(low, here.end)
        is_taken = joint is not None and after is not None and after.start == joint.end()
        if is_taken and after is not None:
            span = None if _grammar().is_seasonal(low, here.start) else _between(here, after, today)
            yield _Range(_grammar().since_start(low, here.start), after.end, span)
        elif here.year is not None:
            yield _alone(low, here, joint, today)


def _between(start: _Date, end: _Date, today: int) -> Span | None:
    """The stretch of two dates."""
    if end.year is None or (start.is_short != end.is_short and not (start.first and end.first)):
        return None
    stop = _at(end.year, end.last) + 1 if end.last is not None else _at(end.year, 1)
    if start.year is None:
        year = end.year if (start.first or 1) <= (end.last or 12) else end.year - 1
        return _clipped(_at(year, start.first), stop, today) if end.last is not None else None
    begin = _at(start.year, start.first or 1)
    if end.last is None and start.year == end.year:
        stop += 6  # «2020 – 2020»: some part of a year
    return _clipped(begin, stop, today, by_year=(start.first is None, end.last is None))


def _alone(low: str, here: _Date, joint: re.Match[str] | None, today: int) -> _Range:
    """A date that no other date follows: «2019 – present», «since 2019», «2019–20», a day."""
    grammar = _grammar()
    begin, start = _at(here.year, here.first), grammar.since_start(low, here.start)
    by_year = (here.first is None, False)
    if joint is not None and (now := grammar.now.match(low, joint.end()) or grammar.nothing.match(low, joint.end())):
        return _Range(start, now.end(), _clipped(begin, today, today, is_open=True, by_year=by_year))
    if here.is_short:
        return _Range(here.start, here.end, None)
    onwards = grammar.onwards.match(low, here.end)
    if onwards or (start < here.start and joint is None):
        end = onwards.end() if onwards else here.end
        return _Range(start, end, _clipped(begin, today, today, is_open=True, by_year=by_year))
    if here.until is not None:
        span = _clipped(_at(here.year, 1), _at(here.until, 1), today, by_year=(True, True))
        return _Range(start, here.end, None if grammar.is_seasonal(low, here.start) else span)
    two = grammar.two_digits.match(low, joint.end()) if joint is not None and not here.is_part else None
    until = _later(here.year or 0, int(two[1])) if two else None
    if two is not None and until is not None:
        last = _at(until, 1) if here.last is None else _at(until, here.last) + 1
        span = _clipped(begin, last, today, by_year=(here.first is None, here.last is None))
        return _Range(start, two.end(), None if grammar.is_seasonal(low, here.start) else span)
    return _Range(here.start, here.end, None)


def _clipped(
    start: int, end: int, today: int, *, is_open: bool = False, by_year: tuple[bool, bool] = (False, False)
) -> Span | None:
    """The stretch up to today; `by_year`: whether its start and its end are said by their year alone."""
    starts_in_year, ends_in_year = by_year
    span = Span(start, min(end, today), is_open, starts_in_year, ends_in_year and end <= today)
    return span if _EARLIEST * 12 < start < span.end else None


def _at(year: int | None, month: int | None) -> int:
    """Months since year 0 before that month (January 2020 = 24240)."""
    return (year or 0) * 12 + (month or 1) - 1


def _later(year: int, two_digits: int) -> int | None:
    """The year of «2019–20»'s second half."""
    ahead = (two_digits - year) % 100
    return year + ahead if 0 < ahead <= _LONGEST_SHORT_RANGE else None


def _dates(low: str) -> list[_Date]:
    """The dates of a line in lower case, in order, each at most once."""
    matches = list(_grammar().date.finditer(low))
    is_day_first = _is_day_first(matches)
    return [date for m in matches if (date := _date(m, is_day_first)) is not None]


def _is_day_first(matches: Sequence[re.Match[str]]) -> bool | None:
    """Whether 3/4/2020 is the third of April on this line; None where nothing says so."""
    pairs = [(int(m["a"]), int(m["b"])) for m in matches if m["a"]]
    if any(a > 12 for a, _ in pairs):
        return True
    return False if any(b > 12 for _, b in pairs) else None


def _date(m: re.Match[str], is_day_first: bool | None) -> _Date | None:
    """What one match of the grammar says."""
    if m["name"]:
        month = _grammar().months[m["name"]]
        text = m["named_year"] or m["named_two"]
        if text is None:
            return _Date(m.start(), m.end("name"), None, month, month)
        return _Date(m.start(), m.end(), _year(text), month, month, is_short=m["named_two"] is not None)
    if m["roman"]:
        month = _ROMAN.index(m["roman"]) + 1
        return _Date(m.start(), m.end(), _year(m["roman_year"]) if m["roman_year"] else None, month, month)
    if part := m["part"] or m["part_after"]:
        first, last = _grammar().parts[part]
        return _Date(m.start(), m.end(), int(m["part_year"] or m["year_part"]), first, last, is_part=True)
    if m["year"]:
        return _Date(m.start(), m.end(), _year(m["year"]), None, None)
    return _date_of_numbers(m, is_day_first)


def _date_of_numbers(m: re.Match[str], is_day_first: bool | None) -> _Date | None:
    if m["a"]:
        swaps = is_day_first if is_day_first is not None else m["ab"] != "/"
        return _dated(m, int(m["ab_year"]), int(m["b"] if swaps else m["a"]))
    if m["iso_year"]:
        return _dated(m, int(m["iso_year"]), int(m["iso_month"]))
    if m["month_first"]:
        return _dated(m, _year(m["month_year"]), int(m["month_first"]), is_short=len(m["month_year"]) == 2)
    year, number = int(m["year_first"]), int(m["year_number"])
    until = _later(year, number) if len(m["year_number"]) == 2 else None
    month = number if 1 <= number <= 12 else None
    return _Date(m.start(), m.end(), year, month, month, until) if month or until else None


def _dated(m: re.Match[str], year: int, month: int, *, is_short: bool = False) -> _Date | None:
    return _Date(m.start(), m.end(), year, month, month, is_short=is_short) if 1 <= month <= 12 else None


def _year(digits: str) -> int:
    year = int(digits)
    return year if year >= 100 else year + (2000 if year < 70 else 1900)


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The expressions, made of the words of `dates.toml`."""

    months: Mapping[str, int]
    parts: Mapping[str, tuple[int, int]]
    date: re.Pattern[str]
    joint: re.Pattern[str]
    now: re.Pattern[str]
    nothing: re.Pattern[str]
    since: re.Pattern[str]
    since_end: re.Pattern[str]
    onwards: re.Pattern[str]
    seasons: re.Pattern[str]
    of: frozenset[str]
    """Words between a month and its year."""
    two_digits: re.Pattern[str]

    def since_start(self, low: str, at: int) -> int:
        """Where a «since» right before `at` begins; `at` where there is none."""
        found = self.since.search(low, max(0, at - 20), at)
        return found.start() if found else at

    def is_seasonal(self, low: str, at: int) -> bool:
        """Whether the years that begin at `at` are of some months each: «summers 2011–13»."""
        return self.seasons.search(low, max(0, at - 20), at) is not None


@cache
def _grammar() -> _Grammar:
    found = facts("resume/career/dates.toml")
    months: dict[str, int] = {}
    for names in found["months"].values():
        for number, forms in enumerate(names, 1):
            for form in forms.split():
                months.setdefault(form, number)
                months.setdefault(unaccented(form), number)
    parts = {form: tuple(span) for name, span in found["parts"].items() for form in (name, unaccented(name))}
    words = found["words"]
    of = rf"(?:(?:{_any(words['of'])})\s+)?"
    name = rf"(?P<name>{_any(months)})(?![^\W\d_])\.?"
    named = (
        rf"(?:\d{{1,2}}(?:\.|st|nd|rd|th|er|º)?\s+{of})?{name}"
        rf"(?:,?[\s-]{{0,2}}{of}(?:\d{{1,2}}(?:st|nd|rd|th)?,\s*)?"
        rf"(?:'?(?P<named_year>{_YEAR})|'?(?P<named_two>\d\d))(?![\w%]|[.,:]\d|,?\s{_YEAR}))?"
    )
    part, numeral = _any(parts), _any(_ROMAN)
    numeral_begins = r"(?<![^\W_] )(?<![^\W_]\t)"
    forms = (
        named,
        # A numeral after a word is a grade («Engineer II 2019»): a month begins its part of the line.
        rf"(?:(?<![^\s(\[])|(?<=[-/~|])){numeral_begins}(?P<roman>{numeral})"
        rf"(?:[ ./](?P<roman_year>{_YEAR})|(?=\s?-\s?(?:{numeral})[ ./]{_YEAR}))",
        rf"(?P<part>{part})(?:\s(?:{_any(words['term'])}))?\s?[/-]?\s?(?:of\s)?(?P<part_year>{_YEAR})(?:/\d\d)?",
        rf"(?P<year_part>{_YEAR})[ /-]?(?P<part_after>{part})(?!\s?{_YEAR})",
        rf"(?P<a>\d{{1,2}})(?P<ab>[./-])(?P<b>\d{{1,2}})(?P=ab)(?P<ab_year>{_YEAR})",
        rf"(?P<iso_year>{_YEAR})(?P<iso>[./-])(?P<iso_month>\d{{1,2}})(?P=iso)\d{{1,2}}",
        rf"(?P<month_first>\d{{1,2}})\s?[./-]\s?(?P<month_year>{_YEAR}|(?<=[./])\d\d)",
        rf"(?P<year_first>{_YEAR})(?:\s?[./]\s?|-|年\s?|년\s?)(?P<year_number>\d{{1,2}})(?:月|월)?",
        rf"(?P<year>{_YEAR}|(?<=')\d\d)(?:年|년)?",
    )
    dash = r"(?:-+>?|~|→|〜|～)"
    expected = rf"(?:(?:{_any(words['expected'])})\.?:?\s{{0,3}})"
    to = f"(?:{_any(words['to'])})"
    between = rf"(?:{dash}\s{{0,3}}(?:{to}\s)?{expected}?|{to}\s{{1,3}}{expected}?|{expected})"
    joint = rf"\s{{0,3}}\)?\s{{0,3}}{between}\s{{0,3}}'?"
    return _Grammar(
        months=months,
        parts=parts,
        date=re.compile(rf"(?<![\w.])(?:{'|'.join(forms)})(?![^\W_])"),
        joint=re.compile(joint),
        now=re.compile(rf"(?:{_any(words['now'])})(?![^\W_])"),
        nothing=re.compile(r"[ )|,]*$"),
        since_end=re.compile(rf"(?<![^\W_])(?:{_any(words['since'])})$"),
        since=re.compile(rf"(?<![^\W_])(?:{_any(words['since'])})\s+$"),
        onwards=re.compile(rf"\s*\+|\s+(?:{_any(words['onwards'])})(?![^\W_])(?!\s+\w)"),
        seasons=re.compile(rf"(?<![^\W_])(?:{_any(words['seasons'])})(?:\s+of)?[\s:,]+$"),
        of=frozenset(words["of"]),
        two_digits=re.compile(r"(\d\d)(?=\s*(?:$|[),;:|]|\s\s)|(?<=-\d\d)\s|(?<='\d\d)\s)"),
    )


def _any(words: Iterable[str]) -> str:
    """The alternation of words, the longest first."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))
