"""Where a statement stands by its own words: a linear model over words, and the best path over a posting's statements.

The weights (`section_weights.json`) are numbers that `bench/fitting/sections.py` learns from lines under clear
headings of real postings; docs/section_model.md is their card. Used where headings are missing, odd, or left behind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.placed import SECTIONS, Section
from nlp.text import Statement

Array = NDArray[np.float64]
WEIGHTS = Path(__file__).with_name("section_weights.json")
_WORD = re.compile(r"[a-z][a-z'+#-]*|\d+")
_NO_WORD = "^@"
"""What the features begin with that are no words of their own."""
_MOST_WORDS = 80
"""A longer statement is judged by its first words."""


@dataclass(frozen=True)
class SectionModel:
    """Weights of features, one row a feature and one column a section, and of steps from a section to the next."""

    rows: dict[str, int]
    weights: Array
    bias: Array
    steps: Array
    """Log-probability of each section (column) after each section (row)."""

    def emissions(self, statements: Sequence[Statement]) -> Array:
        """Log-probabilities, shape (statements, sections)."""
        if not statements:
            return np.zeros((0, len(SECTIONS)))
        last = max(1, len(statements) - 1)
        indices: list[int] = []
        ends: list[int] = []
        for i, statement in enumerate(statements):
            indices += self.rows_of(statement, i / last)
            ends.append(len(indices))
        # Each statement has its place, length and bullet features, so no slice is empty.
        scores = np.add.reduceat(self.weights[indices], [0, *ends[:-1]], axis=0)
        scores += self.bias
        top = scores.max(axis=1, keepdims=True)
        normed: Array = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
        return normed

    def rows_of(self, statement: Statement, position: float) -> list[int]:
        """The rows of what `features` names, in its order."""
        words = _words(statement)
        row, pair = self.rows.get, self._pairs.get
        found = dict.fromkeys(map(row, words))
        found.update(dict.fromkeys(map(pair, pairwise(words))))
        found.pop(None, None)
        others = map(row, _features_of_place(statement, position, words))
        return [*found, *(known for known in others if known is not None)]  # type: ignore[list-item]

    @cached_property
    def _pairs(self) -> dict[tuple[str, str], int]:
        """Two words in a row → row of their pair."""
        return {
            (first, second): row
            for name, row in self.rows.items()
            for first, blank, second in (name.partition(" "),)
            if blank and first[0] not in _NO_WORD
        }


def features(statement: Statement, position: float) -> list[str]:
    """What the model sees of a statement at `position` (0 first, 1 last) of its posting; each feature once."""
    words = _words(statement)
    found = dict.fromkeys(words)
    found.update(dict.fromkeys(f"{a} {b}" for a, b in pairwise(words)))
    return [*found, *_features_of_place(statement, position, words)]


def _words(statement: Statement) -> list[str]:
    return ["0" if w[0].isdigit() else w for w in _WORD.findall(statement.low)[:_MOST_WORDS]]


def _features_of_place(statement: Statement, position: float, words: Sequence[str]) -> list[str]:
    return [
        "^" + " ".join(words[:1]),
        "^" + " ".join(words[:2]),
        f"@{int(position * 9.99)}",
        f"len{min(6, len(words) // 4)}",
        "bullet" if statement.is_bullet else "line",
    ]


def best_path(emissions: Array, steps: Array, starts: Sequence[bool]) -> list[Section]:
    """The likeliest sections of consecutive statements (Viterbi); where `starts` is true the chain begins anew."""
    if not len(emissions):
        return []
    score = emissions[0]
    back = np.zeros(emissions.shape, dtype=np.int64)
    for i in range(1, len(emissions)):
        reach = score[:, None] + (0.0 if starts[i] else steps)
        back[i] = reach.argmax(axis=0)
        score = np.maximum.reduce(reach) + emissions[i]
    path = [int(score.argmax())]
    for i in range(len(emissions) - 1, 0, -1):
        path.append(int(back[i][path[-1]]))
    return [SECTIONS[s] for s in reversed(path)]


@cache
def shipped() -> SectionModel:
    """The model that ships with the project."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    names = list(data["features"])
    return SectionModel(
        {name: i for i, name in enumerate(names)},
        np.array([data["features"][name] for name in names]) / 10,
        np.array(data["bias"]),
        np.array(data["steps"]),
    )
