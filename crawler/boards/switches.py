"""Which sources are on: the default ones, and those that a person switched on after having been shown their terms.

`<data>/config/sources.toml` has a table a source: `enabled`, and `terms_of`, the date of the terms that were shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crawler.sources import SourceFacts, load_source, source_facts
from warehouse.files import write_whole
from warehouse.models import BadInputError, read_toml

OVERLAY = Path("config") / "sources.toml"
"""Under the data folder."""
_FIELDS = {"enabled", "terms_of"}


def enabled_sources(data: Path | None) -> tuple[str, ...]:
    """The names of the sources that are on, sorted. Raises BadInputError for one whose terms were never shown."""
    chosen = _chosen(data) if data else {}
    names = []
    for name, facts in source_facts().items():
        table = chosen.get(name, {})
        if not table.get("enabled", facts.default):
            continue
        if not facts.default and not _has_seen_terms(table, facts):
            raise BadInputError(
                f"{data and data / OVERLAY}: {name} is on, but its terms of {facts.read_at} were not shown: "
                f"run `skillgap sources enable {name}`."
            )
        names.append(name)
    return tuple(sorted(names))


def terms_note(name: str) -> str:
    """What a person should know before a source is switched on, in a few lines. Raises BadInputError."""
    load_source(name)
    facts = source_facts()[name]
    reserved = f"\nIts robots.txt says: {facts.content_signal}." if facts.content_signal else ""
    return (
        f"{facts.name}: {facts.terms}\n{facts.redistribution} To be shown with it: {facts.attribution}.{reserved}\n"
        f"Terms: {facts.terms_url} ({facts.read})."
    )


def enable(data: Path, name: str) -> str:
    """Switch a source on and return its terms note, which the caller shows. Raises BadInputError."""
    note = terms_note(name)
    _write(data, {**_chosen(data), name: {"enabled": True, "terms_of": source_facts()[name].read_at}})
    return note


def disable(data: Path, name: str) -> None:
    """Switch a source off; what it brought stays. Raises BadInputError."""
    load_source(name)
    chosen = _chosen(data)
    _write(data, {**chosen, name: {**chosen.get(name, {}), "enabled": False}})


def _has_seen_terms(table: Mapping[str, Any], facts: SourceFacts) -> bool:
    seen = table.get("terms_of")
    return isinstance(seen, dt.date) and seen >= facts.read_at


def _chosen(data: Path) -> dict[str, dict[str, Any]]:
    path = data / OVERLAY
    if not path.exists():
        return {}
    tables = read_toml(path)
    for name, table in tables.items():
        if name not in source_facts():
            raise BadInputError(f"{path}: there is no source {name!r}; there are {', '.join(sorted(source_facts()))}.")
        if not isinstance(table, dict) or set(table) - _FIELDS or not isinstance(table.get("enabled", True), bool):
            raise BadInputError(f"{path}, [{name}]: write only `enabled = true` or `enabled = false` there.")
    return tables


def _write(data: Path, chosen: Mapping[str, Mapping[str, Any]]) -> None:
    path = data / OVERLAY
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        "# Written by `skillgap sources enable|disable NAME`; `terms_of` is the date of the terms that were shown."
    ]
    for name, table in sorted(chosen.items()):
        lines += ["", f"[{name}]"]
        lines += [f"{key} = {str(value).lower()}" for key, value in sorted(table.items())]
    write_whole(path, "\n".join(lines).encode() + b"\n")
