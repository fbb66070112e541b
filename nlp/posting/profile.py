"""What a posting says of person and job apart from skills: seniority, degree, workplace, employment, language.

The words are data (`profile.toml`). Every value is None where the text does not say it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypeVar, cast, get_args

from nlp.cues import Cues, cues, facts, together
from nlp.mentions.years import may_speak_of_years, min_years_of, number_of
from nlp.placed import Placed, Section
from nlp.seniority import seniority_of
from nlp.text import Statement, lower, same_length
from warehouse.models import Degree, DegreeNeed, EmploymentType, Seniority, Workplace

_DEGREE_HERE = re.compile(r"degree|ph\.?d|bachelor|master'?s? (?:in|of)|require")
# «A degree (Master or engineering school)»: the bracket says which.
_BRACKETED_DEGREE = re.compile(
    r"\b(?:degree|education|studies|diploma) \((?![^()]*(?:prefer|ideal|desir|plus))([^()]*)\)"
)
_WHOLLY = re.compile(r"\b(?:fully|100%)")
_YEARS_FIRST = re.compile(r"years?\b")
# «What we askMaster's degree»: a line break is lost before the capital.
_GLUED = re.compile(r"(?<=[a-z).])(?=[A-Z][a-z]{2}|[MB]Sc?\b|PhDs?\b|\d{1,2}\+? years)")
_LONG = 120
"""Shorter statements have lost no line breaks."""
_CLAUSE = re.compile(
    r"[;()]|(?<!\bph\.d)(?<!\b[bm]\.s)\.\s|(?<=required),\s"
    r"|\s-\s(?=(?:an? )?(?:master|m\.?sc?\b|ph\.?d|advanced degree))"
    r"|,\s(?!(?:or|and) (?![^,;]*(?:bachelor|master|ph\.?d|[bm]\.?sc?\b|degree|doctor)))"
    r"(?=[^,;]{0,60}(?:preferred|a plus|desirable|ideally|required))"
)
_FEW_WORDS = 5
_BLANKS = re.compile(r" {2,}")
_KINDS_OF_WORKPLACE = (
    "remote_tag",
    "hybrid_tag",
    "hybrid_firm",
    "remote_firm",
    "hybrid",
    "onsite_firm",
    "remote",
    "hybrid_weak",
    "onsite",
)
_DEGREES: tuple[Degree, ...] = get_args(Degree)

_Kind = TypeVar("_Kind", bound=str)
Verdict = tuple[tuple[Degree, ...], DegreeNeed]
"""The degrees that a clause names, the lowest first, and how much one of them is wanted."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The fields of a reading that are not skills."""

    seniority: Seniority | None
    min_years: int | None
    degree: Degree | None
    degree_need: DegreeNeed | None
    degree_preferred: Degree | None
    degrees_named: tuple[Degree, ...]
    workplace: Workplace | None
    employment_type: EmploymentType | None


def read_profile(title: str, placed: Sequence[Placed]) -> Profile:
    """The profile that a title and the placed statements of a text give."""
    verdicts = _degree_verdicts(placed)
    degree, need = _lowest([v for v in verdicts if v[1] != "preferred"] or verdicts)
    return Profile(
        seniority_of(title, placed),
        min_years_of(placed),
        degree,
        need,
        _lowest([v for v in verdicts if v[1] == "preferred"])[0],
        tuple(d for d in _DEGREES if any(d in named for named, _ in verdicts)),
        workplace_of(title, placed),
        employment_of(title, placed),
    )


def _lowest(verdicts: Sequence[Verdict]) -> tuple[Degree | None, DegreeNeed | None]:
    """The lowest degree that satisfies one of the clauses and how much it is wanted."""
    degrees, need = min(verdicts, key=lambda v: _DEGREES.index(v[0][0]), default=((None,), None))
    return degrees[0], need


