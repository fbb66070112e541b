"""Skill clusters in the market: which groups of skills stand together, and how often each lane asks for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.market.intervals import Share, share_of
from analysis.market.market import Market
from warehouse.models import BrokenDataError

TOGETHER = 2
"""A requisition asks for a cluster where it names so many of its skills: one alone may stand there for itself."""
NAMED_BY = 3
"""How many of its most specific skills name a cluster."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Skills that postings name together, as the fit of this generation found them (nlp.lanes.clusters)."""

    cluster_id: str
    """The same from fit to fit while most of its skills stay."""
    skills: tuple[str, ...]
    """Ids, the most specific first."""
    names: tuple[str, ...]
    """The skills' names in the same order."""
    lane: str | None
    """The lane it lies in; None: across lanes."""
    stability: float
    """Mean Jaccard with the likest group where employers are drawn anew (0-1)."""
    lift: float
    """Median over its pairs: how many times as often as by chance they stand in one posting."""

    @property
    def name_parts(self) -> tuple[str, ...]:
        """The names that stand for it."""
        return self.names[:NAMED_BY]


@dataclass(frozen=True, slots=True)
class ClusterDemand:
    """How often a cluster is asked for."""

    cluster: Cluster
    share: Share
    """Requisitions that name at least `TOGETHER` of its skills, in any need."""


def clusters(market: Market) -> tuple[Cluster, ...]:
    """The clusters of the generation, the most stable first. Raises BrokenDataError for a skill it does not know."""

    def made() -> tuple[Cluster, ...]:
        groups = market.cluster.groupby("cluster_id", sort=False)
        return tuple(_cluster(market, str(name), rows) for name, rows in groups)

    return market.kept(("clusters",), made)


def cluster_of(market: Market, skill: str) -> Cluster | None:
    """The cluster that a skill lies in."""
    return next((cluster for cluster in clusters(market) if skill in cluster.skills), None)


def cluster_demand(
    market: Market, lane: str | None = None, filters: Mapping[str, Any] | None = None
) -> tuple[ClusterDemand, ...]:
    """Every cluster's share of a lane (None: of the market), the most asked first; filters as in Market.sample."""
    drawn = market.sample(lane, filters)
    named = market.asking(drawn, "any")
    found = []
    for cluster in clusters(market):
        columns = [market.skill_code[skill] for skill in cluster.skills]
        together = np.asarray(named[:, columns].sum(axis=1)).ravel() >= TOGETHER
        found.append(ClusterDemand(cluster, share_of(drawn, together)))
    return tuple(sorted(found, key=lambda each: (-(each.share.share or 0.0), each.cluster.cluster_id)))


def _cluster(market: Market, name: str, rows: pd.DataFrame) -> Cluster:
    ordered = rows.sort_values("rank")
    skills = tuple(str(skill) for skill in ordered["skill_id"])
    if unknown := [skill for skill in skills if skill not in market.skill_code]:
        raise BrokenDataError(f"skill_cluster names {unknown[0]!r}, which the skill table lacks; publish again.")
    first = ordered.iloc[0]
    return Cluster(
        cluster_id=name,
        skills=skills,
        names=tuple(market.skill_names[market.skill_code[skill]] for skill in skills),
        lane=None if pd.isna(first["lane"]) else str(first["lane"]),
        stability=float(first["stability"]),
        lift=float(first["lift"]),
    )
