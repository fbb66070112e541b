"""The kind of contract from a source's own word for it (employment_types.csv)."""

from __future__ import annotations

import csv
import functools
import re
from pathlib import Path
from typing import cast, get_args

from warehouse.models import EmploymentType

_TELLING: tuple[EmploymentType, ...] = ("intern", "temporary", "contract", "part_time", "full_time")
"""Of several that are named the first counts: a full-time internship is an internship."""
_LONGEST_PHRASE = 3


@functools.cache
def _words() -> dict[str, EmploymentType]:
    with (Path(__file__).parent / "employment_types.csv").open(encoding="utf-8", newline="") as file:
        words = {row["word"]: row["employment_type"] for row in csv.DictReader(file)}
    if unknown := set(words.values()) - set(get_args(EmploymentType)):
        raise ValueError(f"employment_types.csv names unknown types: {sorted(unknown)}")
    return cast(dict[str, EmploymentType], words)


def employment_type(word: str | None) -> EmploymentType | None:
    """The type a source's word means ("FullTime", "full-time", "Full Time - Exempt"); `other` where it names none."""
    return (named_type(word) or "other") if word else None


def named_type(*words: str) -> EmploymentType | None:
    """The most telling type that the words name, by a word as a whole or by a phrase in it; None where none does."""
    found = {kind for word in words for kind in _types_in(word[:200])}
    return next((kind for kind in _TELLING if kind in found), None)


def _types_in(word: str) -> set[EmploymentType]:
    known = _words()
    if kind := known.get(re.sub(r"[^a-z]", "", word.lower())):
        return {kind}
    tokens = re.findall(r"[a-z]+", word.lower())
    phrases = (tokens[i : i + n] for i in range(len(tokens)) for n in range(1, _LONGEST_PHRASE + 1))
    return {known[phrase] for phrase in map("".join, phrases) if phrase in known}
