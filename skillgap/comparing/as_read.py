"""A resume as it was read, for the terminal: what a parser sees, section by section, before any market is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from dashboard.words import day, percent, word
from nlp.resume.shown import shown
from warehouse.models import ResumeReading, shown_name


def shown_text(path: Path, reading: ResumeReading, text: str, today: dt.date) -> str:
    """The sections of a resume with its confidence, its warnings and what was made of its dates."""
    return "\n".join(_lines(path, reading, text, today))


def _lines(path: Path, reading: ResumeReading, text: str, today: dt.date) -> Iterator[str]:
    yield f"{shown_name(path)}, read with {percent(reading.parse_confidence)} confidence"
    yield from (f"! {warning}" for warning in reading.warnings)
    kinds = reading.years_by_kind
    counted = (("ML/AI", kinds.ml_ai), ("engineering", kinds.engineering), ("other work", kinds.other))
    years = [f"{years:g} of {kind}" for kind, years in counted if years is not None]
    yield f"Name: {reading.name or 'not sure'}. Years: {', '.join(years) or 'no dated job found'}."
    level = word("seniority", reading.seniority) if reading.seniority else "not sure"
    degree = word("degree", reading.degree) if reading.degree else "none found"
    goal = f"«{reading.goal.quote}»" if reading.goal else "none said"
    yield f"Level: {level}. Highest degree held: {degree}. Goal: {goal}."
    if reading.present:
        yield f"«Present» is {day(reading.present)}."
    for section in shown(text, today):
        read_as = section.read_as if section.heading is None else f"{section.heading} ({section.read_as})"
        yield from ("", f"== {read_as}", *section.lines)
