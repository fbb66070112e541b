"""Signs of a skill: titles, numbers and nouns that only somebody who has it writes («40 DAGs», «SRE», «drift alerts»).

Which they are is data: `signs.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.kept import Expressions
from nlp.resume.headings import flat
from nlp.resume.lines import ResumeLine
from warehouse.models import Certainty


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign at [start, end) of a statement."""

    skill: str
    certainty: Certainty
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    certain: tuple[str, ...]
    usual: tuple[str, ...]
    where: str | None
    """Where alone it counts: in a `title`, in the `field` of a degree."""


def signs_in(text: str, line: ResumeLine) -> list[Sign]:
    """The signs that a statement gives, each skill as often as it is given."""
    low = flat(text)
    is_title = line.role == "entry" and line.section in ("experience", "internship", "projects")
    is_title = is_title or (line.section in ("header", "summary") and not line.is_bullet)
    places = (None, "title") if is_title else (None,)
    return [sign for rule in _rules() if rule.where in places for sign in _found(rule, low)]


def signs_of_field(text: str) -> list[Sign]:
    """What the field of a degree shows beside its own word: «MSc Computer Science»."""
    low = flat(text)
    return [sign for rule in _rules() if rule.where == "field" for sign in _found(rule, low)]


def known_skills() -> frozenset[str]:
    """Ids of all skills that signs are given of."""
    return frozenset(skill for rule in _rules() for skill in (*rule.certain, *rule.usual))


def _found(rule: _Rule, low: str) -> Iterator[Sign]:
    for m in rule.pattern.finditer(low):
        for skill in rule.certain:
            yield Sign(skill, "certain", m.start(), m.end())
        for skill in rule.usual:
            yield Sign(skill, "usual", m.start(), m.end())


@cache
def _rules() -> tuple[_Rule, ...]:
    content = Path(__file__).with_name("signs.toml").read_bytes()
    given = tomllib.loads(content.decode("utf-8"))["sign"]
    patterns = Expressions(
        "signs",
        [Path(__file__).read_bytes(), content],
        lambda: {str(at): "|".join(f"(?:{p})" for p in row["words"]) for at, row in enumerate(given)},
    )
    return tuple(
        _Rule(
            patterns[str(at)],
            tuple(row.get("certain", ())),
            tuple(row.get("usual", ())),
            row.get("where"),
        )
        for at, row in enumerate(given)
    )
