"""Adverts' texts by requisition, fetched from the generation when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nlp.text import wrap_width
from warehouse.generation import Generation

_INSIDE = re.compile(r"(?<=[^\n])\n(?!\s*(?:\n|[-*•–]\s))")
"""A line break that ends no item in a text of wrapped lines: neither a blank line nor a bullet follows."""


def unwrapped(text: str) -> str:
    """The text with a blank for each line break inside an item, where its lines break at a fixed width.

    Every offset stays what it was.
    """
    return _INSIDE.sub(" ", text) if wrap_width(text) is not None else text


class RepresentativeTexts(Mapping[str, str]):
    """requisition_id → its representative's text, unwrapped so that sentences can be quoted from it."""

    def __init__(self, generation: Generation, posting_of: Mapping[str, str]) -> None:
        self._generation, self._posting_of = generation, posting_of
        self._read: dict[str, str] = {}

    def __getitem__(self, requisition_id: str) -> str:
        if requisition_id not in self._read:
            posting_id = self._posting_of[requisition_id]
            found = self._generation.texts([posting_id])
            if posting_id not in found:
                raise KeyError(requisition_id)
            self._read[requisition_id] = unwrapped(found[posting_id])
        return self._read[requisition_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._posting_of)

    def __len__(self) -> int:
        return len(self._posting_of)
