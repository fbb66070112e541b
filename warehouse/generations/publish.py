"""Publishes generations: the database's content as Parquet frames that readers open without it.

A generation is written beside its place and renamed, then the pointer to it is: a kill at any moment leaves the one
before it current and whole. Call it inside `store.single_writer`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.batches import batches
from warehouse.files import is_as_said, remove, settle, sha256_of, sweep, sync, temporary, write_whole
from warehouse.generations.frames import TEXT_FRAME, Frames, frames, read_frame, to_table
from warehouse.generations.layout import CURRENT, GENERATIONS, MANIFEST, TEXTS, numbers
from warehouse.generations.text_parts import TextSource, write_parts
from warehouse.models import UNREADABLE, BadInputError, Location, read_kept
from warehouse.statements import parameters, statement

KEPT_GENERATIONS = 3
UNCONFIRMED_DAYS = 14
"""What its board has not confirmed for so many days, whatever kept it from being read, is neither open nor closed."""
LISTED_DAYS = 45
"""Where no list is whole, a posting counts as open for so many days after it was last seen; a source with an age of
its own (`SourceRule.expires_after_days`: its adverts stay in sight for ever) goes by that instead."""

_FROM_DATABASE = (
    "mention", "requisition_skill", "unknown_term", "board_run", "posting", "requisition_lane",
    "requisition_speciality", "requisition", "requisition_pay", "skill_affinity", "skill_cluster",
)  # fmt: skip
"""Each may read those before it as `frame_<name>`; what takes most memory to make comes first."""
_LARGE = frozenset(
    {"posting", "requisition_lane", "requisition_speciality", "mention", "unknown_term", "requisition_skill"}
)
"""Those that nobody judges before they are written: they go from the database into their files."""
_ROWS_AT_ONCE = 100_000
"""In a group of a frame's file."""
_ROWS_FETCHED = 10_000
_REQUISITIONS_AT_ONCE = {"mention": 40_000, "requisition_skill": 40_000, "requisition": 200_000}
"""Of which a frame is made whose statement asks for `$first_id` and `$last_id`: as many as fit into memory, since each
part looks through all postings."""


@dataclass(frozen=True, eq=False)
class Stored:
    """A frame that lies in the database still; to be read once, while the connection is open."""

    name: str
    _con: duckdb.DuckDBPyConnection

    def __len__(self) -> int:
        answer: int = self._con.execute(f"SELECT count(*) FROM frame_{self.name}").fetchall()[0][0]  # noqa: S608
        return answer

    def batches(self) -> Iterator[pa.Table]:
        """Its rows in parts of one length, as frames.toml types them; with the last they leave the database."""
        schema = frames()[self.name].schema
        columns = ", ".join(f'"{column}"' for column in schema.names)
        found = self._con.sql(f"SELECT {columns} FROM frame_{self.name}")  # noqa: S608 -- our own names
        waiting = schema.empty_table()
        for batch in found.to_arrow_reader(_ROWS_AT_ONCE):  # which ends where the database's own parts do
            waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch]).cast(schema)])
            while len(waiting) >= _ROWS_AT_ONCE:
                yield waiting[:_ROWS_AT_ONCE].combine_chunks()
                waiting = waiting[_ROWS_AT_ONCE:]
        if len(waiting):
            yield waiting.combine_chunks()
        self._con.execute(f"DROP TABLE frame_{self.name}")


@dataclass(frozen=True, slots=True)
class Arrays:
    """What is computed from a generation's frames once, and kept beside them as it lies in memory."""

    version: str
    """Of the code that makes them."""
    made: Callable[[Mapping[str, pd.DataFrame], Mapping[str, Any]], Mapping[str, pd.DataFrame]]
    """From the frames and the manifest: arrays by name."""


def as_of(con: duckdb.DuckDBPyConnection) -> dt.datetime:
    """The moment a generation speaks of: start of the latest run (plain UTC). Raises BadInputError without runs."""
    latest = con.execute("SELECT coalesce(max(observed_at), max(started_at)) FROM raw.run").fetchall()[0][0]
    if latest is None:
        raise BadInputError(
            "Nothing has been collected yet: run `skillgap crawl`, `skillgap import FILE` or `skillgap demo`."
        )
    return latest  # type: ignore[no-any-return]


