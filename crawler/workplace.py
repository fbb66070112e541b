"""Where work is done, from a place or title as written; from free text only where exactly one way is named."""

from __future__ import annotations

import re
from collections.abc import Iterable

from warehouse.models import Workplace

_WORDS: tuple[tuple[Workplace, re.Pattern[str]], ...] = (
    ("remote", re.compile(r"\b(?:remote|work from home|wfh|telecommute|home[- ]office)\b", re.IGNORECASE)),
    ("hybrid", re.compile(r"\bhybrid\b", re.IGNORECASE)),
    ("onsite", re.compile(r"\b(?:on-?\s?site|in-?\s?office|in-person)\b", re.IGNORECASE)),
)
_DENIED = re.compile(r"\b(?:no|not|non)[- ]?(?:fully )?remote\b", re.IGNORECASE)
_MODEL = re.compile(
    r"(?:fully |100% )?(?:remote|hybrid|on-?\s?site|in-?\s?office|distributed|flexible|multiple locations)\Z", re.I
)


def workplace_in(texts: Iterable[str]) -> Workplace | None:
    """The one way of working that the texts name; None if they name none or several."""
    joined = _DENIED.sub(" ", " ; ".join(texts))
    named = [workplace for workplace, words in _WORDS if words.search(joined)]
    return named[0] if len(named) == 1 else None


def is_work_model(place: str) -> bool:
    """Whether a "place" names only a way of working ("Hybrid", "In-Office") and no place."""
    return bool(_MODEL.match(place.strip()))
