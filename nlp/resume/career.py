"""What a resume says of a career: dated roles, years of professional experience, seniority, highest degree."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.resume.lines import ResumeLine, facts, flat, pattern
from nlp.seniority import seniority_of
from warehouse.models import Degree, Seniority

_DEGREES: tuple[Degree, ...] = ("phd", "master", "bachelor")
_PROFESSIONAL = frozenset({"experience", "header", "summary"})
_EARLIEST = 1950
_LONGEST_HEAD = 4
"""Lines that the head of one entry may take."""


@dataclass(frozen=True, slots=True)
class Span:
    """A dated stretch in months since year 0; `end` is the month after the last one."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DatedRole:
    """A role with its dates."""

    head: str
    """The lines that head it, lower case."""
    title_lines: tuple[str, ...]
    span: Span
    is_professional: bool
    """False for internships, student jobs and volunteering."""


@cache
def _range() -> re.Pattern[str]:
    months = "|".join(facts()["text"]["months"])

    def date(side: int) -> str:
        month = rf"(?:(?P<m{side}>{months})[a-z]*\.?,?\s*(?:of\s+)?)?(?:(?P<n{side}>\d{{1,2}})\s?[/.]\s?)?"
        year = rf"'?(?P<y{side}>(?:19|20)\d\d|(?<=')\d\d)(?:[-/.](?P<i{side}>\d\d)(?:[-/.]\d\d)?)?(?!\d)"
        return month + year

    now = r"(?P<now>present|current(?:ly)?|now|today|ongoing|to date|date|heute|actual|présent|presente)"
    half = rf"(?P<m3>{months})[a-z]*\.?"
    return re.compile(
        rf"\b(?:{date(1)}|{half})\s*(?:-|\bto\b|\buntil\b|\btill\b|→)\s*(?:{date(2)}|{now})\b"
        rf"|\b(?P<since>since|from)\s+{date(4)}(?!\s*(?:-|to\b))"
    )


def spans_in(text: str, today: int) -> list[Span]:
    """The date ranges of a line; «present» is `today` (months since year 0). What runs backwards is no range."""
    found = []
    for m in _range().finditer(flat(text)):
        if m["since"]:
            start, end = _month(m, 4, 1), today
        else:
            end = today if m["now"] else _month(m, 2, 1) + (1 if _has_month(m, 2) else 0)
            if m["m3"]:
                start = (end - 1) // 12 * 12 + facts()["text"]["months"][m["m3"]] - 1
            else:
                start = _month(m, 1, 1 if m["now"] or not _has_month(m, 2) else 7)
            if start == end and not _has_month(m, 1):
                end = start + 6  # «2020 – 2020»: some part of a year
        end = min(end, today)
        if _EARLIEST * 12 < start < end:
            found.append(Span(start, end))
    return found


def month_of(day: dt.date) -> int:
    """Months since year 0 up to and with that day's month."""
    return day.year * 12 + day.month


def latest_month(lines: Iterable[ResumeLine]) -> int:
    """The end of the last year that a resume names: what «present» is at least."""
    years = [int(y) for line in lines for y in re.findall(r"\b(?:19|20)\d\d\b", line.text)]
    return max(years, default=0) * 12 + 12


def roles(lines: Sequence[ResumeLine], today: int) -> list[DatedRole]:
    """The dated roles of a resume in its own order; schools, projects and certificates are none."""
    found = []
    for i, line in enumerate(lines):
        if line.section not in _PROFESSIONAL | {"internship", "volunteer"} or line.role == "heading":
            continue
        spans = spans_in(line.text, today)
        if not spans or (line.is_bullet and len(line.text) > 80):
            continue
        head = _head(lines, i, today)
        low = flat("\n".join(head))
        is_own = line.section in _PROFESSIONAL and pattern("experience", "apart").search(low) is None
        found += [DatedRole(low, tuple(head), span, is_own) for span in spans]
    return found


