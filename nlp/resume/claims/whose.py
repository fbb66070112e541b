"""Whose work a statement tells of: the stretches that speak of other people, or of words that are no skill there.

The cues are data (`others.toml`); a name as a subject («Yusuf built the site») is told by its capital and its verb.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from nlp.resume.claims.cues import Stretch, cues, end_of, sentence_of, topic_of

_BEFORE = 60
"""Characters before a group in which it may be said to be the person's own."""
_NAME = r"[A-ZÀ-Þ][a-zà-ÿ]+(?:[-'’][A-ZÀ-Þ]?[a-zà-ÿ]+)?"
_BEGIN = r"(?:^|(?<=[.;:,(–—-] )|(?<=\()|(?<=\band )|(?<=\bwhile )|(?<=\bbut )|(?<=\bwhere )|(?<=\bso )|(?<=\bthen ))"
_CLAUSES = re.compile(_BEGIN + r"(?=[\w])")
_NAMES = re.compile(
    rf"{_BEGIN}"
    rf"({_NAME})(?: {_NAME})?(?:(?:,? and| &) {_NAME}(?: {_NAME})?)?(?= )"
)
_MAKERS = re.compile(rf"(?<= by ){_NAME}(?: {_NAME})?(?= ?(?:[.,;)]|$|and\b))")
_AFTER_CUE = re.compile(
    rf"\b(?:by|to|that|which|whom|what|on|for) ({_NAME}(?: {_NAME})?)"
    r"(?=[.,;)]| (?:and|who|on|for|in|with|about)\b| [a-z]+s\b|$)"
)
"""A name where a person's may stand: «passed on to Ingrid», «the cluster that Ingrid runs»."""
_PARTY = "\ue000"
"""What stands for each letter of a name of somebody else in the flat statement (`party` in others.toml)."""
_MINE = re.compile(r" (?:my|mine)\b")
_BY = re.compile(r"\bby ")
_GIVEN = re.compile(_NAME)
_OWN = re.compile(r"\b(?:i|my)\b")
_THEY = re.compile(r"(?:they|others|somebody|someone|my|(?:engineers|colleagues|developers|people) who)\b")
"""As whom nobody speaks of themselves, in a summary either."""


def others_in(
    text: str, low: str, line: str, *, is_about_self: bool, is_work: bool, taken: Collection[int]
) -> list[Stretch]:
    """The stretches of a statement that tell of others: a cue itself with what it speaks for.

    `low` is the statement flat, `line` the flat line that it stands in. `is_about_self`: it stands where a person may
    speak of themselves as of another; `is_work`: where they tell of their work, as of «our team». `taken` are the
    places of skills' names, which are no people's.
    """
    low = _masked(text, low, taken)
    names = ["before"]
    names += ["contrasted"] if not is_work or cues("others", "contrast").search(line) else []
    names += [] if is_about_self else ["spoken"]
    found = [
        (cue.start(), end_of(low, _behind_object(low, cue.end()), "turn"))
        for name in names
        for cue in cues("others", name).finditer(low)
        if not _is_own(low, cue.start(), is_about_self=is_about_self)
    ]
    found += [(at, end_of(low, end, "turn")) for at, end in _named(text, taken)]
    found += [(at, end_of(low, _behind_object(low, end), "turn")) for at, end in _departments(text)]
    found += [(topic_of(low, at), end) for at, end in _by_name(text, low, taken)]
    found += [
        (topic_of(low, cue.start()), end_of(low, cue.end(), "turn"))
        for cue in cues("others", "both").finditer(low)
        if not _is_received(low, cue)
    ]
    found += [(sentence_of(low, cue.start()), cue.end()) for cue in cues("others", "sentence").finditer(low)]
    theirs = (cue.span() for name in ("phrase", "relative") for cue in cues("others", name).finditer(low))
    found += [(start, end) for start, end in theirs if not _is_made(low, start)]
    return found


