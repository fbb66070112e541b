"""Takes postings out of the database for good, and lets it follow landing runs that were rewritten without them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.batches import registered
from warehouse.database.landed import finished_runs
from warehouse.database.store import transaction
from warehouse.statements import statement

IsForgotten = Callable[[str | None, Iterable[str | None]], bool]
"""Of an employer's name and a posting's addresses."""

_WANTED = pa.schema([("posting_id", pa.string()), ("source", pa.string()), ("board", pa.string())])
_STEPS = (
    "mention",
    "unknown_term",
    "reading",
    "posting_lane",
    "posting_speciality",
    "spell",
    "sighting",
    "version",
    "posting",
)
"""In this order: each looks for what the next removes."""


def known_postings(con: duckdb.DuckDBPyConnection, is_forgotten: IsForgotten) -> set[str]:
    """Ids of the postings that are to go by what the database knows of them."""
    rows = con.execute("SELECT posting_id, employer, url, apply_url FROM core.posting").fetchall()
    return {posting_id for posting_id, employer, *urls in rows if is_forgotten(employer, urls)}


def employers(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The names of all employers that the database knows, of postings or of boards."""
    found = con.execute("SELECT employer FROM core.posting UNION SELECT employer FROM raw.board_run").fetchall()
    return {name for (name,) in found if name}


def remove_postings(con: duckdb.DuckDBPyConnection, posting_ids: Collection[str]) -> int:
    """Delete postings with all that was made from them, in one transaction; returns how many there were."""
    before = _count(con)
    wanted = [{"posting_id": posting_id} for posting_id in sorted(posting_ids)]
    with transaction(con), registered(con, "wanted", wanted, _WANTED):
        for step in _STEPS:
            con.execute(statement(f"forget/delete_{step}"))
    return before - _count(con)


def remove_boards(con: duckdb.DuckDBPyConnection, is_forgotten: IsForgotten) -> int:
    """Delete the visits and rejects of boards whose employer is to be forgotten; returns how many boards."""
    rows = con.execute("SELECT DISTINCT source, board, employer FROM raw.board_run").fetchall()
    boards = sorted({(source, board) for source, board, employer in rows if is_forgotten(employer, ())})
    wanted = [{"source": source, "board": board} for source, board in boards]
    with transaction(con), registered(con, "wanted", wanted, _WANTED):
        con.execute(statement("forget/delete_board_run"))
        con.execute(statement("forget/delete_reject"))
    return len(boards)


def follow_ledgers(con: duckdb.DuckDBPyConnection, landing_dir: Path, only: Collection[str] | None = None) -> None:
    """Take over the ledgers of loaded runs (all, or `only` these) as they are now. Call it only after a rewriting that
    the database followed.

    Raises BrokenDataError for a ledger that cannot be read.
    """
    with transaction(con):
        for landed in finished_runs(landing_dir):
            if only is not None and landed.run.run_id not in only:
                continue
            given = [landed.ledger_sha256, landed.run.run_id]
            con.execute("UPDATE raw.run SET ledger_sha256 = ? WHERE run_id = ?", given)


def _count(con: duckdb.DuckDBPyConnection) -> int:
    return int(con.execute("SELECT count(*) FROM core.posting").fetchall()[0][0])
