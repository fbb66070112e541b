"""Commands as forked children of one warm process: killed at a moment, held to a size of files, as another user."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skillgap.__main__ import main as skillgap
from skillgap.commands.door import COMMANDS, _loaded
from skillgap.reading import Desk
from warehouse.generations.reader import open_generation

POSTINGS = Path(__file__).parents[2] / "tests" / "fixtures" / "nlp" / "postings.jsonl"
LIMIT_SECONDS = 500
MOST_OVERLAY = 100_000
NOBODY = 65534


@dataclass(frozen=True)
class Ended:
    """What a child left behind; `code` is negative for a signal, None where it did not end."""

    code: int | None
    text: str

    @property
    def sentences(self) -> int:
        """How many errors it said."""
        return sum(line.startswith("skillgap: ") or "Error: " in line for line in self.text.splitlines())


def warm_up() -> None:
    """Import every command and read something once, for all children."""
    for name in COMMANDS:
        _loaded(name)
    reader = _kept_reader(DESK, Desk(None, None))
    for line in POSTINGS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        reader.read(row["title"], row["text"], row["company"])


DESK = Desk.__dict__["reader"]
_KEPT: dict[bytes, Any] = {}


def _kept_reader(made: Any, desk: Desk) -> Any:
    """A desk's reader as it is made, kept by what the overlay says: half a second that each child need not take."""
    overlay = desk.skills_overlay
    if overlay is not None and (not overlay.is_file() or overlay.stat().st_size > MOST_OVERLAY):
        return made.func(desk)
    said = overlay.read_bytes() if overlay else b""
    if said not in _KEPT:
        _KEPT[said] = made.func(desk)
    return _KEPT[said]


def keep_reader(overlay: Path) -> None:
    """Make the reader with this overlay once, for all children."""
    Desk.reader = property(lambda desk: _kept_reader(DESK, desk))  # type: ignore[assignment, method-assign]
    reader = Desk(overlay, None).reader
    reader.read("ML engineer", "You train models in Python and serve them on Kubernetes.", None), reader.version


def call(
    *words: object, kill_after: float | None = None, largest_file: int | None = None, is_nobody: bool = False
) -> Ended:
    """A command in a forked child: killed after so many seconds, with no file larger than so many bytes, or as a user
    who has no rights.
    """

    def run() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
        if is_nobody and os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        sys.argv = ["skillgap", *(os.fsdecode(os.fsencode(str(word))) for word in words)]
        skillgap()

    return forked(run, kill_after)


def forked(run: Callable[[], None], kill_after: float | None = None) -> Ended:
    """What a function says and how it ends, in a child of its own."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        os.dup2(write, 1)
        os.dup2(write, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
        code = 70
        try:
            run()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    os.close(write)
    end = time.monotonic() + (kill_after if kill_after is not None else LIMIT_SECONDS)
    said = b""
    is_over = True
    with os.fdopen(read, "rb", buffering=0) as pipe:
        while True:
            ready, _, _ = select.select([pipe], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                is_over = False
                os.kill(child, signal.SIGKILL)
                break
            if not (part := pipe.read(65536)):
                break
            said += part
    _, status = os.waitpid(child, 0)
    if not is_over and kill_after is None:
        return Ended(None, said.decode(errors="replace"))
    return Ended(os.waitstatus_to_exitcode(status), said.decode(errors="replace"))


def content(data: Path) -> str:
    """A hash of what the published market and the snapshots hold."""
    files = sorted(path for path in (data / "snapshots").rglob("*") if path.is_file())
    said = [content_of_market(data), [(path.name, _bytes(path)) for path in files]]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def content_of_market(data: Path) -> str:
    """A hash of what the published market holds, asked of a process of its own."""
    asked = forked(lambda: print(_market(data)))
    return asked.text.strip() if asked.code == 0 else f"unreadable {asked.text[-200:]}"


def _bytes(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _market(data: Path) -> str:
    generation = open_generation(data)
    posting = generation.frame("posting").sort_values("posting_id")
    requisition = generation.frame("requisition").sort_values("requisition_id")
    said = [
        posting[["posting_id", "text_hash", "title"]].to_csv(),
        sorted(generation.texts(list(posting["posting_id"])).items()),
        requisition[["requisition_id", "exclusion", "is_open", "primary_lane"]].to_csv(),
        generation.manifest["as_of"],
        generation.manifest["counts"],
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()
