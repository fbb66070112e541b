"""What a person has chosen (lane, skill, filters): kept in the address, so that it can be shared, and across pages.

A resume and what follows from it never come here: addresses end up in histories and logs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from analysis.market.market import PERIOD
from dashboard.here import Here
from dashboard.words import word

_CHOSEN = "chosen"
FILTERS = ("seniority", "region", "workplace", "role", "source", PERIOD)
SEEN_WITHIN = ("7", "14", "30", "90")
PUBLISHED_WITHIN = ("30", "90", "180")
"""Periods before the market's date, in days; the longest is the window, beyond which only open ones count."""


def choice(
    name: str,
    label: str,
    options: Sequence[str],
    words: Callable[[str], str] = str,
    *,
    default: str | None = None,
    is_row: bool = False,
    placeholder: str = "all",
) -> str | None:
    """The chosen one of `options`, which is the value of `name` in the address; a row of buttons or a list.

    An unknown value in the address counts as none.
    """
    value = _chosen(name)
    if value not in options:
        value = default
    key = f"choice_{name}"
    st.session_state[key] = value
    _keep(name, value)
    if is_row:
        return st.segmented_control(
            label,
            options,
            format_func=words,
            key=key,
            required=default is not None,
            on_change=_changed,
            args=(name, key),
        )
    return st.selectbox(
        label,
        options,
        index=None,
        format_func=words,
        key=key,
        placeholder=placeholder,
        on_change=_changed,
        args=(name, key),
    )


def lane_choice(found: Here, *, default: str | None = None) -> str | None:
    """The lane chosen by buttons; None: all of them."""
    return choice("lane", "Lane", list(found.lane_names), found.lane_name, default=default, is_row=True)


def filters(found: Here, names: Sequence[str] = FILTERS) -> dict[str, str]:
    """What the market is narrowed to, as `Market.sample` takes it; a row of lists, each empty at first."""
    narrowed = {}
    with st.container(horizontal=True):
        for name in names:
            value = choice(name, name.capitalize().replace("_", " "), _options(found, name), partial(word, name))
            if value is not None:
                narrowed[name] = value
    return narrowed


def _options(found: Here, name: str) -> Sequence[str]:
    if name == PERIOD:
        return PUBLISHED_WITHIN if found.market.as_of else ()
    return sorted(found.market.requisition[name].dropna().unique())


def seen_since(found: Here) -> dt.datetime | None:
    """From when on a posting must have been first seen to be shown, counted back from the market's date; None: ever."""
    as_of = found.market.as_of
    if as_of is None:
        return None
    days = choice("days", "First seen", SEEN_WITHIN, "in the last {} days".format, placeholder="ever")
    return None if days is None else as_of - dt.timedelta(days=int(days))


def _chosen(name: str) -> str | None:
    kept: dict[str, str | None] = st.session_state.setdefault(_CHOSEN, {})
    given: str | None = st.query_params.get(name)
    return given if given is not None else kept.get(name)


def _keep(name: str, value: str | None) -> None:
    st.session_state.setdefault(_CHOSEN, {})[name] = value
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def _changed(name: str, key: str) -> None:
    _keep(name, st.session_state[key])
