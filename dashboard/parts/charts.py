"""Charts of shares with their intervals, as the printed report has them: label, track, numbers, one line each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.drawn import table as drawn
from dashboard.inert import inert
from dashboard.words import listing, share_words

_LIGHT = {
    "point": "#0b5cad",
    "range": "#a9c9ea",
    "second point": "#b35a00",
    "second range": "#f1cfa0",
    "ink": "#1c2430",
}
_DARK = {"point": "#7db8f2", "range": "#2f567d", "second point": "#f0b668", "second range": "#6b4c1c", "ink": "#e8ebef"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an interval chart."""

    label: str
    share: float | None
    low: float | None
    high: float | None
    n: int | None = None
    employers: int | None = None
    group: str = ""
    """Where a chart compares two things: which of the two."""
    leads: drawn.Place | None = None
    """Where a click on the label leads."""
    note: str = ""
    """Stands behind the numbers, as «68 of 88»."""

    @property
    def words(self) -> str:
        """«18% (12–25%)»."""
        return share_words(self)


def row(label: str, share: Any, group: str = "", leads: drawn.Place | None = None, note: str = "") -> Row:
    """A line from any result that has share, low and high, and perhaps n and employers."""
    n, employers = getattr(share, "n", None), getattr(share, "employers", None)
    return Row(label, share.share, share.low, share.high, n, employers, group, leads, note)


def interval_chart(
    title: str,
    rows: Sequence[Row],
    *,
    of: str,
    key: str,
    groups: Sequence[str] = (),
    end: float | None = None,
    label: str = "",
) -> None:
    """Draw rows as points with intervals beside their numbers, under a title that states the finding.

    `of` says what the shares are shares of, and in which order they stand. Two `groups` share a line and are told apart
    by colour and shape. `end`: where the axis ends, for charts that are read side by side. Rows without enough data say
    so.
    """
    st.markdown(f"**{inert(title)}**  \n:small[{inert(of[0].upper() + of[1:])}]")
    if rows:
        names = list(groups) or ["share"]
        # Where all rows are of the same jobs, what stands above the chart says of how many.
        is_same = len({each.n for each in rows}) == 1
        drawn.show(
            f"{title}. {of}",
            [_line(label, [_of(rows, label, name) for name in groups or [""]], is_same) for label in labels(rows)],
            key=f"{key}_chart",
            columns=[f"{name} (95% interval)" for name in names] if not groups else names,
            label=label,
            end=end or shared_end(rows),
            bars=list(groups),
        )


def listed(
    caption: str,
    frame: pd.DataFrame,
    *,
    key: str,
    leads: Sequence[drawn.Place | None] = (),
    numbers: Sequence[str] = (),
) -> None:
    """A frame of words as a table: its first column is the label of each line, those of `numbers` stand right."""
    first, *others = frame.columns
    drawn.show(
        caption,
        [
            drawn.Line(
                str(row[first]),
                [drawn.Cell(_said(row[name]), is_number=name in numbers) for name in others],
                leads=leads[place] if leads else None,
            )
            for place, row in enumerate(frame.to_dict("records"))
        ],
        key=key,
        columns=[str(name) for name in others],
        label=str(first),
    )


def _said(value: Any) -> str:
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return f"{value:,}"
    return "" if pd.isna(value) else str(value)


def labels(rows: Iterable[Row]) -> list[str]:
    """The labels of rows, each once, in their order."""
    return list(dict.fromkeys(each.label for each in rows))


def shared_end(rows: Iterable[Row]) -> float:
    """Where the axis of these rows ends, be they of one chart or of several."""
    return drawn.end_for(max((each.high for each in rows if each.high is not None), default=1.0))


def _of(rows: Sequence[Row], label: str, group: str) -> Row | None:
    return next((each for each in rows if each.label == label and each.group == group), None)


def _line(label: str, each: Sequence[Row | None], is_same: bool) -> drawn.Line:
    known = [row for row in each if row is not None]
    return drawn.Line(
        label,
        [drawn.Cell(*_numbers(row, is_same)) if row else drawn.Cell("") for row in each],
        [_bar(row) if row else None for row in each],
        leads=next((row.leads for row in known if row.leads), None),
    )


def _numbers(row: Row, is_same: bool) -> tuple[str, str]:
    return row.words, row.note or ("" if is_same or row.n is None else f"of {row.n:,}")


def _bar(row: Row) -> drawn.Bar | None:
    if row.share is None or row.low is None or row.high is None:
        return None
    return drawn.Bar(row.share, row.low, row.high)


def crowned(rows: Sequence[Row], said: str) -> str:
    """Which row is the most: «X is asked for most: 33% (30–36%)», where `said` is «is asked for most».

    Only where its interval stands clear of all others; else «X and Y: too close to tell which is asked for most».
    """
    known, close = _foremost(rows)
    if not known:
        return f"Not enough data to tell which {said}"
    first = known[0]
    if first.share == 0.0:
        return f"None of them {said}"
    if not close:
        return f"{first.label} {said}: {first.words}"
    named = [first.label, *close[:2]]
    more = [f"{len(close) - 2} more"] if len(close) > 2 else []
    return f"{listing(named + more)}: too close to tell which {said}"


def stands_clear(rows: Sequence[Row]) -> bool:
    """Whether one row is the most of all, clear of the others."""
    known, close = _foremost(rows)
    return bool(known) and not close


def _foremost(rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """The rows with a share, the largest first, and the labels of those that do not stand clear of the first."""
    known = sorted((each for each in rows if each.share is not None), key=lambda each: -(each.share or 0.0))
    return known, [each.label for each in known[1:] if (each.high or 0.0) >= (known[0].low or 0.0)]


def colours() -> Mapping[str, str]:
    """The colours of charts by what they paint, on the reader's dark or light ground."""
    return _DARK if st.context.theme.type == "dark" else _LIGHT
