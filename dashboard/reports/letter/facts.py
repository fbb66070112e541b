"""The typed facts that the letter's sentences may tell, from a gap report's plain data: who, where, what is noticed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from dashboard.reports.letter.doing import doing
from dashboard.reports.letter.fact import (
    Fact,
    Facts,
    Names,
    line_of,
    n_of,
    number,
    place_of,
    quoted,
    short,
    some,
    years_said,
)
from dashboard.words import between, day, interval, listing, part_of, percent, word

OLD_MARKET_DAYS = 14
_LABEL = re.compile(r"(?i)^(?:career )?(?:goal|objective|aim|target|looking for|seeking)s?\s*[:–—]\s*")
"""What a resume writes before its goal."""
_TRADE = re.compile(r"(?i)\b(?:\w*engineer|developer|programmer|\w*scientist|architect|sre|devops|administrator)")
"""What a title of the trade holds."""
_ACADEMIC = re.compile(r"(?i)\b(?:post-?doc\w*|doctoral|research (?:fellow|associate|assistant)|lecturer|professor)\b")
"""What an academic title holds."""
_WISH = re.compile(
    r"(?i)\b(?:want|wish|hop|like to|look|seek|aim|plan|mov|becom|interest|goal|objective|target|aspir|next|open to"
    r"|available|ready|love to|prefer|transition|switch|role|position|post\b|job)"
)
"""Words of which one stands where a goal is told, not only what happened."""
_PLACE_ONLY = re.compile(
    r"(?i)\W*(?:open|willing|able|happy|ready|available)\b(?:(?! (?:roles?|posts?|work) ).){0,40}"
    r"\b(?:relocat|remote|travel|hybrid|contract|freelance|full[- ]time|part[- ]time|immediate|notice)"
)
"""What a resume writes of where and when its owner would work; no goal."""
RESULT_LINE = 190
"""Characters of a strong line: what came of it stands at its end."""
LISTED = 4
"""How many names of a list one sentence tells."""
_HEAD = re.compile(r"(?i)\b(engineer|scientist|architect|researcher)\b")


def facts_of(report: Mapping[str, Any]) -> Facts:
    """All facts of a report. What is not known is absent."""
    lead = report["lanes"][0]
    names = Names.of(report)
    found: Facts = {}
    for part in (_market, _person, _standing, _level):
        found |= part(report, lead)
    return found | _noticed(report, names) | doing(report, lead, names)


def first_name(name: str | None) -> str | None:
    """What a person is called in a letter: the first word of a name of at least two, after any title."""
    words = [word for word in (name or "").split() if not word.endswith(".") and word.casefold() not in ("dr", "prof")]
    return words[0].title() if len(words) > 1 and words[0].isupper() else words[0] if len(words) > 1 else None


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
        "title": Fact(titles[0] if titles else None, f"«{titles[0]}»" if titles else None),
        "other_trade": Fact(bool(titles) and not any(_TRADE.search(title) for title in titles)),
        "is_academic": Fact(bool(titles) and _ACADEMIC.search(titles[0]) is not None),
        "file": Fact(resume.get("file")),
        "is_called": Fact(report["closest"]["lane"] == lead["lane"]),
        "best_lane": Fact(best["name"]),
        "agrees": Fact(best["lane"] == lead["lane"]),
        "fit": Fact(lead["fit"], percent(lead["fit"])),
        "best_fit": Fact(best["fit"], percent(best["fit"])),
        "fit_gap": Fact((best["fit"] or 0.0) - (lead["fit"] or 0.0)),
        "is_course": Fact(bool(resume.get("is_course"))),
        "low_confidence": Fact(resume["parse_confidence"] < 0.8),
        "confidence": Fact(resume["parse_confidence"], percent(resume["parse_confidence"])),
    }
    names_work = bool(goal.get("lane") or goal.get("role"))
    wishes = _WISH.search(goal.get("quote") or "") and not _PLACE_ONLY.match(goal["quote"])
    if goal.get("quote") and (names_work or wishes):
        whole = short(goal["quote"], RESULT_LINE)  # the wish often stands at the end of its sentence
        found["goal"] = Fact(goal["quote"], _LABEL.sub("", whole) or whole, line_of(goal["quote"]))
        found["goal_is_lead"] = Fact(goal.get("lane") == lead["lane"])
        if goal.get("role") and not goal.get("lane"):
            found["goal_role"] = Fact(goal["role"], _people([goal["role"]]))
    if second is not None:
        found["second_lane"] = Fact(second["name"])
        if second["standing"]["median"] is not None:
            found["second_covers"] = Fact(
                second["standing"]["median"], percent(second["standing"]["median"]), n_of(second["standing"])
            )
    if kin := report.get("kin"):
        field = kin.get("field_name")
        whose = f"in {field[0].lower()}{field[1:]}" if field else f"for {_people(kin['roles'])}"
        found["kin_jobs"] = Fact(kin["n"], f"{kin['n']:,} jobs {whose}", n_of(kin))
        found["kin"] = Fact(field or tuple(kin["roles"]), whose)
    if any(value is not None for value in kinds.values()):
        years = {kind: kinds.get(kind) or 0.0 for kind in ("ml_ai", "engineering", "other")}
        relevant = years["ml_ai"] + years["engineering"]
        found["ml_years"] = Fact(years["ml_ai"], years_said(years["ml_ai"]))
        found["engineering_years"] = Fact(years["engineering"], years_said(years["engineering"]))
        found["other_years"] = Fact(years["other"], years_said(years["other"]))
        found["relevant_years"] = Fact(relevant, years_said(relevant))
    return found


def _people(roles: list[str] | tuple[str, ...]) -> str:
    """«data scientists», «ML engineers and data engineers for ML»: those who hold such jobs."""
    return listing(
        [_HEAD.sub(r"\1s", role if role[:2].isupper() else f"{role[0].lower()}{role[1:]}") for role in roles]
    )


def _standing(report: Mapping[str, Any], lead: Mapping[str, Any]) -> Facts:
    stands = lead["standing"]
    found = {"has_standing": Fact(stands["median"] is not None)}
    if stands["median"] is None:
        found["too_few"] = Fact(stands["reason"] or "too few", rests_on=n_of(stands))
        return found
    basis = n_of(stands)
    found |= {
        "covers": Fact(stands["median"], interval({**stands, "share": stands["median"]}), basis),
        "open_jobs": Fact(stands["open_jobs"], f"{stands['open_jobs']:,}", basis),
    }
    yard = stands["yardstick"]
    if yard is not None:
        rests = f"{yard['people']} jobs taken as people; {basis}"
        around = round(yard["open_share"] * stands["n"])
        found |= {
            "yard": Fact(yard["median"], between(yard), rests),
            "percentile": Fact(100 * stands["percentile"], f"{100 * stands['percentile']:.0f} of 100", rests),
            "yard_open": Fact(around, f"{around:,}", rests),
        }
    return found


def _noticed(report: Mapping[str, Any], names: Names) -> Facts:
    seen = report.get("observations")
    if not seen:
        return {}
    found: Facts = {}
    for place, line in enumerate(seen["strong"], 1):
        told = listing(names.all(line.get("names") or [line["name"]]))
        found[f"strong{place}"] = Fact(line["name"], told)
        found[f"strong{place}_line"] = Fact(line["quote"], _with_result(line), line_of(line["quote"]))
    if line := seen.get("unmeasured"):
        found["bare"] = Fact(line["name"], listing(names.all(line["names"])))
        found["bare_line"] = Fact(line["quote"], quoted(line["quote"]), line_of(line["quote"]))
    if seen.get("strong_ended"):
        found["strong_ended"] = Fact(seen["strong_ended"], _month(seen["strong_ended"]))
    if seen["ended"]:
        first, *others = seen["ended"]
        found["ended"] = Fact(first["name"], names(first["name"]), line_of(first["quote"]))
        found["ended_when"] = Fact(first["last_used"], _month(first["last_used"]))
        found["ended_others"] = Fact(
            tuple(line["name"] for line in others), listing(names.all(line["name"] for line in others[:3]))
        )
    if seen["list_only"]:
        told = some(names.all(seen["list_only"]), LISTED)
        found["list_only"] = Fact(len(seen["list_only"]), told)
    for clash in seen["clashes"][:1]:
        found["claimed"] = Fact(clash["claimed"], f"«{clash['claimed']}»", line_of(clash["quote"]))
        found["dated"] = Fact(float(clash["found"]), years_said(float(clash["found"])))
    found["blocker"] = Fact(seen["blocker"])
    if seen["blocker_quote"]:
        found["blocker_line"] = Fact(
            seen["blocker_quote"], quoted(seen["blocker_quote"]), line_of(seen["blocker_quote"])
        )
    if seen.get("handed_over"):
        line = seen["handed_over"]
        found["handed_over"] = Fact(line, quoted(line), line_of(line))
        where = place_of(line, [told["quote"] for told in seen["strong"][:2]])
        found["handed_place"] = Fact(where, rests_on=line_of(line))
    found["outside"] = Fact(seen.get("outside"))
    found["blocked"] = Fact(seen["blocker"] != "none")
    found["few_years"] = Fact(seen["blocker"] == "few_years")
    found["bridge"] = Fact(seen["bridge"])
    role = str((report["resume"].get("goal") or {}).get("role") or "")
    found["wants_bridge"] = Fact(bool(role) and role.casefold() in (seen["bridge"] or "").casefold())
    return found


def _with_result(line: Mapping[str, Any]) -> str:
    """A strong line as a sentence shows it: the clause, and what came of it where that stands further on."""
    told, result = short(line["quote"], RESULT_LINE), line.get("result")
    if not result:
        return f"«{told}»"
    return f"«{told}{' ' if result.startswith('…') else '; '}{result}»"


def _month(when: str) -> str:
    year, _, month = when.partition("-")
    return f"{dt.date(int(year), int(month), 1):%B %Y}" if month else year


def _level(report: Mapping[str, Any], lead: Mapping[str, Any]) -> Facts:
    level = lead["level"]
    of_any = " of any level" if report["market"].get("level") else ""  # years and levels are those of all levels' jobs
    found = {"at_large": Fact(lead["name"], f"{lead['name']} jobs{of_any}")}
    more, higher = level.get("asks_more_years"), level.get("asks_higher_seniority")
    hurdle = (report.get("observations") or {}).get("blocker")
    found["is_new"] = Fact(bool(report.get("entry")) or hurdle == "no_engineering")
    if report["resume"].get("seniority"):
        found["own_level"] = Fact(report["resume"]["seniority"], word("seniority", report["resume"]["seniority"]))
    if more and more["share"] is not None:
        found["asks_more"] = Fact(more["share"], part_of(more), n_of(more))
    if higher and higher["share"] is not None:
        found["asks_higher"] = Fact(higher["share"], part_of(higher), n_of(higher))
    if entry := report.get("entry"):
        here = next((row for row in entry["lanes"] if row["lane"] == lead["lane"]), None)
        most = max(entry["lanes"], key=lambda row: row["requisitions"], default=None)
        if here is not None:
            found["entry_jobs"] = Fact(here["requisitions"], number(here["requisitions"]), n_of(here["share"]))
            found["entry_of"] = Fact(here["share"]["n"], f"{here['share']['n']:,}")
            found["entry_are"] = Fact(here["requisitions"], "is" if here["requisitions"] == 1 else "are")
        if here and most is not None and most["requisitions"] > 2 * here["requisitions"]:
            found["entry_elsewhere"] = Fact(
                most["requisitions"], f"{most['requisitions']} in {most['name']}", n_of(most["share"])
            )
    return found
