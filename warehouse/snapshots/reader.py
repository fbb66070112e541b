"""Reads the snapshots that stand in a data folder."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from warehouse.files import is_as_said
from warehouse.models import UNREADABLE, BadInputError, BrokenDataError, read_kept

SNAPSHOTS = "snapshots"
MANIFEST = "manifest.json"
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
"""What a snapshot and its files may be called."""


def snapshot_file(data_dir: Path, name: str, file_name: str) -> bytes:
    """The content of one file of a snapshot, as it was written.

    Raises BadInputError naming the snapshots that there are, BrokenDataError where it was changed since.
    """
    path = data_dir / SNAPSHOTS / name / file_name
    if not PLAIN_NAME.match(name) or not path.is_file():
        known = ", ".join(snapshot_names(data_dir)) or "none yet"
        raise BadInputError(f"There is no snapshot {name!r} with {file_name}: name one of these ({known}).")
    try:
        content = read_kept(path)
        if file_name == MANIFEST or hashlib.sha256(content).hexdigest() == _hashes(path.parent)[file_name]:
            return content
    except UNREADABLE as error:
        raise BrokenDataError(_not_as_written(path)) from error
    raise BrokenDataError(_not_as_written(path))


def _not_as_written(path: Path) -> str:
    return f"{path} is not as it was written: put that snapshot back from a copy, or move it away and make it anew."


def snapshot_names(data_dir: Path) -> list[str]:
    """All snapshots, sorted by name: by date, where names begin with one. What has no manifest is none."""
    return [name for name in snapshot_folders(data_dir) if (data_dir / SNAPSHOTS / name / MANIFEST).exists()]


def snapshot_folders(data_dir: Path) -> list[str]:
    """The names of all folders where snapshots lie, those among them that hold none."""
    home = data_dir / SNAPSHOTS
    folders = [path for path in home.iterdir() if path.is_dir()] if home.is_dir() else []
    return sorted(path.name for path in folders if PLAIN_NAME.match(path.name))


def changed_files(data_dir: Path, name: str) -> list[str]:
    """The files of a snapshot that are not what its manifest says, or are gone; the manifest where it says nothing."""
    folder = data_dir / SNAPSHOTS / name
    try:
        hashes = _hashes(folder)
    except UNREADABLE:
        return [MANIFEST]
    return [file for file, sha256 in hashes.items() if not is_as_said(folder / file, sha256)]


def _hashes(folder: Path) -> dict[str, str]:
    return dict(json.loads(read_kept(folder / MANIFEST))["files"])


def snapshot_json(data_dir: Path, name: str, file_name: str) -> Mapping[str, Any]:
    """What one JSON file of a snapshot holds. Raises as `snapshot_file`, and BrokenDataError where it is damaged."""
    try:
        found: Mapping[str, Any] = dict(json.loads(snapshot_file(data_dir, name, file_name)))
    except UNREADABLE as error:
        raise BrokenDataError(_not_as_written(data_dir / SNAPSHOTS / name / file_name)) from error
    return found
