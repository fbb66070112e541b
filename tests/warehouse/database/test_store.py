"""The database opens migrated and locked away; damage, foreign versions and a second writer end in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.contents import content_hash
from tests.warehouse.landings import RULES, board_run, land, posting
from warehouse.database.load import load_runs
from warehouse.database.store import (
    COMPACTION,
    MIGRATIONS,
    ask_for_compaction,
    ask_for_compaction_if_due,
    beside,
    compact_if_asked,
    database_path,
    open_store,
    single_writer,
    store_anew,
    transaction,
)
from warehouse.models import BadInputError, BrokenDataError


def test_a_new_database_has_every_migration_recorded_and_checkpointed(tmp_path: Path) -> None:
    with open_store(tmp_path) as con:
        recorded = con.execute("SELECT name FROM schema_migration ORDER BY number").fetchall()
    assert [name for (name,) in recorded] == sorted(file.name for file in MIGRATIONS.glob("*.sql"))
    assert not database_path(tmp_path).with_name("warehouse.duckdb.wal").exists()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        with open_store(tmp_path) as con:
            rows = con.execute("SELECT count(*) FROM schema_migration").fetchall()
    assert rows == [(len(list(MIGRATIONS.glob("*.sql"))),)]


def test_every_table_says_what_it_holds(tmp_path: Path) -> None:
    with open_store(tmp_path) as con:
        silent = con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name IN ('raw', 'core') AND comment IS NULL"
        ).fetchall()
    assert silent == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "COPY core.posting TO 'out.parquet'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ],
)
def test_sql_reaches_no_other_file(tmp_path: Path, statement: str) -> None:
    with open_store(tmp_path) as con, pytest.raises(duckdb.Error):
        con.execute(statement).fetchall()


def _migrations(folder: Path, **scripts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, script in scripts.items():
        (folder / f"{name}.sql").write_text(script)
    return folder


def test_an_edited_migration_is_refused_by_name(tmp_path: Path) -> None:
    folder = _migrations(tmp_path / "m", **{"0001_a": "CREATE TABLE a (x INTEGER)"})
    with open_store(tmp_path, migrations=folder):
        pass
    _migrations(folder, **{"0001_a": "CREATE TABLE a (x BIGINT)"})
    with (
        pytest.raises(BrokenDataError, match=r"0001_a\.sql was edited.*skillgap rebuild"),
        open_store(tmp_path, migrations=folder),
    ):
        pass


def test_a_failed_migration_leaves_the_one_before_it(tmp_path: Path) -> None:
    folder = _migrations(
        tmp_path / "m",
        **{"0001_a": "CREATE TABLE a (x INTEGER)", "0002_b": "CREATE TABLE b (x INTEGER); CREATE TABLE a (x INTEGER)"},
    )
    with pytest.raises(duckdb.CatalogException), open_store(tmp_path, migrations=folder):
        pass
    _migrations(folder, **{"0002_b": "CREATE TABLE b (x INTEGER)"})
    with open_store(tmp_path, migrations=folder) as con:
        assert con.execute("SELECT number FROM schema_migration ORDER BY number").fetchall() == [(1,), (2,)]


def test_a_database_of_a_newer_skillgap_is_refused(tmp_path: Path) -> None:
    folder = _migrations(tmp_path / "m", **{"0001_a": "CREATE TABLE a (x INTEGER)", "0002_b": "SELECT 1"})
    with open_store(tmp_path, migrations=folder):
        pass
    (folder / "0002_b.sql").unlink()
    with (
        pytest.raises(BrokenDataError, match=r"newer skillgap \(migration 0002_b"),
        open_store(tmp_path, migrations=folder),
    ):
        pass


def _flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("harm", ["garbage", "truncated", "flipped header", "flipped block"])
def test_a_damaged_file_says_how_to_mend_it(tmp_path: Path, harm: str) -> None:
    with open_store(tmp_path) as con:
        con.execute("INSERT INTO core.source (source, kind) SELECT md5(range::VARCHAR), 'ats' FROM range(100000)")
        con.execute("CHECKPOINT")
    path = database_path(tmp_path)
    if harm == "garbage":
        path.write_bytes(b"not a database" * 1000)
    elif harm == "truncated":
        path.write_bytes(path.read_bytes()[:6000])
    else:
        _flip(path, 5000 if harm == "flipped header" else path.stat().st_size // 2)
    with pytest.raises(BrokenDataError, match="skillgap rebuild"), open_store(tmp_path) as con:
        con.execute("SELECT max(source) FROM core.source").fetchall()
    database_path(tmp_path).unlink()
    with open_store(tmp_path) as con:
        assert con.execute("SELECT count(*) FROM core.source").fetchall() == [(0,)]


def test_the_writer_lock_names_its_holder_and_is_freed(tmp_path: Path) -> None:
    with single_writer(tmp_path):
        other = subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys, pathlib\nfrom warehouse.database.store import single_writer\n"
                "with single_writer(pathlib.Path(sys.argv[1])): pass",
                str(tmp_path),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert f"BadInputError: Another skillgap process {os.getpid()} is writing to" in other.stderr
        with pytest.raises(BadInputError), single_writer(tmp_path):
            pass
    with single_writer(tmp_path):
        pass


def test_a_database_open_elsewhere_is_a_sentence(tmp_path: Path) -> None:
    with open_store(tmp_path):
        script = (
            "import sys, pathlib\nfrom warehouse.database.store import open_store\n"
            "with open_store(pathlib.Path(sys.argv[1])): pass"
        )
        other = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False
        )
    assert "BadInputError: Another program has" in other.stderr


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path) as con:
        with pytest.raises(ZeroDivisionError), transaction(con):
            con.execute("INSERT INTO core.source (source, kind) VALUES ('a', 'ats')")
            raise ZeroDivisionError
        assert con.execute("SELECT * FROM core.source").fetchall() == []


def test_a_store_made_anew_takes_the_place_of_the_old_one_only_when_it_is_whole(tmp_path: Path) -> None:
    def kinds() -> list[tuple[str]]:
        with open_store(tmp_path) as con:
            return con.execute("SELECT kind FROM core.source").fetchall()

    with open_store(tmp_path) as con:
        con.execute("INSERT INTO core.source (source, kind) VALUES ('a', 'old')")
    with pytest.raises(ValueError, match="half-way"), store_anew(tmp_path) as con:
        con.execute("INSERT INTO core.source (source, kind) VALUES ('a', 'half')")
        raise ValueError("half-way")
    assert kinds() == [("old",)]
    assert not beside(database_path(tmp_path)).exists()
    beside(database_path(tmp_path)).write_bytes(b"left by a kill")
    with store_anew(tmp_path) as con:
        con.execute("INSERT INTO core.source (source, kind) VALUES ('a', 'new')")
    assert kinds() == [("new",)]


def test_a_transaction_that_a_full_disk_has_ended_is_one_sentence(tmp_path: Path) -> None:
    """The write fails, DuckDB ends the transaction by itself, and whatever is asked next says that there is none."""
    with pytest.raises(BrokenDataError, match="free disk space"), open_store(tmp_path) as con:
        with transaction(con):
            con.execute("ROLLBACK")
        con.execute("SELECT 1")


_FILL = """
import resource, sys
from pathlib import Path
from warehouse.database.store import open_store, transaction
from warehouse.models import BrokenDataError
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    with open_store(Path(sys.argv[1])) as con:
        for number in range(3):
            with transaction(con):
                con.execute("CREATE OR REPLACE TABLE core.filled AS SELECT random() FROM range(400000)")
