"""The header of a «Who is hiring?» comment: its segments told apart by their words, wherever they stand."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.models import LONGEST_ROLE, SAID_OF_A_ROLE, SOUGHT, role_of_line, role_words, whole_words

_DASH = r"\s+[-–—]\s+"
_SEPARATORS = (r"\s*\|\s*", r"\s*[•·]\s*", r"(?<!:)\s*//\s*", _DASH, r"\s*,\s+")
"""Tried in this order: the first that the line holds divides it."""
_MONEY = r"(?:[$€£¥]|\b(?:usd|eur|gbp|chf|cad)\b)"
_PAY = re.compile(rf"{_MONEY}\s?\d|\d\s?k\b|\d\s?{_MONEY}", re.IGNORECASE)
_LINK = re.compile(r"https?://|www\.|\S+\.\w+/", re.IGNORECASE)  # "Quillmoor.ai" is a name
_NOTE = re.compile(r"\s?[\[(][^\])]*(?:[\])]|\Z)")
_PLACE_END = re.compile(r"\s*(?:\Z|[,/(&+;|-]|(?:or|and|area|metro|office|only|based)\b)", re.IGNORECASE)
_PLACE_NAME = re.compile(r"[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+){0,2}\Z")
_CITY_STATE = re.compile(r"[A-Z][\w.' -]+, ?(?:[A-Z]{2}|[A-Z][a-z]+)\b")
_LIST = re.compile(r"(?<!\s)\s*(?:,|/|;|\+|•|·|\band\b|&)\s*")
_FILLER = re.compile(r"\b(?:or|and|only|fully|ok|friendly|first)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SITE = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+)\.", re.IGNORECASE)
_SEEKING = re.compile(
    r"(?:At )?([A-Z][\w&.'-]{1,30}(?: [A-Z][\w&.'-]{0,30}){0,4})(?: \([^)]{1,60}\))?(?: is|,? we are|,? we're| are)"
    r"(?: now| currently| actively| still)? (?:hiring|looking|seeking|recruiting)\b"
)
_PRESENTS = re.compile(
    r"([A-Z][\w&.'-]{1,30}(?: [A-Z][\w&.'-]{0,30}){0,4})(?: \([^)]{1,60}\))? is (?:an?|the|one of)\b"
)
NO_ROLE = "Several roles"
"""The title of an advert that names none."""
_LONGEST = 400
_LONGEST_SEGMENT = 100
_LONGEST_TITLE = 80
_SHORT = 60
_HEADER_LINES = 4
_BODY = 8_000
_BODY_LINES = 80
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
    return {**{kind: whole_words(words) for kind, words in lists.items()}, **role_words()}


def read_header(text: str) -> Header | None:
    """The header at the beginning of a comment; None where it offers no job: nothing in it says role, place or terms.

    The role is the header's, else those that the lines below name; a long list is cut after whole roles.
    """
    words = _words()
    line = _first_line(text)
    segments = _segments(line)
    kinds = [_kind(segment, words) for segment in segments]
    if not _is_header(line, segments, kinds, words):
        return _prose_header(line, text, words)
    of = {kind: [s for s, k in zip(segments, kinds, strict=True) if k == kind] for kind in set(kinds)}
    nameless = [s for s, k in zip(segments, kinds, strict=True) if k in ("name", "perhaps_role")]
    named = nameless[0] if nameless else segments[0] if len(of.get(kinds[0], [])) > 1 else None
    company = _company(named, of.get("link", []), words)
    titles = of.get("role") or [s for s in of.get("perhaps_role", []) if s != named]
    roles = tuple(role for title in titles for role in _roles(title, words))
    unknown = [s for s in of.get("name", []) if s != named and _PLACE_NAME.match(_NOTE.sub("", s))]
    scoped = [s for s in of.get("workplace", []) if _says_where(s, words)]
    places = [*(s for s in of.get("place", []) if s != named), *scoped] or unknown[:1]
    return Header(
        segments=tuple(segments),
        company=company,
        roles=roles if len(roles) <= _MOST_ROLES else (),
        title=_short(roles or _roles_below(text, words), words) or NO_ROLE,
        places=tuple(dict.fromkeys(s for s in segments if s in places)),
        employment=_employment(of.get("employment", []), words),
    )


def _first_line(text: str) -> str:
    """The first line; where that is one short segment, with the short lines after it."""
    lines = [line.strip()[:_LONGEST] for line in text[: 4 * _LONGEST].split("\n")[:_HEADER_LINES]]
    first = lines[0]
    if "|" in first or len(_segments(first)) > 1 or not _is_short(first):
        return first
    return " | ".join([first, *itertools.takewhile(_is_short, lines[1:])])


def _is_short(line: str) -> bool:
    return 0 < len(line) <= _SHORT and line[-1] not in ".!?"


def _is_header(line: str, segments: Sequence[str], kinds: Sequence[str], words: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether a line is a header: divided by bars, or into short parts of which one names a role, a place or terms."""
    if len(segments) < 2:
        return False
    if "|" in line:
        return True
    if max(map(len, segments)) > _LONGEST_SEGMENT or words["sentence"].search(segments[0]):
        return False
    return bool(words["role_head"].search(line)) or not {"employment", "workplace", "place", "pay"}.isdisjoint(
        kinds[1:]
    )


