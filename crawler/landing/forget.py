"""What a person asked to be forgotten: tombstones that keep it from coming back, and landing files without it.

Tombstones lie in `<data>/config/forgotten.toml`; crawls and imports leave out what they cover.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from crawler.landing.amending import Change, lines_of, rewritten, row_of, sweep_unnamed
from crawler.landing.repeats import referring_first
from crawler.landing.runs import begun_runs, read_run, sealed_runs, write_run
from crawler.parsing.board import company_key
from warehouse.files import write_whole
from warehouse.models import Amendment, BadInputError, Posting, read_toml, reference_of, why_unread

FILE = Path("config") / "forgotten.toml"
"""Under the data folder."""
_TABLE = "forgotten"
Kind = Literal["url", "company", "domain"]
_TRACKING = ("utm_", "gh_src", "lever-source", "ref", "source")
"""Parameters of an address that name no posting begin so."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One thing that is not to come back."""

    kind: Kind
    value: str
    """In the form in which equal things are equal: `url_key`, `company_key`, a host in lower case."""
    forgotten_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Forgotten:
    """All tombstones of a data folder."""

    tombstones: tuple[Tombstone, ...] = ()

    def holds(self, stone: Tombstone) -> bool:
        """Whether the same was asked before."""
        return stone.value in self._values(stone.kind)

    def covers(self, posting: Posting) -> bool:
        """Whether a posting is not to be kept, by its addresses or its employer."""
        return bool(self.tombstones) and self.covers_facts(posting.company, (posting.url, posting.apply_url))

    def covers_facts(self, company: str | None, urls: Iterable[str | None]) -> bool:
        """The same of an employer's name and addresses."""
        if self.covers_employer(company):
            return True
        given = [url for url in urls if url]
        if self._values("url") & {url_key(url) for url in given}:
            return True
        return any(_is_of(host, domain) for url in given for host in [_host(url)] for domain in self._values("domain"))

    def covers_employer(self, name: str | None) -> bool:
        """Whether nothing of this employer is to be asked or kept."""
        return bool(name) and company_key(name or "") in self._values("company")

    def _values(self, kind: Kind) -> frozenset[str]:
        return frozenset(stone.value for stone in self.tombstones if stone.kind == kind)


def tombstone(*, url: str | None, company: str | None, domain: str | None, now: dt.datetime) -> Tombstone:
    """The tombstone for the one of the three that is given. Raises BadInputError."""
    given = [(kind, value) for kind, value in (("url", url), ("company", company), ("domain", domain)) if value]
    if len(given) != 1:
        raise BadInputError("Say what to forget by one of --url, --company and --domain.")
    kind, value = given[0]
    if kind == "url":
        key = url_key(value)
        if "." not in _host(value) or " " in value.strip():
            raise BadInputError(f"--url {value!r} is no address: copy it whole, with https://.")
    elif kind == "company":
        key = company_key(value)
    else:
        key = _host(value if "//" in value else f"https://{value}")
        if "." not in key:
            raise BadInputError(f"--domain {value!r} is no domain: write it like employer.example.")
    if not key:
        raise BadInputError(f"--{kind} {value!r} names nothing.")
    return Tombstone(cast(Kind, kind), key, now)


def read_forgotten(data: Path) -> Forgotten:
    """The tombstones of a data folder. Raises BadInputError where the file is not ours."""
    path = data / FILE
    if not path.exists():
        return Forgotten()
    try:
        written = read_toml(path)
        if strange := sorted(written.keys() - {_TABLE}):
            raise BadInputError(f"{path} says {strange[0]!r}, which is no list of [[{_TABLE}]] tables: mend it.")
        if not written.get(_TABLE):
            raise BadInputError(
                f"{path} is empty and was not left so by skillgap: put it back from a copy, or remove it if nothing "
                "was ever forgotten."
            )
        entries = written[_TABLE]
        stones = tuple(
            Tombstone(e["kind"], _text(e["value"]), dt.datetime.fromisoformat(e["forgotten_at"])) for e in entries
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadInputError(f"{path} is no list of [[{_TABLE}]] tables ({why_unread(error)}): mend it.") from None
    if unknown := sorted({stone.kind for stone in stones} - set(get_args(Kind))):
        raise BadInputError(f"{path}: there is no kind {unknown[0]!r}; there are {', '.join(get_args(Kind))}.")
    return Forgotten(stones)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def add_tombstone(data: Path, stone: Tombstone) -> Forgotten:
    """Write `stone` beside the others, on disk when this returns; all of them are returned."""
    known = read_forgotten(data)
    if known.holds(stone):
        return known
    forgotten = Forgotten((*known.tombstones, stone))
    blocks = ["# What was forgotten on request; crawls and imports leave it out. Remove a table to allow it again.\n"]
    blocks += [
        f"[[{_TABLE}]]\nkind = {_quoted(s.kind)}\nvalue = {_quoted(s.value)}\n"
        f"forgotten_at = {_quoted(s.forgotten_at.isoformat())}\n"
        for s in forgotten.tombstones
    ]
    path = data / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, "\n".join(blocks).encode())
    return forgotten


