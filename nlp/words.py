"""The plain words of a text, and sums of weights over those it says: linear models kept as readable files."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

_TOKEN = re.compile(r"[a-z][a-z0-9+#/'-]*[a-z0-9+#]|[a-z]|[,;:.&()]")

Token = tuple[str, int]
"""A word or a mark of punctuation and where it starts."""


def tokens(low: str) -> list[Token]:
    """Words and marks of a lower-case text in their order."""
    return [(m.group(), m.start()) for m in _TOKEN.finditer(low)]


def vocabulary(low: str) -> set[str]:
    """The words and marks that a lower-case text says, each once."""
    return set(_TOKEN.findall(low))


@dataclass(frozen=True, slots=True)
class WordWeights:
    """What each known word says, one number for each of `names`."""

    names: tuple[str, ...]
    intercept: tuple[float, ...]
    weight: Mapping[str, tuple[float, ...]]

    def sums(self, words: Set[str]) -> list[float]:
        """For each name the intercept and the weights of the known words among these, over the root of their number.

        Exact sums: a set's words come in another order each time the program runs.
        """
        known = list(filter(None, map(self.weight.get, words)))
        if not known:
            return list(self.intercept)
        root = math.sqrt(len(known))
        return [
            start + math.fsum(column) / root
            for start, column in zip(self.intercept, zip(*known, strict=True), strict=True)
        ]


def word_weights(path: Path) -> WordWeights:
    """The weights of a file that bench/fitting wrote: `names`, `intercept` and `words`."""
    given = json.loads(path.read_text(encoding="utf-8"))
    words = {word: tuple(values) for word, values in given["words"].items()}
    return WordWeights(tuple(given["names"]), tuple(given["intercept"]), words)
