"""What is collected: boards, postings, runs, and their way to and from plain data.

The fields of `Posting` follow reference/sources.md 2.0.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from warehouse.models.words import Basis, EmploymentType, MarketKind, Outcome, Period, Workplace


@dataclass(frozen=True, slots=True)
class Board:
    """One employer's page on a source, e.g. `Board("greenhouse", "acme", "Acme AI")`."""

    source: str
    slug: str
    """The board's key on that source, exactly as its URL writes it (Ashby: case-sensitive, may hold spaces)."""
    employer: str
    region: str | None = None
    """`eu` where the source has a European host of its own."""
    seen_in: str | None = None
    """Where the fact that this employer has this board was read."""
    url: str | None = None
    """The page itself, where the key does not lead to it (source `jsonld`)."""
    ml_titles: int = 0
    """As many ML/AI titles it has shown at once; boards with more are asked first."""
    tags: tuple[str, ...] = ()
    """What is known of it: `ml-titles`, `large-ai-employer`, `ai-lab`, …"""
    checked: dt.date | None = None
    """The newest day on which somebody saw it answer."""


@dataclass(frozen=True, slots=True)
class TextSection:
    """A labelled part of a posting as the source states it (Lever lists, Personio names)."""

    heading: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Location:
    """A place as written, with its parts where the source states them."""

    raw: str
    city: str | None = None
    region: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class PayBand:
    """One of several pay ranges that a posting states: that of a zone, a level or a currency."""

    min: Decimal | None
    max: Decimal | None
    currency: str
    """ISO 4217."""
    period: Period | None
    label: str | None = None
    """What the source says it is for ("Zone A", "London")."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One advert as a board shows it."""

    source: str
    board: str
    source_job_id: str
    """Always a string; unique inside (source, board)."""
    title: str
    """White space collapsed."""
    description_text: str
    """The walker's text of the whole advert without the board's own intro and conclusion."""
    url: str | None = None
    """The public page, https only; never fetched."""
    apply_url: str | None = None
    company: str | None = None
    company_basis: Literal["stated", "registry"] | None = None
    description_html: str | None = None
    sections: tuple[TextSection, ...] = ()
    department: str | None = None
    team: str | None = None
    locations: tuple[Location, ...] = ()
    workplace: Workplace | None = None
    workplace_basis: Basis | None = None
    employment_type: EmploymentType | None = None
    employment_type_raw: str | None = None
    salary_min: Decimal | None = None
    """In `salary_currency` per `salary_period`; never annualised here."""
    salary_max: Decimal | None = None
    salary_currency: str | None = None
    """ISO 4217."""
    salary_period: Period | None = None
    salary_basis: Basis | None = None
    pay_bands: tuple[PayBand, ...] = ()
    """Where the source states several ranges, each; `salary_*` spans them if currency and period are one, else None."""
    posted_at: dt.datetime | None = None
    posted_basis: Literal["first_published", "published", "created", "updated", "relative", "stated"] | None = None
    updated_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None
    language: str | None = None
    """ISO 639-1."""
    is_truncated: bool = False
    """The source cut the text; such a posting stands outside the market."""
    job_number: str | None = None
    """The source's number of the job behind the posting, the same for each place that it is posted for."""
    requisition_number: str | None = None
    """The employer's number of the opening, as the source states it in a field."""

    @property
    def key(self) -> str:
        """`source/board/source_job_id`: the posting's identity over time."""
        return f"{self.source}/{self.board}/{self.source_job_id}"

    @property
    def content_hash(self) -> str:
        """sha256 of the normalised title and text: exact duplicates and changes of content."""
        return content_hash(self.title, self.description_text)


@dataclass(frozen=True, slots=True)
class LandingRow:
    """One line of a landing file: envelope, scrubbed source object, parsed posting."""

    source: str
    board: str
    observed_at: dt.datetime | None
    """When the source showed it; None for an undated import (kept, outside the market)."""
    posting: Posting
    raw: Mapping[str, Any] | None = None
    """The source's own object, scrubbed of personal data, for `rebuild --reparse`."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be parsed, kept with its reason."""

    source: str
    board: str
    row: int
    """1-based line or position in the payload."""
    reason: str
    """One sentence naming the field and the mend."""
    excerpt: str = ""
    """At most 200 scrubbed characters of it."""


@dataclass(frozen=True, slots=True)
class BoardRun:
    """One row of the run ledger: what became of one board in one run."""

    source: str
    board: str
    employer: str
    outcome: Outcome
    reason: str | None = None
    """None only where the outcome is `complete` with postings; else empty, html, refused, timeout, drift, …"""
    detail: str | None = None
    """A sentence for a person."""
    http_status: int | None = None
    pages: int = 0
    postings: int = 0
    rejects: int = 0
    bytes: int = 0
    body_hash: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    started_at: dt.datetime | None = None
    finished_at: dt.datetime | None = None
    drift: Mapping[str, int] = field(default_factory=dict)
    """Counters of unexpected shapes, e.g. {"date_unparsed": 2}."""


