"""What the sealed runs of a landing folder know of each board: its last outcomes and the validators to ask with."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from crawler.landing.runs import read_run, sealed_runs
from crawler.parsing.outcomes import Past
from warehouse.models import UNREADABLE, Board, BoardRun, BrokenDataError, Run, reference_of

BoardKey = tuple[str, str]
"""(source, slug)."""
MIN_AGE = dt.timedelta(hours=20)
"""A board is asked at most once in this time, unless forced."""


def read_ledger(landing: Path) -> dict[BoardKey, Past]:
    """The past of every board crawled before. Raises BrokenDataError for a run.json that is not ours."""
    past: dict[BoardKey, Past] = {}
    for folder in sealed_runs(landing):
        past = with_run(past, read_run(folder))
    return past


def ids_landed(landing: Path, run_id: str, source: str, board: str) -> frozenset[str]:
    """The ids of a board's postings in a sealed run; empty where the run's rows are gone."""
    ids: set[str] = set()
    try:
        for file in read_run(landing / run_id).files:
            if file.name.partition(".")[0] != source:
                continue
            with gzip.open(landing / run_id / file.name, "rt", encoding="utf-8") as lines:
                rows = (json.loads(line) for line in lines)
                ids |= {_id_of(row) for row in rows if row["board"] == board}
    except (BrokenDataError, *UNREADABLE):
        return frozenset()
    return frozenset(ids)


def _id_of(row: Mapping[str, Any]) -> str:
    again = reference_of(row)
    return again.source_job_id if again else str(row["posting"]["source_job_id"])


def with_run(past: Mapping[BoardKey, Past], run: Run) -> dict[BoardKey, Past]:
    """The past after a later run. Imports are no part of it."""
    after = dict(past)
    if run.kind == "crawl":
        for board_run in run.boards:
            key = (board_run.source, board_run.board)
            after[key] = _next(after.get(key), board_run, run.run_id)
    return after


def _next(past: Past | None, board_run: BoardRun, run_id: str) -> Past:
    if board_run.outcome == "complete":
        return Past(board_run, board_run, run_id)
    return Past(board_run, past.complete if past else None, past.complete_run_id if past else None)


def due(boards: Iterable[Board], past: Mapping[BoardKey, Past], now: dt.datetime) -> list[Board]:
    """The boards that did not answer within `MIN_AGE` before `now`: a board that was not reached may be asked again."""
    return [board for board in boards if not _is_fresh(past.get((board.source, board.slug)), now)]


def _is_fresh(past: Past | None, now: dt.datetime) -> bool:
    if past is None or past.latest.http_status is None or past.latest.started_at is None:
        return False
    return now - past.latest.started_at < MIN_AGE
