"""The pieces of a page: words of one baseline that stand together, and what is true of some of them. Pure geometry."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

BULLETS = frozenset("•●▪◦‣·∙○■□➢➤►▶✓✔◆◇❖–-*")
_DATE = re.compile(r"\b(?:19|20)[\dX]{2}\b|\b(?:present|current|now|expected|summer|spring|fall)\b", re.IGNORECASE)
_OPEN_DATE = re.compile(
    r"\d.*(?:[-–—~]|\b(?:to|bis|a|à|tot|until|through))\s*(?!present|current|now|today|heute)(?:[^\W\d_]{3,9}\.?)?$",
    re.IGNORECASE,
)
"""A range of dates that lacks its end, or the year of it."""
_WIDEST_GAP = 3.0
"""In heights: what may stand between a bullet and its text."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands: points, y grows downwards."""

    text: str
    x0: float
    x1: float
    baseline: float
    height: float
    """Of its font's box: the measure for all gaps beside it."""
    rank: int
    """Its place in the order in which the file draws."""


@dataclass(slots=True)
class Piece:
    """Words of one baseline without a wide gap between them: the unit that columns are made of."""

    words: list[Word]
    x0: float
    x1: float
    y: float
    height: float

    @property
    def is_bullet(self) -> bool:
        """Whether it is a bullet and nothing else."""
        return len(self.words) == 1 and _is_bullet(self.words[0].text)

    @property
    def opens_item(self) -> bool:
        """Whether it begins with a bullet."""
        return _is_bullet(self.words[0].text[0])


def _is_bullet(text: str) -> bool:
    return text in BULLETS or (len(text) == 1 and "\ue000" <= text <= "\uf8ff")  # a symbol font's own


def pieces_of(words: Sequence[Word]) -> list[Piece]:
    """Words joined along their baselines; superscripts join their neighbour."""
    by_height: dict[int, list[Piece]] = defaultdict(list)
    found: list[Piece] = []
    for word in sorted(words, key=lambda w: (w.x0, w.rank)):
        bucket = round(word.baseline / 4)
        least, most = word.x0 - _WIDEST_GAP * word.height, word.x0 + word.height
        near = (p for b in range(bucket - 3, bucket + 4) for p in by_height[b] if least <= p.x1 <= most)
        fitting = [p for p in near if _continues(p, word)]
        home = min(fitting, key=lambda p: (abs(p.y - word.baseline), -p.x1), default=None)
        if home is None:
            home = Piece([], word.x0, word.x1, word.baseline, word.height)
            by_height[bucket].append(home)
            found.append(home)
        home.words.append(word)
        home.x1 = max(home.x1, word.x1)
        home.height = max(home.height, word.height)
    return found


def _continues(piece: Piece, word: Word) -> bool:
    size, larger = piece.words[-1].height, word.height
    if size > larger:
        size, larger = larger, size
    gap, shift = word.x0 - piece.x1, abs(piece.y - word.baseline)
    if shift <= 0.2 * size:
        # What is drawn at another time may stand in another column, however near.
        is_next = word.rank == piece.words[-1].rank + 1
        widest = (_WIDEST_GAP if piece.is_bullet else 1.1 if is_next else 0.62) * size
    elif shift <= 0.3 * size:
        widest = 0.1 * size
    elif shift <= 0.5 * larger and size <= 0.85 * larger:
        widest = 0.25 * size
    else:
        return False
    return -0.8 * size <= gap <= widest


def text_of(words: Sequence[Word]) -> str:
    """The words of a piece, with «E X P E R I E N C E» read as one word."""
    if len(words) >= 4 and sum(len(w.text) == 1 for w in words) >= 0.8 * len(words):
        gaps = [b.x0 - a.x1 for a, b in pairwise(words)]
        limit = 1.6 * max(median(gaps), 0.05 * words[0].height)
        parts = [(" " if gap > limit else "") + w.text for gap, w in zip(gaps, words[1:], strict=True)]
        return words[0].text + "".join(parts)
    text = words[0].text
    for a, b in pairwise(words):
        is_raised = abs(a.baseline - b.baseline) > 0.05 * b.height
        text += b.text if is_raised and b.x0 - a.x1 <= 0.1 * a.height else f" {b.text}"
    return text


def has_date(piece: Piece) -> bool:
    """Whether a piece names a year, a season or the present."""
    return _DATE.search(text_of(piece.words)) is not None


def ends_date(piece: Piece, side: Sequence[Piece]) -> bool:
    """Whether a piece ends the range of dates that the one above it begins: «Mar 2013 – August⏎2019»."""
    above = [p for p in side if 0 < piece.y - p.y <= 1.7 * piece.height]
    return bool(above) and _OPEN_DATE.search(text_of(max(above, key=lambda p: p.y).words)) is not None


def answered(side: list[Piece], other: list[Piece]) -> float:
    """Share of the lines of a side that have a line of the other side beside them."""
    heights = sorted(p.y for p in other)

    def is_answered(p: Piece) -> bool:
        at = bisect_left(heights, p.y - 0.3 * p.height)
        return at < len(heights) and heights[at] <= p.y + 0.3 * p.height

    return share(side, is_answered)


def is_sparse(side: list[Piece]) -> bool:
    """Whether fewer than half of the lines stand in a block of three or more."""
    ordered = sorted(side, key=lambda p: p.y)
    blocks, current = [], [ordered[0]]
    for a, b in pairwise(ordered):
        if b.y - a.y > 2.2 * max(a.height, b.height):
            blocks.append(current)
            current = []
        current.append(b)
    blocks.append(current)
    # Lines of one height are one row of a block.
    rows = [len({round(p.y / 2) for p in block}) for block in blocks]
    return sum(n for n in rows if n >= 3) < 0.5 * sum(rows)


def hangs_right(side: list[Piece]) -> bool:
    """Whether the lines end at one margin and begin at many places."""
    ends, begins = [p.x1 for p in side], [p.x0 for p in side]
    return max(ends) - min(ends) < 4 and max(begins) - min(begins) > 10


def share(pieces: list[Piece], test: Callable[[Piece], bool]) -> float:
    """Share of the pieces of which something is true."""
    return sum(test(p) for p in pieces) / len(pieces)


def mean_words(side: list[Piece]) -> float:
    """Words of a piece on average."""
    return sum(len(p.words) for p in side) / len(side)


def leading_of(side: list[Piece], size: float) -> float:
    """The usual distance of consecutive lines."""
    return median([b.y - a.y for a, b in pairwise(side) if b.y - a.y > 0.5 * size] or [1.4 * size])


def crowd(places: list[float], reach: float) -> int:
    """How many places lie within reach of the most crowded one."""
    ordered = sorted(places)
    return max(bisect_right(ordered, x + reach) - bisect_left(ordered, x - reach) for x in ordered)


def are_drawn_row_by_row(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether the file draws nearly every line of the left side right before the one beside it, as tables are drawn."""
    begins = {p.words[0].rank: p for p in right}
    beside = [begins.get(p.words[-1].rank + 1) for p in left]
    pairs = sum(q is not None and abs(p.y - q.y) <= 0.05 * p.height for p, q in zip(left, beside, strict=True))
    return pairs >= max(3, 0.8 * len(left))
