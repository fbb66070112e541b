"""From an answer, or the lack of one, to a board's ledger row and the rows to land under it."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.parsing import Before, Judged, ParsedRow, judge, parse
from crawler.payload import BadPayload, decode_json
from crawler.sources import SourceFacts, load_source
from warehouse.models import Board, BoardRun, Outcome, Reject, SchemaDrift

_REFUSED = frozenset({401, 403, 407, 429, 451, 503})
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Answer:
    """What of an HTTP response decides an outcome."""

    status: int
    body: bytes
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier runs know of a board."""

    latest: BoardRun
    complete: BoardRun | None
    """Its last complete outcome, with the validators that go with it."""
    complete_run_id: str | None

    def before(self) -> Before | None:
        """What a new count is compared with."""
        if self.complete is None:
            return None
        was_doubted = self.latest.outcome == "partial" and self.latest.reason in ("drop", "empty")
        return Before(self.complete.postings, was_doubted)


@dataclass(frozen=True, slots=True)
class BoardResult:
    """A board's ledger row with what is landed under it."""

    board_run: BoardRun
    rows: tuple[ParsedRow, ...] = ()
    rejects: tuple[Reject, ...] = ()


def failed(board: Board, reason: str, detail: str, outcome: Outcome = "failed") -> BoardResult:
    """A board that gave nothing to land; its times are added when it is landed."""
    return BoardResult(BoardRun(board.source, board.slug, board.employer, outcome, reason, detail))


def from_answer(answer: Answer, board: Board, facts: SourceFacts, past: Past | None) -> BoardResult:
    """The outcome of an answer of any status."""
    body_hash = hashlib.sha256(answer.body).hexdigest() if answer.body else None
    result = _outcome(answer, body_hash, board, facts, past)
    board_run = dataclasses.replace(
        result.board_run,
        http_status=answer.status,
        pages=1,
        postings=len(result.rows),
        rejects=len(result.rejects),
        bytes=len(answer.body),
        etag=answer.etag,
        last_modified=answer.last_modified,
        body_hash=body_hash,
    )
    return dataclasses.replace(result, board_run=board_run)


def _outcome(answer: Answer, body_hash: str | None, board: Board, facts: SourceFacts, past: Past | None) -> BoardResult:
    complete = past.complete if past else None
    if complete and (answer.status == 304 or (answer.status == 200 and body_hash == complete.body_hash)):
        detail = f"Unchanged since run {past.complete_run_id if past else None}, with {complete.postings} postings."
        return failed(board, "unchanged", detail, "not_modified")
    if answer.status != 200:
        return _by_status(answer.status, board)
    try:
        payload, drift = decode_json(answer.body)
        parsed = parse(load_source(board.source), payload, board, drift)
    except BadPayload as fault:
        return failed(board, fault.reason, f"{fault.detail[:1].upper()}{fault.detail[1:]}.")
    except SchemaDrift as fault:
        return failed(board, "drift", f"The answer is not what {facts.name} sends: {fault}.", "partial")
    return _judged(judge(parsed, board, facts, past.before() if past else None), board, parsed.drift)


def _judged(judged: Judged, board: Board, drift: Mapping[str, int]) -> BoardResult:
    row = BoardRun(
        board.source, board.slug, board.employer, judged.outcome, judged.reason, judged.detail, drift=dict(drift)
    )
    return BoardResult(row, judged.rows, judged.rejects)


def _by_status(status: int, board: Board) -> BoardResult:
    if status in _GONE:
        detail = f"{board.slug!r} is unknown to the host, or its employer has closed the board to readers."
        return failed(board, "not_found", detail, "gone")
    if status in _REFUSED:
        return failed(board, "refused", f"The host answered {status} and was left alone.")
    if 300 <= status < 400:
        return failed(board, "redirected", f"The host answered {status} without an address to go to.")
    return failed(board, "server_error" if status >= 500 else "unexpected", f"The host answered {status}.")
