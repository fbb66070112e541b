"""One project for a lane and a person that would prove most of what is missing at once, from projects.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from analysis.gap.advice.kin import field_of, holds, wanted
from analysis.gap.advice.learnable import dull, fields
from analysis.gap.advice.lines import whole
from analysis.gap.advice.say import has_modelled
from analysis.gap.advice.types import Kin, Observations, Project
from analysis.gap.entry import is_fresh
from analysis.gap.level import is_newcomer
from analysis.gap.person import Holdings
from analysis.gap.results import LaneGap
from analysis.market.facts import table
from analysis.market.market import Market
from warehouse.models import ResumeReading

_FILE = "gap/advice/projects.toml"
_SPAN = re.compile(
    r"(?i)\b(?:19|20)\d{2}\s*(?:[-–—]|to\b)\s*(?:\w+\.?\s+)?(?:(?:19|20)\d{2}|present|now|today|current)"
)
"""A span of years: its line heads what was done and tells none of it."""
ANY_FIELD = "from the field you want"
"""Which work a project is about where the person names no field."""


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
    has_begun = is_fresh(resume) and not is_newcomer(resume) and has_modelled(market, holding, deeply=True)
    rows = table(_FILE)["project"]
    field = field_of(market, gap.lane, resume, holding)
    comes_to = str(field["speciality"]) if field is not None and is_newcomer(resume) else ""
    found = next(
        (
            row
            for row in rows
            if gap.lane in row["lanes"]
            if comes_to in row.get("newcomer_fields", ()) or _is_for(row, resume, holding, own, has_begun=has_begun)
        ),
        None,
    )
    if found is None:
        return None
    others = fields(market) - {step.skill for step in gap.plan[:1]}  # one project is of one field, the first step's
    asked = wanted(market, gap.lane, own)
    proves = {skill for skill in found["proves"] if skill in market.skill_code and asked[market.skill_code[skill]]}
    where = str(field["called"]) if field else ANY_FIELD
    bare = {item.item for item in gap.checklist if item.found in (None, "learning")}
    return Project(
        title=str(found["title"]),
        seed=_seed(market, resume.text, holding, seen, oldest=oldest, proves=found["proves"]),
        lines=tuple(str(line).format(field=where) for line in found["lines"]),
        proves=tuple(x.name for x in gap.missing if x.skill in proves - others),
        items=tuple(item.name for item in gap.checklist if item.item in found["items"] and item.item in bare),
    )


def _is_for(
    row: Mapping[str, Any], resume: ResumeReading, holding: Holdings, own: Kin | None, *, has_begun: bool
) -> bool:
    said = " ".join((resume.goal.quote if resume.goal else "", *resume.titles[:2]))
    is_called = holds(row.get("titles", []), said)
    is_kin = own is not None and bool(own.roles) and own.roles[0] in row.get("roles", ())
    return (
        (is_called or is_kin or (has_begun and "begun" in row) or not {"titles", "roles"} & row.keys())
        and not (row.get("of_trade") and is_newcomer(resume))
        and ("holds" not in row or not holding.held.isdisjoint(row["holds"]))
    )


def _seed(
    market: Market, text: str, holding: Holdings, seen: Observations, *, oldest: str, proves: list[str]
) -> str | None:
    """The person's own line to begin with: the one that shows most of what the project is about, its own word
    before its deed, and what came of it; among equal ones the strongest, else the richest. A line that shows nothing
    of it, or only a language and what everyone has, is none."""
    facts, skill = table(_FILE)["seed"], market.skill
    begins = set(skill["skill_id"][skill["skill_id"].isin(facts["skills"]) | skill["family"].isin(facts["families"])])
    lines: dict[str, list[str]] = {}
    for shown in holding.shown:
        is_told = shown.skill in holding.held and shown.standing == "bullet" and not _SPAN.search(shown.quote)
        is_told = is_told and (shown.last_used or oldest) >= oldest
        is_own = shown.state == "written" or not shown.through
        if is_told and shown.evidence in ("used", "outcome") and (shown.skill in begins or is_own):
            lines.setdefault(shown.quote, []).append(shown.skill)
    lines = {quote: skills for quote, skills in lines.items() if not begins.isdisjoint(skills)}
    named = {(s.skill, s.quote) for s in holding.shown if s.state == "written"}
    results = {s.quote for s in holding.shown if s.evidence == "outcome"}
    told = set(proves) - set(skill["skill_id"][dull(market)])
    about = {
        quote: sum(1 + ((skill, quote) in named) for skill in told.intersection(skills)) + (quote in results)
        for quote, skills in lines.items()
        if not told.isdisjoint(skills)
    }
    strong = [quote for line in seen.strong for quote in sorted(about) if line.quote in whole(text, quote)]
    ordered = [*strong, *sorted(about, key=lambda quote: (-len(lines[quote]), quote))]
    best = max(ordered, key=lambda quote: about[quote], default=None)  # of equal ones the first
    return best and whole(text, best)
