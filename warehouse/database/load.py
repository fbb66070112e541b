"""Loads landing runs into the database: one transaction a run, the same content in any order, nothing twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from warehouse.batches import insert_rows, shown
from warehouse.database.history import judge_boards
from warehouse.database.landed import LandedRun, ParseAnew, Reading, finished_runs, started_at, utc
from warehouse.database.landed_columns import read_parts, schema_in
from warehouse.database.store import transaction
from warehouse.models import BadInputError, BrokenDataError, Reject
from warehouse.statements import statement

SourceKind = Literal["ats", "hackernews", "aggregator", "import"]
Progress = Callable[[int, int], None]
"""Called with (rows done, rows in all)."""

BATCH_BYTES = 50_000_000
"""Of rows, their texts among them, that are handed to the database at a time."""

_AS_IN_LEDGER = (
    "source", "board", "employer", "outcome", "reason", "detail", "http_status", "pages", "postings", "rejects",
    "bytes", "body_hash", "etag", "last_modified",
)  # fmt: skip
"""Fields that the ledger and raw.board_run name alike."""


@dataclass(frozen=True, slots=True)
class SourceRule:
    """What decides how a source's postings are linked and end."""

    kind: SourceKind
    closes: bool = False
    """Whether absence from its whole list closes a posting."""
    expires_after_days: int | None = None
    """Age at which a posting of a source that never closes counts as open no more."""


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What one call of `load_runs` brought."""

    runs: int
    """Runs loaded now; those loaded before are not counted."""
    rows: int
    rejects: int
    new_postings: int
    closed_postings: int
    held_postings: int
    """Not on their board's last trusted list, and not believed closed yet."""
    judged_boards: int


def load_runs(
    con: duckdb.DuckDBPyConnection,
    landing_dir: Path,
    sources: Mapping[str, SourceRule],
    progress: Progress | None = None,
    parse_anew: ParseAnew | None = None,
    *,
    without: Collection[str] = (),
) -> LoadSummary:
    """Bring every finished landing run that is not loaded yet into the database, oldest first.

    `sources` says which sources' lists are whole and close postings; one that it does not name closes nothing. With
    `parse_anew` each row is what that makes of it; rows that it leaves out are rejects of their run, and so are rows
    that repeat one of a run in `without`, which is lost. Raises BrokenDataError for a run that is damaged or that
    changed after it was loaded, and BadInputError for a run of the other kind of market; the runs before it stay
    loaded.
    """
    _keep_sources(con, sources)
    runs = [landed for landed in finished_runs(landing_dir) if not _is_loaded(con, landed)]
    total = sum(landed.rows for landed in runs)
    postings, closed = _count(con, "posting"), _count(con, "closed_spell")
    done = 0
    for landed in runs:
        with transaction(con):
            for rows in _load_run(con, landed, Reading(parse_anew, frozenset(without))):
                done += rows
                if progress:
                    progress(done, total)
    judged = judge_boards(con)
    if runs:
        con.execute("CHECKPOINT")
    return LoadSummary(
        runs=len(runs),
        rows=done,
        rejects=sum(board.rejects for landed in runs for board in landed.run.boards),
        new_postings=_count(con, "posting") - postings,
        closed_postings=_count(con, "closed_spell") - closed,
        held_postings=_count(con, "missing_posting"),
        judged_boards=judged,
    )


def _keep_sources(con: duckdb.DuckDBPyConnection, sources: Mapping[str, SourceRule]) -> None:
    rules = sources.values()
    named = {"sources": list(sources), "closes": [rule.closes for rule in rules]}
    ends = {"kinds": [rule.kind for rule in rules], "expiries": [rule.expires_after_days for rule in rules]}
    with transaction(con):
        con.execute(statement("load/unjudge_changed_source"), named)
        con.execute(statement("load/upsert_source"), named | ends)


