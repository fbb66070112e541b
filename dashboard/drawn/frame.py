"""The style of Streamlit's own elements, and room for our tables before they are drawn, so that nothing jumps.

It is part of the served page (dashboard/serving.py): a style that came with the first elements would move them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

MOST_LINES = 40
_HEAD = 24
_HEIGHTS = {"plain": (31, 31), "single": (31, 54), "pair": (34, 86)}
"""Pixels of a line without a track, with one and with two: on a wide screen, on a narrow one."""


def room(lines: int, tracks: int) -> str:
    """What the key of a table's container ends with, for the style to know how high it will be."""
    return f"_{list(_HEIGHTS)[tracks]}{min(lines, MOST_LINES)}"


@cache
def style() -> str:
    """All rules, as they stand in the page."""
    rules = [Path(__file__).with_name("frame.css").read_text(encoding="utf-8")]
    wide, narrow = [], []
    for lines in range(1, MOST_LINES + 1):
        for tracks, (broad, slim) in enumerate(_HEIGHTS.values()):
            named = f'[class*="{room(lines, tracks)} "]'
            wide.append(f"{named}{{min-height:{_HEAD + broad * lines}px!important}}")
            narrow.append(f"{named}{{min-height:{_HEAD + slim * lines}px!important}}")
    return "".join([*rules, *wide, "@media(max-width:640px){", *narrow, "}"])
