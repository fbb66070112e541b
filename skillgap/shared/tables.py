"""The current generation's facts in a shared place as tables in parts by month, as DuckDB, Spark and Trino read them.

`tables/<number>-<sha256>/<frame>/month=2026-03/part.parquet`: the month in which a job was first seen. `_SUCCESS` comes
last, so a folder without it is not whole yet.
"""

from __future__ import annotations

import io

import pyarrow.parquet as pq

from skillgap.settings import Settings
from skillgap.shared.layout import POINTER, Progress, named_by
from skillgap.shared.place import SharedPlace
from warehouse.generations.frames import to_table
from warehouse.generations.reader import Generation, open_generation

TABLES = "tables"
BY_MONTH = ("requisition", "requisition_skill", "requisition_lane", "requisition_place", "requisition_speciality")
WHOLE = ("skill", "skill_edge", "lane", "speciality")
_UNDATED = "__HIVE_DEFAULT_PARTITION__"
"""What Hive and its heirs take for null."""
_WHOLE_NOW = "_SUCCESS"


def push_tables(data: Settings, place: SharedPlace, progress: Progress) -> str:
    """Write the tables, and take those of earlier generations away; the folder's key.

    Raises BadInputError where nothing was published.
    """
    generation = open_generation(data.data)
    named = named_by((data.data / POINTER).read_bytes(), str(data.data / POINTER))
    home = f"{TABLES}/{named.folder.partition('/')[2]}"
    wanted = [(name, month) for name in BY_MONTH for month in _months(generation)] + [(name, None) for name in WHOLE]
    for number, (name, month) in enumerate(wanted, start=1):
        folder = f"{home}/{name}" if name in WHOLE else f"{home}/{name}/month={month or _UNDATED}"
        place.put_new(f"{folder}/part.parquet", _part(generation, name, month))
        progress(number, len(wanted))
    generation.close()
    place.put_new(f"{home}/{_WHOLE_NOW}", b"")
    place.remove(sorted(key for key in place.names(TABLES) if not key.startswith(f"{home}/")))
    return home


def _months(generation: Generation) -> list[str | None]:
    months = "SELECT DISTINCT strftime(first_seen_at, '%Y-%m') AS month FROM requisition ORDER BY ALL"
    return [month if isinstance(month, str) else None for month in generation.query(months)["month"]]


def _part(generation: Generation, name: str, month: str | None) -> bytes:
    """A frame's rows of the jobs first seen in a month, or all of them; a month at a time is in memory."""
    of_month = (
        "WHERE requisition_id IN (SELECT requisition_id FROM requisition "
        "WHERE strftime(first_seen_at, '%Y-%m') IS NOT DISTINCT FROM $month)"
    )
    query = f"SELECT * FROM {name} {'' if name in WHOLE else of_month} ORDER BY ALL"  # noqa: S608 -- our own names
    out = io.BytesIO()
    rows = generation.query(query, {} if name in WHOLE else {"month": month})
    pq.write_table(to_table(name, rows), out, compression="zstd")
    return out.getvalue()
