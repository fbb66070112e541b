"""The market that a session looks at: one published generation, opened once for all, never changed under anyone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import streamlit as st

from analysis.demand.shares import SkillDemand, skill_demand
from analysis.market.market import FRAMES, Market, build
from dashboard.texts import RepresentativeTexts
from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load
from warehouse.generations.reader import Generation, current_number, open_generation
from warehouse.models import MarketKind, SkillgapError

_PINNED = "generation"


@dataclass(frozen=True, eq=False)
class Here:
    """An opened generation with its market."""

    generation: Generation
    market: Market
    texts: RepresentativeTexts

    @property
    def kind(self) -> MarketKind:
        """Whether it holds the example market of fictional employers or a real one."""
        return "example" if self.generation.manifest.get("market") == "example" else "real"

    @cached_property
    def skill_names(self) -> dict[str, str]:
        """Names of the skills that the market names, by id, in alphabetical order."""
        market = self.market
        named = {market.skills[k]: str(market.skill["name"].iat[k]) for k in np.unique(market.asks.skill)}
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


def here() -> Here:
    """The generation that this session looks at: the current one when it began, until the person reloads.

    Raises BadInputError where nothing was published yet, BrokenDataError where the files are damaged.
    """
    folder = data_dir()
    number = st.session_state.setdefault(_PINNED, current_number(folder))
    found = _opened(str(folder.resolve()), number)
    st.session_state[_PINNED] = found.generation.number
    return found


def newer_number() -> int | None:
    """The number of a generation published since this session began, else None."""
    try:
        current = current_number(data_dir())
    except SkillgapError:
        return None
    return current if current > st.session_state.get(_PINNED, current) else None


def look_at_newest() -> None:
    """Let this session look at the newest generation from its next run on."""
    st.session_state.pop(_PINNED, None)


def demand(market: Market, lane: str | None, filters: dict[str, str]) -> tuple[SkillDemand, ...]:
    """`analysis.demand.shares.skill_demand`, computed once a market and question."""
    key = ("dashboard", lane, *sorted(filters.items()))
    if key not in market.cache:
        market.cache[key] = skill_demand(market, lane, filters)
    answer: tuple[SkillDemand, ...] = market.cache[key]
    return answer


@st.cache_resource(show_spinner="Getting ready to read resumes …")
def resume_reader(overlay: str) -> ResumeReader:
    """The reader of resumes; it keeps none of them. `overlay` is the path of the user's skills.toml, there or not."""
    path = Path(overlay)
    return ResumeReader(load(overlay=path), path)


@st.cache_resource(max_entries=3, show_spinner="Opening the market …")
def _opened(folder: str, number: int) -> Here:
    generation = open_generation(Path(folder))
    frames = {name: generation.frame(name) for name in FRAMES}
    requisition = frames["requisition"]
    posting_of = dict(zip(requisition["requisition_id"], requisition["posting_id"], strict=True))
    return Here(generation, build(frames, generation.manifest), RepresentativeTexts(generation, posting_of))
