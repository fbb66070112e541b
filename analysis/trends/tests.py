"""What is new, rising or falling among new requisitions: tested with employers as clusters, over all skills at once.

Levels come from the stock (demand.py); change comes from the flow of new requisitions on boards seen whole in both
periods. «No evidence of change» is a normal answer, and comes with the smallest change that could have been seen.

Three sets are tested, each at FALSE_DISCOVERY by itself: the skills that somebody named beforehand (watch.toml), the
families, and all other skills. In a family that moved its members are tested once more among themselves (Benjamini &
Bogomolov 2014).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
import pandas as pd
from scipy import sparse, special

from analysis.market.intervals import (
    CONFIDENCE,
    DIGITS,
    Estimates,
    Share,
    estimate_many,
    q_values,
)
from analysis.market.market import Market
from analysis.market.weights import BoolArray, FloatArray, IntArray, Sample
from analysis.trends.panel import Panel, Period, half, mix_weights, panel, sizes
from analysis.trends.watch import shipped
from warehouse.models import SkillKind

FALSE_DISCOVERY = 0.10
LEAST_EFFECT = 0.02
"""A change below two points is none, however sure."""
POWER = 0.80
STEADY_WITHIN = 0.05
"""A skill is steady where the interval of its change excludes five points; else nobody can tell."""
COMMON = (0.10, 0.40)
"""Shares of the skills that the power of a comparison is told for."""
MIN_NAMING_EMPLOYERS = 10
"""Employers that must name a skill in the two periods together before its change is tested."""
UNSEEN = 0.05
"""A skill absent before is new where chance would have hidden its present share less often than this."""
MIX = ("source", "seniority", "region")
"""What the standardised change holds fixed."""

TrendState = Literal["new", "rising", "falling", "steady", "cannot tell", "not enough data"]
TestedIn = Literal["watch list", "families", "all skills"]
MOVED: tuple[TrendState, ...] = ("new", "rising", "falling")


@dataclass(frozen=True, slots=True)
class Mover:
    """A skill's share among new requisitions in two periods."""

    skill: str
    name: str
    kind: SkillKind
    state: TrendState
    before: Share
    after: Share
    change: float | None
    """after − before, in shares."""
    low: float | None
    high: float | None
    standardised: float | None
    """The change with the mix of sources, seniority and regions held fixed."""
    p_value: float | None
    q_value: float | None
    """The least false-discovery rate at which it would be called a mover (Benjamini-Hochberg over its set)."""
    detectable: float | None
    """The change that would have been called four times in five, at the threshold of its set."""
    is_mix: bool
    """The change is a mover's and falls below the least effect, or turns, once the mix is held fixed."""
    tested_in: TestedIn


@dataclass(frozen=True, slots=True)
class Trends:
    """All skills between two periods."""

    before: Period
    after: Period
    requisitions_before: int
    requisitions_after: int
    employers: int
    boards: int
    boards_left_out: int
    is_partial: bool
    tested: int
    detectable: float | None
    """The middle one of those of the skills that COMMON shares of requisitions ask for, but for the watch list."""
    movers: tuple[Mover, ...]
    """New, rising and falling first, by size of change."""
    families: tuple[Mover, ...]
    """Families of at least two named skills in the same way: how many requisitions name any of their skills."""


@dataclass(frozen=True, eq=False)
class _Changes:
    """Changes of many skills (k,)."""

    change: FloatArray
    error: FloatArray
    freedom: FloatArray
    naming: FloatArray
    """Employers that name the skill in either period."""


@dataclass(frozen=True, eq=False)
class _Compared:
    """Two periods' shares and their changes, for many skills (k,)."""

    first: Estimates
    second: Estimates
    raw: _Changes
    fixed: _Changes
    """With the mix held fixed."""
    is_tested: BoolArray
    p_value: FloatArray
    q_value: FloatArray
    alpha: FloatArray
    """The p-value at which one more of its set would be called."""
    is_called: BoolArray
    """By q-value, whatever the size of the change."""


