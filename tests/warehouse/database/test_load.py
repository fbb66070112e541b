"""Landing runs end up in the database whole, once, the same in any order; a damaged one is named and leaves nothing."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.contents import content_hash
from tests.warehouse.landings import RULES, board_run, hours, land, posting, run_id_at
from warehouse.database.load import LoadSummary, load_runs
from warehouse.database.store import open_store
from warehouse.models import BadInputError, BrokenDataError, PayBand, Reject


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_store(tmp_path) as opened:
        yield opened


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return con.execute(query).fetchall()


def plain(hour: float) -> dt.datetime:
    return hours(hour).replace(tzinfo=None)


def test_a_run_fills_the_tables(tmp_path: Path, con: duckdb.DuckDBPyConnection) -> None:
    land(
        tmp_path / "landing",
        0,
        [(board_run(), [posting(1), posting(2)]), (board_run("failed", "globex", reason="timeout"), [])],
        rejects=[Reject("greenhouse", "acme", 3, "no title", "{}")],
    )
    summary = load_runs(con, tmp_path / "landing", RULES)
    assert summary == LoadSummary(
        runs=1, rows=2, rejects=0, new_postings=2, closed_postings=0, held_postings=0, judged_boards=2
    )
    assert rows(con, "SELECT posting_id, opened_at, closed_at FROM core.posting_spell ORDER BY ALL") == [
        ("greenhouse/acme/1", plain(0), None),
        ("greenhouse/acme/2", plain(0), None),
    ]
    assert rows(con, "SELECT board, outcome, reason FROM raw.board_run ORDER BY ALL") == [
        ("acme", "complete", None),
        ("globex", "failed", "timeout"),
    ]
    assert rows(con, "SELECT row_number, reason FROM raw.reject") == [(3, "no title")]
    assert rows(con, "SELECT text FROM raw.posting_version ORDER BY ALL")[0] == ("Advert 1 of acme: you train models.",)


def test_what_a_source_states_of_the_job_and_every_pay_range_reach_the_database(
    tmp_path: Path, con: duckdb.DuckDBPyConnection
) -> None:
    zones = (
        PayBand(Decimal(150000), Decimal("190000.50"), "USD", "year", "Zone A"),
        PayBand(None, Decimal(9), "GBP", None),
    )
    stated = posting(1, job_number="70001", requisition_number="R-204", pay_bands=zones)
    land(tmp_path / "landing", 0, [(board_run(), [stated, posting(2)])])
    load_runs(con, tmp_path / "landing", RULES)
    assert rows(con, "SELECT job_number, requisition_number, pay_bands FROM core.posting ORDER BY posting_id") == [
        (
            "70001",
            "R-204",
            [
                {"min": 150000.0, "max": 190000.5, "currency": "USD", "period": "year", "label": "Zone A"},
                {"min": None, "max": 9.0, "currency": "GBP", "period": None, "label": None},
            ],
        ),
        (None, None, []),
    ]


def test_loading_twice_changes_nothing(tmp_path: Path, con: duckdb.DuckDBPyConnection) -> None:
    for hour in (0, 24):
        land(tmp_path / "landing", hour, [(board_run(), [posting(1), posting(2 + hour)])])
    load_runs(con, tmp_path / "landing", RULES)
    before = content_hash(con)
    assert load_runs(con, tmp_path / "landing", RULES) == LoadSummary(0, 0, 0, 0, 0, held_postings=1, judged_boards=0)
    assert content_hash(con) == before


def history(landing: Path) -> list[Path]:
    """Runs that differ in kind: growth, change of text, a not-modified, failure, absence, return, an import."""
    return [
        land(landing, 0, [(board_run(), [posting(1), posting(2)])]),
        land(landing, 24, [(board_run(), [posting(1, description_text="New words."), posting(3)])]),
        land(landing, 48, [(board_run("not_modified"), [])]),
        land(
            landing,
            72,
            [(board_run("failed", reason="timeout"), []), (board_run(board="globex"), [posting(9, "globex")])],
        ),
        land(landing, 96, [(board_run(), [posting(1), posting(2), posting(3)])]),
        land(
            landing,
            100,
            [(board_run(board="mine", source="import"), [posting(7, "mine", "import")])],
            kind="import",
            observed_at=hours(50),
        ),
    ]


def test_runs_may_be_loaded_in_any_order(tmp_path: Path) -> None:
    found = set()
    orders = random.Random(7).sample(list(itertools.permutations(range(6))), 8)
    for number, order in enumerate([tuple(range(6)), *orders]):
        data = tmp_path / str(number)
        folders = history(data / "all")
        (data / "landing").mkdir()
        with open_store(data) as con:
            for index in order:
                folders[index].rename(data / "landing" / folders[index].name)
                load_runs(con, data / "landing", RULES)
            found.add(content_hash(con))
    assert len(found) == 1


def test_the_history_says_what_happened(tmp_path: Path, con: duckdb.DuckDBPyConnection) -> None:
    history(tmp_path / "landing")
    load_runs(con, tmp_path / "landing", RULES)
    spells = rows(con, "SELECT * FROM core.posting_spell ORDER BY posting_id, opened_at")
    assert spells == [
        ("greenhouse/acme/1", plain(0), plain(96), None, None),
        ("greenhouse/acme/2", plain(0), plain(0), plain(24), "absent"),
        ("greenhouse/acme/2", plain(96), plain(96), None, None),
        ("greenhouse/acme/3", plain(24), plain(96), None, None),
        ("greenhouse/globex/9", plain(72), plain(72), None, None),
        ("import/mine/7", plain(50), plain(50), None, None),
    ]
    assert rows(con, "SELECT count(*) FROM raw.posting_version WHERE posting_id = 'greenhouse/acme/1'") == [(2,)]


def test_a_posting_shows_its_latest_fields_and_keeps_its_requisition(
    tmp_path: Path, con: duckdb.DuckDBPyConnection
) -> None:
    land(tmp_path / "landing", 0, [(board_run(), [posting(1, title="Old")])])
    load_runs(con, tmp_path / "landing", RULES)
    con.execute("UPDATE core.posting SET requisition_id = 'r'")
    land(tmp_path / "landing", 24, [(board_run(), [posting(1, title="Doubled"), posting(1, title="New")])])
    load_runs(con, tmp_path / "landing", RULES)
    assert rows(con, "SELECT title, requisition_id, shown_at FROM core.posting") == [("New", "r", plain(24))]
    assert rows(con, "SELECT count(*) FROM raw.sighting") == [(2,)]


def test_an_undated_import_is_kept_without_a_spell(tmp_path: Path, con: duckdb.DuckDBPyConnection) -> None:
    mine = [(board_run(board="mine", source="import"), [posting(7, "mine", "import")])]
    land(tmp_path / "landing", 0, mine, kind="import")
    load_runs(con, tmp_path / "landing", RULES)
    assert rows(con, "SELECT posting_id, shown_at FROM core.posting") == [("import/mine/7", None)]
    assert rows(con, "SELECT * FROM core.posting_spell") == []


def test_a_source_of_unknown_kind_closes_nothing_until_it_is_known(
    tmp_path: Path, con: duckdb.DuckDBPyConnection
) -> None:
    land(tmp_path / "landing", 0, [(board_run(), [posting(1)])])
    for hour in (24, 48):
        land(tmp_path / "landing", hour, [(board_run(), [])])
    load_runs(con, tmp_path / "landing", {})
    assert rows(con, "SELECT closed_at FROM core.posting_spell") == [(None,)]
    load_runs(con, tmp_path / "landing", RULES)
    assert rows(con, "SELECT closed_at FROM core.posting_spell") == [(plain(24),)]


def test_what_leaves_its_board_is_held_back_until_a_second_look_closes_it(
    tmp_path: Path, con: duckdb.DuckDBPyConnection
) -> None:
    looks = [[posting(1), posting(2)], [posting(1)], [posting(1)]]
    found = []
    for number, shown in enumerate(looks):
        land(tmp_path / "landing", 24 * number, [(board_run(), shown)])
        loaded = load_runs(con, tmp_path / "landing", RULES)
        found.append((loaded.new_postings, loaded.closed_postings, loaded.held_postings))
    assert found == [(2, 0, 0), (0, 0, 1), (0, 1, 0)]


def test_an_unfinished_run_is_passed_over(tmp_path: Path, con: duckdb.DuckDBPyConnection) -> None:
    (land(tmp_path / "landing", 0, [(board_run(), [posting(1)])]) / "run.json").unlink()
    assert load_runs(con, tmp_path / "landing", RULES).runs == 0


def rewrite_ledger(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    ledger = json.loads((folder / "run.json").read_text())
    change(ledger)
    (folder / "run.json").write_text(json.dumps(ledger))


def replace_rows(folder: Path, content: bytes) -> None:
    """Another data file, with a ledger that vouches for it."""
    packed = gzip.compress(content)
    (folder / "greenhouse.jsonl.gz").write_bytes(packed)
    sha256 = hashlib.sha256(packed).hexdigest()
    rewrite_ledger(
        folder, lambda ledger: ledger.update(files=[{"name": "greenhouse.jsonl.gz", "sha256": sha256, "rows": 1}])
    )


def data_file(folder: Path) -> Path:
    return folder / "greenhouse.jsonl.gz"


HARMS: dict[str, tuple[Callable[[Path], object], str]] = {
    "file gone": (lambda folder: data_file(folder).unlink(), "is not there"),
    "file cut": (
        lambda folder: data_file(folder).write_bytes(data_file(folder).read_bytes()[:60]),
        "cannot be read at row",
    ),
    "file replaced": (
        lambda folder: data_file(folder).write_bytes(gzip.compress(gzip.decompress(data_file(folder).read_bytes()), 1)),
        "sha256 differs",
    ),
    "rows miscounted": (
        lambda folder: rewrite_ledger(folder, lambda ledger: ledger["files"][0].update(rows=7)),  # type: ignore[index]
        "number of rows (1) than its ledger says (7)",
    ),
    "not JSON": (lambda folder: replace_rows(folder, b"{\n"), "cannot be read at row 1"),
    "no posting": (lambda folder: replace_rows(folder, b'{"source": "greenhouse"}\n'), "no field 'posting'"),
    "half a surrogate": (
        lambda folder: replace_rows(
            folder, gzip.decompress(data_file(folder).read_bytes()).replace(b"Advert", b"\\ud83d Advert")
        ),
        "surrogates not allowed",
    ),
    "unknown board": (
        lambda folder: rewrite_ledger(folder, lambda ledger: ledger.update(boards=[])),
        "greenhouse/acme is not in the ledger",
    ),
    "board twice": (
        lambda folder: rewrite_ledger(folder, lambda ledger: ledger.update(boards=ledger["boards"] * 2)),  # type: ignore[operator]
        "lists a board twice",
    ),
    "ledger cut": (lambda folder: (folder / "run.json").write_text('{"run_id": "x"'), "is no ledger of a run"),
    "time without zone": (
        lambda folder: rewrite_ledger(folder, lambda ledger: ledger.update(started_at="2026-03-02T06:00:00")),
        "has no zone",
    ),
    "folder renamed": (lambda folder: folder.rename(folder.with_name("other")), "name its folder so"),
    "file outside": (
        lambda folder: rewrite_ledger(folder, lambda ledger: ledger["files"][0].update(name="../other.gz")),  # type: ignore[index]
        "is not there",
    ),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_run_is_named_and_leaves_nothing(tmp_path: Path, con: duckdb.DuckDBPyConnection, harm: str) -> None:
    land(tmp_path / "landing", 0, [(board_run(board="first"), [posting(1, "first")])])
    load_runs(con, tmp_path / "landing", RULES)
    before = content_hash(con)
    do_harm, expected = HARMS[harm]
    do_harm(land(tmp_path / "landing", 24, [(board_run(), [posting(1)])]))
    with pytest.raises(BrokenDataError) as caught:
        load_runs(con, tmp_path / "landing", RULES)
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert content_hash(con) == before


def test_a_loaded_run_that_changed_is_refused(tmp_path: Path, con: duckdb.DuckDBPyConnection) -> None:
    folder = land(tmp_path / "landing", 0, [(board_run(), [posting(1)])])
    load_runs(con, tmp_path / "landing", RULES)
    replace_rows(folder, b"")
    with pytest.raises(BrokenDataError, match=f"{run_id_at(0)} changed after it was loaded.*skillgap rebuild"):
        load_runs(con, tmp_path / "landing", RULES)


def test_markets_do_not_mix(tmp_path: Path, con: duckdb.DuckDBPyConnection) -> None:
    land(tmp_path / "landing", 0, [(board_run(), [posting(1)])])
    land(tmp_path / "landing", 24, [(board_run(), [posting(1)])], market="real")
    with pytest.raises(BadInputError, match="a run of the real market"):
        load_runs(con, tmp_path / "landing", RULES)
    assert rows(con, "SELECT market FROM raw.run") == [("example",)]


LOADER = """
import sys
from pathlib import Path
from tests.warehouse.landings import RULES
from warehouse.database.load import load_runs
from warehouse.database.store import open_store, single_writer
data = Path(sys.argv[1])
with single_writer(data), open_store(data) as con:
    print("open", flush=True)
    load_runs(con, data / "landing", RULES)
"""


def test_a_kill_at_any_moment_loses_no_run_and_doubles_none(tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for data in (whole, killed):
        for number in range(12):
            jobs = [posting(job, description_text=f"Advert {job}. " * 50) for job in range(number, number + 150)]
            land(data / "landing", 24 * number, [(board_run(), jobs)])
    with open_store(whole) as con:
        load_runs(con, whole / "landing", RULES)
        expected = content_hash(con)
    wait = random.Random(11)
    for _ in range(5):
        loader = subprocess.Popen([sys.executable, "-c", LOADER, str(killed)], stdout=subprocess.PIPE)
        assert loader.stdout is not None
        loader.stdout.readline()
        time.sleep(wait.uniform(0, 0.5))
        os.kill(loader.pid, signal.SIGKILL)
        loader.communicate()
    with open_store(killed) as con:
        load_runs(con, killed / "landing", RULES)
        assert content_hash(con) == expected
