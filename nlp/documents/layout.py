"""The reading order of a page from the places of its words: lines, columns, rails, tables. Pure geometry, no parser.

A PDF may draw its words in any order. The order here comes from white space: a gutter that no line crosses parts two
columns, unless what stands beside it answers line by line (dates at the right margin, labels at the left, tables).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from nlp.documents.pieces import (
    Piece,
    Word,
    answered,
    are_dates_beside,
    are_drawn_row_by_row,
    crowd,
    dates_below,
    drawn_rows,
    ends_date,
    hangs_right,
    has_date,
    is_dash,
    is_sparse,
    leading_of,
    mean_words,
    pieces_of,
    share,
    text_of,
    top_beside,
)

_OPEN_ENDS = "-–—,&/"
_MAX_DEPTH = 12
_MAX_CUTS = 80
_MIN_COLUMN = 4
"""Lines of a column that the drawing order alone makes one."""
_LINES_A_TURN = 7
"""Lines drawn for each change of side, at least: a designer's page is drawn block by block, in any order."""
_CELL_GAP = "  "


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page as a person reads it."""

    text: str
    rank: int
    """That of its first word: dates at the right margin may be drawn before all else."""
    y: float


def read_page(words: Sequence[Word]) -> list[Line]:
    """The lines of a page in reading order."""
    return _order(pieces_of(words), 0)


def agreement(lines: Sequence[Line]) -> float:
    """Share of consecutive lines that the file draws one after the other as well (1.0 for fewer than three lines)."""
    if len(lines) < 3:
        return 1.0
    drawn = {rank: place for place, rank in enumerate(sorted(line.rank for line in lines))}
    return sum(drawn[b.rank] == drawn[a.rank] + 1 for a, b in pairwise(lines)) / (len(lines) - 1)


def _order(pieces: list[Piece], depth: int) -> list[Line]:
    if not pieces:
        return []
    cut = _best_cut(pieces) if len(pieces) > 3 and depth < _MAX_DEPTH else None
    if cut is None:
        return _rows(pieces)
    above = [p for p in pieces if p.y < cut.top]
    below = [p for p in pieces if p.y > cut.bottom]
    if cut.rows:
        inside = [line for row in cut.rows for line in _row(row, depth + 1)]
    elif cut.is_rail:
        inside = [line for label, body in _slices(cut) for line in (_joined(_rows(label)), *_order(body, depth + 1))]
    else:
        inside = _order(cut.left, depth + 1) + _order(cut.right, depth + 1)
    return _order(above, depth + 1) + inside + _order(below, depth + 1)


@dataclass(slots=True)
class _Cut:
    """A gutter and the band of the page where no line crosses it."""

    left: list[Piece]
    right: list[Piece]
    is_rail: bool = False
    is_drawn: bool = False
    """Whether the file draws the sides one after the other."""
    rows: Sequence[tuple[list[Piece], list[Piece]]] = ()
    """The rows that the file draws, one below the other: what stands at the left, then what stands beside it."""

    @property
    def top(self) -> float:
        return min(p.y for p in (*self.left, *self.right))

    @property
    def bottom(self) -> float:
        return max(p.y for p in (*self.left, *self.right))

    @property
    def weight(self) -> tuple[bool, int, int, float]:
        """Whether the file draws it so, how much stands on the thinner side, then on both; how wide the gutter is."""
        gutter = min(p.x0 for p in self.right) - max(p.x1 for p in self.left)
        both = len(self.left) + len(self.right) if self.is_drawn else 0
        return self.is_drawn, min(len(self.left), len(self.right)), both, gutter


def _best_cut(pieces: list[Piece]) -> _Cut | None:
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


def _bands(ordered: Iterable[Piece], x: float) -> list[list[Piece]]:
    """The runs of pieces, from top to bottom, that a vertical line at x does not cross."""
    bands: list[list[Piece]] = [[]]
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


def _blocks(band: list[Piece], size: float) -> list[list[Piece]]:
    """The parts of a band between its wider gaps, where it has any."""
    limit = 1.25 * leading_of(band, size)
    blocks: list[list[Piece]] = [band[:1]]
    for a, b in pairwise(band):
        if b.y - a.y > limit:
            blocks.append([])
        blocks[-1].append(b)
    return [block for block in blocks if len(block) > 3] if len(blocks) > 1 else []


def _judge(band: list[Piece], x: float, size: float) -> _Cut | None:
    """The cut of a band at x where its two sides are columns, or labels and their texts; else None."""
    left = [p for p in band if p.x0 < x - 1]
    right = [p for p in band if p.x0 >= x - 1]
    rows, are_apart = drawn_rows(left, right), _are_drawn_apart(left, right)
    if min(len(left), len(right)) < 2 or not _is_gutter(left, right, size, is_drawn=bool(rows) or are_apart):
        return None
    if header := _header_over(left, right, size):
        return _judge([p for p in band if p not in header], x, size)
    answers = answered(right, left)
    hangs = answers >= 0.8 and (hangs_right(right) or share(right, has_date) >= 0.5)
    if not hangs and (rows or are_apart):
        return _Cut(left, right, is_drawn=True, rows=rows)
    is_beside = hangs or (answers >= 0.8 and is_sparse(right))
    if not is_beside and (labels := _labels(left, right, size)):
        return _Cut(labels, right, is_rail=True)
    is_table = min(answered(_without_heading(left, right), right), answers) >= 0.8 and not _are_columns_of_one_grid(
        left, right
    )
    shorter = _without_what_follows(left, right, size) if answers >= 0.9 else None
    if is_beside or is_table or not _has_margin(right, size):
        return None
    return _Cut(left, right) if shorter is None else _judge(shorter, x, size)


def _without_heading(left: list[Piece], right: list[Piece]) -> list[Piece]:
    """The left side without the one line that stands over both, as a heading over a table does."""
    over, beside = _parted(left, min(p.y for p in right) - 0.4 * right[0].height)
    return beside if len(over) == 1 and beside else left


def _are_drawn_apart(left: list[Piece], right: list[Piece]) -> bool:
    """Whether the file draws one side as a whole, from top to bottom, and the other before and after it.

    What answers line by line is drawn line by line, but for dates at the margin.
    """
    if min(len(left), len(right)) < _MIN_COLUMN:
        return False
    drawn = sorted([(p.words[0].rank, 0, p.y) for p in left] + [(p.words[0].rank, 1, p.y) for p in right])
    turns = [b[1] != a[1] for a, b in pairwise(drawn)]
    steps = [b[2] - a[2] >= -0.5 * left[0].height for a, b in pairwise(drawn) if a[1] == b[1]]
    return sum(turns) <= max(2, len(drawn) / _LINES_A_TURN) and sum(steps) >= 0.9 * len(steps)


def _is_gutter(left: list[Piece], right: list[Piece], size: float, *, is_drawn: bool) -> bool:
    """Whether the gap between the sides is wide enough and parts more than bullets from their texts."""
    gap = min(p.x0 for p in right) - max(p.x1 for p in left)
    return gap >= (0.35 if is_drawn else 0.7) * size and not all(p.is_bullet for p in left)


def _labels(left: list[Piece], right: list[Piece], size: float) -> list[Piece]:
    """The left side's lines that label what stands beside them: scattered, fewer than those; else none."""
    top, bottom = min(p.y for p in right) - 0.4 * size, max(p.y for p in right) + 0.4 * size
    beside = [p for p in left if top <= p.y <= bottom]
    beside += dates_below(left, beside)
    # Between dates at the left stand the headings of the page.
    dated = [p for p in beside if has_date(p) and not ends_date(p, beside)]
    labels = dated if len(dated) >= 0.5 * len(beside) else beside
    if not (0 if dated else 1) < len(beside) < len(right):
        return []
    if (are_drawn_row_by_row(beside, right) and answered(right, beside) < 0.8) or are_dates_beside(beside, right):
        return beside
    return beside if is_sparse(labels) and answered(labels, right) >= 0.8 else []


