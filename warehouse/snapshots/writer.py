"""Keeps snapshots: folders of files that are written once and never changed, whatever stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from warehouse.files import settle, sweep, sync, temporary, write_whole
from warehouse.models import BadInputError
from warehouse.snapshots.reader import PLAIN_NAME, SNAPSHOTS

FEED = "feed.xml"


def write_snapshot(data_dir: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Write `snapshots/<name>/` with the given files (name -> content), whole or not at all. Returns the folder.

    Raises BadInputError where that snapshot is there already or a name is no plain name.
    """
    for given in (name, *files):
        if not PLAIN_NAME.match(given):
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


def write_feed(data_dir: Path, content: bytes) -> Path:
    """Replace the feed that lies beside the snapshots and speaks of all of them. Returns its path."""
    path = data_dir / SNAPSHOTS / FEED
    write_whole(path, content)
    return path
