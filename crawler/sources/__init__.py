"""One module a source: how to ask for a board and how to read one row of the answer. The folder is the registry.

`sources.toml` beside this folder holds each source's terms, pace and believable counts. docs/adding-a-source.md shows
how a module comes about; what a source needs beyond one GET of JSON it says by the optional protocols below.
"""

from __future__ import annotations

import datetime as dt
import functools
import importlib
import pkgutil
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, cast, runtime_checkable
from urllib.parse import urlsplit

from crawler.fields.payload import Drift
from warehouse.models import BadInputError, Board, Posting, SchemaDrift


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One request that a source needs for a board."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    """Sent as JSON by POST; None is a GET."""
    secrets: Mapping[str, str] = field(default_factory=dict)
    """Headers whose values a person keeps in the environment: header -> variable."""
    chain: str = ""
    """Names the list that this is a page of, where a board is read as several."""
    total: int | None = None
    """What the first page of the list said it holds."""


@dataclass(frozen=True, slots=True)
class Page:
    """A list page that came."""

    request: PageRequest
    payload: Any
    rows: Sequence[Any]
    """Those of this page."""
    so_far: int
    """Different rows of its list, this page included."""


class Doubt(Exception):
    """A list cannot be whole: what came is kept and the board is `partial`. `reason` is a word of the ledger."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def announced(page: Page, stated: object) -> int | None:
    """How many rows the list's first page announced, as long as there is more to ask for; None when all have come.

    Later pages are not asked for the number: some say nought. Raises Doubt where the list ends before it may, and
    where it shows more than it announces.
    """
    total = page.request.total
    if total is None:
        if isinstance(stated, bool) or not isinstance(stated, int):
            raise SchemaDrift("the list's total is not a number")
        total = stated
        if total < len(page.rows):
            raise Doubt("total", f"The list announces {total} postings and shows {len(page.rows)} at once.")
    if page.so_far >= total:
        return None
    if not page.rows:
        raise Doubt("total", f"The list ends after {page.so_far} of {total} announced postings.")
    return total


def number_in(url: str, name: str) -> int:
    """Where a page began, as the address says that its source built. Raises SchemaDrift."""
    match = re.search(rf"\b{name}=(\d{{1,9}})\b", url)
    if not match:
        raise SchemaDrift(f"the address has no `{name}`")
    return int(match[1])


def is_gone(status: int, body: bytes) -> bool:
    """Whether an answer to a detail request says that the host no longer knows it: most sources' `is_withdrawn`."""
    return status in (404, 410)


class Source(Protocol):
    """What a module in this folder offers."""

    def requests_for(self, board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
        """The first requests of a board, mostly one; `base_url` stands in for the source's own host."""
        ...

    def rows(self, payload: Any) -> list[Any]:
        """The source's objects in a payload, one a posting. Raises SchemaDrift where the payload is not theirs."""
        ...

    def posting(self, row: Any, board: Board, drift: Drift) -> Posting | None:
        """One object as a Posting; None where the source says it is no open advert (counted). Raises SchemaDrift."""
        ...


@runtime_checkable
class OwnFormat(Protocol):
    """A source whose answers are not JSON."""

    def decode(self, body: bytes) -> tuple[Any, Drift]:
        """The body as plain, scrubbed data (as `payload.decode_json` gives it). Raises BadPayload."""
        ...


@runtime_checkable
class Paged(Protocol):
    """A source whose boards need more requests than the first."""

    def further(self, page: Page, board: Board) -> tuple[PageRequest, ...]:
        """What to ask after a page: the next one, or none. Raises Doubt where the list ends before it may."""
        ...


@runtime_checkable
class InGenerations(Protocol):
    """A source whose tenants each answer one of several interfaces and refuse the others."""

    def instead(self, request: PageRequest, status: int, board: Board) -> PageRequest | None:
        """What to ask first instead of a first request that was answered so; None: the answer is the board's."""
        ...


@runtime_checkable
class Detailed(Protocol):
    """A source whose list leaves out the texts: each row's own request brings them."""

    def detail_for(self, row: Any, page: PageRequest, board: Board) -> PageRequest | None:
        """The request for a row of `page`; None where the row names nothing to ask for."""
        ...

    def with_detail(self, row: Any, payload: Any) -> Any:
        """The row with its detail, as it is landed. Raises SchemaDrift."""
        ...

    def is_withdrawn(self, status: int, body: bytes) -> bool:
        """Whether an answer to a detail request says that the advert was taken down meanwhile."""
        ...


@runtime_checkable
class Relative(Protocol):
    """A source whose dates are relative to the time of asking."""

    def dated(self, row: Any, asked_at: dt.datetime) -> Any:
        """The row with its day worked out, as it is landed."""
        ...


@runtime_checkable
class Merging(Protocol):
    """A source whose list is asked for more than once, each time with something else left out."""

    def merged(self, rows: list[Any]) -> list[Any]:
        """The rows of all answers, those of one posting made one."""
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
    """One host group: each entry stands for itself and all names under it. Empty: the board's own host."""
    delay_s: float
    jitter: float
    concurrency: int
    max_bodyless_share: float
    max_drop_share: float
    max_drop: int
    min_postings: int = 0
    """Fewer than this are not believed."""
    max_pages: int = 1
    """List pages of one board; a list that goes on beyond them is `partial`."""
    max_details: int = 0
    closes: bool = True
    """Whether absence from a complete list says that a posting is closed."""
    expires_after_days: int | None = None
    """Age at which a posting that never closes counts as expired."""
    redirect_means_unknown: bool = False
    """Whether a board that the host does not know leads away to another host."""
    doubts_empty_from: int | None = None
    """After so many postings or more an empty list is never believed: what it showed is unknown, not closed."""
    content_signal: str | None = None
    """What the host's robots.txt reserves (Content-Signal)."""
    read_via: str | None = None
    """Where the terms were not read at their own address: how else."""

    @property
    def read(self) -> str:
        """«read on 2026-11-01», with a word of caution where that was not at the address itself."""
        via = f", only {self.read_via}: look at the page itself" if self.read_via else ""
        return f"read on {self.read_at}{via}"


@functools.cache
def source_names() -> tuple[str, ...]:
    """The names of all sources that are built, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


@functools.cache
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


def host_group(url: str, facts: SourceFacts) -> str:
    """The name that all hosts of one provider share (tenants have names of their own); else the URL's host."""
    host = urlsplit(url).hostname or ""
    return next((known for known in facts.hosts if host == known or host.endswith(f".{known}")), host)
