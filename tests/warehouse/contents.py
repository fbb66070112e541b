"""What a database says, whatever the order in which it came to say it."""

from __future__ import annotations

import hashlib

import duckdb

_ORDERED_BY_ARRIVAL = {"reading_id"}


def content_hash(con: duckdb.DuckDBPyConnection) -> str:
    """One hash over the sorted rows of all tables."""
    digest = hashlib.sha256()
    tables = con.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE schema_name IN ('raw', 'core') ORDER BY ALL"
    ).fetchall()
    for schema, table in tables:
        frame = con.execute(f"SELECT * FROM {schema}.{table}").df()
        frame = frame[[name for name in frame.columns if name not in _ORDERED_BY_ARRIVAL]]
        digest.update(table.encode())
        digest.update("\n".join(sorted(map(repr, frame.itertuples(index=False)))).encode())
    return digest.hexdigest()
