"""What a data folder has and a shared place lacks goes there: landing runs, the current generation, snapshots.

New keys first, then one put of the pointer: a kill between any two leaves readers the market of before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.landing.runs import sealed_runs
from skillgap.settings import Settings
from skillgap.shared.layout import CONFIG, LANDING, POINTER, SHARED_TEXTS, Named, Progress, named_by, text_key
from skillgap.shared.place import Pointed, SharedPlace
from warehouse.files import is_as_said, sha256_of
from warehouse.generations.layout import GENERATIONS, MANIFEST, TEXTS, hashed_files
from warehouse.models import RUN_FILE, UNREADABLE, BadInputError, BrokenDataError, Run, run_from_plain
from warehouse.snapshots.reader import SNAPSHOTS, changed_files, snapshot_names


@dataclass(slots=True)
class Pushed:
    """What went to a shared place."""

    runs: int = 0
    newer_there: list[str] = field(default_factory=list)
    """Runs from which more was taken out there than here: pull them."""
    generation: int | None = None
    """None where it was there already."""
    snapshots: int = 0


def push_landing(data: Settings, place: SharedPlace, progress: Progress, done: Pushed) -> None:
    """Every finished run that the place lacks, and those from which more was taken out here (`forget`, thinning).

    Raises BadInputError where two runs have one name.
    """
    known = place.names(LANDING)
    folders = sealed_runs(data.landing)
    for number, folder in enumerate(folders, start=1):
        own, key = (folder / RUN_FILE).read_bytes(), f"{LANDING}/{folder.name}/{RUN_FILE}"
        there = place.pointed(key) if key in known else None
        is_same = there is not None and there.content == own
        if is_same or is_newer(own, there.content if there else None, f"{place.url}/{key}"):
            _push_run(folder, own, place, there, known)
            done.runs += not is_same
        else:
            done.newer_there.append(folder.name)
        progress(number, len(folders))


def _push_run(folder: Path, own: bytes, place: SharedPlace, there: Pointed | None, known: Mapping[str, int]) -> None:
    """Bring a run there where it is not, and take away what its ledger no longer names: a kill may have left that."""
    home = f"{LANDING}/{folder.name}"
    files = {file.name: file.sha256 for file in _run_of(own, str(folder / RUN_FILE)).files}
    if there is None or there.content != own:
        for name, sha256 in files.items():
            _put_proven(folder / name, sha256, place, f"{home}/{name}")
        place.replace(f"{home}/{RUN_FILE}", own, there)
    named = {f"{home}/{name}" for name in (*files, RUN_FILE)}
    place.remove([key for key in known if key.startswith(f"{home}/") and key not in named])


def is_newer(own: bytes, other: bytes | None, where: str) -> bool:
    """Whether of one run, as two places have it, more was taken out of the first. Raises BadInputError for two runs."""
    if other is None:
        return True
    first, second = _run_of(own, where), _run_of(other, where)
    if (first.started_at, first.finished_at, first.kind) != (second.started_at, second.finished_at, second.kind):
        raise BadInputError(f"{where} is another run of the same name: rename the folder of one of them.")
    return len(first.amendments) > len(second.amendments)


def _run_of(content: bytes, where: str) -> Run:
    try:
        return run_from_plain(json.loads(content))
    except UNREADABLE as error:
        raise BrokenDataError(f"{where} is no ledger of a run: `skillgap doctor` says more.") from error


def push_market(data: Settings, place: SharedPlace, progress: Progress, done: Pushed, *, is_replacing: bool) -> None:
    """The current generation, with its texts and the skills and lanes that it was read by; then the pointer.

    What this folder keeps no longer goes from the place too. Raises BadInputError where the market there was made from
    runs that this one lacks, unless `is_replacing`; TakenMeanwhileError where somebody else pushed one.
    """
    home = data.data / GENERATIONS
    pointer = (data.data / POINTER).read_bytes()
    named = named_by(pointer, str(data.data / POINTER))
    there = place.pointed(POINTER)
    if there is None or there.content != pointer:
        manifest = _manifest(home / str(named.number))
        if there is not None and not is_replacing:
            _refuse_older(place, there, manifest)
        files = list(_files_of(home, named, manifest))
        for number, (path, sha256, key) in enumerate(files, start=1):
            _put_proven(path, sha256, place, key if key.startswith(SHARED_TEXTS) else f"{named.folder}/{key}")
            progress(number, len(files))
        for name in CONFIG:
            if (path := data.data / "config" / name).exists():
                place.put_new(f"{named.folder}/config/{name}", path)
        place.replace(POINTER, pointer, there)
        done.generation = named.number
    _drop_old(data, place, pointer)


def _files_of(home: Path, named: Named, manifest: dict[str, Any]) -> Iterator[tuple[Path, str, str]]:
    """(file, sha256, key), the key relative to the generation's folder but for texts; the manifest last."""
    folder = home / str(named.number)
    for name, sha256 in manifest["texts"].items():
        yield home / TEXTS / name, sha256, text_key(name, sha256)
    for name, sha256 in hashed_files(manifest).items():
        yield folder / name, sha256, name
    yield folder / MANIFEST, named.manifest_sha256, MANIFEST


