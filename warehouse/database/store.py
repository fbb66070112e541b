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
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from warehouse.database.layout import DATABASE_NAME, LOCK_NAME
from warehouse.files import sync
from warehouse.models import BadInputError, BrokenDataError

COMPACTION = ".compact"
MIGRATIONS = Path(__file__).parents[1] / "migrations"
MEMORY_LIMIT = "1GB"
"""Below 1 GB a write-ahead log may fail to replay at open."""
THREADS = 2

_DAMAGE = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.TransactionException)
_REBUILD = "run `skillgap rebuild` to make it again from the landing files"


_WORTH_BLOCKS = 16
"""Of 256 KB: a smaller file is not written anew for its free room."""
_LOOK_SECONDS = 0.2
"""Between two looks whether the lock is free."""


@contextmanager
def single_writer(data_dir: Path, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the data folder's writer lock, waiting so long for who has it.

    Raises BadInputError naming the holder's process where it is known. The kernel frees the lock when the process ends,
    however it ends, so a stale file never blocks.
    """
    with _lock_file(data_dir) as descriptor:
        end = time.monotonic() + wait_seconds
        while not _is_locked(descriptor, fcntl.LOCK_EX):
            if time.monotonic() >= end:
                what = f"{_holder(descriptor)} is writing to {data_dir} or looks through it"
                raise BadInputError(f"{what}: wait until it has ended, then run this again.")
            time.sleep(_LOOK_SECONDS)
        _sign(descriptor)
        yield


@contextmanager
def writers_kept_off(data_dir: Path) -> Iterator[str | None]:
    """Let nobody write to a data folder that is looked through, while others may look too; call it with a folder.

    Yields who is writing where somebody is: then nobody is kept off, and the database cannot be opened.
    """
    with _lock_file(data_dir) as descriptor:
        if not _is_locked(descriptor, fcntl.LOCK_SH):
            yield _holder(descriptor)
            return
        _sign(descriptor)
        yield None


@contextmanager
def _lock_file(data_dir: Path) -> Iterator[int]:
    data_dir.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(data_dir / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _is_locked(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(descriptor: int) -> None:
    """Write into the lock's file who has it; of several that look, the last."""
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)


def _holder(descriptor: int) -> str:
    written = os.pread(descriptor, 20, 0)
    return f"Another skillgap process {int(written)}" if written.isdigit() else "Another skillgap process"


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
def store_to_read(data_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database as it is, with its log, nothing of it changed; call it inside `writers_kept_off`.

    Raises as `open_store`, and BadInputError where an earlier skillgap made it.
    """
    path = database_path(data_dir)
    con = _connect(path, MEMORY_LIMIT, THREADS, is_to_read=True)
    with _guarded(con, path):
        if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'schema_migration'").fetchall():
            raise BrokenDataError(f"{path} is no database of skillgap: {_REBUILD}.")
        if waiting := _waiting(con, path, MIGRATIONS):
            what = f"{path} was made by an earlier skillgap (before {waiting[0].name})"
            raise BadInputError(f"{what}: run `skillgap refresh --no-crawl`, which brings it up to this one.")
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
    with _guarded(con, path):
        _migrate(con, path, migrations)
        yield con


@contextmanager
def _guarded(con: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    """Errors of a damaged file as one sentence; the connection is closed at the end."""
    try:
        yield
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


def ask_for_compaction_if_due(con: duckdb.DuckDBPyConnection, data_dir: Path) -> None:
    """Leave word where a third of a database's file or more is free: DuckDB gives room back to nobody by itself."""
    con.execute("CHECKPOINT")
    ((total, free),) = con.execute("SELECT total_blocks, free_blocks FROM pragma_database_size()").fetchall()
    if total >= _WORTH_BLOCKS and free * 3 >= total:
        ask_for_compaction(data_dir)


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
        with suppress(duckdb.Error):  # a full disk has ended it already; what is said is why
            con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")


def _connect(path: Path, memory_limit: str, threads: int, *, is_to_read: bool = False) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "threads": threads,
        "enable_external_access": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "lock_configuration": True,
        "allocator_background_threads": True,  # what a query held goes back to the machine, not to the next query
    }
    try:
        return duckdb.connect(str(path), read_only=is_to_read, config=config)
    except duckdb.Error as error:
        if "lock on file" in str(error):
            raise BadInputError(f"Another program has {path} open: close it, then run this again.") from error
        if "newer version" in str(error) or "version number" in str(error):
            raise BrokenDataError(f"{path} was written by another version of DuckDB: {_REBUILD}.") from error
        if "replaying WAL" in str(error):
            mend = "`skillgap refresh --no-crawl` moves it aside and loads again what it held"
            raise BrokenDataError(f"The log of {path} cannot be replayed ({_first_line(error)}): {mend}.") from error
        raise BrokenDataError(f"{path} is damaged ({_first_line(error)}): {_REBUILD}.") from error


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")


def _migrate(con: duckdb.DuckDBPyConnection, path: Path, migrations: Path) -> None:
    """Run what is not yet recorded, one transaction each, then checkpoint: schema changes must not wait in the log."""
    con.execute(
        "CREATE TABLE IF NOT EXISTS main.schema_migration "
        "(number INTEGER NOT NULL, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL)"
    )
    for file in _waiting(con, path, migrations):
        with transaction(con):
            script = file.read_text(encoding="utf-8")
            con.execute(script)
            known = [_number(file), file.name, _digest(script)]
            con.execute("INSERT INTO main.schema_migration VALUES (?, ?, ?)", known)
        con.execute("CHECKPOINT")


def _number(file: Path) -> int:
    return int(file.name.split("_", 1)[0])


def _digest(script: str) -> str:
    return hashlib.sha256(script.encode("utf-8")).hexdigest()


def _waiting(con: duckdb.DuckDBPyConnection, path: Path, migrations: Path) -> list[Path]:
    """The migrations that the database has not seen. Raises BrokenDataError for one it has seen otherwise."""
    recorded = {
        number: (name, sha256)
        for number, name, sha256 in con.execute("SELECT number, name, sha256 FROM main.schema_migration").fetchall()
    }
    known = {_number(file): file for file in sorted(migrations.glob("[0-9]*_*.sql"))}
    if newer := sorted(set(recorded) - set(known)):
        raise BrokenDataError(
            f"{path} was made by a newer skillgap (migration {recorded[newer[0]][0]}): update skillgap, or {_REBUILD}."
        )
    for number in sorted(recorded):
        file = known[number]
        if recorded[number][1] != _digest(file.read_text(encoding="utf-8")):
            raise BrokenDataError(
                f"Migration {file.name} was edited after {path} was made with it: "
                f"put the file back and add a new migration instead, or {_REBUILD}."
            )
    return [file for number, file in known.items() if number not in recorded]
