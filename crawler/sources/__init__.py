"""One module a source: how to ask for a board and how to read one row of the answer. The folder is the registry.

`sources.toml` beside this folder holds each source's terms, pace and believable counts.
"""

from __future__ import annotations

import datetime as dt
import functools
import importlib
import pkgutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, cast

from crawler.payload import Drift
from warehouse.models import BadInputError, Board, Posting


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One GET that a source needs for a board."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Source(Protocol):
    """What a module in this folder offers."""

    def requests_for(self, board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
        """The requests that fetch the whole board; `base_url` stands in for the source's own host."""
        ...

    def rows(self, payload: Any) -> list[Any]:
        """The source's objects in a payload, one a posting. Raises SchemaDrift where the payload is not theirs."""
        ...

    def posting(self, row: Any, board: Board, drift: Drift) -> Posting | None:
        """One object as a Posting; None where the source says it is no open advert (counted). Raises SchemaDrift."""
        ...


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """One table of sources.toml."""

    id: str
    name: str
    kind: str
    """A key of `warehouse.models.SOURCE_PRECEDENCE`."""
    default: bool
    """Crawled unless switched off; the others must be switched on."""
    terms_url: str
    read_at: dt.date
    terms: str
    attribution: str
    redistribution: str
    hosts: tuple[str, ...]
    delay_s: float
    jitter: float
    concurrency: int
    max_bodyless_share: float
    max_drop_share: float
    max_drop: int


def source_names() -> tuple[str, ...]:
    """The names of all sources that are built, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def load_source(name: str) -> Source:
    """The module of a source. Raises BadInputError for a name that has none."""
    if name not in source_names():
        raise BadInputError(f"There is no source called {name!r}; choose one of {', '.join(source_names())}.")
    return cast(Source, importlib.import_module(f"{__name__}.{name}"))


@functools.cache
def source_facts() -> Mapping[str, SourceFacts]:
    """All tables of sources.toml by source name."""
    with (Path(__file__).parent.parent / "sources.toml").open("rb") as file:
        tables = tomllib.load(file)
    return {name: SourceFacts(id=name, **{**table, "hosts": tuple(table["hosts"])}) for name, table in tables.items()}
