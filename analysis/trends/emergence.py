"""What is new: skills that nobody named before, and terms that the taxonomy does not know; when, where, of how many.

A name is *new beyond chance* where the jobs of the period before would have shown it: seen among the new requisitions
of boards watched in both periods, so that a board that joins brings nothing that it always had.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.market.intervals import assumed_n_eff, sample_floor_missed, share_of
from analysis.market.market import Market, plain_utc, utc_naive
from analysis.market.weights import IntArray, Sample, sample
from analysis.trends.compare import NONE, UNSEEN
from analysis.trends.panel import Period, panel

LEAST_EMPLOYERS = 3
"""Fewer could be one author's phrase."""
MOST_PLACES = 2

Novelty = Literal["new", "perhaps new", "known before", "nobody can tell"]


@dataclass(frozen=True, slots=True)
class Emerging:
    """A skill or a term, and what is known of its coming."""

    name: str
    """Of a term, as it is written most often."""
    skill: str | None
    """None: the taxonomy does not know it."""
    novelty: Novelty
    """`perhaps new`: not named before, by too few to exclude chance; `nobody can tell`: nothing to compare with."""
    first_at: dt.date | None
    """When the first job that names it appeared, as far as jobs in the market tell; None: undated."""
    jobs: int
    employers: int
    lanes: tuple[str, ...]
    """Where most of these jobs lie, the commonest first."""
    regions: tuple[str, ...]


def emerging(
    market: Market, before: Period | None, after: Period | None, lane: str | None = None
) -> tuple[Emerging, ...]:
    """Skills that nobody named before the later period, and all terms that no skill covers; new ones first.

    Each named by at least LEAST_EMPLOYERS employers. Without periods nobody can tell what is new, and no skill is.
    """
    inside = market.sample(lane).rows
    dates = market.requisition[["first_seen_at", "posted_at"]].apply(utc_naive)
    out = dates.min(axis="columns")
    watched = _watched(market, before, after, lane) if before and after else None
    found = [
        _emerging(market, name, rows, out, watched)
        for name, rows in (*_terms(market, inside), *(_late_skills(market, inside, out, after) if watched else ()))
        if len(np.unique(market.employer[rows])) >= LEAST_EMPLOYERS
    ]
    shown = (one for one in found if one.skill is None or one.novelty in ("new", "perhaps new"))
    return tuple(sorted(shown, key=_order))


_Name = tuple[str, str | None]
"""As shown, and the skill's id."""


@dataclass(frozen=True, eq=False)
class _Watched:
    """What was new on boards watched in both periods."""

    start: pd.Timestamp
    """Of the later period."""
    early: Sample
    late: Sample


def _watched(market: Market, before: Period, after: Period, lane: str | None) -> _Watched | None:
    drawn = panel(market, before, after, lane)
    if not drawn.is_after.any() or drawn.is_after.all():
        return None
    early, late = (sample(drawn.rows[part], market.employer) for part in (~drawn.is_after, drawn.is_after))
    return _Watched(plain_utc(after.start), early, late)


def _terms(market: Market, inside: IntArray) -> Iterator[tuple[_Name, IntArray]]:
    """Each unknown term, whatever its letter case, and the rows that name it."""
    stated = market.unknown[market.unknown["row"].isin(inside)]
    for _, group in stated.groupby(stated["surface"].str.casefold(), sort=True):
        spelt = Counter(map(str, group["surface"])).most_common()
        name = min(surface for surface, count in spelt if count == spelt[0][1])
        yield (name, None), np.unique(group["row"].to_numpy(dtype=np.int64))


def _late_skills(
    market: Market, inside: IntArray, out: pd.Series, after: Period | None
) -> Iterator[tuple[_Name, IntArray]]:
    """Each skill that is named by nothing that was out before the later period, and the rows that name it."""
    named = sparse.csc_array(market.asks.matrix("any")[inside])
    is_late = (out.iloc[inside] >= plain_utc(after.start)).to_numpy() if after else np.zeros(len(inside), dtype=bool)
    early, late = (np.asarray(named.T @ part.astype(np.float64)).ravel() for part in (~is_late, is_late))
    for code in np.flatnonzero((late > 0) & (early == 0) & market.asks.countable):
        rows = inside[named[:, [int(code)]].toarray().ravel() > 0]
        yield (market.skill_names[code], market.skills[code]), rows


def _emerging(market: Market, name: _Name, rows: IntArray, out: pd.Series, watched: _Watched | None) -> Emerging:
    since = out.iloc[rows]
    return Emerging(
        name=name[0],
        skill=name[1],
        novelty=_novelty(rows, since, watched),
        first_at=None if since.isna().all() else since.min().date(),
        jobs=len(rows),
        employers=len(np.unique(market.employer[rows])),
        lanes=_commonest(market.requisition["primary_lane"].iloc[rows]),
        regions=_commonest(market.requisition["region"].iloc[rows]),
    )


def _novelty(rows: IntArray, since: pd.Series, watched: _Watched | None) -> Novelty:
    if watched is None:
        return "nobody can tell"
    if not (since >= watched.start).all():
        return "known before"
    now = share_of(watched.late, np.isin(watched.late.rows, rows))
    if now.low is None or sample_floor_missed(watched.early) is not None:
        return "perhaps new"
    return "new" if (1 - now.low) ** assumed_n_eff(watched.early) < UNSEEN else "perhaps new"


def _commonest(values: pd.Series) -> tuple[str, ...]:
    counts = values[~values.isin(NONE)].dropna().value_counts()
    return tuple(sorted(map(str, counts.index), key=lambda value: (-counts[value], value))[:MOST_PLACES])


_ORDER: tuple[Novelty, ...] = ("new", "perhaps new", "known before", "nobody can tell")


def _order(one: Emerging) -> tuple[int, int, str]:
    return _ORDER.index(one.novelty), -one.employers, one.name.casefold()
