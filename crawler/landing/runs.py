"""Landing runs: what a crawl or an import leaves on disk, whole or not at all.

A run grows in `ledger.jsonl` and `<source>.jsonl.gz.part`: each board's rows are one gzip member, synced before the
ledger line that acknowledges them; boards that are held and settled together share both syncs. Sealing renames the
parts and writes `run.json` last; a killed run is opened again and goes on after its last acknowledged board.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import errno
import fcntl
import gzip
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from warehouse.files import write_whole
from warehouse.models import (
    LEDGER_FILE,
    RUN_FILE,
    UNREADABLE,
    BadInputError,
    BoardRun,
    BrokenDataError,
    LandingFile,
    LandingRow,
    Reference,
    Reject,
    Run,
    digest_of,
    read_run_file,
    run_from_plain,
    to_plain,
)

_PART = ".part"
_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_EFFORT = 5
"""Of packing: of real rows a fortieth larger than at 6, in three fifths of its time."""
MOST_LINE_BYTES = 50_000_000
"""No line of a ledger is longer: a board with all its rejects."""
MAX_KEPT_REJECTS = 1000
"""A board's count of rejects is always whole; beyond this many the rows themselves are not kept."""


@dataclass(frozen=True, slots=True)
class Appended:
    """Rows that lie in a part file and are not acknowledged yet."""

    file: str
    end: int
    """Size of the part file with them, in bytes."""
    rows: int
    refers_to: tuple[str, ...] = ()
    """Runs in which rows of it lie in full."""


Before = Callable[[str], Callable[[str], str | None] | None]
"""Source → (digest of a row → the earlier run that landed the same row in full, None where none did); None for a source
of which nothing was landed, whose rows need no digest."""


