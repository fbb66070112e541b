"""What to learn next so that most doors open: several skills chosen together.

Greedy on Σ w·min(coverage/τ, 1)² over the requisitions of all lanes, each weighted by how likely its lane is the
person's. The square makes a requisition count for more the nearer it already is, because the last missing thing opens
a door and the first does not. All lanes are pooled, as a small lane alone teaches a plan its accidents (docs/method.md
has the comparison on employers held out).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.demand.shares import shares
from analysis.gap.results import Advice, Step
from analysis.market.edges import Edges, columns_of
from analysis.market.facts import closure
from analysis.market.intervals import DIGITS, Share, flat, share_of
from analysis.market.market import Market
from analysis.market.pairs import pairs_of, with_itself
from analysis.market.units import Units
from analysis.market.weights import BoolArray, FloatArray, IntArray, Sample, sample
from warehouse.models import BadInputError

TAU = 0.8
"""The part of the required units from which a requisition counts as open."""
STEPS = 5
CORE = 50
"""How many of a lane's most asked skills make its core."""
OWN_STEP = 0.5
"""A need that gains less than so much of what it is needed for takes no step of its own: it is learned on the way."""
LEAST_NEARER, LEAST_OPENED = 0.005, 0.01
"""A step that brings a lane's average requisition less nearer and opens a smaller part of them is none."""
OWN_PART = 0.5
"""A step is asked for by its own name for at least so much of what it brings."""
ALONG = 0.3
"""What all that only comes along with a step counts in one requisition, in choosing it: a concept that is learned with
a tool is had less than what one set out to learn."""
FINISHED = 0.25
"""What is begun is finished first if it does at least so much, for its cost, of what the best step does."""
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

    def made() -> Doors:
        units = market.asks.required.subset(market.sample(lane).rows)
        units = units if every_unit else units.naming(core(market, lane))
        some = np.flatnonzero(units.per_row > 0).astype(np.int64)
        rows = market.sample(lane).rows[some]
        return Doors(sample(rows, market.employer), units.subset(some))

    return market.kept(("doors", lane, every_unit), made)


def pooled(market: Market, lane: str | None) -> Doors:
    """The requisitions of every lane that require a unit of one lane's core, with these units."""

    def made() -> Doors:
        units = market.asks.required.naming(core(market, lane))
        rows = np.flatnonzero((units.per_row > 0) & (market.primary_lane >= 0)).astype(np.int64)
        return Doors(sample(rows, market.employer), units.subset(rows))

    return market.kept(("pooled", lane), made)


def plan(
    market: Market,
    held: Collection[str],
    lane: str | None = None,
    *,
    chances: Mapping[str, float] | None = None,
    steps: int = STEPS,
    tau: float = TAU,
    effort: Mapping[str, float] | None = None,
    never: Collection[str] = (),
    allowed: BoolArray | None = None,
    brings: sparse.csr_array | None = None,
    cost: FloatArray | None = None,
    advice: Callable[[str], Advice] = lambda _: "learn",
    openers_first: bool = False,
    begun: Collection[str] = (),
    one_of: Collection[str] = (),
    instead: Callable[[BoolArray], Collection[str]] = lambda _: (),
    liking: FloatArray | None = None,
    least: float | None = None,
) -> tuple[Step, ...]:
    """Up to `steps` skills, in the order in which to learn them, for someone who holds `held`.

    `chances` says how likely each lane is the person's (default: `lane` alone, or all alike); the numbers of the steps
    are those of `lane`. `effort` gives what a skill costs, in any unit (1 where not given): each choice is the largest
    gain for its effort. A skill comes after what it needs and neither is held nor follows from what is; one that no
    requisition asks for, or that is no step, takes none and is named in `builds_on`. `allowed` (skills,) says what a
    step may be; `brings` (skills, skills), 0-1, what else comes with learning the row's (default: nothing);
    `cost` (skills,) what a skill costs that `effort` does not name; `never` is left out. With `openers_first` the same
    steps are told in the order of what they open in the lane for their cost, and what is `begun` before all others
    unless it does far less. Of `one_of` at most one is a step; `instead` names what no longer is one for someone who
    holds so much (skills,): the second product of a kind; `liking` (n,) weighs the market's requisitions, 1 each where
    not given. A step that brings the average requisition nearer by less than `least` (a lane's default: LEAST_NEARER;
    one that opens none by less than twice that) is left out.
    Raises BadInputError for an effort that is not positive.
    """
    efforts = dict(effort or {})
    for name, own in efforts.items():
        if not own > 0:
            raise BadInputError(f"the effort for {name!r} is {own}; give a number above 0.")
    weights = chances if chances is not None else {name: 1.0 for name in market.lanes if lane in (None, name)}
    holding = Edges.of(market).spread(market.mask(held))
    may = market.asks.countable if allowed is None else allowed & market.asks.countable
    search = _Search(
        market,
        pooled(market, lane),
        weights,
        tau=tau,
        holding=holding,
        efforts=efforts,
        allowed=may,
        brings=brings,
        cost=cost,
        liking=liking,
    )
    inside = doors(market, lane)
    chosen = _chosen(
        search,
        _View(inside, tau, holding),
        set(never),
        steps,
        least=least if least is not None else LEAST_NEARER if lane else 0.0,
        one_of=frozenset(one_of),
        instead=instead,
    )
    search.begin_again(holding)
    view = _View(inside, tau, holding)
    result: list[Step] = []
    while chosen:
        name, last = chosen.pop(_next(search, view, [one for one, _ in chosen], begun) if openers_first else 0)
        builds_on = search.unasked_before(name)
        new = search.take(market.skill_code[name])
        share, opened, nearer = view.take(search.holding)
        result.append(
            Step(
                skill=name,
                name=market.skill_names[market.skill_code[name]],
                advice=advice(name),
                effort=efforts.get(name, 1.0),
                opens_way_to=last if name != last else None,
                builds_on=builds_on,
                **flat(share),
                opened=opened,
                nearer=round(nearer, DIGITS),
                also=tuple(market.skill_names[code] for code in new if market.skills[code] != name),
                open_jobs=view.open_jobs,
            )
        )
    return tuple(result)


