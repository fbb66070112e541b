"""The level that a title names, of a posting or of a role in a resume; else what a posting's text says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nlp.cues import Cues, cues, facts
from nlp.placed import Placed
from nlp.text import lower, same_length
from warehouse.models import Seniority

_SIDE_BY_SIDE = re.compile(r"\s?(?:/|\+|&|or|and|,)\s?")
_PART_END = re.compile(r"\s[-–—|]\s|[,(:;|)\[\]]")
_BARE = re.compile(r"(?:senior|snr|sr|lead|staff|principal|mid|junior|jr)\b\.?")
"""Words that name a level only of the noun that they stand by."""


def seniority_of(title: str, placed: Sequence[Placed] = ()) -> Seniority | None:
    """The level by a word of the title, else by a phrase of the text that speaks of this role."""
    low = lower(same_length(title))
    for name in cues("seniority.toml", "names").finditer(low):
        low = low[: name.start()] + "~" * len(name.group()) + low[name.end() :]
    named = [(level, found) for level, in_title, _ in _levels() if (found := _level_in(low, in_title))]
    if named:
        # «Senior / Staff», «Staff + Senior»: the lower of two that are offered side by side.
        first = named[0]
        for level, found in named[1:]:
            left, right = sorted((first[1].span(), found.span()))
            if _SIDE_BY_SIDE.fullmatch(low[left[1] : right[0]]):
                first = (level, found)
        return first[0]
    told = (p.statement.low for p in placed if p.section in ("role", "requirements", "about", "apply"))
    text = "\n".join(low for low in told if _in_text().may_match(low))
    return next((level for level, _, in_text in _levels() if in_text.search(text)), None) if text else None


def _level_in(low: str, level: Cues) -> re.Match[str] | None:
    """The first word of a level that is no part of a name: «Engineer, Senior», not «Engineer, Mid-Training»."""
    for found in level.finditer(low):
        opens = max((end.end() for end in _PART_END.finditer(low, 0, found.start())), default=0)
        closes = _PART_END.search(low, found.end())
        rest = low[found.end() : closes.start() if closes else None]
        of_jobs = cues("seniority.toml", "jobs").pattern
        is_name = (
            _BARE.fullmatch(found.group()) is not None
            and of_jobs.search(low, 0, opens) is not None
            and any(map(str.isalpha, rest))
            and of_jobs.search(rest) is None
        )
        if not is_name:
            return found
    return None


@cache
def _in_text() -> Cues:
    """All that names a level in a text, whichever; most statements hold none of it."""
    return Cues([form for row in facts("seniority.toml")["level"] for form in row["text"]])


@cache
def _levels() -> tuple[tuple[Seniority, Cues, Cues], ...]:
    return tuple((row["name"], Cues(row["title"]), Cues(row["text"])) for row in facts("seniority.toml")["level"])
