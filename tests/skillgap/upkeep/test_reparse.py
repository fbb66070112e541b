"""rebuild --reparse: what landed under an older parser is read by today's, from the sources' own objects."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.landing.amending import rewritten, sweep_unnamed
from crawler.landing.runs import read_run, write_run
from skillgap.settings import Settings
from skillgap.upkeep.reparsing import Reparser
from tests.crawler.test_sources import PAIRS, expectation_of, played
from warehouse.database.store import open_store
from warehouse.models import Board, Posting, posting_from_plain, to_plain

Row = dict[str, Any]


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: f"{path.parent.name}-{path.name.partition('.')[0]}")
def test_what_a_source_lands_reads_the_same_again(path: Path) -> None:
    """Of every quirk of every source, through the JSON of a landing file and without the board lists."""
    expected = expectation_of(path)
    board = Board(path.parent.name, **expected["board"])
    parser = Reparser({(board.source, board.slug): board})
    for row in played(path, board, expected.get("facts", {})).rows:
        landed = posting_from_plain(json.loads(json.dumps(to_plain(row.posting))))
        assert parser(landed, json.loads(json.dumps(row.raw)), board.employer) == row.posting
    assert not parser.kept


def edit_landing(data: Path, change: Callable[[Row], Row]) -> None:
    """As if another version had written these rows."""
    (folder,) = (data / "landing").iterdir()
    run = read_run(folder)

    def changed(line: bytes, _: Path) -> bytes:
        return json.dumps(change(json.loads(line)), ensure_ascii=False).encode() + b"\n"

    edited = replace(run, files=tuple(rewritten(folder, file, changed) for file in run.files))
    write_run(folder, edited)
    sweep_unnamed(folder, edited)


def titles(data: Path) -> dict[str, str]:
    with open_store(data) as con:
        return dict(con.execute("SELECT source_job_id, title FROM core.posting").fetchall())


@pytest.fixture
def data(run, tmp_path: Path) -> Path:
    """Four postings whose titles an older parser has cut."""
    folder = tmp_path / "data"
    rows = [
        {"id": str(i), "title": f"Senior ML Engineer {i}", "text": "Requirements\n- PyTorch\n- Deep learning models"}
        for i in range(4)
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run("import", file, "--observed-on", "2026-03-01", "--data", folder).code == 0
    edit_landing(folder, lambda row: {**row, "posting": {**row["posting"], "title": "Senior"}})
    return folder


def test_reparsing_mends_what_an_older_parser_read(run, data: Path) -> None:
    assert run("rebuild", "--data", data).code == 0
    assert set(titles(data).values()) == {"Senior"}
    ended = run("rebuild", "--reparse", "--data", data)
    assert ended.code == 0 and "4 landed rows parsed anew." in ended.err
    assert titles(data) == {str(i): f"Senior ML Engineer {i}" for i in range(4)}
    assert run("doctor", "--data", data).code == 0


def test_what_cannot_be_parsed_anew_stays_as_it_landed(run, data: Path) -> None:
    def older(row: Row) -> Row:
        gone: dict[str, Any] = {"0": None, "1": {"title": "no text"}}
        return {**row, "raw": gone.get(row["posting"]["source_job_id"], row["raw"])}

    edit_landing(data, older)
    ended = run("rebuild", "--reparse", "--data", data)
    assert ended.code == 0
    assert "2 landed rows parsed anew; 2 stay as they landed" in ended.err and "thinned away" in ended.err
    assert titles(data) == {"0": "Senior", "1": "Senior", "2": "Senior ML Engineer 2", "3": "Senior ML Engineer 3"}


def test_what_is_no_open_advert_to_todays_parser_is_a_reject(run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(self: Reparser, landed: Posting, raw: Any, employer: str) -> Posting | None:
        return None if landed.source_job_id == "3" else landed

    monkeypatch.setattr(Reparser, "__call__", closed)
    assert run("rebuild", "--reparse", "--data", data).code == 0
    assert sorted(titles(data)) == ["0", "1", "2"]
    with open_store(data) as con:
        assert con.execute("SELECT row_number, excerpt FROM raw.reject").fetchall() == [(4, "Senior")]
    assert run("doctor", "--data", data).code == 0


def test_a_source_that_is_gone_keeps_its_postings() -> None:
    parser = Reparser.of(Settings(Path("nowhere")))
    landed = Posting("gopherjobs", "acme", "1", "ML Engineer", "Text")
    assert parser(landed, {"id": 1}, "Acme") is landed
    assert parser.kept == {"there is no source gopherjobs any more": 1}


def test_a_damaged_landing_is_refused_before_anything_is_thrown_away(run, data: Path) -> None:
    assert run("rebuild", "--data", data).code == 0
    (file,) = (data / "landing").glob("*/*.jsonl.gz")
    kept = titles(data)
    file.write_bytes(file.read_bytes()[:-3])
    ended = run("rebuild", "--data", data)
    assert ended.code == 3 and "sha256 differs" in ended.err
    assert titles(data) == kept
