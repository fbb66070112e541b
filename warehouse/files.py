"""Files that appear whole or not at all: written beside their place, synced, renamed."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from warehouse.models import MOST_KEPT_BYTES

TEMPORARY = ".tmp-"
"""What begins so was left by a killed process and may be swept."""


def sync(path: Path) -> None:
    """Bring a file, or a folder's list of names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def temporary(path: Path) -> Path:
    """Where to write what will become `path`."""
    return path.with_name(f"{TEMPORARY}{path.name}")


def settle(path: Path) -> None:
    """Give what was written and synced at `temporary(path)` its name; a folder in a file's place waits to be swept."""
    if path.is_dir() and not path.is_symlink() and not temporary(path).is_dir():
        aside = path.with_name(f"{TEMPORARY}aside-{path.name}")
        remove(aside)
        path.rename(aside)
    temporary(path).rename(path)
    sync(path.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part."""
    temporary(path).write_bytes(content)
    sync(temporary(path))
    settle(path)


def sweep(folder: Path) -> None:
    """Remove what killed processes left in a folder."""
    for path in folder.glob(f"{TEMPORARY}*"):
        remove(path)


def remove(path: Path) -> None:
    """Remove what stands at a path, if anything does: a file, a link, a folder with all in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


_BEGINS = {".parquet": b"PAR1", ".gz": b"\x1f\x8b"}


def is_as_said(path: Path, sha256: object) -> bool:
    """Whether a file is there and is what its hash says; 20 GB of nothing are not read to know that."""
    if not path.is_file():
        return False
    begins = _BEGINS.get(path.suffix)
    if begins is None and path.stat().st_size > MOST_KEPT_BYTES:
        return False
    with path.open("rb") as file:
        if begins is not None and file.read(len(begins)) != begins:
            return False
    return sha256_of(path) == sha256


def sha256_of(path: Path) -> str:
    """sha256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