def _degree_verdicts(placed: Sequence[Placed]) -> list[Verdict]:
    """What each clause that asks for a degree asks for."""
    patterns = _patterns("degree")
    verdicts: list[Verdict] = []
    heading: Section | None = None
    for i, p in enumerate(placed):
        low = p.statement.low
        if p.is_heading:
            heading = _section_of_heading(low, patterns)
        section = heading if heading and p.section in ("requirements", "preferred") else p.section
        if section in ("benefits", "eeo", "apply") and not ("education" in low and "degree" in low):
            continue
        if p.is_refused or not may_name_degree(low):
            continue
        found = _verdicts(p.statement, section, patterns)
        if i + 1 < len(placed) and patterns["in_its_place"].match(placed[i + 1].statement.low):
            found = [(degrees, "or_equivalent" if need == "required" else need) for degrees, need in found]
        if i and verdicts and found and _only_weighs(placed[i - 1].statement, p.statement, verdicts[-1], found[0]):
            verdicts.pop()
        verdicts += found
    return verdicts


def _verdicts(statement: Statement, section: Section, patterns: Mapping[str, Cues]) -> list[Verdict]:
    """The degrees that the clauses of a statement ask for, and how much."""
    low = _unglued(statement)
    is_glued = low != statement.low
    low = _BLANKS.sub(" ", low)
    low = patterns["not_a_degree"].sub(" ", low)
    low = _BRACKETED_DEGREE.sub(lambda m: m[1] if _named_degrees(m[1], patterns) else m[0], low)
    low = _without_lowering(low)
    if not _named_degrees(low, patterns) or (not is_glued and _is_unasked(low, patterns)):
        return []
    if section in ("about", "role", "responsibilities") and not _DEGREE_HERE.search(low):
        return []
    return [
        (tuple(inside), _degree_need(part, low, section, patterns))
        for part in _degree_clauses(low)
        if (inside := _named_degrees(part, patterns)) and not (is_glued and _is_unasked(part, patterns))
    ]


def _only_weighs(before: Statement, statement: Statement, last: Verdict, verdict: Verdict) -> bool:
    """Whether a few words say how much the degree before is wanted: «Advanced degree in physics; MSc/PhD preferred»."""
    is_tail = before.text.endswith(";") and len(statement.text.split()) < _FEW_WORDS
    return is_tail and last[0][0] == verdict[0][0] and last[1] == "required" and verdict[1] == "preferred"


def _is_unasked(low: str, patterns: Mapping[str, Cues]) -> bool:
    """Whether the degree named is no demand: «no PhD needed», «our team of PhDs»."""
    return patterns["not_needed"].search(low) is not None or patterns["not_asked"].search(low) is not None


def _section_of_heading(low: str, patterns: Mapping[str, Cues]) -> Section | None:
    """The section whose need a heading's own words give; None for nearly all."""
    if patterns["asked_heading"].search(low):
        return "requirements"
    return "preferred" if patterns["wished_heading"].search(low) else None


def _unglued(statement: Statement) -> str:
    """A long statement cut where it lost its line breaks: «… is preferred.Education», «What we askMaster's degree»."""
    if len(statement.low) < _LONG:
        return statement.low
    edges = [0, *(m.start() for m in _GLUED.finditer(statement.text)), len(statement.low)]
    return ". ".join(statement.low[a:b] for a, b in pairwise(edges))


def _without_lowering(low: str) -> str:
    """A statement without the degrees that only lower the years: «10 years, or 7 with a PhD»."""
    if not may_speak_of_years(low):
        return low
    for m in _lowered("by_figure").finditer(low):
        more, less = number_of(m["more"]), number_of(m["less"])
        if more and less and less < more:
            low = low[: m.start("out")] + " " * (m.end("out") - m.start("out")) + low[m.end("out") :]
    return _lowered("by_verb").sub(" ", low)


def _named_degrees(low: str, patterns: Mapping[str, Cues]) -> list[Degree]:
    """The degrees that a text names, the lowest first; «a degree in …» alone is a bachelor's."""
    named = [d for d in _DEGREES if patterns[d].search(low)]
    return named or (["bachelor"] if patterns["any"].search(low) else [])


