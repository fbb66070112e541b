"""How many years of experience a posting asks for: overall, and of each skill that a figure is said of.

«5+ years of experience, including 2+ years with RAG» asks for five overall and two of RAG; «5+ years of software
engineering, with strong Python» asks for none of Python. The words are data (`years.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from nlp.cues import facts
from nlp.sections import SILENT, Placed

_MOST = 20
"""More years are a company's age."""
_LONGEST_FIGURE = 45
_UNIT = re.compile(r"years?|yrs?")
_FOLLOWING = re.compile(r"[^.;]{0,60}")
_REACH = 400
"""How far a figure speaks, in characters; longer lists lost their line breaks."""
_BRACKET = re.compile(r"\([^()]*(?:\)|$)")
_COMMA = re.compile(r",(?!\d{3})")
_AND = re.compile(r"\s*(?:/|&|and/or|and|or)\s*")
_AND_COMMA = re.compile(r"\s*(?:,|/|&|,?\s*(?:and/or|and|or)\b)\s*")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Figure:
    start: int
    end: int
    years: int


def min_years_of(placed: Sequence[Placed]) -> int | None:
    """The least years of experience that the text requires overall; of figures by degree the lowest degree's."""
    general: list[int] = []
    narrow: list[int] = []
    preferred: list[int] = []
    for p in placed:
        if p.section in SILENT and p.section != "about":
            continue
        low = p.statement.low
        if not may_speak_of_years(low):
            continue
        figures = [
            (_number(m), bool(_shape("general").match(rest)), m)
            for m, rest in _matches(low, apart=True)
            if not _shape("not_experience").match(rest)
        ]
        figures = [f for f in figures if f[0] is not None and 0 < f[0] <= _MOST]
        if not figures or (
            p.section == "about"
            and not re.search(r"you|experience (?:in|with|as)|seeking|looking for|required|minimum", low)
        ):
            continue
        by_degree = len(figures) > 1 and "bachelor" in low
        value = max(f[0] for f in figures) if by_degree else figures[0][0]  # type: ignore[type-var]
        if p.section == "preferred" or re.search(
            r"\b(?:preferred|plus|ideally|nice to have|desired)\b", low[figures[0][2].end("low") :][:90]
        ):
            preferred.append(cast(int, value))
        elif any(f[1] for f in figures):
            general.append(cast(int, value))
        else:
            narrow.append(cast(int, value))
    if general:
        return general[0]
    return max(narrow) if narrow else min(preferred, default=None)


def years_of_skills(low: str, skills: Sequence[Span]) -> list[int | None]:
    """The least years asked for of each of a statement's skills, given as spans of `low` (`Statement.low`) in order."""
    found: list[int | None] = [None] * len(skills)
    if not may_speak_of_years(low) or not skills:
        return found
    figures = _figures(low)
    spoken_for: set[int] = set()
    for i, figure in enumerate(figures):
        behind = figures[i - 1].end if i else 0
        if not _is_company(low[: figure.start]) and (chain := _before(low, figure, behind, skills)):
            spoken_for.update(chain)
            for skill in chain:
                found[skill] = figure.years
    for i, figure in enumerate(figures):
        ahead = figures[i + 1].start if i + 1 < len(figures) else len(low)
        if not _is_company(low[: figure.start]):
            for skill in _after(low, figure, ahead, skills):
                if skill not in spoken_for:
                    found[skill] = min(figure.years, found[skill] or figure.years)
    return found


def may_speak_of_years(low: str) -> bool:
    """Whether a lower-case text may hold a figure of years at all."""
    return "year" in low or "yr" in low


def _figures(low: str) -> list[_Figure]:
    """The figures of a statement that ask for experience, in order; of «2+ years (5+ for seniors)» the first."""
    found: list[_Figure] = []
    for match, rest in _matches(low):
        years = _number(match)
        if years is None or not 0 < years <= _MOST or _skill("not_a_floor").search(low, 0, match.start()):
            continue
        if found and low[found[-1].end : match.start()].strip() == "(":
            continue
        if not _shape("not_experience").match(rest):
            found.append(_Figure(match.start(), match.end(), years))
    if found:
        found += [
            _Figure(m.start(), m.end(), cast(int, _number(m))) for m in _shape("partial").finditer(low, found[0].end)
        ]
    return sorted(found, key=lambda f: f.start)


