"""What is folded away, drawn when it is opened: what nobody looks at costs neither the server nor the browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def folded(label: str, *, icon: str, key: str, is_open: bool = False) -> Iterator[bool]:
    """Within the fold; whether it is open, and so whether its inside is to be drawn."""
    fold = st.expander(label, expanded=is_open, icon=icon, key=key, on_change="rerun")
    with fold:
        yield bool(fold.open)