def _header_over(left: list[Piece], right: list[Piece], size: float) -> list[Piece]:
    """What stands over one side before the other begins and is no part of it: a heading, a name set in the middle."""
    over, beside = _parted(left, min(p.y for p in right) - 0.4 * size)
    if over and beside and beside[0].y - over[-1].y > min(2.2 * size, 1.4 * leading_of(beside, size)):
        return over
    over, beside = _parted(right, min(p.y for p in left) - 0.4 * size)
    if over and beside:
        is_indented = abs(min(p.x0 for p in over) - min(p.x0 for p in beside)) > 1.5 * size
        return over if is_indented or beside[0].y - over[-1].y > 2.2 * size else []
    return over


def _parted(side: list[Piece], y: float) -> tuple[list[Piece], list[Piece]]:
    """What a side has above a height and below it, from top to bottom."""
    ordered = sorted(side, key=lambda p: p.y)
    return [p for p in ordered if p.y < y], [p for p in ordered if p.y >= y]


def _are_columns_of_one_grid(left: list[Piece], right: list[Piece]) -> bool:
    """Whether sides that answer each other line by line are columns all the same and no table."""
    sides = (left, right)
    if all(share(side, lambda p: p.opens_item) >= 0.4 for side in sides):
        return True
    if len(right) >= 5 and min(mean_words(left), mean_words(right)) >= 4:
        return True
    texts = [text_of(p.words) for side in sides for p in side]
    is_sectioned = sum(len(t) > 3 and t.isupper() for t in texts) >= 2 or sum(t[0].islower() for t in texts) >= 3
    return min(len(left), len(right)) >= 8 and is_sectioned


