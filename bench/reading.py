"""Readings of labelled postings, as `skillgap annotate` would write them, without going through files.

`python -m bench.reading` prints a hash of all readings of the project's own texts: equal before and after a change that
should change none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
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


def hash_of_all(files: Iterable[Path]) -> tuple[int, str]:
    """How many texts of some files of JSON lines were read, and a hash of all their readings, the version left out."""
    digest, count = hashlib.sha256(), 0
    desk = Desk()
    for path in files:
        rows = (json.loads(line) for line in path.open(encoding="utf-8"))
        for _, reading in read_all(
            ({"id": f"{path.name}:{i}", **row} for i, row in enumerate(rows) if "text" in row), desk
        ):
            said = {key: value for key, value in reading.items() if key != "reader_version"}
            digest.update(json.dumps(said, sort_keys=True).encode())
            count += 1
    return count, digest.hexdigest()


if __name__ == "__main__":
    FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures" / "nlp"
    texts, found = hash_of_all(sorted(FIXTURES.glob("*.jsonl")))
    print(f"{texts} texts of tests/fixtures/nlp: {found}")