def _prose_header(line: str, text: str, words: Mapping[str, re.Pattern[str]]) -> Header | None:
    """A sentence by which an employer looks for somebody, or says what it is before it names roles; else None."""
    found = _SEEKING.match(line) or _PRESENTS.match(line)
    if not found:
        return None
    roles = _roles_sought(line, words) or _roles_below(text, words)
    if not roles and not _SEEKING.match(line):
        return None
    return Header((line,), found[1], (), _short(roles, words) or NO_ROLE, (), None)


def _company(segment: str | None, links: Sequence[str], words: Mapping[str, re.Pattern[str]]) -> str | None:
    """The employer's name: without notes, addresses and what else stands in its segment; else its site's name."""
    if segment is not None:
        bare = _NOTE.sub("", _ADDRESS.sub("", segment)).strip(" -–—,:")
        first, *rest = re.split(r"\s+[-–—]\s+", bare)
        if rest and all(_kind(part, words) not in ("name", "perhaps_role") for part in rest):
            bare = first
        if bare:
            return bare
    site = _SITE.match(links[0]) if links else None
    return site[1] if site else None


def _roles_below(text: str, words: Mapping[str, re.Pattern[str]]) -> tuple[str, ...]:
    """The roles that the lines after the first name by themselves, else those that a sentence looks for."""
    lines = text[:_BODY].split("\n")[1:_BODY_LINES]
    named = [role for line in lines if (role := role_of_line(line))]
    return tuple(dict.fromkeys(named or _roles_sought("\n".join(lines), words)))


def _roles_sought(text: str, words: Mapping[str, re.Pattern[str]]) -> tuple[str, ...]:
    """What stands between «looking for a» and the word of a role."""
    found = []
    for sought in itertools.islice(SOUGHT.finditer(text), _MOST_ROLES):
        name = text[sought.end() : sought.end() + LONGEST_ROLE]
        head = words["role_head"].search(name)
        role = name[: head.end()] if head else ""
        if role and not words["sentence"].search(role) and not re.search(r"[.!?:\n]", role):
            found.append(role[:1].upper() + role[1:])
    return tuple(dict.fromkeys(found))


def _short(roles: Sequence[str], words: Mapping[str, re.Pattern[str]]) -> str:
    """The roles as one title: as many whole ones as there is room for, a long one without what is said of it."""
    title = ""
    for role in roles:
        cut = (
            role
            if len(role) <= _LONGEST_TITLE
            else SAID_OF_A_ROLE.split(_NOTE.sub("", role), maxsplit=1)[0].strip(" ,")
        )
        if len(cut) > _LONGEST_TITLE:
            heads = [head.end() for head in words["role_head"].finditer(cut[:_LONGEST_TITLE])]
            cut = cut[: heads[-1]] if heads else cut[:_LONGEST_TITLE].rpartition(" ")[0]
        if title and len(title) + len(cut) + 2 > _LONGEST_TITLE:
            break
        title = f"{title}, {cut}" if title else cut
    return title


def _segments(line: str) -> list[str]:
    """The parts of a line by the first separator that it holds; the first part, where bars divide, by dashes too."""
    for separator in _SEPARATORS:
        parts = [part for part in re.split(separator, line) if part]
        if len(parts) > 1:
            first = re.split(_DASH, parts[0]) if separator == _SEPARATORS[0] else parts[:1]
            return [*(part for part in first if part), *parts[1:]]
    return [line]


def _kind(segment: str, words: Mapping[str, re.Pattern[str]]) -> str:
    """What a segment says, by the first rule that fits; else a name, perhaps with a role's word ("Bramble AI")."""
    bare = _NOTE.sub("", segment).strip() or segment
    names_a_role = words["role_head"].search(bare)
    is_other = words["role"].search(bare) or words["legal_form"].search(bare)
    rules = {
        "employment": words["employment"].search(bare) and not names_a_role,
        "workplace": words["workplace"].search(bare) and not names_a_role,
        "pay": _PAY.search(bare),
        "link": _LINK.match(bare),
        "role": names_a_role,
        "aside": words["aside"].search(bare),
        "place": _begins_with_a_place(bare, words) or (_CITY_STATE.match(bare) and not is_other),
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
