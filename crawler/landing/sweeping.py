"""Removes what killed processes left in a landing folder: imports that never ended, files of a rewriting.

Crawls that never ended stay: `crawl --resume` goes on with them.
"""

from __future__ import annotations

import fcntl
import re
import shutil
from contextlib import suppress
from pathlib import Path

from crawler.landing.amending import SUFFIX, sweep_unnamed
from crawler.landing.runs import read_run, sealed_runs, sha256_of
from warehouse.files import temporary
from warehouse.models import LEDGER_FILE, RUN_FILE, Run

_IMPORT = re.compile(r"-import(?:-\d+)?\Z")


def is_import(folder: Path) -> bool:
    """Whether a run's folder is an import's, by its name: one that was killed may not have said more."""
    return _IMPORT.search(folder.name) is not None


def sweep_landing(landing: Path) -> list[str]:
    """Remove what no process works on; the names of the imports that were killed: nothing of them had counted."""
    killed = [folder for folder in landing.glob("*") if is_import(folder) and not (folder / RUN_FILE).exists()]
    swept = [folder.name for folder in sorted(killed) if _removed(folder)]
    for folder in sealed_runs(landing):
        _sweep_rewriting(folder)
    return swept


def _removed(folder: Path) -> bool:
    """Remove an import that nobody writes; False where somebody does, or where nothing had been begun."""
    try:
        with (folder / LEDGER_FILE).open("rb") as ledger:
            fcntl.flock(ledger, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
            return True
    except FileNotFoundError:
        with suppress(OSError):  # something lies in it that is not ours
            folder.rmdir()
        return False
    except OSError:
        return False


def _sweep_rewriting(folder: Path) -> None:
    """Remove data files that the ledger does not name, but only where those that it names are whole."""
    run = read_run(folder)
    named = {file.name for file in run.files}
    is_left = any(SUFFIX in path.name and path.name not in named for path in folder.iterdir())
    if is_left and _is_whole(folder, run):
        sweep_unnamed(folder, run)
    temporary(folder / RUN_FILE).unlink(missing_ok=True)


def _is_whole(folder: Path, run: Run) -> bool:
    return all((folder / f.name).is_file() and sha256_of(folder / f.name) == f.sha256 for f in run.files)
