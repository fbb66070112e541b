"""What to learn next so that most doors open: several skills chosen together.

Greedy on Σ w·min(coverage/τ, 1) over a lane's requisitions. That sum is monotone and submodular in the set of skills,
so greedy reaches at least 1 − 1/e of the best set of its size (Nemhauser, Wolsey & Fisher 1978); counting opened
requisitions alone would not be, because a door often opens only at the second skill.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.demand.shares import shares
from analysis.gap.results import Advice, Step
from analysis.market.facts import closure
from analysis.market.intervals import DIGITS, Share, flat, share_of
from analysis.market.market import Market
from analysis.market.units import Units
from analysis.market.weights import BoolArray, FloatArray, Sample, sample
from warehouse.models import BadInputError

TAU = 0.8
"""The part of the required units from which a requisition counts as open."""
STEPS = 5
CORE = 50
"""How many of a lane's most asked skills make its core."""
EDGE = 1e-9
"""Slack for comparing ratios of small whole numbers."""


@dataclass(frozen=True, eq=False)
class Doors:
    """A lane's requisitions that require anything countable, with their units."""

    drawn: Sample
    units: Units


def core(market: Market, lane: str | None) -> BoolArray:
    """(skills,) the CORE skills that a lane asks for most, required or preferred; ties by id."""
    asked = np.where(market.asks.countable, shares(market, lane, "asked").hits, 0.0)
    order = np.lexsort((np.arange(len(asked)), -asked.round(9)))[:CORE]
    result = np.zeros(len(asked), dtype=bool)
    result[order] = asked[order] > 0
    return result


def doors(market: Market, lane: str | None, *, every_unit: bool = False) -> Doors:
    """The requisitions of a lane that require a core unit, with these units; or with every unit.

    A core unit names a skill of the lane's core. Beyond it lie hundreds of things that one posting in fifty asks for:
    nobody can learn them for a market, and a reader's rare errors gather there.
    """
    key = ("doors", lane, every_unit)
    if key not in market.cache:
        units = market.asks.required.subset(market.sample(lane).rows)
        units = units if every_unit else units.naming(core(market, lane))
        some = np.flatnonzero(units.per_row > 0).astype(np.int64)
        rows = market.sample(lane).rows[some]
        market.cache[key] = Doors(sample(rows, market.employer), units.subset(some))
    answer: Doors = market.cache[key]
    return answer


def plan(
    market: Market,
    held: Collection[str],
    lane: str | None = None,
    *,
    steps: int = STEPS,
    tau: float = TAU,
    effort: Mapping[str, float] | None = None,
    never: Collection[str] = (),
    advice: Callable[[str], Advice] = lambda _: "learn",
) -> tuple[Step, ...]:
    """Up to `steps` skills, in the order in which to learn them, for someone who holds `held`.

    `effort` gives what a skill costs, in any unit (1 where not given): each choice is the largest gain for its effort.
    A skill comes after its prerequisites that are neither held nor implied by what is held; one that no requisition
    asks for takes no step and is named in `builds_on`. `never` is left out.
    Raises BadInputError for an effort that is not positive.
    """
    efforts = dict(effort or {})
    for name, cost in efforts.items():
        if not cost > 0:
            raise BadInputError(f"the effort for {name!r} is {cost}; give a number above 0.")
    search = _Search(market, doors(market, lane), tau, np.isin(market.skills, list(held)), efforts)
    done = set(held)
    result: list[Step] = []
    while len(result) < steps:
        bundle = search.best(done, never, room=steps - len(result))
        if not bundle:
            break
        for name in bundle:
            share, opened, nearer = search.take(market.skill_code[name])
            result.append(
                Step(
                    skill=name,
                    name=market.skill_names[market.skill_code[name]],
                    advice=advice(name),
                    effort=efforts.get(name, 1.0),
                    opens_way_to=bundle[-1] if name != bundle[-1] else None,
                    builds_on=search.unasked_before(name, done),
                    **flat(share),
                    opened=opened,
                    nearer=round(nearer, DIGITS),
                )
            )
            done.add(name)
    return tuple(result)


