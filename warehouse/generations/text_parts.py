"""The texts of postings as Parquet parts that generations share: a new one writes only the texts that are new.

A part's texts stand in the order of their hashes, in small groups whose first and last hash its footer names, so that
of a hundred thousand texts only the groups are read that hold what is asked for.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.batches import batches
from warehouse.files import settle, sync, temporary
from warehouse.generations.frames import TEXT_FRAME, frames

TextSource = Callable[[Sequence[str]], Iterator[tuple[str, str]]]
"""Text hashes in their order -> (text hash, text) of each in the same, asked for once."""

TEXTS_IN_PART = 5_000
"""Some 25 MB before compression."""
TEXTS_IN_GROUP = 64
"""What is read to get at one of them."""
GROUPS_KEPT = 64
"""A market of no more is kept unpacked, some 20 MB: each lane's quotes lie in most of its groups."""
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
    found = texts(sorted(missing)) if missing else iter(())
    parts = [_write_part(folder, dict(part)) for part in batches(_wanted(sorted(missing), found), TEXTS_IN_PART)]
    return kept + parts


def _wanted(text_hashes: Sequence[str], found: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What is found. Raises KeyError where a text is wanting."""
    for text_hash in text_hashes:
        one = next(found, None)
        if one is None or one[0] != text_hash:
            raise KeyError(text_hash)
        yield one


def _write_part(folder: Path, texts: Mapping[str, str]) -> str:
    path = folder / f"{hashlib.sha256(' '.join(texts).encode('ascii')).hexdigest()[:32]}.parquet"
    columns = {"text_hash": list(texts), "text": list(texts.values())}
    table = pa.table(columns, schema=frames()[TEXT_FRAME].schema)
    pq.write_table(
        table,
        temporary(path),
        compression="zstd",
        row_group_size=TEXTS_IN_GROUP,
        use_dictionary=False,
        write_statistics=["text_hash"],
    )
    sync(temporary(path))
    settle(path)  # over what may lie there: it was not among the earlier parts that are proven
    return path.name


class Group(NamedTuple):
    """Texts that are read together."""

    path: Path
    number: int
    first: str
    last: str
    """Between these lie its hashes."""
    footer: pq.FileMetaData


def groups(paths: Iterable[Path]) -> Iterator[Group]:
    """The groups of some parts. Raises OSError or ValueError where a part is gone or damaged."""
    for path in paths:
        footer = pq.read_metadata(path)
        names = [footer.schema.column(k).name for k in range(footer.num_columns)]
        for number in range(footer.num_row_groups):
            hashes = footer.row_group(number).column(names.index("text_hash")).statistics
            first, last = (hashes.min, hashes.max) if hashes is not None and hashes.has_min_max else ("", "g")
            yield Group(path, number, first, last, footer)


class Texts:
    """The texts of some groups. Threads may share it."""

    def __init__(self, inside: Sequence[Group]) -> None:
        self._parts = {path: list(found) for path, found in groupby(inside, attrgetter("path"))}
        self._unpacked: dict[Path, _Unpacked] | None = {} if len(inside) <= GROUPS_KEPT else None

    def read(self, text_hashes: Collection[str]) -> dict[str, str]:
        """text hash -> text as it lies there, unproven. Raises OSError or ValueError where one is gone or damaged."""
        wanted, found = sorted(text_hashes), dict[str, str]()
        for path, inside in self._parts.items():
            asked = [(group, here) for group in inside if (here := _between(wanted, group.first, group.last))]
            if asked:
                unpacked = self._whole(path) if self._unpacked is not None else _Unpacked([group for group, _ in asked])
                found |= unpacked.of([one for _, hashes in asked for one in hashes])
        return found

    def _whole(self, path: Path) -> _Unpacked:
        kept = self._unpacked if self._unpacked is not None else {}
        if path not in kept:
            kept[path] = _Unpacked(self._parts[path])
        return kept[path]


def _between(ascending: Sequence[str], first: str, last: str) -> Sequence[str]:
    return ascending[bisect_left(ascending, first) : bisect_right(ascending, last)]


class _Unpacked:
    """Texts of one part by their hashes, its groups read at once: one by one they take several times as long."""

    def __init__(self, inside: Sequence[Group]) -> None:
        with pq.ParquetFile(inside[0].path, metadata=inside[0].footer, memory_map=True) as part:
            numbers = [group.number for group in inside]
            table = part.read_row_groups(numbers, columns=["text_hash", "text"], use_threads=False)
        self._place = {text_hash: at for at, text_hash in enumerate(table["text_hash"].to_pylist())}
        self._text = table["text"]

    def of(self, text_hashes: Iterable[str]) -> dict[str, str]:
        """Those of some hashes that it has."""
        held = [one for one in text_hashes if one in self._place]
        texts = self._text.take(pa.array([self._place[one] for one in held], pa.int64()))
        return dict(zip(held, texts.to_pylist(), strict=True))
