"""Concepts against tools: how fast each kind's most named skills change, and which tool takes another's place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.market.intervals import DIGITS
from analysis.market.market import Market
from analysis.market.weights import SEED, FloatArray
from analysis.trends.panel import Period
from analysis.trends.tests import Mover, Trends
from warehouse.models import SkillKind

TOP = 20
"""How many skills make a kind's top."""
REDRAWS = 500
RISING, FALLING = ("new", "rising"), ("falling",)


@dataclass(frozen=True, slots=True)
class KindChurn:
    """How a kind's skills moved between two periods."""

    kind: SkillKind
    tested: int
    rising: int
    """New ones among them."""
    falling: int
    steady: int
    cannot_tell: int
    """Neither moved nor steady: a change of five points is not excluded."""
    turnover: float | None
    """The part of the first period's TOP that is not in the second's; None with fewer than 2·TOP skills tested."""
    turnover_by_chance: float | None
    """The turnover that two samples of these sizes show on average where nothing has changed."""
    chance_at_most: float | None
    """The turnover that chance alone exceeds once in forty times."""
    half_life_weeks: float | None
    """After how long half of the top would have changed at this pace; None where chance alone could have done it, or no
    single skill is seen to fall."""


@dataclass(frozen=True, slots=True)
class Outlasting:
    """Whether concepts outlast tools."""

    word: Literal["yes", "no", "partly", "cannot say"]
    why: str
    """Reads on from «because»."""


@dataclass(frozen=True, slots=True)
class Substitution:
    """Inside one family of tools, some fall while others rise."""

    family: str
    falling: tuple[str, ...]
    """Names of skills."""
    rising: tuple[str, ...]


def churn(trends: Trends) -> tuple[KindChurn, ...]:
    """Tools and concepts, side by side."""
    kinds: tuple[SkillKind, ...] = ("tool", "concept")
    weeks = _weeks_between(trends.before, trends.after)
    return tuple(_of_kind(kind, [m for m in trends.movers if m.kind == kind], weeks) for kind in kinds)


def concepts_outlast(kinds: Sequence[KindChurn]) -> Outlasting:
    """Whether concepts outlast tools: by whether each kind's top changed more than chance would have changed it."""
    by_kind = {kind.kind: kind for kind in kinds}
    tools, concepts = by_kind["tool"], by_kind["concept"]
    few = [one for one in (tools, concepts) if one.turnover is None]
    if few:
        said = " and ".join(f"{one.tested} {one.kind}{'s' * (one.tested != 1)}" for one in few)
        return Outlasting("cannot say", f"only {said} could be tested, and the top {TOP} of a kind needs {2 * TOP}")
    moved = {one.kind: (one.turnover or 0.0) > (one.chance_at_most or 0.0) for one in (tools, concepts)}
    if moved["tool"] and moved["concept"]:
        return Outlasting("partly", f"the top {TOP} of both changed more than chance would have changed them")
    if moved["tool"]:
        return Outlasting(
            "yes", f"the top {TOP} tools changed more than chance would have changed them, concepts did not"
        )
    if moved["concept"]:
        return Outlasting(
            "no", f"the top {TOP} concepts changed more than chance would have changed them, tools did not"
        )
    return Outlasting("cannot say", f"neither top {TOP} changed more than chance alone would have changed it")


def substitutions(market: Market, trends: Trends) -> tuple[Substitution, ...]:
    """Families of tools in which one falls and another rises, by name."""
    family = dict(zip(market.skill["skill_id"], market.skill["family"], strict=True))
    moved: dict[str, tuple[list[str], list[str]]] = {}
    for mover in trends.movers:
        name = family[mover.skill]
        if mover.kind == "tool" and isinstance(name, str) and mover.state in (*FALLING, *RISING):
            moved.setdefault(name, ([], []))[mover.state in RISING].append(mover.name)
    return tuple(
        Substitution(name, tuple(sorted(falling)), tuple(sorted(rising)))
        for name, (falling, rising) in sorted(moved.items())
        if falling and rising
    )


def _of_kind(kind: SkillKind, movers: Sequence[Mover], weeks: float) -> KindChurn:
    tested = [m for m in movers if m.q_value is not None]
    is_moving = any(m.state in FALLING for m in tested)
    seen = by_chance = at_most = half_life = None
    if len(tested) >= 2 * TOP:
        sides = [m.before for m in tested], [m.after for m in tested]
        before, after = (np.array([s.share for s in side], dtype=np.float64) for side in sides)
        worth = [np.array([s.n_eff for s in side], dtype=np.float64) for side in sides]
        seen = _turnover(before, after)
        by_chance, at_most = _turnover_by_chance(before, after, *worth)
        half_life = _half_life(seen, by_chance, weeks) if seen > at_most and is_moving else None
    return KindChurn(
        kind=kind,
        tested=len(tested),
        rising=sum(m.state in RISING for m in tested),
        falling=sum(m.state in FALLING for m in tested),
        steady=sum(m.state == "steady" for m in tested),
        cannot_tell=sum(m.state == "cannot tell" for m in tested),
        turnover=seen,
        turnover_by_chance=by_chance,
        chance_at_most=at_most,
        half_life_weeks=half_life,
    )


def _turnover(before: FloatArray, after: FloatArray) -> float:
    return round(1 - len(_top(before) & _top(after)) / TOP, DIGITS)


def _turnover_by_chance(
    before: FloatArray, after: FloatArray, worth: FloatArray, worth_after: FloatArray
) -> tuple[float, float]:
    """Two samples drawn again and again around the shares of both periods together: mean and 97.5th percentile."""
    share = (before * worth + after * worth_after) / (worth + worth_after)
    draw = np.random.default_rng(SEED)
    error = [np.sqrt(share * (1 - share) / n) for n in (worth, worth_after)]
    found = [
        _turnover(*(share + draw.standard_normal(len(share)) * spread for spread in error)) for _ in range(REDRAWS)
    ]
    return round(float(np.mean(found)), DIGITS), round(float(np.quantile(found, 0.975)), DIGITS)


def _half_life(seen: float, by_chance: float, weeks: float) -> float | None:
    """What stays, beyond what chance removes, decays exponentially; None where nothing stays."""
    if seen >= 1:
        return None
    return round(weeks * float(np.log(0.5) / np.log((1 - seen) / (1 - by_chance))), 1)


def _top(share: FloatArray) -> set[int]:
    return {int(k) for k in np.lexsort((np.arange(len(share)), -share.round(9)))[:TOP]}


def _weeks_between(before: Period, after: Period) -> float:
    """From the middle of one period to the middle of the other."""
    middles = [period.start + (period.end - period.start) / 2 for period in (before, after)]
    return (middles[1] - middles[0]).total_seconds() / (7 * 86_400)
