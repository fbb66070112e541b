"""Lists of regular expressions kept as data, searched fast: Aho-Corasick first asks which of them could match at all.

Most statements hold no cue of a list, and one pass over the statement says so about sixty expressions at once; only
those that it leaves are compiled and tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, cast

import ahocorasick

from nlp.kept import kept_facts

_HERE = Path(__file__).parent
_GROUP = re.compile(r"\((?:\?(?:[a-z]*:|P<\w+>|(?P<around><?[=!])))?")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_LETTERS = re.compile(r"[^\\()\[\]|.^$?*+{}]+(?![?*+{])")
"""As many as stand for themselves, once each."""
_TIMES = re.compile(r"(?:(?P<any>[?*]|\{0?(?=,)[^}]*\}|\{0\})|\+|\{[^}]*\})?[?+]?")

_FEW, _MOST_KEPT = 3, 32
"""Of how many expressions that could match a pattern is made and kept, and how many such patterns."""


class Cues:
    """The alternation of a list of expressions over lower-case text."""

    def __init__(self, expressions: Sequence[str]) -> None:
        self._expressions = tuple(expressions)
        self._single: dict[int, re.Pattern[str]] = {}
        self._several = lru_cache(maxsize=_MOST_KEPT)(self._joined)
        literals = [needed_literals(e) for e in expressions]
        self._always = tuple(i for i, needed in enumerate(literals) if not needed)
        """Expressions of which no literal is sure."""
        self._automaton = None
        if any(literals):
            of_literal: dict[str, list[int]] = {}
            for i, needed in enumerate(literals):
                for literal in needed:
                    of_literal.setdefault(literal, []).append(i)
            self._automaton = ahocorasick.Automaton()
            for literal, indices in of_literal.items():
                self._automaton.add_word(literal, tuple(indices))
            self._automaton.make_automaton()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All expressions as one; an empty list matches nothing."""
        return self._joined(range(len(self._expressions)))

    def _joined(self, indices: Iterable[int]) -> re.Pattern[str]:
        return _compiled("|".join(f"(?:{self._expressions[i]})" for i in indices) or r"(?!)")

    def may_match(self, low: str) -> bool:
        """False only where no expression can match."""
        if self._always or self._automaton is None:
            return bool(self._always)
        return next(self._automaton.iter(low), None) is not None

    def search(self, low: str) -> re.Match[str] | None:
        """The first match anywhere."""
        found = None
        for i in self._possible(low):
            match = self._one(i).search(low)
            if match is not None and (found is None or match.start() < found.start()):
                found = match
        return found

    def match(self, low: str) -> re.Match[str] | None:
        """The match at the start."""
        return next((found for i in self._possible(low) if (found := self._one(i).match(low))), None)

    def finditer(self, low: str) -> list[re.Match[str]]:
        """All matches, none overlapping."""
        return list(self._any(possible).finditer(low)) if (possible := self._possible(low)) else []

    def sub(self, replacement: str, low: str) -> str:
        """The text with each match replaced."""
        return self._any(possible).sub(replacement, low) if (possible := self._possible(low)) else low

    def _possible(self, low: str) -> Sequence[int]:
        """Which expressions can match, in their order."""
        if self._automaton is None:
            return self._always
        hit = [indices for _, indices in self._automaton.iter(low)]
        return sorted({*self._always, *chain.from_iterable(hit)}) if hit else self._always

    def _any(self, possible: Sequence[int]) -> re.Pattern[str]:
        """These expressions as one; of few, as most lists say little of a text."""
        if len(possible) > _FEW:
            return self.pattern
        return self._one(possible[0]) if len(possible) == 1 else self._several(tuple(possible))

    def _one(self, i: int) -> re.Pattern[str]:
        if (known := self._single.get(i)) is None:
            known = self._single[i] = _compiled(self._expressions[i])
        return known


def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.MULTILINE)


@cache
def cues(file: str, *path: str) -> Cues:
    """The expressions at `path` in a TOML file of this room, e.g. `cues("cues.toml", "need", "preferred")`."""
    found: Any = facts(file)
    for key in path:
        found = found[key]
    return Cues(found)


@cache
def facts(file: str) -> Mapping[str, Any]:
    """A TOML file of this room by its path in it, e.g. `posting/pay.toml`."""
    return kept_facts(_HERE / file)


def needed_literals(expression: str) -> frozenset[str]:
    """Runs of letters of which every match of an expression holds one; empty where there are none to be sure of."""
    found, end = _alternatives(expression, 0)
    return found if end == len(expression) else frozenset()


def all_needed(expression: str) -> list[list[str]]:
    """Lists of runs of letters: every match of an expression holds one of each list. The most telling list stands
    first; of the others those are left out that tell next to nothing, as a single letter does."""
    needs, end = _needs(expression, 0)
    if end < len(expression):  # it has several branches
        needs = [needed_literals(expression)]
    first, *others = sorted(dict.fromkeys(needs), key=_tells, reverse=True)
    return [
        sorted(need) for need in (first, *(other for other in others if min(map(len, other), default=0) > 1)) if need
    ]


def _alternatives(expression: str, i: int) -> tuple[frozenset[str], int]:
    """What the branches from `i` to the end of their group need, and where that end is."""
    branches = []
    while True:
        found, i = _branch(expression, i)
        branches.append(found)
        if expression[i : i + 1] != "|":
            return (frozenset().union(*branches) if all(branches) else frozenset()), i
        i += 1


def _branch(expression: str, i: int) -> tuple[frozenset[str], int]:
    """The most telling of what one branch needs, and where the branch ends."""
    needs, end = _needs(expression, i)
    return max(needs, key=_tells), end


def _needs(expression: str, i: int) -> tuple[list[frozenset[str]], int]:
    """What one branch needs, each a run of letters or one of those that a group in it needs; and where it ends."""
    needs: list[frozenset[str]] = []
    run = ""
    while i < len(expression) and expression[i] not in "|)":
        if letters := _LETTERS.match(expression, i):
            run += letters.group()
            i = letters.end()
            continue
        char, plain, group = expression[i], "", frozenset[str]()
        if char == "(":
            inner = cast(re.Match[str], _GROUP.match(expression, i))
            group, i = _alternatives(expression, inner.end())
            group = frozenset() if inner["around"] else group
        elif char == "[":
            i = cast(re.Match[str], _CLASS.match(expression, i)).end() - 1
        elif char == "\\":
            i += 1
            plain = "" if expression[i].isalnum() else expression[i]
        elif char not in ".^$":
            plain = char
        times = cast(re.Match[str], _TIMES.match(expression, i + 1))
        is_sure = times["any"] is None
        if plain and is_sure:
            run += plain
        if not plain or times.group():
            needs.append(frozenset({run} if run else ()))
            run = ""
        if is_sure:
            needs.append(group)
        i = times.end()
    needs.append(frozenset({run} if run else ()))
    return needs, i


def _tells(literals: frozenset[str]) -> tuple[int, int]:
    return min(map(len, literals), default=0), -len(literals)
