"""Rows of a landing file as table columns, many at a time: a third of the work of taking them one by one.

Only what is written as skillgap writes it is taken so. Where one row of a part is anything else, the whole part is left
to `landed`, which looks at each row alone and names what is wrong with it: what comes out is the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj

from warehouse.batches import batches, schema_of
from warehouse.database.landed import (
    LandedRun,
    Line,
    Reading,
    References,
    checked,
    lines_again,
    lines_of,
    named_row,
    seen_at,
    utc,
)
from warehouse.database.readings import input_hash
from warehouse.models import UNREADABLE, BoardRun, LandingFile, content_hash

if TYPE_CHECKING:
    import duckdb

_ODD = (*UNREADABLE, pa.ArrowException)
_LINES_AT_ONCE = 1_000
"""Some ten MB, and few enough that one odd row costs little."""
_BEGIN, _CONTENT, _RAW = b'{"source":"', b',"posting":{', b',"raw":'
"""Of a row in full as skillgap writes it; the source's own object, which comes last, is not looked into. Inside a text
all quotes are escaped, so that none of these is found there.
"""
PLACE_SEPARATOR = " · "

_TEXT = pa.string()


def _struct(*names: str) -> pa.DataType:
    return pa.struct([(name, _TEXT) for name in names])


_AS_LANDED = (
    "source", "board", "source_job_id", "title", "url", "apply_url", "department", "team", "workplace",
    "workplace_basis", "employment_type", "employment_type_raw", "salary_currency", "salary_period", "salary_basis",
    "posted_basis", "language", "job_number", "requisition_number",
)  # fmt: skip
"""Texts that a posting and its table name alike."""
_AMOUNTS = ("salary_min", "salary_max")
_TIMES = ("posted_at", "updated_at", "closes_at")
_LISTS = {
    "sections": _struct("heading", "text"),
    "locations": _struct("raw", "city", "region", "country"),
    "pay_bands": _struct("min", "max", "currency", "period", "label"),
}
_READ_BESIDE = (
    "location", "workplace", "employment_type", "salary_min", "salary_max", "salary_currency", "salary_period",
    "language",
)  # fmt: skip
"""What a ReaderInput has after title, text and company."""
_ALWAYS = ("source", "board", "source_job_id", "title", "description_text", "is_truncated")
"""What every row says."""
_POSTING = pa.struct(
    [
        *((name, _TEXT) for name in (*_AS_LANDED, *_AMOUNTS, *_TIMES)),
        *((name, _TEXT) for name in ("company", "company_basis", "description_text", "description_html")),
        ("is_truncated", pa.bool_()),
        *((name, pa.list_(kind)) for name, kind in _LISTS.items()),
    ]
)
_ENVELOPE = pa.schema([("source", _TEXT), ("board", _TEXT), ("observed_at", _TEXT), ("posting", _POSTING)])
_STRICT = pj.ParseOptions(explicit_schema=_ENVELOPE, unexpected_field_behavior="error")


def schema_in(con: duckdb.DuckDBPyConnection) -> pa.Schema:
    """Of what `read_parts` yields: the columns of `core.posting` that a row fills, plus `text`."""
    known = schema_of(con, "core.posting")
    return known.remove(known.get_field_index("requisition_id")).append(pa.field("text", _TEXT))


def read_parts(landed: LandedRun, how: Reading, schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows of a run's data files as tables of the schema `schema_in`: those in full in the files' order, then those
    that repeat an earlier run's.

    A file is proved whole only when its last row has been taken, so commit after the end. Raises BrokenDataError naming
    file and row for a damaged file, a row that is no posting, a row of a board that the ledger does not know, or an
    earlier run that is not there.
    """
    for file in landed.run.files:
        again: References = {}
        for lines in _parts(lines_of(landed, file), lines_again(landed, again, how)):
            found = None
            others = [line for line in lines if _CONTENT not in line.content]
            if not how.parse_anew and not list(checked(landed, file, others, how, again)):
                full = [line for line in lines if _CONTENT in line.content] if others else lines
                found = _quickly(landed, full, schema)
            if found is None:
                found = _slowly(landed, file, list(checked(landed, file, lines, how, again)), schema)
            yield found


def _parts(*sources: Iterable[Line]) -> Iterator[list[Line]]:
    for source in sources:
        yield from batches(source, _LINES_AT_ONCE)


def _quickly(landed: LandedRun, lines: Sequence[Line], schema: pa.Schema) -> pa.Table | None:
    """None where a row is not as it should be, or not as skillgap writes it."""
    try:
        return _table(landed, lines, schema)
    except _ODD:
        return None


def _slowly(landed: LandedRun, file: LandingFile, lines: Sequence[Line], schema: pa.Schema) -> pa.Table:
    try:
        return _table(landed, lines, schema)
    except _ODD:
        for line in lines:
            with named_row(landed, file, line):
                _table(landed, [line], schema)
        raise


