"""What a generation consists of: frames, their columns and types, as `frames.toml` says."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

TEXT_FRAME = "text"

_TYPES = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "time": pa.timestamp("us"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a frame."""

    name: str
    type: str
    """`string | int | float | bool | time` (plain UTC)."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a generation."""

    name: str
    about: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """Its columns as Arrow types; every column may be null."""
        return pa.schema([(column.name, _TYPES[column.type]) for column in self.columns])


@cache
def frames() -> dict[str, Frame]:
    """All frames by name, the texts among them."""
    facts = tomllib.loads((Path(__file__).parent / "frames.toml").read_text(encoding="utf-8"))
    return {
        name: Frame(name, frame["about"], tuple(Column(column, *said) for column, said in frame["columns"].items()))
        for name, frame in facts.items()
    }


@cache
def names() -> tuple[str, ...]:
    """All but the texts: a file each in a generation's folder."""
    return tuple(name for name in frames() if name != TEXT_FRAME)


def read_frame(folder: Path, name: str) -> pd.DataFrame:
    """A whole frame of the generation in a folder. Raises OSError or ArrowException where its file is not whole."""
    wanted = frames()[name].schema.names
    with pq.ParquetFile(folder / f"{name}.parquet") as file:
        if missing := set(wanted) - set(file.schema_arrow.names):
            raise pa.ArrowInvalid(f"{name} has no column {min(missing)}")
        return pd.DataFrame({column: _series(file, column) for column in wanted}, copy=False)


def _series(file: pq.ParquetFile, name: str) -> pd.Series:
    """One column, so that no two are held in both forms; whole numbers and truths stay what they are where some are
    missing.
    """
    column = file.read(columns=[name], use_threads=False)[name]  # of one column they cost more than they save
    found: pd.Series = column.to_pandas(types_mapper=_NULLABLE.get if column.null_count else None)
    return found


_NULLABLE = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


KEPT_ROWS = 200_000
"""A frame of more is read anew by who asks again."""


class Frames(Mapping[str, pd.DataFrame]):
    """The frames of a generation by name, each read when it is asked for; of large ones none is kept."""

    def __init__(self, read: Callable[[str], pd.DataFrame]) -> None:
        self._read, self._known = read, dict[str, pd.DataFrame]()

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name in self._known:
            return self._known[name]
        frame = self._read(name)
        if len(frame) <= KEPT_ROWS:
            self._known[name] = frame
        return frame

    def __contains__(self, name: object) -> bool:
        return name in names()

    def __iter__(self) -> Iterator[str]:
        return iter(names())

    def __len__(self) -> int:
        return len(names())


def to_table(name: str, frame: pd.DataFrame) -> pa.Table:
    """A pandas frame as the typed table of that name. Raises ValueError where columns or types are not as agreed."""
    schema = frames()[name].schema
    if difference := set(schema.names) ^ set(frame.columns):
        raise ValueError(f"The frame {name} and frames.toml do not agree on the columns {sorted(difference)}.")
    try:
        return pa.Table.from_pandas(_without_zones(frame[schema.names]), schema=schema, preserve_index=False)
    except pa.ArrowException as error:
        raise ValueError(f"The frame {name} has a column of another type than frames.toml says: {error}") from error


def _without_zones(frame: pd.DataFrame) -> pd.DataFrame:
    """Times as plain UTC."""
    zoned = frame.select_dtypes("datetimetz")
    return frame.assign(**{str(name): zoned[name].dt.tz_convert("UTC").dt.tz_localize(None) for name in zoned.columns})
