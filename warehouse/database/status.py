"""Judges from a board's visits when each of its postings stood open: pure, and slow to say that one is closed.

A crawl that fails quietly looks like a market that shrinks, so absence counts only where a visit is trusted
(`complete`, or `not_modified`, by which the source itself confirms its earlier list), is seen twice, and a sudden
great loss is held back until it is seen again a day later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal, NamedTuple

from warehouse.models import Outcome

CONFIRM_AFTER = dt.timedelta(hours=6)
"""Two runs without a posting must be this far apart to close it; so must the confirmations that a board is gone."""
CONFIRM_DROP_AFTER = dt.timedelta(hours=20)
"""A great loss is believed when a trusted run this much later still shows it."""
DROP_FLOOR = 10
"""Losses are judged as a drop on boards with at least so many open postings."""
DROP_SHARE = 0.5
GONE_CONFIRMATIONS = 3

CloseReason = Literal["absent", "board_gone"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One run's look at one board."""

    run_id: str
    visited_at: dt.datetime
    outcome: Outcome
    seen: frozenset[str]
    """The postings that this run showed; of no account for `not_modified`, whose list is the one before it."""


class Spell(NamedTuple):
    """A posting's stay on its board. Open while `close_reason` is None; `board_gone` means unknown, not closed."""

    posting_id: str
    opened_at: dt.datetime
    last_seen_at: dt.datetime
    closed_at: dt.datetime | None = None
    close_reason: CloseReason | None = None


@dataclass(slots=True)
class _Board:
    """What is known of a board after the visits so far."""

    running: dict[str, Spell]
    """Each posting's spell that is not closed."""
    missing_since: dict[str, dt.datetime]
    """The first trusted visit, since it was last seen, that did not show a posting."""
    closed: list[Spell]
    listed: frozenset[str] | None = None
    """The list of the latest complete visit."""
    drop_since: dt.datetime | None = None
    """The visit whose great loss still waits for confirmation."""
    gone: int = 0
    gone_counted_at: dt.datetime | None = None


def spells(visits: Iterable[Visit], *, can_close: bool) -> list[Spell]:
    """The spells of all postings of one board, by posting and time, from all its visits in any order.

    `can_close` is False for sources whose lists are never whole (imports, aggregators, Hacker News).
    """
    board = _Board(running={}, missing_since={}, closed=[])
    for visit in sorted(visits, key=lambda visit: (visit.visited_at, visit.run_id)):
        shown = _shown(board, visit)
        _see(board, visit.seen if shown is None else shown, visit.visited_at)
        if not can_close:
            continue
        _count_gone(board, visit)
        if shown is not None:
            _judge_absences(board, shown, visit.visited_at)
    return sorted([*board.closed, *board.running.values()], key=itemgetter(0, 1))


def _shown(board: _Board, visit: Visit) -> frozenset[str] | None:
    """The whole list of a trusted visit, None where the visit proves no absence."""
    if visit.outcome == "complete":
        board.listed = visit.seen
        return visit.seen
    return board.listed if visit.outcome == "not_modified" else None


def _see(board: _Board, seen: frozenset[str], at: dt.datetime) -> None:
    for posting_id in seen:
        spell = board.running.get(posting_id)
        board.missing_since.pop(posting_id, None)
        board.running[posting_id] = (
            spell._replace(last_seen_at=at, close_reason=None) if spell else Spell(posting_id, at, at)
        )


def _count_gone(board: _Board, visit: Visit) -> None:
    """Confirmations in a row that the whole board is gone; a failed visit says nothing either way."""
    if visit.outcome == "failed":
        return
    if visit.outcome != "gone":
        board.gone, board.gone_counted_at = 0, None
        return
    if board.gone_counted_at is None or visit.visited_at - board.gone_counted_at >= CONFIRM_AFTER:
        board.gone, board.gone_counted_at = board.gone + 1, visit.visited_at
    if board.gone >= GONE_CONFIRMATIONS:
        for posting_id, spell in board.running.items():
            board.running[posting_id] = spell._replace(close_reason="board_gone")


def _judge_absences(board: _Board, shown: frozenset[str], at: dt.datetime) -> None:
    absent = board.running.keys() - shown
    for posting_id in absent:
        board.missing_since.setdefault(posting_id, at)
    if _is_held(board, len(absent), at):
        return
    for posting_id in absent:
        since = board.missing_since[posting_id]
        if at - since >= CONFIRM_AFTER:
            del board.missing_since[posting_id]
            spell = board.running.pop(posting_id)
            board.closed.append(spell._replace(closed_at=since, close_reason="absent"))


def _is_held(board: _Board, absent: int, at: dt.datetime) -> bool:
    """Whether a great loss still waits for its confirmation."""
    is_drop = len(board.running) >= DROP_FLOOR and absent > DROP_SHARE * len(board.running)
    if not is_drop:
        board.drop_since = None
    elif board.drop_since is None:
        board.drop_since = at
    elif at - board.drop_since >= CONFIRM_DROP_AFTER:
        board.drop_since = None
        return False
    return is_drop
