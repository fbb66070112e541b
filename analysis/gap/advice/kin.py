"""The jobs of a lane that are a person's own kind: those of the field or the roles that their goal or titles name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from analysis.demand.shares import shares
from analysis.gap.advice.types import Kin
from analysis.gap.level import is_doctoral
from analysis.gap.person import Holdings
from analysis.market.facts import table
from analysis.market.intervals import Share
from analysis.market.market import Market
from analysis.market.narrow import narrowed
from analysis.market.weights import BoolArray, FloatArray
from warehouse.models import ResumeReading

LIKED = 5.0
"""What a job of the person's own kind weighs in choosing steps, beside one of the lane's others."""
WORTH = 0.05
"""What fewer of the jobs of the person's own kind ask for is no step."""
FEWEST = 15
"""Fewer jobs of a kind are told and weighed for nobody."""
LATEST = 2
"""How many of the latest titles speak."""
DONE_YEARS = 1.0
"""Whose field their deeds tell has done ML work for so many years, or research for a doctorate."""
FEWEST_DEEDS = 2
"""Skills of one field in what someone did, below which they tell none."""
_FILE = "gap/advice/bridges.toml"


def kin(market: Market, lane: str, resume: ResumeReading, holding: Holdings) -> Kin | None:
    """The jobs nearest to a person: of their field; where a market has too few of these, of the roles nearest to goal,
    titles or degree."""
    roles = _roles(lane, resume)
    field = field_of(market, lane, resume, holding)
    known = frozenset(market.coded("role")[1])
    there = tuple(role for role in roles if role in known)
    if field is not None and (name := str(field["speciality"])) in market.specialities:
        title = str(market.speciality["name"].iat[market.specialities.index(name)])
        if (own := _counted(market, lane, Kin(there, 0, 0, name, title))) is not None:
            return own
    return _counted(market, lane, Kin(there, 0, 0))


def _counted(market: Market, lane: str, found: Kin) -> Kin | None:
    """With the number of its jobs; None where these are too few, or all that the lane has."""
    inside = _inside(market, lane, found)
    if inside.sum() < FEWEST or inside.sum() == market.sample(lane).n:
        return None
    own = narrowed(market, {}, inside).sample(lane)
    return replace(found, n=own.n, employers=own.employers)


def liking(market: Market, lane: str, found: Kin | None) -> FloatArray | None:
    """(n,) what each requisition weighs for a person."""
    return None if found is None else np.where(_inside(market, lane, found), LIKED, 1.0)


def wanted(market: Market, lane: str, found: Kin | None) -> BoolArray:
    """(skills,) what enough jobs of the person's own kind ask for to be worth learning; all where there is no kind."""
    if found is None:
        return np.ones(len(market.skills), dtype=bool)
    part = narrowed(market, {}, _inside(market, lane, found))
    return np.asarray(shares(part, lane, "asked").share >= WORTH, dtype=bool)


def asked_by_kin(market: Market, lane: str, found: Kin | None, skill: str) -> Share | None:
    """Of the jobs of the person's own kind, those that ask for a skill."""
    if found is None:
        return None
    part = narrowed(market, {}, _inside(market, lane, found))
    return shares(part, lane, "asked").item(part.skill_code[skill])


def _inside(market: Market, lane: str, found: Kin) -> BoolArray:
    of_lane = market.primary_lane == market.lanes.index(lane)
    if found.field is None:
        return np.asarray(market.among("role", found.roles) & of_lane, dtype=bool)
    return np.asarray((market.primary_speciality == market.specialities.index(found.field)) & of_lane, dtype=bool)


def _roles(lane: str, resume: ResumeReading) -> tuple[str, ...]:
    goal = resume.goal
    told = (goal.quote if goal else "", " ".join(resume.titles[:LATEST]), resume.degree or "")
    rows = [row for row in table(_FILE)["kin"] if row["lane"] == lane]
    for said in told:
        for row in rows:
            if holds(row["from"], said):
                return tuple(map(str, row["roles"]))
    return ()


def field_of(market: Market, lane: str, resume: ResumeReading, holding: Holdings) -> Mapping[str, Any] | None:
    """The row of a person's field: that of the goal, else of the latest titles, else, for whoever does ML work or
    research, the one that more of their deeds show than any other."""
    goal = resume.goal
    rows: list[Mapping[str, Any]] = [row for row in table(_FILE)["field"] if row["lane"] == lane]
    for said in (f"{goal.quote} {goal.role or ''}" if goal else "", " ".join(resume.titles[:LATEST])):
        if found := next((row for row in rows if holds(row["from"], said)), None):
            return found
    if not ((resume.years_by_kind.ml_ai or 0.0) >= DONE_YEARS or is_doctoral(resume)):
        return None
    return _shown_most(market, rows, holding)


def _shown_most(market: Market, rows: list[Mapping[str, Any]], holding: Holdings) -> Mapping[str, Any] | None:
    family = dict(zip(market.skills, market.families, strict=True))
    own = [family.get(s.skill) for s in holding.shown if s.state == "written" and s.standing == "bullet"]
    shown = [
        sum(one in row["families"] for one in own) + (not set(own).isdisjoint(row.get("once", ()))) for row in rows
    ]
    most = max(shown, default=0)
    return rows[shown.index(most)] if most >= FEWEST_DEEDS and shown.count(most) == 1 else None


def holds(cues: list[str], said: str) -> bool:
    """Whether a text has a word that begins with one of the cues."""
    return any(re.search(rf"\b{re.escape(cue)}", said.casefold()) for cue in cues)
