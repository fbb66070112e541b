"""The cues of the tables of this room, compiled, and where the clause that one speaks for ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from nlp.cues import Cues
from nlp.expressions import Expression, expressions
from nlp.kept import kept_facts

_FILES = ("claims.toml", "lacks.toml", "others.toml", "prose.toml")
_WORDS = re.compile(r"<([a-z]+)>")
_LONGEST_LABEL = 60
_LONGEST_BRACKET = 120
_TOPIC = re.compile(r"(?<![^.;:!?(])[^.;:!?(]+:\s?$")
_FULL_STOP = re.compile(r"[.!?](?=\s|$)")

Stretch = tuple[int, int]
"""Of a statement what a cue speaks for: [start, end)."""


@cache
def tables() -> Mapping[str, Any]:
    """All tables of cues by their names."""
    found: dict[str, Any] = {}
    for name in _FILES:
        given = kept_facts(Path(__file__).with_name(name))
        found |= given | {"words": found.get("words", {}) | given.get("words", {})}
    return found


@cache
def cues(table: str, name: str) -> Cues:
    """The alternation of one list of cues, the words of `[words]` in the place of their names."""
    return Cues(_expressions()[f"{table}.{name}"])


@cache
def _expressions() -> Mapping[str, Sequence[Expression]]:
    """All lists of cues by their table and name."""
    made_of = [Path(__file__).read_bytes(), *(Path(__file__).with_name(name).read_bytes() for name in _FILES)]
    return expressions("claims", made_of, _written_out)


def _written_out() -> dict[str, list[str]]:
    return {
        f"{table}.{name}": [_spelt(p) for p in ([given] if isinstance(given, str) else given)]
        for table, lists in tables().items()
        if table != "words"
        for name, given in lists.items()
    }


def _spelt(pattern: str) -> str:
    while (spelt := _WORDS.sub(lambda m: f"(?:{'|'.join(tables()['words'][m[1]])})", pattern)) != pattern:
        pattern = spelt
    return pattern


@cache
def until(name: str) -> re.Pattern[str]:
    """What ends (or starts) a clause."""
    return re.compile(tables()["clause"][name])


def end_of(low: str, at: int, kind: str) -> int:
    """Where the clause that goes on at a place ends: at its own mark, or with the bracket that it stands in."""
    stop = until(kind).search(low, at)
    end = stop.start() if stop else len(low)
    closing = low.find(")", at, end)
    is_inside = closing >= 0 and "(" not in low[at:closing] and "(" in low[max(0, at - _LONGEST_BRACKET) : at]
    return closing if is_inside else end


def topic_of(low: str, at: int) -> int:
    """Where the clause of a cue at its end begins, with the label that it speaks of: «Tracing: run by others»."""
    starts = [m.start() for m in until("start").finditer(low, 0, at)]
    start = starts[-1] if starts else 0
    label = _TOPIC.search(low, max(0, start - _LONGEST_LABEL), start + 1)
    return label.start() if label else start


def sentence_of(low: str, at: int) -> int:
    """Where the sentence that goes on at a place begins."""
    return max((m.end() for m in _FULL_STOP.finditer(low, 0, at)), default=0)


def reached(table: str, low: str, kind: str, *, name: str = "before", with_cue: bool = False) -> list[Stretch]:
    """The stretches that the cues of a table speak for: to the end of the clause, or from its beginning."""
    found = [
        (cue.start() if with_cue else cue.end(), end_of(low, cue.end(), kind))
        for cue in cues(table, name).finditer(low)
    ]
    if name != "before":
        return found
    if "back" in tables()[table]:
        found += [(topic_of(low, cue.start()), cue.end()) for cue in cues(table, "back").finditer(low)]
    if "sentence" in tables()[table]:
        found += [(sentence_of(low, cue.start()), cue.end()) for cue in cues(table, "sentence").finditer(low)]
    return found


def holds(stretches: Sequence[Stretch], start: int, end: int) -> bool:
    """Whether a name at [start, end) begins or ends in one of the stretches."""
    return any(left <= start <= right or left < end <= right for left, right in stretches)
