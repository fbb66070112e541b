"""Keeps the spells of postings in step with their boards' visits: reads the history, lets `status.py` judge, writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from warehouse.batches import insert_columns, registered
from warehouse.database.status import Spell, Visit, spells
from warehouse.database.store import transaction
from warehouse.statements import statement

POSTINGS_AT_ONCE = 100_000
"""Of all visits of the boards whose whole history is held in memory at a time; each part looks through all visits."""

_WANTED = pa.schema([("source", pa.string()), ("board", pa.string())])


class _Unjudged(NamedTuple):
    source: str
    board: str
    closes: bool
    postings: int
    """That all its visits showed, by the ledgers."""


def judge_boards(con: duckdb.DuckDBPyConnection) -> int:
    """Compute the spells of all boards with a visit that no spell takes into account yet; returns their number.

    They are computed from the board's whole history, so runs may come in any order; each part is committed alone, and
    what a kill leaves unjudged is judged at the next call.
    """
    boards = [_Unjudged(*row) for row in con.execute(statement("judge/unjudged_board")).fetchall()]
    for part in _parts(boards):
        closes = {(one.source, one.board): one.closes for one in part}
        wanted = [{"source": one.source, "board": one.board} for one in part]
        with transaction(con), registered(con, "wanted", wanted, _WANTED):
            found = [
                spell
                for board, visits in groupby(con.execute(statement("judge/board_visit")).fetchall(), itemgetter(0, 1))
                for spell in spells(_dated(visits), can_close=closes[board])
            ]
            con.execute(statement("judge/delete_spell"))
            columns = zip(*found, strict=True) if found else [()] * len(Spell._fields)
            insert_columns(con, "core.posting_spell", dict(zip(Spell._fields, columns, strict=True)))
            con.execute(statement("judge/mark_judged"))
    return len(boards)


def _parts(boards: Iterable[_Unjudged]) -> Iterator[list[_Unjudged]]:
    part: list[_Unjudged] = []
    postings = 0
    for board in boards:
        if part and postings + board.postings > POSTINGS_AT_ONCE:
            yield part
            part, postings = [], 0
        part.append(board)
        postings += board.postings + 1  # what showed none is held as well
    if part:
        yield part


def _dated(visits: Iterable[tuple[Any, ...]]) -> Iterator[Visit]:
    """The visits of one board from which spells are made: what was only ever shown without a date has none."""
    for _source, _board, run_id, visited_at, outcome, postings, is_undated in visits:
        if not is_undated:
            yield Visit(run_id, visited_at, outcome, frozenset(postings))
