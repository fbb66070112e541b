"""The reading order of a page from the places of its words: lines, columns, rails, tables. Pure geometry, no parser.

A PDF may draw its words in any order. The order here comes from white space: a gutter that no line crosses parts two
columns, unless what stands beside it answers line by line (dates at the right margin, labels at the left, tables).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

BULLETS = frozenset("•●▪◦‣·∙○■□➢➤►▶✓✔◆◇❖–-*")
_DATE = re.compile(r"\b(?:19|20)[\dX]{2}\b|\b(?:present|current|now|expected|summer|spring|fall)\b", re.IGNORECASE)
_OPEN_ENDS = "-–—,&/"
_MAX_DEPTH = 12
_MAX_CUTS = 80
_WIDEST_GAP = 3.0
"""In heights: what may stand between a bullet and its text."""
_MIN_COLUMN = 4
"""Lines of a column that the drawing order alone makes one."""
_CELL_GAP = "  "


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


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page as a person reads it."""

    text: str
    rank: int
    """That of its first word: dates at the right margin may be drawn before all else."""
    y: float


@dataclass(slots=True)
class _Piece:
    """Words of one baseline without a wide gap between them: the unit that columns are made of."""

    words: list[Word]
    x0: float
    x1: float
    y: float
    height: float

    @property
    def is_bullet(self) -> bool:
        return len(self.words) == 1 and _is_bullet(self.words[0].text)

    @property
    def opens_item(self) -> bool:
        return _is_bullet(self.words[0].text[0])


def _is_bullet(text: str) -> bool:
    return text in BULLETS or (len(text) == 1 and "\ue000" <= text <= "\uf8ff")  # a symbol font's own


def read_page(words: Sequence[Word]) -> list[Line]:
    """The lines of a page in reading order."""
    return _order(_pieces(words), 0)


def agreement(lines: Sequence[Line]) -> float:
    """Share of consecutive lines that the file draws one after the other as well (1.0 for fewer than three lines)."""
    if len(lines) < 3:
        return 1.0
    drawn = {rank: place for place, rank in enumerate(sorted(line.rank for line in lines))}
    return sum(drawn[b.rank] == drawn[a.rank] + 1 for a, b in pairwise(lines)) / (len(lines) - 1)


def _pieces(words: Sequence[Word]) -> list[_Piece]:
    """Words joined along their baselines; superscripts join their neighbour."""
    by_height: dict[int, list[_Piece]] = defaultdict(list)
    found: list[_Piece] = []
    for word in sorted(words, key=lambda w: (w.x0, w.rank)):
        bucket = round(word.baseline / 4)
        least, most = word.x0 - _WIDEST_GAP * word.height, word.x0 + word.height
        near = (p for b in range(bucket - 3, bucket + 4) for p in by_height[b] if least <= p.x1 <= most)
        fitting = [p for p in near if _continues(p, word)]
        home = min(fitting, key=lambda p: (abs(p.y - word.baseline), -p.x1), default=None)
        if home is None:
            home = _Piece([], word.x0, word.x1, word.baseline, word.height)
            by_height[bucket].append(home)
            found.append(home)
        home.words.append(word)
        home.x1 = max(home.x1, word.x1)
        home.height = max(home.height, word.height)
    return found


def _continues(piece: _Piece, word: Word) -> bool:
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


def _order(pieces: list[_Piece], depth: int) -> list[Line]:
    if not pieces:
        return []
    cut = _best_cut(pieces) if len(pieces) > 3 and depth < _MAX_DEPTH else None
    if cut is None:
        return _rows(pieces)
    above = [p for p in pieces if p.y < cut.top]
    below = [p for p in pieces if p.y > cut.bottom]
    if cut.is_rail:
        inside = [line for label, body in _slices(cut) for line in (_joined(_rows(label)), *_order(body, depth + 1))]
    else:
        inside = _order(cut.left, depth + 1) + _order(cut.right, depth + 1)
    return _order(above, depth + 1) + inside + _order(below, depth + 1)


