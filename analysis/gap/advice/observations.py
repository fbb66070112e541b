"""What a careful reader notices in a resume: what is strong, what ended long ago, what only stands in a list, years
that are claimed and not dated, and what really stands between the person and the lane."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

import numpy as np

from analysis.demand.shares import shares
from analysis.gap.advice.kin import field_of, holds
from analysis.gap.advice.learnable import FACTS, dull, learnable, lift, trivial
from analysis.gap.advice.lines import clause, has_number, result_after, whole
from analysis.gap.advice.say import is_experienced
from analysis.gap.advice.types import Blocker, Clash, Line, Observations
from analysis.gap.level import RANK, is_doctoral, is_newcomer, relevant_years
from analysis.gap.person import Holdings
from analysis.gap.plan import core
from analysis.gap.results import HeldSkill
from analysis.market.edges import Edges, columns_of
from analysis.market.facts import closure, table
from analysis.market.market import Market
from analysis.market.weights import FloatArray
from warehouse.models import ResumeReading

MOST_STRONG = 4
RESULT = 190
"""Characters of a strong line that are told: what came of it stands at its end."""
FEWEST_WORDS = 8
"""Words of which a line that is no list's item has at least so many, to tell a deed and not to head what follows."""
QUIETER = 0.6
"""What a line that tells what was done counts for beside one that tells what came of it."""
BASIC = 0.2
"""What a basic of the trade counts for in a line of someone who has worked in it for years."""
AGAIN = 0.3
"""What a skill counts for in a line when a line chosen before shows it, too."""
OTHER_YEARS = 3.0
"""From so many years of other work on, a person without a level is no beginner at work but a newcomer to this trade."""
SHIPPED_YEARS = 3.0
"""Who has engineered for so many years has seen work of theirs run for others, whatever words tell it."""
STALE_YEARS = 2.0
"""What was last used so long ago, an interviewer asks about."""
WORTH_ASKING = 0.1
"""What fewer of a lane's requisitions ask for, nobody asks about because it ended."""
YEARS_SLACK = 1.0
"""Claimed years that exceed the dated ones by no more than this are rounding."""
_NUMBERS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True)  # noqa: SIM905
) | {"fifteen": 15, "twenty": 20}
_CLAIM = re.compile(rf"(?i)\b(\d{{1,2}}|{'|'.join(_NUMBERS)})\+?\s+years?\b(?!\s+(?:old|young|of age)\b)")
_HEAD_ENDS = re.compile(r"\s*[-–—*•·▪◦‣]\s|.*\b(?:19|20)\d{2}\s*(?:[-–—]|to\b)")
"""An item of a list or a line with a span of years: from there on years are those of one thing done."""
_CLAUSES = re.compile(r"(?<=[;.])\s+")
_NUMBERED = re.compile(r"^\s*[\[(]?\d{1,3}[.)\]]\s")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_TRADE = re.compile(r"(?i)\b(?:\w*engineer|developer|programmer|\w*scientist|researcher|architect)")
"""What a post of the trade is called."""
MIDDLE = "06"
"""The month that a reading takes for a year without one."""
_HEAD_LINES = 40
"""Lines of a resume in which a summary with a claim of years stands."""


