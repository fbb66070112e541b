"""Of very many postings those that affinities and clusters are found in: a sample that their ids draw."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from nlp.lanes.cooccurrence import Document

MOST_DOCUMENTS = 200_000
"""With more postings nothing is told apart that these do not tell; their skills take 1.5 GB."""
_WHOLE = 1 << 32


def sampled(documents: Iterable[tuple[str, Document]], most: int = MOST_DOCUMENTS) -> list[Document]:
    """All documents where there are at most so many, else every second, fourth, eighth … by the hash of their ids.

    The same whatever their order, so that a sample changes little from one day to the next; at least half of `most`
    but for chance. At no time are more than `most` held.
    """
    bound = _WHOLE
    kept: list[tuple[int, Document]] = []
    for name, document in documents:
        if (place := zlib.crc32(name.encode())) >= bound:
            continue
        kept.append((place, document))
        while len(kept) > most:
            bound //= 2
            kept = [one for one in kept if one[0] < bound]
    return [document for _, document in kept]
