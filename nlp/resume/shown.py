"""A resume as it was read: section by section, each job with its dates, so that its owner sees what a parser sees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from nlp.resume.career import roles as career
from nlp.resume.career.dates import month_name, month_of
from nlp.resume.headings import section_name
from nlp.resume.lines import ResumeLine, read_lines

_KINDS = {"ml_ai": "ML/AI work", "engineering": "engineering", "other": "other work"}


@dataclass(frozen=True, slots=True)
class ShownSection:
    """One section in the order of the file."""

    heading: str | None
    """As the resume writes it; None where the reader opened the section by itself."""
    read_as: str
    """What the reader takes it for."""
    lines: tuple[str, ...]
    """Its lines, wrapped ones joined, bullets with «•», the head of a job with what was made of its dates."""


def shown(text: str, as_of: dt.date) -> list[ShownSection]:
    """The sections of a resume's text; `as_of` is the day that «present» stands for."""
    lines = read_lines(text)
    notes = _notes(lines, month_of(as_of))
    found: list[tuple[str | None, str, list[str]]] = []
    for i, line in enumerate(lines):
        if line.role == "heading":
            found.append((line.text, line.section, []))
            continue
        if not found or found[-1][1] != line.section:
            found.append((None, line.section, []))
        found[-1][2].append(f"{'• ' if line.is_bullet else ''}{line.text}{notes.get(i, '')}")
    return [ShownSection(heading, section_name(section), tuple(body)) for heading, section, body in found]


def _notes(lines: list[ResumeLine], today: int) -> dict[int, str]:
    """What was made of each dated role, by the line that heads it."""
    notes: dict[int, str] = {}
    for role in career.roles(lines, today):
        begin, end = role.span.start, role.span.end - 1
        # What the resume says by its year alone is shown so: the months that it is counted from are ours.
        since = str(begin // 12) if role.span.starts_in_year else month_name(begin)
        until = "present" if role.span.is_open else str(end // 12) if role.span.ends_in_year else month_name(end)
        kind = _KINDS[role.kind] if role.is_professional else "no years of work"
        years = (role.span.end - role.span.start) / 12
        note = f"{since} to {until}, {years:.1f} years, {kind}"
        at = role.lines.start
        notes[at] = f"{notes[at][:-1]}; {note}]" if at in notes else f"  [{note}]"
    return notes
