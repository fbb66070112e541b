"""Lines over time with interval bands, several at once: skills, levels, places, pay, and how many jobs appear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analysis.market.history import at_any_time
from analysis.market.market import FRAMES, OUTSIDE_WINDOW, Market, build
from analysis.trends.lines import (
    PayPoint,
    Point,
    currencies,
    pay_line,
    skill_line,
    step_words,
    steps,
    value_line,
    values_of,
)
from dashboard.here import Here
from dashboard.inert import inert
from dashboard.parts.charts import colours
from dashboard.words import count, day, share_words, word

CHART_HEIGHT = 320
MOST_LINES = 5
_LIGHT = ("#0b5cad", "#b35a00", "#0f7a4d", "#8a2b8f", "#6a6f76")
_DARK = ("#7db8f2", "#f0b668", "#6fd3a3", "#dd9ae2", "#b9bec5")


@dataclass(frozen=True, slots=True)
class Mark:
    """One point of one line."""

    line: str
    last: dt.date
    """The last day of its step."""
    value: float | None
    low: float | None
    high: float | None
    words: str


def history(found: Here) -> Market:
    """The market with what closed before its window, made once: lines go as far back as boards were watched."""

    def made() -> Market:
        if not found.market.excluded.get(OUTSIDE_WINDOW):
            return found.market
        frames = {name: found.generation.frames[name] for name in FRAMES if name != "mention"}  # nothing is quoted
        return build(at_any_time(frames), found.generation.manifest)

    return found.market.kept(("dashboard", "history"), made)


def of_skills(found: Here, skills: Sequence[str], lane: str | None) -> list[Mark]:
    """The lines of some skills."""
    market = history(found)
    return [
        mark
        for skill in skills
        for mark in _shares(market.skill_names[market.skill_code[skill]], skill_line(market, skill, lane))
    ]


def of_values(found: Here, field: str, lane: str | None) -> list[Mark]:
    """The lines of the commonest values of a field."""
    market = history(found)
    return [
        mark
        for value in values_of(market, field, lane, MOST_LINES)
        for mark in _shares(word(field, value), value_line(market, field, value, lane))
    ]


def of_pay(found: Here, lane: str | None) -> list[Mark]:
    """The median of the middles of what is stated a year, in the currency that most state."""
    market = history(found)
    return [
        Mark(f"{currency} a year", p.last, p.middle, p.low, p.high, _pay_words(p))
        for currency in currencies(market, lane)[:1]
        for p in pay_line(market, currency, lane)
    ]


def of_numbers(found: Here, lane: str | None) -> list[Mark]:
    """How many jobs were new in each step, on boards seen whole in it and in the one before."""
    return [
        Mark(
            "new jobs",
            step.last,
            float(step.new.n),
            None,
            None,
            f"{count(step.new.n, 'job')}, {count(step.boards, 'board')}",
        )
        for step in steps(history(found), lane)
    ]


def show(found: Here, marks: Sequence[Mark], lane: str | None, *, of: str, axis: str = "%") -> None:
    """The lines under a title that says where they stand, with a table. `of` says of what; `axis` is d3's format."""
    step = step_words(history(found), lane)
    known = [mark for mark in marks if mark.value is not None]
    if not known:
        st.markdown(
            f"**Not enough new jobs for a line.** A point needs two steps of {step} watched by crawls or dated imports,"
            " and new jobs of at least 10 employers."
        )
        return
    title = _title(known)
    st.markdown(f"**{inert(title)}**  \n:small[{inert(of)}, in steps of {step}; the bands are 95% intervals]")
    st.vega_lite_chart(_data(marks), _spec(marks, axis), alt=_in_words(title, marks), key="time_lines")
    with st.expander("The same as a table", icon=":material/table:"):
        st.dataframe(
            pd.DataFrame([{"line": m.line, "until": day(m.last), "value": m.words} for m in marks]),
            hide_index=True,
            key="time_lines_table",
        )


