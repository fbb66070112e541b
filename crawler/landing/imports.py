"""Files of postings that a person already has, as a landing run of source `import`."""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from crawler.fields.payload import BadPayload, Drift, clean
from crawler.fields.text import slug_of
from crawler.landing.forget import Forgotten, read_forgotten
from crawler.landing.import_row import imported
from crawler.landing.repeats import Landed
from crawler.landing.runs import OpenRun
from crawler.landing.table_files import Fault, columns_of, read_rows
from crawler.parsing.board import reject
from warehouse.models import (
    IMPORT_SOURCE,
    BadInputError,
    Board,
    BoardRun,
    LandingRow,
    MarketKind,
    Posting,
    Reject,
    Run,
    SchemaDrift,
)

UNDATED = "undated"
"""How many rows of a file state no date of their own, in the drift of its ledger row."""


_DATE_AT_END = re.compile(r"[ _.-]?(?:19|20)\d\d(?:[ _.-]?[01]\d[ _.-]?[0-3]\d|[ _.-]?[Ww]\d\d|[_.-][01]\d)\Z")
"""«postings-2026-03-01», «postings_20260301», «postings-2026-W10», «postings-2026-03»."""


@functools.cache
def _facts() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "import_columns.toml").read_text(encoding="utf-8"))


@functools.cache
def _empty_words() -> frozenset[str]:
    return frozenset(_facts()["empty"])


@functools.cache
def import_fields() -> Mapping[str, tuple[str, ...]]:
    """The fields a file may fill, each with the column names it is known by (import_columns.toml)."""
    return {name: tuple(columns) for name, columns in _facts()["fields"].items()}


def import_files(
    paths: Sequence[Path],
    *,
    landing: Path,
    run_id: str,
    started_at: dt.datetime,
    observed_on: dt.date | None,
    market: MarketKind,
    columns: Mapping[str, str] | None = None,
    name: str | None = None,
    covers_from: dt.date | None = None,
    tool_version: str = "",
    on_row: Callable[[Path, int], None] | None = None,
) -> Run:
    """Bring all of `paths` into one landing run, or none of them; returns the sealed Run.

    `columns` names columns the automatic names miss (field -> column). `on_row` hears of each row read. Rows that
    cannot be used are rejects named by line; a fault of a whole file, or a file without one usable row, raises
    BadInputError. Undated files (`observed_on` None) are kept and stand outside the market. Imports of one `name` (by
    default the file's, without a date at its end) are looks at the same board; `covers_from`: the files hold every
    posting that appeared since that day.
    """
    boards = _boards(paths, name)
    _check_fields(columns or {})
    observed_at, covered = (
        dt.datetime.combine(day, dt.time(), dt.UTC) if day else None for day in (observed_on, covers_from)
    )
    header = Run(
        run_id=run_id,
        kind="import",
        started_at=started_at,
        finished_at=started_at,
        observed_at=observed_at,
        market=market,
        boards=(),
        files=(),
        tool_version=tool_version,
        covers_from=covered,
    )
    forgotten = read_forgotten(landing.parent)
    run = OpenRun(landing, header, before=Landed(landing).of)
    try:
        for path, board in boards.items():
            one = _OneFile(path, board, columns or {}, forgotten)
            rows = (LandingRow(IMPORT_SOURCE, board.slug, observed_at, p, raw) for p, raw in one.postings(on_row))
            appended = run.append(IMPORT_SOURCE, rows)
            run.acknowledge(one.outcome(started_at), one.rejects, appended)
        return run.seal(started_at)
    except BaseException:
        run.close()
        shutil.rmtree(run.folder)
        raise


def unread_columns(path: Path, columns: Mapping[str, str]) -> list[str]:
    """The columns of a headed file that fill no field; none for JSONL, whose rows name their own."""
    header = [name for name in columns_of(path) or [] if name]
    read = _Names(path, columns, header).wanted(header) or frozenset()
    return [column for column in header if column not in read]


def _boards(paths: Sequence[Path], name: str | None) -> dict[Path, Board]:
    """One board a file: of the name given, else of the file's without a date at its end.

    Two files of one name would share their postings' keys: those whose names differ by the date alone keep it, others
    are refused.
    """
    if not paths:
        raise BadInputError("There is no file to import: name at least one.")
    if name is not None and len(paths) > 1:
        raise BadInputError("--name names the postings of one file: import each file by itself.")
    boards: dict[Path, Board] = {}
    stems = [re.sub(r"\.[a-z]+(?:\.gz)?\Z", "", path.name, flags=re.IGNORECASE) for path in paths]
    short = [_DATE_AT_END.sub("", stem) or stem for stem in stems]
    for path, stem, kept in zip(paths, stems, short, strict=True):
        columns_of(path)  # refuses what cannot be read before anything is written
        slug = slug_of(name or (kept if short.count(kept) == 1 else stem))
        if slug in {board.slug for board in boards.values()}:
            raise BadInputError(f"{path} has the same name as another of the files: rename it or import it by itself.")
        boards[path] = Board(IMPORT_SOURCE, slug, slug)
    return boards