def _without_what_follows(left: list[Piece], right: list[Piece], size: float) -> list[Piece] | None:
    """The band of a list set in columns inside a page of one, without the lines above and below it; None elsewhere."""
    top, bottom = right[0].y - 0.4 * size, right[-1].y + 0.4 * size
    beside = [p for p in left if top <= p.y <= bottom]
    below = [p for p in left if p.y > bottom]
    if not beside or len(beside) == len(left):
        return None
    leading = leading_of(beside, size)
    covers_little = right[-1].y - right[0].y < 0.5 * (left[-1].y - left[0].y)
    if covers_little or (below and below[0].y - right[-1].y > 1.4 * leading):
        return sorted(beside + right, key=lambda p: p.y)
    return None


def _has_margin(side: list[Piece], size: float) -> bool:
    """Whether lines begin at one margin (bullets and their texts a little apart), or share one middle."""
    begins, middles = [p.x0 for p in side], [(p.x0 + p.x1) / 2 for p in side]
    return crowd(begins, 1.5 * size) >= 0.7 * len(side) or crowd(middles, 3) >= 0.6 * len(side)


def _slices(cut: _Cut) -> list[tuple[list[Piece], list[Piece]]]:
    """Each label of a rail with the text beside and under it."""
    texts = sorted(cut.right, key=lambda p: p.y)
    tight = min([b.y - a.y for a, b in pairwise(texts) if b.y - a.y > 0.5 * b.height], default=0.0)
    groups: list[list[Piece]] = []
    for p in sorted(cut.left, key=lambda p: p.y):
        if groups and (ends_date(p, groups[-1]) or is_dash(p) or is_dash(groups[-1][-1])):
            groups[-1].append(p)
            continue
        if groups and has_date(p) != has_date(groups[-1][0]) and any(map(has_date, cut.left)):
            groups.append([p])  # a heading between dates
            continue
        gap = p.y - groups[-1][-1].y if groups else float("inf")
        # A row of its own has its text beside it and stands further off than wrapped lines do.
        has_own_text = (gap > 1.1 * tight or has_date(p)) and any(abs(p.y - q.y) <= 0.05 * p.height for q in texts)
        if gap <= 1.6 * p.height and (not has_own_text or groups[-1][-1].words[-1].text[-1] in _OPEN_ENDS):
            groups[-1].append(p)
        else:
            groups.append([p])
    tops = [top_beside(g[0], texts) for g in groups]
    tops[0] = float("-inf")
    ends = [*tops[1:], float("inf")]
    return [(g, [p for p in texts if top <= p.y < end]) for g, top, end in zip(groups, tops, ends, strict=True)]


def _row(row: tuple[list[Piece], list[Piece]], depth: int) -> list[Line]:
    """A drawn row: what stands over its label, the label, the text beside it; two single lines are one."""
    left, right = row
    top = min((p.y - 0.6 * p.height for p in right), default=float("inf"))
    over, label = [p for p in left if p.y < top], [p for p in left if p.y >= top]
    if not label or not right:
        return _order(over, depth) + _order(label, depth) + _order(right, depth)
    heads = _rows(label)
    if len(heads) == 1 and len(_rows(right)) == 1:
        return _order(over, depth) + _rows(label + right)
    is_date = all(has_date(p) or is_dash(p) for p in label)
    return _order(over, depth) + ([_joined(heads)] if is_date else _order(label, depth)) + _order(right, depth)


def _rows(pieces: list[Piece]) -> list[Line]:
    """Line by line, pieces of one height side by side."""
    rows: list[list[Piece]] = []
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
        text = _CELL_GAP.join(text_of(p.words) for p in row)
        lines.append(Line(text, row[0].words[0].rank, row[0].y))
    return lines


def _joined(lines: list[Line]) -> Line:
    """A label that runs over several lines as one."""
    return Line(" ".join(line.text for line in lines), lines[0].rank, lines[0].y)
