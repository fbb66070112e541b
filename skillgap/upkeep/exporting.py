"""The published market as files for pandas and spreadsheets, with a README that says what they are and whose.

CSV cells that a spreadsheet would run as a formula get an apostrophe in front; other formats hold values as they are.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from crawler.sources import source_facts
from dashboard.words import count
from skillgap.settings import Settings
from skillgap.tables import spreadsheet_safe
from warehouse.generations.frames import frames
from warehouse.generations.reader import Generation, open_generation
from warehouse.models import IMPORT_SOURCE, BadInputError

FORMATS = ("csv", "parquet", "jsonl")
EXPORTED = ("requisition", "requisition_skill", "requisition_lane", "skill", "lane")
README = "README.txt"
TEXTS_AT_ONCE = 500
_TEXT_SCHEMA = pa.schema([("requisition_id", pa.string()), ("text", pa.string())])
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    folder: Path
    rows: dict[str, int]
    """By frame."""


def export(
    settings: Settings, out: Path | None, form: str, *, include_text: bool = False, progress: Progress | None = None
) -> Exported:
    """Write the current generation's requisitions, skills and lanes into a new folder, whole or not at all.

    Raises BadInputError where nothing is published, the folder exists already, or it cannot be written.
    """
    generation = open_generation(settings.data)
    as_of = str(generation.manifest["as_of"])[:10]
    folder = out or settings.data / "exports" / f"{as_of}-{generation.number}-{form}"
    if folder.exists():
        raise BadInputError(f"{folder} exists already: name another folder with --out.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    except OSError as error:
        raise BadInputError(f"{folder} cannot be written ({error.strerror}): name another with --out.") from error
    try:
        tables = {name: generation.frame(name) for name in EXPORTED}
        for name, frame in tables.items():
            _write(draft / f"{name}.{form}", [frame], form, frames()[name].schema)
        rows = {name: len(frame) for name, frame in tables.items()}
        if include_text:
            texts = _texts(generation, tables["requisition"], progress)
            rows["text"] = _write(draft / f"text.{form}", texts, form, _TEXT_SCHEMA)
        readme = _readme(generation, tables["requisition"], form, rows, settings.market)
        (draft / README).write_text(readme, encoding="utf-8")
        draft.chmod(0o755)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft)
        raise
    return Exported(folder, rows)


def _texts(generation: Generation, requisition: pd.DataFrame, progress: Progress | None) -> Iterator[pd.DataFrame]:
    for start in range(0, len(requisition), TEXTS_AT_ONCE):
        part = requisition.iloc[start : start + TEXTS_AT_ONCE][["requisition_id", "posting_id"]]
        texts = generation.texts(list(part["posting_id"]))
        yield part.assign(text=part["posting_id"].map(texts))[["requisition_id", "text"]]
        if progress:
            progress(start + len(part), len(requisition))


def _write(path: Path, parts: Iterable[pd.DataFrame], form: str, schema: pa.Schema) -> int:
    """One file of all parts; returns its rows."""
    if form == "parquet":
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            return sum(_parquet(writer, part, schema) for part in parts)
    # A spreadsheet knows UTF-8 by its mark; pandas passes over it.
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    with path.open("w", encoding=encoding, newline="") as file:
        write = _csv if form == "csv" else _jsonl
        return sum(write(file, part, is_first=number == 0) for number, part in enumerate(parts))


def _parquet(writer: pq.ParquetWriter, part: pd.DataFrame, schema: pa.Schema) -> int:
    writer.write_table(pa.Table.from_pandas(part, schema=schema, preserve_index=False))
    return len(part)


def _csv(file: IO[str], part: pd.DataFrame, *, is_first: bool) -> int:
    spreadsheet_safe(part).to_csv(file, index=False, header=is_first, lineterminator="\n")
    return len(part)


def _jsonl(file: IO[str], part: pd.DataFrame, *, is_first: bool) -> int:
    file.write(part.to_json(orient="records", lines=True, date_format="iso", force_ascii=False) or "")
    return len(part)


def _readme(generation: Generation, requisition: pd.DataFrame, form: str, rows: dict[str, int], kind: Any) -> str:
    manifest = generation.manifest
    inside = requisition[requisition["exclusion"].isna()]
    lines = [
        "Job requisitions as skillgap read them",
        "",
        *(["Example market: every employer and every posting in it is fictional.", ""] if kind == "example" else []),
        f"As of {str(manifest['as_of'])[:10]} (UTC), generation {generation.number}, "
        f"window {count(manifest['window_days'], 'day')}.",
        f"In the market are {len(inside)} of {count(len(requisition), 'requisition')}: those without an «exclusion».",
        "The others are kept with the reason why they are not; shares are meant of the market alone.",
        "",
        "Files",
        *(f"  {name}.{form}: {count(held, 'row')}. {_about(name)}" for name, held in rows.items()),
        "",
        "Columns",
        *(line for name in EXPORTED for line in _columns(name)),
        "",
        "Times are UTC. Unknown is empty, never a guess. Pay stays in its own currency and period.",
        *(
            ["In CSV a text that begins like a formula (= + - @ tab) has an apostrophe in front."]
            if form == "csv"
            else []
        ),
        "",
        "Sources, and what they ask of whoever uses this",
        *(
            line
            for source, held in requisition["source"].value_counts().items()
            for line in _source(str(source), count(held, "requisition"))
        ),
        "",
        "Licence: what skillgap computed here (skills, lanes, shares) is yours. Titles, names and, where included,",
        "descriptions are their employers'; the terms of each source above decide what may be passed on.",
        *(
            ["This export holds descriptions: keep it to yourself."]
            if "text" in rows
            else ["Descriptions are left out."]
        ),
    ]
    return "\n".join(lines) + "\n"


def _about(name: str) -> str:
    return "The representative's description." if name == "text" else frames()[name].about


def _columns(name: str) -> list[str]:
    return [
        f"  {name}.{column.name}: {column.type}. {column.meaning}".rstrip(". ") for column in frames()[name].columns
    ]


def _source(source: str, held: str) -> list[str]:
    facts = source_facts().get(source)
    if facts is None:
        whose = "your own files: their terms are yours to know" if source == IMPORT_SOURCE else "no terms are known"
        return [f"  {source}: {held}, {whose}."]
    return [
        f"  {facts.name} ({source}): {held}. {facts.attribution}.",
        f"    {facts.redistribution} Terms: {facts.terms_url}, {facts.read}.",
    ]
