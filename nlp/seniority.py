"""The level that a title names, of a posting or of a role in a resume; else what a posting's text says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nlp.cues import Cues, facts
from nlp.placed import Placed
from nlp.text import lower, same_length
from warehouse.models import Seniority

_SIDE_BY_SIDE = re.compile(r"\s?(?:/|\+|&|or|and|,)\s?")


def seniority_of(title: str, placed: Sequence[Placed] = ()) -> Seniority | None:
    """The level by a word of the title, else by a phrase of the text that speaks of this role."""
    low = lower(same_length(title))
    named = [(level, found) for level, in_title, _ in _levels() if (found := in_title.search(low))]
    if named:
        # «Senior / Staff», «Staff + Senior»: the lower of two that are offered side by side.
        first = named[0]
        for level, found in named[1:]:
            left, right = sorted((first[1].span(), found.span()))
            if _SIDE_BY_SIDE.fullmatch(low[left[1] : right[0]]):
                first = (level, found)
        return first[0]
    text = "\n".join(p.statement.low for p in placed if p.section in ("role", "requirements", "about", "apply"))
    for level, _, in_text in _levels():
        if in_text.search(text):
            return level
    return None


@cache
def _levels() -> tuple[tuple[Seniority, Cues, Cues], ...]:
    return tuple((row["name"], Cues(row["title"]), Cues(row["text"])) for row in facts("seniority.toml")["level"])
