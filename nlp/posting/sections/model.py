"""Where a statement stands by its own words: a linear model over words, and the best path over a posting's statements.

The weights (`section_weights.json`) are numbers that `bench/fitting/sections.py` learns from lines under clear
headings of real postings; docs/section_model.md is their card. Used where headings are missing, odd, or left behind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.placed import SECTIONS, Section
from nlp.text import Statement

Array = NDArray[np.float64]
Cells = NDArray[np.int64]
"""Features that lines have: a line's number times how many features there are, and the feature's row."""
WEIGHTS = Path(__file__).with_name("section_weights.json")
_WORD = re.compile(r"[a-z][a-z'+#-]*|\d+")
_DIGIT = re.compile(r"\d")
_NO_WORD = "^@"
"""What the features begin with that are no words of their own."""
_MOST_WORDS = 80
"""A longer statement is judged by its first words."""
_TENTHS = 9.99
"""Times the place in a posting, from 0 to 1, it is the tenth of it."""
_STEP, _LONGEST = 4, 6
"""Words by which lengths are told apart, and from how many such steps on no longer."""
_A_WHOLE = 10
"""What a weight of one is written as: weights are whole tenths, of which sums are exact in any order."""


@dataclass(frozen=True)
class SectionModel:
    """Weights of features, one row a feature and one column a section, and of steps from a section to the next."""

    rows: dict[str, int]
    weights: NDArray[np.int16]
    bias: Array
    steps: Array
    """Log-probability of each section (column) after each section (row)."""

    def emissions(self, statements: Sequence[Statement]) -> Array:
        """Log-probabilities, shape (statements, sections)."""
        if not statements:
            return np.zeros((0, len(SECTIONS)))
        lines = [_words(statement.low) for statement in statements]
        words = np.sort(self._of_words(lines))
        each = words[np.diff(words, prepend=-1) > 0]
        found = np.sort(np.concatenate([each, self._of_lines(lines, [s.is_bullet for s in statements])]))
        # Each statement has its place, length and bullet features, so no slice is empty.
        starts = np.searchsorted(found, np.arange(len(lines)) * len(self.rows))
        scores = np.add.reduceat(self.weights[found % len(self.rows)], starts, axis=0, dtype=np.int64) / _A_WHOLE
        scores += self.bias
        scores -= scores.max(axis=1, keepdims=True)
        normed: Array = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return normed

    def _of_words(self, lines: Sequence[Sequence[str]]) -> Cells:
        """What the words of each line name, and what two in a row do, as often as they stand there."""
        known = self._lexicon
        words = np.array([known.number.get(word, 0) for line in lines for word in line], dtype=np.int64)
        line = np.repeat(np.arange(len(lines)) * len(self.rows), [len(line) for line in lines])
        rows = known.row[words]
        pairs = words[:-1] * len(known.row) + words[1:]
        at = np.searchsorted(known.pairs, pairs)
        is_pair = (known.pairs[at] == pairs) & (line[:-1] == line[1:])
        return np.concatenate([(line + rows)[rows >= 0], (line[:-1] + known.row_of_pair[at])[is_pair]])

    def _of_lines(self, lines: Sequence[Sequence[str]], is_bullet: Sequence[bool]) -> Cells:
        """What else is named of each line: how it opens, where it stands, how long it is, whether it is a bullet."""
        number = np.arange(len(lines))
        openings = self._rows(chain.from_iterable(map(_openings, lines)))
        tenths = (number / max(1, len(lines) - 1) * _TENTHS).astype(np.int64)
        lengths = np.minimum(_LONGEST, np.array([len(words) for words in lines]) // _STEP)
        places, sizes, kinds = self._rows_of_lines
        named = np.stack(
            [openings[::2], openings[1::2], places[tenths], sizes[lengths], kinds[np.array(is_bullet) * 1]]
        )
        return (named + number * len(self.rows))[named >= 0]

    @cached_property
    def _rows_of_lines(self) -> tuple[Cells, Cells, Cells]:
        """The rows of the tenths of a posting, of a line's lengths, and of lines without and with a bullet."""
        lengths = (_length(n) for n in range(_LONGEST + 1))
        return self._rows(map(_place, range(10))), self._rows(lengths), self._rows(map(_kind, (False, True)))

    def _rows(self, names: Iterable[str]) -> Cells:
        """The rows of features, -1 where one has none."""
        return np.array([self.rows.get(name, -1) for name in names], dtype=np.int64)

    @cached_property
    def _lexicon(self) -> _Lexicon:
        words = {name: row for name, row in self.rows.items() if " " not in name and name[0] not in _NO_WORD}
        pairs = {
            (first, second): row
            for name, row in self.rows.items()
            for first, blank, second in (name.partition(" "),)
            if blank and first[0] not in _NO_WORD
        }
        number = {word: i for i, word in enumerate(dict.fromkeys(chain(words, *pairs)), 1)}
        size = len(number) + 1
        numbered = sorted((number[first] * size + number[second], row) for (first, second), row in pairs.items())
        keys, rows = zip(*numbered, (size * size, -1), strict=True)
        return _Lexicon(
            number, np.array([-1, *(words.get(word, -1) for word in number)]), np.array(keys), np.array(rows)
        )


@dataclass(frozen=True)
class _Lexicon:
    """The features that are words, as numbers."""

    number: Mapping[str, int]
    """Word → its number, from 1; 0 is any other."""
    row: Cells
    """By a word's number its row, -1 where it has none by itself."""
    pairs: Cells
    """Two words in a row as one number (the first's times how many numbers there are, and the second's), ascending;
    last one that no pair has."""
    row_of_pair: Cells


def features(statement: Statement, position: float) -> list[str]:
    """What the model sees of a statement at `position` (0 first, 1 last) of its posting; each feature once."""
    words = _words(statement.low)
    found = dict.fromkeys(words)
    found.update(dict.fromkeys(f"{a} {b}" for a, b in pairwise(words)))
    line = _place(int(position * _TENTHS)), _length(len(words) // _STEP), _kind(statement.is_bullet)
    return [*found, *_openings(words), *line]


def _words(low: str) -> list[str]:
    words = _WORD.findall(low)[:_MOST_WORDS]
    return ["0" if w[0].isdigit() else w for w in words] if _DIGIT.search(low) else words


def _openings(words: Sequence[str]) -> list[str]:
    return ["^" + " ".join(words[:1]), "^" + " ".join(words[:2])]


def _place(tenth: int) -> str:
    return f"@{tenth}"


def _length(steps: int) -> str:
    return f"len{min(_LONGEST, steps)}"


def _kind(is_bullet: bool) -> str:
    return "bullet" if is_bullet else "line"


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
        np.array([data["features"][name] for name in names], dtype=np.int16),
        np.array(data["bias"]),
        np.array(data["steps"]),
    )
