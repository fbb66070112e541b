"""Names and words of daily life among the found: a skill only where what stands around them says so.

A name that a street, a firm or a prize is called by is none («Java Street Surgery»); a word that other trades use too
is one in a list of skills, beside another skill, or in an entry that names tools («triage» of a nurse is none).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from nlp.cues import facts
from nlp.mentions.finder import Candidate
from nlp.resume.lines import ResumeLine, tells_a_deed
from nlp.resume.signs import Sign
from nlp.taxonomy.loader import Skill

_NEXT = re.compile(r"(?:'s|’s)?[ ](?=[^\W\d_])([^\W_][^\s,;:.()/|]*)")
_LAST = re.compile(r"([^\W\d_]+)[ ]$")
_ARTICLE = re.compile(r"\b(?:an?|my|his|her|old) $")
_ENDS_PHRASE = re.compile(r"(?: (?:in|on|at|of|from|who|and|with|for)\b|[.,;:)]|$)")
_FURTHER = 2
"""Capitalised words behind a name among which the house may stand: «Julia Hartwell Foundation»."""
_LONG = 7
"""Words of a statement that says more than what something is called."""
_TITLE_CASE = 0.7
"""Share of words with a capital from which a statement sets all its words so."""
_SPARE = frozenset({"notes", "interests", "awards"})
_PLAIN_FAMILIES = frozenset({"office_suite", "spreadsheet", "work_management_tool", "design_tool"})
"""Families of tools that every office uses."""


def without_houses(
    text: str, found: Sequence[Candidate], line: ResumeLine, skills: Mapping[str, Skill]
) -> list[Candidate]:
    """The names that no house, place or prize is called by, that no common noun is («a docker in Hull») and no other
    words' initials («Good Clinical Practice (GCP)»)."""
    is_spare = line.section in _SPARE and len(found) == 1
    return [
        c
        for c in found
        if not (
            _names_house(text, c, found)
            or _is_common_noun(text, c, is_spare=is_spare, is_product=skills[c.skill].kind == "tool")
            or _spells(text, c, found)
        )
    ]


def is_technical(found: Sequence[Candidate], skills: Mapping[str, Skill]) -> bool:
    """Whether a statement names a tool that not every office uses."""
    return any(skills[c.skill].kind == "tool" and skills[c.skill].family not in _PLAIN_FAMILIES for c in found)


def without_plain_words(
    found: Sequence[Candidate], line: ResumeLine, skills: Mapping[str, Skill], *, in_technical: bool
) -> list[Candidate]:
    """The found without words of daily life that nothing around them makes a skill of."""
    words = [c for c in found if c.listed.lower() in plain_words()]
    if in_technical or line.section == "skills" or not words:
        return list(found)
    others = [c for c in found if c not in words and skills[c.skill].kind != "soft"]
    return list(found) if others else [c for c in found if c not in words]


def sure_signs(signs: Sequence[Sign], skills: Mapping[str, Skill]) -> list[Sign]:
    """The signs of a statement that nothing technical stands around: titles and what every trade has.

    A nurse is on call, a waiter cleans tables and a bridge is load-tested in the words of who runs services.
    """
    return [s for s in signs if s.is_title or skills[s.skill].kind == "soft" or s.skill in _facts()["trades"]]


def blocks(lines: Sequence[ResumeLine]) -> list[int]:
    """For each line the number of the head or heading that it stands under."""
    found, at, was_entry = [], 0, False
    for number, line in enumerate(lines):
        is_entry = line.role == "entry"
        if line.role == "heading" or (is_entry and not was_entry):
            at = number
        was_entry = is_entry
        found.append(at)
    return found


def _names_house(text: str, c: Candidate, found: Sequence[Candidate]) -> bool:
    name = text[c.start : c.end]
    if " " in name or not name[:1].isupper():
        return False
    last = _LAST.search(text, max(0, c.start - 20), c.start)
    if last and last[1][0].isupper() and last[1].lower() in _facts()["before"]:
        return True
    return not _is_title_case(text) and any(
        word.lower() in _facts()["behind"] for word in _capitals(text, c.end, {other.start for other in found})
    )


def _is_common_noun(text: str, c: Candidate, *, is_spare: bool, is_product: bool) -> bool:
    """Whether a name stands small, as nobody writes it who means it: a product's behind «a» at the end of its phrase
    («a vector database» is what a concept is called), any alone in what is told of spare time."""
    name = text[c.start : c.end]
    if not (name.islower() and c.listed[:1].isupper()):
        return False
    if is_spare:
        return True
    is_counted = is_product and _ARTICLE.search(text, max(0, c.start - 8), c.start) is not None
    return is_counted and _ENDS_PHRASE.match(text, c.end) is not None


def _spells(text: str, c: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether an abbreviation in brackets stands for the words before them, which are another thing's name."""
    name = text[c.start : c.end]
    if not (name.isupper() and name.isalpha() and len(name) > 1 and text[c.start - 1 : c.start] == "("):
        return False
    words = text[: c.start - 1].split()[-len(name) :]
    is_named = any(other.skill == c.skill and other.end <= c.start for other in found)
    return not is_named and "".join(word[0] for word in words).upper() == name


def _capitals(text: str, at: int, taken: Collection[int]) -> Iterator[str]:
    """The words with a capital right behind a name, none of them a name itself."""
    for _ in range(_FURTHER):
        word = _NEXT.match(text, at)
        if word is None or not word[1][0].isupper() or word.start(1) in taken:
            return
        yield word[1]
        at = word.end()


def _is_title_case(text: str) -> bool:
    words = [word for word in text.split() if word[0].isalpha()]
    is_long = len(words) > _LONG or tells_a_deed(text)
    return is_long and sum(word[0].isupper() for word in words) >= _TITLE_CASE * len(words)


@cache
def _facts() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in facts("resume/everyday.toml").items()}


def plain_words() -> frozenset[str]:
    """Words of daily life and of other trades."""
    return _facts()["words"]