@dataclass(slots=True)
class _Cut:
    """A gutter and the band of the page where no line crosses it."""

    left: list[_Piece]
    right: list[_Piece]
    is_rail: bool = False
    is_drawn: bool = False
    """Whether the file draws the sides one after the other."""

    @property
    def top(self) -> float:
        return min(p.y for p in (*self.left, *self.right))

    @property
    def bottom(self) -> float:
        return max(p.y for p in (*self.left, *self.right))

    @property
    def weight(self) -> tuple[bool, int, float]:
        """Whether the file draws it so, how much stands on the thinner side, how wide the gutter is."""
        gutter = min(p.x0 for p in self.right) - max(p.x1 for p in self.left)
        return self.is_drawn, min(len(self.left), len(self.right)), gutter


def _best_cut(pieces: list[_Piece]) -> _Cut | None:
    ordered = sorted(pieces, key=lambda p: p.y)
    size = median(p.height for p in pieces)
    starts: dict[int, int] = defaultdict(int)
    for p in pieces:
        starts[round(p.x0)] += 1
        starts[round(p.x1) + 1] += 1
    edges = sorted(sorted(starts, key=lambda x: -starts[x])[:_MAX_CUTS])
    bands = [(x, part) for x in edges for band in _bands(ordered, x) for part in (band, *_blocks(band, size))]
    cuts = [cut for x, band in bands if (cut := _judge(band, x, size)) is not None]
    return max(cuts, key=lambda c: c.weight, default=None)


def _bands(ordered: Iterable[_Piece], x: float) -> list[list[_Piece]]:
    """The runs of pieces, from top to bottom, that a vertical line at x does not cross."""
    bands: list[list[_Piece]] = [[]]
    crossed = float("-inf")
    for p in ordered:
        if p.x0 < x - 1 and p.x1 > x + 1:
            # What shares the crossing line stands outside the band too.
            while bands[-1] and p.y - bands[-1][-1].y < 0.4 * p.height:
                bands[-1].pop()
            if bands[-1]:
                bands.append([])
            crossed = p.y
        elif p.y - crossed >= 0.4 * p.height:
            bands[-1].append(p)
    return bands


def _blocks(band: list[_Piece], size: float) -> list[list[_Piece]]:
    """The parts of a band between its wider gaps, where it has any."""
    limit = 1.25 * _leading(band, size)
    blocks: list[list[_Piece]] = [band[:1]]
    for a, b in pairwise(band):
        if b.y - a.y > limit:
            blocks.append([])
        blocks[-1].append(b)
    return [block for block in blocks if len(block) > 3] if len(blocks) > 1 else []


def _judge(band: list[_Piece], x: float, size: float) -> _Cut | None:
    """The cut of a band at x where its two sides are columns, or labels and their texts; else None."""
    left = [p for p in band if p.x0 < x - 1]
    right = [p for p in band if p.x0 >= x - 1]
    if min(len(left), len(right)) < 2 or not _is_gutter(left, right, size, is_drawn=_are_drawn_apart(left, right)):
        return None
    if header := _header_over(left, right, size):
        return _judge([p for p in band if p not in header], x, size)
    answers = _answered(right, left)
    hangs = answers >= 0.8 and (_hangs_right(right) or _share(right, _has_date) >= 0.5)
    if not hangs and _are_drawn_apart(left, right):
        return _Cut(left, right, is_drawn=True)
    is_beside = hangs or (answers >= 0.8 and _is_sparse(right))
    if not is_beside and (labels := _labels(left, right, size)):
        return _Cut(labels, right, is_rail=True)
    is_table = min(_answered(left, right), answers) >= 0.8 and not _are_columns_of_one_grid(left, right)
    shorter = _without_what_follows(left, right, size) if answers >= 0.9 else None
    if is_beside or is_table or not _has_margin(right, size):
        return None
    return _Cut(left, right) if shorter is None else _judge(shorter, x, size)


