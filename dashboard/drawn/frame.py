"""What Streamlit's own elements need to be read well: less nothing above a heading, and contrast in both themes."""

from __future__ import annotations

from dashboard.drawn.element import element

_FRAME = element("frame", is_apart=False)


def show() -> None:
    """Give the page our style; drawn once a run, before all else."""
    _FRAME(key="frame")
