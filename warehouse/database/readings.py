"""What the posting reader still has to read, and what it and the lanes have read: kept by input and version."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import duckdb
import pandas as pd

from warehouse.batches import batches, insert_columns, insert_rows
from warehouse.database.store import transaction
from warehouse.models import Reading, to_plain
from warehouse.statements import statement

INPUTS_AT_ONCE = 500
FETCHED_AT_ONCE = 5_000
"""Inputs fetched by one query: some 25 MB."""
REPRESENTATIVES_AT_ONCE = 50_000
"""Jobs whose skills are held at once while lanes are fitted: some 200 MB. DuckDB lays no lists down on the disk."""


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """All that the posting reader may see of one posting. Equal inputs are read once."""

    title: str
    text: str
    company: str | None = None
    location: str | None = None
    workplace: str | None = None
    """Stated by the source, as are the fields below."""
    employment_type: str | None = None
    salary_min: float | None = None
    """In `salary_currency` per `salary_period`."""
    salary_max: float | None = None
    salary_currency: str | None = None
    salary_period: str | None = None
    language: str | None = None

    @property
    def input_hash(self) -> str:
        """sha256 (hex) over all fields."""
        return input_hash(_FIELDS(self))


def input_hash(seen: Sequence[str | float | None]) -> str:
    """The same of what a ReaderInput's fields hold, in their order."""
    return hashlib.sha256(_PLAIN.encode(seen).encode("utf-8")).hexdigest()


_PLAIN = json.JSONEncoder(ensure_ascii=False)
_FIELDS = attrgetter(*(field.name for field in dataclasses.fields(ReaderInput)))


@dataclass(frozen=True, slots=True)
class ReaderVersion:
    """What read, as far as the next version needs to know it to say what it would read otherwise."""

    version: str
    code_version: str | None
    """None where it was not kept: nothing can be said then."""
    vocabulary: str | None
    """The skills and surfaces that it read by, as the reader writes them; compared by the reader, never here."""


def current_reader(con: duckdb.DuckDBPyConnection) -> ReaderVersion | None:
    """The version that read last, None before the first."""
    found = con.execute(
        "SELECT reader_version, code_version, vocabulary FROM core.reader ORDER BY ordinal DESC LIMIT 1"
    ).fetchall()
    return ReaderVersion(*found[0]) if found else None


def start_version(con: duckdb.DuckDBPyConnection, reader: ReaderVersion) -> None:
    """Make a version the current one; readings of versions older than the one before it are dropped."""
    with transaction(con):
        _start(con, reader)


def _start(con: duckdb.DuckDBPyConnection, reader: ReaderVersion) -> None:
    _make_current(con, reader.version)
    con.execute(
        "UPDATE core.reader SET code_version = ?, vocabulary = ? WHERE reader_version = ?",
        [reader.code_version, reader.vocabulary, reader.version],
    )


def carry_over(
    con: duckdb.DuckDBPyConnection, before: str, reader: ReaderVersion, is_touched: Callable[[str, str], bool]
) -> int:
    """Make `reader` the current version and take over from the version `before` what it would read the same.

    `is_touched(title, text)` says of an input whether it may read otherwise now: it is pending. The readings of all
    others are copied in one transaction with the change of version. Returns how many were copied.
    """
    same: list[str] = []
    known = con.execute(statement("read/known_before"), {"before": before, "reader_version": reader.version})
    while rows := known.fetchmany(FETCHED_AT_ONCE):
        same += [input_hash for input_hash, title, text in rows if not is_touched(title, text)]
    with transaction(con):
        _start(con, reader)
        con.execute(statement("read/stage_carried"), {"before": before, "input_hashes": same})
        con.execute(statement("read/carry_reading"), {"reader_version": reader.version})
        con.execute(statement("read/carry_mention"))
        con.execute(statement("read/carry_unknown_term"))
        con.execute("DROP TABLE stage_carried")
    return len(same)


def count_pending(con: duckdb.DuckDBPyConnection, reader_version: str) -> int:
    """How many inputs the reader has not read in this version."""
    found = con.execute(statement("read/count_pending"), {"reader_version": reader_version}).fetchall()
    return int(found[0][0])


