"""What must hold of a report for each of the letter's sentences to be true, told apart from their conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Report = Mapping[str, Any]


def lead(r: Report) -> Any:
    return r["lanes"][0]


def standing(r: Report) -> Any:
    return lead(r)["standing"]


def above(r: Report) -> float:
    return 100 * standing(r)["percentile"]


def yard(r: Report) -> Any:
    return standing(r)["yardstick"]


def seen(r: Report) -> Any:
    return r["observations"]


def kinds(r: Report) -> dict[str, float]:
    return {kind: years or 0.0 for kind, years in r["resume"]["years_by_kind"].items()}


def in_trade(r: Report) -> float:
    return kinds(r)["ml_ai"] + kinds(r)["engineering"]


def named(r: Report) -> bool:
    return len((r["resume"]["name"] or "").split()) > 1


def goal(r: Report) -> Any:
    return r["resume"]["goal"] or {"quote": "", "lane": None}


def names_work(r: Report) -> bool:
    quote = goal(r)["quote"].lower()
    return bool(quote) and (
        bool(goal(r)["lane"]) or any(word in quote for word in ("looking for", "want", "seeking", "position"))
    )


def wants_lead(r: Report) -> bool:
    return bool(goal(r)["quote"]) and goal(r)["lane"] == lead(r)["lane"]


def best_fit(r: Report) -> float:
    return max(lane["fit"] or 0.0 for lane in r["lanes"])


def is_best(r: Report) -> bool:
    return (lead(r)["fit"] or 0.0) == best_fit(r)


def called(r: Report) -> bool:
    return r["closest"]["lane"] == lead(r)["lane"]


def step(r: Report, place: int = 0) -> Any:
    return lead(r)["plan"][place]


def state(r: Report, skill: str) -> str:
    return next((s["state"] for s in (*r["resume"]["skills"], *r["resume"]["not_held"]) if s["skill"] == skill), "")


def say(r: Report) -> Any:
    return lead(r)["say"]


def more(r: Report) -> Any:
    return lead(r)["level"]["asks_more_years"]


def entry(r: Report) -> Any:
    return next(row for row in r["entry"]["lanes"] if row["lane"] == lead(r)["lane"])


def most_entry(r: Report) -> int:
    return max(row["requisitions"] for row in r["entry"]["lanes"])


def count(r: Report, group: str) -> int:
    return r["jobs"]["counts"][group]


def near(r: Report) -> list[Any]:
    return [job for job in r["jobs"]["jobs"] if job["group"] in ("open", "one_step", "two_steps")]


def weeks(r: Report) -> float:
    """Of the first step, at seven hours a week."""
    return (step(r)["hours"]["low"] + step(r)["hours"]["high"]) / 2 / 7


def nobody_counted(r: Report) -> bool:
    return not any(s["is_counted"] for s in r["resume"]["skills"])


def is_course(r: Report) -> bool:
    return r["resume"]["is_course"]


def all_old(r: Report) -> bool:
    return all(line["last_used"] and line["last_used"] <= seen(r)["strong_ended"] for line in seen(r)["strong"])


def is_bare(r: Report) -> bool:
    """Whether the line that is told as without a number holds none, nor stands among the strong ones."""
    line = seen(r)["unmeasured"]["quote"]
    return not re.search(r"\d", re.sub(r"\b(?:19|20)\d\d\b", "", line)) and all(
        line != strong["quote"] for strong in seen(r)["strong"]
    )


TRADE = re.compile(r"(?i)engineer|developer|scientist")
TRUTHS: Mapping[str, Callable[[Report], bool]] = {
    "market.example": lambda r: r["market"]["kind"] == "example",
    "market.reference": lambda r: r["market"]["kind"] == "reference",
    "market.old": lambda r: r["market"]["age_days"] > 14,
    "market.no_texts": lambda r: not r["market"]["has_texts"],
    "market.confidence": lambda r: r["resume"]["parse_confidence"] < 0.8,
    "market.filters": lambda r: bool(r["market"]["filters"]),
    "goal.none": lambda r: named(r) and nobody_counted(r),
    "goal.none_nameless": lambda r: not named(r) and nobody_counted(r),
    "goal.agrees": lambda r: named(r) and wants_lead(r) and is_best(r) and called(r),
    "goal.agrees_unsure": lambda r: named(r) and wants_lead(r) and is_best(r) and not called(r),
    "goal.agrees_alone": lambda r: named(r) and wants_lead(r) and len(r["lanes"]) == 1,
    "goal.close": lambda r: wants_lead(r) and not is_best(r) and best_fit(r) - lead(r)["fit"] <= 0.1,
    "goal.elsewhere": lambda r: wants_lead(r) and best_fit(r) - (lead(r)["fit"] or 0.0) > 0.1,
    "goal.quote_nearer": lambda r: (
        names_work(r) and not wants_lead(r) and not is_best(r) and r["closest"]["lane"] is None
    ),
    "goal.nearer": lambda r: not names_work(r) and not is_best(r) and r["closest"]["lane"] is None,
    "goal.nameless_nearer": lambda r: not named(r) and not is_best(r) and r["closest"]["lane"] is None,
    "goal.quote_any": lambda r: names_work(r) and not goal(r)["lane"] and bool(goal(r)["role"]) and called(r),
    "goal.quote_any_unsure": lambda r: (
        names_work(r) and not goal(r)["lane"] and bool(goal(r)["role"]) and not called(r) and len(r["lanes"]) > 1
    ),
    "goal.quote_other": lambda r: names_work(r) and not wants_lead(r) and called(r),
    "goal.quote_unsure": lambda r: names_work(r) and not wants_lead(r) and not called(r),
    "goal.called": lambda r: not names_work(r) and called(r),
    "goal.unsure": lambda r: not names_work(r) and not called(r) and len(r["lanes"]) > 1,
    "goal.nameless_goal": lambda r: not named(r) and wants_lead(r),
    "goal.nameless_called": lambda r: not named(r) and called(r),
    "goal.nameless": lambda r: not named(r) and not called(r) and len(r["lanes"]) > 1,
    "goal.one_lane": lambda r: len(r["lanes"]) == 1,
    "goal.outside": lambda r: bool(seen(r)["outside"]) and seen(r)["outside"] in goal(r)["quote"].casefold(),
    "goal.kin": lambda r: r["kin"]["n"] > 0 and bool(r["kin"]["roles"] or r["kin"]["field_name"]),
    "goal.course_called": lambda r: is_course(r) and called(r),
    "goal.course": lambda r: is_course(r) and not called(r),
    "goal.course_one": lambda r: is_course(r) and len(r["lanes"]) == 1,
    "standing.course": lambda r: is_course(r) and standing(r)["median"] is not None,
    "standing.course_few": lambda r: is_course(r) and standing(r)["median"] is None,
    "standing.top_begins": lambda r: above(r) >= 85 and (r["entry"] is not None or in_trade(r) == 0),
    "standing.top": lambda r: above(r) >= 85,
    "standing.high": lambda r: 65 <= above(r) < 85,
    "standing.middle": lambda r: 33 <= above(r) < 65,
    "standing.low": lambda r: 8 <= above(r) < 33,
    "standing.far_unread": lambda r: above(r) < 8 and r["resume"]["parse_confidence"] < 0.8,
    "standing.far_of_trade": lambda r: above(r) < 8 and in_trade(r) >= 1,
    "standing.far": lambda r: above(r) < 8 and in_trade(r) < 1,
    "standing.no_yard": lambda r: standing(r)["median"] is not None and yard(r) is None,
    "standing.too_few": lambda r: standing(r)["median"] is None,
    "standing.doors": lambda r: standing(r)["open_jobs"] > 0 and yard(r) is not None,
    "standing.no_doors": lambda r: standing(r)["open_jobs"] == 0,
    "standing.second": lambda r: r["lanes"][1]["standing"]["median"] is not None,
    "strong.ended_two": lambda r: len(seen(r)["strong"]) >= 2 and all_old(r),
    "strong.ended": lambda r: len(seen(r)["strong"]) == 1 and all_old(r),
    "strong.two": lambda r: len(seen(r)["strong"]) >= 2,
    "strong.two_other_trade": lambda r: (
        len(seen(r)["strong"]) >= 2 and not any(TRADE.search(title) for title in r["resume"]["titles"])
    ),
    "strong.one_bare": lambda r: len(seen(r)["strong"]) == 1 and is_bare(r),
    "strong.one": lambda r: len(seen(r)["strong"]) == 1,
    "strong.only_lists": lambda r: not seen(r)["strong"] and len(seen(r)["list_only"]) >= 3,
    "strong.nothing_bare": lambda r: not seen(r)["strong"] and is_bare(r),
    "strong.nothing": lambda r: not seen(r)["strong"] and not nobody_counted(r),
    "weak.ended_several": lambda r: len(seen(r)["ended"]) >= 2,
    "weak.ended": lambda r: len(seen(r)["ended"]) == 1,
    "weak.list_many": lambda r: len(seen(r)["list_only"]) >= 4,
    "weak.list_few": lambda r: 1 <= len(seen(r)["list_only"]) < 4,
    "weak.years": lambda r: float(seen(r)["clashes"][0]["found"]) < 40,
    "weak.denied": lambda r: state(r, step(r)["skill"]) == "denied",
    "blocker.title": lambda r: in_trade(r) == 0 and not any(TRADE.search(title) for title in r["resume"]["titles"]),
    "blocker.no_engineering": lambda r: in_trade(r) == 0 and kinds(r)["other"] >= 1,
    "blocker.never_deployed_line": lambda r: seen(r)["blocker"] == "never_deployed" and seen(r)["blocker_quote"],
    "blocker.never_deployed": lambda r: seen(r)["blocker"] == "never_deployed",
    "blocker.no_ml_platform": lambda r: not kinds(r)["ml_ai"] and kinds(r)["engineering"] >= 3,
    "blocker.no_ml": lambda r: not kinds(r)["ml_ai"] and kinds(r)["engineering"] < 3,
    "blocker.few_years": lambda r: in_trade(r) < 1 and more(r)["share"] is not None,
    "blocker.few_years_plain": lambda r: in_trade(r) < 1,
    "blocker.academic": lambda r: (
        seen(r)["blocker"] == "none" and re.search("(?i)post|research|doctor|lectur|profess", r["resume"]["titles"][0])
    ),
    "blocker.handed_over_told": lambda r: any(
        seen(r)["handed_over"] in line["quote"] or line["quote"] in seen(r)["handed_over"]
        for line in seen(r)["strong"][:2]
    ),
    "blocker.handed_over": lambda r: bool(seen(r)["handed_over"]),
    "blocker.bridge_wanted": lambda r: goal(r)["role"].casefold() in seen(r)["bridge"].casefold(),
    "blocker.bridge": lambda r: bool(seen(r)["bridge"]) and seen(r)["blocker"] != "none",
    "blocker.bridge_short": lambda r: bool(seen(r)["bridge"]) and not kinds(r)["ml_ai"],
    "level.higher_apply": lambda r: (
        lead(r)["level"]["asks_higher_seniority"]["share"] >= 0.5 and r["resume"]["seniority"] == "mid"
    ),
    "level.entry_elsewhere": lambda r: most_entry(r) > 2 * entry(r)["requisitions"],
    "level.entry_here": lambda r: entry(r)["requisitions"] >= 1,
    "level.entry_none": lambda r: entry(r)["requisitions"] == 0,
    "level.no_years": lambda r: in_trade(r) == 0 and kinds(r)["other"] >= 2,
    "level.years_short": lambda r: in_trade(r) > 0 and more(r)["share"] >= 0.5,
    "level.years_enough_engineering": lambda r: not kinds(r)["ml_ai"] and more(r)["share"] <= 0.35,
    "level.years_enough": lambda r: in_trade(r) > 0 and more(r)["share"] <= 0.35,
    "level.years": lambda r: in_trade(r) > 0 and 0.35 < more(r)["share"] < 0.5,
    "level.higher": lambda r: lead(r)["level"]["asks_higher_seniority"]["share"] >= 0.5,
    "say.gain": lambda r: len(say(r)["items"]) >= 2 and say(r)["after_jobs"] > say(r)["before_jobs"],
    "say.one_gain": lambda r: len(say(r)["items"]) == 1 and say(r)["after_jobs"] > say(r)["before_jobs"],
    "say.plain_many": lambda r: len(say(r)["items"]) > 1 and all(item["is_plain"] for item in say(r)["items"]),
    "say.little_many": lambda r: len(say(r)["items"]) > 1 and say(r)["after_jobs"] == say(r)["before_jobs"],
    "say.plain": lambda r: len(say(r)["items"]) == 1 and all(item["is_plain"] for item in say(r)["items"]),
    "say.little": lambda r: len(say(r)["items"]) == 1 and say(r)["after_jobs"] == say(r)["before_jobs"],
    "say.nothing": lambda r: not say(r)["items"] and not say(r)["if_true"],
    "say.where_only": lambda r: len(say(r)["items"]) == 1,
    "say.where_through": lambda r: len(say(r)["items"]) > 1,
    "say.where": lambda r: len(say(r)["items"]) > 1,
    "say.if_true_gain": lambda r: say(r)["if_true_jobs"] > say(r)["after_jobs"],
    "say.if_true": lambda r: bool(say(r)["if_true"]) and say(r)["if_true_jobs"] == say(r)["after_jobs"],
    "say.confirm": lambda r: bool(say(r)["confirm"]),
    "learn.denied": lambda r: state(r, step(r)["skill"]) == "denied" and step(r)["opened"] >= 1,
    "learn.in_progress": lambda r: state(r, step(r)["skill"]) == "in_progress",
    "learn.near": lambda r: bool(step(r)["you_have"] and step(r)["remains"]),
    "learn.little_yet": lambda r: (
        all(one["opened"] <= 0.03 * one["n"] for one in lead(r)["plan"])
        and step(r, -1)["open_jobs"] <= 1.3 * max(say(r)["if_true_jobs"], 1)
    ),
    "learn.little": lambda r: (
        above(r) >= 85 and all(one["opened"] <= 0.06 * one["n"] for one in lead(r)["plan"]) and step(r)["opened"] >= 1
    ),
    "learn.opens_kin": lambda r: step(r)["opened"] >= 1 and step(r)["asked_by_kin"]["share"] is not None,
    "learn.opens": lambda r: step(r)["opened"] >= 1,
    "learn.nearer": lambda r: step(r)["opened"] == 0 and step(r)["nearer"] > 0,
    "learn.wished": lambda r: state(r, step(r)["skill"]) == "wished",
    "learn.proof": lambda r: bool(step(r)["proof"] and step(r)["hours"]),
    "learn.nothing": lambda r: not lead(r)["plan"],
    "learn.next_two": lambda r: len(lead(r)["plan"]) >= 3 and step(r, -1)["open_jobs"] > say(r)["if_true_jobs"],
    "learn.next": lambda r: len(lead(r)["plan"]) == 2 and step(r, -1)["open_jobs"] > say(r)["if_true_jobs"],
    "learn.next_quiet_two": lambda r: len(lead(r)["plan"]) >= 3,
    "learn.next_quiet": lambda r: len(lead(r)["plan"]) == 2,
    "learn.long": lambda r: any(skill["is_long"] and skill["share"] for skill in lead(r)["missing"]),
    "learn.course": lambda r: is_course(r) and bool(lead(r)["plan"]),
    "learn.course_next": lambda r: is_course(r) and len(lead(r)["plan"]) >= 3,
    "project.seed_told": lambda r: any(
        line["quote"] in r["project"]["seed"] or r["project"]["seed"] in line["quote"] for line in seen(r)["strong"][:2]
    ),
    "project.seed": lambda r: bool(r["project"]["seed"]),
    "project.proves": lambda r: len(r["project"]["proves"]) >= 2 and len(r["project"]["lines"]) == 5,
    "project.parts": lambda r: bool(r["project"]["items"]) and len(r["project"]["lines"]) == 5,
    "project.plain": lambda r: len(r["project"]["lines"]) == 5,
    "calendar.full": lambda r: weeks(r) < 7 and bool(r["project"]) and len(lead(r)["plan"]) >= 2,
    "calendar.two": lambda r: weeks(r) < 7 and bool(r["project"]),
    "calendar.runs_on": lambda r: weeks(r) > 6 and bool(r["project"]),
    "calendar.one": lambda r: bool(lead(r)["plan"]) and not r["project"],
    "calendar.project": lambda r: not lead(r)["plan"] and bool(r["project"]),
    "end.open_now": lambda r: count(r, "open") >= 3 and bool(near(r)),
    "end.near_now": lambda r: count(r, "one_step") >= 2 and bool(near(r)[0]["missing"]),
    "end.near_full": lambda r: bool(near(r)),
    "end.none": lambda r: not near(r) and r["market"]["has_texts"],
    "end.now": lambda r: standing(r)["open_jobs"] >= 10 and seen(r)["blocker"] == "none",
}
"""By sentence; each may read the report only, never the letter's facts."""
