"""Reads finished landing runs: proves them whole against their ledger and yields their rows as table columns."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO

from warehouse.database.readings import ReaderInput
from warehouse.database.repeated import rows_of
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
PLACE_SEPARATOR = " · "
_MEND = "remove the run's folder and crawl or import it again"


@dataclass(frozen=True, slots=True)
class LandedRun:
    """A finished run: its ledger, its folder and what identifies the ledger's content."""

    run: Run
    folder: Path
    ledger_sha256: str

    @property
    def rows(self) -> int:
        """Rows of all its data files, as the ledger says."""
        return sum(file.rows for file in self.run.files)


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


def read_rows(landed: LandedRun, how: Reading | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a run's data files as columns of `core.posting` plus `text`: those in full in the files' order, then
    those that repeat an earlier run's.

    A file is proved whole only when its last row has been taken, so commit after the end. Raises BrokenDataError naming
    file and row for a damaged file, a row that is no posting, a row of a board that the ledger does not know, or an
    earlier run that is not there.
    """
    boards = {(board.source, board.board): board for board in landed.run.boards}
    for file in landed.run.files:
        yield from _read_file(landed, file, boards, how or Reading())


def _read_file(
    landed: LandedRun, file: LandingFile, boards: dict[tuple[str, str], BoardRun], how: Reading
) -> Iterator[dict[str, Any]]:
    again: dict[str, dict[Reference, tuple[int, str | None]]] = defaultdict(dict)
    for number, envelope in _lines(landed, file):
        path = landed.folder / file.name
        try:
            if reference := reference_of(envelope):
                again[reference.run_id][reference] = (number, envelope["observed_at"])
                continue
            columns = _row(landed, envelope, boards, how, number)
        except UNREADABLE as error:
            raise BrokenDataError(f"{path} cannot be read at row {number} ({why_unread(error)}): {_MEND}.") from error
        if columns is not None:
            yield columns
    for run_id, wanted in again.items():
        yield from _repeated(landed, run_id, wanted, boards, how)


def _repeated(
    landed: LandedRun,
    run_id: str,
    wanted: dict[Reference, tuple[int, str | None]],
    boards: dict[tuple[str, str], BoardRun],
    how: Reading,
) -> Iterator[dict[str, Any]]:
    """The rows that lie in full in an earlier run."""
    missing = dict(wanted)
    for reference, row in rows_of(landed.folder.parent, run_id, wanted):
        if reference not in missing:
            continue
        number, observed_at = missing.pop(reference)
        columns = _row(landed, {**row, "observed_at": observed_at}, boards, how, number)
        if columns is not None:
            yield columns
    if missing and run_id not in how.without:
        mend = f"put its folder back from a copy, or go on without them by `skillgap rebuild --accept-loss {run_id}`"
        what = f"{landed.folder} holds rows ({len(missing)}) that lie in full in the run {run_id}, which lacks them"
        raise BrokenDataError(f"{what}: {mend}.")
    for reference, (number, _) in missing.items():
        how.left_out.append(Reject(reference.source, reference.board, number, LOST, reference.source_job_id))


def _row(
    landed: LandedRun,
    envelope: dict[str, Any],
    boards: dict[tuple[str, str], BoardRun],
    how: Reading,
    number: int,
) -> dict[str, Any] | None:
    """A row in full as columns; None where today's parser makes no advert of it."""
    posting, board = _posting_of(envelope, boards)
    if how.parse_anew:
        shown = how.parse_anew(posting, envelope.get("raw"), board.employer)
        if shown is None:
            how.left_out.append(Reject(board.source, board.board, number, LEFT_OUT, posting.title[:200]))
            return None
        posting = shown
    return _columns(landed, envelope, posting, board)


def _lines(landed: LandedRun, file: LandingFile) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines of a data file, numbered from 1; proved whole with the last."""
    path = landed.folder / file.name
    if Path(file.name).name != file.name or not path.is_file():
        raise BrokenDataError(f"{path} is named in the ledger but is not there: {_MEND}.")
    number = 0
    try:
        with path.open("rb") as raw:
            hashing = _Hashing(raw)
            with gzip.open(hashing, "rb") as packed, BufferedReader(packed, _AT_ONCE) as lines:  # type: ignore[call-overload]
                for line in lines:
                    number += 1
                    yield number, _plain(line)
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


def _posting_of(envelope: dict[str, Any], boards: dict[tuple[str, str], BoardRun]) -> tuple[Posting, BoardRun]:
    posting = posting_from_plain(envelope["posting"])
    board = boards.get((posting.source, posting.board))
    if board is None or (envelope["source"], envelope["board"]) != (posting.source, posting.board):
        raise ValueError(f"its board {posting.source}/{posting.board} is not in the ledger")
    return posting, board


def _columns(landed: LandedRun, envelope: dict[str, Any], posting: Posting, board: BoardRun) -> dict[str, Any]:
    reader_input = reader_input_of(posting, board.employer)
    return {
        "posting_id": posting.key,
        "source": posting.source,
        "board": posting.board,
        "source_job_id": posting.source_job_id,
        "employer": reader_input.company,
        "employer_basis": posting.company_basis if posting.company else "registry",
        "title": posting.title,
        "url": posting.url,
        "apply_url": posting.apply_url,
        "department": posting.department,
        "team": posting.team,
        "location": reader_input.location,
        "locations": [to_plain(place) for place in posting.locations],
        "workplace": posting.workplace,
        "workplace_basis": posting.workplace_basis,
        "employment_type": posting.employment_type,
        "employment_type_raw": posting.employment_type_raw,
        "salary_min": _number(posting.salary_min),
        "salary_max": _number(posting.salary_max),
        "salary_currency": posting.salary_currency,
        "salary_period": posting.salary_period,
        "salary_basis": posting.salary_basis,
        "pay_bands": [
            {**to_plain(band), "min": _number(band.min), "max": _number(band.max)} for band in posting.pay_bands
        ],
        "posted_at": utc(posting.posted_at),
        "posted_basis": posting.posted_basis,
        "updated_at": utc(posting.updated_at),
        "closes_at": utc(posting.closes_at),
        "language": posting.language,
        "is_truncated": posting.is_truncated,
        "job_number": posting.job_number,
        "requisition_number": posting.requisition_number,
        "content_hash": posting.content_hash,
        "text_hash": text_hash(posting.description_text),
        "input_hash": reader_input.input_hash,
        "shown_at": _seen_at(landed, board, envelope.get("observed_at")),
        "shown_run_id": landed.run.run_id,
        "text": posting.description_text,
    }


def _seen_at(landed: LandedRun, board: BoardRun, observed_at: str | None) -> dt.datetime | None:
    """A crawl sees a posting when it visits its board; an import says when, or nobody knows."""
    if landed.run.kind == "crawl":
        return started_at(landed, board)
    return utc(dt.datetime.fromisoformat(observed_at) if observed_at else landed.run.observed_at)


def reader_input_of(posting: Posting, employer: str | None) -> ReaderInput:
    """What the posting reader may see of a posting; `employer` is the registry's name where the posting states none."""
    return ReaderInput(
        title=posting.title,
        text=posting.description_text,
        company=posting.company or employer or None,
        location=PLACE_SEPARATOR.join(place.raw for place in posting.locations) or None,
        workplace=posting.workplace,
        employment_type=posting.employment_type,
        salary_min=_number(posting.salary_min),
        salary_max=_number(posting.salary_max),
        salary_currency=posting.salary_currency,
        salary_period=posting.salary_period,
        language=posting.language,
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def text_hash(text: str) -> str:
    """sha256 (hex) of a text as it is. Raises UnicodeEncodeError (a ValueError) for half a surrogate pair."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
