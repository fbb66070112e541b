"""What kind of title a title is, and what that kind does with AI, from `titles.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from nlp.cues import Cues, facts, together
from nlp.text import lower, same_length

FACTS = "posting/relevance/titles.toml"
_MOST = 120
"""Characters of a title that are looked at."""
_OTHER = "other"
_MARK = re.compile(r" - |- | -|[,;:(|/–—]")
"""What ends the head of a title: before it stands the job, behind it the field, the team or the place."""


@lru_cache(maxsize=4096)
def title_kind(title: str) -> str:
    """`engineer`, `recruiter` … `other`: the first kind of titles.toml that fits.

    Where the head of the title already names one who makes («Security Engineer, Threat Management»), the rest decides
    nothing but that one learns («…, Intern»).
    """
    low = lower(same_length(title))[:_MOST]
    whole = _first(low)
    head = _head(low)
    if head == low or work_of(whole) == "learns" or _bare().search(head):
        return whole
    of_head = _first(head)
    return of_head if of_head != _OTHER and work_of(of_head) == works()[0] else whole


def _head(low: str) -> str:
    """What stands before the first mark; before the first stroke's next where that names no job: «AI / ML Engineer»."""
    for mark in _MARK.finditer(low):
        head = low[: mark.start()]
        if head.strip() and (mark[0] != "/" or _first(head) != _OTHER):
            return head
    return low


def _first(low: str) -> str:
    return next(kind for kind, (_, cue) in _kinds().items() if cue.search(low))


def works() -> tuple[str, ...]:
    """What a title's kind may do with AI: `makes` first, which the others are compared with."""
    return tuple(dict.fromkeys(("makes", *(work for work, _ in _kinds().values()))))


def work_of(kind: str) -> str:
    """What titles of a kind do with AI: `makes`, `learns`, `analyses`, `leads`, `applies` or `speaks`."""
    return _kinds()[kind][0]


@cache
def _kinds() -> Mapping[str, tuple[str, Cues]]:
    found = {row["id"]: (row["work"], Cues(row["title"])) for row in facts(FACTS)["kind"]}
    together([cue for _, cue in found.values()])
    return found


@cache
def _bare() -> Cues:
    """Heads that name one who makes and nothing of what: «Senior Engineer, Technical Support»."""
    return Cues(facts(FACTS)["bare"])
