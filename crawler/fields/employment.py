"""The kind of contract from a source's own word for it (employment_types.csv)."""

from __future__ import annotations

import csv
import functools
import re
from pathlib import Path
from typing import cast, get_args

from warehouse.models import EmploymentType


@functools.cache
def _words() -> dict[str, EmploymentType]:
    with (Path(__file__).parent / "employment_types.csv").open(encoding="utf-8", newline="") as file:
        words = {row["word"]: row["employment_type"] for row in csv.DictReader(file)}
    if unknown := set(words.values()) - set(get_args(EmploymentType)):
        raise ValueError(f"employment_types.csv names unknown types: {sorted(unknown)}")
    return cast(dict[str, EmploymentType], words)


def employment_type(word: str | None) -> EmploymentType | None:
    """The type a source's word means ("FullTime", "Full Time", "full-time"); `other` for a word not in the list."""
    if not word:
        return None
    return _words().get(re.sub(r"[^a-z]", "", word.lower()), "other")
