"""Rows of JSON lines, CSV and Parquet files, one at a time; a row that cannot be read is a Fault, not the end.

What spoils a whole file (cut gzip, wrong encoding, no header) raises BadInputError in one sentence.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from warehouse.models import BadInputError

MAX_LINE = 4 * 1024 * 1024
"""Bytes of a JSON line, characters of a CSV field. A posting with text and HTML has about 30 KB."""
_DELIMITERS = ",;\t|"
_BATCH = 512
_KINDS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not be read."""

    reason: str
    excerpt: str = ""


Row = tuple[int, "Mapping[str, Any] | Fault"]
"""Line (JSON lines, CSV) or row number (Parquet), from 1, and what stands there."""


def kind_of(path: Path) -> str:
    """`jsonl`, `csv` or `parquet`, by the name. Raises BadInputError for other names, folders and missing files."""
    if not path.exists():
        raise BadInputError(f"{path} does not exist: check the path.")
    if not path.is_file():
        raise BadInputError(f"{path} is not a file: name the files inside it one by one.")
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    kind = _KINDS.get(suffix.lower())
    if kind is None or (kind == "parquet" and path.suffix.lower() == ".gz"):
        raise BadInputError(f"{path} is of no known kind: name it .jsonl, .csv, .tsv (also with .gz) or .parquet.")
    return kind


def columns_of(path: Path) -> list[str] | None:
    """The header's names of a CSV or Parquet file; None for JSON lines, whose rows name their own."""
    kind = kind_of(path)
    if kind == "jsonl":
        return None
    if kind == "parquet":
        with _parquet(path) as file:
            return list(file.schema_arrow.names)
    with _text(path) as text:
        return _header(path, text)[0]


def read_rows(path: Path, columns: frozenset[str] | None = None) -> Iterator[Row]:
    """All rows; of Parquet only `columns`, where given. Raises BadInputError for a fault of the whole file."""
    kind = kind_of(path)
    if kind == "jsonl":
        return _json_rows(path)
    return _csv_rows(path) if kind == "csv" else _parquet_rows(path, columns)


def _json_rows(path: Path) -> Iterator[Row]:
    with _bytes(path) as file:
        number = 0
        while line := file.readline(MAX_LINE + 1):
            number += 1
            if number == 1:
                _refuse_utf16(path, line)
                line = line.removeprefix(b"\xef\xbb\xbf")
            if len(line) > MAX_LINE:
                while line and not line.endswith(b"\n"):
                    line = file.readline(MAX_LINE)
                yield number, Fault(f"the line is longer than {MAX_LINE:,} bytes")
            elif line.strip():
                yield number, _json_row(line)


def _json_row(line: bytes) -> Mapping[str, Any] | Fault:
    shown = line[:400].decode("utf-8", errors="replace").strip()
    try:
        row = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        return Fault(f"the line is not UTF-8 (byte {error.start + 1}): save the file as UTF-8", shown)
    except RecursionError:
        return Fault("the line nests too deep", shown)
    except ValueError as error:
        return Fault(f"the line is not JSON ({error})", shown)
    return row if isinstance(row, dict) else Fault("the line is not a JSON object", shown)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _csv_rows(path: Path) -> Iterator[Row]:
    with _text(path) as text:
        header, reader = _header(path, text)
        while True:
            begin = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "unexpected end" in str(error):
                    raise BadInputError(
                        f"{path} has a quote that is opened in line {begin} and never closed."
                    ) from None
                yield begin, Fault(f"the row is no CSV ({error})")
                continue
            if not any(cells):
                continue
            if len(cells) != len(header):
                fault = f"the row's fields are {len(cells)} where the header's are {len(header)}"
                yield begin, Fault(fault, " | ".join(cells)[:400])
            else:
                yield begin, dict(zip(header, cells, strict=True))


def _header(path: Path, text: IO[str]) -> tuple[list[str], Any]:
    """The column names and a reader that stands after them. The delimiter is the one the first line has most of."""
    first = text.readline(MAX_LINE)
    if not first.strip():
        raise BadInputError(f"{path} is empty: a CSV begins with a line that names its columns.")
    text.seek(0)
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(MAX_LINE)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader)]
    except csv.Error as error:
        raise BadInputError(f"{path} does not begin with a line that names its columns ({error}).") from None
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise BadInputError(f"{path} names the column {repeated[0]!r} twice: rename one of them.")
    return header, reader


def _parquet_rows(path: Path, columns: frozenset[str] | None) -> Iterator[Row]:
    import pyarrow as pa  # noqa: PLC0415 -- half a second that only Parquet needs

    number = 0
    with _parquet(path) as file:
        wanted = [name for name in file.schema_arrow.names if columns is None or name in columns]
        try:
            for batch in file.iter_batches(batch_size=_BATCH, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
        except (pa.ArrowException, OSError) as error:
            raise BadInputError(
                f"{path} is damaged after row {number} ({_first_line(error)}): fetch it again."
            ) from None


@contextmanager
def _parquet(path: Path) -> Iterator[Any]:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise BadInputError(f"{path} is no Parquet file ({_first_line(error)}): fetch it again.") from None
    with file:
        yield file


@contextmanager
def _bytes(path: Path) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked where its name ends in .gz."""
    try:
        with path.open("rb") as plain:
            if path.suffix.lower() == ".gz":
                with gzip.open(plain, "rb") as unpacked:
                    yield unpacked  # type: ignore[misc]
            else:
                yield plain
    except EOFError:
        raise BadInputError(f"{path} is cut: its gzip stream ends in the middle; fetch it again.") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise BadInputError(f"{path} is damaged ({error}): fetch it again.") from None
    except PermissionError:
        raise BadInputError(f"{path} may not be read: change its permissions.") from None


@contextmanager
def _text(path: Path) -> Iterator[IO[str]]:
    """The file's characters, UTF-8 with or without a byte order mark."""
    try:
        with _bytes(path) as file:
            start = file.read(2)
            _refuse_utf16(path, start)
            file.seek(0)
            with io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
                yield text
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path} is not UTF-8 ({error.reason}): save it as UTF-8.") from None


def _refuse_utf16(path: Path, start: bytes) -> None:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInputError(f"{path} is UTF-16: save it as UTF-8.")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