def _is_loaded(con: duckdb.DuckDBPyConnection, landed: LandedRun) -> bool:
    found = con.execute("SELECT ledger_sha256 FROM raw.run WHERE run_id = ?", [landed.run.run_id]).fetchall()
    if found and found[0][0] != landed.ledger_sha256:
        raise BrokenDataError(
            f"The run {landed.folder} changed after it was loaded: run `skillgap rebuild` to load all runs anew."
        )
    return bool(found)


def _count(con: duckdb.DuckDBPyConnection, of: Literal["posting", "closed_spell", "missing_posting"]) -> int:
    return int(con.execute(statement(f"load/count_{of}")).fetchall()[0][0])


def _load_run(con: duckdb.DuckDBPyConnection, landed: LandedRun, how: Reading) -> Iterator[int]:
    """Load one run inside the caller's transaction, yielding the rows of each batch as it is staged."""
    _refuse_other_market(con, landed)
    _insert_ledger(con, landed)
    con.execute(statement("load/stage_posting"))
    first = 0
    for rows in _gathered(read_parts(landed, how, schema_in(con))):
        order = pa.array(range(first, first + len(rows)), pa.int64())
        with shown(con, "batch", rows.append_column("row_order", order)):
            con.execute(statement("load/insert_version"))
            con.execute(statement("load/insert_stage"))
        first += len(rows)
        yield len(rows)
    con.execute(statement("load/stage_latest"))
    con.execute(statement("load/update_posting"))
    con.execute(statement("load/insert_posting"))
    con.execute(statement("load/insert_sighting"))
    con.execute("DROP TABLE stage_posting")
    con.execute("DROP TABLE stage_latest")
    _insert_rejects(con, landed, how.left_out)
    if twice := con.execute(statement("load/twice_posting")).fetchall():
        raise BrokenDataError(f"The database holds the posting {twice[0][0]} twice: run `skillgap rebuild`.")


def _gathered(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The rows in larger parts: for each, what is known is looked through once."""
    held: list[pa.Table] = []
    size = 0
    for part in parts:
        held.append(part)
        size += part.nbytes
        if size >= BATCH_BYTES:
            yield pa.concat_tables(held)
            held, size = [], 0
    if held:
        yield pa.concat_tables(held)


def _refuse_other_market(con: duckdb.DuckDBPyConnection, landed: LandedRun) -> None:
    market = landed.run.market
    if other := con.execute("SELECT run_id, market FROM raw.run WHERE market <> ? LIMIT 1", [market]).fetchall():
        raise BadInputError(
            f"{landed.folder} is a run of the {market} market and {other[0][0]} one of the {other[0][1]} market: "
            "keep each in a data folder of its own."
        )


def _insert_ledger(con: duckdb.DuckDBPyConnection, landed: LandedRun) -> None:
    run = landed.run
    con.execute(
        "INSERT INTO raw.run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            run.run_id,
            run.kind,
            utc(run.started_at),
            utc(run.finished_at),
            utc(run.observed_at),
            run.market,
            run.tool_version,
            landed.ledger_sha256,
            utc(run.covers_from),
        ],
    )
    boards = [
        {
            "run_id": run.run_id,
            **{name: getattr(board, name) for name in _AS_IN_LEDGER},
            "started_at": started_at(landed, board),
            "finished_at": utc(board.finished_at),
            "drift": json.dumps(dict(board.drift), sort_keys=True),
            "is_judged": False,
        }
        for board in run.boards
    ]
    insert_rows(con, "raw.board_run", boards)
    _insert_rejects(con, landed, run.rejects)


def _insert_rejects(con: duckdb.DuckDBPyConnection, landed: LandedRun, rejects: Iterable[Reject]) -> None:
    rows = [
        {
            "run_id": landed.run.run_id,
            "source": reject.source,
            "board": reject.board,
            "row_number": reject.row,
            "reason": reject.reason,
            "excerpt": reject.excerpt,
        }
        for reject in rejects
    ]
    insert_rows(con, "raw.reject", rows)
