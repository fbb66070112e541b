"""What is done to files of a data folder: every kind of file, every kind of harm."""

from __future__ import annotations

import gzip
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

KINDS = {
    "landed rows": "landing/*/*.jsonl.gz",
    "a run's ledger": "landing/*/run.json",
    "an unfinished run's ledger": "landing/*/ledger.jsonl",
    "an unfinished run's rows": "landing/*/*.part",
    "the database": "warehouse.duckdb",
    "the pointer": "generations/CURRENT",
    "a manifest": "generations/*/manifest.json",
    "a frame": "generations/*/*.parquet",
    "texts": "generations/texts/*",
    "a snapshot's manifest": "snapshots/*/manifest.json",
    "a snapshot's file": "snapshots/*/[!m]*",
    "market.toml": "market.toml",
    "boards.toml": "config/boards.toml",
    "sources.toml": "config/sources.toml",
    "lanes.toml": "config/lanes.toml",
    "skills.toml": "config/skills.toml",
    "watch.toml": "config/watch.toml",
    "forgotten.toml": "config/forgotten.toml",
    "findings of a check": "checks/*.json",
    "the lock": ".lock",
}
"""What it is → where such files lie."""

OWN = {
    "config/lanes.toml": '[[lane]]\nid = "research"\nname = "Inquiry"\n',
    "config/skills.toml": (
        '[[skill]]\nid = "lanternscript"\nname = "Lanternscript"\nkind = "tool"\nfamily = "languages"\n'
        'surfaces = [{ text = "Lanternscript", case = "any" }]\n'
    ),
    "config/watch.toml": 'skills = ["kubernetes", "python"]\n',
    "config/sources.toml": "[lever]\nenabled = true\n",
    "checks/20260301T000000Z.json": '{"checked_at": "2026-03-01T00:00:00+00:00", "findings": []}\n',
}
"""Lists that a person keeps, and what a check of the boards leaves."""


def replaced(path: Path, make: Callable[[Path], object]) -> None:
    """Something else in a file's place."""
    path.unlink()
    make(path)


def _rewritten(path: Path, change: Callable[[bytes], bytes]) -> None:
    """A change of what is said, under the compression of the file, if it has one."""
    if path.name.endswith(".gz") or ".gz." in path.name:
        path.write_bytes(gzip.compress(change(gzip.decompress(path.read_bytes())), mtime=0))
    else:
        path.write_bytes(change(path.read_bytes()))


def _flip(path: Path, draw: random.Random) -> None:
    bits = bytearray(path.read_bytes())
    if bits:
        bits[draw.randrange(len(bits))] ^= 1 << draw.randrange(8)
    path.write_bytes(bytes(bits))


def _deep(path: Path) -> None:
    opening, closing = (b"a = [", b"]") if path.suffix == ".toml" else (b"[", b"]")
    depth = b"[" * 10_000
    _rewritten(path, lambda _: opening + depth + closing * 10_001 + b"\n")


def _half_sign(path: Path) -> None:
    def change(kept: bytes) -> bytes:
        head, quote, rest = kept.partition(b'"')
        for _ in range(2):  # into a value rather than a name, where there is one
            more, again, rest = rest.partition(b'"')
            head, quote = head + quote + more, again
        return head + quote + b"\\ud800" + rest

    _rewritten(path, change)


def _other_encoding(path: Path) -> None:
    _rewritten(path, lambda kept: kept.decode("utf-8", "replace").encode("utf-16"))


def _endless(path: Path) -> None:
    replaced(path, lambda p: (p.touch(), os.truncate(p, 20_000_000_000)))


HARMS: dict[str, Callable[[Path, random.Random], object]] = {
    "a bit flipped": _flip,
    "cut": lambda path, _: os.truncate(path, path.stat().st_size // 2),
    "emptied": lambda path, _: os.truncate(path, 0),
    "deleted": lambda path, _: path.unlink(),
    "noise": lambda path, draw: path.write_bytes(draw.randbytes(400)),
    "nested too deep": lambda path, _: _deep(path),
    "half a sign": lambda path, _: _half_sign(path),
    "in another encoding": lambda path, _: _other_encoding(path),
    "a folder": lambda path, _: replaced(path, Path.mkdir),
    "a pipe": lambda path, _: replaced(path, os.mkfifo),
    "a link to itself": lambda path, _: replaced(path, lambda p: p.symlink_to(p)),
    "a device": lambda path, _: replaced(path, lambda p: p.symlink_to("/dev/zero")),
    "no right to read": lambda path, _: path.chmod(0),
    "20 GB of nothing": lambda path, _: _endless(path),
}
"""What is done to it → how."""
OLDER = "swapped with an older one"
PACKED = ("texts", "a frame", "the database")
"""Kinds that hold no text to write in another encoding."""


def cases() -> Iterator[tuple[str, str]]:
    """(kind of file, harm), all that differ in kind; the harms in turn."""
    harms = [*HARMS, OLDER]
    for turn in range(len(harms)):
        for number, kind in enumerate(KINDS):
            harm = harms[(turn + number) % len(harms)]
            if kind in PACKED and harm in ("half a sign", "in another encoding", "nested too deep"):
                continue
            yield kind, harm


def files_of(data: Path, kind: str) -> list[Path]:
    """The files of a kind that count: of the generations the current one's."""
    found = sorted(data.glob(KINDS[kind]))
    if kind in ("a manifest", "a frame"):
        current = (data / "generations" / "CURRENT").read_text().split()[0]
        found = [path for path in found if path.parent.name == current]
    return found


def harmed(path: Path, harm: str, draw: random.Random, data: Path, older: Path) -> None:
    """Do it. `older` is a data folder as it was before the last refresh."""
    if harm != OLDER:
        HARMS[harm](path, draw)
        return
    before = older / path.relative_to(data)
    alike = [p for p in sorted(older.rglob(f"*{path.suffix}")) if p.is_file() and p.name == path.name]
    others = [p for p in (before, *alike) if p.is_file() and p.read_bytes() != path.read_bytes()]
    others += [p for p in sorted(data.rglob(f"*{path.suffix}")) if p.is_file() and p != path]
    if others:
        shutil.copyfile(others[0], path)
