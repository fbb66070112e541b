"""Readings of labelled postings, as `skillgap annotate` would write them, without going through files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from skillgap.reading import Desk, Given, annotation

Pair = tuple[Mapping[str, Any], Mapping[str, Any]]


def read_all(labelled: Iterable[Mapping[str, Any]], desk: Desk | None = None) -> Iterator[Pair]:
    """(labelled posting, its reading), one at a time."""
    desk = desk or Desk()
    for posting in labelled:
        yield (
            posting,
            annotation(
                Given(
                    posting["id"],
                    posting.get("title") or "",
                    posting["text"],
                    is_extracted=False,
                    company=posting.get("company"),
                ),
                desk,
            ),
        )
