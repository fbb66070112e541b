"""What is wrong with a data folder: landing runs, database and generation against each other, each with its mend."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow.parquet as pq

from warehouse.database.landed import LEFT_OUT, LOST, LandedRun, read_ledger
from warehouse.files import TEMPORARY, is_as_said
from warehouse.generations.layout import CURRENT, GENERATIONS, TEXTS, numbers
from warehouse.generations.publish import run_ids
from warehouse.generations.reader import Generation
from warehouse.models import LEDGER_FILE, RUN_FILE, BrokenDataError, is_being_written
from warehouse.statements import statement

Severity = Literal["broken", "incomplete"]
"""`broken`: contradicts itself; `incomplete`: whole, but something is to be done."""

_REBUILD = "run `skillgap rebuild` to make the database again from the landing files"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    severity: Severity
    sentence: str
    """What it is and how to mend it."""


def check_landing(landing: Path) -> tuple[list[LandedRun], list[Finding]]:
    """The runs that are whole, and what is wrong with the others: every data file is hashed."""
    whole: list[LandedRun] = []
    found: list[Finding] = []
    for folder in sorted(landing.glob("*")):
        if not folder.is_dir():
            found.append(Finding("incomplete", f"{folder} is no run's folder and is not read: move it away."))
            continue
        if not (folder / RUN_FILE).exists():
            found += _unfinished(folder)
            continue
        try:
            landed = read_ledger(folder / RUN_FILE)
        except BrokenDataError as error:
            found.append(Finding("broken", str(error)))
            continue
        faults = list(_faults_of_files(landed))
        found += faults
        if not any(fault.severity == "broken" for fault in faults):
            whole.append(landed)
    return sorted(whole, key=lambda landed: (landed.run.started_at, landed.run.run_id)), found


def leaning_runs(whole: Sequence[LandedRun]) -> Iterator[Finding]:
    """Runs that are gone or damaged and in which rows of others lie in full."""
    leaning: dict[str, list[str]] = defaultdict(list)
    for landed in whole:
        for run_id in landed.run.refers_to:
            leaning[run_id].append(landed.run.run_id)
    for run_id in sorted(leaning.keys() - {landed.run.run_id for landed in whole}):
        who = f"{leaning[run_id][0]} and {len(leaning[run_id]) - 1} more" if leaning[run_id][1:] else leaning[run_id][0]
        what = f"Rows of the run {who} lie in full in the run {run_id}, which is gone or damaged"
        mend = f"put its folder back from a copy; `skillgap rebuild --accept-loss {run_id}` goes on without them"
        yield Finding("broken", f"{what}: {mend}.")


def _unfinished(folder: Path) -> Iterator[Finding]:
    """What is to be done about a folder of landing without a finished run."""
    if is_being_written(folder):
        return
    if "-import" in folder.name:
        mend = "import its file again; the next import or `skillgap refresh` removes the folder"
        yield Finding("incomplete", f"The import {folder} was killed before its end, and nothing of it counts: {mend}.")
    elif (folder / LEDGER_FILE).is_file():
        mend = "go on with `skillgap crawl --resume`, or remove that folder"
        yield Finding("incomplete", f"The run {folder} was begun and not finished: {mend}.")
    else:
        yield Finding("incomplete", f"{folder} holds no run: remove it.")


def lost_runs(con: duckdb.DuckDBPyConnection, landed: Iterable[str]) -> list[Finding]:
    """The runs that the database was made from and whose landing files are not whole; `landed` are the ids of those
    that are.
    """
    return [
        Finding(
            "broken",
            f"The run {run_id} was loaded, but its landing files are gone or damaged: put its folder back from a copy, "
            f"or go on without its postings by `skillgap rebuild --accept-loss {run_id}`.",
        )
        for run_id in sorted(set(run_ids(con)) - set(landed))
    ]


def _faults_of_files(landed: LandedRun) -> Iterator[Finding]:
    named = {RUN_FILE, *(file.name for file in landed.run.files)}
    for file in landed.run.files:
        path = landed.folder / file.name
        mend = "put it back from a copy, or remove the run's folder and crawl or import it again"
        if Path(file.name).name != file.name or not path.is_file():
            yield Finding("broken", f"{path} is named in the ledger but is not there: {mend}.")
        elif not is_as_said(path, file.sha256):
            yield Finding("broken", f"{path} is not the file that its ledger describes (sha256 differs): {mend}.")
    for path in sorted(landed.folder.iterdir()):
        if path.name not in named:
            yield Finding("incomplete", f"{path} was left by a process that was killed and is not read: remove it.")


def check_database(
    con: duckdb.DuckDBPyConnection, runs: Sequence[LandedRun], thinned: Collection[str] = ()
) -> list[Finding]:
    """What the database knows against what has landed; `runs` are the whole ones, of which those `thinned` may have
    another ledger.

    Raises duckdb.Error, as `open_store` expects it, where a block of the file is damaged.
    """
    _read_all(con)
    known = dict(con.execute("SELECT run_id, ledger_sha256 FROM raw.run").fetchall())
    seen = dict(con.execute(statement("checkup/seen_in_run"), {"left_out": [LEFT_OUT, LOST]}).fetchall())
    found = []
    for landed in runs:
        run_id = landed.run.run_id
        if run_id not in known:
            mend = "run `skillgap refresh --no-crawl`"
            found.append(
                Finding("incomplete", f"The run {landed.folder} has landed and is not in the database: {mend}.")
            )
        elif known[run_id] != landed.ledger_sha256 and run_id not in thinned:
            found.append(Finding("broken", f"The run {landed.folder} changed after it was loaded: {_REBUILD}."))
        elif seen.get(run_id, 0) != landed.rows:
            counts = f"its ledger {landed.rows}, the database {seen.get(run_id, 0)}"
            found.append(Finding("broken", f"The postings of run {landed.folder} differ ({counts}): {_REBUILD}."))
    found += lost_runs(con, (landed.run.run_id for landed in runs))
    return found


def _read_all(con: duckdb.DuckDBPyConnection) -> None:
    """Read every value once: a block's checksum is proven only then."""
    names = con.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name IN ('raw', 'core') ORDER BY ALL"
    ).fetchall()
    for (name,) in names:
        con.execute(f"SELECT max(hash(every_column)) FROM {name} AS every_column").fetchall()  # noqa: S608 -- our own


