"""What a person wants to become, as headline, summary or objective says: lane, role, level."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.cues import Cues, cues, facts
from nlp.lanes.roles import lane_of
from nlp.resume.career.work import names_other_work, title_of
from nlp.resume.claims.cues import until
from nlp.resume.claims.statement import DOING
from nlp.resume.headings import flat, pattern
from nlp.resume.lines import ResumeLine
from nlp.seniority import seniority_of
from warehouse.models import Goal

_FILE = "resume/career/goals.toml"
_REACH = 30
"""Letters before a cue that may turn it round."""
_TRADE = 3
"""Words that a trade takes at most."""
_WITHIN = re.compile(r"\s(?:in|for|on|at|with|who|where)\s")
"""What parts a title from its field and place."""
_MARK = re.compile(r"[.,;:()]|\s[–—-]\s")


def goal_of(lines: Sequence[ResumeLine]) -> Goal | None:
    """What the person wants to become; the first that names a lane, else the first."""
    found: list[Goal] = []
    weak: list[Goal] = []
    drawn: list[Goal] = []
    for i, line in enumerate(lines):
        is_contact = pattern("line", "contact").search(flat(line.text)) is not None
        if line.role == "heading" or is_contact:
            continue
        is_entry = line.section in DOING or line.section == "education"
        if line.section not in ("header", "summary") and not (is_entry and line.is_bullet):
            found += [goal for goal in _goals(line.text, cues(_FILE, "own")) if _is_wish(goal, is_entry=is_entry)]
        if is_entry:
            continue
        stated = cues(_FILE, "stated" if line.section in ("header", "summary") else "anywhere")
        found += _goals(line.text, stated)
        weak += _goals(line.text, cues(_FILE, "weak"))
        drawn += _interests(line) if line.section in ("header", "summary") else []
        if i and _is_objective(lines, i) and not stated.search(flat(line.text)):
            refused = cues(_FILE, "refused").search(flat(line.text))
            wanted = line.text[: refused.start()].strip() if refused else line.text
            found += [_goal(wanted, wanted)] if wanted else []
    told = (*found, *weak) or drawn
    return next((goal for goal in told if goal.lane), next(iter(told), None))


def _is_wish(goal: Goal, *, is_entry: bool) -> bool:
    """Whether what stands under an entry is wished to be: it names a job; elsewhere a lane is enough."""
    names_job = _title(goal.quote) is not None or cues(_FILE, "job").search(flat(goal.quote)) is not None
    return names_job or (goal.lane is not None and not is_entry)


def _interests(line: ResumeLine) -> list[Goal]:
    """The roles whose field a line says that its writer is drawn to: «Interested in MLOps: I like that models rot»."""
    low, found = flat(line.text), []
    for cue in cues(_FILE, "interest").finditer(low):
        wanted = _MARK.split(line.text[cue.end() :], maxsplit=1)[0]
        is_trade = len(wanted.split()) <= _TRADE  # more words are a topic: «learning to rank for sparse feedback»
        if is_trade and not cues(_FILE, "not").search(low[max(0, cue.start() - _REACH) : cue.start()]):
            found.append(_goal(line.text[cue.start() : cue.end()] + wanted, wanted))
    return [goal for goal in found if goal.role is not None]


def _goals(text: str, stated: Cues) -> list[Goal]:
    """The goals that a line states: from each cue to the end of its clause."""
    low, found = flat(text), []
    for cue in stated.finditer(low):
        if cues(_FILE, "not").search(low[max(0, cue.start() - _REACH) : cue.start()]):
            continue
        stop = until("end").search(low, cue.end())
        end = stop.start() if stop else len(low)
        begin = cue.start()
        if cues(_FILE, "back").match(cue.group()):
            before = max(low.rfind(mark, 0, begin) for mark in (". ", "; ", "! ", "? "))
            begin = before + 2 if before >= 0 else 0
        found.append(_goal(text[begin:end].strip(" :–-→>"), _work(text[cue.end() : end])))
    return found


def _work(wanted: str) -> str:
    """What is wanted, up to what is said not to be («AI features in products, not research») and to whom it is for."""
    for name in ("refused", "employer"):
        cut = cues(_FILE, name).search(flat(wanted))
        wanted = wanted[: cut.start()] if cut and wanted[: cut.start()].strip(" ,") else wanted
    return wanted


def _goal(quote: str, wanted: str) -> Goal:
    """The goal that words name; a role that every lane has names none."""
    lane, role = _lane(wanted)
    known = facts(_FILE)
    needed = known["needs"].get(role)
    if needed is not None and not cues(_FILE, "needs", str(role)).search(flat(wanted)):
        lane = role = None
    if role in known["lanes"]["any"]:
        lane = None
    if names_other_work(wanted):
        return Goal(quote, None, None, None)  # «AI product manager»: no engineer's lane, no manager of engineers
    return Goal(quote, lane, role, seniority_of(wanted) or seniority_of(wanted.replace("-", " ")))  # «new-grad roles»


def _title(wanted: str) -> str | None:
    """The job title among wanted words: «research scientist» of «a move to industry: research scientist in biology»."""
    title = title_of(wanted.split(": "))
    return _WITHIN.split(title, maxsplit=1)[0] if title is not None else None


def _lane(wanted: str) -> tuple[str | None, str | None]:
    """Lane and role of the title that is wanted, which goes before its field («scientist in causal inference»); where
    the title names none, or one that every lane has, those of all the words."""
    lane, role = lane_of(_title(wanted) or "")
    return (lane, role) if role is not None and role not in facts(_FILE)["lanes"]["any"] else lane_of(wanted)


def _is_objective(lines: Sequence[ResumeLine], at: int) -> bool:
    heading = next((line for line in reversed(lines[:at]) if line.role == "heading"), None)
    return heading is not None and cues(_FILE, "objective").search(flat(heading.text).strip(": ")) is not None
