"""Rewrites the data files of a finished landing run, so that a kill leaves the run as it was or as it is to be.

A changed file gets a new name; run.json, which names it, is replaced whole; then what it no longer names is removed.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from crawler.landing.runs import sha256_of
from warehouse.models import UNREADABLE, BrokenDataError, LandingFile, Run, reference_of, why_unread

SUFFIX = ".jsonl.gz"
Change = Callable[[bytes, Path], bytes | None]
"""A landed line (with its line break) of a file → what it becomes; None: it goes."""


def rewritten(folder: Path, file: LandingFile, change: Change) -> LandingFile:
    """A data file with every line changed, under a new name: itself where nothing changes. Raises BrokenDataError."""
    stem, _, number = file.name.removesuffix(SUFFIX).partition(".")
    path = folder / f"{stem}.{int(number or 0) + 1}{SUFFIX}"
    draft = path.with_name(f"{path.name}.tmp")
    rows, is_changed = 0, False
    with draft.open("wb") as out:
        with gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=0, compresslevel=6) as member:
            for line in lines_of(folder / file.name):
                kept = change(line, folder / file.name)
                is_changed |= kept != line
                if kept is not None:
                    member.write(kept)
                    rows += 1
        out.flush()
        os.fsync(out.fileno())
    if not is_changed:
        draft.unlink()
        return file
    draft.rename(path)
    return LandingFile(path.name, sha256_of(path), rows)


def sweep_unnamed(folder: Path, run: Run) -> None:
    """Remove data files that the ledger does not name: those of before, or of a rewriting that was killed."""
    named = {file.name for file in run.files}
    for path in folder.glob(f"*{SUFFIX}*"):
        if path.name not in named:
            path.unlink()


def row_of(line: bytes, path: Path) -> dict[str, Any]:
    """A landed line as plain data. Raises BrokenDataError naming its file where it is none of ours."""
    try:
        row = json.loads(line)
        if reference_of(row) is None and not isinstance(row["posting"], dict):
            raise TypeError("`posting` is no object")
    except UNREADABLE as error:
        mend = "put the run's folder back from a copy, or remove it and crawl or import it again"
        raise BrokenDataError(f"{path} holds a line that is no row ({why_unread(error)}): {mend}.") from None
    return row  # type: ignore[no-any-return]


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a data file. Raises BrokenDataError where it is damaged."""
    try:
        with gzip.open(path, "rb") as lines:
            yield from lines
    except UNREADABLE as error:
        raise BrokenDataError(f"{path} cannot be read ({error}): remove the run's folder.") from None
