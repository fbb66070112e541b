"""Lists of regular expressions kept as data, searched fast: Aho-Corasick first asks which of them could match at all.

Most statements hold no cue of a list, and one pass over the statement says so about hundreds of expressions at once;
only those that it leaves are compiled and tried.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, cast

import ahocorasick

from nlp.expressions import Expression, Needs, expression, expressions
from nlp.kept import kept_facts

_HERE = Path(__file__).parent
_END = sys.maxsize
_LEVELS = 2
"""Lists of what an expression needs that are asked for; more would be told of more often than they spare a try."""
_SELECTIONS = 256
"""Selections of a list's expressions that are kept compiled; a text leaves one or two of them."""
_LOOKS = 4096
"""Texts of which is kept what the lists together could find there; boards say the same lines again and again."""
_TOGETHER: frozenset[tuple[str, ...]] = frozenset(
    (*table, name)
    for table, names in {
        ("cues.toml", "section"): ("eeo", "applying", "asking", "addressing", "line_not_asked", "line_preferred"),
        ("cues.toml", "need"): (
            *("preferred", "required", "not_required", "unneeded"),
            *("liked", "others", "declined_signs"),
        ),
        ("cues.toml", "spoken_for"): ("job_noun", "team_list", "together"),
        ("cues.toml", "group"): ("opens_choices",),
        ("posting/surroundings.toml", "page"): ("footer",),
        ("posting/surroundings.toml", "product"): ("powers",),
        ("posting/surroundings.toml", "companies"): ("after", "worked"),
        ("posting/profile.toml", "workplace"): ("hint",),
        ("posting/profile.toml", "employment"): ("hint",),
        ("posting/relevance/relevance.toml", "title"): (
            *("role", "field", "engineering"),
            *("other_work", "data_work", "insight"),
        ),
        ("posting/relevance/relevance.toml", "duties"): ("build", "analytics", "customer", "people"),
    }.items()
    for name in names
)
"""The lists that are asked of nearly every statement or title of a posting, one after the other."""


class Sieve:
    """Tells which of some expressions could match a text, by the runs of letters that they need."""

    def __init__(self, needs: Iterable[Needs]) -> None:
        # A single letter stands nearly everywhere, so it tells nothing.
        sure = [[runs for runs in one if min(map(len, runs)) > 1][:_LEVELS] for one in needs]
        self._size = len(sure)
        self._all = (1 << self._size) - 1
        self._unasked = 0
        """The bits of the lists that expressions do not have; by levels, `_size` bits each."""
        bits: dict[str, int] = {}
        for i, one in enumerate(sure):
            for level in range(_LEVELS):
                bit = 1 << (i + level * self._size)
                if level >= len(one):
                    self._unasked |= bit
                for run in one[level] if level < len(one) else ():
                    bits[run] = bits.get(run, 0) | bit
        automaton = ahocorasick.Automaton()
        for run, held in bits.items():
            automaton.add_word(run, held)
        if bits:
            automaton.make_automaton()
        self._automaton = automaton if bits else None

    def possible(self, text: str) -> int:
        """The expressions that could match, a bit each, the first one's the lowest."""
        held = self._unasked
        if self._automaton is not None:
            for _, bits in self._automaton.iter(text):
                held |= bits
        return held & held >> self._size & self._all


Look = Callable[[str], int]
"""The expressions that could match a text, as a `Sieve` gives them."""


