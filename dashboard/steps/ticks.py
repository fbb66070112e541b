"""A line that a person ticks: what they have said, or mean to learn."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import resume_state


def tick_box(skill: str, label: str, *, key: str, more: str = "") -> None:
    """A box with its label, and what stands below it. What is ticked goes on with the downloaded report."""
    st.session_state[key] = skill in resume_state.ticked()
    with st.container(border=True, gap=None):
        st.checkbox(label, key=key, on_change=lambda: resume_state.tick(skill, is_ticked=bool(st.session_state[key])))
        if more:
            st.markdown(more)