def forgotten_postings(landing: Path, forgotten: Forgotten) -> frozenset[str]:
    """Keys of the postings that any landed row shows to be covered. Raises BrokenDataError for a damaged file."""
    return frozenset(
        posting["source"] + "/" + posting["board"] + "/" + posting["source_job_id"]
        for folder in sealed_runs(landing)
        for file in read_run(folder).files
        for line in lines_of(folder / file.name)
        for posting in [row_of(line, folder / file.name).get("posting")]
        # What repeats an earlier row is covered where that is.
        if posting is not None
        and forgotten.covers_facts(posting.get("company"), (posting.get("url"), posting.get("apply_url")))
    )


def landed_employers(landing: Path) -> set[str]:
    """The names of all employers whose boards were landed. Raises BrokenDataError for a damaged ledger."""
    return {board.employer for folder in sealed_runs(landing) for board in read_run(folder).boards if board.employer}


def forget_landed(landing: Path, posting_ids: Collection[str], forgotten: Forgotten, now: dt.datetime) -> int:
    """Rewrite the landing runs without these postings and without the boards of forgotten employers; rows removed.

    A run's files are written under new names and its run.json, which names them, is replaced whole: a kill leaves the
    run as it was or as it is to be. Raises BadInputError where a run is still being written.
    """
    refuse_unfinished(landing)

    def change(line: bytes, path: Path) -> bytes | None:
        envelope = row_of(line, path)
        again = reference_of(envelope)
        posting = envelope["posting"] if again is None else {}
        key = again.key if again else (posting["source"], posting["board"], posting["source_job_id"])
        return None if "/".join(key) in posting_ids else line

    return sum(_forget_in_run(folder, change, forgotten, now) for folder in referring_first(sealed_runs(landing)))


def refuse_unfinished(landing: Path) -> None:
    """Raise BadInputError where a crawl was begun and not finished: what it holds could not be forgotten."""
    if begun := begun_runs(landing):
        go_on = "" if "-import" in begun[0].name else "finish it with crawl --resume, or "
        raise BadInputError(f"{begun[0]} is not finished: {go_on}remove that folder.")


def _forget_in_run(folder: Path, change: Change, forgotten: Forgotten, now: dt.datetime) -> int:
    run = read_run(folder)
    files = [rewritten(folder, file, change) for file in run.files]
    removed = sum(file.rows for file in run.files) - sum(file.rows for file in files)
    boards = tuple(b for b in run.boards if not forgotten.covers_employer(b.employer))
    if removed or len(boards) < len(run.boards):
        left = {(b.source, b.board) for b in boards}
        amended = replace(
            run,
            boards=boards,
            files=tuple(file for file in files if file.rows),
            rejects=tuple(r for r in run.rejects if (r.source, r.board) in left),
            amendments=(*run.amendments, Amendment(now, "forget", removed)),
        )
        write_run(folder, amended)
        run = amended
    sweep_unnamed(folder, run)
    return removed


def url_key(url: str) -> str:
    """Host, path and what of the query names a posting, so that two ways of writing one address are equal."""
    try:
        parts = urlsplit(url.strip() if "//" in url else f"https://{url.strip()}")
    except ValueError:
        return url.strip()
    query = sorted((k, v) for k, v in parse_qsl(parts.query) if not k.lower().startswith(_TRACKING))
    path = unquote(parts.path).rstrip("/")
    return f"{_host(url)}{path}" + (f"?{urlencode(query)}" if query else "")


def _host(url: str) -> str:
    try:
        host = urlsplit(url.strip() if "//" in url else f"https://{url.strip()}").hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def _is_of(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _quoted(value: Any) -> str:
    """A TOML basic string: JSON's escapes are TOML's."""
    return json.dumps(value, ensure_ascii=True)
