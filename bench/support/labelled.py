"""Labelled postings and corpora for fitting and measuring, as JSON lines (also .gz); none lies in this project."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any


def rows(paths: Sequence[Path], postings: Sequence[Path] = ()) -> Iterator[dict[str, Any]]:
    """Each object of each file; labels without a text (bench/labels) take it by id from `postings`.

    Raises SystemExit where a label's posting is in none of them.
    """
    texts = {posting["id"]: posting for posting in rows(postings)} if postings else {}
    for path in paths:
        with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
            for line in lines:
                if line.strip():
                    yield _whole(json.loads(line), texts, path)


def _whole(row: dict[str, Any], texts: Mapping[str, Mapping[str, Any]], path: Path) -> dict[str, Any]:
    if "text" in row or not texts:
        return row
    if (posting := texts.get(row["id"])) is None:
        raise SystemExit(f"{path}: no posting {row['id']!r} in --postings, which its labels are of.")
    return {"title": posting["title"], "company": posting.get("company"), "text": posting["text"], **row}
