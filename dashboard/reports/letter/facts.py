"""The typed facts that the letter's sentences may tell, read from a gap report's plain data."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.words import count, day, interval, listing, part_of, percent, word

OLD_MARKET_DAYS = 14
NAMED = 4
"""How many names one sentence lists."""
_LABEL = re.compile(r"(?i)^(?:career )?(?:goal|objective|aim|target|looking for|seeking)s?\s*[:–—]\s*")
"""What a resume writes before its goal."""
LONGEST_LINE = 220
"""Characters of a resume's line that a sentence repeats."""
_CLAUSE_END = re.compile(r"[.;:!?](?= )")
WEEKS, HOURS = 12, (6, 8)
"""The calendar: so many weeks at so many hours."""
PROJECT_HOURS = (30, 40)
SAY_HOURS = (4, 6)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its value, how it is said, and what it rests on."""

    value: Any
    text: str | None = None
    rests_on: str | None = None
    """«line: …» of the resume, or «n = …»."""

    @property
    def said(self) -> str:
        """As a sentence says it."""
        return self.text if self.text is not None else str(self.value)


Facts = dict[str, Fact]


def facts_of(report: Mapping[str, Any]) -> Facts:
    """All facts of a report. What is not known is absent."""
    lead = report["lanes"][0]
    found: Facts = {}
    for part in (_market, _person, _standing, _noticed, _level, _say, _learn, _jobs, _calendar):
        found |= part(report, lead)
    return found


def short(line: str) -> str:
    """A resume's line; of a very long one what stands before the last clause that fits."""
    flat = " ".join(line.split()).strip("•-* ")
    if len(flat) <= LONGEST_LINE:
        return flat
    ends = [match.start() for match in _CLAUSE_END.finditer(flat, LONGEST_LINE // 4, LONGEST_LINE)]
    return flat[: ends[-1]] if ends else flat


def first_name(name: str | None) -> str | None:
    """What a person is called in a letter: the first word of a name of at least two."""
    words = (name or "").split()
    return words[0].title() if len(words) > 1 and words[0].isupper() else words[0] if len(words) > 1 else None


def _line(text: str) -> str:
    return f"line: {short(text)}"


def _n(share: Mapping[str, Any]) -> str:
    return f"n = {share['n']} jobs of {share['employers']} employers"


def _market(report: Mapping[str, Any], lead: Mapping[str, Any]) -> Facts:
    market = report["market"]
    age = market.get("age_days")
    found = {
        "as_of": Fact(market["as_of"], day(market["as_of"])),
        "is_example": Fact(market.get("kind") == "example"),
        "is_reference": Fact(market.get("kind") == "reference"),
        "no_texts": Fact(not market.get("has_texts", True)),
        "jobs": Fact(market["requisitions"], f"{market['requisitions']:,}"),
        "employers": Fact(market["employers"], f"{market['employers']:,}"),
        "lane": Fact(lead["name"]),
        "lane_jobs": Fact(lead["standing"]["n"], f"{lead['standing']['n']:,}"),
        "level_taken": Fact(market.get("level"), word("seniority", market["level"]) if market.get("level") else None),
        "filters": Fact(
            tuple(market.get("filters") or ()),
            ", ".join(f"{word_of(k)} {_filter_words(k, v)}" for k, v in (market.get("filters") or {}).items()),
        ),
    }
    if age is not None and age > OLD_MARKET_DAYS:
        found["market_age"] = Fact(age, _ago(age))
    return found


def word_of(filter_name: str) -> str:
    """What a filter is called for a person."""
    return {"seniority": "level", "published_within": "since"}.get(filter_name, filter_name)


def _filter_words(name: str, value: Any) -> str:
    values = value if isinstance(value, (list, tuple)) else [value]
    return " or ".join(f"{v} days" if name == "published_within" else word(name, str(v)) for v in values)


def _ago(days: int) -> str:
    months = round(days / 30.4)
    return f"{days} days" if months < 2 else f"{months} months"


def _person(report: Mapping[str, Any], lead: Mapping[str, Any]) -> Facts:
    resume = report["resume"]
    kinds = resume.get("years_by_kind") or {}
    goal = resume.get("goal") or {}
    best = max(report["lanes"], key=lambda lane: lane["fit"] or 0.0)
    second = next((lane for lane in report["lanes"] if lane["lane"] != lead["lane"]), None)
    titles = list(resume.get("titles") or ())
    found = {
        "name": Fact(first_name(resume.get("name"))),
        "no_skill": Fact(not any(s["is_counted"] for s in resume["skills"])),
        "title": Fact(titles[0] if titles else None),
        "file": Fact(resume.get("file")),
        "is_called": Fact(report["closest"]["lane"] is not None),
        "best_lane": Fact(best["name"]),
        "agrees": Fact(best["lane"] == lead["lane"]),
        "fit": Fact(lead["fit"], percent(lead["fit"])),
        "best_fit": Fact(best["fit"], percent(best["fit"])),
        "fit_gap": Fact((best["fit"] or 0.0) - (lead["fit"] or 0.0)),
        "is_course": Fact(bool(resume.get("is_course"))),
        "low_confidence": Fact(resume["parse_confidence"] < 0.8, rests_on=None),
        "confidence": Fact(resume["parse_confidence"], percent(resume["parse_confidence"])),
    }
    if goal.get("quote"):
        said = _LABEL.sub("", short(goal["quote"]).rstrip("."))
        found["goal"] = Fact(goal["quote"], said or goal["quote"], _line(goal["quote"]))
        found["goal_lane"] = Fact(goal.get("lane"))
        found["goal_is_lead"] = Fact(goal.get("lane") == lead["lane"])
    if second is not None:
        found["second_lane"] = Fact(second["name"])
        if second["standing"]["median"] is not None:
            found["second_covers"] = Fact(
                second["standing"]["median"], percent(second["standing"]["median"]), _n(second["standing"])
            )
    known = {k: v for k, v in kinds.items() if v is not None}
    if known:
        found["ml_years"] = Fact(kinds.get("ml_ai") or 0.0, _years(kinds.get("ml_ai") or 0.0))
        found["engineering_years"] = Fact(kinds.get("engineering") or 0.0, _years(kinds.get("engineering") or 0.0))
        found["other_years"] = Fact(kinds.get("other") or 0.0, _years(kinds.get("other") or 0.0))
        relevant = (kinds.get("ml_ai") or 0.0) + (kinds.get("engineering") or 0.0)
        found["relevant_years"] = Fact(relevant, _years(relevant))
    return found


def _years(years: float) -> str:
    return f"{years:.1f}".removesuffix(".0") + (" year" if years == 1 else " years")


def _standing(report: Mapping[str, Any], lead: Mapping[str, Any]) -> Facts:
    stands, say = lead["standing"], lead["say"]
    found = {"has_standing": Fact(stands["median"] is not None)}
    if stands["median"] is None:
        found["too_few"] = Fact(stands["reason"] or "too few", rests_on=_n(stands))
        return found
    basis = _n(stands)
    found |= {
        "covers": Fact(stands["median"], percent(stands["median"]), basis),
        "covers_between": Fact(
            stands["low"], f"{percent(stands['low']).removesuffix('%')}–{percent(stands['high'])}", basis
        ),
        "written": Fact(stands["written"], percent(stands["written"]), basis),
        "is_worded": Fact(stands["median"] - stands["written"] < 0.05),
        "open_jobs": Fact(stands["open_jobs"], f"{stands['open_jobs']:,}", basis),
        "said_covers": Fact(say["typical_after"], percent(say["typical_after"]), basis),
    }
    yard = stands["yardstick"]
    if yard is not None:
        rests = f"{yard['people']} jobs taken as people; {basis}"
        found |= {
            "yard": Fact(yard["median"], f"{percent(yard['low']).removesuffix('%')}–{percent(yard['high'])}", rests),
            "percentile": Fact(100 * stands["percentile"], f"{100 * stands['percentile']:.0f} of 100", rests),
            "yard_open": Fact(
                yard["open_share"] * stands["n"], f"{max(round(yard['open_share'] * stands['n']), 0):,}", rests
            ),
        }
    return found


def _noticed(report: Mapping[str, Any], lead: Mapping[str, Any]) -> Facts:
    seen = report.get("observations")
    if not seen:
        return {}
    found: Facts = {}
    for number, line in enumerate(seen["strong"], 1):
        found[f"strong{number}"] = Fact(line["name"])
        found[f"strong{number}_line"] = Fact(line["quote"], f"«{short(line['quote'])}»", _line(line["quote"]))
    if seen["ended"]:
        first = seen["ended"][0]
        found["ended"] = Fact(first["name"], rests_on=_line(first["quote"]))
        found["ended_when"] = Fact(first["last_used"], _month(first["last_used"]))
        found["ended_more"] = Fact(len(seen["ended"]) - 1)
        others = [line["name"] for line in seen["ended"][1:4]]
        found["ended_others"] = Fact(tuple(others), listing(others))
    if seen["list_only"]:
        some = list(seen["list_only"][:4])
        more = len(seen["list_only"]) - len(some)
        found["list_only"] = Fact(
            len(seen["list_only"]), f"{', '.join(some)} and {_number(more)} more" if more else listing(some)
        )
    for clash in seen["clashes"][:1]:
        found["claimed"] = Fact(clash["claimed"], f"«{clash['claimed']}»", _line(clash["quote"]))
        found["dated"] = Fact(clash["found"], f"{clash['found']} years")
    found["blocker"] = Fact(seen["blocker"])
    if seen["blocker_quote"]:
        found["blocker_line"] = Fact(
            seen["blocker_quote"], f"«{short(seen['blocker_quote'])}»", _line(seen["blocker_quote"])
        )
    found["blocked"] = Fact(seen["blocker"] != "none")
    found["few_years"] = Fact(seen["blocker"] == "few_years")
    found["bridge"] = Fact(seen["bridge"])
    return found


def _month(when: str) -> str:
    year, _, month = when.partition("-")
    return f"{dt.date(int(year), int(month or 12), 1):%B %Y}"


def _level(report: Mapping[str, Any], lead: Mapping[str, Any]) -> Facts:
    level, found = lead["level"], {}
    more, higher = level.get("asks_more_years"), level.get("asks_higher_seniority")
    if report["resume"].get("seniority"):
        found["own_level"] = Fact(report["resume"]["seniority"], word("seniority", report["resume"]["seniority"]))
    if more and more["share"] is not None:
        found["asks_more"] = Fact(more["share"], part_of(more), _n(more))
    if level.get("years"):
        found["years_asked"] = Fact(
            level["years"]["value"], f"{level['years']['value']:g}", f"n = {more['n']} jobs" if more else None
        )
    if higher and higher["share"] is not None:
        found["asks_higher"] = Fact(higher["share"], part_of(higher), _n(higher))
    if entry := report.get("entry"):
        here = next((row for row in entry["lanes"] if row["lane"] == lead["lane"]), None)
        most = max(entry["lanes"], key=lambda row: row["requisitions"], default=None)
        if here is not None:
            found["entry_jobs"] = Fact(here["requisitions"], _number(here["requisitions"]), _n(here["share"]))
            found["entry_of"] = Fact(here["share"]["n"], f"{here['share']['n']:,}")
        if (
            most is not None
            and most["lane"] != lead["lane"]
            and here
            and most["requisitions"] > 2 * here["requisitions"]
        ):
            found["entry_elsewhere"] = Fact(
                most["requisitions"], f"{most['requisitions']} in {most['name']}", _n(most["share"])
            )
    return found


def _say(report: Mapping[str, Any], lead: Mapping[str, Any]) -> Facts:
    say = lead["say"]
    names = [item["name"] for item in say["items"]]
    asked = [item["name"] for item in say["if_true"]]
    basis = f"n = {lead['standing']['n']} jobs"
    found: Facts = {
        "sayable": Fact(len(names)),
        "confirm": Fact(tuple(say["confirm"]), listing(list(say["confirm"])[:4])),
        "if_true": Fact(tuple(asked), _some(asked, 5)),
        "if_true_jobs": Fact(say["if_true_jobs"], f"{say['after_jobs']:,} becomes {say['if_true_jobs']:,}", basis),
        "if_true_gain": Fact(say["if_true_jobs"] - say["after_jobs"]),
    }
    if not names:
        return found
    first = next((item for item in say["items"] if item["standing"] == "bullet"), say["items"][0])
    return found | {
        "say_number": Fact(len(names), "this one" if len(names) == 1 else f"these {_number(len(names))}"),
        "say_names": Fact(tuple(names), _some(names, NAMED)),
        "say_first": Fact(first["name"], rests_on=_line(first["quote"])),
        "say_through": Fact(first["through"][0] if first["through"] else None),
        "say_line": Fact(first["quote"], f"«{short(first['quote'])}»", _line(first["quote"])),
        "before_jobs": Fact(say["before_jobs"], f"{say['before_jobs']:,}" if say["before_jobs"] else "none", basis),
        "after_jobs": Fact(say["after_jobs"], f"{say['after_jobs']:,}", basis),
        "say_gain": Fact(say["after_jobs"] - say["before_jobs"]),
        "typical_before": Fact(say["typical_before"], percent(say["typical_before"]), basis),
        "typical_after": Fact(say["typical_after"], percent(say["typical_after"]), basis),
        "typical_gain": Fact((say["typical_after"] or 0.0) - (say["typical_before"] or 0.0)),
    }


def _some(names: Sequence[str], most: int) -> str:
    """«a, b and c», «a, b, c and 4 more»."""
    if len(names) <= most + 1:
        return listing(list(names))
    return f"{', '.join(names[:most])} and {_number(len(names) - most)} more"


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _inside(title: str) -> str:
    """A title as it stands inside a sentence."""
    return f"{title[0].lower()}{title[1:]}"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _learn(report: Mapping[str, Any], lead: Mapping[str, Any]) -> Facts:
    found: Facts = {"steps": Fact(len(lead["plan"]))}
    not_held = {s["skill"]: s for s in report["resume"].get("not_held", ())}
    learning = [s["name"] for s in report["resume"]["skills"] if s["state"] == "in_progress"]
    found["learning"] = Fact(tuple(learning), listing(learning[:3]))
    before = lead["say"]["if_true_jobs"]
    for number, step in enumerate(lead["plan"][:5], 1):
        asked = step["asked"]
        found |= {
            f"step{number}": Fact(step["name"]),
            f"step{number}_also": Fact(tuple(step["also"][:3]), listing(list(step["also"][:3]))),
            f"step{number}_opened": Fact(step["opened"], count(step["opened"], "more job")),
            f"step{number}_jobs": Fact(
                step["open_jobs"],
                f"{step['open_jobs'] - step['opened']:,} to {step['open_jobs']:,}",
                f"n = {step['n']} jobs",
            ),
            f"step{number}_nearer": Fact(round(100 * step["nearer"], 1), f"{100 * step['nearer']:.1f} points"),
            f"step{number}_hours": Fact(step["hours"]["high"], f"{step['hours']['low']}–{step['hours']['high']} hours"),
            f"step{number}_proof": Fact(step["proof"]),
            f"step{number}_near": Fact(tuple(step["you_have"]), listing(list(step["you_have"][:2]))),
            f"step{number}_remains": Fact(step["remains"].rstrip(".") if step["remains"] else None),
        }
        if asked and asked["share"] is not None:
            found[f"step{number}_asked"] = Fact(asked["share"], interval(asked), _n(asked))
        state = not_held.get(step["skill"], {}).get("state")
        found[f"step{number}_denied"] = Fact(state == "denied")
        found[f"step{number}_wished"] = Fact(state == "wished")
        found[f"step{number}_learning"] = Fact(step["name"] in learning)
        if state in ("denied", "wished"):
            quote = not_held[step["skill"]]["quote"]
            found[f"step{number}_line"] = Fact(quote, f"«{short(quote)}»", _line(quote))
    if lead["plan"]:
        last = lead["plan"][-1]
        found["plan_jobs"] = Fact(last["open_jobs"], f"{last['open_jobs']:,}", f"n = {last['n']} jobs")
        found["plan_gain"] = Fact(last["open_jobs"] - before)
        found["plan_steps"] = Fact(len(lead["plan"]), _number(len(lead["plan"])))
    if project := report.get("project"):
        found["project"] = Fact(project["title"], _inside(project["title"]))
        found["project_serves"] = Fact(project["lines"][0])
        found["project_proves"] = Fact(len(project["proves"]), listing(list(project["proves"][:4])))
    return found


def _jobs(report: Mapping[str, Any], lead: Mapping[str, Any]) -> Facts:
    jobs = report.get("jobs")
    if not jobs:
        return {}
    counts = jobs["counts"]
    found: Facts = {
        "open_count": Fact(counts["open"], count(counts["open"], "job")),
        "one_step_count": Fact(counts["one_step"], count(counts["one_step"], "more job")),
        "two_steps_count": Fact(counts["two_steps"], f"{counts['two_steps']:,}"),
        "stretch_count": Fact(counts["stretch"], f"{counts['stretch']:,}"),
    }
    near = [job for job in jobs["jobs"] if job["group"] in ("open", "one_step", "two_steps")]
    if near:
        job = near[0]
        found["job"] = Fact(job["title"], f"{job['title']} at {job['employer'] or 'an employer without a name'}")
        found["job_met"] = Fact(job["met"], f"{job['met']} of {job['of']}")
        found["job_missing"] = Fact(tuple(job["missing"][:2]), listing(list(job["missing"][:2])))
    return found


def _calendar(report: Mapping[str, Any], lead: Mapping[str, Any]) -> Facts:
    blocks = calendar(report, lead)
    step = next((block for block in blocks if block["must"] and block["kind"] == "step"), None)
    project = next((block for block in blocks if block["kind"] == "project"), None)
    rest = [block["what"] for block in blocks if not block["must"] and block["kind"] == "step"]
    return {
        "must1": Fact(step and f"{step['what']} ({step['hours']})"),
        "must2": Fact(project and f"{project['what']} ({project['hours']})"),
        "if_time": Fact(tuple(rest), listing(rest[:2])),
    }


def calendar(report: Mapping[str, Any], lead: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What fits into twelve weeks at 6-8 hours: the resume first, one step that must be, the project, then the rest."""
    pace = sum(HOURS) / 2
    steps: Sequence[Mapping[str, Any]] = lead["plan"]
    project = report.get("project")
    found = [_block("say", 1, 1, "the resume: name what it shows, mend what weakens it", SAY_HOURS, must=True)]
    last = WEEKS - (round(sum(PROJECT_HOURS) / 2 / pace) if project else 0)
    week = 2
    for number, step in enumerate(steps):
        hours = (step["hours"]["low"], step["hours"]["high"])
        needed = max(1, round(sum(hours) / 2 / pace))
        is_first = number == 0
        if week > last or (week + needed - 1 > last and not is_first):
            found.append(_block("step", WEEKS + 1, WEEKS + 1, step["name"], hours, must=False))
            continue
        end = min(week + needed - 1, last)
        what = f"{step['name']}, to be finished on the project" if week + needed - 1 > last else step["name"]
        found.append(_block("step", week, end, what, hours, must=is_first))
        week = end + 1
    if project:
        found.append(_block("project", week, WEEKS, "the project", PROJECT_HOURS, must=True))
    return sorted(found, key=lambda block: (block["first"], block["last"]))


def _block(kind: str, first: int, last: int, what: str, hours: tuple[int, int], *, must: bool) -> dict[str, Any]:
    when = "after that" if first > WEEKS else f"week {first}" if first == last else f"weeks {first}–{last}"
    hours_said = f"{hours[0]}–{hours[1]} hours"
    return {"kind": kind, "first": first, "last": last, "when": when, "what": what, "hours": hours_said, "must": must}
