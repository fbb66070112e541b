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

from analysis.market.intervals import CONFIDENCE, DIGITS, Share, q_values
from analysis.market.market import Market
from analysis.market.weights import IntArray
from analysis.trends.compare import (
    FALSE_DISCOVERY,
    LEAST_EFFECT,
    MOVED,
    Compared,
    TrendState,
    compare,
    detectable_rise,
    in_sets,
    state_of,
)
from analysis.trends.panel import Period, panel, sizes
from analysis.trends.watch import shipped
from warehouse.models import SkillKind

COMMON = (0.10, 0.40)
"""Shares of the skills that the power of a comparison is told for."""
TestedIn = Literal["watch list", "families", "all skills"]


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
    of_families = in_sets(compare(market, drawn, by_family), np.zeros(len(families), dtype=np.int64))
    compared = in_sets(compare(market, drawn, named), watched.astype(np.int64))
    moved = [name for k, name in enumerate(families) if state_of(of_families, k) in MOVED]
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


def _call_members(compared: Compared, members: Sequence[IntArray], rate: float) -> None:
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


def _mover(compared: Compared, k: int, named: _Named, tested_in: TestedIn) -> Mover:
    tested = bool(compared.is_tested[k])
    change, error, freedom = (float(x[k]) for x in (compared.raw.change, compared.raw.error, compared.raw.freedom))
    critical = float(special.stdtrit(freedom, (1 + CONFIDENCE) / 2))
    standardised = float(compared.fixed.change[k])
    state = state_of(compared, k)
    detectable = detectable_rise(compared, k) if tested else 1.0
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


def _shown(value: float, tested: bool) -> float | None:
    return round(value, DIGITS) if tested else None


_STATES: tuple[TrendState, ...] = (*MOVED, "cannot tell", "steady", "not enough data")


def _order(mover: Mover) -> tuple[int, float, str]:
    return _STATES.index(mover.state), -abs(mover.change or 0.0), mover.skill
