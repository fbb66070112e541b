"""Signs of a skill: titles, numbers and nouns that only somebody who has it writes («40 DAGs», «SRE», «drift alerts»).

Which they are is data: `signs.toml`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from nlp.cues import Sieve, facts, one_by_one, ones
from nlp.expressions import Expression, expressions
from nlp.resume.headings import flat
from nlp.resume.lines import ResumeLine
from warehouse.models import Certainty

_FILE = "resume/signs.toml"
_CLASS = re.compile(r"<[a-z]+>")
"""A class of words in a pattern."""
_SHORTEST = 5
_PAST = re.compile(r"(?<![\\a-z\[?+*)])[a-z]{3,}(?![a-z?+*{\[\\])")
"""A whole word of a pattern, which may be the past of a verb."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign at [start, end) of a statement."""

    skill: str
    certainty: Certainty
    start: int
    end: int
    is_plain: bool = False
    """Whether other trades use its words as well."""
    is_name: bool = False
    """Whether its words name a thing wherever they stand."""
    is_title: bool = False
    """Whether they say what somebody is."""


@dataclass(frozen=True, slots=True)
class _Rule:
    expressions: Sequence[Expression]
    certain: tuple[str, ...]
    usual: tuple[str, ...]
    where: str | None
    """Where alone it counts: in a `title`, in the `field` of a degree."""
    is_plain: bool
    is_name: bool


def signs_in(text: str, line: ResumeLine) -> list[Sign]:
    """The signs that a statement gives, each skill as often as it is given."""
    low = flat(text)
    is_title = line.role == "entry" and line.section in ("experience", "internship", "projects")
    is_title = is_title or (line.section in ("header", "summary") and not line.is_bullet)
    places = (None, "title") if is_title else (None,)
    return list(_found(low, places))


def signs_of_field(text: str) -> list[Sign]:
    """What the field of a degree shows beside its own word: «MSc Computer Science»."""
    return list(_found(flat(text), ("field",)))


def known_skills() -> frozenset[str]:
    """Ids of all skills that signs are given of."""
    return frozenset(skill for rule in _rules() for skill in (*rule.certain, *rule.usual))


def _found(low: str, places: Collection[str | None]) -> Iterator[Sign]:
    """What the rules that count in these places find, one rule after the other."""
    each = _each()
    for number, possible in groupby(ones(_sieve().possible(low)), lambda i: each[i][0]):
        rule = _rules()[number]
        if rule.where not in places:
            continue
        for m in one_by_one([_compiled(i) for i in possible], low):
            end = m.start() + len(m.group().rstrip(" ,"))  # what parts two items of a list belongs to neither
            for skill in rule.certain:
                yield Sign(skill, "certain", m.start(), end, rule.is_plain, rule.is_name, rule.where == "title")
            for skill in rule.usual:
                yield Sign(skill, "usual", m.start(), end, rule.is_plain, rule.is_name, rule.where == "title")


@cache
def _each() -> list[tuple[int, Expression]]:
    """All expressions, each with the number of its rule."""
    return [(number, expression) for number, rule in enumerate(_rules()) for expression in rule.expressions]


@cache
def _sieve() -> Sieve:
    return Sieve(expression.needs for _, expression in _each())


@cache
def _compiled(number: int) -> re.Pattern[str]:
    return _each()[number][1].compiled()


@cache
def _rules() -> tuple[_Rule, ...]:
    given = facts(_FILE)
    written = expressions("signs", [json.dumps(given).encode(), Path(__file__).read_bytes()], lambda: _spelt(given))
    return tuple(
        _Rule(
            written[str(number)],
            tuple(row.get("certain", ())),
            tuple(row.get("usual", ())),
            row.get("where"),
            row.get("plain", False),
            row.get("name", False),
        )
        for number, row in enumerate(given["sign"])
    )


def _spelt(given: Mapping[str, Any]) -> dict[str, list[str]]:
    """The patterns of each rule by its number, written out."""
    return {
        str(number): [_written_out(pattern, given["classes"], given["verbs"]) for pattern in row["words"]]
        for number, row in enumerate(given["sign"])
    }


def _written_out(pattern: str, classes: Mapping[str, Sequence[str]], verbs: Mapping[str, Any]) -> str:
    """A pattern with the words of its classes, and its verbs in every form."""
    whole = _CLASS.sub(lambda m: f"(?:{'|'.join(classes[m.group()[1:-1]])})", pattern)
    return _PAST.sub(lambda m: _in_any_tense(m.group(), verbs["irregular"], verbs["adjectives"]), whole)


def _in_any_tense(past: str, irregular: Mapping[str, str], adjectives: Sequence[str]) -> str:
    """A verb's past as a pattern says it, and its other forms: «trained», «train», «trains», «training»."""
    if past in irregular:
        return f"(?:{past}|{irregular[past]})"
    if past in adjectives or len(past) < _SHORTEST or not past.endswith("ed"):
        return past
    stem = past[:-2]
    if stem[-1] == stem[-2] and stem[-1] in "bdgmnprt":
        return f"(?:{past}|{stem[:-1]}s?|{stem}ing)"  # planned, plans, planning
    if stem[-1] == "i":
        return f"(?:{past}|{stem[:-1]}y|{stem}es|{stem[:-1]}ying)"  # tried, try, tries
    return f"(?:{past}|{stem}e?s?|{stem}ing)"
