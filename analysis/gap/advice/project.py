"""One project for a lane and a person that would prove most of what is missing at once, from projects.toml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.gap.advice.kin import holds
from analysis.gap.advice.learnable import fields
from analysis.gap.advice.lines import whole
from analysis.gap.advice.types import Kin, Observations, Project
from analysis.gap.person import Holdings
from analysis.gap.results import LaneGap
from analysis.market.facts import table
from analysis.market.market import Market
from warehouse.models import ResumeReading

_FILE = "gap/advice/projects.toml"


def project(
    market: Market,
    gap: LaneGap,
    resume: ResumeReading,
    holding: Holdings,
    *,
    own: Kin | None,
    seen: Observations,
    oldest: str,
) -> Project | None:
    """The first of the lane's projects that is for this person, with what of the missing it proves.

    None for a lane without one. A line last used before `oldest`, a year and month, is too old to begin with.
    """
    found = next((row for row in table(_FILE)["project"] if _is_for(row, gap.lane, resume, holding, own)), None)
    if found is None:
        return None
    others = fields(market) - {step.skill for step in gap.plan}  # one project is of one field
    bare = {item.item for item in gap.checklist if item.found in (None, "learning")}
    return Project(
        title=str(found["title"]),
        seed=_seed(market, resume, holding, seen, oldest),
        lines=tuple(str(line) for line in found["lines"]),
        proves=tuple(x.name for x in gap.missing if x.skill in set(found["proves"]) - others),
        items=tuple(item.name for item in gap.checklist if item.item in found["items"] and item.item in bare),
    )


def _is_for(row: Mapping[str, Any], lane: str, resume: ResumeReading, holding: Holdings, own: Kin | None) -> bool:
    said = " ".join((resume.goal.quote if resume.goal else "", *resume.titles[:2]))
    is_called = holds(row.get("titles", []), said)
    is_kin = own is not None and own.roles[0] in row.get("roles", ())
    return (
        lane in row["lanes"]
        and (is_called or is_kin or not {"titles", "roles"} & row.keys())
        and ("holds" not in row or not holding.held.isdisjoint(row["holds"]))
    )


def _seed(market: Market, resume: ResumeReading, holding: Holdings, seen: Observations, oldest: str) -> str | None:
    """The person's own line to begin with: the first of the strong ones that shows anything of it, else the richest."""
    facts, skill = table(_FILE)["seed"], market.skill
    begins = set(skill["skill_id"][skill["skill_id"].isin(facts["skills"]) | skill["family"].isin(facts["families"])])
    lines: dict[str, int] = {}
    for shown in holding.shown:
        is_told = shown.skill in holding.held and shown.standing == "bullet" and (shown.last_used or oldest) >= oldest
        if is_told and shown.evidence in ("used", "outcome") and shown.skill in begins:
            lines[shown.quote] = lines.get(shown.quote, 0) + 1
    if not lines:
        return None
    for strong in seen.strong:
        if told := [quote for quote in sorted(lines) if strong.quote in whole(resume.text, quote)]:
            return whole(resume.text, told[0])
    return whole(resume.text, max(sorted(lines), key=lambda quote: lines[quote]))
