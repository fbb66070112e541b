"""Reads finished landing runs: proves them whole against their ledger and yields their rows as table columns."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from warehouse.database.repeated import lines_of_run
from warehouse.models import (
    RUN_FILE,
    UNREADABLE,
    BoardRun,
    BrokenDataError,
    LandingFile,
    Posting,
    Reference,
    Reject,
    Run,
    posting_from_plain,
    read_run_file,
    reference_of,
    to_plain,
    why_unread,
)

_AT_ONCE = 1 << 18
"""Bytes of a file that are unpacked at a time."""
_MEND = "remove the run's folder and crawl or import it again"


@dataclass(frozen=True)
class LandedRun:
    """A finished run: its ledger, its folder and what identifies the ledger's content."""

    run: Run
    folder: Path
    ledger_sha256: str

    @property
    def rows(self) -> int:
        """Rows of all its data files, as the ledger says."""
        return sum(file.rows for file in self.run.files)

    @cached_property
    def boards(self) -> Mapping[tuple[str, str], BoardRun]:
        """The boards that its ledger knows, by source and slug."""
        return {(board.source, board.board): board for board in self.run.boards}

    def board(self, source: str, board: str) -> BoardRun:
        """One of them. Raises ValueError for one that the ledger does not know."""
        if (source, board) not in self.boards:
            raise ValueError(f"its board {source}/{board} is not in the ledger")
        return self.boards[source, board]


def finished_runs(landing_dir: Path) -> list[LandedRun]:
    """All runs with a `run.json`, oldest first; unfinished ones are passed over.

    Raises BrokenDataError for a ledger that cannot be read or that names another run than its folder.
    """
    runs = [read_ledger(ledger) for ledger in landing_dir.glob(f"*/{RUN_FILE}")]
    return sorted(runs, key=lambda landed: (landed.run.started_at, landed.run.run_id))


def read_ledger(ledger: Path) -> LandedRun:
    """The run of a `run.json`. Raises BrokenDataError where it is none or names another run than its folder."""
    run = read_run_file(ledger)
    try:
        facts = to_plain(run)
        for later in ("amendments", "covers_from", "refers_to"):  # a ledger of before there were any keeps its hash
            if not facts[later]:
                del facts[later]
        plain = json.dumps(facts, sort_keys=True)
        utc(run.started_at), utc(run.finished_at), utc(run.observed_at), utc(run.covers_from)
    except UNREADABLE as error:
        raise BrokenDataError(f"{ledger} is no ledger of a run ({why_unread(error)}): {_MEND}.") from error
    if run.run_id != ledger.parent.name:
        raise BrokenDataError(f"{ledger} speaks of the run {run.run_id}: name its folder so, or {_MEND}.")
    boards = [(board.source, board.board) for board in run.boards]
    if len(set(boards)) < len(boards):
        raise BrokenDataError(f"{ledger} lists a board twice: {_MEND}.")
    return LandedRun(run, ledger.parent, hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest())


def utc(value: dt.datetime | None) -> dt.datetime | None:
    """An aware time as the plain UTC value that tables hold. Raises ValueError for a time without a zone."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"the time {value.isoformat()} has no zone")
    return value.astimezone(dt.UTC).replace(tzinfo=None)


def started_at(landed: LandedRun, board: BoardRun) -> dt.datetime | None:
    """When the run looked at a board (plain UTC)."""
    return utc(board.started_at or landed.run.started_at)


ParseAnew = Callable[[Posting, Mapping[str, Any] | None, str], Posting | None]
"""A landed posting, the source's own object, the board's employer → what today's parser reads; None: no advert."""
LEFT_OUT = "no open advert to today's parser"
"""Why a landed row has no posting in the database, in raw.reject."""


LOST = "its content lay in a run that is lost"
"""Why a row that repeats an earlier one has no posting, in raw.reject."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How rows are taken: parsed anew or as they landed, without which runs, and what was left out."""

    parse_anew: ParseAnew | None = None
    without: frozenset[str] = frozenset()
    """Ids of runs that are lost and accepted as such."""
    left_out: list[Reject] = field(default_factory=list)


class Line(NamedTuple):
    """A line of a data file."""

    number: int
    """In the run that is loaded, from 1."""
    content: bytes
    is_again: bool = False
    """Whether it lies in full in an earlier run, and this one says only when it was seen again."""
    observed_at: str | None = None
    """When that was."""


References = dict[str, dict[Reference, tuple[int, str | None]]]
"""By the run that holds the rows in full: what stands for them, each with its row and when it was seen again."""


