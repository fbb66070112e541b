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

from dashboard.reports.answer import three_things
from dashboard.reports.letter.fact import Fact
from dashboard.reports.letter.facts import facts_of

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
"""The letter's parts in their order."""
WORDS = 405
"""Words of a letter that leave room for its heading on a page."""
WITH_THE_ONE_BEFORE: Mapping[str, tuple[str, ...]] = {
    "standing": ("goal",),
    "weak": ("strong",),
    "level": ("blocker",),
    "end": ("calendar",),
}
"""Parts that go on with the paragraph of one of these."""


@dataclass(frozen=True, slots=True)
class Template:
    """One sentence with places for facts."""

    id: str
    part: str
    group: str
    """Of one group only the first that fits is said."""
    when: tuple[str, ...]
    text: str
    may_go: int | None = None
    """In which turn it is left out of a letter that is too long; None: never."""
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
            row.get("may_go"),
            bool(row.get("course")),
        )
        for part in PARTS
        for name, row in given[part].items()
    )


def letter(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The letter as paragraphs: `part`, the `head` of the three things to do, and `sentences` with `id`, `text` and
    `rests_on`. Parts that belong together make one paragraph."""
    facts = facts_of(report)
    parts = PARTS if facts["is_course"].value or not facts["no_skill"].value else ("market", "goal")
    said = _fitting({part: list(_part(part, facts)) if part in parts else [] for part in PARTS})
    heads = {thing.part: thing.title for thing in three_things(report)}
    paragraphs: list[dict[str, Any]] = []
    for part in PARTS:
        sentences = said[part]
        if part not in parts or not (sentences or part in heads):
            continue
        if part in WITH_THE_ONE_BEFORE and paragraphs and paragraphs[-1]["part"] in WITH_THE_ONE_BEFORE[part]:
            paragraphs[-1]["sentences"] += sentences
        else:
            paragraphs.append({"part": part, "head": heads.get(part), "sentences": sentences})
    return paragraphs


def _fitting(said: Mapping[str, list[dict[str, Any]]]) -> Mapping[str, list[dict[str, Any]]]:
    """The sentences of each part, without the first that may go as long as there are more words than WORDS."""
    turns = {template.id: template.may_go for template in templates()}
    going = [s["id"] for sentences in said.values() for s in sentences if turns[s["id"]] is not None]
    for name in sorted(going, key=lambda name: turns[name] or 0):
        if sum(len(s["text"].split()) for sentences in said.values() for s in sentences) <= WORDS:
            break
        said = {part: [s for s in sentences if s["id"] != name] for part, sentences in said.items()}
    return said


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
