"""Heads of entries that a column cuts in two: what of two lines belongs together because of dates, brackets, titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.resume.career.dates import holds_range, parts_in, starts_with_date, without_dates, years_in
from nlp.resume.career.work import title_of
from nlp.resume.headings import heading_section

LONGEST_HEAD = 18
"""Words of a line that may head an entry."""
_CELLS = re.compile(r"\s[|·•—–-]\s")
_BULLET = re.compile(r"\s*[•●▪◦*>–—-]\s")
_MARKS = re.compile(r"[\d,;:.|/()&@•·]")
_FAR = 2100 * 12
"""A month after every date."""
_REACH = 40
"""Letters in which a bracket closes."""
_FEW = 2
"""Words that a narrow column leaves for the next line."""
_NARROWEST = 30
"""Letters of a line that a column may have cut."""


def is_dated(line: str) -> bool:
    """Whether a line that is no sentence holds a range of dates."""
    return len(line.split()) < LONGEST_HEAD and not line.endswith(".") and holds_range(line)


def is_lone_date(line: str) -> bool:
    """Whether a line says one date and nothing else: no begin or no end of a job."""
    is_one = bool(years_in(line)) and not holds_range(line) and starts_with_date(line) and not parts_in(line, _FAR)
    return is_one and is_bare(line)


def is_bare(line: str) -> bool:
    """Whether nothing stands in a line but dates and what sets them apart."""
    return not without_dates(line).strip(" ()|·,.–—-")


def parts_bracket(last: str, body: str) -> bool:
    """Whether two lines part what stands in one pair of brackets: «2021 – today (3 yrs⏎2 mos)»."""
    until = body[:_REACH].partition(")")
    is_open = last.rfind("(") > last.rfind(")") and len(last) - last.rfind("(") < _REACH
    return is_open and bool(until[1]) and "(" not in until[0] and _BULLET.match(body) is None


def parts_dated_head(last: str, body: str) -> bool:
    """Whether a dated head goes on with a sign between its parts: «2019 – 2021 Pellworth,⏎Oslo — Data Scientist»."""
    if len(last.split()) > LONGEST_HEAD or not is_dated(last) or is_dated(body) or body.endswith("."):
        return False
    if body[:2] in ("— ", "– ", "| ", "· "):
        return title_of([last]) is None and title_of([body[2:]]) is not None
    return last.endswith(",") and _CELLS.search(body) is not None and _BULLET.match(body) is None


def parts_cell(last: str, body: str, below: Sequence[str]) -> bool:
    """Whether the last words of a head go over two lines, its dates below: «Pellworth, Oslo — Data⏎Scientist⏎2019»."""
    if len(last) < _NARROWEST or _CELLS.search(last) is None or len(body.split()) > _FEW:
        return False
    is_plain = (
        body[0].isupper()
        and not _MARKS.search(body)
        and last[-1].isalpha()
        and not years_in(last)
        and not holds_range(last)
    )
    return is_plain and heading_section(body) is None and any(is_dated(line.strip()) for line in below)
