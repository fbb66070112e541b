"""Tabs of which only the open one is drawn, so that a page costs what is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st


def show_parts(key: str, parts: Mapping[str, Callable[[], None]]) -> None:
    """A row of tabs named by `parts`' keys; draws the open one by its function. Which one lies in the address."""
    tabs = st.tabs(list(parts), key=key, on_change="rerun", bind="query-params")
    for tab, draw in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                draw()
