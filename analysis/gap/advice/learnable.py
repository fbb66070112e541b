"""What a person can go and learn, the hours it takes, what proves it and where to read: facts from learnable.toml
and resources.toml."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from scipy import sparse

from analysis.demand.shares import SMOOTHING, shares
from analysis.gap.advice.types import Effort, Resource
from analysis.gap.plan import doors
from analysis.market.edges import Edges
from analysis.market.facts import Topic, table, topic
from analysis.market.market import Market
from analysis.market.weights import BoolArray, FloatArray

USUAL_HOURS = 30.0
MOST_LIFT = 2.0
BY_NAME = 0.25
"""How much what is asked for by name weighs among products that stand for each other."""
THROUGH = 2
LEAST_ASKED = 0.06
"""What fewer of a lane's requisitions ask for is no step there."""
AT_HOME, ASKED_EVERYWHERE = 0.75, 0.25
"""What a lane asks for less than this part of what all lanes do is another lane's craft, unless so many here ask."""
LANGUAGE, OWN_LANGUAGE = "programming_language", 1.2
"""A language is a step of a lane that asks for it so many times as often as all do, or that so many there ask for."""
LONGEST = 100.0
"""Hours, low and high halved, from which something fits into no quarter of a year beside work, and is no step."""
FACTS, _RESOURCES = "gap/advice/learnable.toml", "gap/advice/resources.toml"


def learnable(market: Market) -> BoolArray:
    """(skills,) what a step may be: a tool, or a method that one can sit down and do."""

    def made() -> BoolArray:
        facts = table(FACTS)
        never = market.of_topic(topic("never", facts["never"]))
        can = (market.skill["kind"] == "tool").to_numpy(dtype=bool) | market.mask(facts["skill"])
        found: BoolArray = can & ~never & market.asks.countable
        return found

    return market.of_skills.kept(("learnable",), made)


def steps_for(market: Market, lane: str) -> BoolArray:
    """(skills,) the steps of a lane: what can be learned and is asked for often enough to be worth it."""
    return market.kept(("steps", lane), lambda: _steps_for(market, lane))


def _steps_for(market: Market, lane: str) -> BoolArray:
    asked, anywhere = (shares(market, part, "asked").share for part in (lane, None))
    least = np.where(market.skill["family"] == LANGUAGE, OWN_LANGUAGE, AT_HOME)
    is_at_home = (asked >= least * anywhere) | (asked >= ASKED_EVERYWHERE)
    return learnable(market) & (asked >= LEAST_ASKED) & is_at_home & ~is_long(market)


def is_long(market: Market) -> BoolArray:
    """(skills,) what takes longer than a plan lasts."""
    return hours(market) > LONGEST


