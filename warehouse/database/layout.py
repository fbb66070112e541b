"""Where the database lies in a data folder; imports nothing, so that asking costs nothing."""

DATABASE_NAME = "warehouse.duckdb"
LOCK_NAME = ".lock"
"""Held by the one that writes."""
