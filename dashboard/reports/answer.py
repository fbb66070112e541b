"""The answer of a gap report: the lane it speaks of, where the person stands, the three first things, jobs as rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.reports.letter.fact import Names
from dashboard.reports.letter.facts import first_name
from dashboard.words import between, inside, interval, jobs_sample, listing, word

LISTED_JOBS = 10
"""How many jobs a report lists; `skillgap jobs` lists all."""
GROUPS = ("open", "one_step", "two_steps", "stretch", "further")
SHARES: Mapping[str, float] = {"open": 0.5, "one_step": 0.3, "two_steps": 0.1, "stretch": 0.1, "further": 0.0}
"""What part of a short list each group has, before the nearest fill what is left."""

_BESIDE = re.compile(r"«» beside .{1,80}? in your list")
MOST_OF_A_LINE = 2
"""How many skills are to be named in one line of a resume: of more it would be made of names."""
MOST_OF_ONE = 2
"""How many jobs of one employer stand in a short list before those of others."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that matters: what to do, and the numbers that say so."""

    title: str
    words: str
    part: str
    """Of the letter: say, learn or project."""


def lead_lane(report: Mapping[str, Any]) -> Mapping[str, Any]:
    """The lane that the answer is about."""
    lanes: Sequence[Mapping[str, Any]] = report["lanes"]
    return next((lane for lane in lanes if lane["lane"] == report.get("lead")), lanes[0])


def title(report: Mapping[str, Any]) -> str:
    """«Callum and MLOps: where you stand and what to do next»."""
    lane = lead_lane(report)["name"]
    if report["resume"].get("is_course"):
        return f"A course and {lane}: what it covers and what to teach next"
    name = first_name(report["resume"].get("name"))
    return f"{f'{name} and {lane}' if name else lane}: where you stand and what to do next"


def headline(lane: Mapping[str, Any]) -> str:
    """How much of a lane's typical job is covered, beside what someone who matches one exactly covers."""
    stands = lane["standing"]
    if stands["n"] == 0:
        return f"This market holds no {lane['name']} jobs with requirements to compare your resume with."
    if stands["median"] is None:
        return (
            f"{lane['name']}: no percentage yet; the sample of {jobs_sample(stands)} is too small ({stands['reason']})."
        )
    covers = interval({**stands, "share": stands["median"]})
    words = f"You cover {covers} of what a typical {lane['name']} job requires"
    if (yard := stands["yardstick"]) is not None:
        words += f"; someone who matches another such job exactly covers {between(yard)}"
    more = lane["coverage"]["without_units"]
    silent = f" ({more:,} more {'names' if more == 1 else 'name'} no requirement)" if more else ""
    return f"{words}. You meet most requirements of {stands['open_jobs']:,} of {jobs_sample(stands)}{silent}."


def three_things(report: Mapping[str, Any]) -> tuple[Thing, ...]:
    """The first rows of what to say, what to learn and what to build, and nothing else; none for a course."""
    if report["resume"].get("is_course"):
        return ()
    lane = lead_lane(report)
    found = (_say(lane), _learn(report, lane), _build(report))
    return tuple(thing for thing in found if thing is not None)


def _say(lane: Mapping[str, Any]) -> Thing | None:
    say = lane["say"]
    names = [item["name"] for item in say["items"]]
    if not names:
        return None
    jobs = f"{say['before_jobs']:,} → {say['after_jobs']:,} of {lane['standing']['n']:,} jobs, read word for word"
    first = inside(names[0], say["items"][0].get("kind"))
    title = f"Name {first}" if len(names) == 1 else f"Name the {len(names)} skills that you already show"
    return Thing(title, f"{_some(names, 3)}: {jobs}.", "say")


def _learn(report: Mapping[str, Any], lane: Mapping[str, Any]) -> Thing | None:
    if not lane["plan"]:
        return None
    step = lane["plan"][0]
    hours = f", {step['hours']['low']}–{step['hours']['high']} hours" if step["hours"] else ""
    jobs = f"{step['open_jobs'] - step['opened']:,} → {step['open_jobs']:,} of {step['n']:,} jobs"
    if not step["opened"]:
        jobs = f"Brings the average job {100 * step['nearer']:.1f} points closer"
    begun = {skill["skill"] for skill in report["resume"]["skills"] if skill["state"] == "in_progress"}
    verb = "Finish" if step["skill"] in begun else "Learn"
    return Thing(f"{verb} {inside(step['name'], step.get('kind'))}", f"{jobs}{hours}.", "learn")


def sayings(lane: Mapping[str, Any], most: int) -> list[dict[str, Any]]:
    """What to name, one row a line of the resume: the skills that go into the same place of it stand together."""
    return [
        {"items": items[:MOST_OF_A_LINE], "quote": items[0]["quote"], "words": together(items[:MOST_OF_A_LINE])}
        for items in by_line(lane["say"]["items"])[:most]
    ]


