"""Many resumes against one market: coverage by lane, and what most of them lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from analysis.demand.shares import shares
from analysis.gap.plan import core
from analysis.gap.results import GapReport
from analysis.market.intervals import Share
from analysis.market.market import Market
from analysis.market.weights import BoolArray

TEACH = 5
"""How many steps a cohort is told to be taught."""
COMMON = 15
"""How many common gaps a lane names."""


@dataclass(frozen=True, slots=True)
class Member:
    """One resume in one lane."""

    file: str
    lane: str
    lane_name: str
    is_closest: bool
    fit: float | None
    share: float | None
    """Of the lane's requisitions, those whose required units it meets to at least tau."""
    low: float | None
    high: float | None
    n: int
    employers: int
    skills_shown: int
    """Skills that count, in the resume."""
    years: float | None
    seniority: str | None
    first_step: str | None
    """The first skill of its plan."""


@dataclass(frozen=True, slots=True)
class CommonGap:
    """A skill that a lane asks for and many of the resumes lack."""

    lane: str
    lane_name: str
    skill: str
    name: str
    lacking: int
    """Resumes that do not show it."""
    resumes: int
    asked: Share
    """Of the lane's requisitions, those that require or prefer it."""


@dataclass(frozen=True, slots=True)
class Teaching:
    """A step that stands in several plans: what to teach next."""

    skill: str
    name: str
    resumes: int
    """Resumes whose plan holds it."""
    first_for: int
    """Resumes whose first step it is."""
    opened: int
    """Requisitions that it opens, over all their plans."""
    proof: str


@dataclass(frozen=True, slots=True)
class Cohort:
    """A cohort's table and its common gaps."""

    files: tuple[str, ...]
    members: tuple[Member, ...]
    """By file, then in the order of the market's lanes."""
    gaps: tuple[CommonGap, ...]
    """By lane; first what most requisitions ask for and most resumes lack."""
    teach: tuple[Teaching, ...] = ()
    """Of each resume's lane; first what stands in most plans."""


def cohort(market: Market, reports: Mapping[str, GapReport]) -> Cohort:
    """The cohort of the reports, by file name; all of them must be of this market."""
    files = tuple(sorted(reports))
    held = np.array([_held(market, reports[file]) for file in files], dtype=bool).reshape(
        len(files), len(market.skills)
    )
    lanes = [lane for lane in market.lanes if all(any(x.lane == lane for x in reports[f].lanes) for f in files)]
    return Cohort(
        files=files,
        members=tuple(member for file in files for member in _members(file, reports[file], lanes)),
        gaps=tuple(gap for lane in lanes for gap in _common(market, lane, held)),
        teach=_teach(reports),
    )


def _teach(reports: Mapping[str, GapReport]) -> tuple[Teaching, ...]:
    found: dict[str, Teaching] = {}
    for report in reports.values():
        for number, step in enumerate(report.lanes[0].plan if report.lanes else ()):
            before = found.get(step.skill, Teaching(step.skill, step.name, 0, 0, 0, step.proof))
            found[step.skill] = replace(
                before,
                resumes=before.resumes + 1,
                first_for=before.first_for + (number == 0),
                opened=before.opened + step.opened,
            )
    order = sorted(found.values(), key=lambda x: (-x.resumes, -x.first_for, -x.opened, x.skill))
    return tuple(order[:TEACH])


def _held(market: Market, report: GapReport) -> BoolArray:
    counted = {skill.skill for skill in report.resume.skills if skill.is_counted} | set(report.resume.have)
    return market.mask(counted)


def _members(file: str, report: GapReport, lanes: list[str]) -> list[Member]:
    by_lane = {lane.lane: lane for lane in report.lanes}
    found = []
    for name in lanes:
        lane = by_lane[name]
        found.append(
            Member(
                file=file,
                lane=name,
                lane_name=lane.name,
                is_closest=report.closest.lane == name,
                fit=lane.fit,
                share=lane.coverage.share,
                low=lane.coverage.low,
                high=lane.coverage.high,
                n=lane.coverage.n,
                employers=lane.coverage.employers,
                skills_shown=sum(skill.is_counted for skill in report.resume.skills),
                years=report.resume.years,
                seniority=report.resume.seniority,
                first_step=lane.plan[0].name if lane.plan else None,
            )
        )
    return found


def _common(market: Market, lane: str, held: BoolArray) -> list[CommonGap]:
    """Ranked by the share that asks for the skill × the part of the resumes that lack it, among the lane's core."""
    asked = shares(market, lane, "asked")
    lacking = (~held).sum(axis=0)
    score = np.where(core(market, lane), asked.share * lacking, 0.0)
    order = [int(k) for k in np.lexsort((np.arange(len(score)), -score.round(9)))[:COMMON] if score[k] > 0]
    lane_name = str(market.lane["name"].iat[market.lanes.index(lane)])
    return [
        CommonGap(lane, lane_name, market.skills[k], market.skill_names[k], int(lacking[k]), len(held), asked.item(k))
        for k in order
    ]
