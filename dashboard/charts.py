"""Charts of shares with their intervals: the title says what was found, a table says the same in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboard.inert import inert
from dashboard.words import between, percent, share_words

LABEL_WIDTH = 170
ROW_HEIGHT = 26
_LIGHT = {"point": "#0b5cad", "range": "#a9c9ea", "second": "#b35a00", "second range": "#f1cfa0", "ink": "#1c2430"}
_DARK = {"point": "#7db8f2", "range": "#2f567d", "second": "#f0b668", "second range": "#6b4c1c", "ink": "#e8ebef"}


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

    `of` says what the shares are shares of; it labels the axis. Two `groups` are told apart by colour and shape. Rows
    without enough data say so.
    """
    st.markdown(f"**{inert(title)}**")
    if any(each.share is not None for each in rows):
        st.altair_chart(_drawn(rows, of, groups), alt=_in_words(title, rows), key=f"{key}_chart")
    elif rows:
        st.caption("There is not enough data for a chart; the table says what is there.")
    with st.expander("The same as a table", icon=":material/table:", key=f"{key}_more"):
        st.dataframe(table(rows, groups), hide_index=True, key=f"{key}_table")


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


def _in_words(title: str, rows: Sequence[Row]) -> str:
    shown = "; ".join(f"{each.label}{' ' + each.group if each.group else ''} {each.words}" for each in rows[:12])
    return f"{title}. {shown}."


def _drawn(rows: Sequence[Row], of: str, groups: Sequence[str]) -> alt.LayerChart | alt.FacetChart:
    colours = _DARK if st.context.theme.type == "dark" else _LIGHT
    frame = pd.DataFrame(
        [
            {"what": r.label, "share": r.share, "low": r.low, "high": r.high, "group": r.group, "words": r.words}
            for r in rows
        ]
    )
    labels = list(dict.fromkeys(frame["what"]))
    # Room for the words right of the longest interval.
    end = min(float(frame["high"].max()) * 1.32, 1.18)
    scale = alt.Scale(domain=[0, end], nice=False)
    x_axis = alt.Axis(format="%", tickCount=5, title=of, domain=False, titleLimit=700)
    y_axis = alt.Axis(labelLimit=LABEL_WIDTH, labelOverlap=False, ticks=False, domain=False, labelPadding=8)
    base = alt.Chart(frame).encode(
        y=alt.Y("what:N", sort=labels, title=None, axis=y_axis), tooltip=["what:N", "words:N"]
    )
    layers: list[alt.Chart] = []
    for group in groups or ("",):
        own = base.transform_filter(alt.datum.group == group) if groups else base
        shade = colours["second range" if group and group == groups[-1] else "range"]
        layers.append(
            _offset(own.mark_bar(height=7, cornerRadius=4, color=shade), groups).encode(
                x=alt.X("low:Q", scale=scale, axis=x_axis), x2="high:Q"
            )
        )
    points = _offset(base.mark_point(size=70, filled=True, opacity=1, color=colours["point"]), groups)
    if groups:
        legend = alt.Legend(title=None, orient="top")
        domain = list(groups)
        points = points.encode(
            color=alt.Color(
                "group:N", scale=alt.Scale(domain=domain, range=[colours["point"], colours["second"]]), legend=legend
            ),
            shape=alt.Shape("group:N", scale=alt.Scale(domain=domain, range=["circle", "diamond"]), legend=legend),
        )
    layers.append(points.encode(x=alt.X("share:Q", scale=scale)))
    words = base.transform_calculate(end="isValid(datum.high) ? datum.high : 0").mark_text(
        align="left", dx=7, fontSize=11, color=colours["ink"]
    )
    layers.append(_offset(words, groups).encode(x=alt.X("end:Q", scale=scale), text="words:N"))
    height = ROW_HEIGHT * len(labels) * (1.6 if groups else 1) + 62
    return alt.layer(*layers).properties(height=height)


def _offset(chart: alt.Chart, groups: Sequence[str]) -> alt.Chart:
    """Two groups stand one below the other in each row."""
    return chart.encode(yOffset=alt.YOffset("group:N", sort=list(groups))) if groups else chart