def _after(low: str, figure: _Figure, ahead: int, skills: Sequence[Span]) -> Iterator[int]:
    """The skills that a figure speaks of and that stand after it: «3 years with Python or Scala»."""
    stop = min(ahead, figure.end + _REACH)
    inside = [i for i, (start, end) in enumerate(skills) if figure.end <= start and end <= stop]
    if not inside:
        return
    for match in _ends().finditer(low, figure.end, stop):
        is_word = any(map(str.isalpha, match.group()))
        if not (is_word and match.start() <= figure.end + 1) and not any(
            match.start() < skills[i][1] and skills[i][0] < match.end() for i in inside
        ):
            stop = match.start()
            break
    at = figure.end
    for edge in [*_commas(low, figure.end, stop), stop]:
        here = [i for i in inside if at <= skills[i][0] and skills[i][1] <= edge]
        anew = _skill("anew").match(low[at:edge]) if len(low[figure.end : at].split()) > 2 else None
        if anew and not any(skills[i][0] < at + anew.end() for i in here):
            return
        yield from here
        if _skill("whole").search(_BRACKET.sub("", low[at:edge])):
            return
        at = edge + 1


def _commas(low: str, start: int, stop: int) -> list[int]:
    """Where commas part a list, those in brackets left out."""
    brackets = [m.span() for m in _BRACKET.finditer(low, start, stop)]
    return [
        m.start()
        for m in _COMMA.finditer(low, start, stop)
        if not any(left < m.start() < right for left, right in brackets)
    ]


def _before(low: str, figure: _Figure, behind: int, skills: Sequence[Span]) -> list[int]:
    """The skills that a figure speaks of and that stand before it: «Python (3+ years)», «Java, SQL: 2 years»."""
    nearest = max((i for i, (start, _) in enumerate(skills) if behind <= start < figure.start), default=None)
    if nearest is None or not _skill("closed").match(low[figure.end :]):
        return []
    bridge = _skill("bridge").fullmatch(low, min(skills[nearest][1], figure.start), figure.start)
    if bridge is None:
        return []
    sign = (bridge["sign"] or "").strip()
    joined = _AND_COMMA if sign in (":", "-", "for") else _AND
    chain = [nearest]
    while chain[0] > 0 and joined.fullmatch(low, skills[chain[0] - 1][1], skills[chain[0]][0]):
        chain.insert(0, chain[0] - 1)
    opening = low[behind : skills[chain[0]][0]]
    return [] if sign == "," and len(opening.split()) > 3 else chain


def _matches(low: str, *, apart: bool = False) -> Iterator[tuple[re.Match[str], str]]:
    """Each figure, sought only shortly before a «year», and what follows it; `apart`: none in what follows another."""
    at = 0
    for unit in _UNIT.finditer(low):
        if unit.start() < at:
            continue
        found = _shape("figure").search(low, max(at, unit.start() - _LONGEST_FIGURE), unit.end())
        if found is not None:
            rest = cast(re.Match[str], _FOLLOWING.match(low, found.end())).group()
            at = found.end() + (len(rest) if apart else 0)
            yield found, rest


def _is_company(before: str) -> bool:
    return _skill("company").search(before) is not None


def _number(match: re.Match[str]) -> int | None:
    given = match.groupdict()
    return number_of(given.get("digit") or given["low"] or given["low2"])


def number_of(text: str) -> int | None:
    """«4», «4.5» and «four» → 4; None for what is no number."""
    return int(float(text)) if text[0].isdigit() else cast(int | None, _facts()["numbers"].get(text))


@cache
def _facts() -> Any:
    return facts("years.toml")


@cache
def _shape(name: str) -> re.Pattern[str]:
    return re.compile(_facts()[name])


@cache
def _skill(name: str) -> re.Pattern[str]:
    return re.compile(_facts()["skill"][name])


@cache
def _ends() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{e})" for e in _facts()["skill"]["ends"]))
