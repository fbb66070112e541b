"""Where a person stands in a lane: how much of a typical job they cover, beside what people written for such jobs do.

The yardstick takes each requisition that names enough skills as a person who holds exactly these, and asks how much of
the other employers' requisitions of the lane that person would cover. Nobody covers all of a market's wishes; a person
who matches one job exactly shows what can be reached at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.gap.fit import LaneFit
from analysis.gap.person import Holdings
from analysis.gap.plan import EDGE, TAU, doors
from analysis.gap.results import Standing, Yardstick
from analysis.market.edges import Edges
from analysis.market.intervals import DIGITS, sample_floor_missed, woodruff
from analysis.market.market import Market
from analysis.market.units import Units
from analysis.market.weights import SEED, BoolArray, FloatArray, IntArray, Sample
from warehouse.models import ResumeReading

NAMED_SKILLS = 10
"""A requisition that names so many countable skills is written out enough to be taken as a person."""
FAR = 0.08
"""Who stands above no more than this part of the people written for a lane's jobs comes to it from another trade."""
MOST_PEOPLE = 400
"""How many requisitions are taken as people at most; beyond, they are drawn."""
FEWEST_PEOPLE = 20
AT_ONCE = 64
"""People whose coverage of all requisitions is held in memory at a time: the bits of a number."""
MIDDLE = (0.25, 0.75)
"""The yardstick's range: what the middle half of them covers."""


@dataclass(frozen=True, eq=False)
class _Lane:
    """A lane's requisitions that require a core unit, and what its people cover of them."""

    drawn: Sample
    units: Units
    people: FloatArray
    """(p,) each one's median coverage of the other employers' requisitions, ascending."""
    weight: FloatArray
    """(p,)"""
    open_share: float


def standing(market: Market, lane: str, written: BoolArray, held: BoolArray) -> Standing:
    """How someone stands in a lane whose resume writes `written` and who holds `held` ⊇ written (skills,)."""
    inside = _lane(market, lane)
    reason = sample_floor_missed(inside.drawn)
    n, employers = inside.drawn.n, inside.drawn.employers
    covered = inside.units.coverage(held)
    open_jobs = int((covered >= TAU - EDGE).sum())
    if reason is not None:
        return Standing(None, None, None, None, n, employers, "not enough data", reason, None, None, open_jobs)
    median, low, high = (round(x, DIGITS) for x in woodruff(inside.drawn, covered))
    words_only = round(woodruff(inside.drawn, inside.units.coverage(written))[0], DIGITS)
    yardstick = _yardstick(inside)
    percentile = None if yardstick is None else round(_below(inside, median), DIGITS)
    return Standing(median, low, high, words_only, n, employers, "ok", None, yardstick, percentile, open_jobs)


def lead_lane(
    resume: ResumeReading,
    fits: Sequence[LaneFit],
    closest: str | None,
    market: Market,
    lanes: Sequence[str] | None,
    *,
    holding: Holdings,
) -> str:
    """The lane that the advice is about, among those asked for: the one that is wished for, else the best fitting; of
    two that the skills do not tell apart the second, where the first would be a change of trade and it would not."""
    goal = resume.goal.lane if resume.goal else None
    inside = [fit.lane for fit in fits if lanes is None or fit.lane in lanes] or [fits[0].lane]
    filled = [lane for lane in inside if market.sample(lane).n] or inside
    if goal in filled:
        return str(goal)
    if closest is None and lanes is None and len(filled) > 1:
        first = _above(market, filled[0], holding)
        if first is not None and first < FAR:  # only then is the second looked at, which takes as long again
            second = _above(market, filled[1], holding)
            return filled[1] if second is not None and second >= FAR else filled[0]
    return filled[0]


def _above(market: Market, lane: str, holding: Holdings) -> float | None:
    """The part of the people written for a lane's jobs above whom a person stands."""
    return standing(market, lane, market.mask(holding.written), market.mask(holding.held)).percentile


def _yardstick(inside: _Lane) -> Yardstick | None:
    if len(inside.people) < FEWEST_PEOPLE:
        return None
    cumulative = np.cumsum(inside.weight) / inside.weight.sum()
    low, median, high = (
        round(float(inside.people[min(int(np.searchsorted(cumulative, at)), len(cumulative) - 1)]), DIGITS)
        for at in (MIDDLE[0], 0.5, MIDDLE[1])
    )
    return Yardstick(len(inside.people), low, median, high, round(inside.open_share, DIGITS))


