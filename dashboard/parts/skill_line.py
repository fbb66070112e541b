"""A skill's share among new requisitions, one four-week period after the other, with its interval band."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import pandas as pd
import streamlit as st

from analysis.market.intervals import Share, share_of
from analysis.market.market import plain_utc, utc_naive
from analysis.market.weights import Sample, sample
from analysis.snapshot.content import dated
from analysis.trends.panel import Period, panel, weeks_before
from dashboard.here import Here
from dashboard.inert import inert
from dashboard.parts.charts import colours, row, table
from dashboard.words import day, share_words

WEEKS = 4
CHART_HEIGHT = 300


@dataclass(frozen=True, slots=True)
class Point:
    """A skill in one period."""

    period: Period
    share: Share
    """Among the requisitions that were new in the period."""

    @property
    def last(self) -> dt.datetime:
        """The period's last day."""
        return self.period.end - dt.timedelta(days=1)

    @property
    def label(self) -> str:
        """«to 1 March 2026»."""
        return f"to {day(self.last)}"


def line(found: Here, skill: str, lane: str | None) -> tuple[Point, ...]:
    """The skill's points, the oldest first; empty where boards were not watched over two periods.

    Raises BadInputError for a market without a date.
    """
    market = found.market
    code = market.skill_code[skill]
    points = [
        Point(period, share_of(new, market.asking(new)[:, [code]].toarray().ravel()))
        for period, new in _new_in_periods(found, lane)
    ]
    return tuple(reversed(points))


def show(name: str, points: Sequence[Point]) -> None:
    """The points as a line under a title that says where it stands, with a table beside it."""
    rows = table([row(point.label, point.share) for point in points])
    known = [point for point in points if point.share.share is not None]
    if not known:
        st.markdown(
            f"**Not enough new jobs for a line of {inert(name)}.** A point needs two periods of {WEEKS} weeks,"
            " watched by crawls, and new jobs of at least 10 employers; the skills page has its level."
        )
        if points:
            st.dataframe(rows, hide_index=True)
        return
    title = _title(name, known)
    st.markdown(
        f"**{inert(title)}**  \n:small[Share of jobs new in {WEEKS} weeks that name it; the band is the 95% interval]"
    )
    chart, beside = st.columns(2)
    with chart:
        st.vega_lite_chart(_data(points), _spec(), alt=_in_words(title, points), key="skill_line")
    with beside:
        st.dataframe(rows, hide_index=True)


def _new_in_periods(found: Here, lane: str | None) -> Iterator[tuple[Period, Sample]]:
    """The jobs new in each period, the newest period first, as far back as boards were watched.

    Only of boards seen whole both in a period and in the one before, so that no board's first look moves a point. None
    from before the market's window: requisitions that closed before it are missing.
    """
    market = found.market
    if not len(market.board_run):
        return
    began = utc_naive(market.board_run["started_at"]).min()
    oldest = dated(market) - dt.timedelta(days=int(found.generation.manifest["window_days"]))
    for back in count(0, WEEKS):
        before, after = (weeks_before(dated(market), WEEKS, back=back + more) for more in (WEEKS, 0))
        if after.start < oldest or plain_utc(before.end) <= began:
            return
        key = ("dashboard", "new", lane, back)
        if key not in market.cache:
            drawn = panel(market, before, after, lane)
            market.cache[key] = sample(drawn.rows[drawn.is_after], market.employer)
        yield after, market.cache[key]


def _title(name: str, known: Sequence[Point]) -> str:
    last = known[-1]
    said = f"{name}: {share_words(last.share)} of new jobs in the {WEEKS} weeks {last.label}"
    weeks = (last.period.end - known[0].period.end).days // 7
    return said if not weeks else f"{said}; {share_words(known[0].share)} {weeks} weeks earlier"


def _in_words(title: str, points: Sequence[Point]) -> str:
    return f"{title}. " + "; ".join(f"{point.label}: {share_words(point.share)}" for point in points) + "."


def _data(points: Sequence[Point]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "when": [f"{point.last.day} {point.last:%b}" for point in points],
            "share": [point.share.share for point in points],
            "low": [point.share.low for point in points],
            "high": [point.share.high for point in points],
            "words": [f"{share_words(point.share)}, n {point.share.n}" for point in points],
        }
    ).astype({"share": float, "low": float, "high": float})


def _spec() -> dict[str, Any]:
    """Band and line break where a period has not enough data, and the gap says so."""
    paint = colours()
    gap = {"filter": "!isValid(datum.share)"}
    up: dict[str, Any] = {"type": "quantitative", "axis": {"format": "%", "title": None}, "scale": {"domainMin": 0}}
    broken = {"invalid": "break-paths-show-path-domains"}
    low, share = {"field": "low", **up}, {"field": "share", **up}
    return {
        "height": CHART_HEIGHT,
        "encoding": {
            "x": {
                "field": "when",
                "type": "ordinal",
                "sort": None,
                "axis": {
                    "title": f"{WEEKS} weeks to",
                    "labelAngle": 0,
                    "labelFlush": False,
                    "domain": False,
                    "ticks": False,
                },
            },
            "tooltip": [
                {"field": "when", "type": "nominal", "title": f"{WEEKS} weeks to"},
                {"field": "words", "type": "nominal", "title": "share"},
            ],
        },
        "layer": [
            {
                "mark": {"type": "area", "color": paint["range"], "opacity": 0.5, **broken},
                "encoding": {"y": low, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "rule", "color": paint["range"], "strokeWidth": 5, "strokeCap": "round"},
                "encoding": {"y": low, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "line", "color": paint["point"], "strokeWidth": 2, **broken},
                "encoding": {"y": share},
            },
            {
                "mark": {"type": "point", "color": paint["point"], "filled": True, "opacity": 1, "size": 70},
                "encoding": {"y": share},
            },
            {
                "transform": [gap],
                "mark": {"type": "text", "color": paint["ink"], "fontSize": 11, "lineBreak": "/", "dy": -32},
                "encoding": {"y": {"datum": 0, "type": "quantitative"}, "text": {"value": "not/enough/data"}},
            },
        ],
    }