except BrokenDataError as error:
    print(error)
    sys.exit(3)
"""


@pytest.mark.parametrize("more_bytes", [0, 100, 5_000, 300_000, 1_000_000, 3_000_000])
def test_a_file_that_may_not_grow(tmp_path: Path, more_bytes: int) -> None:
    with open_store(tmp_path) as con:
        con.execute("CREATE TABLE core.kept AS SELECT 7 AS seven")
    limit = database_path(tmp_path).stat().st_size + more_bytes
    call = [sys.executable, "-c", _FILL, str(tmp_path), str(limit)]
    ended = subprocess.run(call, capture_output=True, text=True, check=False)
    assert ended.returncode == 3, ended.stderr[-1500:]
    assert ended.stdout.count("\n") == 1 and "free disk space" in ended.stdout
    with open_store(tmp_path) as con:
        assert con.execute("SELECT seven FROM core.kept").fetchall() == [(7,)]


def loaded(data: Path) -> str:
    """A hash of what a small database says."""
    land(data / "landing", 0, [(board_run(), [posting(n, description_text=f"Words {n}. " * 400) for n in range(20)])])
    with open_store(data) as con:
        load_runs(con, data / "landing", RULES)
        return content_hash(con)


def test_a_database_written_anew_says_the_same_and_packs_its_texts_as_before(tmp_path: Path) -> None:
    before = loaded(tmp_path)
    compact_if_asked(tmp_path)
    assert (inode := database_path(tmp_path).stat().st_ino), "nobody asked"
    ask_for_compaction(tmp_path)
    compact_if_asked(tmp_path)
    assert database_path(tmp_path).stat().st_ino != inode
    with open_store(tmp_path) as con:
        assert content_hash(con) == before
        ((made,),) = con.execute("SELECT sql FROM duckdb_tables() WHERE table_name = 'posting_version'").fetchall()
        assert "USING COMPRESSION ZSTD" in made.upper()
        assert load_runs(con, tmp_path / "landing", RULES).runs == 0
    inode = database_path(tmp_path).stat().st_ino
    compact_if_asked(tmp_path)
    assert database_path(tmp_path).stat().st_ino == inode, "it is asked for once"


def test_a_database_that_cannot_be_written_anew_stays_and_is_asked_for_again(tmp_path: Path) -> None:
    loaded(tmp_path)
    content = database_path(tmp_path).read_bytes()
    database_path(tmp_path).write_bytes(content[:20_000])
    ask_for_compaction(tmp_path)
    for _ in range(2):
        with pytest.raises(BrokenDataError, match="could not be written anew"):
            compact_if_asked(tmp_path)
    assert database_path(tmp_path).read_bytes() == content[:20_000]


def test_a_database_of_mostly_free_blocks_is_asked_to_be_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.database.store._WORTH_BLOCKS", 1)
    loaded(tmp_path)
    with open_store(tmp_path) as con:
        ask_for_compaction_if_due(con, tmp_path)
        assert not (tmp_path / COMPACTION).exists(), "nothing of it is free"
        for name, rows in (("more", 400_000), ("last", 1_000)):  # what lies behind the gap keeps the file long
            con.execute(f"CREATE TABLE raw.{name} AS SELECT hash(i) AS number FROM range({rows}) AS r(i)")
            con.execute("CHECKPOINT")
        con.execute("DROP TABLE raw.more")
        ask_for_compaction_if_due(con, tmp_path)
        before = content_hash(con)
    size = database_path(tmp_path).stat().st_size
    compact_if_asked(tmp_path)
    assert database_path(tmp_path).stat().st_size < size
    with open_store(tmp_path) as con:
        assert content_hash(con) == before
