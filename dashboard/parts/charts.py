"""Charts of shares with their intervals: the title says what was found, a table says the same in numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.inert import inert
from dashboard.words import between, listing, percent, share_words

LABEL_HEIGHT, BAR_HEIGHT, ROW_HEIGHT = 18, 16, 40
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

    @property
    def words(self) -> str:
        """«18% (12–25%)»."""
        return share_words(self)


def row(label: str, share: Any, group: str = "") -> Row:
    """A line from any result that has share, low and high, and perhaps n and employers."""
    return Row(
        label, share.share, share.low, share.high, getattr(share, "n", None), getattr(share, "employers", None), group
    )


def interval_chart(title: str, rows: Sequence[Row], *, of: str, key: str, groups: Sequence[str] = ()) -> None:
    """Draw rows as points with intervals under a title that states the finding, and a table with n below.

    `of` says what the shares are shares of and stands under the title, where it can wrap. Two `groups` are told apart
    by colour and shape. Rows without enough data say so.
    """
    st.markdown(f"**{inert(title)}**  \n:small[{inert(of[0].upper() + of[1:])}]")
    if any(each.share is not None for each in rows):
        st.vega_lite_chart(_data(rows), _spec(rows, groups), alt=_in_words(title, rows), key=f"{key}_chart")
    elif rows:
        st.caption("There is not enough data for a chart; the table says what is there.")
    with st.expander("The same as a table", icon=":material/table:", key=f"{key}_more"):
        st.dataframe(table(rows, groups), hide_index=True, key=f"{key}_table")


def crowned(rows: Sequence[Row], said: str) -> str:
    """Which row is the most: «X is asked for most: 33% (30–36%)», where `said` is «is asked for most».

    Only where its interval stands clear of all others; else «X and Y: too close to tell which is asked for most».
    """
    known = sorted((each for each in rows if each.share is not None), key=lambda each: -(each.share or 0.0))
    if not known:
        return f"Not enough data to tell which {said}"
    first = known[0]
    if first.share == 0.0:
        return f"None of them {said}"
    close = [each.label for each in known[1:] if (each.high or 0.0) >= (first.low or 0.0)]
    if not close:
        return f"{first.label} {said}: {first.words}"
    named = [first.label, *close[:2]]
    more = [f"{len(close) - 2} more"] if len(close) > 2 else []
    return f"{listing(named + more)}: too close to tell which {said}"


def table(rows: Sequence[Row], groups: Sequence[str] = ()) -> pd.DataFrame:
    """The rows as a frame of words."""
    return pd.DataFrame(
        [
            {
                "": each.label,
                **({"which": each.group} if groups else {}),
                "share": percent(each.share),
                "95% interval": between({"low": each.low, "high": each.high}) if each.share is not None else "",
                "n": each.n,
                "employers": each.employers,
            }
            for each in rows
        ]
    ).dropna(axis="columns", how="all")


def colours() -> Mapping[str, str]:
    """The colours of charts by what they paint, on the reader's dark or light ground."""
    return _DARK if st.context.theme.type == "dark" else _LIGHT


def _in_words(title: str, rows: Sequence[Row]) -> str:
    shown = "; ".join(f"{each.label}{' ' + each.group if each.group else ''} {each.words}" for each in rows[:12])
    return f"{title}. {shown}."


def _spec(rows: Sequence[Row], groups: Sequence[str]) -> dict[str, Any]:
    """Each row: its label on a line of its own, so that it fits a phone, and below it a bar for each group.

    Vega-Lite as a plain dict: Altair would check every part of it against the grammar on every rerun, at 40 ms a chart.
    """
    paint = colours()
    names = list(groups) or [""]
    labels = list(dict.fromkeys(each.label for each in rows))
    highest = max(each.high for each in rows if each.high is not None)
    # Room for the words right of the longest interval.
    scale = {"domain": [0, min(highest * 1.38, 1.3)], "nice": False}
    axis = {"format": "%", "values": _ticks(highest), "title": None, "domain": False, "ticks": False}
    rise = ROW_HEIGHT + BAR_HEIGHT * (len(names) - 1)
    layers: list[dict[str, Any]] = [
        {
            "transform": [{"filter": {"field": "group", "equal": names[0]}}],
            "mark": {"type": "text", "align": "left", "baseline": "top", "fontSize": 12, "color": paint["ink"]},
            "encoding": {
                "x": {"datum": 0, "scale": scale},
                "y": _place(labels, 0.04),
                "text": {"field": "what", "type": "nominal"},
            },
        }
    ]
    for number, group in enumerate(names):
        place = _place(labels, (LABEL_HEIGHT + BAR_HEIGHT * (number + 0.5)) / rise)
        shade = paint["second range" if number else "range"]
        own = {"filter": {"field": "group", "equal": group}}
        layers += [
            {
                "transform": [own],
                "mark": {"type": "rule", "strokeWidth": 7, "strokeCap": "round", "color": shade},
                "encoding": {"x": _share("low", scale, axis=axis), "x2": {"field": "high"}, "y": place},
            },
            {
                "transform": [own],
                "mark": {"type": "point", "size": 60, "filled": True, "opacity": 1},
                "encoding": {"x": _share("share", scale), "y": place, **_told_apart(names, paint)},
            },
            {
                "transform": [own, {"calculate": "isValid(datum.high) ? datum.high : 0", "as": "end"}],
                "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 11, "color": paint["ink"]},
                "encoding": {
                    "x": _share("end", scale),
                    "y": place,
                    "text": {"field": "words", "type": "nominal"},
                },
            },
        ]
    tooltip = [{"field": "what", "type": "nominal"}, {"field": "words", "type": "nominal", "title": "share"}]
    return {
        "encoding": {"tooltip": tooltip},
        "layer": layers,
        "height": rise * len(labels) + (80 if groups else 45),
    }


def _share(field: str, scale: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "scale": scale, **more}


def _place(labels: Sequence[str], band: float) -> dict[str, Any]:
    """A height within each label's band: 0 its top, 1 its bottom."""
    scale = {"paddingInner": 0, "paddingOuter": 0}
    return {
        "field": "what",
        "type": "nominal",
        "sort": list(labels),
        "axis": None,
        "bandPosition": band,
        "scale": scale,
    }


def _told_apart(names: Sequence[str], colours: Mapping[str, str]) -> dict[str, Any]:
    """Colour and shape of the points, with a legend where there is something to tell apart."""
    legend = {"title": None, "orient": "top"} if len(names) > 1 else None
    paint = {"domain": list(names), "range": [colours["point"], colours["second point"]][: len(names)]}
    shapes = {"domain": list(names), "range": ["circle", "diamond"][: len(names)]}
    return {
        "color": {"field": "group", "type": "nominal", "scale": paint, "legend": legend},
        "shape": {"field": "group", "type": "nominal", "scale": shapes, "legend": legend},
    }


def _data(rows: Sequence[Row]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "what": [each.label for each in rows],
            "share": [each.share for each in rows],
            "low": [each.low for each in rows],
            "high": [each.high for each in rows],
            "group": [each.group for each in rows],
            "words": [each.words for each in rows],
        }
    )


def _ticks(highest: float) -> list[float]:
    """Three to six round places from 0 to just beyond the highest value."""
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25) if highest <= 5 * step)
    return [round(step * k, 2) for k in range(6) if step * (k - 1) < highest and step * k <= 1]
