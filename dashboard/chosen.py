"""What a person has chosen (lane, skill, filters): kept in the address, so that it can be shared, and across pages.

Only what was clicked, or came with an address, is kept: what a page shows of itself is no choice. A resume and what
follows from it never come here: addresses end up in histories and logs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from analysis.market.market import PERIOD
from dashboard.here import Here
from dashboard.inert import inert
from dashboard.words import word

_CHOSEN, _DRAWN, _PAGE = "chosen", "drawn_choices", "page_shown"
FILTERS = ("seniority", "region", "workplace", "role", "source", PERIOD)
_NARROWING = ("lane", "skill", "days", "requisition", *FILTERS)
"""What a link to postings or to a skill says; what such a link does not name, it does not mean."""
_LABELS = {
    "seniority": "Level",
    PERIOD: "Published within",
    "skill": "Asks for the skill",
    "days": "First seen",
}
_OWN_CONTROL: Mapping[str, Sequence[str]] = {"Skills": ("lane", "skill"), "Trends": ("lane", "skill")}
"""What a page has a control of its own for; every page has one for the lane, where it takes one."""
USED_ON: Mapping[str, Sequence[str]] = {
    "Overview": FILTERS,
    "Lanes": ("lane", *FILTERS),
    "Skills": ("skill", "lane", *FILTERS),
    "Compare": FILTERS,
    "Trends": ("lane", "skill"),
    "Postings": ("lane", "skill", "days", "seniority", "region", "workplace", "role", "source"),
    "Resume gap": ("lane",),
}
"""What narrows each page."""
_EMPTY = {"days": "ever", PERIOD: "ever"}
SEEN_WITHIN = ("7", "14", "30", "90")
PUBLISHED_WITHIN = ("30", "90", "180")
"""Periods before the market's date, in days; the longest is the window, beyond which only open ones count."""


def arrive(page: str) -> None:
    """Take up what the address says as the page of this name begins.

    A page that is opened bare takes over what was chosen elsewhere. A link that says something is the whole truth, and
    so is the address of a page that stays: «Back» leads to where one was.
    """
    kept, given = _kept(), st.query_params.to_dict()
    came = st.session_state.get(_PAGE) != page
    st.session_state[_PAGE] = page
    if came:
        gone = _NARROWING if given.keys() & set(_NARROWING) else ()
    else:
        gone = tuple(st.session_state.get(_DRAWN, ()))
    for name in gone:
        kept.pop(name, None)
    kept.update(given)
    st.session_state[_DRAWN] = []


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

    An unknown value in the address counts as none. `default` is shown where nothing was chosen, and not kept.
    """
    value = kept(name)
    if value not in options:
        value = None
    keep(name, value)
    key = f"choice_{name}"
    st.session_state[key] = default if value is None else value
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
        filter_mode="contains",
        on_change=_changed,
        args=(name, key),
    )


def lane_choice(found: Here, *, default: str | None = None) -> str | None:
    """The lane chosen by buttons; None: all of them."""
    return choice("lane", "Lane", list(found.lane_names), found.lane_name, default=default, is_row=True)


def line(found: Here, page: str) -> None:
    """What is chosen, the same on every page: lists behind a button, beside it each choice with a way to take it away.

    Only what the page of this name asks for (USED_ON) narrows it; what else was chosen stays, and is said.
    """
    used = USED_ON.get(page, ())
    options = {name: _options(found, name) for name in used}
    own = _OWN_CONTROL.get(page, ("lane",))
    if any(name not in own for name in used):
        with st.popover("Filters", icon=":material/filter_list:"):
            for name in (name for name in used if name not in own):
                choice(name, _label(name), options[name], _words_for(found, name), placeholder=_EMPTY.get(name, "all"))
    for name in used:
        if (value := kept(name)) is not None and value not in options[name]:
            keep(name, None)
    chips({name: _words_for(found, name)(value) for name in used if (value := kept(name)) is not None})
    others = {name: _words_for(found, name)(value) for name in _NARROWING if name not in used and (value := kept(name))}
    others.pop("requisition", None)
    if others:
        st.markdown(f":small[:gray[Not used on this page: {inert(', '.join(others.values()))}]]")


def narrowing(names: Sequence[str] = FILTERS) -> dict[str, str]:
    """What the market is narrowed to, as `Market.sample` takes it."""
    return chosen(names)


def chips(shown: Mapping[str, str]) -> None:
    """What is chosen, in words by name: a button each that takes it away, and one that takes all away."""
    for name, said in shown.items():
        st.button(f"{inert(said)} ✕", key=f"drop_{name}", help="Take this choice away", on_click=_drop, args=([name],))
    if len(shown) > 1:
        st.button("Clear", key="drop_all", type="tertiary", on_click=_drop, args=(list(shown),))


def _label(name: str) -> str:
    return _LABELS.get(name, name.capitalize())


def _words_for(found: Here, name: str) -> Callable[[str], str]:
    if name == "skill":
        return lambda skill: found.skill_names.get(skill, skill)
    if name == "lane":
        return found.lane_name
    return "in the last {} days".format if name == "days" else partial(word, name)


def _options(found: Here, name: str) -> Sequence[str]:
    if name == "skill":
        return list(found.skill_names)
    if name == "lane":
        return list(found.lane_names)
    if name == "days":
        return SEEN_WITHIN if found.market.as_of else ()
    if name == PERIOD:
        return PUBLISHED_WITHIN if found.market.as_of else ()
    return sorted(found.market.coded(name)[1])


def days_before(found: Here, days: str | None) -> dt.datetime | None:
    """The moment so many days before the market's date; None where either is not known."""
    as_of = found.market.as_of
    return None if days is None or as_of is None else as_of - dt.timedelta(days=int(days))


def kept(name: str) -> str | None:
    """What was chosen for a name; None where nothing was."""
    return _kept().get(name)


def chosen(names: Sequence[str]) -> dict[str, str]:
    """What was chosen of these, for a link that leads there with it."""
    return {name: value for name in names if (value := kept(name)) is not None}


def keep(name: str, value: str | None) -> None:
    """Keep a choice, here and in the address; None: it is none any more."""
    _drawn(name)
    if value is None:
        _kept().pop(name, None)
        st.query_params.pop(name, None)
        return
    _kept()[name] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def _kept() -> dict[str, str]:
    kept: dict[str, str] = st.session_state.setdefault(_CHOSEN, {})
    return kept


def _drawn(name: str) -> None:
    drawn = st.session_state.setdefault(_DRAWN, [])
    if name not in drawn:
        drawn.append(name)


def _changed(name: str, key: str) -> None:
    keep(name, st.session_state[key])


def _drop(names: Sequence[str]) -> None:
    for name in names:
        keep(name, None)
