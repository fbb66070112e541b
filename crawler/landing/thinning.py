"""Thins old landing runs: the sources' own objects go, the postings read from them stay.

What is thinned can no longer be parsed anew (`rebuild --reparse` keeps its postings as they were read).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.landing.amending import rewritten, sweep_unnamed
from crawler.landing.runs import read_run, sealed_runs, write_run
from warehouse.models import Amendment

THIN = "thin"


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


def sweep_killed(landing: Path) -> None:
    """Remove the files of finished runs that a rewriting left behind when it was killed."""
    for folder in sealed_runs(landing):
        sweep_unnamed(folder, read_run(folder))


def thin(
    landing: Path, before: dt.datetime, now: dt.datetime, progress: Callable[[int, int], None] | None = None
) -> Thinned:
    """Take the sources' objects out of all runs that `thinnable` names; each ledger records the new files and why."""
    folders = thinnable(landing, before)
    saved = 0
    for done, folder in enumerate(folders, 1):
        run = read_run(folder)
        size = _size(folder)
        files = tuple(rewritten(folder, file, _without_raw) for file in run.files)
        amended = replace(run, files=files, amendments=(*run.amendments, Amendment(now, THIN, 0)))
        write_run(folder, amended)
        sweep_unnamed(folder, amended)
        saved += size - _size(folder)
        if progress:
            progress(done, len(folders))
    return Thinned(len(folders), saved)


def _without_raw(line: bytes) -> bytes:
    row = json.loads(line)
    if row.get("raw") is None:
        return line
    return json.dumps({**row, "raw": None}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())
