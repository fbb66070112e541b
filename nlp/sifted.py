"""Long lists of expressions of which a text needs few: only those are compiled that its letters allow.

A process that reads one resume would else spend more on compiling than on reading. What is found is what the
alternation of all finds.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick

from nlp.compiled import Code, code_of, compiled, made_by
from nlp.cues import all_needed
from nlp.kept import can_keep, kept

_END = sys.maxsize
Expressions = Mapping[str, Sequence["Expression"]]


class Expression(NamedTuple):
    """An expression and the runs of letters of which each of its matches holds one a list (`all_needed`)."""

    pattern: str
    needs: Sequence[Sequence[str]]
    code: Code | None = None
    """Where it was compiled before."""

    def compiled(self) -> re.Pattern[str]:
        """Itself, to be asked."""
        return compiled(self.pattern, self.code)


def expressions(name: str, made_of: Iterable[bytes], make: Callable[[], Mapping[str, Sequence[str]]]) -> Expressions:
    """Lists of expressions by a name with what each needs, kept between two processes (nlp/kept.py)."""
    own = [Path(__file__).with_name(file).read_bytes() for file in ("cues.py", "compiled.py", "sifted.py")]
    found: dict[str, list[Sequence[Any]]] = kept(
        name,
        [made_by(), *own, *made_of],
        lambda: {key: [_worked_out(pattern) for pattern in given] for key, given in make().items()},
    )
    return {key: [Expression(*one) for one in given] for key, given in found.items()}


def _worked_out(pattern: str) -> Expression:
    """Compiled only to be kept: one text needs few of them."""
    return Expression(pattern, all_needed(pattern), code_of(pattern) if can_keep() else None)


class Sieve:
    """Tells which of some expressions could match a text, by the runs of letters that they need."""

    def __init__(self, given: Iterable[Expression]) -> None:
        numbers: dict[str, int] = {}
        self._rest: list[tuple[frozenset[int], ...]] = []
        """Of each expression what it needs beside the most telling."""
        self._always: list[int] = []
        """Expressions that need nothing for sure."""
        self._of: dict[int, list[int]] = {}
        """By a run of letters the expressions of which it is the most telling."""
        for i, expression in enumerate(given):
            needs = [frozenset(numbers.setdefault(run, len(numbers)) for run in one) for one in expression.needs]
            self._rest.append(tuple(needs[1:]))
            if not needs:
                self._always.append(i)
            for run in needs[0] if needs else ():
                self._of.setdefault(run, []).append(i)
        self._automaton = ahocorasick.Automaton()
        for literal, number in numbers.items():
            self._automaton.add_word(literal, number)
        if numbers:
            self._automaton.make_automaton()

    def possible(self, text: str) -> list[int]:
        """The expressions that could match, in their order."""
        if not self._of:
            return self._always
        held = {number for _, number in self._automaton.iter(text)}
        if not held:
            return self._always
        found = {i for number in held for i in self._of.get(number, ()) if _holds_all(held, self._rest[i])}
        return sorted(found.union(self._always))


def _holds_all(held: Collection[int], needs: Iterable[frozenset[int]]) -> bool:
    return not any(need.isdisjoint(held) for need in needs)


class Sifted:
    """The alternation of expressions, asked as a compiled one is."""

    def __init__(self, given: Iterable[Expression]) -> None:
        self._expressions = tuple(given)
        self._compiled: dict[int, re.Pattern[str]] = {}

    @cached_property
    def _sieve(self) -> Sieve:
        return Sieve(self._expressions)

    def search(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """The first match anywhere."""
        return _first(pattern.search(text, start, end) for pattern in self._possible(text))

    def match(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """The match at the start."""
        found = (pattern.match(text, start, end) for pattern in self._possible(text))
        return next((match for match in found if match is not None), None)

    def finditer(self, text: str, start: int = 0, end: int = _END) -> Iterator[re.Match[str]]:
        """All matches, none overlapping."""
        return one_by_one(self._possible(text), text, start, end)

    def _possible(self, text: str) -> list[re.Pattern[str]]:
        return [self._one(i) for i in self._sieve.possible(text)]

    def _one(self, i: int) -> re.Pattern[str]:
        if (known := self._compiled.get(i)) is None:
            known = self._compiled[i] = self._expressions[i].compiled()
        return known


def one_by_one(
    patterns: Sequence[re.Pattern[str]], text: str, start: int = 0, end: int = _END
) -> Iterator[re.Match[str]]:
    """All matches of the alternation of patterns: the first place wins, and there the first pattern."""
    ahead = [(pattern, pattern.search(text, start, end)) for pattern in patterns]
    while (best := _first(match for _, match in ahead)) is not None:
        yield best
        at = max(best.end(), best.start() + 1)
        ahead = [
            (pattern, match if match.start() >= at else pattern.search(text, at, end))
            for pattern, match in ahead
            if match is not None
        ]


def _first(found: Iterable[re.Match[str] | None]) -> re.Match[str] | None:
    """Of matches the one that begins first; of several that begin at once the first given."""
    return min((match for match in found if match is not None), key=_begin, default=None)


_begin: Callable[[re.Match[str]], int] = re.Match.start
