"""What decides a board's outcome, and the ledger row it comes to with the rows to land under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.parsing.board import Before, Judged, ParsedRow
from warehouse.models import Board, BoardRun, Outcome, Reject

_REFUSED = frozenset({401, 403, 407, 429, 451, 503})
GONE = frozenset({404, 410})
"""Statuses by which a host says that it does not know an address, or not any more."""


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


def judged_result(judged: Judged, board: Board, drift: Mapping[str, int]) -> BoardResult:
    """A judged board with the rows to land under it."""
    row = BoardRun(
        board.source, board.slug, board.employer, judged.outcome, judged.reason, judged.detail, drift=dict(drift)
    )
    return BoardResult(row, judged.rows, judged.rejects)


def by_status(status: int, board: Board) -> BoardResult:
    """The outcome of an answer that has no postings to read."""
    if status in GONE:
        detail = f"{board.slug!r} is unknown to the host, or its employer has closed the board to readers."
        return failed(board, "not_found", detail, "gone")
    if status in _REFUSED:
        return failed(board, "refused", f"The host answered {status} and was left alone.")
    if status == 304:
        return failed(board, "unexpected", "The host answered 304 to a request without a condition.")
    if 300 <= status < 400:
        return failed(board, "redirected", f"The host answered {status} without an address to go to.")
    return failed(board, "server_error" if status >= 500 else "unexpected", f"The host answered {status}.")