def observations(
    market: Market, lane: str, resume: ResumeReading, holding: Holdings, *, today: dt.date | None
) -> Observations:
    """What a reader notices who holds the resume against one lane; `today` is the day that «years ago» counts from."""
    asked = shares(market, lane, "asked").share
    wanted = core(market, lane)
    counted = [s for s in holding.shown if s.is_counted and s.skill in market.skill_code]
    inside = [s for s in counted if wanted[market.skill_code[s.skill]]]
    worth = {s.skill: float(asked[market.skill_code[s.skill]]) for s in inside}
    at_work = {s.skill for s in holding.shown if s.standing == "bullet" and s.is_counted}
    reached = Edges.of(market).hinted(market.mask(at_work))
    shown_at_work = dict(zip(market.skills, reached, strict=True))
    outside = _outside(resume)
    blocker, quote = _blocker(market, lane, resume, holding) if outside is None else ("none", None)
    facts = table("gap/advice/bridges.toml")
    has_deployed = not holding.held.isdisjoint(facts["deploying"]["skills"])
    taken = market.mask(table(FACTS)["basics"]["skills"]) & is_experienced(resume)
    lane_gives = np.where(wanted & ~dull(market), asked * lift(market, lane), 0.0) * np.where(taken, BASIC, 1.0)
    lane_gives = lane_gives * market.mask(holding.held)  # what a line leads to is told only of those who hold it
    of_late = [s for s in counted if today is None or not _is_old(s, today)]
    strong = _strong(market, resume, of_late, lane_gives)
    earlier = () if strong else _strong(market, resume, counted, lane_gives)
    return Observations(
        strong=strong or earlier,
        strong_ended=_as_written(resume.text, max((line.last_used or "" for line in earlier), default="")) or None,
        ended=tuple(
            replace(line, last_used=_as_written(resume.text, line.last_used or ""))
            for line in _ended(market, inside, counted, worth, today)
        ),
        list_only=tuple(
            s.name
            for s in sorted(inside, key=lambda s: (-worth[s.skill], s.skill))
            if s.state == "written"
            and s.standing == "list"
            and s.evidence == "listed"
            and not shown_at_work[s.skill]
            and s.skill not in trivial()
        ),
        clashes=tuple(_clashes(resume)),
        blocker=blocker,
        blocker_quote=quote and whole(resume.text, quote),
        bridge=_bridge(lane, resume, field_of(market, lane, resume, holding)),
        unmeasured=_unmeasured(market, resume, of_late, lane_gives, strong) if len(strong or earlier) < 2 else None,
        outside=outside,
        handed_over=None if lane not in facts["handed_over"]["always"] and has_deployed else _handed_over(resume.text),
    )


def _strong(
    market: Market, resume: ResumeReading, skills: Iterable[HeldSkill], worth: FloatArray, *, measured: bool = True
) -> tuple[Line, ...]:
    """Lines with a result, those first that prove most of what the lane asks for and the lines before do not.

    `worth` (skills,) is what the lane gives for each; a skill is told as the most wanted that it certainly shows, and
    one that stands in two lines counts for the first. `measured`: else those without a number or a result.
    """
    certain = Edges.of(market).certain
    lines: dict[str, dict[int, HeldSkill]] = {}
    own_words: dict[str, list[str]] = {}
    for skill in skills:
        is_deed = _is_of_a_deed(skill, resume)
        if skill.state == "written" and is_deed:
            own_words.setdefault(skill.quote, []).append(skill.name)
        own = market.skill_code[skill.skill]
        shows = columns_of(certain, own)
        best = own if worth[own] > 0 else int(shows[np.lexsort((shows, -worth[shows].round(9)))[0]])
        is_own = skill.state == "written" or (skill.state == "shown" and not skill.through)  # its word or its deed
        if is_own and is_deed and worth[best] > 0 and _is_result(skill) is measured:
            lines.setdefault(skill.quote, {}).setdefault(best, skill)
    found: list[Line] = []
    seen: set[int] = set()
    while lines and len(found) < MOST_STRONG:
        quote = min(lines, key=lambda q: (-round(_proves(lines[q], worth, seen), 9), q))
        shown = lines.pop(quote)
        line = _line(market, whole(resume.text, quote), shown, worth, seen)
        told = {name for one in found for name in one.names}
        if told.issuperset(line.names) and (other := [name for name in own_words.get(quote, []) if name not in told]):
            line = replace(line, name=other[0], names=tuple(other[:1]))
        found.append(line)
        seen |= shown.keys()
    return tuple(found)


def _unmeasured(
    market: Market, resume: ResumeReading, skills: Sequence[HeldSkill], worth: FloatArray, strong: Sequence[Line]
) -> Line | None:
    """The best line of dated work that tells a deed of what the lane asks for, and no number of it; one that shows what
    the strong ones do not. A short line, or one of a year of its own, is a talk's, a paper's or a certificate's."""
    told = {name for line in strong for name in line.names}
    measured = {skill.quote for skill in skills if _is_result(skill)}
    bare = [
        s
        for s in skills
        if s.evidence == "used" and s.last_used is not None and s.quote not in measured
        if len(s.quote.split()) >= FEWEST_WORDS and not _YEAR.search(s.quote)
    ]
    found = _strong(market, resume, bare, worth, measured=False)
    return next((line for line in found if not told.issuperset(line.names)), None)


