"""Where the files of the generations lie in a data folder; imports nothing of ours, so that asking costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

GENERATIONS = "generations"
"""Folder under the data folder: numbered generations, the texts they share, and the pointer to the current one."""
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
TEXTS = "texts"


def numbers(home: Path) -> list[int]:
    """The numbers of the generations in a folder of them, the oldest first."""
    return sorted(int(path.name) for path in home.iterdir() if path.name.isdecimal()) if home.is_dir() else []


def has_lost_pointer(data: Path) -> bool:
    """Whether generations stand in a data folder and nothing says which of them is the current one."""
    home = data / GENERATIONS
    return not (home / CURRENT).exists() and any((home / str(number) / MANIFEST).exists() for number in numbers(home))


def hashed_files(manifest: Mapping[str, Any]) -> dict[str, str]:
    """File → sha256 of all that lies in a generation's folder beside its manifest: the frames, and arrays if any."""
    return {**manifest["files"], **(manifest.get("arrays") or {"files": {}})["files"]}
