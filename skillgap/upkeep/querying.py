"""The published market as one DuckDB file for SQL: a view a frame, each with what it and its columns mean."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from skillgap.settings import Settings
from warehouse.generations.frames import TEXT_FRAME, frames
from warehouse.generations.reader import open_generation
from warehouse.models import BadInputError

JOB_SKILL = "job_skill"
_JOB_SKILL = """
CREATE VIEW job_skill AS
SELECT
    requisition.requisition_id, requisition.employer, requisition.title, requisition.seniority, requisition.region,
    requisition.primary_lane, requisition.first_seen_at, asked.skill_id, skill.name AS skill, skill.kind, asked.need
FROM requisition
JOIN requisition_skill AS asked ON asked.requisition_id = requisition.requisition_id
JOIN skill ON skill.skill_id = asked.skill_id
WHERE requisition.exclusion IS NULL
"""


def export_duckdb(settings: Settings, path: Path) -> dict[str, int]:
    """Write the current generation into a new read-only file, whole or not at all; returns rows by view.

    Texts stay where they are. Raises BadInputError where nothing is published or the file is there or cannot be made.
    """
    generation = open_generation(settings.data)
    if path.exists():
        raise BadInputError(f"{path} exists already: name another file.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            draft = Path(folder) / "market.duckdb"
            with duckdb.connect(str(draft)) as con:
                con.execute("CREATE SCHEMA frame")
                rows = {name: _view(con, name, generation.frame(name)) for name in frames() if name != TEXT_FRAME}
                con.execute(_JOB_SKILL)
                con.execute(f"COMMENT ON VIEW {JOB_SKILL} IS 'One row a job of the market and skill that it names.'")
            draft.chmod(0o444)
            os.link(draft, path)
    except OSError as error:
        raise BadInputError(f"{path} cannot be written ({error.strerror}): name another file.") from error
    except (
        duckdb.Error
    ) as error:  # a full disk ends the transaction, and whatever is asked next says that there is none
        why = str(error).splitlines()[0].rstrip(".")
        raise BadInputError(f"{path} could not be written ({why}): make room, or name another file.") from error
    return rows


def _view(con: duckdb.DuckDBPyConnection, name: str, given: pd.DataFrame) -> int:
    """A frame as a table of the schema `frame` and a view of the same name before it; returns its rows.

    A generation of before a column was known is without it.
    """
    frame = frames()[name]
    columns = [column for column in frame.columns if column.name in given]
    schema = pa.schema([frame.schema.field(column.name) for column in columns])
    con.register("given", pa.Table.from_pandas(given[schema.names], schema=schema, preserve_index=False))
    con.execute(f'CREATE TABLE frame."{name}" AS SELECT * FROM given')  # noqa: S608 -- our own names
    con.unregister("given")
    con.execute(f'CREATE VIEW "{name}" AS SELECT * FROM frame."{name}"')  # noqa: S608 -- our own names
    con.execute(f'COMMENT ON VIEW "{name}" IS {_text(frame.about)}')
    for column in columns:
        con.execute(f'COMMENT ON COLUMN frame."{name}"."{column.name}" IS {_text(column.meaning)}')
        con.execute(f'COMMENT ON COLUMN "{name}"."{column.name}" IS {_text(column.meaning)}')
    found = con.execute(f'SELECT count(*) FROM "{name}"').fetchall()  # noqa: S608 -- our own names
    return int(found[0][0])


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