def _shares(name: str, points: Sequence[Point]) -> list[Mark]:
    return [
        Mark(
            name, p.last, p.share.share, p.share.low, p.share.high, f"{share_words(p.share)}, {count(p.share.n, 'job')}"
        )
        for p in points
    ]


def _pay_words(point: PayPoint) -> str:
    if point.middle is None or point.low is None or point.high is None:
        return f"not enough data, {count(point.n, 'job')}"
    return f"{point.middle:,.0f} ({point.low:,.0f}–{point.high:,.0f}), {count(point.n, 'job')}"


def _title(known: Sequence[Mark]) -> str:
    """«Python: 40% (33–48%), 12% … 24 weeks earlier»: each line's last point and its first."""
    by_line: dict[str, list[Mark]] = {}
    for mark in known:
        by_line.setdefault(mark.line, []).append(mark)
    said = []
    for name, marks in list(by_line.items())[:3]:
        first, last = marks[0], marks[-1]
        then = f" against {_alone(first.words)}"
        said.append(f"{name} {_alone(last.words)}" + (then if first is not last else ""))
    since = min(mark.last for mark in known)
    return f"{'; '.join(said)}" + (f", since {day(since)}" if since != known[-1].last else "")


def _alone(words: str) -> str:
    """The value without its sample."""
    return words[: words.index(")") + 1] if ")" in words else words.partition(",")[0]


def _in_words(title: str, marks: Sequence[Mark]) -> str:
    return f"{title}. " + "; ".join(f"{m.line} until {day(m.last)}: {m.words}" for m in marks[:30]) + "."


def _data(marks: Sequence[Mark]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "line": [mark.line for mark in marks],
            "when": [mark.last.isoformat() for mark in marks],
            "value": [mark.value for mark in marks],
            "low": [mark.low for mark in marks],
            "high": [mark.high for mark in marks],
            "words": [mark.words for mark in marks],
        }
    ).astype({"value": float, "low": float, "high": float})


def _spec(marks: Sequence[Mark], axis: str) -> dict[str, Any]:
    """Bands and lines that break where a step has not enough data."""
    names = list(dict.fromkeys(mark.line for mark in marks))
    paint = _DARK if st.context.theme.type == "dark" else _LIGHT
    ink = colours()["ink"]
    is_money = axis != "%" and any((mark.value or 0) > 1000 for mark in marks)
    up: dict[str, Any] = {
        "type": "quantitative",
        "axis": {"format": axis, "title": None},
        "scale": {"zero": not is_money},
    }
    broken = {"invalid": "break-paths-show-path-domains"}
    value = {"field": "value", **up}
    legend = {"title": None, "orient": "top", "columns": 2, "symbolOpacity": 1, "labelLimit": 260}
    return {
        "height": CHART_HEIGHT,
        "encoding": {
            "x": {
                "field": "when",
                "type": "temporal",
                "axis": {"title": None, "format": "%b %Y", "labelColor": ink, "tickCount": 6, "grid": False},
            },
            "color": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": names, "range": list(paint[: len(names)])},
                "legend": legend if len(names) > 1 else None,
            },
            "tooltip": [
                {"field": "line", "type": "nominal", "title": "line"},
                {"field": "when", "type": "temporal", "title": "until"},
                {"field": "words", "type": "nominal", "title": "value"},
            ],
        },
        "layer": [
            {
                "mark": {"type": "area", "opacity": 0.16, **broken},
                "encoding": {"y": {"field": "low", **up}, "y2": {"field": "high"}},
            },
            # A point between two gaps has a band of no width.
            {
                "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.3},
                "encoding": {"y": {"field": "low", **up}, "y2": {"field": "high"}},
            },
            {"mark": {"type": "line", "strokeWidth": 2, **broken}, "encoding": {"y": value}},
            {"mark": {"type": "point", "filled": True, "opacity": 1, "size": 60}, "encoding": {"y": value}},
        ],
    }
