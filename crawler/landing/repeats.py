"""What the last look at each board landed: rows that come again unchanged are landed as references to it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Collection
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from crawler.landing.runs import read_run, sealed_runs, sha256_of
from warehouse.models import UNREADABLE, BrokenDataError, LandingFile, Run, digest_of, reference_of

THIN = "thin"
"""The amendment of a run whose rows lost the sources' objects."""


class Landed:
    """The rows of the last look at each board, by their digests; a source's are read when it is first asked of."""

    def __init__(self, landing: Path) -> None:
        self._landing = landing
        self._runs: list[tuple[Path, Run]] | None = None
        self._known: dict[str, dict[str, str]] = {}

    def of(self, source: str) -> Callable[[str], str | None] | None:
        """Digest → the run in which such a row of the source lies in full; None where no look brought any."""
        if source not in self._known:
            self._known[source] = self._read(source)
        return self._known[source].get if self._known[source] else None

    def _read(self, source: str) -> dict[str, str]:
        """Digest → run, of the newest run of each board that landed rows of it and is whole."""
        known: dict[str, str] = {}
        seen: set[str] = set()
        for folder, run in self._newest_first():
            boards = {b.board for b in run.boards if b.source == source and b.postings} - seen
            if boards and not any(amendment.reason == THIN for amendment in run.amendments):
                known.update(_digests(folder, run, source, boards))
            seen |= boards
        whole = {run_id: self._is_whole(run_id, source) for run_id in set(known.values())}
        return {digest: run_id for digest, run_id in known.items() if whole[run_id]}

    def _is_whole(self, run_id: str, source: str) -> bool:
        """Whether the files of a source are what their run's ledger says: nothing is to lean on others."""
        files = [
            (folder / file.name, file.sha256)
            for folder, run in self._newest_first()
            if run.run_id == run_id
            for file in run.files
            if _source_of(file) == source
        ]
        return bool(files) and all(path.is_file() and sha256_of(path) == sha256 for path, sha256 in files)

    def _newest_first(self) -> list[tuple[Path, Run]]:
        if self._runs is None:
            self._runs = []
            for folder in reversed(sealed_runs(self._landing)):
                try:
                    self._runs.append((folder, read_run(folder)))
                except BrokenDataError:  # doctor names it; nothing is made to lean on it
                    continue
        return self._runs


def _digests(folder: Path, run: Run, source: str, boards: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    begins = tuple(
        json.dumps({"source": source, "board": board}, ensure_ascii=False, separators=(",", ":"))[:-1].encode()
        for board in boards
    )
    for file in run.files:
        path = folder / file.name
        if _source_of(file) != source:
            continue
        try:
            with gzip.open(path, "rb") as lines:
                for line in lines:
                    if not line.startswith(begins):
                        continue
                    if digest := digest_of(line):
                        found[digest] = run.run_id
                    elif reference := reference_of(json.loads(line)):
                        found[reference.digest] = reference.run_id
        except UNREADABLE:
            continue
    return found


def _source_of(file: LandingFile) -> str:
    return file.name.partition(".")[0]


def referring_first(folders: Collection[Path]) -> list[Path]:
    """Finished runs in an order in which each stands before those that it refers to.

    What is taken out of them in this order leaves no reference to nothing, whenever the process is killed.
    """
    by_id = {folder.name: folder for folder in folders}
    graph = {name: [r for r in read_run(folder).refers_to if r in by_id] for name, folder in sorted(by_id.items())}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError:  # not of our writing
        order = sorted(by_id)
    return [by_id[name] for name in reversed(order)]