@dataclass(frozen=True, slots=True)
class LandingFile:
    """A data file of a run, with what proves it whole."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change to the files of a finished run."""

    amended_at: dt.datetime
    reason: str
    """A word: forget, thin."""
    removed: int
    """Rows taken out."""


@dataclass(frozen=True, slots=True)
class Run:
    """`run.json` of a landing run: the ledger."""

    run_id: str
    """`<UTC started_at as 20260301T120000Z>-<crawl|import>[-suffix]`; sorts by time."""
    kind: Literal["crawl", "import"]
    started_at: dt.datetime
    finished_at: dt.datetime
    observed_at: dt.datetime | None
    """= started_at for a crawl; the date a person gave for an import, else None. `as_of` is the latest of these."""
    market: MarketKind
    boards: tuple[BoardRun, ...]
    files: tuple[LandingFile, ...]
    rejects: tuple[Reject, ...] = ()
    tool_version: str = ""
    amendments: tuple[Amendment, ...] = ()
    covers_from: dt.datetime | None = None
    """An import's files hold every posting that appeared since then, by their own dates; None: nobody says so."""
    refers_to: tuple[str, ...] = ()
    """Earlier runs in which rows lie in full that came again unchanged: without them these are lost."""


def content_hash(title: str, text: str) -> str:
    """sha256 (hex) over title and text without case, accents' form, or white space differences."""
    whole = f"{title}\n{text}"
    if whole.isascii():  # the same, in a third of the time
        spaced = whole.encode().translate(_FOLDED)
        while b"  " in spaced:
            spaced = spaced.replace(b"  ", b" ")
        return hashlib.sha256(spaced.strip(b" ")).hexdigest()
    folded = unicodedata.normalize("NFKC", whole).casefold()
    return hashlib.sha256(" ".join(folded.split()).encode("utf-8", "surrogatepass")).hexdigest()


_ASCII = "".join(map(chr, range(128)))
_FOLDED = bytes.maketrans(_ASCII.encode(), "".join(" " if c.isspace() else c.lower() for c in _ASCII).encode())


def to_plain(value: Any) -> Any:
    """A domain value as JSON-ready plain data: times as ISO 8601 with zone, Decimal as string, tuples as lists."""
    kind: type = type(value)
    if kind in _PLAIN:  # most are, and what follows is slow to ask
        return value
    if names := _field_names(kind):
        given = ((name, getattr(value, name)) for name in names)
        return {name: one if type(one) in _PLAIN else to_plain(one) for name, one in given}
    if isinstance(value, dt.date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): to_plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(v) for v in value]
    return str(value) if isinstance(value, Decimal) else value


_PLAIN = frozenset({str, int, float, bool, type(None)})


@functools.cache
def _field_names(kind: type) -> tuple[str, ...]:
    """Of a dataclass; none of anything else."""
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def _time(value: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(value) if value else None


def _make_decimals(given: dict[str, Any], *names: str) -> dict[str, Any]:
    """The same dict with the amounts under `names` as numbers again."""
    for name in names:
        if given.get(name) is not None:
            given[name] = Decimal(given[name])
    return given


def posting_from_plain(data: Mapping[str, Any]) -> Posting:
    """The inverse of `to_plain` for a Posting. Raises KeyError or TypeError on a row that is not one."""
    given = dict(data)
    given["sections"] = tuple([TextSection(**s) for s in given.get("sections") or ()])
    given["locations"] = tuple([Location(**s) for s in given.get("locations") or ()])
    given["pay_bands"] = tuple([PayBand(**_make_decimals(dict(b), "min", "max")) for b in given.get("pay_bands") or ()])
    _make_decimals(given, "salary_min", "salary_max")
    for name in ("posted_at", "updated_at", "closes_at"):
        given[name] = _time(given.get(name))
    return Posting(**given)


def run_from_plain(data: Mapping[str, Any]) -> Run:
    """The inverse of `to_plain` for a Run. Raises KeyError, TypeError or ValueError on what is not one."""
    given = dict(data)
    given["boards"] = tuple(
        BoardRun(**{**b, "started_at": _time(b.get("started_at")), "finished_at": _time(b.get("finished_at"))})
        for b in given["boards"]
    )
    given["files"] = tuple(LandingFile(**f) for f in given["files"])
    given["rejects"] = tuple(Reject(**r) for r in given.get("rejects") or ())
    given["amendments"] = tuple(
        Amendment(**{**a, "amended_at": dt.datetime.fromisoformat(a["amended_at"])})
        for a in given.get("amendments") or ()
    )
    given["refers_to"] = tuple(given.get("refers_to") or ())
    for name in ("started_at", "finished_at", "observed_at", "covers_from"):
        given[name] = _time(given.get(name))
    return Run(**given)