def checked(
    landed: LandedRun, file: LandingFile, lines: Iterable[Line], how: Reading, again: References
) -> Iterator[Line]:
    """Lines in full one by one, as skillgap writes them and as `how` has them taken; references to an earlier run's
    rows go to `again`.

    Raises BrokenDataError naming file and row for a row that is no posting or is of a board that the ledger does not
    know.
    """
    for line in lines:
        with named_row(landed, file, line):
            envelope = _plain(line.content)
            reference = None if line.is_again else reference_of(envelope)
            if reference:
                again.setdefault(reference.run_id, {})[reference] = (line.number, envelope["observed_at"])
                continue
            posting, board = _posting_of(landed, envelope)
            shown = how.parse_anew(posting, envelope.get("raw"), board.employer) if how.parse_anew else posting
            if shown is None:
                how.left_out.append(Reject(board.source, board.board, line.number, LEFT_OUT, posting.title[:200]))
                continue
            row = {name: envelope.get(name) for name in ("source", "board", "observed_at")}
            row |= {"posting": to_plain(shown), "raw": None}
            written = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
        yield line._replace(content=written)


@contextmanager
def named_row(landed: LandedRun, file: LandingFile, line: Line) -> Iterator[None]:
    """Raises BrokenDataError naming file and row for what is unreadable inside the block."""
    try:
        yield
    except UNREADABLE as error:
        what = f"{landed.folder / file.name} cannot be read at row {line.number} ({why_unread(error)})"
        raise BrokenDataError(f"{what}: {_MEND}.") from error


def lines_again(landed: LandedRun, again: References, how: Reading) -> Iterator[Line]:
    """The lines that lie in full in earlier runs. Raises BrokenDataError for a run that is not there."""
    for run_id, wanted in again.items():
        missing = dict(wanted)
        for reference, content in lines_of_run(landed.folder.parent, run_id, wanted):
            if reference in missing:
                number, observed_at = missing.pop(reference)
                yield Line(number, content, is_again=True, observed_at=observed_at)
        if missing and run_id not in how.without:
            mend = (
                f"put its folder back from a copy, or go on without them by `skillgap rebuild --accept-loss {run_id}`"
            )
            what = f"{landed.folder} holds rows ({len(missing)}) that lie in full in the run {run_id}, which lacks them"
            raise BrokenDataError(f"{what}: {mend}.")
        for reference, (number, _) in missing.items():
            how.left_out.append(Reject(reference.source, reference.board, number, LOST, reference.source_job_id))


def lines_of(landed: LandedRun, file: LandingFile) -> Iterator[Line]:
    """The lines of a data file; it is proved whole only when the last was taken, so commit after the end.

    Raises BrokenDataError naming file and row for a file that is damaged or is not what the ledger says.
    """
    path = landed.folder / file.name
    if Path(file.name).name != file.name or not path.is_file():
        raise BrokenDataError(f"{path} is named in the ledger but is not there: {_MEND}.")
    number = 0
    try:
        with path.open("rb") as raw:
            hashing = _Hashing(raw)
            with gzip.open(hashing, "rb") as packed, BufferedReader(packed, _AT_ONCE) as lines:  # type: ignore[call-overload]
                for number, line in enumerate(lines, 1):
                    yield Line(number, line)
    except UNREADABLE as error:
        raise BrokenDataError(f"{path} cannot be read at row {number or 1} ({why_unread(error)}): {_MEND}.") from error
    if hashing.digest.hexdigest() != file.sha256:
        raise BrokenDataError(f"{path} is not the file that its ledger describes (sha256 differs): {_MEND}.")
    if number != file.rows:
        raise BrokenDataError(
            f"{path} has another number of rows ({number}) than its ledger says ({file.rows}): {_MEND}."
        )


def _plain(line: bytes) -> Any:
    try:
        return json.loads(line.decode())  # a third faster than bytes, whose encoding would be guessed
    except ValueError:  # not UTF-8, or no JSON at all, which this says too
        return json.loads(line)


class _Hashing:
    """A file that hashes what is read from it, so that proving it whole needs no second pass."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        chunk = self._file.read(size)
        self.digest.update(chunk)
        return chunk


def _posting_of(landed: LandedRun, envelope: dict[str, Any]) -> tuple[Posting, BoardRun]:
    posting = posting_from_plain(envelope["posting"])
    if (envelope["source"], envelope["board"]) != (posting.source, posting.board):
        raise ValueError("its posting is of another board than it says")
    return posting, landed.board(posting.source, posting.board)


def seen_at(landed: LandedRun, board: BoardRun, observed_at: str | None) -> dt.datetime | None:
    """When a row was seen: a crawl sees a posting when it visits its board; an import says when, or nobody knows."""
    if landed.run.kind == "crawl":
        return started_at(landed, board)
    return utc(dt.datetime.fromisoformat(observed_at) if observed_at else landed.run.observed_at)
