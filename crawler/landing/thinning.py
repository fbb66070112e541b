"""Thins old landing runs: the sources' own objects go, the postings read from them stay.

What is thinned can no longer be parsed anew (`rebuild --reparse` keeps its postings as they were read). The object of
a row that a younger run refers to stays until that run is old too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from crawler.landing.amending import lines_of, rewritten, row_of, sweep_unnamed
from crawler.landing.repeats import THIN
from crawler.landing.runs import read_run, sealed_runs, write_run
from warehouse.models import Amendment, Run, digest_of, reference_of

IN_PART = "thin_in_part"
"""The amendment of a run that was thinned but for what younger ones refer to."""


@dataclass(frozen=True, slots=True)
class Thinned:
    """What one call of `thin` took away."""

    runs: int
    bytes: int
    """By which the files are smaller."""


def thinnable(landing: Path, before: dt.datetime) -> list[Path]:
    """The folders of finished runs that started earlier than `before` and are not thinned yet, oldest first."""
    runs = [(folder, read_run(folder)) for folder in sealed_runs(landing)]
    return [
        folder for folder, run in runs if run.started_at < before and THIN not in {a.reason for a in run.amendments}
    ]


def thin(
    landing: Path, before: dt.datetime, now: dt.datetime, progress: Callable[[int, int], None] | None = None
) -> Thinned:
    """Take the sources' objects out of all runs that `thinnable` names; each ledger records the new files and why."""
    folders = thinnable(landing, before)
    needed = _needed(landing, before)
    saved = 0
    for done, folder in enumerate(folders, 1):
        run = read_run(folder)
        size = _size(folder)
        kept = needed.get(run.run_id, set())
        files = tuple(rewritten(folder, file, partial(_without_raw, kept)) for file in run.files)
        amended = replace(run, files=files, amendments=_amended(run, now, IN_PART if kept else THIN))
        write_run(folder, amended)
        sweep_unnamed(folder, amended)
        saved += size - _size(folder)
        if progress:
            progress(done, len(folders))
    return Thinned(len(folders), saved)


def _amended(run: Run, now: dt.datetime, reason: str) -> tuple[Amendment, ...]:
    before = tuple(amendment for amendment in run.amendments if amendment.reason != IN_PART)
    return (*before, Amendment(now, reason, 0))


def _needed(landing: Path, before: dt.datetime) -> dict[str, set[str]]:
    """Run → digests of its rows that runs which keep their objects refer to."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in sealed_runs(landing):
        run = read_run(folder)
        if run.started_at < before or not run.refers_to:
            continue
        for file in run.files:
            for line in lines_of(folder / file.name):
                if digest_of(line) is None and (again := reference_of(row_of(line, folder / file.name))):
                    found[again.run_id].add(again.digest)
    return found


def _without_raw(kept: Collection[str], line: bytes, path: Path) -> bytes:
    row = row_of(line, path)
    if row.get("raw") is None or digest_of(line) in kept:
        return line
    return json.dumps({**row, "raw": None}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())