def _refuse_older(place: SharedPlace, there: Pointed, manifest: dict[str, Any]) -> None:
    key = f"{named_by(there.content, f'{place.url}/{POINTER}').folder}/{MANIFEST}"
    try:
        runs = set(json.loads(place.read(key))["created_from"])
    except (FileNotFoundError, ValueError, KeyError, TypeError, RecursionError):
        return  # nothing that can be read is lost
    if lacking := sorted(runs - set(manifest["created_from"])):
        raise BadInputError(
            f"The market at {place.url} was made from runs that this one lacks, such as {lacking[0]}: "
            "`skillgap pull` and `refresh --no-crawl` bring them, `push --replace` goes on without them."
        )


def _drop_old(data: Settings, place: SharedPlace, pointer: bytes) -> None:
    """Remove the generations that this folder no longer keeps, and the texts that none of the others names.

    Left as it is where somebody else's pointer stands now.
    """
    if (there := place.pointed(POINTER)) is None or there.content != pointer:
        raise place.taken(POINTER)
    manifests = list((data.data / GENERATIONS).glob(f"[0-9]*/{MANIFEST}"))
    numbered = ((path.parent.name, path) for path in manifests)
    kept = {Named(int(name), sha256_of(path)).folder for name, path in numbered if name.isdigit()}
    keys = place.names(GENERATIONS).keys() - {POINTER}
    texts = {key for key in keys if key.startswith(f"{SHARED_TEXTS}/")}
    old = {key for key in keys - texts if "/".join(key.split("/")[:2]) not in kept}
    wanted = set()
    for path in manifests:
        with suppress(BrokenDataError):  # of an earlier skillgap, as none that was pushed
            wanted |= {text_key(name, sha256) for name, sha256 in _manifest(path.parent)["texts"].items()}
    place.remove(sorted(old | texts - wanted))


def push_snapshots(data: Settings, place: SharedPlace, progress: Progress, done: Pushed) -> None:
    """Every snapshot that the place lacks. Raises BrokenDataError for one that is not as it was written."""
    known = place.names(SNAPSHOTS)
    names = snapshot_names(data.data)
    for number, name in enumerate(names, start=1):
        if f"{SNAPSHOTS}/{name}/{MANIFEST}" not in known:
            if changed := changed_files(data.data, name):
                raise BrokenDataError(f"{data.data / SNAPSHOTS / name / changed[0]} is not as it was written.")
            folder = data.data / SNAPSHOTS / name
            for path in sorted(folder.iterdir(), key=lambda path: (path.name == MANIFEST, path.name)):
                place.put_new(f"{SNAPSHOTS}/{name}/{path.name}", path)
            done.snapshots += 1
        progress(number, len(names))


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        dict(manifest["texts"]), dict(manifest["files"]), list(manifest["created_from"])
    except UNREADABLE as error:
        raise BrokenDataError(f"{folder / MANIFEST} is missing or damaged: run `skillgap publish`.") from error
    return manifest  # type: ignore[no-any-return]


def _put_proven(path: Path, sha256: str, place: SharedPlace, key: str) -> None:
    """Put a file that is what its ledger or manifest says. A key that is there must be as large."""
    if not is_as_said(path, sha256):
        raise BrokenDataError(f"{path} is missing or damaged, and was not pushed: `skillgap doctor` says more.")
    if not place.put_new(key, path) and place.names(key).get(key, path.stat().st_size) != path.stat().st_size:
        raise BadInputError(f"{place.url}/{key} is there with another content: remove it, then push again.")