def _is_of_a_deed(skill: HeldSkill, resume: ResumeReading) -> bool:
    """Whether a skill stands in a line of work or of a project: a bullet, or a sentence that heads no post."""
    if skill.standing != "title":
        return skill.standing == "bullet"
    is_sentence = skill.evidence in ("used", "outcome") and len(skill.quote.split()) >= FEWEST_WORDS
    return is_sentence and not any(title in skill.quote for title in resume.titles)


def _is_result(skill: HeldSkill) -> bool:
    """Whether its line tells what came of it, or how much was done: a number that is no year's nor the item's own."""
    return skill.evidence == "outcome" or has_number(_NUMBERED.sub("", skill.quote))


def _proves(shown: dict[int, HeldSkill], worth: FloatArray, seen: set[int]) -> float:
    """What a line is worth after those that show the skills `seen`."""
    told = 1.0 if any(s.evidence == "outcome" for s in shown.values()) else QUIETER
    return told * sum(float(worth[code]) * (AGAIN if code in seen else 1.0) for code in shown)


def _line(market: Market, sentence: str, shown: dict[int, HeldSkill], worth: FloatArray, seen: set[int]) -> Line:
    """The sentence, or the clause of a long one that holds the first skill, with what stands in it: what the lines
    before did not show, else its own words for what they did."""
    order = sorted(shown, key=lambda code: (-round(float(worth[code]), 9), code))
    told = clause(sentence, [shown[order[0]].surface], RESULT)
    inside = [code for code in order if shown[code].surface.casefold() in told.casefold()] or order[:1]
    fresh = [market.skill_names[code] for code in inside if code not in seen]
    names = tuple((fresh or [shown[code].name for code in inside])[:2])
    first = shown[order[0]]
    result = result_after(sentence, told) if first.evidence == "outcome" else None
    return Line(first.skill, " and ".join(names), told, first.last_used, names, result)


def _ended(
    market: Market,
    skills: Sequence[HeldSkill],
    counted: Sequence[HeldSkill],
    worth: dict[str, float],
    today: dt.date | None,
) -> tuple[Line, ...]:
    """What one can be asked to do, was last used years ago, and nothing used since shows, certainly or usually."""
    if today is None:
        return ()
    can = learnable(market)
    old = {
        s.skill: s
        for s in skills
        if s.state == "written"
        and s.standing != "title"
        and s.evidence != "listed"
        and can[market.skill_code[s.skill]]
        and _is_old(s, today)
    }
    since = [skill.skill for skill in counted if not _is_old(skill, today)]
    shown = Edges.of(market).hinted(market.mask({*since, *closure(since, market.needs)}))
    ended = [s for s in old.values() if not shown[market.skill_code[s.skill]] and worth[s.skill] >= WORTH_ASKING]
    return tuple(
        Line(s.skill, s.name, s.quote, s.last_used) for s in sorted(ended, key=lambda s: (-worth[s.skill], s.skill))
    )


def _is_old(skill: HeldSkill, today: dt.date) -> bool:
    """By the dates of the role that it stands in, unless its own line names a later year."""
    if skill.last_used is None:
        return False
    own = max((year for year in map(int, _YEAR.findall(skill.quote)) if year <= today.year), default=0)
    last = max(skill.last_used, f"{own}-12")
    return _months(last, today) >= 12 * STALE_YEARS


def since(today: dt.date) -> str:
    """The year and month from which what was used last is not old."""
    months = today.year * 12 + today.month - 1 - round(12 * STALE_YEARS)
    return f"{months // 12}-{months % 12 + 1:02d}"


def _as_written(text: str, last_used: str) -> str:
    """A year and month as the resume writes it: the year alone where its June only stands for the middle of it."""
    year, _, month = last_used.partition("-")
    if month != MIDDLE or re.search(rf"(?i)(?:\bju[il]?n[a-z]*\.?,?\s*|\b0?6[./-]){year}\b|\b{year}[./-]0?6\b", text):
        return last_used
    return year


def _months(last_used: str, today: dt.date) -> int:
    year, _, month = last_used.partition("-")
    return (today.year - int(year)) * 12 + today.month - int(month or 12)


