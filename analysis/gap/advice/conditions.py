"""What an advert sets beside skills, years and degree: the right to work somewhere, a clearance, a language."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.gap.advice.lines import clause
from analysis.market.facts import table

MOST = 4
"""How many such lines are told."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
LONGEST = 140
"""A line of more characters is narrowed to the clause that sets the condition; a longer clause is prose."""


def conditions(text: str) -> tuple[str, ...]:
    """The sentences, or of long ones the clauses, of an advert that set such a condition, as they stand; none of a line
    that pledges to treat all alike."""
    sets, pledge = _cues()
    found: list[str] = []
    for line in text.splitlines():
        flat = " ".join(line.split()).strip("•*-–· ")
        if pledge.search(flat):
            continue
        for sentence in _SENTENCES.split(flat):
            cue = sets.search(sentence)
            said = clause(sentence, [cue[0]], LONGEST).rstrip(".;,") if cue else ""
            if 0 < len(said) <= LONGEST and said not in found:
                found.append(said)
    return tuple(found[:MOST])


@lru_cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    facts = table("gap/advice/bridges.toml")["conditions"]
    languages = "|".join(facts["languages"])
    level = "|".join(facts["level"])
    spoken = rf"\b(?:{level})\b[^.;]{{0,25}}\b(?:{languages})\b|\b(?:{languages})\b[^.;]{{0,20}}\b(?:{level})\b"
    return (
        re.compile(rf"(?i)\b(?:{'|'.join(facts['permit'])})|{spoken}"),
        re.compile(rf"(?i)\b(?:{'|'.join(facts['pledge'])})"),
    )