def pending(
    con: duckdb.DuckDBPyConnection, reader_version: str, size: int = INPUTS_AT_ONCE
) -> Iterator[dict[str, ReaderInput]]:
    """The inputs (by input_hash, in its order) that the reader has not read in this version, in parts.

    Saving a part while this goes on is meant: after a kill only what was not saved is pending. One at a time: they
    lie in one temporary table, which goes with the connection or at the end.
    """
    con.execute(statement("read/stage_input"), {"reader_version": reader_version})
    ((staged,),) = con.execute("SELECT count(*) FROM stage_input").fetchall()
    for first in range(0, staged, FETCHED_AT_ONCE):
        given = {"first": first, "last": first + FETCHED_AT_ONCE - 1}
        for part in batches(con.execute(statement("read/staged_input"), given).fetchall(), size):
            yield {input_hash: ReaderInput(*seen) for input_hash, *seen in part}
    con.execute("DROP TABLE stage_input")


def save_readings(con: duckdb.DuckDBPyConnection, readings: Mapping[str, Reading]) -> None:
    """Keep readings (by input_hash) of one reader version, in one transaction; saving them again changes nothing.

    The version becomes the current one; readings of versions older than the one before it are dropped.
    """
    if not readings:
        return
    (version,) = {reading.reader_version for reading in readings.values()}
    with transaction(con):
        _make_current(con, version)
        given = {"reader_version": version, "input_hashes": list(readings)}
        known = {name for (name,) in con.execute(statement("read/saved"), given).fetchall()}
        new = {name: reading for name, reading in readings.items() if name not in known}
        first = con.execute("SELECT coalesce(max(reading_id), 0) + 1 FROM core.reading").fetchall()[0][0]
        numbered = list(enumerate(new.items(), start=first))
        insert_rows(con, "core.reading", [_reading_row(number, name, reading) for number, (name, reading) in numbered])
        insert_columns(con, "core.mention", _columns(numbered, "skills", _MENTION))
        insert_columns(con, "core.unknown_term", _columns(numbered, "unknown", _TERM))


def _make_current(con: duckdb.DuckDBPyConnection, version: str) -> None:
    known = [name for (name,) in con.execute("SELECT reader_version FROM core.reader ORDER BY ordinal DESC").fetchall()]
    if known[:1] == [version]:
        return
    con.execute("DELETE FROM core.reader WHERE reader_version = ?", [version])
    con.execute(statement("read/insert_reader"), [version])
    for (old,) in con.execute(statement("read/keep_two_versions")).fetchall():
        con.execute(statement("read/delete_mention"), [old])
        con.execute(statement("read/delete_unknown_term"), [old])
        con.execute("DELETE FROM core.reading WHERE reader_version = ?", [old])
        con.execute("DELETE FROM core.reader WHERE reader_version = ?", [old])


_Numbered = Sequence[tuple[int, tuple[str, Reading]]]


def _reading_row(reading_id: int, input_hash: str, reading: Reading) -> dict[str, Any]:
    pay = reading.pay
    return {
        "reading_id": reading_id,
        "input_hash": input_hash,
        "reader_version": reading.reader_version,
        "is_full": reading.is_full,
        "is_relevant": reading.relevant,
        "relevance": reading.relevance,
        "role": reading.role,
        "seniority": reading.seniority,
        "min_years": reading.min_years,
        "degree": reading.degree,
        "degree_need": reading.degree_need,
        "degree_preferred": reading.degree_preferred,
        "degrees_named": list(reading.degrees_named),
        "workplace": reading.remote,
        "employment_type": reading.employment_type,
        "language": reading.language,
        "lane_words": reading.lane_words,
        "speciality_duties": reading.speciality_duties,
        **(
            {f"pay_{name}": getattr(pay, name) for name in ("min", "max", "currency", "period", "basis")} if pay else {}
        ),
        "pay_ranges": [to_plain(found) for found in reading.pay_ranges],
    }


_TERM = {name: name for name in ("surface", "start", "end", "need", "section")}
_MENTION = {"skill_id": "skill", **_TERM, "or_group": "group", "min_years": "min_years", "is_counted": "counted"}
"""Column → field."""


