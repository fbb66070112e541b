"""Opens a published generation for reading: its manifest, its frames, its texts, and SQL that reaches nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from warehouse.files import sha256_of
from warehouse.generations.frames import TEXT_FRAME, frames
from warehouse.generations.layout import CURRENT, GENERATIONS, MANIFEST, TEXTS
from warehouse.models import UNREADABLE, BadInputError, BrokenDataError, MarketKind, read_kept
from warehouse.statements import statement

MEMORY_LIMIT = "1GB"
THREADS = 2
_MEND = "run `skillgap publish` to write a new one"
_ANOTHER = "was published by another version of skillgap: run `skillgap refresh --no-crawl` to publish one of this"


@dataclass(frozen=True, eq=False)
class Generation:
    """One published generation. It never changes; open it anew to see a newer one. Threads may share it."""

    folder: Path
    manifest: Mapping[str, Any]
    _con: duckdb.DuckDBPyConnection = field(repr=False)

    @property
    def number(self) -> int:
        """Generations count from 1."""
        return int(self.manifest["generation"])

    @property
    def kind(self) -> MarketKind:
        """Whether its market is the example of fictional employers, the reference that ships, or a person's own."""
        kind: MarketKind = self.manifest.get("market") or "real"
        return kind

    def frame(self, name: str) -> pd.DataFrame:
        """A whole frame, e.g. `requisition`. Raises KeyError for a name that frames.toml does not have."""
        known = frames()[name]
        return self.query(f"SELECT * FROM {known.name}")  # noqa: S608 -- a name of frames.toml

    def query(self, sql: str, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The answer to one query over the frames as tables, with its `$name` values bound.

        Raises BrokenDataError where the files are gone (three newer generations exist) or damaged.
        """
        try:
            return self._con.cursor().execute(sql, dict(values or {})).df()
        except duckdb.IOException as error:
            raise BrokenDataError(f"{self.folder} can no longer be read: open the data again, or {_MEND}.") from error

    def texts(self, posting_ids: Collection[str]) -> dict[str, str]:
        """posting id -> text of the advert, for those that the generation has.

        Raises BrokenDataError where a text is not the one that its hash names.
        """
        damaged = f"A text in {self.folder.parent / TEXTS} is damaged: {_MEND}."
        try:
            found = self.query(statement("generation/text_of_posting"), {"posting_ids": list(posting_ids)})
        except duckdb.Error as error:
            raise BrokenDataError(damaged) from error
        for text_hash, text in zip(found["text_hash"], found["text"], strict=True):
            if hashlib.sha256(text.encode("utf-8")).hexdigest() != text_hash:
                raise BrokenDataError(damaged)
        return dict(zip(found["posting_id"], found["text"], strict=True))

    def close(self) -> None:
        """Free its memory."""
        self._con.close()


@dataclass(frozen=True, slots=True)
class Pointer:
    """What CURRENT says."""

    number: int
    manifest_sha256: str | None
    """None where it was written before it had one."""


def current_number(data_dir: Path) -> int:
    """The number of the current generation. Raises BadInputError where nothing was published yet."""
    return _pointer(data_dir).number


def _pointer(data_dir: Path) -> Pointer:
    pointer = data_dir / GENERATIONS / CURRENT
    try:
        number, *sha256 = read_kept(pointer, 1_000).decode("ascii").split()
        return Pointer(int(number), sha256[0] if sha256 else None)
    except FileNotFoundError:
        inside = data_dir / "demo"
        mend = "run `skillgap refresh` or `skillgap demo`"
        if (inside / GENERATIONS / CURRENT).exists():
            mend = f"use --data {inside} for the example market, or run `skillgap refresh`"
        raise BadInputError(f"{data_dir} holds no market yet: {mend}.") from None
    except (ValueError, OSError) as error:
        raise BrokenDataError(f"{pointer} does not name a generation: {_MEND}.") from error


def current_manifest(data_dir: Path) -> Mapping[str, Any]:
    """The manifest of the current generation, its files unproven. Raises as `open_generation`."""
    pointer = _pointer(data_dir)
    return _manifest(data_dir / GENERATIONS / str(pointer.number), pointer.manifest_sha256)


def open_generation(data_dir: Path) -> Generation:
    """Open the current generation, proven whole but for the texts, which are proven when they are read.

    Raises BadInputError where nothing was published yet, BrokenDataError where a file is missing or damaged.
    """
    pointer = _pointer(data_dir)
    try:
        return _open(data_dir / GENERATIONS, pointer)
    except BrokenDataError:
        # A publisher may have dropped it since the pointer was read.
        if (newer := _pointer(data_dir)) == pointer:
            raise
        return _open(data_dir / GENERATIONS, newer)


def _open(generations: Path, pointer: Pointer) -> Generation:
    folder = generations / str(pointer.number)
    manifest = _manifest(folder, pointer.manifest_sha256)
    for name, sha256 in manifest["files"].items():
        path = folder / name
        if not path.is_file() or sha256_of(path) != sha256:
            raise BrokenDataError(f"{path} is missing or damaged: {_MEND}.")
    home = folder.parent.resolve()
    parts = [home / TEXTS / name for name in manifest["texts"]]
    if lost := [path for path in parts if not path.is_file()]:
        raise BrokenDataError(f"{lost[0]} is missing: {_MEND}.")
    con = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY_LIMIT,
            "threads": THREADS,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    con.execute(f"SET allowed_directories = [{_quoted(home)}]")
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    try:
        for name in frames().keys() - {TEXT_FRAME}:
            _view(con, name, [folder.resolve() / f"{name}.parquet"])
        _view(con, TEXT_FRAME, parts)
        held = con.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal").fetchall()
    except duckdb.Error as error:
        con.close()
        raise BrokenDataError(f"{folder} cannot be read: {_MEND}.") from error
    if {(name, column) for name, frame in frames().items() for column in frame.schema.names} - set(held):
        con.close()
        raise BrokenDataError(f"{folder} {_ANOTHER}.")
    return Generation(folder, manifest, con)


def _manifest(folder: Path, sha256: str | None) -> dict[str, Any]:
    try:
        content = read_kept(folder / MANIFEST)
        if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
            raise BrokenDataError(f"{folder / MANIFEST} was changed after it was published: {_MEND}.")
        manifest = json.loads(content)
        known = {f"{name}.parquet" for name in frames().keys() - {TEXT_FRAME}}
        files, _ = set(manifest["files"]), list(manifest["texts"])
    except UNREADABLE as error:
        raise BrokenDataError(f"{folder / MANIFEST} is missing or damaged: {_MEND}.") from error
    if files != known:
        raise BrokenDataError(f"{folder} {_ANOTHER}.")
    return manifest  # type: ignore[no-any-return]


def _view(con: duckdb.DuckDBPyConnection, name: str, paths: Collection[Path]) -> None:
    if not paths:
        con.execute(f"CREATE TABLE {name} ({', '.join(f'{column} VARCHAR' for column in frames()[name].schema.names)})")
        return
    files = ", ".join(_quoted(path) for path in paths)
    con.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{files}])")  # noqa: S608 -- quoted, our own folder


def _quoted(path: Path) -> str:
    """A path as an SQL string: DuckDB binds no values in views and settings."""
    return "'" + str(path).replace("'", "''") + "'"
