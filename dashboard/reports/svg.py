"""The reports' charts: a row of an interval chart as an SVG of percent coordinates, so that it fits any width.

The numbers stand as text in the same table row, so the drawings are hidden from screen readers. Colours are CSS classes
of report.css, which knows light, dark and paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

SCALES = (0.05, 0.1, 0.25, 0.5, 1.0)
"""Ends that an axis may have."""


def scale_for(shares: Iterable[Mapping[str, Any]]) -> float:
    """The shortest axis that all intervals fit on."""
    highest = max((share["high"] for share in shares if share["high"] is not None), default=1.0)
    return next(end for end in SCALES if highest <= end)


def axis(end: float) -> Markup:
    """The scale above a column of marks: 0, the middle and the end."""
    ticks = Markup("").join(
        Markup('<text x="{}%" y="11" text-anchor="{}">{}%</text>').format(at, anchor, f"{end * at:.3g}")
        for at, anchor in ((0, "start"), (50, "middle"), (100, "end"))
    )
    return Markup('<svg class="axis" aria-hidden="true" width="100%" height="14">{}</svg>').format(ticks)


def mark(share: float | None, low: float | None, high: float | None, end: float = 1.0) -> Markup:
    """A point with its interval on an axis from 0 to `end`; only the empty axis where there is not enough data."""
    grid = Markup("").join(
        Markup('<line class="grid" x1="{0}%" x2="{0}%" y1="0" y2="18"/>').format(at) for at in (0, 50, 100)
    )
    shown = Markup("")
    if share is not None and low is not None and high is not None:
        left, right, point = (100 * min(value / end, 1.0) for value in (low, high, share))
        shown = Markup(
            '<rect class="range" x="{:.2f}%" width="{:.2f}%" y="5" height="8" rx="4"/>'
            '<circle class="point" cx="{:.2f}%" cy="9" r="5"/>'
        ).format(left, right - left, point)
    return Markup('<svg class="mark" aria-hidden="true" width="100%" height="18">{}{}</svg>').format(grid, shown)


def change_axis(end: float) -> Markup:
    """The scale above a column of changes: −end, 0 and +end, in points."""
    ticks = Markup("").join(
        Markup('<text x="{}%" y="11" text-anchor="{}">{}</text>').format(at, anchor, f"{value:+.3g}" if value else "0")
        for at, anchor, value in ((0, "start", -100 * end), (50, "middle", 0), (100, "end", 100 * end))
    )
    return Markup('<svg class="axis" aria-hidden="true" width="100%" height="14">{}</svg>').format(ticks)


def change_mark(change: float | None, low: float | None, high: float | None, end: float) -> Markup:
    """A change with its interval on an axis from −end to +end, zero in the middle."""
    if change is None or low is None or high is None:
        return mark(None, None, None)
    left, middle, right = (max(value, -end) + end for value in (low, change, high))
    return mark(middle, left, right, 2 * end)