class _Search:
    """The state of the greedy choice: which units are met so far."""

    def __init__(
        self, market: Market, inside: Doors, tau: float, held: BoolArray, efforts: Mapping[str, float]
    ) -> None:
        self.market, self.drawn, self.units, self.tau = market, inside.drawn, inside.units, tau
        self.efforts = efforts
        self.cost = np.array([efforts.get(name, 1.0) for name in market.skills]) if efforts else 1.0
        self.weight = inside.drawn.weight / max(inside.drawn.total, EDGE)
        self.entry_row = inside.units.row[inside.units.entry_unit]
        self.is_asked = np.zeros(len(market.skills), dtype=bool)
        self.is_asked[inside.units.entry_skill] = True
        self.met = self.units.met(held)
        self.coverage = self._covered(self.met)

    def best(self, done: Collection[str], never: Collection[str], room: int) -> tuple[str, ...]:
        """The skill with the largest gain for its effort, behind its missing prerequisites; empty if none gains.

        A skill that gains less for its effort than one that can be learned at once is not made better by what must
        come before it, so candidates are tried from the best downwards until one stands alone.
        """
        rate = self._gains() / self.cost
        known = set(done) | set(closure(done, self.market.needs))
        chosen: tuple[str, ...] = ()
        highest = EDGE
        for code in np.lexsort((np.arange(len(rate)), -rate.round(9))):
            if rate[code] <= highest:
                break
            name = self.market.skills[code]
            if name in done or name in never:
                continue
            bundle = (*self._missing_before(name, known), name)
            if len(bundle) > room:
                continue
            value = float(rate[code]) if len(bundle) == 1 else self._rate_of(bundle)
            if value > highest:
                chosen, highest = bundle, value
        return chosen

    def take(self, code: int) -> tuple[Share, int, float]:
        """Learn a skill: the share of requisitions then open, how many it opened, how much nearer it brought all."""
        was_open, before = self._open(), self._value(self.coverage)
        self.met = self.met | self._met_by(code)
        self.coverage = self._covered(self.met)
        now_open = self._open()
        return share_of(self.drawn, now_open), int((now_open & ~was_open).sum()), self._value(self.coverage) - before

    def unasked_before(self, name: str, done: Collection[str]) -> tuple[str, ...]:
        """Names of its own prerequisites that nobody here asks for and that what is held does not imply."""
        known = set(done) | set(closure(done, self.market.needs))
        direct = [skill for skill in self.market.needs.get(name, ()) if skill not in known]
        codes = [self.market.skill_code[skill] for skill in direct]
        countable = self.market.asks.countable
        return tuple(self.market.skill_names[code] for code in codes if countable[code] and not self.is_asked[code])

    def _missing_before(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """Prerequisites still to be learned that open something themselves."""
        needed = closure([name], self.market.needs, stop=known)
        return tuple(skill for skill in needed if self.is_asked[self.market.skill_code[skill]])

    def _covered(self, met: BoolArray) -> FloatArray:
        count = np.bincount(self.units.row, weights=met, minlength=self.drawn.n)
        return np.asarray(count / self.units.per_row, dtype=np.float64)

    def _open(self) -> BoolArray:
        return np.asarray(self.coverage >= self.tau - EDGE, dtype=bool)

    def _value(self, coverage: FloatArray) -> float:
        """The objective, as a weighted mean: 1 when every requisition is open."""
        return float((np.minimum(coverage / self.tau, 1.0) * self.weight).sum())

    def _met_by(self, code: int) -> BoolArray:
        hit = np.zeros(len(self.units.row), dtype=bool)
        hit[self.units.entry_unit[self.units.entry_skill == code]] = True
        return hit

    def _rate_of(self, bundle: tuple[str, ...]) -> float:
        """What a whole bundle gains for its effort."""
        hit = self.met.copy()
        for name in bundle:
            hit |= self._met_by(self.market.skill_code[name])
        gain = self._value(self._covered(hit)) - self._value(self.coverage)
        return gain / sum(self.efforts.get(name, 1.0) for name in bundle)

    def _gains(self) -> FloatArray:
        """(skills,) what each skill alone would add. A skill stands in at most one unit of a requisition."""
        one_more = np.minimum((self.coverage + 1 / self.units.per_row) / self.tau, 1.0)
        worth = (one_more - np.minimum(self.coverage / self.tau, 1.0)) * self.weight
        entry = np.where(self.met[self.units.entry_unit], 0.0, worth[self.entry_row])
        gains = np.bincount(self.units.entry_skill, weights=entry, minlength=len(self.market.skills))
        return np.asarray(gains, dtype=np.float64)
