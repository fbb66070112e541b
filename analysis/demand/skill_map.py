"""What stands together, as places on a plane: the nearer two skills, the more often one job asks for both.

The groups are those of the fit (analysis.demand.clusters); the places only draw them, and distances on a plane are
never exact. The same market gives the same map.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.demand.clusters import clusters
from analysis.demand.shares import skill_demand
from analysis.market.intervals import Share
from analysis.market.market import Market
from analysis.market.weights import BoolArray, FloatArray

MOST = 80
FEWEST = 8
"""Of fewer skills there is no map."""
PERPLEXITY = 9.0
SMALLEST_GROUP = 3
"""A group of which fewer skills are on the map is none of the map's."""
DRAWN_IN = 0.5
"""By so much the skills of one group are drawn together: the groups are tested, the places only show them."""
SMOOTH = 5.0
"""Jobs added to each count, so that what few name does not look inseparable."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A skill on the map."""

    skill: str
    name: str
    x: float
    y: float
    """0-1, from the left and from the top."""
    asked: Share
    cluster: str | None
    """The group that it lies in."""
    lane: str | None
    """The lane of that group."""


def skill_map(market: Market, lane: str | None = None) -> tuple[Spot, ...]:
    """The most asked-for skills of a lane, those of its groups first, group by group; empty where there are too few."""
    return market.kept(("skill_map", lane), lambda: _drawn(market, lane))


def _drawn(market: Market, lane: str | None) -> tuple[Spot, ...]:
    asked = {s.skill: s for s in skill_demand(market, lane) if s.is_counted and s.asked.share}
    group = {skill: each for each in clusters(market) for skill in each.skills if skill in asked}
    inside = [skill for skill in asked if skill in group][: MOST - MOST // 4]
    chosen = [*inside, *(skill for skill in asked if skill not in group)][:MOST]
    if len(chosen) < FEWEST:
        return ()
    sizes = Counter(group[skill].cluster_id for skill in chosen if skill in group)
    group = {skill: each for skill, each in group.items() if sizes[each.cluster_id] >= SMALLEST_GROUP}
    label = np.array([group[skill].cluster_id if skill in group else "" for skill in chosen])
    places = _places(_likeness(market, lane, chosen), (label[:, None] == label) & (label != ""))
    spots = [
        Spot(
            skill,
            asked[skill].name,
            round(float(place[0]), 4),
            round(float(place[1]), 4),
            asked[skill].asked,
            group[skill].cluster_id if skill in group else None,
            group[skill].lane if skill in group else None,
        )
        for skill, place in zip(chosen, places, strict=True)
    ]
    return tuple(sorted(spots, key=lambda spot: (spot.cluster is None, spot.cluster or "", -(spot.asked.share or 0.0))))


def _likeness(market: Market, lane: str | None, skills: list[str]) -> FloatArray:
    """(s, s) how many times as often as by chance one job names both, as its logarithm, smoothed and not below 0."""
    drawn = market.sample(lane)
    named = sparse.csr_array(market.asking(drawn, "any")[:, [market.skill_code[skill] for skill in skills]]) > 0
    together = (named.T.astype(np.float64) @ named.astype(np.float64)).toarray()
    each = together.diagonal()
    by_chance = np.outer(each, each) / max(drawn.n, 1)
    answer: FloatArray = np.maximum(np.log2((together + SMOOTH) / (by_chance + SMOOTH)), 0.0)
    return answer


def _places(likeness: FloatArray, is_together: BoolArray) -> FloatArray:
    """(s, 2) 0-1; `is_together` (s, s) for two of one group."""
    from sklearn.manifold import TSNE  # noqa: PLC0415 -- half a second that only a map should pay

    far = float(likeness[~np.eye(len(likeness), dtype=bool)].max(initial=0.0)) or 1.0
    distance = (1.0 - np.minimum(likeness / far, 1.0)) * np.where(is_together, DRAWN_IN, 1.0)
    np.fill_diagonal(distance, 0.0)
    drawn = TSNE(
        perplexity=min(PERPLEXITY, (len(likeness) - 1) / 3),
        metric="precomputed",
        init="random",
        random_state=0,
        max_iter=500,
    ).fit_transform(distance)
    # By rank and not by value: the plane is filled evenly, so that names find room.
    ranks = drawn.argsort(axis=0).argsort(axis=0) / max(len(drawn) - 1, 1)
    answer: FloatArray = ranks.astype(np.float64)
    return answer
