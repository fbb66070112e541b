"""Opens a published generation for reading: its manifest, its frames, its texts, and SQL that reaches nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.files import is_as_said
from warehouse.generations.frames import TEXT_FRAME, Frames, frames, names, read_frame
from warehouse.generations.layout import CURRENT, GENERATIONS, MANIFEST, TEXTS, has_lost_pointer, hashed_files
from warehouse.generations.text_parts import Texts, groups
from warehouse.models import UNREADABLE, BadInputError, BrokenDataError, MarketKind, read_kept

if TYPE_CHECKING:
    import duckdb

MEMORY_LIMIT = "1GB"
THREADS = 2
_MEND = "run `skillgap publish` to write a new one"
_ANOTHER = "was published by another version of skillgap: run `skillgap refresh --no-crawl` to publish one of this"


@dataclass(frozen=True, eq=False)
class Generation:
    """One published generation. It never changes; open it anew to see a newer one. Threads may share it."""

    folder: Path
    manifest: Mapping[str, Any]
    _texts: Texts = field(repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def number(self) -> int:
        """Generations count from 1."""
        return int(self.manifest["generation"])

    @property
    def kind(self) -> MarketKind:
        """Whether its market is the example of fictional employers, the reference that ships, or a person's own."""
        kind: MarketKind = self.manifest.get("market") or "real"
        return kind

    @cached_property
    def frames(self) -> Frames:
        """The whole frames by name, each read once."""
        return Frames(self.frame)

    def frame(self, name: str) -> pd.DataFrame:
        """A whole frame, e.g. `requisition`. Raises KeyError for a name that frames.toml does not have, and
        BrokenDataError where its file is gone (three newer generations exist)."""
        if frames()[name].name == TEXT_FRAME:
            return self.query("SELECT * FROM text")
        with self._whole():
            return read_frame(self.folder, name)

    def arrays(self, version: str) -> dict[str, pd.DataFrame] | None:
        """The arrays that were published with it, in memory only where they are looked at; None where it has none, or
        where others made them."""
        given = self.manifest.get("arrays")
        if given is None or given["version"] != version:
            return None
        with self._whole():
            return {Path(name).stem: _mapped(self.folder / name) for name in given["files"]}

    def query(self, sql: str, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The answer to one query over the frames as tables, with its `$name` values bound.

        Raises BrokenDataError where the files are gone (three newer generations exist) or damaged.
        """
        import duckdb  # noqa: PLC0415 -- a tenth of a second that only a question in SQL should pay

        try:
            return self._cursor().execute(sql, dict(values or {})).df()
        except duckdb.IOException as error:
            raise BrokenDataError(self._gone) from error

    def texts(self, posting_ids: Collection[str]) -> dict[str, str]:
        """posting id -> text of the advert, for those that the generation has.

        Raises BrokenDataError where a text is not the one that its hash names.
        """
        with self._whole():
            hash_of = self._hashes(posting_ids)
        try:
            found = self._texts.read(set(hash_of.values()))
        except FileNotFoundError as error:
            raise BrokenDataError(self._gone) from error
        except (OSError, ValueError) as error:  # Arrow's errors are these
            raise BrokenDataError(self._damaged) from error
        if any(hashlib.sha256(text.encode("utf-8")).hexdigest() != text_hash for text_hash, text in found.items()):
            raise BrokenDataError(self._damaged)
        return {name: found[text_hash] for name, text_hash in hash_of.items() if text_hash in found}

    def close(self) -> None:
        """Free what answers queries."""
        with self._lock:
            if con := self.__dict__.pop("_con", None):
                con.close()

    @property
    def _gone(self) -> str:
        return f"{self.folder} can no longer be read: open the data again, or {_MEND}."

    @property
    def _damaged(self) -> str:
        return f"A text in {self.folder.parent / TEXTS} is damaged: {_MEND}."

    @contextmanager
    def _whole(self) -> Iterator[None]:
        try:
            yield
        except (OSError, pa.ArrowException) as error:
            raise BrokenDataError(self._gone) from error

    def _hashes(self, posting_ids: Collection[str]) -> dict[str, str]:
        wanted = list(dict.fromkeys(posting_ids))
        held = self._text_hash.filter(pc.is_in(self._text_hash["posting_id"], value_set=pa.array(wanted, pa.string())))
        given = dict(zip(held["posting_id"].to_pylist(), held["text_hash"].to_pylist(), strict=True))
        return {name: text_hash for name in wanted if (text_hash := given.get(name)) is not None}

    @cached_property
    def _text_hash(self) -> pa.Table:
        return pq.read_table(self.folder / "posting.parquet", columns=["posting_id", "text_hash"])

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            return self._con.cursor()

    @cached_property
    def _con(self) -> duckdb.DuckDBPyConnection:
        return _connected(self.folder, _text_paths(self.folder, self.manifest))


def _mapped(path: Path) -> pd.DataFrame:
    found: pd.DataFrame = pa.ipc.open_file(pa.memory_map(str(path))).read_all().to_pandas(split_blocks=True)
    return found


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
        if has_lost_pointer(data_dir):
            raise BrokenDataError(f"{pointer} is gone, and generations are there: {_MEND}.") from None
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
    for name, sha256 in hashed_files(manifest).items():
        path = folder / name
        if not is_as_said(path, sha256):
            raise BrokenDataError(f"{path} is missing or damaged: {_MEND}.")
    if lost := [path for path in _text_paths(folder, manifest) if not path.is_file()]:
        raise BrokenDataError(f"{lost[0]} is missing: {_MEND}.")
    try:
        texts = list(groups(_text_paths(folder, manifest)))
        held = {(name, column) for name in names() for column in pq.read_schema(folder / f"{name}.parquet").names}
    except (OSError, ValueError, pa.ArrowException) as error:
        raise BrokenDataError(f"{folder} cannot be read: {_MEND}.") from error
    if {(name, column) for name in names() for column in frames()[name].schema.names} - held:
        raise BrokenDataError(f"{folder} {_ANOTHER}.")
    return Generation(folder, manifest, Texts(texts))


def _text_paths(folder: Path, manifest: Mapping[str, Any]) -> list[Path]:
    return [folder.parent.resolve() / TEXTS / name for name in manifest["texts"]]


def _connected(folder: Path, parts: Collection[Path]) -> duckdb.DuckDBPyConnection:
    """A database in memory that reaches the generations and nothing else, the frames as its tables."""
    import duckdb  # noqa: PLC0415 -- as in `query`

    con = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY_LIMIT,
            "threads": THREADS,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    con.execute(f"SET allowed_directories = [{_quoted(folder.parent.resolve())}]")
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    try:
        for name in names():
            _view(con, name, [folder.resolve() / f"{name}.parquet"])
        _view(con, TEXT_FRAME, parts)
    except duckdb.Error:
        con.close()
        raise
    return con


def _manifest(folder: Path, sha256: str | None) -> dict[str, Any]:
    try:
        content = read_kept(folder / MANIFEST)
        if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
            raise BrokenDataError(f"{folder / MANIFEST} was changed after it was published: {_MEND}.")
        manifest = json.loads(content)
        known = {f"{name}.parquet" for name in names()}
        files, _ = set(manifest["files"]), list(manifest["texts"])
        if arrays := manifest.get("arrays"):
            _, said = str(arrays["version"]), dict(arrays["files"])
            if any(Path(name).name != name for name in said):
                raise ValueError("an array outside its generation")
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
