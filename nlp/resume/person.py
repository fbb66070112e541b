"""Whose resume it is, where its head is sure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from nlp.resume.career.work import title_of
from nlp.resume.claims.statement import DOING
from nlp.resume.headings import facts, flat, heading_section, pattern
from nlp.resume.lines import ResumeLine
from nlp.text import unaccented

_SEARCHED = 40
"""Lines from the top among which the name may stand."""
_TOP = 3
_LETTERS = r"[^\W\d_]"
_NAME = re.compile(rf"{_LETTERS}(?:{_LETTERS}|['’.-])*(?: {_LETTERS}(?:{_LETTERS}|['’.-])*){{1,4}}")
_BRACKET = re.compile(r"\s*\([^()]{1,40}\)\s*$")
_BEFORE = re.compile(
    r"^(?:(?:resume|r[ée]sum[ée]|cv|c\.v\.|curriculum vitae|lebenslauf)\s*(?:[:–—-]|of|de|von|\|)\s*"
    r"|(?:dr|prof|mr|mrs|ms|mx|dipl\.?\s?-?ing|ing)(?:\.\s*|\s+))",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\s*([^:]{2,25}?)\s*:\s*(?=\S)")
_TAGLINE = re.compile(r"\s[–—-]\s|:\s")
_ADDRESS = re.compile(r"([\w.+-]{3,60})@[\w-]+\.\w")
_LEAST = 3
"""Letters of a part of an address that may confirm a name."""


def name_of(lines: Sequence[ResumeLine]) -> str | None:
    """The person's name: the line that their mail address spells, else a line at the top that can be nothing else."""
    top = lines[:_SEARCHED]
    if (labelled := _labelled(top)) is not None:
        return labelled
    candidates = [(i, name) for i, line in enumerate(top) if (name := _name_in(top, i)) is not None]
    spelt = {part for line in top for m in _ADDRESS.finditer(flat(line.text)) for part in re.split(r"[\W\d_]+", m[1])}
    spelt = {part for part in spelt if len(part) >= _LEAST}
    for _, name in candidates:
        parts = [re.sub(r"\W", "", p) for p in unaccented(flat(name)).split()]
        if any(part in spelt for part in parts) or any(a + b in spelt for a in parts for b in parts):
            return name
    return next((name for i, name in candidates if i < _TOP and top[i].section == "header"), None)


def _labelled(lines: Sequence[ResumeLine]) -> str | None:
    """The name that a label says: «Full name: …», or «First name: …» and «Surname: …» below one another."""
    halves: dict[str, str] = {}
    for line in lines:
        if line.section in DOING or line.section == "education":
            break  # what is labelled below them is a referee's, or a project's
        found = _LABEL.match(line.text)
        what = _labels().get(flat(found[1])) if found is not None else None
        if found is None or what is None:
            continue
        said = _clean(line.text[found.end() :])
        if what == "label" and (name := _as_name(said)) is not None:
            return name
        halves.setdefault(what, said)
    return _as_name(f"{halves['given']} {halves['family']}") if {"given", "family"} <= halves.keys() else None


@cache
def _labels() -> Mapping[str, str]:
    return {label: what for what in ("label", "given", "family") for label in facts()["person"][what]}


def _name_in(lines: Sequence[ResumeLine], at: int) -> str | None:
    """The name that a line holds, or two lines of one word each; None where it may be anything else."""
    text = _clean(lines[at].text)
    if " " not in text and at + 1 < len(lines) and " " not in (below := _clean(lines[at + 1].text)):
        text = f"{text} {below}"
    if at == 0 and (tagline := _TAGLINE.split(text, maxsplit=1))[1:] and title_of(tagline[1:]) is not None:
        text = _clean(tagline[0])
    return _as_name(text)


def _as_name(text: str) -> str | None:
    """A text as a person's name is written; None where it may be anything else."""
    words = text.split()
    if not _NAME.fullmatch(text) or not all(w[0].isupper() or flat(w) in facts()["person"]["particles"] for w in words):
        return None
    if (
        heading_section(text) is not None
        or title_of([text]) is not None
        or pattern("person", "no_name").search(flat(text))
    ):
        return None
    return " ".join(_written(w) for w in words) if text.isupper() else text


def _clean(text: str) -> str:
    first = re.split(r"\s{2,}|\s[|·•]\s|\t", text.strip())[0]
    while (bare := _BEFORE.sub("", _BRACKET.sub("", _letters().sub("", first))).strip()) != first:
        first = bare
    return first


@cache
def _letters() -> re.Pattern[str]:
    """Letters after a name: «, RN», «, PhD, CFA», «, CEng MIET»."""
    one = rf"(?:{'|'.join(facts()['person']['letters'])})\.?"
    return re.compile(rf"\s*,\s*{one}(?:,?\s+{one}){{0,4}}\s*$", re.IGNORECASE)


def _written(word: str) -> str:
    """«O'NEILL-VOSS» as a name is written."""
    return re.sub(rf"{_LETTERS}+", lambda m: m.group().capitalize(), word)
