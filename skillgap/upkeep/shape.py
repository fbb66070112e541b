"""What belongs where in a data folder: asked by every command before it reads, and said by all in the same words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from analysis.trends.watch import OWN_LIST
from crawler.boards import listed, switches
from crawler.landing import forget
from crawler.runs.canary import FOLDER as CHECKS
from skillgap.shared.layout import COPIES
from warehouse.database.layout import DATABASE_NAME, LOCK_NAME
from warehouse.generations.layout import CURRENT, GENERATIONS, TEXTS
from warehouse.models import kind_of
from warehouse.snapshots.reader import SNAPSHOTS

FOLDERS = ("landing", "config", GENERATIONS, f"{GENERATIONS}/{TEXTS}", SNAPSHOTS, CHECKS, COPIES)
OWN_LISTS = tuple(
    str(path)
    for path in ("config/skills.toml", "config/lanes.toml", listed.OVERLAY, switches.OVERLAY, forget.FILE, OWN_LIST)
)
THINNING = ".thinning"
"""Names the runs that a thinning has begun to rewrite, until the database knows them."""
FILES = (
    "market.toml", DATABASE_NAME, f"{DATABASE_NAME}.wal", LOCK_NAME, THINNING, f"{GENERATIONS}/{CURRENT}", *OWN_LISTS,
)  # fmt: skip


_MEND = "move it away (or mount what it leads to), then run `skillgap doctor`"


def misplaced(data: Path) -> list[str]:
    """A sentence for each thing in a data folder that is no folder where one belongs, or no file."""
    wanted = {**dict.fromkeys(FOLDERS, "a folder"), **dict.fromkeys(FILES, "a file")}
    found: dict[Path, str] = {}
    for name, wants in wanted.items():
        if not found.keys().isdisjoint((data / name).parents):  # said of the folder around it
            continue
        stands = _what_stands(data / name)
        if stands not in (None, wants):
            found[data / name] = f"{data / name} is {stands} where {wants} belongs: {_MEND}."
    return [*found.values(), *_odd(data)]


def _odd(data: Path) -> Iterator[str]:
    """A sentence for each pipe, device or link without an end among the files of a data folder: whoever opened it would
    wait, or read for ever.
    """
    for path in sorted({path for name in FOLDERS for path in _entries(data / name)}):
        stands = _what_stands(path)
        if stands not in (None, "a file", "a folder") and path.relative_to(data).as_posix() not in (*FILES, *FOLDERS):
            yield f"{path} is {stands} where a file belongs: {_MEND}."


def _what_stands(path: Path) -> str | None:
    try:
        return kind_of(path)
    except OSError as error:  # no right to look, or a link in a circle
        return f"what cannot be looked at ({error.strerror})"


def _entries(folder: Path) -> Iterator[Path]:
    """What lies in a folder and in the folders in it, but for ordinary files and folders."""
    for entry in _listed(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from (Path(one.path) for one in _listed(entry) if not _is_plain(one))
        elif not _is_plain(entry):
            yield Path(entry.path)


def _listed(folder: str | os.PathLike[str]) -> list[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as entries:  # whoever needs what is in it says what is wrong
        return list(entries)
    return []


def _is_plain(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)
