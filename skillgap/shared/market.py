"""The market of a shared place, asked like one's own: its current generation in a local copy, file by file by hash."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from skillgap.console import summary
from skillgap.shared.layout import CONFIG, COPIES, POINTER, Named, named_by, text_key
from skillgap.shared.place import SharedPlace, shared_place
from skillgap.shared.pulling import fetch_proven
from warehouse.database.store import single_writer
from warehouse.files import is_as_said, settle, sweep, sync, temporary, write_whole
from warehouse.generations.layout import GENERATIONS, MANIFEST, TEXTS, hashed_files
from warehouse.models import BadInputError, BrokenDataError, SkillgapError
from warehouse.reference.shipped import is_published

FOLLOW_SECONDS = 300
_WAIT_SECONDS = 600
_KEPT = 2
"""Generations of a copy: the one that somebody may be reading, and the current one."""


def copy_folder(data: Path, url: str) -> Path:
    """Where the copy of a shared market lies."""
    return data / COPIES / hashlib.sha256(url.rstrip("/").encode()).hexdigest()[:16]


def asked(url: str, data: Path) -> Path:
    """The copy of a shared market, brought up to date; as it was, and said so, where the place cannot be reached.

    Raises BadInputError where there is none yet either, BrokenDataError where what is there is damaged.
    """
    copy = copy_folder(data, url)
    try:
        if bring(shared_place(url), copy):
            summary(f"The market of {url} was brought here.")
    except BadInputError as error:
        if not is_published(copy):
            raise
        summary(f"{error} The copy that was brought before is asked.")
    return copy


def follow(url: str, data: Path) -> None:
    """Keep the copy of a shared market up to date in the background, for a program that goes on for days.

    The place is reached once before this returns, while the environment and its credentials are as they were given;
    what goes wrong later is said by nobody, as the copy of before is still there.
    """
    place, copy = shared_place(url), copy_folder(data, url)

    def look() -> None:
        with suppress(SkillgapError, OSError):
            bring(place, copy)

    def keep_looking() -> None:
        while True:
            time.sleep(FOLLOW_SECONDS)
            look()

    look()
    threading.Thread(target=keep_looking, daemon=True).start()


def bring(place: SharedPlace, copy: Path) -> bool:
    """Make a copy the place's current market; whether there was anything to bring.

    Raises BadInputError where no market was pushed there, BrokenDataError where a file is not what its manifest says.
    """
    with single_writer(copy, _WAIT_SECONDS):
        pointer = _pointer(place)
        try:
            return _bring(place, copy, pointer)
        except FileNotFoundError as error:  # a newer one was pushed, and this one taken away
            if (newer := _pointer(place)) == pointer:
                raise BrokenDataError(f"{place.url} lacks files of its market ({error}): push it anew.") from error
            return _bring(place, copy, newer)


def _pointer(place: SharedPlace) -> bytes:
    found = place.pointed(POINTER)
    if found is None:
        raise BadInputError(f"{place.url} holds no market yet: `skillgap push` brings one there.")
    return found.content


def _bring(place: SharedPlace, copy: Path, pointer: bytes) -> bool:
    own = copy / POINTER
    if own.exists() and own.read_bytes() == pointer:
        return False
    named = named_by(pointer, f"{place.url}/{POINTER}")
    home = copy / GENERATIONS
    (home / TEXTS).mkdir(parents=True, exist_ok=True)
    sweep(home)
    sweep(home / TEXTS)
    content = place.read(f"{named.folder}/{MANIFEST}")
    manifest = _proven(content, named, place)
    for name, sha256 in manifest["texts"].items():
        path = home / TEXTS / Path(name).name
        if not is_as_said(path, sha256):
            fetch_proven(place, text_key(name, sha256), temporary(path), sha256)
            settle(path)
    folder = home / str(named.number)
    draft = temporary(folder)
    draft.mkdir()
    for name, sha256 in hashed_files(manifest).items():
        fetch_proven(place, f"{named.folder}/{name}", draft / Path(name).name, sha256)
    write_whole(draft / MANIFEST, content)
    sync(draft)
    if folder.exists():  # of the same number, as before a rebuild
        shutil.rmtree(folder)
    settle(folder)
    _bring_config(place, copy, named)
    write_whole(copy / "market.toml", f'kind = "{manifest.get("market") or "real"}"\n'.encode())
    write_whole(own, pointer)
    _drop_old(home, named.number)
    return True


def _bring_config(place: SharedPlace, copy: Path, named: Named) -> None:
    """The skills and lanes by which the market was read; resumes are read by them too."""
    there = place.names(f"{named.folder}/config")
    (copy / "config").mkdir(exist_ok=True)
    for name in CONFIG:
        path = copy / "config" / name
        if f"{named.folder}/config/{name}" in there:
            write_whole(path, place.read(f"{named.folder}/config/{name}"))
        else:
            path.unlink(missing_ok=True)


def _proven(content: bytes, named: Named, place: SharedPlace) -> dict[str, Any]:
    where = f"{place.url}/{named.folder}/{MANIFEST}"
    if hashlib.sha256(content).hexdigest() != named.manifest_sha256:
        raise BrokenDataError(f"{where} was changed after it was published: push the market anew.")
    manifest: dict[str, Any] = json.loads(content)
    return manifest


def _drop_old(home: Path, current: int) -> None:
    """All but the current generation and the last other, and the texts that neither names."""
    others = sorted((p for p in home.iterdir() if p.name.isdigit() and int(p.name) != current), key=_age)
    for folder in others[: -(_KEPT - 1)]:
        shutil.rmtree(folder)
    named = {name for path in home.glob(f"[0-9]*/{MANIFEST}") for name in json.loads(path.read_bytes())["texts"]}
    for path in (home / TEXTS).glob("*.parquet"):
        if path.name not in named:
            path.unlink()


def _age(folder: Path) -> float:
    return (folder / MANIFEST).stat().st_mtime
