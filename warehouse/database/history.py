"""Keeps the spells of postings in step with their boards' visits: reads the history, lets `status.py` judge, writes."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.batches import batches, insert_rows, registered
from warehouse.database.status import Visit, spells
from warehouse.database.store import transaction
from warehouse.statements import statement

BOARDS_AT_ONCE = 200
"""Boards whose whole history is held in memory at a time."""

_WANTED = pa.schema([("source", pa.string()), ("board", pa.string())])


def judge_boards(con: duckdb.DuckDBPyConnection) -> int:
    """Compute the spells of all boards with a visit that no spell takes into account yet; returns their number.

    They are computed from the board's whole history, so runs may come in any order; each part is committed alone, and
    what a kill leaves unjudged is judged at the next call.
    """
    boards = con.execute(statement("load/unjudged_board")).fetchall()
    for part in batches(boards, BOARDS_AT_ONCE):
        closes = {(source, board): is_closing for source, board, is_closing in part}
        wanted = [{"source": source, "board": board} for source, board in closes]
        with transaction(con), registered(con, "wanted", wanted, _WANTED):
            rows = [
                row
                for board, visits in groupby(con.execute(statement("load/board_visit")).fetchall(), itemgetter(0, 1))
                for row in _spell_rows(list(visits), can_close=closes[board])
            ]
            con.execute(statement("load/delete_spell"))
            insert_rows(con, "core.posting_spell", rows)
            con.execute(statement("load/mark_judged"))
    return len(boards)


def _spell_rows(visits: list[tuple[Any, ...]], *, can_close: bool) -> list[dict[str, Any]]:
    """Rows of core.posting_spell for one board. A posting that was only ever shown without a date has no spell."""
    dated = [
        Visit(run_id, visited_at, outcome, frozenset(postings))
        for _source, _board, run_id, visited_at, outcome, postings, is_undated in visits
        if not is_undated
    ]
    return [
        {
            "posting_id": spell.posting_id,
            "opened_at": spell.opened_at,
            "last_seen_at": spell.last_seen_at,
            "closed_at": spell.closed_at,
            "close_reason": spell.close_reason,
        }
        for spell in spells(dated, can_close=can_close)
    ]
