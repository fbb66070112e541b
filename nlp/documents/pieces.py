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
_DATE = re.compile(
    r"\b(?:19|20)[\dX]{2}\b|\b(?:present|current|now|today|ongoing|heute|expected|summer|spring|fall)\b"
    r"|\b(?:0?[1-9]|1[0-2])[/.]\d\d\s?[-–—~]",
    re.IGNORECASE,
)
_OPEN_DATE = re.compile(
    r"\d.*(?:[-–—~]|\b(?:to|bis|a|à|tot|until|through))\s*(?!present|current|now|today|heute)(?:[^\W\d_]{3,9}\.?)?$",
    re.IGNORECASE,
)
"""A range of dates that lacks its end, or the year of it."""
_DASHES = frozenset("-–—~")
_ROWS, _LINES_A_ROW = 3, 1.5
"""Rows that a file must draw, and lines at the right of each of them, to be read by rows."""
_WRAPPED = 1.6
"""In heights: how far the lines of one label are apart."""
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
    if not above:
        return False
    begun = text_of(max(above, key=lambda p: p.y).words)
    return _OPEN_DATE.search(begun) is not None or (begun.count("(") > begun.count(")") and ")" in text_of(piece.words))


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
    rows = [_heights(block) for block in blocks]
    return sum(n for n in rows if n >= 3) < 0.5 * sum(rows)


def _heights(block: Sequence[Piece]) -> int:
    """How many rows a block has: lines of one height are one."""
    return len({round(p.y / 2) for p in block})


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


def is_dash(piece: Piece) -> bool:
    """Whether a piece is the dash of a range and nothing else."""
    return text_of(piece.words).strip() in _DASHES


def are_dates_beside(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether a side is dates, each within the height of some text beside it, and headings with nothing beside them.

    Dates in a circle or a bar of their own stand on no text's line.
    """
    groups: list[list[Piece]] = []
    for p in sorted(left, key=lambda p: p.y):
        if groups and p.y - groups[-1][-1].y <= _WRAPPED * p.height:
            groups[-1].append(p)
        else:
            groups.append([p])
    dated = [group for group in groups if all(has_date(p) or is_dash(p) for p in group)]
    heights = [p.y for p in right]

    def are_beside(group: Sequence[Piece], reach: float) -> bool:
        top, bottom = group[0].y - reach * group[0].height, group[-1].y + 0.3 * group[0].height
        return any(top <= y <= bottom for y in heights)

    rest = [group for group in groups if group not in dated]
    are_headings = all(len(group) == 1 and not are_beside(group, 0.3) for group in rest)
    return len(dated) > 1 and len(rest) < len(dated) and are_headings and all(are_beside(g, _WRAPPED) for g in dated)


def dates_below(side: Sequence[Piece], beside: Sequence[Piece]) -> list[Piece]:
    """The lines of a side that end the last date of those beside a text, below that text's last line."""
    found: list[Piece] = []
    last = max(beside, key=lambda p: p.y, default=None)
    for p in sorted(side, key=lambda p: p.y):
        if last is None or p.y <= last.y:
            continue
        is_of_date = (has_date(p) or is_dash(p)) and (has_date(last) or is_dash(last))
        if not is_of_date or p.y - last.y > _WRAPPED * p.height:
            break
        found.append(p)
        last = p
    return found


def top_beside(label: Piece, texts: Sequence[Piece]) -> float:
    """Where the text begins that a label stands beside: at its height, or at the block that begins just above."""
    top = label.y - 0.6 * label.height
    if any(abs(p.y - label.y) <= 0.05 * p.height for p in texts):
        return top
    heights = sorted(p.y for p in texts)
    for above, y in pairwise([float("-inf"), *heights]):
        if label.y - _WRAPPED * label.height <= y < top and y - above > _WRAPPED * label.height:
            return y - 0.6 * label.height
    return top


def _is_level(row: tuple[list[Piece], list[Piece]]) -> bool:
    """Whether something at the left begins at the height of what stands at the right."""
    left, right = row
    return any(abs(p.y - min(q.y for q in right)) <= 0.5 * p.height for p in left)


def _are_rows(rows: Sequence[tuple[list[Piece], list[Piece]]]) -> bool:
    """Whether rows begin at one height at both sides, or hold several lines: else they are lines of two columns."""
    level = sum(any(abs(p.y - right[0].y) <= 0.05 * p.height for p in left) for left, right in rows)
    several = sum(max(map(_heights, row)) > 1 for row in rows[:-1])
    return level >= 0.9 * len(rows) or several >= 0.5 * len(rows)


def drawn_rows(left: Sequence[Piece], right: Sequence[Piece]) -> list[tuple[list[Piece], list[Piece]]]:
    """The rows in which the file draws two sides, each at the left first, one row below the other; none where it
    draws them otherwise, or so that the rows may be lines of columns that were drawn by their height."""
    sides = {id(p): False for p in left} | {id(p): True for p in right}
    rows: list[tuple[list[Piece], list[Piece]]] = []
    for p in sorted((*left, *right), key=lambda p: p.words[0].rank):
        is_right = sides[id(p)]
        if not rows or (rows[-1][1] and not is_right and not ends_date(p, rows[-1][0])):
            rows.append(([], []))
        rows[-1][is_right].append(p)
    full = [row for row in rows if all(row)]
    # What stands beside the last of them may go on below all rows.
    beside = [_heights(texts) for _, texts in full[:-1]]
    are_long = len(full) >= _ROWS and sum(beside) >= _LINES_A_ROW * len(beside) and _are_rows(full)
    are_blocks = len(rows) > 1 and any(min(map(_heights, row)) >= _ROWS for row in full) and all(map(_is_level, full))
    if not are_long and not are_blocks:
        return []
    for above, below in pairwise(rows):
        lowest, highest = max(p.y for side in above for p in side), min(p.y for side in below for p in side)
        if highest < lowest + 0.3 * below[not below[0]][0].height:
            return []
    return rows