def _are_drawn_apart(left: list[_Piece], right: list[_Piece]) -> bool:
    """Whether the file draws one side as a whole, from top to bottom, and the other before and after it.

    What answers line by line is drawn line by line, but for dates at the margin.
    """
    if min(len(left), len(right)) < _MIN_COLUMN:
        return False
    drawn = sorted([(p.words[0].rank, 0, p.y) for p in left] + [(p.words[0].rank, 1, p.y) for p in right])
    turns = [b[1] != a[1] for a, b in pairwise(drawn)]
    steps = [b[2] - a[2] >= -0.5 * left[0].height for a, b in pairwise(drawn) if a[1] == b[1]]
    return sum(turns) <= 2 and sum(steps) >= 0.9 * len(steps)


def _is_gutter(left: list[_Piece], right: list[_Piece], size: float, *, is_drawn: bool) -> bool:
    """Whether the gap between the sides is wide enough and parts more than bullets from their texts."""
    gap = min(p.x0 for p in right) - max(p.x1 for p in left)
    return gap >= (0.35 if is_drawn else 0.7) * size and not all(p.is_bullet for p in left)


def _labels(left: list[_Piece], right: list[_Piece], size: float) -> list[_Piece]:
    """The left side's lines that label what stands beside them: scattered, fewer than those; else none."""
    top, bottom = min(p.y for p in right) - 0.4 * size, max(p.y for p in right) + 0.4 * size
    beside = [p for p in left if top <= p.y <= bottom]
    is_rail = 1 < len(beside) < len(right) and _is_sparse(beside) and _answered(beside, right) >= 0.8
    return beside if is_rail else []


def _header_over(left: list[_Piece], right: list[_Piece], size: float) -> list[_Piece]:
    """What stands over one side before the other begins and is no part of it: a heading, a name set in the middle."""
    over, beside = _parted(left, min(p.y for p in right) - 0.4 * size)
    if over and beside and beside[0].y - over[-1].y > min(2.2 * size, 1.4 * _leading(beside, size)):
        return over
    over, beside = _parted(right, min(p.y for p in left) - 0.4 * size)
    if over and beside:
        is_indented = abs(min(p.x0 for p in over) - min(p.x0 for p in beside)) > 1.5 * size
        return over if is_indented or beside[0].y - over[-1].y > 2.2 * size else []
    return over


def _parted(side: list[_Piece], y: float) -> tuple[list[_Piece], list[_Piece]]:
    """What a side has above a height and below it, from top to bottom."""
    ordered = sorted(side, key=lambda p: p.y)
    return [p for p in ordered if p.y < y], [p for p in ordered if p.y >= y]


def _leading(side: list[_Piece], size: float) -> float:
    """The usual distance of consecutive lines."""
    return median([b.y - a.y for a, b in pairwise(side) if b.y - a.y > 0.5 * size] or [1.4 * size])


def _has_date(piece: _Piece) -> bool:
    return _DATE.search(_text(piece.words)) is not None


def _are_columns_of_one_grid(left: list[_Piece], right: list[_Piece]) -> bool:
    """Whether sides that answer each other line by line are columns all the same and no table."""
    sides = (left, right)
    if all(_share(side, lambda p: p.opens_item) >= 0.4 for side in sides):
        return True
    if len(right) >= 5 and min(_mean_words(left), _mean_words(right)) >= 4:
        return True
    texts = [_text(p.words) for side in sides for p in side]
    is_sectioned = sum(len(t) > 3 and t.isupper() for t in texts) >= 2 or sum(t[0].islower() for t in texts) >= 3
    return min(len(left), len(right)) >= 8 and is_sectioned


def _without_what_follows(left: list[_Piece], right: list[_Piece], size: float) -> list[_Piece] | None:
    """The band of a list set in columns inside a page of one, without the lines above and below it; None elsewhere."""
    top, bottom = right[0].y - 0.4 * size, right[-1].y + 0.4 * size
    beside = [p for p in left if top <= p.y <= bottom]
    below = [p for p in left if p.y > bottom]
    if not beside or len(beside) == len(left):
        return None
    leading = _leading(beside, size)
    covers_little = right[-1].y - right[0].y < 0.5 * (left[-1].y - left[0].y)
    if covers_little or (below and below[0].y - right[-1].y > 1.4 * leading):
        return sorted(beside + right, key=lambda p: p.y)
    return None


