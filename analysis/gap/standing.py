"""Where a person stands in a lane: how much of a typical job they cover, beside what people written for such jobs do.

The yardstick takes each requisition that names enough skills as a person who holds exactly these, and asks how much of
the other employers' requisitions of the lane that person would cover. Nobody covers all of a market's wishes; a person
who matches one job exactly shows what can be reached at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.gap.fit import LaneFit
from analysis.gap.level import RANK, at_level
from analysis.gap.person import Holdings
from analysis.gap.plan import EDGE, TAU, Doors, core, doors
from analysis.gap.results import Coverage, CurvePoint, Standing, Yardstick
from analysis.market.arrays import packed, version_of
from analysis.market.edges import Edges
from analysis.market.intervals import DIGITS, Share, flat, sample_floor_missed, share_of, woodruff
from analysis.market.market import Market
from analysis.market.narrow import part
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
CURVE = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""How much of what is required an employer may want met: the report says in how many jobs each is."""
MIDDLE = (0.25, 0.75)
"""The yardstick's range: what the middle half of them covers."""
_BESIDE = "yardstick"
"""Under which name its people are published beside a market."""


@dataclass(frozen=True, eq=False)
class _People:
    """What a lane's requisitions, taken as people, cover of those that require a core unit."""

    median: FloatArray
    """(p,) each one's median coverage of the other employers' requisitions, ascending."""
    weight: FloatArray
    """(p,)"""
    open_share: float
    """The mean share of these that each opens."""


def packed_with_people(market: Market) -> dict[str, pd.DataFrame]:
    """The market's arrays, as they are published, and beside them the people of every lane, of the whole market and of
    each level that a resume narrows it to: of a large market they take longer than all else in a report."""
    masks = {at_level(market, level).tobytes(): at_level(market, level) for level in RANK}
    rows = [(one.scope, *row) for one in _with_parts(market, masks.values()) for row in _rows(one)]
    columns = ["scope", "lane", "median", "weight", "open_share"]
    return {**packed(market), _BESIDE: pd.DataFrame(rows, columns=columns).assign(made_by=_version())}


def _with_parts(market: Market, masks: Iterable[BoolArray]) -> Iterator[Market]:
    yield market
    yield from (part(market, inside) for inside in masks if not inside.all())


def _rows(market: Market) -> Iterator[tuple[str, FloatArray, FloatArray, float]]:
    for lane in market.lanes:
        inside = doors(market, lane)
        if sample_floor_missed(inside.drawn) is None:
            found = _people(market, inside)
            yield lane, found.median, found.weight, found.open_share


@cache
def _version() -> str:
    """Of the code that says who the people are: theirs who were published by other code are not taken."""
    home = Path(__file__).parent
    market = sorted(path for path in (home.parent / "market").iterdir() if path.suffix in (".py", ".toml"))
    return version_of([*market, home / "plan.py", home / "standing.py", home.parent / "demand" / "shares.py"])


def standing(market: Market, lane: str, written: BoolArray, held: BoolArray) -> Standing:
    """How someone stands in a lane whose resume writes `written` and who holds `held` ⊇ written (skills,)."""
    inside = doors(market, lane)
    reason = sample_floor_missed(inside.drawn)
    n, employers = inside.drawn.n, inside.drawn.employers
    covered = inside.units.coverage(held)
    open_jobs = int((covered >= TAU - EDGE).sum())
    if reason is not None:
        return Standing(None, None, None, None, n, employers, "not enough data", reason, None, None, open_jobs)
    median, low, high = (round(x, DIGITS) for x in woodruff(inside.drawn, covered))
    words_only = round(woodruff(inside.drawn, inside.units.coverage(written))[0], DIGITS)
    people = _people_of(market, lane)
    yardstick = _yardstick(people)
    percentile = None if yardstick is None else round(_below(people, median), DIGITS)
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


def _yardstick(people: _People) -> Yardstick | None:
    if len(people.median) < FEWEST_PEOPLE:
        return None
    cumulative = np.cumsum(people.weight) / people.weight.sum()
    low, median, high = (
        round(float(people.median[min(int(np.searchsorted(cumulative, at)), len(cumulative) - 1)]), DIGITS)
        for at in (MIDDLE[0], 0.5, MIDDLE[1])
    )
    return Yardstick(len(people.median), low, median, high, round(people.open_share, DIGITS))


