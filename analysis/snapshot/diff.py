"""Two snapshots against each other, skill by skill, from what their snapshot.json say.

The samples overlap where jobs stay open; they are compared as if they were apart, which errs on the side of «steady».
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import special

from analysis.market.intervals import DIGITS, q_values
from analysis.market.weights import FloatArray
from analysis.trends.compare import FALSE_DISCOVERY, LEAST_EFFECT, UNSEEN

DiffState = Literal["new", "rising", "declining", "steady", "insufficient", "vocabulary-changed"]
STATES: tuple[DiffState, ...] = ("new", "rising", "declining", "vocabulary-changed", "steady", "insufficient")
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class SkillDiff:
    """A skill's share (named in any way) in a lane, then and now."""

    skill: str
    name: str
    lane: str | None
    state: DiffState
    then: float | None
    """None: withheld, or not known to the older snapshot."""
    now: float | None
    change: float | None
    """now − then, where both are shares that one vocabulary has read."""
    q_value: float | None
    is_entry_changed: bool
    """Its entry in the vocabulary (name, kind, family) is another one, or is in one snapshot only."""


@dataclass(frozen=True, slots=True)
class SnapshotDiff:
    """What became of the market since an earlier snapshot."""

    then: str
    """Names of the two snapshots."""
    now: str
    same_reader: bool
    """False: texts were read otherwise, so no share can be compared."""
    requisitions_then: int
    requisitions_now: int
    counts: Mapping[str, int]
    """How many rows have which state."""
    skills: tuple[SkillDiff, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """A skill's share on one side; `share` None: withheld."""

    share: float | None
    low: float
    n_eff: float
    is_seen: bool
    """False: nobody names it."""


def diff(now: Mapping[str, Any], then: Mapping[str, Any]) -> SnapshotDiff:
    """`now` and `then` are the objects that snapshot.json holds. Raises KeyError where one is of another shape."""
    about_now, about_then = now["about"], then["about"]
    same_reader = about_now["reader_version"] == about_then["reader_version"]
    entries = [about["vocabulary"] for about in (about_now, about_then)]
    changed = {s for s in entries[0].keys() | entries[1].keys() if entries[0].get(s) != entries[1].get(s)}
    earlier = {lane["lane"]: lane for lane in then["demand"]}
    rows = [
        row
        for lane in now["demand"]
        if lane["lane"] in earlier
        for row in _lane(lane, earlier[lane["lane"]], changed, same_reader=same_reader)
    ]
    return SnapshotDiff(
        then=about_then["name"],
        now=about_now["name"],
        same_reader=same_reader,
        requisitions_then=then["market"]["requisitions"],
        requisitions_now=now["market"]["requisitions"],
        counts={state: sum(row.state == state for row in rows) for state in STATES},
        skills=tuple(rows),
    )


def _lane(
    now: Mapping[str, Any], then: Mapping[str, Any], changed: set[str], *, same_reader: bool
) -> Iterator[SkillDiff]:
    names = {s["skill"]: s["name"] for lane in (then, now) for s in lane["skills"]}
    skills = sorted(names)
    before, after = ([_side(lane, skill) for skill in skills] for lane in (then, now))
    q_value = _tested(before, after) if same_reader else np.full(len(skills), np.nan)
    rows = []
    for skill, old, new, q in zip(skills, before, after, q_value, strict=True):
        is_known = old.share is not None and new.share is not None
        change = round(new.share - old.share, DIGITS) if is_known and same_reader else None  # type: ignore[operator]
        state = _state(old, new, float(q)) if same_reader else "vocabulary-changed"
        rows.append(
            SkillDiff(
                skill=skill,
                name=names[skill],
                lane=now["lane"],
                state=state,
                then=old.share,
                now=new.share,
                change=change,
                q_value=None if np.isnan(q) else round(float(q), DIGITS),
                is_entry_changed=skill in changed,
            )
        )
    yield from sorted(rows, key=lambda row: (STATES.index(row.state), -abs(row.change or 0.0), row.skill))


def _side(lane: Mapping[str, Any], skill: str) -> _Side:
    found = next((s["any"] for s in lane["skills"] if s["skill"] == skill), None)
    if found is not None:
        return _Side(found["share"], found["low"] or 0.0, found["n_eff"], is_seen=True)
    if skill in lane["below_floor"] or not lane["skills"]:
        return _Side(None, 0.0, lane["n_eff"], is_seen=True)
    return _Side(0.0, 0.0, lane["n_eff"], is_seen=False)


def _tested(before: Sequence[_Side], after: Sequence[_Side]) -> FloatArray:
    """q-values (Benjamini-Hochberg) of a two-sample test on effective sample sizes; NaN where a share is withheld."""
    result = np.full(len(before), np.nan)
    testable = [k for k, (a, b) in enumerate(zip(before, after, strict=True)) if None not in (a.share, b.share)]
    if not testable:
        return result
    share, worth = (
        np.array([[getattr(side[k], field) for k in testable] for side in (before, after)], dtype=np.float64)
        for field in ("share", "n_eff")
    )
    pooled = (share * worth).sum(axis=0) / np.maximum(worth.sum(axis=0), 1e-9)
    error = np.sqrt(np.maximum(pooled * (1 - pooled), 1e-12) * (1 / np.maximum(worth, 1e-9)).sum(axis=0))
    result[testable] = q_values(2 * special.ndtr(-np.abs(share[1] - share[0]) / error))
    return result


def _state(then: _Side, now: _Side, q_value: float) -> DiffState:
    if then.share is None or now.share is None:
        return "insufficient"
    change = now.share - then.share
    if q_value > FALSE_DISCOVERY or abs(change) < LEAST_EFFECT:
        return "steady"
    if not then.is_seen and (1 - now.low) ** then.n_eff < UNSEEN:
        return "new"
    return "rising" if change > 0 else "declining"
