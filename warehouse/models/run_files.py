"""The ledgers of landing runs, which collecting and keeping read alike and speak of in one sentence."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path

from warehouse.models.collected import Run, run_from_plain
from warehouse.models.given_files import UNREADABLE, read_kept, why_unread
from warehouse.models.words import BrokenDataError

RUN_FILE = "run.json"
"""Of a finished run."""
LEDGER_FILE = "ledger.jsonl"
"""Of a run that is being written, or was begun and never finished; whoever writes holds its lock."""


def read_run_file(path: Path) -> Run:
    """The run of a `run.json`. Raises BrokenDataError where it is none, also FileNotFoundError where it is missing."""
    try:
        return run_from_plain(json.loads(read_kept(path)))
    except FileNotFoundError:
        raise
    except UNREADABLE as error:
        mend = "put the run's folder back from a copy, or remove it and crawl or import it again"
        raise BrokenDataError(f"{path} is no ledger of a run ({why_unread(error)}): {mend}.") from None


def is_being_written(folder: Path) -> bool:
    """Whether a process is at work on a run that is not finished."""
    try:
        with (folder / LEDGER_FILE).open("rb") as ledger:
            fcntl.flock(ledger, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
