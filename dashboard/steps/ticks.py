"""A line that a person ticks: what they have said, or mean to learn."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.parts import resume_state


def tick_box(skill: str, label: str, *, key: str, more: str = "") -> None:
    """A box with its label, and what stands below it. What is ticked goes on with the downloaded report."""
    tick_boxes([(skill, label, key)], more=more)


def tick_boxes(boxes: Sequence[tuple[str, str, str]], *, more: str = "") -> None:
    """Several, each its skill, label and key, above what stands below them all."""
    with st.container(border=True, gap=None):
        for skill, label, key in boxes:
            _tick(skill, label, key)
        if more:
            st.markdown(more)


def _tick(skill: str, label: str, key: str) -> None:
    st.session_state[key] = skill in resume_state.ticked()
    st.checkbox(label, key=key, on_change=lambda: resume_state.tick(skill, is_ticked=bool(st.session_state[key])))
