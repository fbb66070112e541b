"""A table as the printed report has it: a label that leads somewhere, tracks with gridlines and intervals, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.drawn.element import element
from dashboard.drawn.frame import room

_TABLE = element("table")
Place = tuple[str, Mapping[str, str]]
"""Where a click leads: a page's file in views/ and what its address says."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A point with its interval on a track."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Words, with quieter ones behind; a number stands right."""

    text: str
    quiet: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its label, the bars on its track, and a cell a column."""

    label: str
    cells: Sequence[Cell] = ()
    bars: Sequence[Bar | None] = ()
    quiet: str = ""
    """Stands under the label."""
    leads: Place | None = None
    is_marked: bool = False


def show(
    caption: str,
    lines: Sequence[Line],
    *,
    key: str,
    columns: Sequence[str],
    label: str = "",
    end: float | None = None,
    bars: Sequence[str] = (),
) -> None:
    """Draw a table named by `caption`; a click on a label leads where its line says.

    `columns` are the heads of the cells, `label` is that of the first column. With `end` there is a track from 0 to it,
    on which `bars` (two at most) are told apart by colour and shape where they have names.
    """
    # The class that Streamlit makes of the key says how much room to keep.
    answer = _TABLE(
        data={
            "caption": caption,
            "label": label,
            "columns": list(columns),
            "ticks": _ticks(end) if end else [],
            "end": end,
            "bars": list(bars),
            "lines": [_plain(line) for line in lines],
        },
        key=f"{key}{room(len(lines), 0 if not end else 2 if len(bars) > 1 else 1)}",
        on_open_change=lambda: None,
    )
    opened = answer.open
    if isinstance(opened, int) and 0 <= opened < len(lines) and (leads := lines[opened].leads):
        page, said = leads
        st.switch_page(f"views/{page}.py", query_params=dict(said))


def _plain(line: Line) -> dict[str, Any]:
    href = None
    if line.leads:
        page, said = line.leads
        href = f"{page}?{urlencode(said)}" if said else page
    return {
        "label": line.label,
        "quiet": line.quiet,
        "href": href,
        "marked": line.is_marked,
        "bars": [[bar.share, bar.low, bar.high] if bar else None for bar in line.bars],
        "cells": [[cell.text, cell.quiet, cell.is_number] for cell in line.cells],
    }


def _ticks(end: float) -> list[float]:
    """Three to six round places from 0 to the end."""
    step = next((step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25) if end <= 5 * step), 0.25)
    return [round(step * k, 2) for k in range(6) if step * k <= end + 1e-9]


def end_for(highest: float) -> float:
    """The shortest axis of round steps on which the highest value fits."""
    ends = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
    return next((end for end in ends if highest <= end), 1.0)