def workplace_of(title: str, placed: Sequence[Placed]) -> Workplace | None:
    """Remote, hybrid or on site by the words of the text, else of the title."""
    patterns = _patterns("workplace")
    hint = cues("posting/profile.toml", "workplace", "hint").may_match
    hinted = "\n".join(p.statement.low for p in placed if hint(p.statement.low))
    for text in (_BLANKS.sub(" ", hinted), _flat(title)):
        speaks = patterns["other"].sub(" ~ ", text)
        refused = patterns["not_remote"].search(speaks)
        if refused:
            speaks = patterns["not_remote"].sub(" ~ ", speaks)
        for kind in _KINDS_OF_WORKPLACE:
            if kind == "remote":
                speaks = patterns["perk"].sub(" ~ ", speaks)
            if patterns[kind].search(speaks) and not (refused and kind.startswith("remote")):
                return cast(Workplace, kind.partition("_")[0])
        if refused:  # who is not fully remote is so in part
            return "hybrid" if _WHOLLY.search(refused.group()) else "onsite"
    return None


def employment_of(title: str, placed: Sequence[Placed]) -> EmploymentType | None:
    """The kind of employment that the title or the text names."""
    hint = _employment("hint").may_match
    text = "\n".join(p.statement.low for p in placed if p.section != "eeo" and hint(p.statement.low))
    for place, words in (("title", _flat(title)), ("text", text)):
        speaks = _employment("other").sub(" ~ ", words)
        for kind, pattern in _kinds_of_employment(place).items():
            if pattern.search(speaks):
                return kind
    return None


@lru_cache(maxsize=512)
def may_name_degree(low: str) -> bool:
    """Whether a lower-case text may name a degree at all."""
    return _shape("study").search(low) is not None


@cache
def _lowered(name: str) -> re.Pattern[str]:
    return re.compile(facts("posting/profile.toml")["lowered"][name])


@cache
def _shape(name: str) -> re.Pattern[str]:
    return re.compile(facts("posting/profile.toml")["shapes"][name])


@cache
def _patterns(table: str) -> Mapping[str, Cues]:
    return _together({kind: Cues(forms) for kind, forms in facts("posting/profile.toml")[table].items()})


@cache
def _kinds_of_employment(place: str) -> Mapping[EmploymentType, Cues]:
    return _together({kind: Cues(forms) for kind, forms in facts("posting/profile.toml")["employment"][place].items()})


def _together(lists: Mapping[_Kind, Cues]) -> Mapping[_Kind, Cues]:
    """Lists that are asked of the same texts, so that these are looked at once."""
    together(lists.values())
    return lists


@cache
def _employment(name: str) -> Cues:
    return cues("posting/profile.toml", "employment", name)


def _flat(text: str) -> str:
    return lower(same_length(text))


def _degree_clauses(low: str) -> list[str]:
    """«Bachelor's required; Master's preferred», «BS (PhD preferred)»: clauses with a verdict of their own."""
    return [c for c in _CLAUSE.split(low) if c.strip()]


def _degree_need(part: str, low: str, section: str, patterns: Mapping[str, Cues]) -> DegreeNeed:
    part = patterns["of_the_field"].sub("in", part)
    if section == "preferred" or patterns["preferred"].search(part):
        return "preferred"
    if any(not _is_next_degree(low, m, patterns) for m in patterns["equivalent"].finditer(low)):
        return "or_equivalent"
    return "required"


def _is_next_degree(low: str, equivalent: re.Match[str], patterns: Mapping[str, Cues]) -> bool:
    """Whether «years or a degree» is a rung of degrees and no choice: «Bachelor's plus 5 years, or Master's plus 3»."""
    return _YEARS_FIRST.match(equivalent.group()) is not None and bool(
        _named_degrees(low[: equivalent.start()], patterns)
    )