def _has_margin(side: list[_Piece], size: float) -> bool:
    """Whether lines begin at one margin (bullets and their texts a little apart), or share one middle."""
    begins, middles = [p.x0 for p in side], [(p.x0 + p.x1) / 2 for p in side]
    return _crowd(begins, 1.5 * size) >= 0.7 * len(side) or _crowd(middles, 3) >= 0.6 * len(side)


def _crowd(places: list[float], reach: float) -> int:
    """How many places lie within reach of the most crowded one."""
    ordered = sorted(places)
    return max(bisect_right(ordered, x + reach) - bisect_left(ordered, x - reach) for x in ordered)


def _slices(cut: _Cut) -> list[tuple[list[_Piece], list[_Piece]]]:
    """Each label of a rail with the text beside and under it."""
    texts = sorted(cut.right, key=lambda p: p.y)
    tight = min([b.y - a.y for a, b in pairwise(texts) if b.y - a.y > 0.5 * b.height], default=0.0)
    groups: list[list[_Piece]] = []
    for p in sorted(cut.left, key=lambda p: p.y):
        gap = p.y - groups[-1][-1].y if groups else float("inf")
        # A row of its own has its text beside it and stands further off than wrapped lines do.
        has_own_text = gap > 1.1 * tight and any(abs(p.y - q.y) <= 0.05 * p.height for q in texts)
        if gap <= 1.6 * p.height and (not has_own_text or groups[-1][-1].words[-1].text[-1] in _OPEN_ENDS):
            groups[-1].append(p)
        else:
            groups.append([p])
    tops = [g[0].y - 0.6 * g[0].height for g in groups]
    tops[0] = float("-inf")
    ends = [*tops[1:], float("inf")]
    return [(g, [p for p in texts if top <= p.y < end]) for g, top, end in zip(groups, tops, ends, strict=True)]


def _answered(side: list[_Piece], other: list[_Piece]) -> float:
    """Share of the lines of a side that have a line of the other side beside them."""
    heights = sorted(p.y for p in other)

    def is_answered(p: _Piece) -> bool:
        at = bisect_left(heights, p.y - 0.3 * p.height)
        return at < len(heights) and heights[at] <= p.y + 0.3 * p.height

    return _share(side, is_answered)


def _is_sparse(side: list[_Piece]) -> bool:
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


def _hangs_right(side: list[_Piece]) -> bool:
    """Whether the lines end at one margin and begin at many places."""
    ends, begins = [p.x1 for p in side], [p.x0 for p in side]
    return max(ends) - min(ends) < 4 and max(begins) - min(begins) > 10


def _share(pieces: list[_Piece], test: Callable[[_Piece], bool]) -> float:
    return sum(test(p) for p in pieces) / len(pieces)


def _mean_words(side: list[_Piece]) -> float:
    return sum(len(p.words) for p in side) / len(side)


def _rows(pieces: list[_Piece]) -> list[Line]:
    """Line by line, pieces of one height side by side."""
    rows: list[list[_Piece]] = []
    for p in sorted(pieces, key=lambda p: (p.y, p.x0)):
        row = rows[-1] if rows else None
        if (
            row is not None
            and p.y - row[0].y <= 0.4 * min(p.height, row[0].height)
            and all(p.x0 >= q.x1 - 1 or p.x1 <= q.x0 + 1 for q in row)
        ):
            row.append(p)
        else:
            rows.append([p])
    lines = []
    for row in rows:
        row.sort(key=lambda p: p.x0)
        text = _CELL_GAP.join(_text(p.words) for p in row)
        lines.append(Line(text, row[0].words[0].rank, row[0].y))
    return lines


def _joined(lines: list[Line]) -> Line:
    """A label that runs over several lines as one."""
    return Line(" ".join(line.text for line in lines), lines[0].rank, lines[0].y)


def _text(words: Sequence[Word]) -> str:
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