def interchangeable(market: Market, lane: str, held: BoolArray) -> frozenset[str]:
    """Products of a kind of which one is held (skills,), where few of the lane's employers insist on another."""
    facts = table(FACTS)["interchangeable"]
    of_family = [market.of_topic(Topic(name, families=frozenset({name}))) for name in facts["families"]]
    mine = np.any([each for each in of_family if (each & held).any()] or [np.zeros_like(held)], axis=0)
    inside = doors(market, lane)
    units = inside.units
    others = mine & ~held
    open_entries = np.flatnonzero(others[units.entry_skill] & ~units.met(held)[units.entry_unit])
    employers = max(inside.drawn.employers, 1)
    who = inside.drawn.employer[units.row[units.entry_unit[open_entries]]]
    insisting = np.unique(units.entry_skill[open_entries].astype(np.int64) * employers + who)
    asked = np.bincount(insisting // employers, minlength=len(market.skills))
    seldom = asked < facts["asked"] * employers
    return frozenset(market.skills[k] for k in np.flatnonzero(others & seldom))


def beyond(market: Market, held: BoolArray) -> frozenset[str]:
    """What needs something that takes longer than a plan and is not held (skills,)."""
    long = {market.skills[k] for k in np.flatnonzero(is_long(market) & ~Edges.of(market).spread(held))}
    return frozenset(skill for skill, needed in market.needs.items() if not long.isdisjoint(needed))


def fields(market: Market) -> frozenset[str]:
    """The skills that are a field in which people specialise; at most one to a plan."""
    return frozenset(table(FACTS)["fields"]["skills"]) & market.skill_code.keys()


def is_settled(market: Market, lane: str, skills: Collection[str]) -> bool:
    """Whether someone with these skills has or wants a field, or the lane's people need none: none else is a step."""
    facts = table(FACTS)["fields"]
    return lane not in facts["lanes"] or bool((market.mask(skills) & market.of_topic(topic("fields", facts))).any())


def brings(market: Market) -> sparse.csr_array:
    """(skills, skills) the concepts that someone who has learned the row's skill can honestly name with it.

    What it certainly shows, but neither another tool, which would have to be learned itself, nor a whole discipline.
    """

    def made() -> sparse.csr_array:
        is_wide = market.of_topic(topic("disciplines", table(FACTS)["disciplines"]))
        narrow = (market.skill["kind"] == "concept").to_numpy(dtype=bool) & ~is_wide
        return sparse.csr_array(Edges.of(market).certain * narrow.astype(np.float64))

    return market.of_skills.kept(("brings",), made)


def shown_through(market: Market, lane: str, code: int, holding: BoolArray) -> tuple[str, ...]:
    """Names of the steps of a lane that show a skill which is none, the most asked first; what is held shows it not."""
    shows = Edges.of(market).showing(code)
    asked = shares(market, lane, "asked").share
    can = shows[(steps_for(market, lane) & ~holding)[shows]]
    return tuple(market.skill_names[k] for k in can[np.lexsort((can, -asked[can].round(9)))][:THROUGH])


def late() -> frozenset[str]:
    """What comes after a first model of one's own."""
    return frozenset(table(FACTS)["late"]["skills"])


def trivial() -> frozenset[str]:
    """What no reader asks about where it only stands in a list."""
    return frozenset(table(FACTS)["trivial"]["skills"])


def effort(market: Market, skill: str, near: Collection[str] = ()) -> Effort:
    """The hours that a skill takes, fewer for one in `near`: what transfers from something held, or is begun."""
    facts = table(FACTS)
    entry = _entry(market, skill)
    low, high = entry["hours"]
    part = entry.get("near", facts["near"]) if skill in near else 1.0
    return Effort(max(1, round(low * part)), max(2, round(high * part)), str(facts["basis"]))


def cost(market: Market, lane: str, near: Collection[str] = (), held: BoolArray | None = None) -> FloatArray:
    """(skills,) what a step costs in choosing it for a lane: the root of its hours, as a long one is also worth longer,
    less for what the lane asks for more than the market does, more for what others ask for, and more for a product
    that stands for another which more of the lane ask for by name and which is not held (skills,)."""
    left = np.ones(len(market.skills))
    for skill in near:
        if (code := market.skill_code.get(skill)) is not None:
            left[code] = _entry(market, skill).get("near", table(FACTS)["near"])
    usual = np.sqrt(hours(market) * left / USUAL_HOURS / lift(market, lane))
    return np.asarray(usual * _less_known(market, lane, held), dtype=np.float64)


def _less_known(market: Market, lane: str, held: BoolArray | None) -> FloatArray:
    """(skills,) above 1 for a product of a kind of which one is enough, the fewer ask for it beside the one asked for
    most: whoever searches does so by that name."""
    asked = shares(market, lane, "asked").share + SMOOTHING
    found = np.ones(len(market.skills))
    left = market.asks.countable if held is None else market.asks.countable & ~held
    for family in table(FACTS)["interchangeable"]["families"]:
        mine = np.flatnonzero(market.of_topic(Topic(family, families=frozenset({family}))) & left)
        if len(mine):
            found[mine] = (asked[mine].max() / asked[mine]) ** BY_NAME
    return found


def hours(market: Market) -> FloatArray:
    """(skills,) the hours that each takes, the middle of its range."""

    def made() -> FloatArray:
        entries = map(_entry_of, market.skills, market.families)
        return np.array([sum(entry["hours"]) / 2 for entry in entries])

    return market.of_skills.kept(("hours",), made)


def lift(market: Market, lane: str) -> FloatArray:
    """(skills,) how much more a lane asks for a skill than the market does, within bounds."""
    here, anywhere = shares(market, lane, "asked").share, shares(market, None, "asked").share
    return np.asarray(np.clip((here + SMOOTHING) / (anywhere + SMOOTHING), 1 / MOST_LIFT, MOST_LIFT), dtype=np.float64)


def plain() -> frozenset[str]:
    """What only names the kind of thing that a reader of the trade sees anyway."""
    return frozenset(table(FACTS)["plain"]["skills"])


def dull(market: Market) -> BoolArray:
    """(skills,) what makes no line strong: the name of a kind of thing, and a language that all the jobs ask for."""
    return market.mask(plain() | trivial()) | (market.skill["family"] == LANGUAGE).to_numpy()


def proof(market: Market, skill: str) -> str:
    """What counts as proof of a skill, as the end of «It counts when …»."""
    return str(_entry(market, skill)["proof"])


@lru_cache
def _resources() -> dict[str, tuple[Resource, ...]]:
    found: dict[str, list[Resource]] = {}
    for row in table(_RESOURCES)["resource"]:
        for skill in row["skills"]:
            found.setdefault(skill, []).append(
                Resource(str(row["title"]), str(row["publisher"]), str(row["address"]), row.get("checked"))
            )
    return {skill: tuple(rows) for skill, rows in found.items()}


def resources(skill: str) -> tuple[Resource, ...]:
    """At most two free primary sources for a skill."""
    return _resources().get(skill, ())[:2]


def _entry(market: Market, skill: str) -> Mapping[str, Any]:
    code = market.skill_code.get(skill)
    return _entry_of(skill, None if code is None else str(market.families[code]))


def _entry_of(skill: str, family: str | None) -> Mapping[str, Any]:
    """The facts of a skill, else of its family, else of any."""
    facts = table(FACTS)
    found: Mapping[str, Any] = facts["skill"].get(skill) or facts["family"].get(family, facts["default"])
    return found
