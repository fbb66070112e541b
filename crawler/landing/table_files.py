"""Rows of JSON, JSON lines, CSV and Parquet files, one at a time; a row that cannot be read is a Fault, not the end.

What spoils a whole file (cut gzip, wrong encoding, no header) raises BadInputError in one sentence.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from warehouse.models import BadInputError, open_given

MAX_LINE = 4 * 1024 * 1024
"""Bytes of a JSON line, characters of a CSV field. A posting with text and HTML has about 30 KB."""
MAX_FILE = 512 * 1024 * 1024
"""Bytes of a JSON file that is one value, which has to be read at once."""
_MOST_ABOVE = 50
"""Lines that may stand above a CSV's column names."""
_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r"sep=(.)\s*\Z", re.IGNORECASE)
"""What Excel writes before the header to name the delimiter."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BATCH = 512
_KINDS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not be read."""

    reason: str
    excerpt: str = ""


Row = tuple[int, "Mapping[str, Any] | Fault"]
"""Line (JSON lines, CSV) or row number (Parquet), from 1, and what stands there."""


def kind_of(path: Path) -> str:
    """`json`, `jsonl`, `csv` or `parquet`, by the name. Raises BadInputError for other names and what is no file."""
    if not path.exists():
        raise BadInputError(f"{path} does not exist: check the path.")
    if not path.is_file():
        raise BadInputError(f"{path} is not a file: name the files inside it one by one.")
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    kind = _KINDS.get(suffix.lower())
    if kind is None or (kind == "parquet" and path.suffix.lower() == ".gz"):
        raise BadInputError(
            f"{path} is of no known kind: name it .json, .jsonl, .csv, .tsv (also with .gz) or .parquet."
        )
    return kind


def columns_of(path: Path) -> list[str] | None:
    """The header's names of a CSV or Parquet file, each once; None for JSON, whose rows name their own."""
    kind = kind_of(path)
    if kind in ("json", "jsonl"):
        return None
    if kind == "parquet":
        with _parquet(path) as file:
            return list(file.schema_arrow.names)
    with _text(path) as text:
        return list(dict.fromkeys(_header(path, text)[1]))


def read_rows(path: Path, lists: Sequence[str], columns: frozenset[str] | None = None) -> Iterator[Row]:
    """All rows; of Parquet only `columns`, where given; of a JSON object those under the first of `lists` it has.

    Raises BadInputError for a fault of the whole file.
    """
    kind = kind_of(path)
    if kind == "json":
        return _values(path, lists)
    if kind == "jsonl":
        return _json_rows(path)
    return _csv_rows(path) if kind == "csv" else _parquet_rows(path, columns)


def _json_rows(path: Path) -> Iterator[Row]:
    with _lines(path) as next_line:
        number = 0
        while line := next_line(MAX_LINE + 1):
            number += 1
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if len(line) > MAX_LINE:
                while line and not line.endswith(b"\n"):
                    line = next_line(MAX_LINE)
                yield number, Fault(f"the line is longer than {MAX_LINE:,} bytes")
            elif line.strip():
                yield number, _json_row(line)


def _json_row(line: bytes) -> Mapping[str, Any] | Fault:
    shown = line[:400].decode("utf-8", errors="replace").strip()
    try:
        row = json.loads(line.decode("utf-8"), parse_constant=_no_value)
    except UnicodeDecodeError as error:
        return Fault(f"the line is not UTF-8 (byte {error.start + 1}): save the file as UTF-8", shown)
    except RecursionError:
        return Fault("the line nests too deep", shown)
    except ValueError as error:
        return Fault(f"the line is not JSON ({error})", shown)
    return row if isinstance(row, dict) else Fault("the line is not a JSON object", shown)


def _no_value(name: str) -> None:
    """NaN and Infinity, which Python writes and JSON does not know, say that there is nothing."""


