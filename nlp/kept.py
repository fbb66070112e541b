"""What takes long to work out from files of ours, kept between two processes in the user's folder for caches.

A file is named by a hash of all that it was made of, so that nothing of before is ever taken for what is now. Where
nothing can be written it is worked out each time. Nothing of a resume, and no posting, is kept here.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

_Made = TypeVar("_Made")
_MOST = 8
"""So many of one name are kept, the newest: of several checkouts, of several people's own vocabularies."""


def _folder() -> Path | None:
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "skillgap"
    with suppress(RuntimeError):  # nobody's process has no home
        return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "skillgap"
    return None


FOLDER = _folder()
"""None where there is no place for it. Asked for once: the dashboard's server gives up its home."""


def kept(name: str, made_of: Iterable[bytes], make: Callable[[], _Made]) -> _Made:
    """What `make` gives: numbers, texts, lists and dicts of them by texts. `made_of` is all that it depends on."""
    if FOLDER is None:
        return make()
    place = FOLDER / f"{name}-{_key(made_of)}.json"
    with suppress(OSError, ValueError, RecursionError):
        hashed, _, content = place.read_bytes().partition(b"\n")
        if hashed == _hash(content):
            found: _Made = json.loads(content)
            return found
    made = make()
    with suppress(OSError):
        _write(place, name, json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())
    return made


@cache
def can_keep() -> bool:
    """Whether what is worked out will be found again by the next process."""
    there = [place for place in (FOLDER, *FOLDER.parents) if place.exists()] if FOLDER is not None else []
    return bool(there) and os.access(there[0], os.W_OK)


def kept_facts(path: Path) -> dict[str, Any]:
    """What a TOML file of ours says; Python's own parser takes ten times as long for it as for JSON."""
    content = path.read_bytes()
    return kept(f"facts-{path.stem}", [content], lambda: tomllib.loads(content.decode("utf-8")))


def _key(made_of: Iterable[bytes]) -> str:
    return hashlib.sha256(b"\n".join(_hash(part) for part in made_of)).hexdigest()[:32]


def _hash(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode("ascii")


def _write(place: Path, name: str, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=place.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_hash(content) + b"\n" + content)
        Path(draft).replace(place)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
    others = sorted(place.parent.glob(f"{name}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in others[_MOST:]:
        old.unlink(missing_ok=True)
