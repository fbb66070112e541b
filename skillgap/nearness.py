"""Which known names a person may have meant: only those a slip of the hand away, else none."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

_LETTERS_A_SLIP = 4
"""One slip (a letter too many, too few, another, or two swapped) for each so many letters."""


def near_names(word: str, names: Iterable[str], most: int = 3) -> list[str]:
    """The names that differ from a word by few slips for its length, the nearest first; whatever their case."""
    folded = {name.casefold(): name for name in names}
    allowed = len(word) // _LETTERS_A_SLIP
    found = process.extract(word.casefold(), list(folded), scorer=OSA.distance, score_cutoff=allowed, limit=most)
    return [folded[name] for name, _, _ in found]


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """The end of a sentence about an unknown name: «; did you mean Kubernetes?», or nothing where none is near."""
    near = near_names(word, names)
    return f"; did you mean {' or '.join(near)}?" if near else ""