class OpenRun:
    """A landing run being written: `land` each board, then `seal`. Hold it open in one process only (it is locked).

    Boards that end within a moment are better `hold` one by one and `settle`d together: a sync costs as much for many.

    `header` is the Run without boards and files; its finished_at is not used. Raises BadInputError where the run id is
    no plain name, the run is sealed, or it was begun before and `resume` is not set. A kill loses nothing that was
    acknowledged, and in a real market neither does a power cut; the example market is made anew in less time than
    a thousand syncs take. What `before` knows is written as a reference.
    """

    def __init__(self, landing: Path, header: Run, *, resume: bool = False, before: Before | None = None) -> None:
        if not _RUN_ID.match(header.run_id):
            raise BadInputError(
                f"The run id {header.run_id!r} is no plain name: use letters, digits, '.', '_' and '-'."
            )
        self.folder = landing / header.run_id
        if (self.folder / RUN_FILE).exists():
            raise BadInputError(f"The run {header.run_id} is finished already: start a new one with another run id.")
        if not resume and _has_header(self.folder / LEDGER_FILE):
            raise BadInputError(f"The run {header.run_id} was begun before: go on with --resume or use another run id.")
        self._header = header
        self._before = before
        self._bring_to_disk = header.market == "real"
        self._boards: list[BoardRun] = []
        self._done: set[tuple[str, str]] = set()
        self._rejects: list[Reject] = []
        self._files: dict[str, Appended] = {}
        """With what is held."""
        self._held: list[bytes] = []
        """Lines of the ledger whose rows may not be on disk yet."""
        self._unsettled: set[str] = set()
        """Files with rows that may not be on disk yet."""
        self._parts: dict[str, IO[bytes]] = {}
        self.folder.mkdir(parents=True, exist_ok=True)
        self._ledger = _locked(self.folder / LEDGER_FILE)
        try:
            self._recover()
        except BaseException:
            self._ledger.close()
            raise

    @property
    def done(self) -> AbstractSet[tuple[str, str]]:
        """(source, slug) of the boards that have their outcome, held ones among them."""
        return self._done

    @property
    def boards(self) -> tuple[BoardRun, ...]:
        """The outcomes so far, in the order they came."""
        return tuple(self._boards)

    def land(self, board_run: BoardRun, rows: Iterable[LandingRow], rejects: Iterable[Reject] = ()) -> None:
        """Keep a finished board: on disk when this returns."""
        self.acknowledge(board_run, rejects, self.append(board_run.source, rows))

    def append(self, source: str, rows: Iterable[LandingRow]) -> Appended | None:
        """Write rows that count once acknowledged; else the next append takes their place. None for no rows.

        They are on disk when they are acknowledged, not before.
        """
        name = f"{source}.jsonl.gz"
        before = self._files.get(name, Appended(name, 0, 0))
        file = self._part(name, before.end)
        try:
            return self._written(rows, file, before)
        except BaseException:
            self._parts.pop(name)
            file.close()
            raise

    def _part(self, name: str, end: int) -> IO[bytes]:
        """The part file of a source, which stays open from board to board, cut to what is held or acknowledged."""
        if name not in self._parts:
            self._parts[name] = (self.folder / (name + _PART)).open("ab")
        file = self._parts[name]
        if file.tell() < end:
            raise OSError(errno.EIO, f"{name} is shorter than what was written to it")
        if file.tell() != end:
            file.truncate(end)
            file.seek(end)
        return file

    def _written(self, rows: Iterable[LandingRow], file: IO[bytes], before: Appended) -> Appended | None:
        count, refers_to = 0, set(before.refers_to)
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0, compresslevel=_EFFORT) as member:
            for row in rows:
                line, run_id = self._line(row)
                member.write(line)
                count += 1
                if run_id:
                    refers_to.add(run_id)
        if count == 0:
            return None
        return Appended(before.file, file.tell(), before.rows + count, tuple(sorted(refers_to)))

    def _line(self, row: LandingRow) -> tuple[bytes, str | None]:
        """What is written of a row, and the run that it leans on."""
        line = _line(row)
        earlier = self._before(row.source) if self._before else None
        digest = digest_of(line) if earlier else None
        if earlier is None or digest is None or (run_id := earlier(digest)) is None:
            return line, None
        again = Reference(run_id, digest, row.source, row.board, row.posting.source_job_id)
        return _json(again.envelope(to_plain(row.observed_at))), run_id

    def acknowledge(self, board_run: BoardRun, rejects: Iterable[Reject], appended: Appended | None) -> None:
        """Record a board's outcome; the rows of `appended` count from now on."""
        self._hold(board_run, rejects, appended)
        self.settle()

    def hold(self, board_run: BoardRun, rows: Iterable[LandingRow], rejects: Iterable[Reject] = ()) -> None:
        """Write a finished board that counts once it is settled; until then a kill loses it."""
        self._hold(board_run, rejects, self.append(board_run.source, rows))

    def _hold(self, board_run: BoardRun, rejects: Iterable[Reject], appended: Appended | None) -> None:
        kept = tuple(rejects)[:MAX_KEPT_REJECTS]
        entry = {"board_run": to_plain(board_run), "rejects": to_plain(kept), "appended": to_plain(appended)}
        self._held.append(_json(entry))
        self._take(board_run, kept, appended)
        if appended:
            self._unsettled.add(appended.file)

    def settle(self) -> None:
        """Acknowledge the boards that are held: on disk when this returns, all their rows before any line that says so.

        After a fault the run is of no use but to be closed and opened anew.
        """
        for name in sorted(self._unsettled):
            self._settle(self._part(name, self._files[name].end))
        self._unsettled.clear()
        if self._held:
            self._ledger.write(b"".join(self._held))
            self._settle(self._ledger)
            self._held.clear()

    def seal(self, finished_at: dt.datetime) -> Run:
        """Make the run visible to `load`; returns it as written. The OpenRun is of no use after that."""
        self.settle()
        while self._parts:
            self._parts.popitem()[1].close()
        files = []
        for name, appended in sorted(self._files.items()):
            part = self.folder / (name + _PART)
            os.truncate(part, appended.end)
            part.rename(self.folder / name)
            files.append(LandingFile(name, sha256_of(self.folder / name), appended.rows))
        for stale in self.folder.glob(f"*{_PART}"):
            stale.unlink()
        run = dataclasses.replace(
            self._header,
            finished_at=finished_at,
            boards=tuple(sorted(self._boards, key=lambda b: (b.source, b.board))),
            files=tuple(files),
            rejects=tuple(self._rejects),
            refers_to=tuple(sorted({run_id for appended in self._files.values() for run_id in appended.refers_to})),
        )
        write_run(self.folder, run)
        (self.folder / LEDGER_FILE).unlink()
        self.close()
        return run

    def close(self) -> None:
        """Let go of the run as it is, without what is held; it can be opened again with `resume`."""
        for file in (*self._parts.values(), self._ledger):
            with suppress(OSError):  # what a full disk did not take was never acknowledged
                file.close()
        self._parts.clear()

    def _take(self, board_run: BoardRun, rejects: tuple[Reject, ...], appended: Appended | None) -> None:
        self._boards.append(board_run)
        self._done.add((board_run.source, board_run.board))
        self._rejects += rejects
        if appended:
            self._files[appended.file] = appended

    def _settle(self, file: IO[bytes]) -> None:
        file.flush()
        if self._bring_to_disk:
            os.fsync(file.fileno())

    def _recover(self) -> None:
        """Take over what an earlier process acknowledged; a torn last line was never acknowledged and goes."""
        self._ledger.seek(0)
        good = 0
        while line := self._ledger.readline(MOST_LINE_BYTES):
            if not line.endswith(b"\n"):
                break
            self._replay(line)
            good = self._ledger.tell()
        self._ledger.truncate(good)
        self._ledger.seek(good)
        if good == 0:
            self._ledger.write(_json({"header": to_plain(self._header)}))
            _sync(self._ledger)
        for name in self._files:  # a seal that was killed has renamed some already
            if (self.folder / name).exists():
                (self.folder / name).rename(self.folder / (name + _PART))

    def _replay(self, line: bytes) -> None:
        try:
            entry = json.loads(line)
            if "header" in entry:
                begun = run_from_plain(entry["header"])
                if (begun.market, begun.kind) != (self._header.market, self._header.kind):
                    raise BadInputError(
                        f"The run {begun.run_id} was begun as a {begun.kind} of the {begun.market} market."
                    )
                self._header = begun
                return
            one = run_from_plain(
                {**to_plain(self._header), "boards": [entry["board_run"]], "rejects": entry["rejects"]}
            )
            appended = Appended(**entry["appended"]) if entry["appended"] else None
            if appended:
                appended = dataclasses.replace(appended, refers_to=tuple(appended.refers_to))
        except UNREADABLE:
            raise BrokenDataError(
                f"{self.folder / LEDGER_FILE} holds a line that is not ours: remove the folder and crawl anew."
            ) from None
        self._take(one.boards[0], one.rejects, appended)


