"""The first page of a gap report: the lane it speaks of and the three things that matter most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.words import count, interval, listing, percent, sample

NAMED = 4
"""How many skills a sentence names."""
MOST = 0.5
"""From which share of requisitions on a level asked for is worth a word on the first page."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that matters: what to do, and the numbers that say so."""

    title: str
    words: str


def lead_lane(report: Mapping[str, Any]) -> Mapping[str, Any]:
    """The lane that the answer is about: the closest, or the best fitting where it is too close to call."""
    lanes: Sequence[Mapping[str, Any]] = report["lanes"]
    return next((lane for lane in lanes if lane["lane"] == report["closest"]["lane"]), lanes[0])


def headline(lane: Mapping[str, Any]) -> str:
    """How many of a lane's doors are open now, in one sentence with its sample."""
    coverage = lane["coverage"]
    asked = f"at least {percent(coverage['tau'])} of what is required"
    if coverage["n"] == 0:
        return f"This market holds no {lane['name']} requisitions with requirements to compare your resume with."
    if coverage["share"] is None:
        return (
            f"In how many {lane['name']} requisitions you meet {asked} cannot be said: there are only"
            f" {sample(coverage)} ({coverage['reason']})."
        )
    if coverage["share"] == 0:
        return (
            f"You meet {asked} in none of the {sample(coverage)} in {lane['name']};"
            f" seen through so small a sample, that may be up to {percent(coverage['high'])}."
        )
    return f"You meet {asked} in {interval(coverage)} of {sample(coverage)} in {lane['name']}."


def three_things(report: Mapping[str, Any]) -> tuple[Thing, ...]:
    """What to do first, at most three things, each backed by a number of the report."""
    lane = lead_lane(report)
    candidates = (_learn(lane), _say(lane), _level(lane), _prove(lane), _show(report["resume"]["skills"]))
    return tuple(thing for thing in candidates if thing is not None)[:3]


def _learn(lane: Mapping[str, Any]) -> Thing | None:
    wanted = {skill["skill"]: skill for skill in lane["missing"] if skill["advice"] == "learn"}
    planned = [step["skill"] for step in lane.get("plan", ()) if step["skill"] in wanted]
    if not wanted:
        return None
    skill = wanted[planned[0]] if planned else next(iter(wanted.values()))
    words = f"{_asked(skill, lane)}."
    if lane.get("plan") and (end := lane["plan"][-1])["share"] is not None:
        words += f" It is part of the plan below, which ends at {interval(end)} of doors open."
    return Thing(f"Learn {skill['name']}", words)


def _say(lane: Mapping[str, Any]) -> Thing | None:
    unsaid = [skill for skill in lane["missing"] if skill["advice"] == "say"]
    if not unsaid:
        return None
    names = [skill["name"] for skill in unsaid]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    shown = ", ".join(names[:NAMED]) + more if more else listing(names)
    return Thing(
        "Say what you seem to have already",
        f"{shown}: asked for in {lane['name']}, and your resume points to {'it' if len(names) == 1 else 'them'} without"
        f" saying so. {_asked(unsaid[0], lane)}. {unsaid[0]['because']}",
    )


def _level(lane: Mapping[str, Any]) -> Thing | None:
    level = lane.get("level") or {}
    above = [level.get("asks_more_years"), level.get("asks_higher_seniority")]
    if not any(share and share["share"] is not None and share["share"] >= MOST for share in above):
        return None
    return Thing("Mind the level", " ".join(level["words"]))


def _prove(lane: Mapping[str, Any]) -> Thing | None:
    bare = [item for item in lane.get("checklist", ()) if item["found"] is None and item["asked"]["share"]]
    if not bare:
        return None
    item = max(bare, key=lambda item: item["asked"]["share"])
    return Thing(
        f"Prove one thing: {item['name'][0].lower()}{item['name'][1:]}",
        f"{interval(item['asked'])} of {sample(item['asked'])} name it and nothing in your resume shows it;"
        f" {item['prove']} would.",
    )


def _show(skills: Sequence[Mapping[str, Any]]) -> Thing | None:
    counted = [skill for skill in skills if skill["is_counted"]]
    listed = [skill["name"] for skill in counted if skill["evidence"] == "listed" and skill["state"] == "written"]
    if not listed:
        return None
    more = f" and {len(listed) - NAMED} more" if len(listed) > NAMED else ""
    shown = ", ".join(listed[:NAMED]) + more if more else listing(listed)
    return Thing(
        "Show where you used it",
        f"Only listed: {shown} ({len(listed)} of your {count(len(counted), 'skill')}). A line that says what you did"
        " with a skill carries more than its name.",
    )


def _asked(skill: Mapping[str, Any], lane: Mapping[str, Any]) -> str:
    if skill["share"] is None:
        return f"How many ask for {skill['name']} cannot be said from {sample(skill)}"
    return f"{interval(skill)} of {sample(skill)} in {lane['name']} ask for {skill['name']}"
