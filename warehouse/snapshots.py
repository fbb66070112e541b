"""Keeps snapshots: folders of files that are written once and never changed, whatever stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from warehouse.files import settle, sweep, sync, temporary, write_whole
from warehouse.models import BadInputError

SNAPSHOTS = "snapshots"
FEED = "feed.xml"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")


def write_snapshot(data_dir: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Write `snapshots/<name>/` with the given files (name -> content), whole or not at all. Returns the folder.

    Raises BadInputError where that snapshot is there already or a name is no plain name.
    """
    for given in (name, *files):
        if not _NAME.match(given):
            raise BadInputError(f"{given!r} cannot name a snapshot or its file: use letters, digits, '.', '_' and '-'.")
    home = data_dir / SNAPSHOTS
    folder = home / name
    if folder.exists():
        raise BadInputError(f"The snapshot {folder} is there already and is never changed: give another name.")
    home.mkdir(parents=True, exist_ok=True)
    sweep(home)
    temporary(folder).mkdir()
    for file_name, content in files.items():
        path = temporary(folder) / file_name
        path.write_bytes(content)
        sync(path)
    sync(temporary(folder))
    settle(folder)
    return folder


def snapshot_file(data_dir: Path, name: str, file_name: str) -> bytes:
    """The content of one file of a snapshot. Raises BadInputError naming the snapshots that there are."""
    path = data_dir / SNAPSHOTS / name / file_name
    if not _NAME.match(name) or not path.is_file():
        known = ", ".join(snapshot_names(data_dir)) or "none yet"
        raise BadInputError(f"There is no snapshot {name!r} with {file_name}: name one of these ({known}).")
    return path.read_bytes()


def snapshot_names(data_dir: Path) -> list[str]:
    """All snapshots, sorted by name: by date, where names begin with one."""
    home = data_dir / SNAPSHOTS
    folders = [path for path in home.iterdir() if path.is_dir()] if home.is_dir() else []
    return sorted(path.name for path in folders if _NAME.match(path.name))


def write_feed(data_dir: Path, content: bytes) -> Path:
    """Replace the feed that lies beside the snapshots and speaks of all of them. Returns its path."""
    path = data_dir / SNAPSHOTS / FEED
    write_whole(path, content)
    return path
