"""A component's script and style from the files beside this one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent


def element(name: str) -> Any:
    """The component whose files are called `name`; its style touches nothing outside it."""
    script, style = (HERE / f"{name}.{kind}" for kind in ("js", "css"))
    return st.components.v2.component(
        f"skillgap_{name}",
        html=f'<div class="{name}"></div>',
        css=style.read_text(encoding="utf-8"),
        js=script.read_text(encoding="utf-8"),
    )
