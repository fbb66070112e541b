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
from nlp.placed import SILENT, Placed

_MOST = 20
"""More years are a company's age."""
_LONGEST_FIGURE = 45
_HEADING = 60
"""A longer line is none that only says what stands below it."""
_UNIT = re.compile(r"years?|yrs?|yoe|months?|decades?")
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
    """The least years of experience that the text requires overall; of figures by degree the lowest degree's.

    Of several figures the widest holds: «7+ years in software», then «2+ years with LLMs».
    """
    required: list[int] = []
    instead: list[int] = []
    preferred: list[int] = []
    is_wish = is_choice = False
    for i, p in enumerate(placed):
        section, low = p.section, p.statement.low
        if p.is_heading or low.endswith(":"):
            is_wish = len(low) <= _HEADING and _shape("wishes").search(low) is not None
        if (section in SILENT and section != "about") or not may_speak_of_years(low):
            continue
        if _shape("broken").match(low):
            low = _mended(low, placed[max(0, i - 3) : i])
        was_choice, is_choice = is_choice, _shape("or_else").search(low) is not None
        if section == "about" and not _shape("asks").search(low):
            continue
        if wishes := _shape("wishes_inside").search(low):
            section, low = ("preferred", low) if wishes.start() == 0 else (section, low[: wishes.start()])
        if (asked := _asked(low)) is None or _shape("of_others").search(low, 0, asked[1].start()):
            continue
        value, first = asked
        after = low[first.end() :][:90]
        if is_wish or _shape("extra").search(after):
            continue
        if section == "preferred" or _shape("preferred").search(after):
            preferred.append(value)
        elif was_choice or _shape("instead").search(low, 0, first.start()) or _is_company(low[: first.start()]):
            instead.append(value)
        else:
            required.append(value)
    return max(required or instead, default=min(preferred, default=None))


def _asked(low: str) -> tuple[int, re.Match[str]] | None:
    """The figure that a statement asks for, the largest of figures by degree, and where its first one stands."""
    figures = [
        (years, m, rest)
        for m, rest in _matches(low)
        if not _shape("not_experience").match(rest) and (years := _floor(low, m)) is not None
    ]
    if not figures:
        return None
    value, first, _ = figures[0]
    if _shape("degrees").search(low):
        held = (
            years
            for years, m, rest in figures[1:]
            if _shape("degree").search(rest) or not _shape("or_before").search(low, 0, m.start())
        )
        value = max((value, *held))
    return value, first


def _mended(low: str, before: Sequence[Placed]) -> str:
    """A statement that opens with the word of a figure, with the figure that line breaks have cut off."""
    head = ""
    for p in reversed(before):
        head = f"{p.statement.low} {head}"
        if len(p.statement.low) > 2:
            break
    return head + low if _shape("cut_off").search(head) else low


def _floor(low: str, match: re.Match[str]) -> int | None:
    """The least years that a figure asks for; «0-1 years» and «graduates or up to 2 years» ask for none."""
    years = _number(match)
    if years is None or years > _MOST or (years == 0 and match["high"] is None):
        return None
    if _shape("at_most").search(low, 0, match.start()) or _shape("or_less").match(low, match.end()):
        return 0 if _shape("beginners").search(low) else None
    return None if _is_no_floor(low, match) else years


def _is_no_floor(low: str, match: re.Match[str]) -> bool:
    """Whether the words before a figure make it a limit, a point in time or a count of something else."""
    shapes = _skill("not_a_floor"), _shape("counts_other")
    return any(shape.search(low, 0, match.start()) for shape in shapes)


def years_of_skills(low: str, skills: Sequence[Span]) -> list[int | None]:
    """The least years asked for of each of a statement's skills, given as spans of `low` (`Statement.low`) in order."""
    found: list[int | None] = [None] * len(skills)
    if not may_speak_of_years(low) or not skills:
        return found
    figures = _figures(low)
    spoken_for: set[int] = set()
    for i, figure in enumerate(figures):
        behind = figures[i - 1].end if i else 0
        if not _is_of_others(low, figure) and (chain := _before(low, figure, behind, skills)):
            spoken_for.update(chain)
            for skill in chain:
                found[skill] = figure.years
    for i, figure in enumerate(figures):
        ahead = figures[i + 1].start if i + 1 < len(figures) else len(low)
        if not _is_of_others(low, figure):
            for skill in _after(low, figure, ahead, skills):
                if skill not in spoken_for:
                    found[skill] = min(figure.years, found[skill] or figure.years)
    return found


def may_speak_of_years(low: str) -> bool:
    """Whether a lower-case text may hold a figure of years at all."""
    return "year" in low or "yr" in low or "yoe" in low or ("exp" in low and ("month" in low or "decade" in low))


def _figures(low: str) -> list[_Figure]:
    """The figures of a statement that ask for experience, in order; of «2+ years (5+ for seniors)» the first."""
    found: list[_Figure] = []
    for match, rest in _matches(low):
        years = _number(match)
        if years is None or not 0 < years <= _MOST or _is_no_floor(low, match):
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


def _matches(low: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each figure, sought only shortly before a «year», and what follows it."""
    at = 0
    for unit in _UNIT.finditer(low):
        if unit.start() < at:
            continue
        found = _shape("figure").search(low, max(at, unit.start() - _LONGEST_FIGURE), unit.end())
        found = found or _shape("behind").match(low, unit.start())
        at = found.end() if found else unit.end()
        if found is not None and (_is_in_years(found) or _shape("of_experience").match(low, at)):
            yield found, cast(re.Match[str], _FOLLOWING.match(low, at)).group()


def _is_of_others(low: str, figure: _Figure) -> bool:
    return _is_company(low[: figure.start]) or _shape("of_others").search(low, 0, figure.start) is not None


def _is_company(before: str) -> bool:
    return _skill("company").search(before) is not None


def _is_in_years(match: re.Match[str]) -> bool:
    return (match.groupdict().get("unit") or "y")[0] == "y"


def _number(match: re.Match[str]) -> int | None:
    """The least of a figure in whole years: of «18 months» one."""
    given = match.groupdict()
    number = number_of(given.get("digit") or given["low"] or given["low2"])
    if number is None or _is_in_years(match):
        return number
    return number // 12 if given["unit"].startswith("month") else 10 * number


def number_of(text: str) -> int | None:
    """«4», «4.5» and «four» → 4; None for what is no number."""
    return int(float(text)) if text[0].isdigit() else cast(int | None, _facts()["numbers"].get(text))


@cache
def _facts() -> Any:
    return facts("mentions/years.toml")


@cache
def _shape(name: str) -> re.Pattern[str]:
    return re.compile(_facts()[name])


@cache
def _skill(name: str) -> re.Pattern[str]:
    return re.compile(_facts()["skill"][name])


@cache
def _ends() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{e})" for e in _facts()["skill"]["ends"]))
