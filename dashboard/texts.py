"""Adverts' texts by requisition, fetched from the generation when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from warehouse.generation import Generation


class RepresentativeTexts(Mapping[str, str]):
    """requisition_id → its representative's text."""

    def __init__(self, generation: Generation, posting_of: Mapping[str, str]) -> None:
        self._generation, self._posting_of = generation, posting_of
        self._read: dict[str, str] = {}

    def __getitem__(self, requisition_id: str) -> str:
        if requisition_id not in self._read:
            posting_id = self._posting_of[requisition_id]
            found = self._generation.texts([posting_id])
            if posting_id not in found:
                raise KeyError(requisition_id)
            self._read[requisition_id] = found[posting_id]
        return self._read[requisition_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._posting_of)

    def __len__(self) -> int:
        return len(self._posting_of)