def _below(people: _People, value: float) -> float:
    """The part of the yardstick's people who cover less, ties by half."""
    total = people.weight.sum()
    less = people.weight[people.median.round(DIGITS) < value].sum()
    same = people.weight[people.median.round(DIGITS) == value].sum()
    return float((less + same / 2) / total)


def _people_of(market: Market, lane: str) -> _People:
    """As they were published with the market, where they were."""
    known = market.of_skills.kept((_BESIDE,), lambda: _known(market.beside.get(_BESIDE)))
    return known.get((market.scope, lane)) or market.kept(
        ("people", lane), lambda: _people(market, doors(market, lane))
    )


def _known(beside: pd.DataFrame | None) -> dict[tuple[str, str], _People]:
    """Published people by the part of the market and the lane."""
    if beside is None:
        return {}
    rows = zip(*(beside[name] for name in ("made_by", "scope", "lane", "median", "weight", "open_share")), strict=True)
    return {
        (scope, lane): _People(np.asarray(median, np.float64), np.asarray(weight, np.float64), float(share))
        for made_by, scope, lane, median, weight, share in rows
        if made_by == _version()
    }


def _people(market: Market, inside: Doors) -> _People:
    """Each requisition that names enough skills, taken as a person."""
    drawn, units = inside.drawn, inside.units
    named = sparse.csr_array(market.asking(drawn, "any") * market.asks.countable)
    taken = np.flatnonzero(np.asarray(named.sum(axis=1)).ravel() >= NAMED_SKILLS)
    if len(taken) > MOST_PEOPLE:
        taken = np.sort(np.random.default_rng(SEED).permutation(taken)[:MOST_PEOPLE])
    if not len(taken):
        return _People(np.zeros(0), np.zeros(0), 0.0)
    held = Edges.of(market).with_shown(sparse.csr_array(named[taken])).toarray() > 0
    parts = [
        _met_by(drawn, units, taken[at : at + AT_ONCE], held[at : at + AT_ONCE]) for at in range(0, len(taken), AT_ONCE)
    ]
    median, opened, kept = (np.concatenate(each) for each in zip(*parts, strict=True))
    ascending = np.argsort(median[kept], kind="stable")
    own = drawn.weight[taken][kept]
    share = float((opened[kept] * own).sum() / own.sum()) if len(own) else 0.0
    return _People(median[kept][ascending], own[ascending], share)


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


def coverage(
    market: Market, lane: str | None, holding: BoolArray, tau: float = TAU, *, usual: Collection[str] = ()
) -> Coverage:
    """In how many of a lane's requisitions someone who holds `holding` (skills,) meets at least `tau` of the units.

    `usual` are ids of what usually goes with that, for the reading in which the resume says it.
    """
    inside = doors(market, lane)
    covered = inside.units.coverage(holding)
    points = {at: share_of(inside.drawn, covered >= at - EDGE) for at in sorted({*CURVE, tau})}
    saying = holding | market.mask(usual)
    everything = doors(market, lane, every_unit=True)
    return Coverage(
        tau=tau,
        **flat(points[tau]),
        curve=tuple(CurvePoint(at, point.share, point.low, point.high) for at, point in points.items()),
        with_implied=_share_of(inside, saying, tau),
        with_adjacent=_share_of(inside, holding | _family_of(market, holding), tau),
        every_unit=_share_of(everything, holding, tau),
        core=int(core(market, lane).sum()),
        without_units=market.sample(lane).n - inside.drawn.n,
    )


def _share_of(inside: Doors, holding: BoolArray, tau: float) -> Share:
    return share_of(inside.drawn, inside.units.coverage(holding) >= tau - EDGE)


def _family_of(market: Market, holding: BoolArray) -> BoolArray:
    """The tools of whose family one is held."""
    families = np.unique(market.tool_family[holding])
    return np.isin(market.tool_family, families[families >= 0])
