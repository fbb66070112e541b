"""Opens the database of a data folder: one writer at a time, the newest schema, no way out to other files.

DuckDB admits one writing process and no reader beside it, so readers use published generations (`generation.py`).
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.files import sync
from warehouse.models import BadInputError, BrokenDataError

DATABASE_NAME = "warehouse.duckdb"
LOCK_NAME = ".lock"
COMPACTION = ".compact"
MIGRATIONS = Path(__file__).parents[1] / "migrations"
MEMORY_LIMIT = "1GB"
"""Below 1 GB a write-ahead log may fail to replay at open."""
THREADS = 2

_DAMAGE = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException)
_REBUILD = "run `skillgap rebuild` to make it again from the landing files"


_LOOK_SECONDS = 0.2
"""Between two looks whether the lock is free."""


@contextmanager
def single_writer(data_dir: Path, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the data folder's writer lock, waiting so long for who has it.

    Raises BadInputError naming the holder's process where it is known. The kernel frees the lock when the process ends,
    however it ends, so a stale file never blocks.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(data_dir / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        end = time.monotonic() + wait_seconds
        while not _is_locked(descriptor):
            if time.monotonic() >= end:
                raise BadInputError(_held(data_dir, os.pread(descriptor, 20, 0)))
            time.sleep(_LOOK_SECONDS)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
        yield
    finally:
        os.close(descriptor)


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _held(data_dir: Path, written: bytes) -> str:
    holder = f"skillgap process {int(written)}" if written.isdigit() else "skillgap process"
    return f"Another {holder} is writing to {data_dir}: wait until it has ended, then run this again."


def database_path(data_dir: Path) -> Path:
    """Where the database of a data folder lies."""
    return data_dir / DATABASE_NAME


@contextmanager
def open_store(
    data_dir: Path, *, memory_limit: str = MEMORY_LIMIT, threads: int = THREADS, migrations: Path = MIGRATIONS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The migrated database of a data folder, made where there is none; call it inside `single_writer`.

    Its SQL reaches no other file. Raises BrokenDataError for a damaged file, for one made by a newer skillgap, and for
    an edited migration; BadInputError where another program holds the file.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with _opened(database_path(data_dir), memory_limit, threads, migrations) as con:
        yield con


@contextmanager
def store_anew(data_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database beside the present one, whose place it takes when the block ends; call it in `single_writer`.

    Where the block raises, or the process dies, the present one stays as it was. Raises as `open_store`.
    """
    path = database_path(data_dir)
    fresh = beside(path)
    _remove(fresh)
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        with _opened(fresh, MEMORY_LIMIT, THREADS, MIGRATIONS) as con:
            yield con
            con.execute("CHECKPOINT")
        # The log of the old one must never be replayed upon the new one.
        _log_of(path).unlink(missing_ok=True)
        fresh.rename(path)
        sync(data_dir)
    finally:
        _remove(fresh)


def beside(path: Path) -> Path:
    """Where a database is written that is to take the place of `path`."""
    return path.with_name(f"{path.name}.new")


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _remove(path: Path) -> None:
    for name in (path, _log_of(path)):
        name.unlink(missing_ok=True)