def run_ids(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The runs that the database is made from, oldest first."""
    found = con.execute("SELECT run_id FROM raw.run ORDER BY started_at, run_id").fetchall()
    return [run_id for (run_id,) in found]


def locations(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Location, str | None]]:
    """Every (requisition id, location, workplace) of its postings, in the order of requisitions; to be taken to the end
    before the connection is asked anything else.
    """
    found = con.execute(statement("publish/location"))
    while rows := found.fetchmany(_ROWS_FETCHED):
        for requisition_id, raw, city, region, country, workplace in rows:
            yield requisition_id, Location(raw or "", city, region, country), workplace


def build_frames(
    con: duckdb.DuckDBPyConnection,
    *,
    reader_version: str,
    fit_id: str,
    skills: pd.DataFrame,
    edges: pd.DataFrame,
    lanes: pd.DataFrame,
    specialities: pd.DataFrame,
    places: pd.DataFrame,
) -> dict[str, pd.DataFrame | Stored]:
    """The frames of a generation as `frames.toml` says, but for requisition.exclusion, which analysis judges; the large
    ones lie in the database until they are written.

    `skills`, `edges`, `lanes` and `specialities` are the frames skill, skill_edge, lane and speciality, made from the
    taxonomy; `places` is requisition_place, as read from `locations`.
    """
    given = {
        "reader_version": reader_version,
        "fit_id": fit_id,
        "as_of": as_of(con),
        "unconfirmed_days": UNCONFIRMED_DAYS,
        "listed_days": LISTED_DAYS,
    }
    built: dict[str, pd.DataFrame | Stored] = {
        "skill": skills,
        "skill_edge": edges,
        "lane": lanes,
        "speciality": specialities,
        "requisition_place": places,
    }
    con.register("frame_requisition_place", to_table("requisition_place", places))
    ids = [one for (one,) in con.execute("SELECT requisition_id FROM core.requisition ORDER BY ALL").fetchall()]
    for name in _FROM_DATABASE:
        query = f"frames/{name}"
        wanted = parameters(query)
        bound = {parameter: given[parameter] for parameter in wanted & given.keys()}
        begins = f"CREATE OR REPLACE TEMP TABLE frame_{name} AS"
        for span in _spans(ids, _REQUISITIONS_AT_ONCE[name]) if name in _REQUISITIONS_AT_ONCE else [{}]:
            con.execute(f"{begins} {statement(query)}", {**bound, **span})
            begins = f"INSERT INTO frame_{name}"
        built[name] = Stored(name, con) if name in _LARGE else con.execute(f"SELECT * FROM frame_{name}").df()  # noqa: S608
    for name in built.keys() & set(_FROM_DATABASE) - _LARGE:
        con.execute(f"DROP TABLE frame_{name}")
    con.unregister("frame_requisition_place")
    return built


def _spans(ids: Sequence[str], size: int) -> Iterator[dict[str, str]]:
    """The first and last of so many ids at a time."""
    for part in batches(ids or [""], size):
        yield {"first_id": part[0], "last_id": part[-1]}


def text_source(con: duckdb.DuckDBPyConnection) -> TextSource:
    """Where `write_generation` takes the texts from."""

    def texts(text_hashes: Sequence[str]) -> Iterator[tuple[str, str]]:
        found = con.execute(statement("publish/text"), {"text_hashes": text_hashes})
        while rows := found.fetchmany(_ROWS_FETCHED):
            yield from rows

    return texts


def write_generation(
    data_dir: Path,
    frames_by_name: Mapping[str, pd.DataFrame | Stored],
    texts: TextSource,
    manifest: Mapping[str, Any],
    *,
    is_fresh: bool = False,
    arrays: Arrays | None = None,
) -> Path:
    """Write the next generation, make it current, and drop all but the last three. Returns its folder.

    The manifest is kept as given with `generation`, `files` and `texts` (name -> sha256 each) and `arrays` (their
    `version` and `files`) added; its own sha256 stands beside its number in CURRENT. Earlier texts are taken over only
    where they are what their manifest says.
    With `is_fresh` no text part and no generation of before is kept: what was forgotten is gone from the disk.
    Raises ValueError where the frames are not as `frames.toml` says.
    """
    wanted = frames().keys() - {TEXT_FRAME}
    if difference := wanted ^ frames_by_name.keys():
        raise ValueError(f"A generation needs the frames of frames.toml; these differ: {sorted(difference)}.")
    tables = {
        name: frame if isinstance(frame, Stored) else to_table(name, frame) for name, frame in frames_by_name.items()
    }
    home = data_dir / GENERATIONS
    home.mkdir(parents=True, exist_ok=True)
    sweep(home)
    sweep(home / TEXTS)
    before = numbers(home)
    earlier = _proven_parts(home, before) if not is_fresh else []
    number = before[-1] + 1 if before else 1
    folder = home / str(number)
    draft = temporary(folder)
    draft.mkdir()
    written = {}  # the largest last, when the others have gone from memory
    for name in sorted(tables, key=lambda name: (len(tables[name]) * len(frames()[name].columns), name)):
        written[f"{name}.parquet"] = _write_frame(draft / f"{name}.parquet", name, tables.pop(name))
    whole = {**manifest, "generation": number, "files": dict(sorted(written.items()))}
    if arrays:
        whole["arrays"] = {"version": arrays.version, "files": dict(_write_arrays(draft, arrays, whole))}
    text_hashes = pq.read_table(draft / "posting.parquet", columns=["text_hash"])["text_hash"].unique().to_pylist()
    parts = write_parts(home / TEXTS, text_hashes, texts, earlier)
    whole["texts"] = {name: sha256_of(home / TEXTS / name) for name in parts}
    content = json.dumps(whole, indent=1, default=_plain).encode("utf-8")
    write_whole(temporary(folder) / MANIFEST, content)
    sync(temporary(folder))
    settle(folder)
    write_whole(home / CURRENT, f"{number} {hashlib.sha256(content).hexdigest()}\n".encode("ascii"))
    _drop_old(home, kept=1 if is_fresh else KEPT_GENERATIONS)
    return folder


def _write_frame(path: Path, name: str, frame: pa.Table | Stored) -> str:
    """The sha256 of the file written."""
    with pq.ParquetWriter(path, frames()[name].schema, compression="zstd") as writer:
        for part in [frame] if isinstance(frame, pa.Table) else frame.batches():
            writer.write_table(part)
    sync(path)
    return sha256_of(path)


def _write_arrays(draft: Path, arrays: Arrays, manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """File and sha256 of each: Arrow as it lies in memory, so that readers need not copy it."""
    plain = json.loads(json.dumps(manifest, default=_plain))
    pa.default_memory_pool().release_unused()  # of what the frames took
    for name, frame in arrays.made(Frames(lambda one: read_frame(draft, one)), plain).items():
        path = draft / f"{name}.arrow"
        table = pa.Table.from_pandas(frame, preserve_index=False).combine_chunks()
        with pa.ipc.new_file(path, table.schema) as writer:
            writer.write_table(table)
        sync(path)
        yield path.name, sha256_of(path)


def published(data_dir: Path) -> Iterator[tuple[str | None, str | None]]:
    """(employer, address) of every posting of the generations that are kept; damaged files are passed over."""
    for path in sorted((data_dir / GENERATIONS).glob("[0-9]*/posting.parquet")):
        with suppress(OSError, pa.ArrowException):
            table = pq.read_table(path, columns=["employer", "url"])
            yield from zip(table["employer"].to_pylist(), table["url"].to_pylist(), strict=True)


def _text_parts(folder: Path) -> dict[str, str]:
    """Text parts and their sha256 as a manifest says; none where it is damaged, or was written before it had hashes."""
    try:
        texts = json.loads(read_kept(folder / MANIFEST))["texts"]
    except UNREADABLE:
        return {}
    return texts if isinstance(texts, dict) else {}


def _proven_parts(home: Path, before: Sequence[int]) -> list[str]:
    """The text parts of the newest generation that are still what its manifest says."""
    said = _text_parts(home / str(before[-1])) if before else {}
    paths = {home / TEXTS / Path(name).name: sha256 for name, sha256 in said.items()}
    return [path.name for path, sha256 in paths.items() if is_as_said(path, sha256)]


def _plain(value: object) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{value!r} has no place in a manifest")


def _drop_old(home: Path, kept: int) -> None:
    """Remove older generations, then the text parts that none of the remaining names."""
    found = numbers(home)
    for number in found[:-kept]:
        doomed = temporary(home / str(number))
        (home / str(number)).rename(doomed)
        remove(doomed)
    named = {part for number in found[-kept:] for part in _text_parts(home / str(number))}
    for path in (home / TEXTS).glob("*.parquet"):
        if path.name not in named:
            remove(path)