def _check_fields(columns: Mapping[str, str]) -> None:
    if unknown := sorted(set(columns) - set(import_fields())):
        raise BadInputError(f"There is no field {unknown[0]!r}; the fields are {', '.join(import_fields())}.")


@dataclass
class _OneFile:
    """The reading of one file: what was met on the way is known when `postings` has ended."""

    path: Path
    board: Board
    columns: Mapping[str, str]
    forgotten: Forgotten
    rejects: list[Reject] = field(default_factory=list)
    drift: Drift = field(default_factory=Counter)
    count: int = 0
    undated: int = 0

    def postings(self, on_row: Callable[[Path, int], None] | None) -> Iterator[tuple[Posting, Mapping[str, Any]]]:
        """(posting, the fields it was read from). Raises BadInputError as `import_files` says."""
        header = columns_of(self.path)
        known = _Names(self.path, self.columns, header)
        lines: dict[str, int] = {}
        for line, row in read_rows(self.path, _facts()["lists"], known.wanted(header)):
            if on_row:
                on_row(self.path, line)
            if isinstance(row, Fault):
                self.rejects.append(reject(self.board, line, row.reason, row.excerpt))
                continue
            try:
                raw = clean(_plain(known.fields_of(row)), self.drift)
                posting = imported(raw, self.board, self.drift)
                if posting.source_job_id in lines:
                    what = f"the id {posting.source_job_id!r}" if "id" in raw else "the same posting"
                    raise SchemaDrift(f"{what} stands in line {lines[posting.source_job_id]} already")
            except (SchemaDrift, BadPayload) as fault:
                self.rejects.append(reject(self.board, line, str(fault), known.fields_of(row)))
                continue
            lines[posting.source_job_id] = line
            if self.forgotten.covers(posting):
                self.drift["forgotten"] += 1
                continue
            self.count += 1
            self.undated += posting.posted_at is None
            yield posting, raw
        known.refuse_unseen()
        if not self.count:
            raise BadInputError(self._nothing())

    def outcome(self, started_at: dt.datetime) -> BoardRun:
        """The ledger row of this file."""
        return BoardRun(
            source=IMPORT_SOURCE,
            board=self.board.slug,
            employer=self.board.employer,
            outcome="complete",
            pages=1,
            postings=self.count,
            rejects=len(self.rejects),
            bytes=self.path.stat().st_size,
            started_at=started_at,
            finished_at=started_at,
            drift={**self.drift, **({UNDATED: self.undated} if self.undated else {})},
        )

    def _nothing(self) -> str:
        if self.drift["forgotten"]:
            return (
                f"All postings of {self.path} were forgotten on request: see config/forgotten.toml in the data folder."
            )
        if not self.rejects:
            return f"{self.path} has no rows: there is nothing to import."
        first = self.rejects[0]
        mend = "" if "--column" in first.reason else ". Name its columns with --column FIELD=COLUMN"
        return (
            f"No row of {self.path} could be used (of {len(self.rejects)}); the first, line {first.row}: "
            f"{first.reason}{mend}."
        )


class _Names:
    """Which key of a row holds which field: as the person says, else the best-known name that the row has."""

    def __init__(self, path: Path, given: Mapping[str, str], header: Sequence[str] | None) -> None:
        self._path = path
        self._given = given
        self._unseen = set(given.values())
        if header is not None:
            self._unseen -= set(header)
            self.refuse_unseen(header)

    def wanted(self, header: Sequence[str] | None) -> frozenset[str] | None:
        """The columns of a headed file that hold a field."""
        if header is None:
            return None
        return frozenset(column for column in self._columns(header).values())

    def fields_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row under our own names; empty values are left out, so that a second name may stand in."""
        present = [key for key, value in row.items() if isinstance(key, str) and not _is_empty(value)]
        self._unseen -= set(row)
        return {name: row[column] for name, column in self._columns(present).items()}

    def _columns(self, present: Sequence[str]) -> dict[str, str]:
        folded = {re.sub(r"[ -]+", "_", key.strip().lower()): key for key in reversed(present)}
        columns: dict[str, str] = {}
        for name, aliases in import_fields().items():
            if name in self._given:
                if self._given[name] in present:
                    columns[name] = self._given[name]
            elif alias := next((a for a in aliases if a in folded), None):
                columns[name] = folded[alias]
        return columns

    def refuse_unseen(self, header: Sequence[str] = ()) -> None:
        """Raises BadInputError where a column that the person named is nowhere in the file."""
        if self._unseen:
            has = f"; it has {', '.join(header)}" if header else ""
            raise BadInputError(f"{self._path} has no column {sorted(self._unseen)[0]!r}{has}.")


def _is_empty(value: Any) -> bool:
    """Whether nothing stands there, or one of the words that tools write for nothing."""
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or (isinstance(value, str) and (not value.strip() or value.strip().lower() in _empty_words()))


def _plain(value: Any) -> Any:
    """What Parquet knows and JSON does not, as JSON: times as ISO text, decimals as text, bytes left out."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value if isinstance(value, (str, int, float, bool, type(None))) else None
