"""Adverts' texts by requisition, fetched from the generation when they are asked for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping

import pandas as pd

from nlp.text import wrap_width
from warehouse.generations.reader import Generation

_INSIDE = re.compile(r"(?<=[^\n])\n(?![^\S\n]*+(?:\n|[-*•–]\s))")
"""A line break that ends no item in a text of wrapped lines: neither a blank line nor a bullet follows."""


_BREAK = re.compile(r"\n(?![ \t]{0,8}(?:\n|[-*•–][ \t]))")
"""A line break that is neither followed by a blank line nor by a bullet."""
_HANGING = re.compile(
    r"(?i)(?:,|\b(?:an?|and|as|at|by|for|from|in|including|into|of|on|or|such|than|the|to|using|via|with))[ \t]{0,8}\Z"
)
"""A comma, or a word with which no line ends: the sentence goes on below."""
_LONGEST_HANGING = len("including") + 8
"""Of letters and blanks before a line break."""


def unwrapped(text: str) -> str:
    """The text with a blank for each line break inside a sentence: after what ends no line, and, where lines break at
    a fixed width, inside an item.

    Every offset stays what it was.
    """
    hangs = (m.start() for m in _BREAK.finditer(text) if _HANGING.search(text, m.start() - _LONGEST_HANGING, m.start()))
    letters = list(text)
    for at in hangs:
        letters[at] = " "
    joined = "".join(letters)
    return _INSIDE.sub(" ", joined) if wrap_width(text) is not None else joined


class RepresentativeTexts:
    """The texts of requisitions' representatives, unwrapped so that sentences can be quoted from them; read once.

    `requisition` is a market's, in the order of its ids.
    """

    def __init__(self, generation: Generation, requisition: pd.DataFrame) -> None:
        self._generation = generation
        self._ids, self._postings = requisition["requisition_id"].array, requisition["posting_id"].array
        self._read: dict[str, str] = {}

    def __call__(self, requisition_ids: Collection[str]) -> Mapping[str, str]:
        """requisition id → text, for those that the generation has, with one query for all that are new."""
        new = {self._posting_of(name): name for name in requisition_ids if name not in self._read}
        if new:
            found = self._generation.texts(new)
            self._read |= {new[posting_id]: unwrapped(text) for posting_id, text in found.items()}
        return {name: self._read[name] for name in requisition_ids if name in self._read}

    def _posting_of(self, requisition_id: str) -> str:
        return str(self._postings[bisect_left(self._ids, requisition_id)])
