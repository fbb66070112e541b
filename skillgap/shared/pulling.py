"""What a shared place has and a data folder lacks comes here: landing runs of other machines, snapshots.

Each is fetched beside its place, proven by the hashes that its own ledger or manifest names, then given its name.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from skillgap.settings import Settings
from skillgap.shared.layout import LANDING, Progress
from skillgap.shared.place import SharedPlace
from skillgap.shared.pushing import is_newer
from warehouse.files import TEMPORARY, sha256_of, sync, write_whole
from warehouse.generations.layout import MANIFEST
from warehouse.models import RUN_FILE, UNREADABLE, BadInputError, BrokenDataError, MarketKind, read_run_file
from warehouse.snapshots.reader import PLAIN_NAME, SNAPSHOTS, snapshot_folders


@dataclass(slots=True)
class Pulled:
    """What came from a shared place."""

    runs: int = 0
    amended: list[str] = field(default_factory=list)
    """Runs of which the folder had more: it was forgotten or thinned elsewhere."""
    snapshots: int = 0
    market: MarketKind | None = None
    """Of which kind the runs are."""
    left: list[str] = field(default_factory=list)
    """Names there that are none of ours."""


def pull_landing(data: Settings, place: SharedPlace, progress: Progress, done: Pulled) -> None:
    """Every finished run that the folder lacks, and those from which more was taken out there.

    Raises BadInputError where the runs are of another kind of market, BrokenDataError where a file is not what its
    ledger says.
    """
    known = place.names(LANDING)
    names = sorted(key.split("/")[1] for key in known if key.count("/") == 2 and key.endswith(f"/{RUN_FILE}"))
    for number, name in enumerate(names, start=1):
        if not PLAIN_NAME.match(name):
            done.left.append(name)
        elif _is_wanted(data.landing / name, place, name):
            if (data.landing / name).exists():
                done.amended.append(name)
            with _beside(data.data) as draft:
                done.market = _fetched_run(place, name, draft, data.market or done.market)
                _take(draft / name, data.landing / name)
            done.runs += 1
        progress(number, len(names))
    if done.market and not (data.data / "market.toml").exists():
        write_whole(data.data / "market.toml", f'kind = "{done.market}"\n'.encode())


def _is_wanted(own: Path, place: SharedPlace, name: str) -> bool:
    if not (own / RUN_FILE).exists():
        return True
    there, here = place.read(f"{LANDING}/{name}/{RUN_FILE}"), (own / RUN_FILE).read_bytes()
    return there != here and is_newer(there, here, str(own))


def _fetched_run(place: SharedPlace, name: str, draft: Path, market: MarketKind | None) -> MarketKind:
    folder = draft / name
    folder.mkdir()
    home = f"{LANDING}/{name}"
    place.fetch(f"{home}/{RUN_FILE}", folder / RUN_FILE)
    run = read_run_file(folder / RUN_FILE)
    if run.run_id != name:
        raise BrokenDataError(f"{place.url}/{home} holds the run {run.run_id}: it was renamed or mixed up.")
    if market not in (None, run.market):
        raise BadInputError(
            f"{place.url} holds runs of kind {run.market!r}, this folder those of kind {market!r}: give another --data."
        )
    for file in run.files:
        _fetch_proven(place, f"{home}/{file.name}", folder, file.name, file.sha256)
    return run.market


def pull_snapshots(data: Settings, place: SharedPlace, progress: Progress, done: Pulled) -> None:
    """Every snapshot that the folder lacks. Raises BrokenDataError where a file is not what its manifest says."""
    keys = place.names(SNAPSHOTS)
    there = sorted(key.split("/")[1] for key in keys if key.count("/") == 2 and key.endswith(f"/{MANIFEST}"))
    own = set(snapshot_folders(data.data))
    for number, name in enumerate(there, start=1):
        if not PLAIN_NAME.match(name):
            done.left.append(name)
        elif name not in own:
            with _beside(data.data) as draft:
                (draft / name).mkdir()
                place.fetch(f"{SNAPSHOTS}/{name}/{MANIFEST}", draft / name / MANIFEST)
                for file, sha256 in _files_of_snapshot(draft / name).items():
                    _fetch_proven(place, f"{SNAPSHOTS}/{name}/{file}", draft / name, file, sha256)
                _take(draft / name, data.data / SNAPSHOTS / name)
            done.snapshots += 1
        progress(number, len(there))


def _files_of_snapshot(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / MANIFEST).read_bytes())["files"])
    except UNREADABLE as error:
        raise BrokenDataError(f"The shared snapshot {folder.name} has no manifest that can be read.") from error


def _fetch_proven(place: SharedPlace, key: str, folder: Path, name: str, sha256: str) -> None:
    if not PLAIN_NAME.match(name):
        raise BrokenDataError(f"{place.url}/{key} is named as no file of ours is, and was not fetched.")
    fetch_proven(place, key, folder / name, sha256)


def fetch_proven(place: SharedPlace, key: str, path: Path, sha256: str) -> None:
    """Copy a key's content to a file that is on the disk when this returns.

    Raises FileNotFoundError, and BrokenDataError where it is not what its hash says.
    """
    place.fetch(key, path)
    if sha256_of(path) != sha256:
        path.unlink()
        raise BrokenDataError(f"{place.url}/{key} is not what its ledger says (sha256 differs): push it anew.")
    sync(path)


@contextmanager
def _beside(data: Path) -> Iterator[Path]:
    """A folder on the disk of the data, gone at the end."""
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{TEMPORARY}pull-", dir=data) as folder:
        yield Path(folder)


def _take(draft: Path, place: Path) -> None:
    """Give a fetched folder its name, in the place of what has it."""
    sync(draft)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        old = draft.with_name(f"{TEMPORARY}old")
        place.rename(old)
        draft.rename(place)
        shutil.rmtree(old)
    else:
        draft.rename(place)
    sync(place.parent)
