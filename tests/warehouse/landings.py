"""Writes landing runs for the tests, of invented employers, in the format that crawls and imports leave behind."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from warehouse.database.landed import Reading, read_ledger
from warehouse.database.landed_columns import read_parts, schema_in
from warehouse.database.load import SourceRule
from warehouse.database.store import open_store
from warehouse.models import BoardRun, LandingFile, LandingRow, Posting, Reject, Run, to_plain

START = dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC)
RULES = {
    "greenhouse": SourceRule("ats", closes=True),
    "lever": SourceRule("ats", closes=True),
    "hackernews": SourceRule("hackernews", expires_after_days=45),
    "remoteok": SourceRule("aggregator"),
    "import": SourceRule("import"),
}


def hours(number: float) -> dt.datetime:
    """The moment so many hours after the first run."""
    return START + dt.timedelta(hours=number)


def posting(job: str | int, board: str = "acme", source: str = "greenhouse", **fields: Any) -> Posting:
    """An advert of an invented employer; its text is its own unless given."""
    given: dict[str, Any] = {
        "title": f"Machine Learning Engineer {job}",
        "description_text": f"Advert {job} of {board}: you train models.",
        "url": f"https://{board}.example/jobs/{job}",
        "company": board.title(),
        "company_basis": "stated",
    }
    return Posting(source=source, board=board, source_job_id=str(job), **{**given, **fields})


def board_run(outcome: str = "complete", board: str = "acme", source: str = "greenhouse", **fields: Any) -> BoardRun:
    """A ledger row of an invented employer's board."""
    return BoardRun(source, board, board.title(), outcome, **fields)  # type: ignore[arg-type]


def run_id_at(hour: float, kind: str = "crawl") -> str:
    """The id of the run that `land` writes for an hour."""
    return f"{hours(hour):%Y%m%dT%H%M%SZ}-{kind}"


def land(
    landing: Path,
    hour: float,
    visits: Sequence[tuple[BoardRun, Sequence[Posting]]],
    *,
    kind: str = "crawl",
    market: str = "example",
    observed_at: dt.datetime | None = None,
    rejects: Sequence[Reject] = (),
) -> Path:
    """Write one run and return its folder."""
    run_id = run_id_at(hour, kind)
    folder = landing / run_id
    folder.mkdir(parents=True)
    lines: dict[str, list[bytes]] = {}
    for visited, postings in visits:
        for shown in postings:
            row = LandingRow(shown.source, shown.board, hours(hour) if kind == "crawl" else observed_at, shown)
            line = json.dumps(to_plain(row), ensure_ascii=False, separators=(",", ":"))
            lines.setdefault(visited.source, []).append(line.encode() + b"\n")
    files = []
    for source, rows in sorted(lines.items()):
        content = gzip.compress(b"".join(rows), mtime=0)
        (folder / f"{source}.jsonl.gz").write_bytes(content)
        files.append(LandingFile(f"{source}.jsonl.gz", hashlib.sha256(content).hexdigest(), len(rows)))
    run = Run(
        run_id=run_id,
        kind=kind,  # type: ignore[arg-type]
        started_at=hours(hour),
        finished_at=hours(hour + 0.2),
        observed_at=hours(hour) if kind == "crawl" else observed_at,
        market=market,  # type: ignore[arg-type]
        boards=tuple(visited for visited, _ in visits),
        files=tuple(files),
        rejects=tuple(rejects),
    )
    (folder / "run.json").write_text(json.dumps(to_plain(run)))
    return folder


def taken(folder: Path, how: Reading | None = None) -> list[dict[str, Any]]:
    """What the database gets of a run's rows."""
    parts = read_parts(read_ledger(folder / "run.json"), how or Reading(), _schema())
    return [row for part in parts for row in part.to_pylist()]


@cache
def _schema() -> pa.Schema:
    with tempfile.TemporaryDirectory() as data, open_store(Path(data)) as con:
        return schema_in(con)
