"""Lists of regular expressions kept as data, searched fast: Aho-Corasick first asks which of them could match at all.

Most statements hold no cue of a list, and one pass over the statement says so about sixty expressions at once; only
those that it leaves are compiled and tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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

_LOOKS = 4096
"""Texts of which is kept what the lists together could find there; boards say the same lines again and again."""
_TOGETHER: frozenset[tuple[str, ...]] = frozenset(
    {
        *(("cues.toml", "section", name) for name in ("eeo", "applying", "asking", "addressing")),
        *(("cues.toml", "need", name) for name in ("preferred", "not_required", "unneeded", "declined_signs")),
        *(("cues.toml", "spoken_for", name) for name in ("job_noun", "team_list", "together")),
        *(("posting/surroundings.toml", *path) for path in (("page", "footer"), ("product", "powers"))),
        *(("posting/surroundings.toml", "companies", name) for name in ("after", "worked")),
        *(("posting/profile.toml", kind, "hint") for kind in ("workplace", "employment")),
        *(
            ("posting/relevance/relevance.toml", "duties", name)
            for name in ("build", "analytics", "customer", "people")
        ),
    }
)
"""The lists that are asked of nearly every statement of a posting, one after the other."""


class Cues:
    """The alternation of a list of expressions over lower-case text."""

    def __init__(self, expressions: Sequence[str]) -> None:
        self._expressions = tuple(expressions)
        self._joint: Look | None = None
        self._single: dict[int, re.Pattern[str]] = {}
        literals = [needed_literals(e) for e in expressions]
        self._always = tuple(i for i, needed in enumerate(literals) if not needed)
        """Expressions of which no literal is sure."""
        self._of_literal: dict[str, list[int]] = {}
        """A run of letters → the expressions that may match where it stands."""
        for i, needed in enumerate(literals):
            for literal in needed:
                self._of_literal.setdefault(literal, []).append(i)

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton | None:
        return _automaton((literal, tuple(found)) for literal, found in self._of_literal.items())

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All expressions as one; an empty list matches nothing."""
        return _compiled("|".join(f"(?:{e})" for e in self._expressions) or r"(?!)")

    def may_match(self, low: str) -> bool:
        """False only where no expression can match."""
        if self._joint is not None:
            return bool(self._joint(low).get(self, ()))
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
        """All matches, none overlapping: the first behind the one before; of two at a place the one listed first."""
        ahead = [(i, match) for i in self._possible(low) if (match := self._one(i).search(low))]
        found = []
        while ahead:
            first = min(ahead, key=_place)[1] if len(ahead) > 1 else ahead[0][1]
            found.append(first)
            end = first.end()
            if end == first.start():  # where one may match nothing, `re` itself says how to go on
                return list(self.pattern.finditer(low))
            ahead = [
                (i, later)
                for i, match in ahead
                if (later := match if match.start() >= end else self._one(i).search(low, end))
            ]
        return found

    def sub(self, replacement: str, low: str) -> str:
        """The text with this in the place of each match."""
        pieces: list[str] = []
        at = 0
        for match in self.finditer(low):
            pieces += (low[at : match.start()], replacement)
            at = match.end()
        return "".join([*pieces, low[at:]]) if pieces else low

    def _possible(self, low: str) -> Sequence[int]:
        """Which expressions can match, in their order."""
        if self._joint is not None:
            return sorted(found) if (found := self._joint(low).get(self)) else ()
        if self._automaton is None:
            return self._always
        hit = [indices for _, indices in self._automaton.iter(low)]
        return sorted({*self._always, *chain.from_iterable(hit)}) if hit else self._always

    def _one(self, i: int) -> re.Pattern[str]:
        if (known := self._single.get(i)) is None:
            known = self._single[i] = _compiled(self._expressions[i])
        return known


Look = Callable[[str], Mapping[Cues, Collection[int]]]
"""What may match in a text: of each list of which anything may, the expressions that may."""


def _place(found: tuple[int, re.Match[str]]) -> tuple[int, int]:
    return found[1].start(), found[0]


def together(lists: Collection[Cues]) -> Look:
    """Lets one look at a text tell for each of these lists what of it could match there, and gives that look."""
    of_literal: dict[str, list[tuple[Cues, int]]] = {}
    always = {}
    for one in lists:
        # A single letter stands nearly everywhere; what needs no more is tried at once.
        unsure = {i for literal, found in one._of_literal.items() if len(literal) == 1 for i in found}
        always[one] = sorted(unsure.union(one._always))
        for literal, found in one._of_literal.items():
            if sure := [(one, i) for i in found if i not in unsure]:
                of_literal.setdefault(literal, []).extend(sure)
    automaton = _automaton((literal, tuple(found)) for literal, found in of_literal.items())
    nothing = {one: found for one, found in always.items() if found}

    @lru_cache(maxsize=_LOOKS)
    def look(low: str) -> Mapping[Cues, Collection[int]]:
        hits = [found for _, found in automaton.iter(low)] if automaton is not None else ()
        if not hits:
            return nothing
        possible: dict[Cues, set[int]] = {}
        for one, i in chain.from_iterable(hits):
            if one in possible:
                possible[one].add(i)
            else:
                possible[one] = {i, *always[one]}
        return nothing | possible

    for one in lists:
        one._joint = look
    return look


def _automaton(values: Iterable[tuple[str, object]]) -> ahocorasick.Automaton | None:
    """What finds these texts; None where there are none."""
    found = ahocorasick.Automaton()
    for text, value in values:
        found.add_word(text, value)
    if not len(found):
        return None
    found.make_automaton()
    return found


def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.MULTILINE)


@cache
def cues(file: str, *path: str) -> Cues:
    """The expressions at `path` in a TOML file of this room, e.g. `cues("cues.toml", "need", "preferred")`."""
    return _lists_together()[file, *path] if (file, *path) in _TOGETHER else Cues(_at(file, *path))


@cache
def _lists_together() -> Mapping[tuple[str, ...], Cues]:
    found: dict[tuple[str, ...], Cues] = {path: Cues(_at(*path)) for path in sorted(_TOGETHER)}
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
