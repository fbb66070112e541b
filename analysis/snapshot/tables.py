"""A snapshot as flat tables for analysts: one row a share, a lane, a trend, a premium, a figure of a claim, a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.market.intervals import Share, flat
from analysis.snapshot.content import Snapshot
from analysis.trends.terms import Terms
from analysis.trends.tests import Trends

NEEDS = ("asked", "required", "preferred", "any")
_SHARE = ("share", "low", "high", "n", "employers", "n_eff", "state", "reason")
_CHANGE = ("state", "before", "after", "change", "low", "high")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "shares": ("lane", "skill", "name", "kind", "family", "is_counted", "need", *_SHARE),
    "lanes": ("lane", "name", "field", "value", *_SHARE),
    "clusters": ("lane", "cluster_id", "lies_in", "skills", "stability", "lift", *_SHARE),
    "trends": (
        *("lane", "skill", "name", "kind", "state", "before_start", "after_start", "after_end", "before", "after"),
        *("change", "low", "high", "standardised", "p_value", "q_value", "detectable", "is_mix"),
    ),
    "terms": (
        *("lane", "before_start", "after_start", "after_end", "field", "value", "state", "before", "after"),
        *("change", "low", "high", "q_value"),
    ),
    "emerging": ("name", "skill", "novelty", "first_at", "jobs", "employers", "lanes", "regions"),
    "pay": (
        *("currency", "period", "skill", "name", "kind", "premium", "low", "high", "ranges", "employers"),
        *("p_value", "q_value", "is_called"),
    ),
    "claims": ("question", "asks", "answer", "label", "lane", *_SHARE),
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
        "terms": _terms(snapshot),
        "emerging": _emerging(snapshot),
        "pay": _pay(snapshot),
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
        periods = _periods(part.trends)
        for mover in part.trends.movers:
            own = {name: getattr(mover, name) for name in mover.__dataclass_fields__}
            yield {"lane": part.lane, **periods, **own, "before": mover.before.share, "after": mover.after.share}


def _periods(of: Trends | Terms) -> dict[str, Any]:
    return {"before_start": of.before.start, "after_start": of.after.start, "after_end": of.after.end}


def _terms(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Levels, places and lanes by their share; pay by its median, its change relative; jobs by their number."""
    for part in snapshot.trends:
        about = {"lane": part.lane, **_periods(part.terms)}
        for shift in part.terms.shifts:
            own = {name: getattr(shift, name) for name in shift.__dataclass_fields__}
            yield {**about, **own, "before": shift.before.share, "after": shift.after.share}
        for pay in part.terms.pay:
            own = {
                name: getattr(pay, name) for name in ("state", "before", "after", "change", "low", "high", "q_value")
            }
            yield {**about, "field": "pay", "value": pay.currency, **own}
        volume = part.terms.volume
        own = {name: getattr(volume, name) for name in _CHANGE}
        yield {**about, "field": "new_jobs", "value": None, **own}


def _emerging(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for one in snapshot.emerging:
        own = {name: getattr(one, name) for name in one.__dataclass_fields__}
        yield {**own, "lanes": ";".join(one.lanes), "regions": ";".join(one.regions)}


def _pay(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for pay in snapshot.pay:
        for one in pay.skills:
            own = {name: getattr(one, name) for name in one.__dataclass_fields__}
            yield {"currency": pay.currency, "period": pay.period, **own}


def _claims(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for answer in snapshot.claims:
        for figure in answer.figures:
            yield {
                "question": answer.question,
                "asks": answer.asks,
                "answer": answer.verdict.word,
                "label": figure.label,
                "lane": figure.lane,
                **flat(figure.share),
            }


def _times(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for part in snapshot.time_open:
        for time in part.times:
            yield {"lane": part.lane, **{name: getattr(time, name) for name in time.__dataclass_fields__}}