def learned(
    market: Market, held: Collection[str], lane: str, skills: Collection[str], *, brings: sparse.csr_array | None = None
) -> tuple[Share, int]:
    """The share of a lane's requisitions, and how many, that someone who holds `held` mostly meets with `skills` too.

    As `plan` counts: what a skill needs and brings comes with it, in whatever order the skills are taken.
    """
    holding = Edges.of(market).spread(market.mask(held))
    search = _Search(
        market,
        pooled(market, lane),
        {lane: 1.0},
        tau=TAU,
        holding=holding,
        efforts={},
        allowed=market.asks.countable,
        brings=brings,
        cost=None,
        liking=None,
    )
    for skill in sorted(set(skills) & market.skill_code.keys()):
        search.take(market.skill_code[skill])
    view = _View(doors(market, lane), TAU, search.holding)
    return share_of(view.inside.drawn, view.covered >= TAU - EDGE), view.open_jobs


def _chosen(
    search: _Search,
    view: _View,
    never: set[str],
    steps: int,
    *,
    least: float,
    one_of: frozenset[str],
    instead: Callable[[BoolArray], Collection[str]],
) -> list[tuple[str, str]]:
    """The steps in the order of the search, each with the one that it opens the way to (itself where it is alone)."""
    found: list[tuple[str, str]] = []
    while len(found) < steps and (bundle := search.best(never, room=steps - len(found))):
        for name in bundle:
            search.take(search.market.skill_code[name])
            never |= search.showing(name) | (one_of if name in one_of else frozenset())
            _, opened, nearer = view.take(search.holding)
            if nearer >= (least if opened else 2 * least) or opened >= max(1.0, LEAST_OPENED * view.inside.drawn.n):
                found.append((name, bundle[-1]))
        never |= set(instead(search.holding))
    return found


def _next(search: _Search, view: _View, left: list[str], begun: Collection[str]) -> int:
    """Which of the steps left that need none of the others comes next: the one that opens most for its cost and, where
    that is the same, brings nearest; one that is begun before it, unless that does far less."""
    worth = {
        at: view.worth_of(search.reached(name)) / search.cost[search.market.skill_code[name]]
        for at, name in enumerate(left)
        if search.needed(name).isdisjoint(left)
    }
    if not worth:
        return 0
    best = max(worth, key=lambda at: (round(worth[at], 9), -at))
    mine = next((at for at in worth if left[at] in begun and worth[at] >= FINISHED * worth[best]), None)
    return best if mine is None else mine