def _table(landed: LandedRun, lines: Sequence[Line], schema: pa.Schema) -> pa.Table:
    """Lines in full as a table. Raises one of _ODD where one is no posting as skillgap writes it."""
    if not lines:
        return schema.empty_table()
    rows = _parsed(lines)
    shown = list(map(landed.board, rows["source"].to_pylist(), rows["board"].to_pylist()))
    columns = _as_landed(rows, schema) | _seen(landed, lines, rows["observed_at"].to_pylist(), shown)
    columns |= _hashed(rows, shown, columns)
    return pa.table([columns[name] for name in schema.names], schema=schema)


def _parsed(lines: Sequence[Line]) -> dict[str, pa.Array]:
    """The postings' fields, and `observed_at` of what is around them."""
    if not all(line.content.startswith(_BEGIN) for line in lines):
        raise ValueError("it is not as skillgap writes it")
    heads = b"}\n".join([memoryview(line.content)[: line.content.find(_RAW)] for line in lines]) + b"}"
    whole = pj.ReadOptions(use_threads=False, block_size=len(heads) + 1)
    found = pj.read_json(pa.BufferReader(heads), whole, _STRICT)
    found.validate(full=True)
    envelope = {name: found[name].combine_chunks() for name in found.column_names}
    postings = envelope["posting"]
    rows = {field.name: postings.field(number) for number, field in enumerate(_POSTING)}
    if untold := [name for name in _ALWAYS if rows[name].null_count or postings.null_count]:
        raise ValueError(f"it has no {untold[0]}")
    if len(found) != len(lines) or not all(envelope[name].equals(rows[name]) for name in ("source", "board")):
        raise ValueError("its posting is of another board than it says")
    return rows | {"observed_at": envelope["observed_at"]}


def _as_landed(rows: Mapping[str, pa.Array], schema: pa.Schema) -> dict[str, pa.Array]:
    """Columns that depend on a posting's own fields alone, as they are written."""
    lists = {name: rows[name].values for name in _LISTS}
    places, bands = lists["locations"], lists["pay_bands"]
    if places.field("raw").null_count or any(items.null_count for items in lists.values()):
        raise ValueError("a place, a section or a range of pay is none")
    raw = pa.ListArray.from_arrays(rows["locations"].offsets, places.field("raw"))
    joined = pc.binary_join(raw, PLACE_SEPARATOR)
    paid = {field.name: bands.field(number) for number, field in enumerate(bands.type)}
    paid |= {name: _each(paid[name], _amount, pa.float64()) for name in ("min", "max")}
    items = {"locations": places, "pay_bands": pa.StructArray.from_arrays(list(paid.values()), names=list(paid))}
    return {
        **{name: rows[name] for name in _AS_LANDED},
        **{name: _each(rows[name], _amount, pa.float64()) for name in _AMOUNTS},
        **{name: _each(rows[name], _time, pa.timestamp("us")) for name in _TIMES},
        **{
            name: pa.ListArray.from_arrays(rows[name].offsets, held).cast(schema.field(name).type)
            for name, held in items.items()
        },
        "location": pc.if_else(pc.equal(joined, ""), pa.scalar(None, _TEXT), joined),
        "is_truncated": rows["is_truncated"],
        "text": rows["description_text"],
    }


def _each(column: pa.Array, convert: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """A column of texts, of which few differ, as something else."""
    coded = column.dictionary_encode()
    return pa.array([convert(value) for value in coded.dictionary.to_pylist()], kind).take(coded.indices)


def _amount(written: str) -> float:
    return float(Decimal(written))


def _time(written: str) -> dt.datetime | None:
    return utc(dt.datetime.fromisoformat(written)) if written else None


def _seen(
    landed: LandedRun, lines: Sequence[Line], observed: Sequence[str | None], shown: Sequence[BoardRun]
) -> dict[str, Any]:
    """When each row was seen, in which run."""
    at = cache(lambda source, board, written: seen_at(landed, landed.boards[source, board], written))
    times = [
        at(board.source, board.board, line.observed_at if line.is_again else written)
        for line, written, board in zip(lines, observed, shown, strict=True)
    ]
    return {"shown_at": pa.array(times, pa.timestamp("us")), "shown_run_id": [landed.run.run_id] * len(lines)}


def _hashed(rows: Mapping[str, pa.Array], shown: Sequence[BoardRun], columns: Mapping[str, pa.Array]) -> dict[str, Any]:
    """What tells a posting, its content and what its reader sees from others."""
    stated, titles, texts = (rows[name].to_pylist() for name in ("company", "title", "description_text"))
    employers = [company or board.employer or None for company, board in zip(stated, shown, strict=True)]
    bases = rows["company_basis"].to_pylist()
    keys = zip(*(rows[name].to_pylist() for name in ("source", "board", "source_job_id")), strict=True)
    others = (columns[name].to_pylist() for name in _READ_BESIDE)
    return {
        "posting_id": ["/".join(key) for key in keys],
        "employer": employers,
        "employer_basis": [basis if company else "registry" for basis, company in zip(bases, stated, strict=True)],
        "content_hash": list(map(content_hash, titles, texts)),
        "text_hash": [hashlib.sha256(text.encode()).hexdigest() for text in texts],
        "input_hash": list(map(input_hash, zip(titles, texts, employers, *others, strict=True))),
    }
