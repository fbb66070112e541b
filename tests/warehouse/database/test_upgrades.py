"""A data folder of every schema version there was opens with today's program and holds what it held."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.landings import RULES, board_run, land, posting
from warehouse.database.load import load_runs
from warehouse.database.store import MIGRATIONS, database_path, open_store, store_to_read
from warehouse.linking.requisitions import link_postings
from warehouse.models import BadInputError

SCRIPTS = sorted(MIGRATIONS.glob("[0-9]*.sql"))
NUMBERS = [int(script.name.split("_")[0]) for script in SCRIPTS]


def load(data: Path) -> None:
    with open_store(data) as con:
        load_runs(con, data / "landing", RULES)
        link_postings(con)


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of two looks at two boards, loaded by today's program."""
    data = tmp_path_factory.mktemp("today")
    for hour in (0, 48):
        numbers = (1, 2, 3) if hour == 0 else (2, 3, 4)
        visits = [(board_run(board=b), [posting(n, b) for n in numbers]) for b in ("acme", "umbel")]
        land(data / "landing", hour, visits)
    load(data)
    return data


def as_of_version(number: int, today: Path, data: Path) -> Path:
    """The same folder as the program of that schema version left it: its own tables, with what they could hold."""
    shutil.copytree(today / "landing", data / "landing")
    with duckdb.connect(str(database_path(data))) as con:
        con.execute(
            "CREATE TABLE schema_migration (number INTEGER NOT NULL, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL)"
        )
        for script in SCRIPTS[: NUMBERS.index(number) + 1]:
            text = script.read_text(encoding="utf-8")
            con.execute(text)
            digest = hashlib.sha256(text.encode()).hexdigest()
            con.execute(
                "INSERT INTO schema_migration VALUES (?, ?, ?)", [int(script.name.split("_")[0]), script.name, digest]
            )
        con.execute(f"ATTACH '{database_path(today)}' AS today (READ_ONLY)")
        for schema, table in tables(con):
            there = columns(con, "today", schema, table)
            shared = ", ".join(f'"{name}"' for name in columns(con, data_name(data), schema, table) if name in there)
            if shared:
                con.execute(f"INSERT INTO {schema}.{table} ({shared}) SELECT {shared} FROM today.{schema}.{table}")
    return data


def data_name(data: Path) -> str:
    return database_path(data).stem


def tables(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    query = "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'warehouse'"
    found = con.execute(f"{query} AND schema_name IN ('raw', 'core') ORDER BY ALL").fetchall()
    return [(schema, table) for schema, table in found]


def columns(con: duckdb.DuckDBPyConnection, database: str, schema: str, table: str) -> list[str]:
    query = "SELECT column_name FROM duckdb_columns() WHERE (database_name, schema_name, table_name) = (?, ?, ?)"
    return [name for (name,) in con.execute(query, [database, schema, table]).fetchall()]


def schema_of(data: Path) -> list[tuple[str, ...]]:
    with open_store(data) as con:
        return con.execute(
            "SELECT schema_name, table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() "
            "WHERE schema_name IN ('raw', 'core') ORDER BY ALL"
        ).fetchall()


def content_of(data: Path) -> dict[str, list[tuple[object, ...]]]:
    with open_store(data) as con:
        return {
            f"{schema}.{table}": con.execute(f"SELECT * FROM {schema}.{table} ORDER BY ALL").fetchall()
            for schema, table in tables(con)
        }


@pytest.mark.parametrize("number", NUMBERS)
def test_an_older_database_becomes_todays(number: int, today: Path, tmp_path: Path) -> None:
    old = as_of_version(number, today, tmp_path)
    if number < NUMBERS[-1]:
        with pytest.raises(BadInputError, match="refresh --no-crawl"), store_to_read(old):
            pass
    assert schema_of(old) == schema_of(today)
    before, after = content_of(today), content_of(old)
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
    for name in ("raw.run", "raw.posting_version", "raw.sighting"):
        assert [row[:3] for row in after[name]] == [row[:3] for row in before[name]], name


@pytest.mark.parametrize("number", NUMBERS)
def test_an_older_folder_goes_on(number: int, today: Path, tmp_path: Path) -> None:
    """What comes in after the upgrade gives what it gives to a folder that was always today's."""
    old, new = as_of_version(number, today, tmp_path / "old"), tmp_path / "new"
    shutil.copytree(today, new)
    for data in (old, new):
        land(
            data / "landing", 96, [(board_run(board=b), [posting(n, b) for n in (3, 4, 5)]) for b in ("acme", "umbel")]
        )
        load(data)
    said = "SELECT posting_id, opened_at, last_seen_at, closed_at, close_reason FROM core.posting_spell ORDER BY ALL"
    found = []
    for data in (old, new):
        with open_store(data) as con:
            found.append(con.execute(said).fetchall())
    assert found[0] == found[1]
    assert len(found[0]) == 10