class _View:
    """What a growing set of skills opens in one lane."""

    def __init__(self, inside: Doors, tau: float, holding: BoolArray) -> None:
        self.inside, self.tau = inside, tau
        self.weight = inside.drawn.weight / max(inside.drawn.total, EDGE)
        self.covered = inside.units.coverage(holding)

    @property
    def open_jobs(self) -> int:
        """Requisitions open so far."""
        return int((self.covered >= self.tau - EDGE).sum())

    def worth_of(self, holding: BoolArray) -> float:
        """The part of the requisitions that would be opened, and how much nearer the average one would come."""
        after = self.inside.units.coverage(holding)
        opened = int((after >= self.tau - EDGE).sum()) - self.open_jobs
        return opened / max(self.inside.drawn.n, 1) + self._nearer(after)

    def take(self, holding: BoolArray) -> tuple[Share, int, float]:
        """The share then open, how many were opened, how much nearer the average requisition came."""
        was_open, after = self.open_jobs, self.inside.units.coverage(holding)
        nearer = self._nearer(after)
        self.covered = after
        share = share_of(self.inside.drawn, self.covered >= self.tau - EDGE)
        return share, self.open_jobs - was_open, nearer

    def _nearer(self, covered: FloatArray) -> float:
        gain = np.minimum(covered / self.tau, 1.0) - np.minimum(self.covered / self.tau, 1.0)
        return float((gain * self.weight).sum())