def _head(lines: Sequence[ResumeLine], at: int, today: int) -> list[str]:
    """The lines around a date that head the same entry."""

    def belongs(line: ResumeLine) -> bool:
        return line.role != "heading" and not line.is_bullet and not line.text.endswith(".")

    first = at
    while first > 0 and at - first < _LONGEST_HEAD - 1 and belongs(lines[first - 1]) and not lines[first].follows_blank:
        if spans_in(lines[first - 1].text, today) or len(lines[first - 1].text.split()) > 14:
            break
        first -= 1
    last = at
    while last + 1 < len(lines) and last - at < 2 and belongs(lines[last + 1]) and not lines[last + 1].follows_blank:
        if spans_in(lines[last + 1].text, today) or len(lines[last + 1].text.split()) > 12:
            break
        last += 1
    if last + 2 < len(lines) and last > at and spans_in(lines[last + 1].text, today) and lines[last].role == "entry":
        last -= 1  # that line heads the next entry
    return [line.text for line in lines[first : last + 1]]


def total_years(found: Iterable[DatedRole]) -> float | None:
    """Years of professional experience with overlaps counted once, one decimal; None where no role is dated."""
    spans = sorted((r.span for r in found if r.is_professional), key=lambda s: s.start)
    if not spans:
        return None
    months, reached = 0, 0
    for span in spans:
        months += max(0, span.end - max(span.start, reached))
        reached = max(reached, span.end)
    return round(months / 12, 1)


def stated_years(lines: Iterable[ResumeLine]) -> float | None:
    """«eight years of experience» as the summary says it."""
    for line in lines:
        if line.section in ("header", "summary") and (m := pattern_of_years().search(flat(line.text))):
            text = next(g for g in m.groups() if g)
            return float(text) if text.isdigit() else float(facts()["text"]["numbers"][text])
    return None


@cache
def pattern_of_years() -> re.Pattern[str]:
    """The forms of a stated number of years."""
    forms = facts()["experience"]["stated"]
    return re.compile("|".join(f.replace("?P<n>", f"?P<n{i}>") for i, f in enumerate(forms)))


def seniority(lines: Sequence[ResumeLine], found: Sequence[DatedRole]) -> Seniority | None:
    """The level in the latest professional role's title, else the headline's; `intern` where no other role was held."""
    own = [r for r in found if r.is_professional]
    if not own and any(re.search(r"\bintern(?:ship)?\b", r.head) for r in found):
        return "intern"
    if own:
        latest = max(own, key=lambda r: (r.span.end, r.span.start))
        for title in latest.title_lines:
            if (level := seniority_of(title)) is not None:
                return level
    for line in lines[:4]:
        if line.section == "header" and "@" not in line.text and (level := seniority_of(line.text)) is not None:
            return level
    return None


def highest_degree(lines: Sequence[ResumeLine], today: int) -> Degree | None:
    """The highest degree held; one that is expected or under way is none."""
    own = [x for x in lines if x.section == "education" and x.role != "heading"]
    places = own or [x for x in lines if x.section in ("header", "summary")]
    for degree in _DEGREES:
        for i, line in enumerate(places):
            if pattern("degree", degree).search(flat(line.text)) and not _is_unfinished(places, i, today):
                return degree
    return None


def _is_unfinished(lines: Sequence[ResumeLine], at: int, today: int) -> bool:
    """Whether the entry of a degree says that it is not finished, in its line or the lines up to the next degree."""
    around = [lines[at].text]
    has_date = _years_in(lines[at].text) != []
    for line in lines[at + 1 : at + 3]:
        if line.follows_blank or any(pattern("degree", d).search(flat(line.text)) for d in _DEGREES):
            break
        if has_date and _years_in(line.text):
            break
        around.append(line.text)
        has_date = has_date or _years_in(line.text) != []
    for line in reversed(lines[max(0, at - 3) : at]):
        if has_date:
            break
        around.append(line.text)
        has_date = _years_in(line.text) != []
    low = flat(" ".join(around))
    years = _years_in(low)
    return pattern("degree", "unfinished").search(low) is not None or (bool(years) and max(years) * 12 > today)


def _years_in(text: str) -> list[int]:
    return [int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", text)]


def _has_month(match: re.Match[str], side: int) -> bool:
    return any(match[f"{kind}{side}"] for kind in "mni")


def _month(match: re.Match[str], side: int, otherwise: int) -> int:
    """Months since year 0 before that month (January 2020 = 24240); `otherwise` where only a year is named."""
    year = int(match[f"y{side}"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    if match[f"m{side}"]:
        month = int(facts()["text"]["months"][match[f"m{side}"]])
    else:
        number = match[f"n{side}"] or match[f"i{side}"]
        month = min(12, max(1, int(number))) if number else otherwise
    return year * 12 + month - 1
