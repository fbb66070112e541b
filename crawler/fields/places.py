"""Where a job is and how it is worked, as a source states it: places in parts, ways of working in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from crawler.fields.payload import Drift, optional_text
from warehouse.models import Location, Workplace

_WORDS: tuple[tuple[Workplace, re.Pattern[str]], ...] = (
    ("remote", re.compile(r"\b(?:remote|work from home|wfh|telecommute|home[- ]office)\b", re.IGNORECASE)),
    ("hybrid", re.compile(r"\bhybrid\b", re.IGNORECASE)),
    ("onsite", re.compile(r"\b(?:on-?\s?site|in-?\s?office|in-person)\b", re.IGNORECASE)),
)
_DENIED = re.compile(r"\b(?:no|not|non)[- ]?(?:fully )?remote\b", re.IGNORECASE)
_MODEL = re.compile(
    r"(?:fully |100% )?(?:remote|hybrid|on-?\s?site|in-?\s?office|distributed|flexible|multiple locations)\Z", re.I
)


def location_of(
    city: str | None = None, region: str | None = None, country: str | None = None, raw: str | None = None
) -> Location | None:
    """A place; without wording of its own its parts are joined. None where nothing is stated."""
    raw = raw or ", ".join(part for part in (city, region, country) if part)
    return Location(raw, city, region, country) if raw else None


def distinct(places: Iterable[Location | None]) -> tuple[Location, ...]:
    """The places in their order, each wording once."""
    unique: dict[str, Location] = {}
    for place in places:
        if place:
            unique.setdefault(place.raw, place)
    return tuple(unique.values())


def workplace_in(texts: Iterable[str]) -> Workplace | None:
    """The one way of working that the texts name; None if they name none or several."""
    joined = _DENIED.sub(" ", " ; ".join(texts))
    named = [workplace for workplace, words in _WORDS if words.search(joined)]
    return named[0] if len(named) == 1 else None


def stated_workplace(
    row: Mapping[str, Any], key: str, words: Mapping[str, Workplace], drift: Drift
) -> Workplace | None:
    """The way of working that a source's own word under `key` stands for; any other word is counted."""
    word = optional_text(row, key, drift)
    known = words.get(word) if word else None
    if word and known is None:
        drift[f"{key}_unknown"] += 1
    return known


def is_work_model(place: str) -> bool:
    """Whether a "place" names only a way of working ("Hybrid", "In-Office") and no place."""
    return bool(_MODEL.match(place.strip()))
