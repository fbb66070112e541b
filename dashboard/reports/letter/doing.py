"""The facts of what to do: to say, to learn, to build, which jobs, and the calendar of twelve weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.reports.letter.fact import (
    NO_PLACE,
    Fact,
    Facts,
    Names,
    about,
    job_place,
    line_of,
    n_of,
    number,
    place_of,
    quoted,
    some,
)
from dashboard.words import clause, count, interval, listing

NAMED = 4
"""How many names one sentence lists."""
WEEKS, HOURS = 12, (6, 8)
"""The calendar: so many weeks at so many hours."""
PROJECT_HOURS = (30, 40)
SAY_HOURS = (4, 6)
TOLD_STEPS = 5


def doing(report: Mapping[str, Any], lead: Mapping[str, Any], names: Names) -> Facts:
    """All of them. What is not known is absent."""
    return (
        _say(report, lead, names)
        | _learn(report, lead, names)
        | _project(report, names)
        | _jobs(report, names)
        | _calendar(report, lead, names)
    )


def _say(report: Mapping[str, Any], lead: Mapping[str, Any], names: Names) -> Facts:
    say, seen = lead["say"], report.get("observations") or {}
    shown = [line["quote"] for line in seen.get("strong", ())[:2]]
    shown += [project["seed"]] if (project := report.get("project") or {}).get("seed") else []
    told = [item["name"] for item in say["items"]]
    asked = [item["name"] for item in say["if_true"]]
    basis = f"n = {lead['standing']['n']} jobs"
    found: Facts = {
        "sayable": Fact(len(told)),
        "confirm": Fact(tuple(say["confirm"]), some(names.all(say["confirm"]), NAMED)),
        "if_true": Fact(tuple(asked), some(names.all(asked), NAMED)),
        "if_true_jobs": Fact(say["if_true_jobs"], f"{say['if_true_jobs']:,}", basis),
        "if_true_gain": Fact(say["if_true_jobs"] - say["after_jobs"]),
    }
    if not told:
        return found
    bullets = [item for item in say["items"] if item["standing"] == "bullet"]
    first = next((item for item in bullets if place_of(item["quote"], shown) is None), None)
    if first is not None:
        found |= {
            "say_first": Fact(first["name"], names(first["name"]), line_of(first["quote"])),
            "say_through": Fact(names(first["through"][0]) if first["through"] else None),
            "say_line": Fact(first["quote"], quoted(first["quote"]), line_of(first["quote"])),
        }
    return found | {
        "say_names": Fact(tuple(told), some(names.all(told), NAMED)),
        "before_jobs": Fact(say["before_jobs"], f"{say['before_jobs']:,}" if say["before_jobs"] else "none", basis),
        "after_jobs": Fact(say["after_jobs"], f"{say['after_jobs']:,}", basis),
        "say_gain": Fact(say["after_jobs"] - say["before_jobs"]),
        "all_plain": Fact(all(item.get("is_plain") for item in say["items"])),
    }


def _learn(report: Mapping[str, Any], lead: Mapping[str, Any], names: Names) -> Facts:
    found: Facts = {"steps": Fact(len(lead["plan"]))}
    not_held = {s["skill"]: s for s in report["resume"].get("not_held", ())}
    learning = {s["skill"] for s in report["resume"]["skills"] if s["state"] == "in_progress"}
    for place, step in enumerate(lead["plan"][:TOLD_STEPS], 1):
        asked, own = step["asked"], step.get("asked_by_kin")
        found |= {
            f"step{place}": Fact(step["name"], names(step["name"])),
            f"step{place}_opened": Fact(step["opened"]),
            f"step{place}_from": Fact(
                step["open_jobs"] - step["opened"] + 1, f"{step['open_jobs'] - step['opened']:,}"
            ),
            f"step{place}_to": Fact(step["open_jobs"], count(step["open_jobs"], "job"), f"n = {step['n']} jobs"),
            f"step{place}_nearer": Fact(round(100 * step["nearer"], 1), f"{100 * step['nearer']:.1f} points"),
            f"step{place}_hours": Fact(step["hours"]["high"], f"{step['hours']['low']}–{step['hours']['high']} hours"),
            f"step{place}_proof": Fact(step["proof"]),
            f"step{place}_near": Fact(tuple(step["you_have"]), listing(names.all(step["you_have"][:2]))),
            f"step{place}_carries": Fact(tuple(step["you_have"]), "carry" if len(step["you_have"]) > 1 else "carries"),
            f"step{place}_remains": Fact(clause(step["remains"].rstrip(".")) if step["remains"] else None),
        }
        if asked and asked["share"] is not None:
            found[f"step{place}_asked"] = Fact(asked["share"], interval(asked), n_of(asked))
        if own and own["share"] is not None:
            found[f"step{place}_kin"] = Fact(own["share"], interval(own), n_of(own))
        state = not_held.get(step["skill"], {}).get("state")
        found[f"step{place}_denied"] = Fact(state == "denied")
        found[f"step{place}_wished"] = Fact(state == "wished")
        found[f"step{place}_learning"] = Fact(step["skill"] in learning)
        if state in ("denied", "wished"):
            said = not_held[step["skill"]]
            found[f"step{place}_line"] = Fact(
                said["quote"], about(said["quote"], said["surface"]), line_of(said["quote"])
            )
    if lead["plan"]:
        last = lead["plan"][-1]
        found["plan_widest"] = Fact(max(step["opened"] / max(step["n"], 1) for step in lead["plan"]))
        begin = lead["say"]["if_true_jobs"]
        found["plan_adds"] = Fact((last["open_jobs"] - begin) / max(begin, 1))
        found["plan_jobs"] = Fact(last["open_jobs"], f"{last['open_jobs']:,}", f"n = {last['n']} jobs")
        found["plan_gain"] = Fact(last["open_jobs"] - lead["say"]["if_true_jobs"])
        found["plan_steps"] = Fact(len(lead["plan"]), number(len(lead["plan"])))
    if long := next((skill for skill in lead["missing"] if skill.get("is_long") and skill["share"]), None):
        found["long"] = Fact(long["name"], names(long["name"]))
        found["long_asked"] = Fact(long["share"], interval(long), n_of(long))
    return found


def _project(report: Mapping[str, Any], names: Names) -> Facts:
    project = report.get("project")
    if not project:
        return {}
    found: Facts = {
        "project": Fact(project["title"], _small(project["title"])),
        "project_proves": Fact(len(project["proves"]), some(names.all(project["proves"]), NAMED)),
        "project_items": Fact(
            len(project["items"]), some([_small(item) for item in sorted(project["items"], key=_is_one)], NAMED)
        ),
    }
    if project.get("seed"):
        found["seed"] = Fact(project["seed"], quoted(project["seed"]), line_of(project["seed"]))
        seen = report.get("observations") or {}
        told = [line["quote"] for line in seen.get("strong", ())[:2]]
        found["seed_place"] = Fact(place_of(project["seed"], told), rests_on=line_of(project["seed"]))
    return found


def _is_one(item: str) -> bool:
    """Whether an item is none of two things: those of two stand first in a list, not before its «and»."""
    return " and " not in item


def _small(title: str) -> str:
    """A title of our own as it stands inside a sentence."""
    return title if title[1:2].isupper() else f"{title[0].lower()}{title[1:]}"


def _jobs(report: Mapping[str, Any], names: Names) -> Facts:
    jobs = report.get("jobs")
    if not jobs:
        return {}
    counts = jobs["counts"]
    found: Facts = {
        "open_count": Fact(counts["open"], count(counts["open"], "job")),
        "one_step_count": Fact(counts["one_step"], count(counts["one_step"], "more job")),
    }
    near = [job for job in jobs["jobs"] if job["group"] in ("open", "one_step", "two_steps")]
    if near:
        job = near[0]
        where = job_place(job)
        at = f"{job['employer'] or 'an employer without a name'}{'' if where == NO_PLACE else f' ({where})'}"
        found["job"] = Fact(job["title"], f"{job['title']} at {at}")
        found["job_met"] = Fact(job["met"], f"{job['met']} of {job['of']}")
        found["job_missing"] = Fact(tuple(job["missing"][:2]), listing(names.all(job["missing"][:2])))
    return found


def _calendar(report: Mapping[str, Any], lead: Mapping[str, Any], names: Names) -> Facts:
    blocks = calendar(report, lead)
    step = next((block for block in blocks if block["must"] and block["kind"] == "step"), None)
    project = next((block for block in blocks if block["kind"] == "project"), None)
    inside = [block for block in blocks if not block["must"] and block["last"] <= WEEKS]
    later = [block for block in blocks if block["first"] > WEEKS]
    return {
        "must1": Fact(f"{names(step['skill'])} in {step['when']}" if step else None),
        "must1_runs_on": Fact(step is not None and step["runs_on"]),
        "must2": Fact(project and project["when"]),
        "between": Fact(
            tuple(block["what"] for block in inside),
            listing([f"{names(block['skill'])} in {block['when']}" for block in inside]),
        ),
        "later": Fact(tuple(b["what"] for b in later), listing(names.all(block["skill"] for block in later[:2]))),
    }


def calendar(report: Mapping[str, Any], lead: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What fits into twelve weeks at 6-8 hours: the resume first, one step that must be, the project, then the rest."""
    pace = sum(HOURS) / 2
    steps: Sequence[Mapping[str, Any]] = lead["plan"]
    project = report.get("project")
    found = [_block("say", 1, 1, "the resume: name what it shows, mend what weakens it", SAY_HOURS, must=True)]
    last = WEEKS - (round(sum(PROJECT_HOURS) / 2 / pace) if project else 0)
    week = 2
    for place, step in enumerate(steps):
        hours = (step["hours"]["low"], step["hours"]["high"])
        needed = max(1, round(sum(hours) / 2 / pace))
        is_first = place == 0
        if week > last or (week + needed - 1 > last and not is_first):
            found.append(_block("step", WEEKS + 1, WEEKS + 1, step["name"], hours, must=False))
            continue
        runs_on = week + needed - 1 > last
        end = min(week + needed - 1, last)
        what = f"{step['name']}, to be finished on the project" if runs_on else step["name"]
        found.append(
            {**_block("step", week, end, what, hours, must=is_first), "skill": step["name"], "runs_on": runs_on}
        )
        week = end + 1
    if project:
        found.append(_block("project", week, WEEKS, "the project", PROJECT_HOURS, must=True))
    return sorted(found, key=lambda block: (block["first"], block["last"]))


def _block(kind: str, first: int, last: int, what: str, hours: tuple[int, int], *, must: bool) -> dict[str, Any]:
    when = "after that" if first > WEEKS else f"week {first}" if first == last else f"weeks {first}–{last}"
    return {
        "kind": kind,
        "first": first,
        "last": last,
        "when": when,
        "what": what,
        "skill": what,
        "runs_on": False,
        "hours": f"{hours[0]}–{hours[1]} hours",
        "must": must,
    }