def by_line(items: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """What is to be said, in groups that go into the same place of the same line."""
    rows: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for item in items:
        rows.setdefault((item["quote"], _place(item)), []).append(item)
    return list(rows.values())


def _place(item: Mapping[str, Any]) -> str:
    """Where something goes: the words without its name, nor the word of a list that it stands beside."""
    words: str = item["words"].replace(f"«{item['name']}»", "«»")
    return _BESIDE.sub("«» in your list", words)


def together(items: Sequence[Mapping[str, Any]]) -> str:
    """The words for one skill, for all that go into the same place."""
    words = _place(items[0])
    if words != items[0]["words"].replace(f"«{items[0]['name']}»", "«»"):  # beside different words of one list
        beside = [item["words"].removeprefix("write ").split(" in your list")[0] for item in items]
        return words.replace("«» in your list", f"{listing(beside)} in your list").replace(
            " used it", " used it" if len(items) == 1 else " used them"
        )
    told = words.replace("«»", listing([f"«{item['name']}»" for item in items]))
    return told if len(items) == 1 else told.replace(" shows it", " shows them").replace(" used it", " used them")


def _build(report: Mapping[str, Any]) -> Thing | None:
    project = report.get("project")
    if not project:
        return None
    names = Names.of(report).all(project["proves"])
    proves = f"Proves {_some(names, 4)}." if names else project["lines"][0]
    return Thing(f"Build: {project['title']}", proves, "project")


def what_to_do(skill: Mapping[str, Any], lane: Mapping[str, Any], project: Mapping[str, Any] | None = None) -> str:
    """What a person does about a missing skill, as the letter and the plan have it."""
    if skill["advice"] == "say":
        asked = {item["name"] for item in lane["say"].get("if_true", ())}
        return "say it if it is true" if skill["name"] in asked else word("advice", "say")
    if skill["name"] in lane["say"]["confirm"]:
        return "you may have it: write it"
    for number, step in enumerate(lane["plan"], 1):
        if step["skill"] == skill["skill"]:
            return f"step {number}"
        if skill["name"] in step["also"]:
            return f"comes with step {number}"
    return _later(skill, project)


def _later(skill: Mapping[str, Any], project: Mapping[str, Any] | None) -> str:
    """Of what is no part of the plan: what shows it, or when."""
    if skill["name"] in (project or {}).get("proves", ()):
        return "the project shows it"
    if skill.get("through"):
        return f"{' or '.join(skill['through'])} would show it"
    if skill.get("is_other_field"):
        return "another field than yours"
    if not skill["is_step"]:
        return "work or study would show it"
    return "longer than this plan" if skill.get("is_long") else "later"


def _some(names: Sequence[str], most: int) -> str:
    if len(names) <= most + 1:
        return listing(list(names))
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def listed_jobs(report: Mapping[str, Any], most: int = LISTED_JOBS) -> list[Mapping[str, Any]]:
    """The jobs of a report that are shown: the nearest of each group, the nearest group first."""
    jobs: Sequence[Mapping[str, Any]] = (report.get("jobs") or {}).get("jobs", ())
    near, again = _by_employer([job for job in jobs if job["group"] != "further"])
    taken: list[Mapping[str, Any]] = []
    for group in GROUPS:
        taken += [job for job in near if job["group"] == group][: round(most * SHARES[group])]
    taken += [job for job in (*near, *again) if job not in taken][: most - len(taken)]
    return sorted(taken, key=lambda job: GROUPS.index(job["group"]))


def _by_employer(jobs: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The same jobs, and apart those of whose employer enough stand before them."""
    told: Counter[str] = Counter()
    first: list[Mapping[str, Any]] = []
    last: list[Mapping[str, Any]] = []
    for job in jobs:
        (first if told[job["employer"] or ""] < MOST_OF_ONE else last).append(job)
        told.update([job["employer"]] if job["employer"] else ())
    return first, last


def job_level(job: Mapping[str, Any]) -> str:
    """«senior, 5 years, master's»: what a job says of its level."""
    parts = []
    is_above = job["level_fit"] == "stretch" and job.get("asks_higher_level")
    if job["level"]:
        parts.append(word("seniority", job["level"]) + (" (above yours)" if is_above else ""))
    if job["min_years"] is not None:
        years = f"{job['min_years']:g} year{'' if job['min_years'] == 1 else 's'}"
        parts.append(years + (f" ({job['years_short']:g} more than yours)" if job["years_short"] else ""))
    if job["degree"]:
        above = " (above yours)" if job.get("asks_higher_degree") else ""
        like = " or the like" if job["degree_need"] == "or_equivalent" else ""
        parts.append(word("degree", job["degree"]) + like + above)
    return ", ".join(parts) or "not stated"


def job_group(job: Mapping[str, Any]) -> str:
    """«open to you», «one step, elsewhere»: how near a job is, and whether in the person's part of the world."""
    return word("job_group", job["group"]) + (", elsewhere" if job.get("is_elsewhere") else "")


def job_pay(job: Mapping[str, Any]) -> str:
    """«120,000–150,000 USD a year»; empty where none is stated."""
    low, high = job["pay_min"], job["pay_max"]
    if low is None and high is None:
        return ""
    amounts = " – ".join(dict.fromkeys(f"{amount:,.0f}" for amount in (low, high) if amount is not None))
    period = f" {word('period', job['pay_period'])}" if job["pay_period"] else ""
    return f"{amounts} {job['pay_currency'] or ''}{period}".strip()


def job_missing(job: Mapping[str, Any], most: int = 4) -> str:
    """The names of what is missing, some of them where there are many."""
    names = list(job["missing"])
    if not names:
        return "nothing"
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