class _Search:
    """The state of the greedy choice: what is held and which units are met so far."""

    def __init__(
        self,
        market: Market,
        inside: Doors,
        chances: Mapping[str, float],
        *,
        tau: float,
        holding: BoolArray,
        efforts: Mapping[str, float],
        allowed: BoolArray,
        brings: sparse.csr_array | None,
        cost: FloatArray | None,
        liking: FloatArray | None,
    ) -> None:
        self.market, self.drawn, self.units, self.tau = market, inside.drawn, inside.units, tau
        self.edges, self.holding, self.efforts, self.allowed = Edges.of(market), holding, efforts, allowed
        self.cost = np.ones(len(market.skills)) if cost is None else cost.copy()
        named = [name for name in efforts if name in market.skill_code]
        self.cost[[market.skill_code[name] for name in named]] = [efforts[name] for name in named]
        lane = market.primary_lane[inside.drawn.rows]
        of_lane = np.bincount(lane, weights=inside.drawn.weight, minlength=len(market.lanes))
        each = np.array([chances.get(name, 0.0) for name in market.lanes]) / np.maximum(of_lane, EDGE)
        self.weight = inside.drawn.weight * each[lane]
        if liking is not None:
            self.weight = self.weight * liking[inside.drawn.rows]
        self.weight /= max(float(self.weight.sum()), EDGE)
        self.is_asked = np.zeros(len(market.skills), dtype=bool)
        self.is_asked[inside.units.entry_skill[self.weight[inside.units.row[inside.units.entry_unit]] > 0]] = True
        self.needs = market.needs
        self.pairs, self.brings = pairs_of(market, inside.units, brings, allowed), with_itself(market, brings)
        self.met = self.units.met(holding)

    def best(self, never: set[str], room: int) -> tuple[str, ...]:
        """The skill with the largest gain for its effort, behind what it needs; empty if none gains.

        Candidates are tried from the best downwards until one stands alone: what must come before a skill seldom makes
        it better than one that can be learned at once.
        """
        gains, own = self._gains()
        rate = np.where(own >= OWN_PART * gains, gains, 0.0) / self.cost
        chosen: tuple[str, ...] = ()
        highest = EDGE
        for code in np.lexsort((np.arange(len(rate)), -rate.round(9))):
            if rate[code] <= highest:
                break
            name = self.market.skills[code]
            if self.holding[code] or name in never or not self.allowed[code]:
                continue
            before = self._missing_before(name)
            bundle = (*(s for s in before if gains[self.market.skill_code[s]] >= OWN_STEP * gains[code]), name)
            if len(bundle) > room or not never.isdisjoint(bundle):
                continue
            value = float(rate[code]) if len(bundle) == 1 else self._rate_of(bundle)
            if value > highest:
                chosen, highest = bundle, value
        return chosen

    def take(self, code: int) -> tuple[int, ...]:
        """Learn a skill, with what it needs and brings; the asked-for skills that are new, itself among them."""
        before, self.holding = self.holding, self.reached(self.market.skills[code])
        self.met = self.units.met(self.holding)
        return tuple(int(k) for k in np.flatnonzero(self.holding & ~before) if self.is_asked[k])

    def reached(self, name: str) -> BoolArray:
        """(skills,) what is held once a skill is learned, with what it needs and brings."""
        code = self.market.skill_code[name]
        holding = self.holding.copy()
        holding[[self.market.skill_code[s] for s in self.needs.get(name, ())]] = True
        holding[columns_of(self.brings, code)] = True
        return holding

    def begin_again(self, holding: BoolArray) -> None:
        """Forget what was taken."""
        self.holding, self.met = holding, self.units.met(holding)

    def needed(self, name: str) -> frozenset[str]:
        """All that a skill needs, directly or not."""
        return frozenset(closure([name], self.needs)) - {name} if name in self.needs else frozenset()

    def showing(self, name: str) -> set[str]:
        """What brings a skill with it: after a method, its tool is no step of its own in the same plan."""
        code = self.market.skill_code[name]
        return {self.market.skills[int(k)] for k in columns_of(sparse.csr_array(self.brings.T), code)}

    def unasked_before(self, name: str) -> tuple[str, ...]:
        """Names of its own needs that take no step of their own and that what is held does not imply."""
        direct = [skill for skill in self.needs.get(name, ()) if skill not in self._known()]
        codes = [self.market.skill_code[skill] for skill in direct]
        countable = self.market.asks.countable
        return tuple(self.market.skill_names[code] for code in codes if countable[code] and not self.holding[code])

    def _known(self) -> frozenset[str]:
        held = frozenset(self.market.skills[code] for code in np.flatnonzero(self.holding))
        return held | frozenset(closure(held, self.needs))

    def _missing_before(self, name: str) -> tuple[str, ...]:
        """Needs still to be learned that are steps and asked for themselves."""
        needed = closure([name], self.needs, stop=self._known()) if name in self.needs else ()
        codes = [self.market.skill_code[skill] for skill in needed]
        return tuple(self.market.skills[code] for code in codes if self.is_asked[code] and self.allowed[code])

    def _per_row(self, of_unit: BoolArray) -> FloatArray:
        """(n,) how many of each requisition's units are among some (units,)."""
        return np.asarray(np.bincount(self.units.row, weights=of_unit, minlength=self.drawn.n), dtype=np.float64)

    def _worth(self, covered: FloatArray, row: IntArray | slice = slice(None)) -> FloatArray:
        """What requisitions are worth of which so many units are met."""
        return np.asarray(np.square(np.minimum(covered / self.units.per_row[row] / self.tau, 1.0)), dtype=np.float64)

    def _rate_of(self, bundle: tuple[str, ...]) -> float:
        """What a whole bundle gains for its effort."""
        codes = [self.market.skill_code[name] for name in bundle]
        inside = self.market.mask(bundle)
        own = self.units.met(inside) & ~self.met
        along = np.zeros(len(self.met), dtype=bool)
        along[self.pairs.along_unit[inside[self.pairs.skill[self.pairs.along]]]] = True
        along &= ~self.met & ~own
        now = self._per_row(self.met)
        more = self._per_row(own) + np.minimum(self._per_row(along), ALONG)
        gain = float(((self._worth(now + more) - self._worth(now)) * self.weight).sum())
        return gain / float(self.cost[codes].sum())

    def _gains(self) -> tuple[FloatArray, FloatArray]:
        """(skills,) what each allowed skill alone would add with all that it brings, and by its own name alone."""
        pairs, unmet = self.pairs, ~self.met
        named, along = np.zeros(len(pairs.row)), np.zeros(len(pairs.row))
        named[pairs.own[unmet[pairs.own_unit]]] = 1.0
        along[pairs.along[unmet[pairs.along_unit]]] = ALONG
        now = self._per_row(self.met)
        worth = self._worth(now)
        return self._gain_of(named + along, now, worth), self._gain_of(named, now, worth)

    def _gain_of(self, more: FloatArray, now: FloatArray, worth: FloatArray) -> FloatArray:
        """(skills,) what each adds that meets so many more units of each pair's requisition than are met `now` (n,)."""
        row = self.pairs.row[some := np.flatnonzero(more)]
        gain = (self._worth(now[row] + more[some], row) - worth[row]) * self.weight[row]
        gains = np.bincount(self.pairs.skill[some], weights=gain, minlength=len(self.market.skills))
        return np.asarray(gains, dtype=np.float64)
