"""The market that a session looks at: one published generation, opened once for all, never changed under anyone."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import streamlit as st

from analysis.demand.shares import SkillDemand, skill_demand
from analysis.market.arrays import market_of
from analysis.market.market import Market
from analysis.market.narrow import narrowed
from dashboard.texts import RepresentativeTexts
from dashboard.words import IMPORTED, OLD_AFTER_DAYS, day
from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load
from warehouse.generations.reader import Generation, current_number, open_generation
from warehouse.models import MarketKind, SkillgapError
from warehouse.reference.shipped import Choice, market_folder

CHOICE = "SKILLGAP_MARKET"
"""The environment's name for the market that is asked; not set: one's own where there is one, else the reference."""
_PINNED = "generation"


@dataclass(frozen=True, eq=False)
class Here:
    """An opened generation with its market."""

    generation: Generation
    market: Market
    texts: RepresentativeTexts

    @property
    def kind(self) -> MarketKind:
        """Whether it holds the example market of fictional employers, the reference that ships, or one's own."""
        return self.generation.kind

    @cached_property
    def is_watched(self) -> bool:
        """Whether boards are looked at for it, so that it can say what is open: neither files nor the reference."""
        return self.kind != "reference" and bool((self.market.requisition["source"] != IMPORTED).any())

    @property
    def as_of(self) -> dt.date:
        """The day that it shows."""
        return dt.datetime.fromisoformat(str(self.generation.manifest["as_of"])).date()

    def days_old(self, today: dt.date | None = None) -> int:
        """How many days ago that was."""
        return ((today or dt.datetime.now(dt.UTC).date()) - self.as_of).days

    @property
    def open_words(self) -> str:
        """How what is open is called: «Open now», of an older market «Open on 2 March 2026»."""
        is_old = self.kind == "real" and self.days_old() >= OLD_AFTER_DAYS
        return f"Open on {day(self.as_of)}" if is_old else "Open now"

    @cached_property
    def skill_names(self) -> dict[str, str]:
        """Names of the skills that the market names, by id, in alphabetical order."""
        market = self.market
        named = {market.skills[k]: market.skill_names[k] for k in np.unique(market.asks.skill)}
        return dict(sorted(named.items(), key=lambda entry: entry[1].casefold()))

    @cached_property
    def lane_names(self) -> dict[str, str]:
        """Names of the lanes by id, in their order."""
        return dict(zip(self.market.lanes, self.market.lane["name"].astype(str), strict=True))

    def lane_name(self, lane: str | None) -> str:
        """How a lane is called."""
        return self.lane_names.get(lane or "", "no lane")


def data_dir() -> Path:
    """The data folder: SKILLGAP_DATA, else ./data."""
    return Path(os.environ.get("SKILLGAP_DATA") or "data")


def shown_folder() -> Path:
    """The folder of the market that is asked now."""
    choice: Choice | None = "reference" if os.environ.get(CHOICE) == "reference" else None
    return market_folder(data_dir(), choice)


def _shown() -> tuple[Path, int]:
    folder = shown_folder()
    return folder, current_number(folder)


def here() -> Here:
    """The generation that this session looks at: the current one when it began, until the person reloads.

    Raises BrokenDataError where the files are damaged.
    """
    folder, number = st.session_state.setdefault(_PINNED, _shown())
    found = _opened(str(folder.resolve()), number)
    st.session_state[_PINNED] = folder, found.generation.number
    return found


def newest() -> Here:
    """The generation that a session would look at that began now. Raises as `here`."""
    folder, number = _shown()
    return _opened(str(folder.resolve()), number)


def is_newer_there() -> bool:
    """Whether a generation was published since this session began: a newer one, or the first of one's own."""
    try:
        folder, number = _shown()
    except SkillgapError:
        return False
    pinned, seen = st.session_state.get(_PINNED, (folder, number))
    return bool(folder != pinned or number > seen)


def look_at_newest() -> None:
    """Let this session look at the newest generation from its next run on."""
    st.session_state.pop(_PINNED, None)


def narrowed_to(found: Here, filters: Mapping[str, str]) -> Here:
    """The same generation with only the jobs that fit the filters in its market."""
    return replace(found, market=narrowed(found.market, filters)) if filters else found


def demand(market: Market, lane: str | None, filters: dict[str, str]) -> tuple[SkillDemand, ...]:
    """`analysis.demand.shares.skill_demand`, computed once a market and question."""
    return market.kept(("dashboard", lane, *sorted(filters.items())), lambda: skill_demand(market, lane, filters))


def skills_overlay() -> str:
    """The path of the user's skills.toml, there or not."""
    return str(data_dir() / "config" / "skills.toml")


@st.cache_resource(show_spinner="Getting ready to read resumes …")
def resume_reader(overlay: str) -> ResumeReader:
    """The reader of resumes; it keeps none of them. `overlay` is the path of the user's skills.toml, there or not."""
    path = Path(overlay)
    return ResumeReader(load(overlay=path), path)


@st.cache_resource(max_entries=3, show_spinner="Opening the market …")
def _opened(folder: str, number: int) -> Here:
    generation = open_generation(Path(folder))
    market = market_of(generation)
    return Here(generation, market, RepresentativeTexts(generation, market.requisition))
