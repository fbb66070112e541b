"""What a page says in the place of adverts where the reference market is shown, which has none."""

from __future__ import annotations

import streamlit as st

from dashboard.words import QUOTES_LATER


def say(lacks: str) -> None:
    """Why there is nothing to see here, and the one command that changes it."""
    st.markdown(f"**{lacks}** The reference market is facts without texts.")
    st.markdown(f"{QUOTES_LATER.split(':')[0]}:")
    st.code("skillgap refresh --contact you@example.org", language="bash")
