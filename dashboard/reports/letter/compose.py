"""Puts the letter together: of each group of templates the first whose conditions hold and whose facts are known.

The templates are data (sentences.toml) and reviewed as texts. A sentence says nothing that is not a fact of the report;
beside it stands what it rests on: a line of the resume, or a number of jobs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.reports.letter.facts import Fact, facts_of

_PLACE = re.compile(r"\{(\w+)\}")
_CONDITION = re.compile(r"(?P<not>!?)(?P<name>\w+)(?:(?P<sign>>=|<=|==)(?P<value>.+))?")
PARTS = (
    "market",
    "goal",
    "standing",
    "strong",
    "weak",
    "blocker",
    "level",
    "say",
    "learn",
    "project",
    "calendar",
    "end",
)
"""The letter's paragraphs in their order."""


@dataclass(frozen=True, slots=True)
class Template:
    """One sentence with places for facts."""

    id: str
    part: str
    group: str
    """Of one group only the first that fits is said."""
    when: tuple[str, ...]
    text: str
    is_of_course: bool = False
    """Whether it speaks of a course; the others speak to a person."""

    @property
    def names(self) -> tuple[str, ...]:
        """The facts that it tells."""
        return tuple(_PLACE.findall(self.text))


@cache
def templates() -> tuple[Template, ...]:
    """All templates, in the order in which they are tried."""
    given = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))
    return tuple(
        Template(
            f"{part}.{name}",
            part,
            str(row.get("group", name)),
            tuple(row.get("when", ())),
            str(row["text"]),
            bool(row.get("course")),
        )
        for part in PARTS
        for name, row in given[part].items()
    )


def letter(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The letter as paragraphs: `part`, and its `sentences` with `id`, `text` and `rests_on`."""
    facts = facts_of(report)
    paragraphs = []
    for part in PARTS:
        sentences = list(_part(part, facts))
        if sentences:
            paragraphs.append({"part": part, "sentences": sentences})
    return paragraphs


def _part(part: str, facts: Mapping[str, Fact]) -> Sequence[dict[str, Any]]:
    said: set[str] = set()
    found = []
    is_of_course = bool(facts["is_course"].value)
    for template in templates():
        if template.is_of_course != is_of_course and part != "market":
            continue
        if template.part != part or template.group in said or not _fits(template, facts):
            continue
        said.add(template.group)
        found.append(_said(template, {name: facts[name] for name in template.names}))
    return found


def _said(template: Template, told: Mapping[str, Fact]) -> dict[str, Any]:
    text = _PLACE.sub(lambda place: told[place[1]].said, template.text)
    rests_on = list(dict.fromkeys(fact.rests_on for fact in told.values() if fact.rests_on))
    return {"id": template.id, "text": text[0].upper() + text[1:], "rests_on": rests_on}


def _fits(template: Template, facts: Mapping[str, Fact]) -> bool:
    return all(_holds(condition, facts) for condition in template.when) and all(
        name in facts and facts[name].value not in (None, "", ()) for name in template.names
    )


def _holds(condition: str, facts: Mapping[str, Fact]) -> bool:
    """«name», «!name», «name>=3», «name==x»: a fact that is absent is false, and no number reaches it."""
    parsed = _CONDITION.fullmatch(condition)
    if parsed is None:
        raise ValueError(f"{condition!r} is no condition")
    fact = facts.get(parsed["name"])
    value = fact.value if fact is not None else None
    if parsed["sign"] is None:
        return bool(value) != bool(parsed["not"])
    if value is None:
        return False
    if parsed["sign"] == "==":
        return str(value) == parsed["value"]
    return float(value) >= float(parsed["value"]) if parsed["sign"] == ">=" else float(value) <= float(parsed["value"])
