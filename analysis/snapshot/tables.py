"""A snapshot as flat tables for analysts: one row a share, a lane, a trend, a figure of a claim, a time open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.market.intervals import Share, flat
from analysis.snapshot.content import Snapshot

NEEDS = ("asked", "required", "preferred", "any")
_SHARE = ("share", "low", "high", "n", "employers", "n_eff", "state", "reason")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "shares": ("lane", "skill", "name", "kind", "family", "is_counted", "need", *_SHARE),
    "lanes": ("lane", "name", "field", "value", *_SHARE),
    "clusters": ("lane", "cluster_id", "lies_in", "skills", "stability", "lift", *_SHARE),
    "trends": (
        *("lane", "skill", "name", "kind", "state", "before_start", "after_start", "after_end", "before", "after"),
        *("change", "low", "high", "standardised", "p_value", "q_value", "detectable", "is_mix"),
    ),
    "claims": ("question", "asks", "label", "lane", *_SHARE),
    "time_open": ("lane", "level", "median_days", "low", "high", "n", "employers", "closed", "state", "reason"),
}
"""The columns of each table; `lane` null: the whole market."""


def tables(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    """The tables by name; each has its columns also where it has no row. Shares are 0-1, times in days."""
    rows = {
        "shares": _shares(snapshot),
        "lanes": _lanes(snapshot),
        "clusters": _clusters(snapshot),
        "trends": _trends(snapshot),
        "claims": _claims(snapshot),
        "time_open": _times(snapshot),
    }
    return {name: pd.DataFrame(list(given), columns=list(_COLUMNS[name])) for name, given in rows.items()}


def _shares(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for part in snapshot.demand:
        for skill in part.skills:
            about = {name: getattr(skill, name) for name in ("skill", "name", "kind", "family", "is_counted")}
            for need in NEEDS:
                yield {"lane": part.lane, **about, "need": need, **flat(getattr(skill, need))}


def _lanes(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for lane in snapshot.lanes:
        own = {"lane": lane.lane, "name": lane.name}
        single: tuple[tuple[str, Share], ...] = (
            ("lane", lane.share),
            ("is_open", lane.open_share),
            ("pay_stated", lane.pay_stated),
        )
        for field, share in single:
            yield {**own, "field": field, "value": None, **flat(share)}
        for field in ("role", "seniority", "region", "workplace", "degree"):
            for part in getattr(lane, "roles" if field == "role" else field):
                yield {**own, "field": field, "value": part.value, **flat(part.share)}


def _clusters(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for part in snapshot.clusters:
        for each in part.clusters:
            about = {name: getattr(each.cluster, name) for name in ("cluster_id", "stability", "lift")}
            lies_in, skills = each.cluster.lane, ";".join(each.cluster.skills)
            yield {"lane": part.lane, **about, "lies_in": lies_in, "skills": skills, **flat(each.share)}


def _trends(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for part in snapshot.trends:
        periods = {
            "before_start": part.trends.before.start,
            "after_start": part.trends.after.start,
            "after_end": part.trends.after.end,
        }
        for mover in part.trends.movers:
            own = {name: getattr(mover, name) for name in mover.__dataclass_fields__}
            yield {"lane": part.lane, **periods, **own, "before": mover.before.share, "after": mover.after.share}


def _claims(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for answer in snapshot.claims:
        for figure in answer.figures:
            yield {
                "question": answer.question,
                "asks": answer.asks,
                "label": figure.label,
                "lane": figure.lane,
                **flat(figure.share),
            }


def _times(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for part in snapshot.time_open:
        for time in part.times:
            yield {"lane": part.lane, **{name: getattr(time, name) for name in time.__dataclass_fields__}}
