"""One project for a lane that would prove most of what is missing at once, from projects.toml."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.gap.advice.types import Project
from analysis.gap.results import ChecklistItem, Missing
from analysis.market.facts import table


def project(lane: str, missing: Sequence[Missing], checklist: Sequence[ChecklistItem]) -> Project | None:
    """The lane's project with what of the missing it proves; None for a lane without one."""
    found = table("gap/advice/projects.toml").get(lane)
    if found is None:
        return None
    bare = {item.item for item in checklist if item.found in (None, "learning")}
    return Project(
        title=str(found["title"]),
        lines=tuple(str(line) for line in found["lines"]),
        proves=tuple(x.name for x in missing if x.skill in set(found["proves"])),
        items=tuple(item.name for item in checklist if item.item in found["items"] and item.item in bare),
    )
