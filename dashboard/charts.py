"""Charts of shares with their intervals: the title says what was found, a table says the same in numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboard.inert import inert
from dashboard.words import between, percent, share_words

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
        st.altair_chart(_drawn(rows, groups), alt=_in_words(title, rows), key=f"{key}_chart")
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


def _drawn(rows: Sequence[Row], groups: Sequence[str]) -> alt.LayerChart | alt.FacetChart:
    """Each row: its label on a line of its own, so that it fits a phone, and below it a bar for each group."""
    colours = _DARK if st.context.theme.type == "dark" else _LIGHT
    names = list(groups) or [""]
    frame = pd.DataFrame(
        [
            {"what": r.label, "share": r.share, "low": r.low, "high": r.high, "group": r.group, "words": r.words}
            for r in rows
        ]
    )
    labels = list(dict.fromkeys(frame["what"]))
    # Room for the words right of the longest interval.
    scale = alt.Scale(domain=[0, min(float(frame["high"].max()) * 1.38, 1.3)], nice=False)
    axis = alt.Axis(format="%", values=_ticks(float(frame["high"].max())), title=None, domain=False, ticks=False)
    rise = ROW_HEIGHT + BAR_HEIGHT * (len(names) - 1)
    base = alt.Chart(frame).encode(tooltip=["what:N", "words:N"])
    layers = [
        base.mark_text(align="left", baseline="top", fontSize=12, color=colours["ink"]).encode(
            x=alt.XDatum(0, scale=scale), y=_place(labels, 0.04), text="what:N"
        )
    ]
    for number, group in enumerate(names):
        own = base.transform_filter(alt.datum.group == group)
        place = _place(labels, (LABEL_HEIGHT + BAR_HEIGHT * (number + 0.5)) / rise)
        kind = "second " if number else ""
        layers += [
            own.mark_rule(strokeWidth=7, strokeCap="round", color=colours[f"{kind}range"]).encode(
                x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=place
            ),
            own.mark_point(size=60, filled=True, opacity=1).encode(
                x=alt.X("share:Q", scale=scale), y=place, **_told_apart(names, colours)
            ),
            own.transform_calculate(end="isValid(datum.high) ? datum.high : 0")
            .mark_text(align="left", dx=8, fontSize=11, color=colours["ink"])
            .encode(x=alt.X("end:Q", scale=scale), y=place, text="words:N"),
        ]
    return alt.layer(*layers).properties(height=rise * len(labels) + (80 if groups else 45))


def _place(labels: Sequence[str], band: float) -> alt.Y:
    """A height within each label's band: 0 its top, 1 its bottom."""
    return alt.Y(
        "what:N", sort=list(labels), axis=None, bandPosition=band, scale=alt.Scale(paddingInner=0, paddingOuter=0)
    )


def _told_apart(names: Sequence[str], colours: Mapping[str, str]) -> dict[str, Any]:
    """Colour and shape of the points, with a legend where there is something to tell apart."""
    legend = alt.Legend(title=None, orient="top") if len(names) > 1 else None
    paint = alt.Scale(domain=list(names), range=[colours["point"], colours["second point"]][: len(names)])
    shapes = alt.Scale(domain=list(names), range=["circle", "diamond"][: len(names)])
    return {
        "color": alt.Color("group:N", scale=paint, legend=legend),
        "shape": alt.Shape("group:N", scale=shapes, legend=legend),
    }


def _ticks(highest: float) -> list[float]:
    """Three to six round places from 0 to just beyond the highest value."""
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25) if highest <= 5 * step)
    return [round(step * k, 2) for k in range(6) if step * (k - 1) < highest and step * k <= 1]
