"""The skill map: at most eighty names on a plane, tied together by group; the arrow keys go from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from urllib.parse import urlencode

import streamlit as st

from dashboard.drawn.element import element
from dashboard.drawn.table import Place

_MAP = element("map")
LARGEST = 6.0
"""Pixels of the radius of what is asked for most."""
SMALLEST = 2.5


@dataclass(frozen=True, slots=True)
class Dot:
    """A skill at its place (0-1 from the left and from the top)."""

    name: str
    words: str
    """What is said of it."""
    x: float
    y: float
    share: float
    leads: Place
    group: str | None
    lane: int | None
    """The position of its group's lane among the lanes."""


def show(caption: str, dots: Sequence[Dot], lanes: Sequence[tuple[int | None, str]], *, key: str) -> None:
    """Draw the map; `lanes` are those of the legend, None: across lanes or in no group."""
    largest = max((dot.share for dot in dots), default=1.0) or 1.0
    answer = _MAP(
        data={
            "caption": caption,
            "lanes": [[lane, name] for lane, name in lanes],
            "spots": [
                {
                    "name": dot.name,
                    "words": dot.words,
                    "x": dot.x,
                    "y": dot.y,
                    "size": round(SMALLEST + (LARGEST - SMALLEST) * sqrt(dot.share / largest), 1),
                    "href": f"{dot.leads[0]}?{urlencode(dot.leads[1])}",
                    "group": dot.group,
                    "lane": None if dot.lane is None else dot.lane % 4,
                }
                for dot in dots
            ],
        },
        key=key,
        on_open_change=lambda: None,
    )
    opened = answer.open
    if isinstance(opened, int) and 0 <= opened < len(dots):
        page, said = dots[opened].leads
        st.switch_page(f"views/{page}.py", query_params=dict(said))
