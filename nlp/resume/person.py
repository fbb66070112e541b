"""Whose resume it is, where its head is sure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.resume.career.work import title_of
from nlp.resume.headings import facts, flat, heading_section, pattern
from nlp.resume.lines import ResumeLine
from nlp.text import unaccented

_SEARCHED = 40
"""Lines from the top among which the name may stand."""
_TOP = 3
_LETTERS = r"[^\W\d_]"
_NAME = re.compile(rf"{_LETTERS}(?:{_LETTERS}|['’.-])*(?: {_LETTERS}(?:{_LETTERS}|['’.-])*){{1,4}}")
_AFTER = re.compile(
    r"(?:\s*,\s*(?:ph\.?d|msc|m\.sc|bsc|mba|md|m\.d|dr|pe|pmp|jr|sr)\.?|\s*\([^()]{1,40}\))+\s*$", re.IGNORECASE
)
_BEFORE = re.compile(r"^(?:dr|prof|mr|mrs|ms|mx|dipl\.-ing)\.?\s+|^name\s*:\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"([\w.+-]{3,60})@[\w-]+\.\w")
_LEAST = 3
"""Letters of a part of an address that may confirm a name."""


def name_of(lines: Sequence[ResumeLine]) -> str | None:
    """The person's name: the line that their mail address spells, else a line at the top that can be nothing else."""
    top = lines[:_SEARCHED]
    candidates = [(i, name) for i, line in enumerate(top) if (name := _name_in(top, i)) is not None]
    spelt = {part for line in top for m in _ADDRESS.finditer(flat(line.text)) for part in re.split(r"[\W\d_]+", m[1])}
    spelt = {part for part in spelt if len(part) >= _LEAST}
    for _, name in candidates:
        parts = [re.sub(r"\W", "", p) for p in unaccented(flat(name)).split()]
        if any(part in spelt for part in parts) or any(a + b in spelt for a in parts for b in parts):
            return name
    return next((name for i, name in candidates if i < _TOP and top[i].section == "header"), None)


def _name_in(lines: Sequence[ResumeLine], at: int) -> str | None:
    """The name that a line holds, or two lines of one word each; None where it may be anything else."""
    text = _clean(lines[at].text)
    if " " not in text and at + 1 < len(lines) and " " not in (below := _clean(lines[at + 1].text)):
        text = f"{text} {below}"
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
    return _BEFORE.sub("", _AFTER.sub("", first)).strip()


def _written(word: str) -> str:
    """«O'NEILL-VOSS» as a name is written."""
    return re.sub(rf"{_LETTERS}+", lambda m: m.group().capitalize(), word)
