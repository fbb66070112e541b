"""The room's SQL: one query a file under `sql/`. Values are always bound, never written into the text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SQL = Path(__file__).parent / "sql"


@cache
def statement(name: str) -> str:
    """The text of `sql/<name>.sql`, e.g. `statement("load/insert_posting")`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


@cache
def parameters(name: str) -> frozenset[str]:
    """The names of the values that a statement wants bound."""
    return frozenset(re.findall(r"\$([a-z_]+)", statement(name)))