def _below(inside: _Lane, value: float) -> float:
    """The part of the yardstick's people who cover less, ties by half."""
    total = inside.weight.sum()
    less = inside.weight[inside.people.round(DIGITS) < value].sum()
    same = inside.weight[inside.people.round(DIGITS) == value].sum()
    return float((less + same / 2) / total)


def _lane(market: Market, lane: str) -> _Lane:

    def made() -> _Lane:
        inside = doors(market, lane)
        return _Lane(inside.drawn, inside.units, *_people(market, inside.drawn, inside.units))

    return market.kept(("standing", lane), made)


def _people(market: Market, drawn: Sample, units: Units) -> tuple[FloatArray, FloatArray, float]:
    """What each requisition, taken as a person, covers of the other employers' (ascending), its weight, and the mean
    share of these that it opens."""
    named = sparse.csr_array(market.asking(drawn, "any") * market.asks.countable)
    taken = np.flatnonzero(np.asarray(named.sum(axis=1)).ravel() >= NAMED_SKILLS)
    if len(taken) > MOST_PEOPLE:
        taken = np.sort(np.random.default_rng(SEED).permutation(taken)[:MOST_PEOPLE])
    if not len(taken):
        return np.zeros(0), np.zeros(0), 0.0
    held = Edges.of(market).with_shown(sparse.csr_array(named[taken])).toarray() > 0
    parts = [
        _met_by(drawn, units, taken[at : at + AT_ONCE], held[at : at + AT_ONCE]) for at in range(0, len(taken), AT_ONCE)
    ]
    median, opened, kept = (np.concatenate(part) for part in zip(*parts, strict=True))
    ascending = np.argsort(median[kept], kind="stable")
    own = drawn.weight[taken][kept]
    share = float((opened[kept] * own).sum() / own.sum()) if len(own) else 0.0
    return median[kept][ascending], own[ascending], share


def _met_by(drawn: Sample, units: Units, taken: IntArray, held: BoolArray) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Of some people (p, skills): the median part of the others' units that each meets, the share of these requisitions
    that it opens, and whether there are others."""
    # One bit a person: what any member of a unit is held by.
    bits = np.zeros((held.shape[1], AT_ONCE // 8), dtype=np.uint8)
    packed = np.packbits(held, axis=0, bitorder="little").T
    bits[:, : packed.shape[1]] = packed
    met = np.bitwise_or.reduceat(bits.view(np.uint64).ravel()[units.entry_skill], _firsts(units.entry_unit))
    people = np.unpackbits(met.view(np.uint8).reshape(len(met), -1), axis=1, bitorder="little", count=len(taken))
    of_row = sparse.csr_array((np.ones(len(met), dtype=np.int32), np.arange(len(met)), units.units))
    count = of_row @ people.astype(np.int32)
    # Few parts occur (three of eight, five of nine), so they are sorted once instead of for each person.
    most = int(units.per_row.max()) + 1
    pair = count + (most * units.per_row.astype(np.int32))[:, None]
    known = np.flatnonzero(np.bincount(pair.ravel()))
    value, place = np.unique((known % most) / (known // most), return_inverse=True)
    at = np.zeros(int(known[-1]) + 1, dtype=np.int64)
    at[known] = place
    others = np.tile(drawn.weight[:, None], len(taken))
    for person, employer in enumerate(drawn.employer[taken]):
        others[drawn.employer == employer, person] = 0.0
    cell = at[pair] + np.arange(len(taken)) * len(value)
    mass = np.bincount(cell.ravel(), weights=others.ravel(), minlength=len(taken) * len(value))
    mass = mass.reshape(len(taken), len(value))
    cumulative = np.cumsum(mass, axis=1)
    total = cumulative[:, -1]
    median = value[np.argmax(cumulative >= total[:, None] / 2 - 1e-12, axis=1)]
    with np.errstate(invalid="ignore"):
        opened = mass[:, value >= TAU - EDGE].sum(axis=1) / total
    return median, opened, total > 0


def _firsts(ascending: IntArray) -> IntArray:
    """Where each number begins."""
    return np.flatnonzero(np.diff(ascending, prepend=-1)).astype(np.int64)
