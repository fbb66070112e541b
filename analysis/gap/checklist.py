"""The portfolio checklist: what each lane asks to see running, and the best evidence of it in a resume."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy import sparse

from analysis.gap.person import GRADES
from analysis.gap.results import ChecklistItem, HeldSkill
from analysis.market.facts import Topic, table, topic
from analysis.market.intervals import Estimates, estimate_many
from analysis.market.market import Market
from analysis.market.weights import BoolArray

_SHOWING = ("written", "shown", "coursework", "in_progress")
"""States in which a resume's line can stand for an item: what is denied, wished for or only near shows nothing."""


@lru_cache
def items() -> tuple[tuple[str, str, Topic], ...]:
    """The checklist's items from checklist.toml: id, what would prove it, its topic."""
    return tuple((str(x["id"]), str(x["prove"]), topic(str(x["name"]), x)) for x in table("gap/checklist.toml")["item"])


def checklist(market: Market, lane: str, held: Sequence[HeldSkill]) -> tuple[ChecklistItem, ...]:
    """Every item with the share of the lane's requisitions that name it and the resume's best evidence."""
    asked, members = _asked(market, lane), _members(market)
    known = [skill for skill in held if skill.skill in market.skill_code and skill.state in _SHOWING]
    found = []
    for position, (item, prove, wanted) in enumerate(items()):
        shown = [skill for skill in known if members[market.skill_code[skill.skill], position]]
        best = min(shown, key=lambda skill: (GRADES.index(skill.evidence), skill.skill), default=None)
        found.append(
            ChecklistItem(
                item=item,
                name=wanted.name,
                prove=prove,
                asked=asked.item(position),
                found=best.evidence if best else None,
                skill=best.skill if best else None,
                quote=best.quote if best else None,
            )
        )
    return tuple(found)


def _members(market: Market) -> BoolArray:
    """(skills, items) which skill belongs to which item."""
    return market.kept(
        ("checklist",), lambda: np.column_stack([wanted.codes(market.skill) for _, _, wanted in items()])
    )


def _asked(market: Market, lane: str) -> Estimates:

    def made() -> Estimates:
        drawn = market.sample(lane)
        named = market.asking(drawn, "any") @ _members(market).astype(np.float64)
        return estimate_many(drawn, sparse.csr_array((named > 0).astype(np.float64)))

    return market.kept(("checklist", lane), made)
