"""Lists of regular expressions kept as data, searched fast: Aho-Corasick first asks whether any could match at all.

Most statements hold no cue of a list, and one pass over the statement says so about sixty expressions at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import ahocorasick

from nlp.taxonomy import FOLDER


class Cues:
    """The alternation of a list of expressions over lower-case text."""

    def __init__(self, expressions: Sequence[str]) -> None:
        # An empty list matches nothing.
        self.pattern = re.compile("|".join(f"(?:{e})" for e in expressions) or r"(?!)", re.MULTILINE)
        literals = [needed_literal(e) for e in expressions]
        self._automaton = ahocorasick.Automaton() if literals and all(literals) else None
        if self._automaton is not None:
            for literal in literals:
                self._automaton.add_word(literal, literal)
            self._automaton.make_automaton()

    def may_match(self, low: str) -> bool:
        """False only where no expression can match."""
        return self._automaton is None or next(self._automaton.iter(low), None) is not None

    def search(self, low: str) -> re.Match[str] | None:
        """The first match anywhere."""
        return self.pattern.search(low) if self.may_match(low) else None

    def match(self, low: str) -> re.Match[str] | None:
        """The match at the start."""
        return self.pattern.match(low) if self.may_match(low) else None

    def finditer(self, low: str) -> list[re.Match[str]]:
        """All matches."""
        return list(self.pattern.finditer(low)) if self.may_match(low) else []


@cache
def cues(file: str, *path: str) -> Cues:
    """The expressions at `path` in a TOML file of the taxonomy, e.g. `cues("cues.toml", "need", "preferred")`."""
    found: Any = facts(file)
    for key in path:
        found = found[key]
    return Cues(found)


@cache
def facts(file: str) -> Mapping[str, Any]:
    """A TOML file of the taxonomy's folder."""
    return tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))


def needed_literal(expression: str) -> str:
    """The longest run of letters that every match of an expression holds; empty where there is none to be sure of."""
    runs, run, depth, i = [], "", 0, 0
    while i < len(expression):
        char = expression[i]
        plain = ""
        if char == "\\":
            i += 1
            plain = "" if expression[i].isalnum() else expression[i]
        elif char == "[":
            i = expression.index("]", i + 2)
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "|" and depth == 0:
            return ""
        elif char == "{":
            i = expression.index("}", i)
        elif char not in ".?*+^$|":
            plain = char
        following = expression[i + 1 : i + 2]
        if plain and depth == 0 and following not in ("?", "*", "{"):
            run += plain
        else:
            runs.append(run)
            run = ""
        if plain and following == "+":
            runs.append(run)
            run = ""
        i += 1
    return max([*runs, run], key=len)