def _clashes(resume: ResumeReading) -> Iterable[Clash]:
    """A claim of years above what the resume dates, in the prose of its head: an item's years («joined 19 years of
    records») are those of what it tells of."""
    dated = resume.years
    if dated is None:
        return
    head = takewhile(lambda line: _HEAD_ENDS.match(line) is None, resume.text.splitlines()[:_HEAD_LINES])
    for line in head:
        for claim in _CLAIM.finditer(line):
            years = int(claim[1]) if claim[1].isdigit() else _NUMBERS[claim[1].casefold()]
            if years > dated + YEARS_SLACK:
                yield Clash("years", f"{claim[0]}", f"{dated:g}", " ".join(line.split()))
                return


def _blocker(market: Market, lane: str, resume: ResumeReading, holding: Holdings) -> tuple[Blocker, str | None]:
    """What stands between before any single skill, the most fundamental first, and the resume's line if it says so."""
    facts = table("gap/advice/bridges.toml")
    kinds = resume.years_by_kind
    tells_kinds = any(x is not None for x in (kinds.ml_ai, kinds.engineering, kinds.other))
    denied = next(
        (s.quote for s in holding.not_yet.values() if s.state == "denied" and s.skill in facts["deploying"]["skills"]),
        None,
    )
    has_deployed = _has_any(holding, facts["deploying"]["skills"])
    is_grown = RANK.get(resume.seniority or "", 0) >= RANK["mid"] or (kinds.other or 0.0) >= OTHER_YEARS
    if tells_kinds and not (kinds.ml_ai or kinds.engineering) and is_grown and not is_doctoral(resume):
        return "no_engineering", None
    if denied is not None and not has_deployed:
        return "never_deployed", denied
    has_modelled = _has_any(holding, facts["modelling"]["skills"])
    has_run = lane in facts["workload"]["lanes"] and any(
        s.skill in facts["workload"]["skills"] and s.standing == "bullet" and s.evidence in ("used", "outcome")
        for s in holding.shown
    )
    if tells_kinds and not kinds.ml_ai and not (has_modelled or has_run):
        return "no_ml", None
    has_shipped = (kinds.engineering or 0.0) >= SHIPPED_YEARS
    if not (has_deployed or has_shipped) and lane in facts["deploying"]["lanes"]:
        return "never_deployed", None
    years = relevant_years(resume)
    if years is not None and years < 1 and not is_doctoral(resume) and lane_asks_years(market, lane):
        return "few_years", None
    return "none", None


def lane_asks_years(market: Market, lane: str) -> bool:
    """Whether more than half of a lane's requisitions state years."""
    rows = market.sample(lane).rows
    stated = market.requisition["min_years"].iloc[rows].notna().to_numpy(dtype=bool)
    return bool(len(rows) and stated.mean() > 0.5)


def _outside(resume: ResumeReading) -> str | None:
    """What the post is called that a person's goal names, where the market leaves such posts out."""
    said = resume.goal.quote if resume.goal else ""
    if _TRADE.search(said):
        return None
    return next((cue for cue in table("gap/advice/bridges.toml")["outside"]["from"] if holds([cue], said)), None)


def _has_any(holding: Holdings, skills: Iterable[str]) -> bool:
    return any(skill in holding.said for skill in skills)


def _bridge(lane: str, resume: ResumeReading, field: Mapping[str, Any] | None) -> str | None:
    """A title between the person's and the lane's: the first bridge whose cue one of the latest titles holds, or into
    whose field they come from another trade."""
    latest = " ".join(resume.titles[:2])
    if not latest:
        return None
    comes_to = field["speciality"] if field is not None and is_newcomer(resume) else None
    for row in table("gap/advice/bridges.toml")["bridge"]:
        fits = row["field"] == comes_to if "field" in row else holds(row["from"], latest)
        if row["lane"] == lane and fits:
            return str(row["words"])
    return None


def _handed_over(text: str) -> str | None:
    """The clause of a resume in which others deploy or run what the person made."""
    cues = table("gap/advice/bridges.toml")["handed_over"]
    who, does, what = ("|".join(map(re.escape, cues[name])) for name in ("who", "does", "what"))
    others = re.compile(rf"(?i)\b(?:{who})\b[^.;:]{{0,40}}\b(?:{does})\b")
    running = re.compile(rf"(?i)\b(?:{what})")
    for line in text.splitlines():
        told = whole(text, line.strip()) if others.search(line) or running.search(line) else ""
        for part in _CLAUSES.split(told):
            if others.search(part) and running.search(part):
                return part.strip(" -–•*").rstrip(".;")
    return None