class Cues:
    """The alternation of a list of expressions over lower-case text, asked as a compiled one is."""

    def __init__(self, given: Iterable[str | Expression]) -> None:
        self._expressions = tuple(one if isinstance(one, Expression) else expression(one) for one in given)
        self._mine = (1 << len(self._expressions)) - 1
        """Which bits of `_look` are this list's; the lowest of them is `_first`."""
        self._first = 0
        self._single: dict[int, re.Pattern[str]] = {}

    @cached_property
    def _look(self) -> Look:
        """What could match in a text, of this list and of those that it is looked at together with."""
        return Sieve(one.needs for one in self._expressions).possible

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All expressions as one; an empty list matches nothing."""
        return re.compile("|".join(f"(?:{one.pattern})" for one in self._expressions) or r"(?!)", re.MULTILINE)

    def may_match(self, low: str) -> bool:
        """False only where no expression can match."""
        return self._look(low) & self._mine != 0

    def search(self, low: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """The first match anywhere."""
        if not (possible := self._look(low) & self._mine):
            return None
        found = None
        for pattern in self._chosen(possible):
            match = pattern.search(low, start, end)
            if match is not None and (found is None or match.start() < found.start()):
                found = match
        return found

    def match(self, low: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """The match at the start."""
        if not (possible := self._look(low) & self._mine):
            return None
        for pattern in self._chosen(possible):
            if (match := pattern.match(low, start, end)) is not None:
                return match
        return None

    def finditer(self, low: str, start: int = 0, end: int = _END) -> list[re.Match[str]]:
        """All matches, none overlapping: the first behind the one before; of two at a place the one listed first."""
        if not (possible := self._look(low) & self._mine):
            return []
        found = []
        for match in one_by_one(self._chosen(possible), low, start, end):
            if match.start() == match.end():  # `re` itself says how to go on
                return list(self.pattern.finditer(low, start, end))
            found.append(match)
        return found

    def sub(self, replacement: str, low: str) -> str:
        """The text with this in the place of each match."""
        pieces: list[str] = []
        at = 0
        for match in self.finditer(low):
            pieces += (low[at : match.start()], replacement)
            at = match.end()
        return "".join([*pieces, low[at:]]) if pieces else low

    @cached_property
    def _chosen(self) -> Callable[[int], Sequence[re.Pattern[str]]]:
        """The expressions of some bits, compiled, in their order."""
        return lru_cache(maxsize=_SELECTIONS)(lambda bits: [self._one(i - self._first) for i in ones(bits)])

    def _ask(self, look: Look, first: int) -> None:
        """Has a look tell what could match, in which this list's bits begin with the `first`."""
        self._look, self._first = look, first
        self._mine = ((1 << len(self._expressions)) - 1) << first
        self.__dict__.pop("_chosen", None)  # it was kept by the bits of before

    def _one(self, i: int) -> re.Pattern[str]:
        if (known := self._single.get(i)) is None:
            known = self._single[i] = self._expressions[i].compiled()
        return known


def ones(bits: int) -> list[int]:
    """Which bits are set, the lowest first."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found


def one_by_one(
    patterns: Sequence[re.Pattern[str]], text: str, start: int = 0, end: int = _END
) -> Iterator[re.Match[str]]:
    """All matches of the alternation of patterns, of which none matches nothing: the first place wins, and there the
    first pattern."""
    ahead = [(pattern, pattern.search(text, start, end)) for pattern in patterns]
    while (best := _first(match for _, match in ahead)) is not None:
        yield best
        at = best.end()
        ahead = [
            (pattern, match if match.start() >= at else pattern.search(text, at, end))
            for pattern, match in ahead
            if match is not None
        ]


def _first(found: Iterable[re.Match[str] | None]) -> re.Match[str] | None:
    """Of matches the one that begins first; of several that begin at once the first given."""
    return min((match for match in found if match is not None), key=_begin, default=None)


_begin: Callable[[re.Match[str]], int] = re.Match.start


def together(lists: Collection[Cues]) -> Look:
    """Lets one look at a text tell for all of these lists what of them could match there, and gives that look."""
    look = lru_cache(maxsize=_LOOKS)(Sieve(each.needs for one in lists for each in one._expressions).possible)
    first = 0
    for one in lists:
        one._ask(look, first)
        first += len(one._expressions)
    return look


@cache
def cues(file: str, *path: str) -> Cues:
    """The expressions at `path` in a TOML file of this room, e.g. `cues("cues.toml", "need", "preferred")`."""
    return _lists_together()[file, *path] if (file, *path) in _TOGETHER else Cues(_at(file, *path))


@cache
def _lists_together() -> Mapping[tuple[str, ...], Cues]:
    paths = {"/".join(path): path for path in sorted(_TOGETHER)}
    files = sorted({path[0] for path in _TOGETHER})
    needed = expressions(
        "cues",
        [Path(__file__).read_bytes(), *((_HERE / file).read_bytes() for file in files)],
        lambda: {name: _at(*path) for name, path in paths.items()},
    )
    found = {path: Cues(needed[name]) for name, path in paths.items()}
    together(found.values())
    return found


def _at(file: str, *path: str) -> Sequence[str]:
    found: Any = facts(file)
    for key in path:
        found = found[key]
    return cast(Sequence[str], found)


@cache
def facts(file: str) -> Mapping[str, Any]:
    """A TOML file of this room by its path in it, e.g. `posting/pay.toml`."""
    return kept_facts(_HERE / file)
