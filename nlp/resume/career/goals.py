"""What a person wants to become, as headline, summary or objective says: lane, role, level."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.cues import Cues, cues, facts
from nlp.lanes.roles import lane_of
from nlp.resume.career.work import names_other_work
from nlp.resume.claims.cues import until
from nlp.resume.claims.statement import DOING
from nlp.resume.headings import flat, pattern
from nlp.resume.lines import ResumeLine
from nlp.seniority import seniority_of
from warehouse.models import Goal

_FILE = "resume/career/goals.toml"
_REACH = 30
"""Letters before a cue that may turn it round."""


def goal_of(lines: Sequence[ResumeLine]) -> Goal | None:
    """What the person wants to become; the first that names a lane, else the first."""
    found: list[Goal] = []
    weak: list[Goal] = []
    for i, line in enumerate(lines):
        is_contact = pattern("line", "contact").search(flat(line.text)) is not None
        if line.role == "heading" or line.section in DOING or line.section == "education" or is_contact:
            continue
        stated = cues(_FILE, "stated" if line.section in ("header", "summary") else "anywhere")
        found += _goals(line.text, stated)
        weak += _goals(line.text, cues(_FILE, "weak"))
        if i and _is_objective(lines, i) and not stated.search(flat(line.text)):
            refused = cues(_FILE, "refused").search(flat(line.text))
            wanted = line.text[: refused.start()].strip() if refused else line.text
            found += [_goal(wanted, wanted)] if wanted else []
    return next((goal for goal in (*found, *weak) if goal.lane), next(iter((*found, *weak)), None))


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
    lane, role = lane_of(wanted)
    known = facts(_FILE)
    needed = known["needs"].get(role)
    if needed is not None and not cues(_FILE, "needs", str(role)).search(flat(wanted)):
        lane = role = None
    if role in known["lanes"]["any"]:
        lane = None
    if names_other_work(wanted):
        return Goal(quote, None, None, None)  # «AI product manager»: no engineer's lane, no manager of engineers
    return Goal(quote, lane, role, seniority_of(wanted))


def _is_objective(lines: Sequence[ResumeLine], at: int) -> bool:
    heading = next((line for line in reversed(lines[:at]) if line.role == "heading"), None)
    return heading is not None and cues(_FILE, "objective").search(flat(heading.text).strip(": ")) is not None
