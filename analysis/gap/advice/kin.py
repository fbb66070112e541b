"""The jobs of a lane that are a person's own kind: those of the roles that their goal or their titles lead to."""

from __future__ import annotations

import re

import numpy as np

from analysis.demand.shares import shares
from analysis.gap.advice.types import Kin
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


def kin(market: Market, lane: str, resume: ResumeReading) -> Kin | None:
    """The roles whose jobs lie nearest to a person's goal, else to their titles, else to their degree."""
    roles = _roles(lane, resume)
    inside = _inside(market, lane, roles)
    if inside.sum() < FEWEST or inside.sum() == market.sample(lane).n:
        return None
    own = narrowed(market, {}, inside).sample(lane)
    known = frozenset(market.coded("role")[1])
    return Kin(tuple(role for role in roles if role in known), own.n, own.employers)


def liking(market: Market, lane: str, found: Kin | None) -> FloatArray | None:
    """(n,) what each requisition weighs for a person."""
    return None if found is None else np.where(_inside(market, lane, found.roles), LIKED, 1.0)


def wanted(market: Market, lane: str, found: Kin | None) -> BoolArray:
    """(skills,) what enough jobs of the person's own kind ask for to be worth learning; all where there is no kind."""
    if found is None:
        return np.ones(len(market.skills), dtype=bool)
    part = narrowed(market, {}, _inside(market, lane, found.roles))
    return np.asarray(shares(part, lane, "asked").share >= WORTH, dtype=bool)


def asked_by_kin(market: Market, lane: str, found: Kin | None, skill: str) -> Share | None:
    """Of the jobs of the person's own kind, those that ask for a skill."""
    if found is None:
        return None
    part = narrowed(market, {}, _inside(market, lane, found.roles))
    return shares(part, lane, "asked").item(part.skill_code[skill])


def _inside(market: Market, lane: str, roles: tuple[str, ...]) -> BoolArray:
    of_role = market.among("role", roles)
    of_lane = market.primary_lane == market.lanes.index(lane)
    return np.asarray(of_role & of_lane, dtype=bool)


def _roles(lane: str, resume: ResumeReading) -> tuple[str, ...]:
    goal = resume.goal
    told = (goal.quote if goal else "", " ".join(resume.titles[:LATEST]), resume.degree or "")
    rows = [row for row in table("gap/advice/bridges.toml")["kin"] if row["lane"] == lane]
    for said in told:
        for row in rows:
            if holds(row["from"], said):
                return tuple(map(str, row["roles"]))
    return ()


def holds(cues: list[str], said: str) -> bool:
    """Whether a text has a word that begins with one of the cues."""
    return any(re.search(rf"\b{re.escape(cue)}", said.casefold()) for cue in cues)
