"""Where the files of the generations lie in a data folder; imports nothing of ours, so that asking costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

GENERATIONS = "generations"
"""Folder under the data folder: numbered generations, the texts they share, and the pointer to the current one."""
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
TEXTS = "texts"


def hashed_files(manifest: Mapping[str, Any]) -> dict[str, str]:
    """File → sha256 of all that lies in a generation's folder beside its manifest: the frames, and arrays if any."""
    return {**manifest["files"], **(manifest.get("arrays") or {"files": {}})["files"]}
