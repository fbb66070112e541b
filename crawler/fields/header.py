"""The header line of a «Who is hiring?» comment: its segments told apart by their words, wherever they stand."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SEPARATORS = (r"\s*\|\s*", r"\s+[—–]\s+", r"\s+-\s+", r"\s*,\s+")
"""Tried in this order: the first that the line holds divides it."""
_MONEY = r"(?:[$€£¥]|\b(?:usd|eur|gbp|chf|cad)\b)"
_PAY = re.compile(rf"{_MONEY}\s?\d|\d\s?k\b|\d\s?{_MONEY}", re.IGNORECASE)
_LINK = re.compile(r"https?://|www\.|\S+\.\w+/", re.IGNORECASE)  # "Quillmoor.ai" is a name
_NOTE = re.compile(r"\s*[\[(][^\])]*(?:[\])]|\Z)")
_PLACE_END = re.compile(r"\s*(?:\Z|[,/(&+;|-]|(?:or|and|area|metro|office|only|based)\b)", re.IGNORECASE)
_PLACE_NAME = re.compile(r"[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+){0,2}\Z")
_CITY_STATE = re.compile(r"[A-Z][\w.' -]+, ?(?:[A-Z]{2}|[A-Z][a-z]+)\b")
_LIST = re.compile(r"\s*(?:,|/|;|\band\b|&)\s*")
_FILLER = re.compile(r"\b(?:or|and|only|fully|ok|friendly|first)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LONGEST = 400
_LONGEST_SEGMENT = 100
_MOST_ROLES = 6
"""A longer list is one advert for anybody."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the line says. `roles` has several only where the role segment is a list of whole roles."""

    segments: tuple[str, ...]
    company: str | None
    roles: tuple[str, ...]
    title: str
    places: tuple[str, ...]
    employment: str | None


@functools.cache
def _words() -> Mapping[str, re.Pattern[str]]:
    with (Path(__file__).parent / "hackernews_header.toml").open("rb") as file:
        lists = tomllib.load(file)
    return {
        kind: re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)
        for kind, words in lists.items()
    }


def read_header(line: str) -> Header | None:
    """The header in a comment's first line; None where the comment offers no job: neither a bar nor a role in it."""
    words = _words()
    line = line[:_LONGEST].strip()
    if "|" not in line and not words["role_head"].search(line):
        return None
    segments = _segments(line)
    is_prose = "|" not in line and max(map(len, segments)) > _LONGEST_SEGMENT
    if len(segments) < 2 or is_prose:
        return None
    kinds = [_kind(segment, words) for segment in segments]
    of = {kind: [s for s, k in zip(segments, kinds, strict=True) if k == kind] for kind in set(kinds)}
    nameless = [s for s, k in zip(segments, kinds, strict=True) if k in ("name", "perhaps_role")]
    company = _NOTE.sub("", nameless[0]).strip() or None if nameless else None
    titles = of.get("role") or [s for s in of.get("perhaps_role", []) if s != nameless[0]]
    roles = tuple(role for title in titles for role in _roles(title, words))
    unknown = [s for s in of.get("name", []) if s != nameless[0] and _PLACE_NAME.match(_NOTE.sub("", s))]
    scoped = [s for s in of.get("workplace", []) if _says_where(s, words)]
    places = [*of.get("place", []), *scoped] or unknown[:1]
    return Header(
        segments=tuple(segments),
        company=company,
        roles=roles if len(roles) <= _MOST_ROLES else (),
        title=", ".join(titles) or "Several roles",
        places=tuple(dict.fromkeys(s for s in segments if s in places)),
        employment=_employment(of.get("employment", []), words),
    )


def _segments(line: str) -> list[str]:
    for separator in _SEPARATORS:
        parts = [part for part in re.split(separator, line) if part]
        if len(parts) > 1:
            return parts
    return [line]


def _kind(segment: str, words: Mapping[str, re.Pattern[str]]) -> str:
    """What a segment says, by the first rule that fits; else a name, perhaps with a role's word ("Bramble AI")."""
    bare = _NOTE.sub("", segment).strip() or segment
    names_a_role = words["role_head"].search(bare)
    rules = {
        "employment": words["employment"].search(bare) and not names_a_role,
        "workplace": words["workplace"].search(bare) and not names_a_role,
        "pay": _PAY.search(bare),
        "link": _LINK.match(bare),
        "role": names_a_role,
        "aside": words["aside"].search(bare),
        "place": _begins_with_a_place(bare, words) or _CITY_STATE.match(bare),
    }
    plain = "perhaps_role" if words["role"].search(bare) else "name"
    return next((kind for kind, fits in rules.items() if fits), plain)


def _begins_with_a_place(segment: str, words: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether a known place stands by itself at the beginning: "US or Canada", not "US citizens"."""
    found = words["place"].match(segment)
    return bool(found and _PLACE_END.match(segment, found.end()))


def _roles(title: str, words: Mapping[str, re.Pattern[str]]) -> Sequence[str]:
    """The parts of a list in which each is a role by itself; else the title as it stands."""
    parts = [part for part in _LIST.split(title) if part]
    return parts if all(words["role_head"].search(part) for part in parts) else [title]


def _says_where(segment: str, words: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether a segment that names a way of working names a place too ("REMOTE (EU)", "Onsite Berlin")."""
    rest = words["aside"].sub(" ", words["workplace"].sub(" ", segment))
    return bool(_LETTERS.search(_FILLER.sub(" ", rest)))


def _employment(segments: Sequence[str], words: Mapping[str, re.Pattern[str]]) -> str | None:
    """The one kind that is named; several name none."""
    named = {m[0].lower() for segment in segments for m in words["employment"].finditer(segment)}
    return named.pop() if len(named) == 1 else None