def surely_others_in(text: str, low: str, line: str, taken: Collection[int]) -> list[Stretch]:
    """The stretches of a statement of which a turn of speech leaves no doubt that they tell of others; what the person
    did beside them may stand in the next statement of the line."""
    found = [
        (topic_of(low, cue.start()), end_of(low, cue.end(), "turn")) for cue in cues("others", "mine").finditer(low)
    ]
    found += [cue.span() for name in ("theirs", "accident") for cue in cues("others", name).finditer(low)]
    at = max(line.find(low), 0)
    found += [
        (cue.start() - at, cue.end() - at)
        for name in ("managed", "refused", "shared", "fed")
        for cue in cues("others", name).finditer(line)
    ]
    if _OWN.search(low):
        found += [(start, end_of(low, end, "turn")) for start, end in _gapped(text, taken)]
    return found


def _gapped(text: str, taken: Collection[int]) -> Iterator[Stretch]:
    """«I wrote the API, Omar the page»: a name behind a comma with its object and no verb."""
    for begin in cues("others", "gapped").finditer(text):
        name = _GIVEN.match(text, begin.end())
        gap = cues("others", "gap").match(text, name.end()) if name else None
        if name and gap and name.start() not in taken and not cues("others", "opens").match(name.group().lower()):
            yield name.start(), gap.end()


def _masked(text: str, low: str, taken: Collection[int]) -> str:
    """The flat statement with departments and people's names as one sign: «deployed by IT», «that Ingrid runs»."""
    found = [m.span() for m in cues("others", "party_name").finditer(text)]
    found += [m.span(1) for m in _AFTER_CUE.finditer(text) if m.start(1) not in taken]
    for start, end in found:
        low = low[:start] + _PARTY * (end - start) + low[end:]
    return low


def _behind_object(low: str, at: int) -> int:
    """Behind the thing of the person's that others changed, which is no turn: «the ops team rewrote my jobs»."""
    mine = _MINE.match(low, at)
    return mine.end() if mine else at


def _is_own(low: str, at: int, *, is_about_self: bool) -> bool:
    """Whether a group is the person's own, or the person: «led the … team», «A data engineer who …» as a summary."""
    before = low[max(0, at - _BEFORE) : at]
    is_self = is_about_self and not before and _THEY.match(low) is None
    return is_self or cues("others", "own").search(before) is not None


def _is_made(low: str, at: int) -> bool:
    """Whether what begins there is the object of one's own making: «moved | the analysts' reports to Kafka»."""
    return cues("others", "making").search(low[max(0, at - _BEFORE) : at]) is not None


def _is_received(low: str, cue: re.Match[str]) -> bool:
    """Whether others only used, read or praised what is told: «reviewed by the platform team»."""
    last = max((m.start() for m in _BY.finditer(low, cue.start(), cue.end())), default=None)
    return last is not None and cues("others", "by").search(low[max(0, last - _BEFORE) : last]) is not None


def _named(text: str, taken: Collection[int]) -> Iterator[Stretch]:
    """«Yusuf built the site»: a name that begins a clause, with a verb and its object."""
    for m in _NAMES.finditer(text):
        verb = cues("others", "named").match(text, m.end())
        is_taken = m.start() in taken and cues("others", "given").match(m[1].lower()) is None
        if verb and not is_taken and not cues("others", "opens").match(m[1].lower()):
            yield m.start(), verb.end()


def _departments(text: str) -> Iterator[Stretch]:
    """«IT turned it into a service»: a department that begins a clause, with its verb."""
    for begin in _CLAUSES.finditer(text):
        name = cues("others", "departments").match(text, begin.end())
        verb = cues("others", "department").match(text, name.end()) if name else None
        if name and verb:
            yield name.start(), verb.end()


def _by_name(text: str, low: str, taken: Collection[int]) -> Iterator[Stretch]:
    """«The parser was written by Ines»: from the participle to the name."""
    for m in _MAKERS.finditer(text):
        made = cues("others", "made").search(low[max(0, m.start() - _BEFORE) : m.start()])
        if made and m.start() not in taken:
            yield m.start() - len(made.group()), m.end()