def movers(
    market: Market, before: Period, after: Period, lane: str | None = None, watch: Sequence[str] | None = None
) -> Trends:
    """Every skill that is watched or named in either period, with its state. Below the floors: «not enough data».

    `watch`: ids of skills named beforehand (default: the shipped list); those that the market does not know are passed
    over.
    """
    drawn = panel(market, before, after, lane)
    named = sparse.csr_array(market.asks.matrix("any")[drawn.rows])
    watched = np.isin(market.skills, [*(shipped() if watch is None else watch)])
    shown = np.flatnonzero((np.asarray(named.sum(axis=0)).ravel() > 0) | watched)
    named, watched = sparse.csr_array(named[:, shown]), watched[shown]
    family = market.skill["family"].iloc[shown].reset_index(drop=True)
    families, by_family = _families(family, named)
    of_families = _in_sets(_compare(market, drawn, by_family), np.zeros(len(families), dtype=np.int64))
    compared = _in_sets(_compare(market, drawn, named), watched.astype(np.int64))
    moved = [name for k, name in enumerate(families) if _state(of_families, k) in MOVED]
    if moved:
        rate = FALSE_DISCOVERY * len(moved) / int(of_families.is_tested.sum())
        _call_members(
            compared, [np.flatnonzero((family == name) & compared.is_tested & ~watched) for name in moved], rate
        )
    kind = [str(kind) for kind in market.skill["kind"].iloc[shown]]
    skills = [_Named(market.skills[code], market.skill_names[code], kind[k]) for k, code in enumerate(shown)]
    found = tuple(
        _mover(compared, k, one, "watch list" if watched[k] else "all skills") for k, one in enumerate(skills)
    )
    kinds = dict(zip(reversed(family.tolist()), reversed(kind), strict=True))
    before_n, after_n = sizes(drawn)
    return Trends(
        before=before,
        after=after,
        requisitions_before=before_n,
        requisitions_after=after_n,
        employers=len(np.unique(drawn.employer)),
        boards=drawn.boards,
        boards_left_out=drawn.left_out,
        is_partial=drawn.is_partial,
        tested=int(compared.is_tested.sum()),
        detectable=_middle_detectable(found),
        movers=tuple(sorted(found, key=_order)),
        families=tuple(
            sorted(
                (_mover(of_families, k, _Named(n, n, kinds[n]), "families") for k, n in enumerate(families)), key=_order
            )
        ),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    id: str
    name: str
    kind: str


def _families(family: pd.Series, named: sparse.csr_array) -> tuple[list[str], sparse.csr_array]:
    """The families of which at least two skills are named, and which rows name any of their skills (n, families)."""
    occurs = np.asarray(named.sum(axis=0)).ravel() > 0
    counts = family[occurs].value_counts()
    names = sorted(str(name) for name in counts.index[counts >= 2])
    code = pd.Index(names).get_indexer(pd.Index(family))
    inside = np.flatnonzero(code >= 0)
    member = sparse.csr_array((np.ones(len(inside)), (inside, code[inside])), shape=(named.shape[1], len(names)))
    return names, sparse.csr_array(((named @ member) > 0).astype(np.float64))


def _in_sets(compared: _Compared, set_of: IntArray) -> _Compared:
    """q-values set by set (k,), and what each set would call."""
    for one in np.unique(set_of):
        part = np.flatnonzero(compared.is_tested & (set_of == one))
        if len(part):
            q_value = q_values(compared.p_value[part])
            compared.q_value[part] = q_value
            called = q_value <= FALSE_DISCOVERY
            compared.is_called[part] = called
            # With r others called, the next is called at (r + 1) / m of the rate.
            compared.alpha[part] = FALSE_DISCOVERY * (called.sum() + ~called) / len(part)
    return compared


def _call_members(compared: _Compared, members: Sequence[IntArray], rate: float) -> None:
    for part in members:
        if len(part):
            compared.is_called[part] |= q_values(compared.p_value[part]) <= rate


def _middle_detectable(found: Sequence[Mover]) -> float | None:
    low, high = COMMON
    sizes = sorted(
        m.detectable
        for m in found
        if m.detectable is not None
        and m.tested_in == "all skills"
        and low <= ((m.before.share or 0.0) + (m.after.share or 0.0)) / 2 <= high
    )
    return sizes[len(sizes) // 2] if sizes else None


def _compare(market: Market, drawn: Panel, named: sparse.csr_array) -> _Compared:
    first, second = (_level(drawn, named, is_after) for is_after in (False, True))
    raw = _changes(drawn, drawn.weight, named)
    fixed = _changes(drawn, mix_weights(market, drawn, MIX), named)
    tested = _testable(first, second, raw)
    p_value, q_value, alpha = (np.full(named.shape[1], np.nan) for _ in range(3))
    if tested.any():
        p_value[tested] = 2 * special.stdtr(raw.freedom[tested], -np.abs(raw.change[tested]) / raw.error[tested])
    return _Compared(first, second, raw, fixed, tested, p_value, q_value, alpha, np.zeros(named.shape[1], dtype=bool))


def _level(drawn: Panel, named: sparse.csr_array, is_after: bool) -> Estimates:
    part, largest, employers = half(drawn, is_after)
    codes = np.unique(drawn.employer[part], return_inverse=True)[1].astype(np.int64)
    weight = drawn.weight[part]
    totals = np.bincount(codes, weights=weight, minlength=employers).astype(np.float64)
    return estimate_many(Sample(part, weight, codes, totals, largest), sparse.csr_array(named[part]))


def _changes(drawn: Panel, weight: FloatArray, named: sparse.csr_array) -> _Changes:
    """Differences of two weighted shares with employer-clustered errors.

    An employer seen in both periods is one cluster, so that what it keeps saying cancels out. Degrees of freedom by
    Satterthwaite: as many as there are employers that really move the difference.
    """
    employers = int(drawn.employer.max()) + 1 if len(drawn.employer) else 0
    columns = named.shape[1]
    influence = np.zeros((employers, columns))
    change = np.zeros(columns)
    for sign, part in ((1.0, drawn.is_after), (-1.0, ~drawn.is_after)):
        total = float(weight[part].sum())
        if total <= 0:
            continue
        own = np.where(part, weight, 0.0) / total
        shape = (employers, len(own))
        by_employer = sparse.csr_array((own, (drawn.employer, np.arange(len(own)))), shape=shape)
        share = np.asarray(own @ named).ravel()
        change += sign * share
        influence += sign * ((by_employer @ named).toarray() - np.outer(by_employer.sum(axis=1), share))
    squares = np.square(influence)
    variance = squares.sum(axis=0) * (employers / (employers - 1) if employers > 1 else 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.square(squares.sum(axis=0)) / np.square(squares).sum(axis=0)
    named_by = sparse.csr_array(
        (np.ones(len(drawn.employer)), (drawn.employer, np.arange(len(drawn.employer)))),
        shape=(employers, len(drawn.employer)),
    )
    return _Changes(
        change=change,
        error=np.sqrt(variance),
        freedom=np.maximum(np.nan_to_num(spread) - 1, 1.0),
        naming=np.asarray(((named_by @ named) > 0).sum(axis=0)).ravel().astype(np.float64),
    )


def _testable(first: Estimates, second: Estimates, raw: _Changes) -> BoolArray:
    """Which skills may be tested: floors met in both periods, and enough employers that name the skill at all."""
    is_enough = first.missed is None and second.missed is None
    return np.asarray(is_enough & (raw.naming >= MIN_NAMING_EMPLOYERS) & (raw.error > 0), dtype=bool)


def _mover(compared: _Compared, k: int, named: _Named, tested_in: TestedIn) -> Mover:
    tested = bool(compared.is_tested[k])
    change, error, freedom = (float(x[k]) for x in (compared.raw.change, compared.raw.error, compared.raw.freedom))
    critical = float(special.stdtrit(freedom, (1 + CONFIDENCE) / 2))
    standardised = float(compared.fixed.change[k])
    state = _state(compared, k)
    detectable = _detectable(compared, k) if tested else 1.0
    return Mover(
        skill=named.id,
        name=named.name,
        kind=cast(SkillKind, named.kind),
        state=state,
        before=compared.first.item(k),
        after=compared.second.item(k),
        change=_shown(change, tested),
        low=_shown(change - critical * error, tested),
        high=_shown(change + critical * error, tested),
        standardised=_shown(standardised, tested),
        p_value=_shown(float(compared.p_value[k]), tested),
        q_value=_shown(float(compared.q_value[k]), tested),
        detectable=_shown(detectable, tested and detectable < 1),
        is_mix=state in MOVED and (abs(standardised) < LEAST_EFFECT or standardised * change < 0),
        tested_in=tested_in,
    )


def _detectable(compared: _Compared, k: int) -> float:
    """The rise that is called with a probability of POWER; 1 where no rise could be.

    The noncentral t's quantile by its normal approximation. A share that rises towards a half varies more, so the
    later period's part of the variance grows with it.
    """
    error, freedom = float(compared.raw.error[k]), float(compared.raw.freedom[k])
    critical = -float(special.stdtrit(freedom, float(compared.alpha[k]) / 2))
    likely = float(special.ndtri(POWER))
    distance = critical * (1 - 1 / (4 * freedom)) + likely * np.sqrt(1 + critical**2 / (2 * freedom))
    share = float(compared.first.share[k] + compared.second.share[k]) / 2
    spread = max(share * (1 - share), 1e-6)
    rise = 0.0
    for _ in range(8):
        later = min(share + rise, 0.5)
        grown = error * float(np.sqrt((1 + max(later * (1 - later) / spread, 1.0)) / 2))
        rise = max(float(distance) * grown, LEAST_EFFECT + likely * grown)
    return rise if share + rise < 1 else 1.0


def _state(compared: _Compared, k: int) -> TrendState:
    change = float(compared.raw.change[k])
    if not compared.is_tested[k]:
        return "not enough data"
    if not compared.is_called[k] or abs(change) < LEAST_EFFECT:
        reach = float(special.stdtrit(compared.raw.freedom[k], (1 + CONFIDENCE) / 2)) * float(compared.raw.error[k])
        return "steady" if abs(change) + reach < STEADY_WITHIN else "cannot tell"
    hidden = (1 - float(compared.second.low[k])) ** float(compared.first.n_eff[k])
    if compared.first.hits[k] == 0 and hidden < UNSEEN:
        return "new"
    return "rising" if change > 0 else "falling"


def _shown(value: float, tested: bool) -> float | None:
    return round(value, DIGITS) if tested else None


_STATES: tuple[TrendState, ...] = (*MOVED, "cannot tell", "steady", "not enough data")


def _order(mover: Mover) -> tuple[int, float, str]:
    return _STATES.index(mover.state), -abs(mover.change or 0.0), mover.skill