@contextmanager
def _opened(path: Path, memory_limit: str, threads: int, migrations: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = _connect(path, memory_limit, threads)
    try:
        _migrate(con, path, migrations)
        yield con
    except duckdb.Error as error:
        if isinstance(error, _DAMAGE) or "orrupt" in str(error):
            what = f"{path} could not be read or written ({_first_line(error)})"
            raise BrokenDataError(f"{what}: free disk space if it is short, or {_REBUILD}.") from error
        raise
    finally:
        con.close()


def compact(data_dir: Path) -> None:
    """Write the database anew, so that deleted rows are gone from the disk; a kill leaves the old or the new one.

    Call it inside `single_writer`, with the database closed. Raises BrokenDataError.
    """
    path = database_path(data_dir)
    fresh = beside(path)
    _remove(fresh)
    with duckdb.connect(":memory:", config={"memory_limit": MEMORY_LIMIT, "threads": THREADS}) as con:
        try:
            for name, file in (("old", path), ("fresh", fresh)):
                con.execute(f"ATTACH {_quoted(file)} AS {name}")
            con.execute("COPY FROM DATABASE old TO fresh")
            con.execute("CHECKPOINT fresh")
            con.execute("DETACH fresh")
            con.execute("DETACH old")
        except duckdb.Error as error:
            raise BrokenDataError(f"{path} could not be written anew ({_first_line(error)}): {_REBUILD}.") from error
    fresh.rename(path)
    _log_of(path).unlink(missing_ok=True)
    (data_dir / COMPACTION).unlink(missing_ok=True)


def ask_for_compaction(data_dir: Path) -> None:
    """Leave word that deleted rows must go from the disk; `compact_if_asked` finds it also after a kill."""
    (data_dir / COMPACTION).touch()


def compact_if_asked(data_dir: Path) -> None:
    """`compact` where somebody asked for it."""
    if (data_dir / COMPACTION).exists():
        compact(data_dir)


def _quoted(path: Path) -> str:
    """A path as an SQL string: ATTACH binds no values."""
    return "'" + str(path).replace("'", "''") + "'"


def quarantine_log(data_dir: Path, now: dt.datetime) -> Path | None:
    """Move aside a write-ahead log that cannot be replayed; where it lies now, None where there is none or it is sound.

    What it held is lost to the database and loaded again from the landing files. Call it inside `single_writer`.
    """
    path = database_path(data_dir)
    log = _log_of(path)
    if not log.exists():
        return None
    try:
        _connect(path, MEMORY_LIMIT, THREADS).close()
    except BrokenDataError:
        aside = log.with_name(f"{log.name}.{now:%Y%m%dT%H%M%SZ}.bad")
        log.rename(aside)
        return aside
    return None


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing: commit at the end, roll back when anything is raised inside."""
    con.execute("BEGIN TRANSACTION")
    try:
        yield
    except BaseException:
        con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")


def _connect(path: Path, memory_limit: str, threads: int) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "threads": threads,
        "enable_external_access": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "lock_configuration": True,
    }
    try:
        return duckdb.connect(str(path), config=config)
    except duckdb.Error as error:
        if "lock on file" in str(error):
            raise BadInputError(f"Another program has {path} open: close it, then run this again.") from error
        if "newer version" in str(error) or "version number" in str(error):
            raise BrokenDataError(f"{path} was written by another version of DuckDB: {_REBUILD}.") from error
        raise BrokenDataError(f"{path} is damaged ({_first_line(error)}): {_REBUILD}.") from error


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")


def _migrate(con: duckdb.DuckDBPyConnection, path: Path, migrations: Path) -> None:
    """Run what is not yet recorded, one transaction each, then checkpoint: schema changes must not wait in the log."""
    con.execute(
        "CREATE TABLE IF NOT EXISTS main.schema_migration "
        "(number INTEGER NOT NULL, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL)"
    )
    recorded = {
        number: (name, sha256)
        for number, name, sha256 in con.execute("SELECT number, name, sha256 FROM main.schema_migration").fetchall()
    }
    known = {int(file.name.split("_", 1)[0]): file for file in sorted(migrations.glob("[0-9]*_*.sql"))}
    if newer := sorted(set(recorded) - set(known)):
        raise BrokenDataError(
            f"{path} was made by a newer skillgap (migration {recorded[newer[0]][0]}): update skillgap, or {_REBUILD}."
        )
    for number, file in known.items():
        script = file.read_text(encoding="utf-8")
        digest = hashlib.sha256(script.encode("utf-8")).hexdigest()
        if number in recorded:
            if recorded[number][1] != digest:
                raise BrokenDataError(
                    f"Migration {file.name} was edited after {path} was made with it: "
                    f"put the file back and add a new migration instead, or {_REBUILD}."
                )
            continue
        with transaction(con):
            con.execute(script)
            con.execute("INSERT INTO main.schema_migration VALUES (?, ?, ?)", [number, file.name, digest])
        con.execute("CHECKPOINT")
