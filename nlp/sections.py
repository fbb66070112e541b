"""In which section of a posting each statement stands: heading lexicon first, then what the statement itself says.

Sections: about (the company), role, responsibilities, requirements, preferred, benefits, eeo, apply. Nearly nine in ten
false hits of a dictionary stand in about, benefits, eeo and apply (reference/skills.md section 0), so those yield no skills.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, cast

from nlp.cues import Cues, cues
from nlp.taxonomy import FOLDER
from nlp.text import Statement, lower, same_length, statements

Section = Literal["title", "about", "role", "responsibilities", "requirements", "preferred", "benefits", "eeo", "apply"]
SILENT: frozenset[Section] = frozenset({"about", "benefits", "eeo", "apply"})
"""Sections whose words say nothing of what the person does or needs."""
_MAX_HEADING_WORDS = 9
_EDGE = re.compile(r"^[\W\d_]+|[^\w)]+$")
_STICKY_WORDS = frozenset({"responsibilities", "requirements", "qualifications", "benefits", "compensation", "skills"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement and where it stands."""

    statement: Statement
    section: Section
    is_heading: bool = False


@cache
def _headings() -> Mapping[str, Section]:
    with (FOLDER / "headings.csv").open(encoding="utf-8", newline="") as rows:
        return {_plain(row["heading"]): cast(Section, row["section"]) for row in csv.DictReader(rows)}


@cache
def _inline_heading() -> re.Pattern[str]:
    """A known heading with a capital and a colon inside a line: «… users. Basic Qualifications: Python …»."""
    phrases = sorted((h for h in _headings() if " " in h or h in _STICKY_WORDS), key=len, reverse=True)
    return re.compile(r"(?:(?<=\s)|^)(?=[A-Z])(?i:" + "|".join(map(re.escape, phrases)) + r")\s?:(?=\s)")


def _plain(line: str) -> str:
    text = lower(same_length(line)).replace("&", "and").replace("/", " and ")
    text = re.sub(r"\((?:required|must have|preferred|optional)?[^)]*\)", " ", text) if len(text) > 14 else text
    return re.sub(r"\s+", " ", _EDGE.sub("", text.strip())).strip(" :?!.-")


def heading_section(line: str) -> Section | None:
    """The section that a line opens as a heading, None where it is no known heading."""
    if len(line) > 90 or line.rstrip().endswith((".", ",", ";")):
        return None
    plain = _plain(line)
    words = plain.split()
    known = _headings()
    if not words or len(words) > _MAX_HEADING_WORDS:
        return None
    if plain in known:
        return known[plain]
    if not (line.rstrip().endswith((":", "?")) or line[:1].isupper()):
        return None
    if words[0] == "about" and len(words) <= 5:
        return "role" if words[-1] in {"role", "team", "position", "job", "opportunity"} else "about"
    if words[0] == "why" and len(words) <= 5:
        return "benefits"
    if words[0] == "life" and len(words) <= 4:
        return "about"
    # «Required Technical Skills for Success», «Minimum Qualifications – Senior»: the longest known phrase at an end.
    for size in range(min(len(words) - 1, 6), 0, -1):
        for phrase in (" ".join(words[:size]), " ".join(words[-size:])):
            if phrase in known and (size > 1 or phrase in _STICKY_WORDS):
                if "preferred" in words or "desired" in words:
                    return "preferred"
                return known[phrase]
    return None


def place(text: str) -> list[Placed]:
    """Every statement of a posting's text with its section, headings marked."""
    found: list[Placed] = []
    current: Section | None = None
    for statement in _split_at_headings(statements(text)):
        whole_line = statement.opens_line and statement.closes_line
        section = heading_section(statement.text) if whole_line or statement.text.endswith(":") else None
        if section is None and statement.text.endswith((":", ": ")) and not statement.is_bullet:
            section = _list_opening(statement.low)
        if section is not None and not (statement.is_bullet and not statement.text.endswith(":")):
            current = section
            found.append(Placed(statement, section, is_heading=True))
            continue
        label = _label(statement.text)
        if label is not None and not statement.is_bullet:
            current = label
        found.append(Placed(statement, _judge(statement.low, label or current)))
    return found


def _list_opening(low: str) -> Section | None:
    """The section of the list that a line opens: «To be successful you should have experience with:»."""
    if len(low) > 220:
        return None
    for section in ("preferred", "requirements", "responsibilities"):
        if _cue(f"heading_{section}").search(low):
            return cast(Section, section)
    return None


def _label(text: str) -> Section | None:
    """The section of a statement that begins with its own heading: «Nice to have: Kubernetes»."""
    head, colon, rest = text.partition(":")
    return heading_section(head + ":") if colon and rest.strip() and len(head) <= 60 else None


def _split_at_headings(given: Iterable[Statement]) -> Iterator[Statement]:
    for statement in given:
        hits = list(_inline_heading().finditer(statement.text)) if len(statement.text) > 120 else []
        if not hits:
            yield statement
            continue
        edges = sorted({0, len(statement.text), *(m.start() for m in hits), *(m.end() for m in hits)})
        for left, right in zip(edges, edges[1:], strict=False):
            piece = statement.text[left:right].strip()
            if piece:
                at = statement.start + statement.text.index(piece, left)
                yield replace(
                    statement,
                    start=at,
                    end=at + len(piece),
                    text=piece,
                    low=statement.low[left + statement.text[left:].index(piece) :][: len(piece)],
                    opens_line=statement.opens_line and left == 0,
                    closes_line=statement.closes_line and right == len(statement.text),
                )


def _judge(low: str, under: Section | None) -> Section:
    """The section of a statement under a heading (None: none yet), unless its own words say otherwise."""
    if _cue("eeo").search(low):
        return "eeo"
    if under in ("eeo", "apply", "benefits"):
        return under
    if _cue("benefits").search(low):
        return "benefits"
    if _cue("apply").search(low):
        return "apply"
    if under is None or under == "about":
        speaks_of_role = _cue("role").search(low) is not None
        if under is None and _cue("requirements").search(low) and not _cue("about").search(low):
            return "requirements"
        if not speaks_of_role or (_cue("about").search(low) and not re.search(r"\byou\b|\bthis role\b|seeking|looking for", low)):
            return "about"
        return "requirements" if under is None and _cue("asking").match(low) else "role"
    return "requirements" if under in ("role", "responsibilities") and _cue("asking").match(low) else under


def _cue(name: str) -> Cues:
    return cues("cues.toml", "section", name)