def write_run(folder: Path, run: Run) -> None:
    """Write `run.json`, by which the run counts."""
    write_whole(folder / RUN_FILE, json.dumps(to_plain(run), ensure_ascii=False, indent=1).encode() + b"\n")


def read_run(folder: Path) -> Run:
    """The sealed run in `folder`. Raises BrokenDataError where run.json is missing or not ours."""
    path = folder / RUN_FILE
    try:
        return read_run_file(path)
    except FileNotFoundError:
        raise BrokenDataError(f"{path} is missing: the run was not finished; go on with --resume.") from None


def sealed_runs(landing: Path) -> list[Path]:
    """The folders of all finished runs, oldest first."""
    return sorted(path.parent for path in landing.glob(f"*/{RUN_FILE}"))


def begun_runs(landing: Path) -> list[Path]:
    """The folders of runs that were begun and never finished, oldest first.

    A process killed before its header was whole has begun nothing: a new run may take its folder.
    """
    ledgers = (path for path in landing.glob(f"*/{LEDGER_FILE}") if _has_header(path))
    return sorted(path.parent for path in ledgers if not (path.parent / RUN_FILE).exists())


def begun_header(folder: Path) -> Run:
    """What a run that was never finished said of itself when it began. Raises BrokenDataError."""
    try:
        with (folder / LEDGER_FILE).open("rb") as file:
            return run_from_plain(json.loads(file.readline(MOST_LINE_BYTES))["header"])
    except UNREADABLE:
        raise BrokenDataError(
            f"{folder / LEDGER_FILE} does not begin with a run: remove the folder and crawl anew."
        ) from None


def _has_header(ledger: Path) -> bool:
    try:
        with ledger.open("rb") as file:
            return file.readline(MOST_LINE_BYTES).endswith(b"\n")
    except FileNotFoundError:  # never begun, or sealed between a listing and this look
        return False


def _line(row: LandingRow) -> bytes:
    envelope = {
        "source": row.source,
        "board": row.board,
        "observed_at": to_plain(row.observed_at),
        "posting": to_plain(row.posting),
        "raw": row.raw,
    }
    return _json(envelope)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def _locked(path: Path) -> IO[bytes]:
    file = path.open("a+b")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise BadInputError(f"Another process is writing {path.parent}: wait for it or stop it.") from None
    return file


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def sha256_of(path: Path) -> str:
    """sha256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