def check_generation(generation: Generation, con: duckdb.DuckDBPyConnection | None) -> list[Finding]:
    """What is wrong with a generation that opened: its texts, and runs of the database that it does not have."""
    found = []
    publish = "run `skillgap publish` to write a new one"
    missing = set(generation.frame("posting")["text_hash"]) - set(_proven_texts(generation))
    if missing:
        found.append(Finding("broken", f"Generation {generation.number} lacks texts ({len(missing)}): {publish}."))
    if con is not None and run_ids(con) != list(generation.manifest["created_from"]):
        mend = "run `skillgap refresh --no-crawl` to publish one that has them"
        sentence = f"Generation {generation.number} was made from other runs than the database holds: {mend}."
        found.append(Finding("incomplete", sentence))
    return found


def unconfirmed_boards(generation: Generation) -> list[Finding]:
    """Boards whose postings are neither open nor closed, because nothing has confirmed them lately."""
    rows = generation.query(statement("generation/unconfirmed"))
    found = []
    for source, board, employer, postings, last in rows.itertuples(index=False, name=None):
        who = f"{source}/{board} ({employer})" if employer else f"{source}/{board}"
        what = f"{who} was last confirmed on {str(last)[:10]}; its adverts ({postings}) are neither open nor closed"
        mend = "`skillgap boards check` says whether it moved; take it off the list if it is gone"
        found.append(Finding("incomplete", f"{what}: {mend}."))
    return found


def _proven_texts(generation: Generation) -> Iterator[str]:
    """The hashes of the texts that are what their hash says, in parts that are what the manifest says."""
    said = generation.manifest["texts"]
    for name in said:
        path = generation.folder.parent / TEXTS / name
        try:
            if isinstance(said, dict) and not is_as_said(path, said[name]):
                continue
            part = pq.ParquetFile(path)
            for batch in part.iter_batches(500):
                for text_hash, text in zip(*(batch.column(c).to_pylist() for c in ("text_hash", "text")), strict=True):
                    if hashlib.sha256(text.encode("utf-8")).hexdigest() == text_hash:
                        yield text_hash
        except (OSError, ValueError):  # Arrow's errors are these; what the part held is missing then
            continue


def check_leftovers(data_dir: Path) -> list[Finding]:
    """What lies among the generations and is none: files that killed processes left, or a person."""
    home = data_dir / GENERATIONS
    ours = {CURRENT, TEXTS, *map(str, numbers(home))}
    strange = [path for path in sorted(home.glob("*")) if path.name not in ours and not path.name.startswith(TEMPORARY)]
    found = [Finding("incomplete", f"{path} is no generation and is not read: move it away.") for path in strange]
    stale = sorted(path for folder in (home, home / TEXTS) for path in folder.glob(f"{TEMPORARY}*"))
    if not stale:
        return found
    what = f"{len(stale)} unfinished files of killed processes lie in {home}, the first {stale[0].name}"
    return [*found, Finding("incomplete", f"{what}: the next `skillgap publish` removes them.")]
