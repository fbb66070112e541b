"""Where a statement stands by its own words: a linear model over words, and the best path over a posting's statements.

The weights (`section_weights.json`) are numbers that `bench/fitting/sections.py` learns from lines under clear
headings of real postings; docs/section_model.md is their card. Used where headings are missing, odd, or left behind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.placed import SECTIONS, Section
from nlp.text import Statement

Array = NDArray[np.float64]
WEIGHTS = Path(__file__).with_name("section_weights.json")
_WORD = re.compile(r"[a-z][a-z'+#-]*|\d+")
_DIGIT = re.compile(r"\d")
_NO_WORD = "^@"
"""What the features begin with that are no words of their own."""
_MOST_WORDS = 80
"""A longer statement is judged by its first words."""
_KEPT = 4096
"""Statements of which is kept what they say; boards say the same lines again and again."""


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
        starts: list[int] = []
        for i, statement in enumerate(statements):
            starts.append(len(indices))
            indices += self.rows_of(statement, i / last)
        # Each statement has its place, length and bullet features, so no slice is empty.
        scores = np.add.reduceat(self.weights[indices], starts, axis=0)
        scores += self.bias
        scores -= scores.max(axis=1, keepdims=True)
        normed: Array = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return normed

    def rows_of(self, statement: Statement, position: float) -> list[int]:
        """The rows of what `features` names, in its order."""
        said, line = self._said(statement.low, statement.is_bullet)
        return [*said, *self._places[int(position * 9.99)], *line]

    @cached_property
    def _said(self) -> Callable[[str, bool], tuple[Sequence[int], Sequence[int]]]:
        """The rows of what a statement's words name, and of what its line is; kept of the last ones."""
        return lru_cache(maxsize=_KEPT)(self._rows_said)

    def _rows_said(self, low: str, is_bullet: bool) -> tuple[Sequence[int], Sequence[int]]:
        words = _words(low)
        row, pair = self.rows.get, self._pairs.get
        found = dict.fromkeys(map(row, words))
        found.update(dict.fromkeys(map(pair, pairwise(words))))
        found.pop(None, None)
        openings, line = map(row, _openings(words)), map(row, _line(words, is_bullet=is_bullet))
        said = [*found, *(known for known in openings if known is not None)]
        return said, [known for known in line if known is not None]  # type: ignore[return-value]

    @cached_property
    def _places(self) -> list[list[int]]:
        """The row of each tenth of a posting, where it has one."""
        return [[row] if (row := self.rows.get(_place(tenth))) is not None else [] for tenth in range(10)]

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
    words = _words(statement.low)
    found = dict.fromkeys(words)
    found.update(dict.fromkeys(f"{a} {b}" for a, b in pairwise(words)))
    return [*found, *_openings(words), _place(int(position * 9.99)), *_line(words, is_bullet=statement.is_bullet)]


def _words(low: str) -> list[str]:
    words = _WORD.findall(low)[:_MOST_WORDS]
    return ["0" if w[0].isdigit() else w for w in words] if _DIGIT.search(low) else words


def _openings(words: Sequence[str]) -> list[str]:
    return ["^" + " ".join(words[:1]), "^" + " ".join(words[:2])]


def _line(words: Sequence[str], *, is_bullet: bool) -> list[str]:
    return [f"len{min(6, len(words) // 4)}", "bullet" if is_bullet else "line"]


def _place(tenth: int) -> str:
    return f"@{tenth}"


def best_path(emissions: Array, steps: Array, starts: Sequence[bool]) -> list[Section]:
    """The likeliest sections of consecutive statements (Viterbi); where `starts` is true the chain begins anew."""
    if not len(emissions):
        return []
    score = emissions[0]
    free = np.zeros_like(steps)
    reached = []
    for i, (own, anew) in enumerate(zip(emissions, starts, strict=True)):
        if i:
            reach = score[:, None] + (free if anew else steps)
            reached.append(reach)
            score = np.maximum.reduce(reach) + own
    path = [int(score.argmax())]
    if reached:
        back = np.stack(reached).argmax(axis=1).tolist()
        for before in reversed(back):
            path.append(before[path[-1]])
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
