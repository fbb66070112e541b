"""The texts of postings as Parquet parts that generations share: a new one writes only the texts that are new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.batches import batches
from warehouse.files import settle, sync, temporary
from warehouse.generations.frames import TEXT_FRAME, frames

TextSource = Callable[[Collection[str]], Mapping[str, str]]
"""text hashes -> texts, asked for one part at a time."""

TEXTS_IN_PART = 5_000
"""Some 25 MB before compression."""
MOST_PARTS = 100
"""More than so many are written anew as fewer."""


def write_parts(folder: Path, text_hashes: Iterable[str], texts: TextSource, earlier: Sequence[str]) -> list[str]:
    """The names of parts that together hold all the texts.

    Of the earlier ones, which are proven, those stay of which at least half is wanted; the rest goes into new
    ones, each named by the hash of what it holds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = set(text_hashes)
    kept = []
    for name in earlier if len(earlier) < MOST_PARTS else ():
        held = set(pq.read_table(folder / name, columns=["text_hash"])["text_hash"].to_pylist())
        if 2 * len(held & missing) >= len(held):
            kept.append(name)
            missing -= held
    return kept + [_write_part(folder, part, texts) for part in batches(sorted(missing), TEXTS_IN_PART)]


def _write_part(folder: Path, text_hashes: Sequence[str], texts: TextSource) -> str:
    path = folder / f"{hashlib.sha256(' '.join(text_hashes).encode('ascii')).hexdigest()[:32]}.parquet"
    found = texts(text_hashes)
    columns = {"text_hash": list(text_hashes), "text": [found[text_hash] for text_hash in text_hashes]}
    pq.write_table(pa.table(columns, schema=frames()[TEXT_FRAME].schema), temporary(path), compression="zstd")
    sync(temporary(path))
    settle(path)  # over what may lie there: it was not among the earlier parts that are proven
    return path.name