def _values(path: Path, lists: Sequence[str]) -> Iterator[Row]:
    """The rows of a file that is one JSON value: a list, or an object that holds one under a known name."""
    with _bytes(path) as file:
        content = file.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise BadInputError(f"{path} has more than {MAX_FILE:,} bytes: write its postings as JSON lines (.jsonl).")
    try:
        text = content.decode("utf-16" if content.startswith(_UTF16) else "utf-8-sig")
        value = json.loads(text, parse_constant=_no_value)
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path} is not UTF-8 ({error.reason}): save it as UTF-8.") from None
    except RecursionError:
        raise BadInputError(f"{path} nests too deep to be a list of postings.") from None
    except ValueError as error:
        raise BadInputError(f"{path} is not JSON ({error}): fetch it again, or name JSON lines .jsonl.") from None
    held = next((value[name] for name in lists if isinstance(value.get(name), list)), None) if _is_row(value) else value
    if not isinstance(held, list):
        known = ", ".join(lists)
        raise BadInputError(f"{path} holds no list of postings: make it a list, or put it under one of {known}.")
    for number, row in enumerate(held, start=1):
        shown = json.dumps(row)[:400] if not isinstance(row, dict) else ""
        yield number, row if isinstance(row, dict) else Fault("what stands there is not a JSON object", shown)


def _is_row(value: Any) -> bool:
    return isinstance(value, dict)


def _csv_rows(path: Path) -> Iterator[Row]:
    with _text(path) as text:
        above, header, reader = _header(path, text)
        is_tabs = reader.dialect.delimiter == "\t"
        while True:
            begin = above + reader.line_num + 1
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
            if is_tabs and len(cells) < len(header):  # logs of tools that learned more columns keep their old rows
                cells += [""] * (len(header) - len(cells))
            if len(cells) != len(header):
                fault = f"the row's fields are {len(cells)} where the header's are {len(header)}"
                yield begin, Fault(fault, " | ".join(cells)[:400])
            else:
                yield begin, _named(header, cells)


def _named(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The cells by column: of columns with one name the first that says something, those without a name left out."""
    row: dict[str, str] = {}
    for name, cell in zip(header, cells, strict=True):
        if name and not row.get(name):
            row[name] = cell
    return row


def _header(path: Path, text: IO[str]) -> tuple[int, list[str], Any]:
    """How many lines stand above the column names, these, and a reader that stands after them.

    Above them may be empty lines and one that names the delimiter; else it is the one that the names' line has most of.
    """
    above, begins, said = 0, 0, None
    while True:
        first = text.readline(MAX_LINE)
        if not first or above > _MOST_ABOVE:
            raise BadInputError(f"{path} is empty: a CSV begins with a line that names its columns.")
        named = _SEPARATOR.match(first.strip("\r\n"))
        if first.strip() and not named:
            break
        said = said or named
        begins, above = text.tell(), above + 1
    text.seek(begins)
    delimiter = said[1] if said else max(_DELIMITERS, key=first.count)
    csv.field_size_limit(MAX_LINE)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader)]
    except csv.Error as error:
        raise BadInputError(f"{path} does not begin with a line that names its columns ({error}).") from None
    return above, header, reader


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
        with open_given(path):
            file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise BadInputError(f"{path} is no Parquet file ({_first_line(error)}): fetch it again.") from None
    with file:
        yield file


@contextmanager
def _bytes(path: Path) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked where its name ends in .gz."""
    try:
        with open_given(path) as plain:
            if path.suffix.lower() == ".gz":
                with gzip.open(plain, "rb") as unpacked:
                    yield unpacked  # type: ignore[misc]
            else:
                yield plain
    except EOFError:
        raise BadInputError(f"{path} is cut: its gzip stream ends in the middle; fetch it again.") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise BadInputError(f"{path} is damaged ({error}): fetch it again.") from None


@contextmanager
def _lines(path: Path) -> Iterator[Callable[[int], bytes]]:
    """A function that gives the next line, or as much of it as is asked for, as UTF-8; empty at the end."""
    with _bytes(path) as file:
        is_wide = file.read(2).startswith(_UTF16)
        file.seek(0)
        if not is_wide:
            yield file.readline
            return
        with _text(path) as text:
            yield lambda most: text.readline(most).encode("utf-8")


@contextmanager
def _text(path: Path) -> Iterator[IO[str]]:
    """The file's characters: UTF-16 where it begins with that mark, else UTF-8 with or without one."""
    try:
        with _bytes(path) as file:
            encoding = "utf-16" if file.read(2).startswith(_UTF16) else "utf-8-sig"
            file.seek(0)
            with io.TextIOWrapper(file, encoding=encoding, newline="") as text:
                yield text
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path} is not {error.encoding.upper()} ({error.reason}): save it as UTF-8.") from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
