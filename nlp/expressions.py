"""What a regular expression needs: runs of letters of which every text that it matches holds one.

Most texts lack them, and a search for letters says so about hundreds of expressions at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

from nlp.compiled import Code, code_of, compiled, made_by
from nlp.kept import can_keep, kept

_GROUP = re.compile(r"\((?:\?(?:[a-z]*:|P<\w+>|(?P<around><?[=!])))?")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_LETTERS = re.compile(r"[^\\()\[\]|.^$?*+{}]+(?![?*+{])")
"""As many as stand for themselves, once each."""
_TIMES = re.compile(r"(?:(?P<any>[?*]|\{0?(?=,)[^}]*\}|\{0\})|\+|\{[^}]*\})?[?+]?")

Needs = Sequence[Sequence[str]]
"""Lists of runs of letters of which a text holds one each."""


class Expression(NamedTuple):
    """A regular expression and what it needs (`all_needed`)."""

    pattern: str
    needs: Needs
    code: Code | None = None
    """Where it was compiled before."""

    def compiled(self) -> re.Pattern[str]:
        """Itself, to be asked; `^` and `$` are a line's."""
        return compiled(self.pattern, self.code, re.MULTILINE)


def expression(pattern: str) -> Expression:
    """A regular expression with what it needs."""
    return Expression(pattern, all_needed(pattern))


def expressions(
    name: str, made_of: Iterable[bytes], make: Callable[[], Mapping[str, Sequence[str]]]
) -> Mapping[str, Sequence[Expression]]:
    """Lists of expressions by a name with what each needs, kept between two processes (nlp/kept.py)."""
    own = [Path(__file__).with_name(file).read_bytes() for file in ("expressions.py", "compiled.py")]
    found: dict[str, list[Sequence[Any]]] = kept(
        name,
        [made_by(), *own, *made_of],
        lambda: {key: [_worked_out(pattern) for pattern in given] for key, given in make().items()},
    )
    return {key: [Expression(*one) for one in given] for key, given in found.items()}


def _worked_out(pattern: str) -> Expression:
    """Compiled only to be kept: one text needs few of them."""
    return Expression(pattern, all_needed(pattern), code_of(pattern, re.MULTILINE) if can_keep() else None)


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
