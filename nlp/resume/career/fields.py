"""Entries written as fields: «Role: Data Engineer», «Start date: 03/2021», dates in two cells or on two lines.

The labels go and what they label stays, so that such an entry reads like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from nlp.cues import facts
from nlp.resume.career.dates import holds_range, starts_with_date, without_dates
from nlp.resume.career.work import title_of
from nlp.resume.headings import flat

_FIELD = re.compile(
    r"^\s*(?:[-•*]\s+)?[\"']?(?P<label>[A-Za-z][A-Za-z_ /&]{1,40}?)[\"']?(?P<sign>\s*:\s*|\s{2,}|\t)(?P<value>.*)$"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CELLS = re.compile(r"\s{2,}|\t|\s\|\s")
_BULLET = re.compile(r"^\s*(?:[-•*▪●◦‣]|o(?=\s))\s+")
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "none"})
_ENTRY = frozenset({"title", "employer", "place", "school", "degree", "told"})
_NEAR = 6
"""Lines around a field of dates in which the other fields of its entry stand."""
_LONGEST_DATE = 24
_LONGEST_HEAD = 14
"""Letters of a date, words of the head of an entry."""

_Field = tuple[str, str]
"""The name of a field and its value."""


def without_labels(lines: Sequence[str]) -> list[str]:
    """The lines of a resume with the fields of its entries unlabelled, and begin and end of a range on one line."""
    fields = {at: field for at, line in enumerate(lines) if (field := _field(line)) is not None}
    dated = [at for at, (name, value) in fields.items() if name in ("dates", "start") and _is_dated(value)]
    plain: list[str | None] = list(lines)
    for at in dated:
        name, value = fields[at]
        end = _end_of(fields, at) if name == "start" else None
        plain[at] = value if name == "dates" else f"{value} – {fields[end][1]}" if end else f"since {value}"
        if end is not None:
            plain[end] = None
        for near in _of_entry(fields, lines, at):
            said = fields[near][1]
            plain[near] = None if flat(said) in _NOTHING else said
    return _heads_apart(_on_one_line([line for line in plain if line is not None]))


def _field(line: str) -> _Field | None:
    """The field that a line is."""
    match = _FIELD.match(line) if len(line) < 400 else None
    name = _names().get(" ".join(flat(_CAMEL.sub(" ", match["label"])).replace("_", " ").split())) if match else None
    if match is None or name is None:
        return None
    value = match["value"].strip().rstrip(",").strip("\"' ")
    is_head = ":" not in match["sign"] and any(flat(cell) in _names() for cell in _CELLS.split(value))
    return None if is_head else (name, value)


@cache
def _names() -> Mapping[str, str]:
    return {label: name for name, labels in facts("resume/career/fields.toml").items() for label in labels}


def _is_dated(value: str) -> bool:
    return holds_range(value) or (len(value) <= _LONGEST_DATE and starts_with_date(flat(value)))


def _end_of(fields: Mapping[int, _Field], at: int) -> int | None:
    """The line of the end that belongs to a start."""
    for line in range(at + 1, at + 4):
        if line in fields and fields[line][0] in ("start", "dates"):
            return None
        if line in fields and fields[line][0] == "end":
            return line
    return None


def _of_entry(fields: Mapping[int, _Field], lines: Sequence[str], at: int) -> list[int]:
    """The other fields of the entry that a field of dates stands in: the lines around it that are fields or empty."""
    found: list[int] = []
    for step in (-1, 1):
        line = at + step
        while 0 <= line < len(lines) and abs(line - at) <= _NEAR and (line in fields or not lines[line].strip()):
            if line in fields and fields[line][0] in ("dates", "start"):
                break
            if line in fields and fields[line][0] in _ENTRY:
                found.append(line)
            line += step
    return found


def _on_one_line(lines: Sequence[str]) -> list[str]:
    """«03/2021⏎present» and «03/2021  present  Pellworth» with one range."""
    found: list[str] = []
    for line in lines:
        cells = _CELLS.split(line.strip(), maxsplit=2)
        if len(cells) > 1 and _are_ends(cells[0], cells[1]):
            found.append("  ".join([f"{cells[0]} – {cells[1]}", *cells[2:]]))
        elif found and _are_ends(found[-1], line):
            found[-1] = f"{found[-1].strip()} – {line.strip()}"
        elif found and _is_bare(found[-1]) and _ends_range(found[-1], line):
            found[-1] = f"{found[-1].strip()} {line.strip()}"
        else:
            found.append(line)
    return found


def _are_ends(first: str, last: str) -> bool:
    """Whether two texts are dates and nothing else, the first before the second."""
    return all(_is_bare(text) for text in (first, last)) and holds_range(f"{first.strip()} – {last.strip()}")


def _ends_range(first: str, last: str) -> bool:
    """Whether a text is the end of a range and nothing else, with its sign or word: «to 02/2023» below «03/2021»."""
    whole = f"{first.strip()} {last.strip()}"
    is_short = len(last.strip()) <= _LONGEST_DATE and not holds_range(last)
    return is_short and holds_range(whole) and not without_dates(whole).strip()


def _is_bare(text: str) -> bool:
    """Whether a text is one date, or a word for an end that has not come."""
    bare = text.strip()
    if not 0 < len(bare) <= _LONGEST_DATE or holds_range(bare) or not starts_with_date(bare):
        return False
    return not without_dates(bare).strip() or bare.isalpha()


def _heads_apart(lines: Sequence[str]) -> list[str]:
    """The lines, without the bullet of what stands over its own dates: «- **Engineer, Pellworth**⏎2019 – 2021»."""
    found: list[str] = []
    head: int | None = None  # the place of a bullet that nothing but empty lines followed so far
    for line in lines:
        is_range = head is not None and holds_range(line) and not without_dates(line).strip(" ()|·,–—-")
        if head is not None and is_range and not _BULLET.match(line):
            found[head:] = [_BULLET.sub("", found[head]), line.strip()]
            head = None
            continue
        if line.strip():
            is_title = len(line.split()) <= _LONGEST_HEAD and title_of([_BULLET.sub("", line)]) is not None
            head = len(found) if _BULLET.match(line) and is_title and not line.endswith(".") else None
        found.append(line)
    return found