def _columns(numbered: _Numbered, named: str, fields: Mapping[str, str]) -> dict[str, list[Any]]:
    """What readings name under a field of theirs, column by column: row by row it would take twice as long."""
    told = [(number, getattr(reading, named)) for number, (_, reading) in numbered]
    found = [one for _, ones in told for one in ones]
    ids = [number for number, ones in told for _ in ones]
    return {"reading_id": ids, **{column: list(map(attrgetter(field), found)) for column, field in fields.items()}}


def representatives(
    con: duckdb.DuckDBPyConnection, reader_version: str, size: int = REPRESENTATIVES_AT_ONCE
) -> Iterator[tuple[pd.DataFrame, dict[str, list[tuple[str, str]]]]]:
    """What lanes are fitted on: each job's representative that was read in this version, in the order of ids, in parts.

    A part is a frame with the columns posting_id, title, employer, is_truncated, is_relevant, relevance, role,
    language, reading_id, lane_words, speciality_duties, and of its postings that name any the skills: (skill_id, need)
    in the order of ids; need is required | preferred | context, the strongest. There is always a first part, which may
    be empty. They lie in one temporary table, so one pass at a time.
    """
    con.execute(statement("lanes/stage_representative"), {"reader_version": reader_version})
    ((staged,),) = con.execute("SELECT count(*) FROM stage_representative").fetchall()
    known: dict[str, str] = {}  # a million namings are of two thousand skills, which are held once
    for first in range(0, max(staged, 1), size):
        given = {"first": first, "last": first + size - 1}
        frame = con.execute(statement("lanes/representative_reading"), given).df()
        named = con.execute(statement("lanes/representative_skill"), given).fetchall()
        asked = {
            posting_id: [
                (known.setdefault(skill, skill), known.setdefault(need, need))
                for skill, need in zip(skills, needs, strict=True)
            ]
            for posting_id, skills, needs in named
        }
        yield frame, asked
    con.execute("DROP TABLE stage_representative")


def save_lane_fit(
    con: duckdb.DuckDBPyConnection,
    fit_id: str,
    *,
    reader_version: str,
    basis: str,
    affinities: pd.DataFrame,
    posting_lanes: pd.DataFrame,
    posting_specialities: pd.DataFrame,
    clusters: Sequence[Mapping[str, Any]],
) -> None:
    """Keep a fit in the place of all others, in one transaction.

    `basis` is `corpus` or `shipped`; `affinities` has skill_id, lane, affinity, is_shared; `posting_lanes` has
    posting_id, lane, probability, whose sum over a posting's lanes is 1 - P(none); `posting_specialities` has
    posting_id, speciality, probability; each of `clusters` has cluster_id,
    stability, lift, lane and its skills, the most specific first. Clusters of earlier fits stay beside them.
    """
    with transaction(con):
        for table in ("core.lane_fit", "core.skill_affinity", "core.posting_lane", "core.posting_speciality"):
            con.execute(f"DELETE FROM {table}")  # noqa: S608 -- our own names
        fit = {
            "fit_id": fit_id,
            "reader_version": reader_version,
            "basis": basis,
            "postings": int(posting_lanes["posting_id"].nunique()),
        }
        insert_rows(con, "core.lane_fit", [fit])
        judged = (
            ("core.skill_affinity", affinities),
            ("core.posting_lane", posting_lanes),
            ("core.posting_speciality", posting_specialities),
        )
        for table, frame in judged:
            insert_columns(con, table, {str(name): column for name, column in frame.assign(fit_id=fit_id).items()})
        found = [cluster["cluster_id"] for cluster in clusters]
        for table in ("core.skill_cluster", "core.skill_cluster_member"):
            con.execute(f"DELETE FROM {table} WHERE list_contains($found, cluster_id)", {"found": found})  # noqa: S608
        insert_rows(
            con,
            "core.skill_cluster",
            [{k: v for k, v in c.items() if k != "skills"} | {"fit_id": fit_id} for c in clusters],
        )
        insert_rows(
            con,
            "core.skill_cluster_member",
            [
                {"cluster_id": c["cluster_id"], "skill_id": skill, "rank": rank}
                for c in clusters
                for rank, skill in enumerate(c["skills"], start=1)
            ],
        )


def known_clusters(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Every cluster that this or an earlier fit found: id -> its skills."""
    rows = con.execute("SELECT cluster_id, list(skill_id) FROM core.skill_cluster_member GROUP BY ALL").fetchall()
    return dict(rows)
