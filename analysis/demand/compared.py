"""What two parts of the market ask for, side by side: the skills whose shares stand clearly apart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from analysis.demand.shares import SkillDemand, skill_demand
from analysis.market.intervals import Share
from analysis.market.market import Market


@dataclass(frozen=True, slots=True)
class Difference:
    """A skill that both parts ask for, with its share in each."""

    skill: str
    name: str
    first: Share
    second: Share
    apart: float
    """How far the two 95% intervals stand from each other; not above 0 where they overlap."""

    @property
    def is_clear(self) -> bool:
        """Whether the intervals stand apart, so that chance hardly makes the difference."""
        return self.apart > 0


def differences(first: Market, second: Market, leave_out: Collection[str] = ()) -> tuple[Difference, ...]:
    """The skills that both parts name often enough for a share: the clearest difference first."""
    theirs = {skill.skill: skill for skill in _known(second)}
    found = [
        Difference(mine.skill, mine.name, mine.asked, other.asked, _apart(mine.asked, other.asked))
        for mine in _known(first)
        if mine.skill not in leave_out and (other := theirs.get(mine.skill))
    ]
    return tuple(sorted(found, key=lambda each: (-each.apart, each.skill)))


def _known(market: Market) -> list[SkillDemand]:
    return [skill for skill in skill_demand(market) if skill.is_counted and skill.asked.share is not None]


def _apart(one: Share, two: Share) -> float:
    low, high = one.low or 0.0, one.high or 0.0
    return max(low - (two.high or 0.0), (two.low or 0.0) - high)
