"""The employers whose boards are crawled: those that ship, with what a person added or removed over them."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from crawler.boards.shipped import moves, shipped_boards
from crawler.fields.text import one_line, slug_of
from crawler.sources import load_source, source_names
from warehouse.files import write_whole
from warehouse.models import BadInputError, Board, SchemaDrift, read_toml

_URLS = Path(__file__).parent / "board_urls.toml"
OVERLAY = Path("config") / "boards.toml"
"""Under the data folder. `[[board]]` adds or corrects, `[[removed]]` takes away."""
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}\Z")
_PAGE = re.compile(r"(?!\d+\.\d+\.\d+\.\d+[/?#]|\d+\.\d+\.\d+\.\d+\Z)[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#][^\s<>\"]*)?\Z")
"""Host and path without scheme, user name or port."""
_LONGEST_PAGE_SLUG = 60
_FIELDS = {"source", "slug", "employer", "region", "seen_in", "url"}


def load_boards(data: Path | None = None) -> tuple[Board, ...]:
    """The shipped boards with the overlay of `data`, sorted by source and slug. Raises BadInputError."""
    boards = {(b.source, b.slug): b for b in shipped_boards()}
    overlay = data / OVERLAY if data else None
    if overlay and overlay.exists():
        tables = read_toml(overlay)
        for board in _boards(overlay, tables, "board"):
            boards[board.source, board.slug] = _over(boards.get((board.source, board.slug)), board)
        for removed in _boards(overlay, tables, "removed"):
            boards.pop((removed.source, removed.slug), None)
    return tuple(boards[key] for key in sorted(boards))


def read_boards(path: Path) -> tuple[Board, ...]:
    """The `[[board]]` tables of one file. Raises BadInputError."""
    return tuple(_boards(path, read_toml(path), "board"))


def _over(known: Board | None, given: Board) -> Board:
    """A person's entry with what is known of the board besides."""
    if known is None:
        return given
    return dataclasses.replace(given, ml_titles=known.ml_titles, tags=known.tags, checked=known.checked)


def as_listed(board: Board, data: Path | None = None) -> Board:
    """A board that an address names, with the employer and the spelling under which it is known already, if it is."""
    known = [b for b in (*load_boards(data), *shipped_boards()) if b.source == board.source]
    same = [b for b in known if b.slug == board.slug] or [
        b for b in known if b.slug.casefold() == board.slug.casefold()
    ]
    if not same:
        moved = moves().get((board.source, board.slug.casefold()))
        return dataclasses.replace(board, employer=moved[0].employer) if moved else board
    return dataclasses.replace(
        board, slug=same[0].slug, employer=same[0].employer, region=board.region or same[0].region
    )


def add_board(data: Path, board: Board) -> None:
    """Write `board` into the overlay, in place of an entry of the same source and slug. Raises BadInputError."""
    _checked(board, "the board")
    added, removed = _overlay(data)
    _write(data, [*_without(added, board), board], _without(removed, board))


def remove_board(data: Path, source: str, slug: str) -> None:
    """Take a board away by the overlay. Raises BadInputError where there is no such board."""
    found = [b for b in load_boards(data) if (b.source, b.slug) == (source, slug)]
    if not found:
        raise BadInputError(f"There is no board {slug!r} on {source}: `boards list` shows what there is.")
    added, removed = _overlay(data)
    _write(data, _without(added, found[0]), [*_without(removed, found[0]), found[0]])


def board_from_url(url: str, employer: str | None = None) -> Board:
    """The board that a careers page's address names. Without `employer` its slug stands in. Raises BadInputError."""
    address = _bare(url)
    for entry in _address_patterns()["refused"]:
        if re.match(entry["url"], address):
            raise BadInputError(f"{entry['name']} forbids collecting its adverts: look for the employer's own board.")
    if (known := board_of_system(url, employer)) is not None:
        return known
    if not _PAGE.match(address):
        raise BadInputError(f"{url!r} is no public web page: copy the address of the employer's list of jobs.")
    return page_board("jsonld", url, employer)


def board_of_system(url: str, employer: str | None = None) -> Board | None:
    """As `board_from_url`, only for the hiring systems that are built; None for any other address."""
    address = _bare(url)
    for entry in _address_patterns()["pattern"]:
        if match := re.match(entry["url"], address):
            slug = _slug_in(match, entry.get("slug", "{slug}"))
            if not slug:
                raise BadInputError(f"{url} names no board: copy the address of the employer's list of jobs.")
            return _checked(Board(entry["source"], slug, one_line(employer or slug), entry.get("region"), url), url)
    return None


def page_board(source: str, url: str, employer: str | None = None) -> Board:
    """The board of a web page of its own, for a source that reads such pages. Raises BadInputError."""
    address = _bare(url)
    slug = _page_slug(address)
    return _checked(Board(source, slug, one_line(employer or slug), None, url, f"https://{address}"), url)


def _bare(url: str) -> str:
    """An address without its scheme, the host in lower case."""
    host, slash, rest = re.sub(r"^\w+://", "", url.strip()).partition("/")
    return host.lower() + slash + rest


@functools.cache
def _address_patterns() -> Mapping[str, Any]:
    with _URLS.open("rb") as file:
        return tomllib.load(file)


def _slug_in(match: re.Match[str], template: str) -> str | None:
    """The board's key put together from an address; None where a part of it is missing."""
    parts = {name: unquote(value) for name, value in match.groupdict().items() if value}
    return template.format(**parts) if len(parts) == match.re.groups else None


def _page_slug(address: str) -> str:
    """A key for a page of its own: its address in short, with a hash where that is cut."""
    address = address.partition("#")[0].rstrip("/")
    slug = slug_of(address)
    return slug if len(slug) < _LONGEST_PAGE_SLUG else f"{slug[:50]}-{hashlib.sha256(address.encode()).hexdigest()[:8]}"


def _listed() -> str:
    return ", ".join(source_names())


def _overlay(data: Path) -> tuple[list[Board], list[Board]]:
    path = data / OVERLAY
    tables = read_toml(path) if path.exists() else {}
    return list(_boards(path, tables, "board")), list(_boards(path, tables, "removed"))


def _boards(path: Path, tables: dict[str, Any], name: str) -> Iterable[Board]:
    entries = tables.get(name, [])
    if not isinstance(entries, list):
        raise BadInputError(f"{path}: `{name}` is not a list of tables; write [[{name}]].")
    for number, entry in enumerate(entries, start=1):
        where = f"{path}, [[{name}]] number {number}"
        if not isinstance(entry, dict) or not all(isinstance(v, str) for v in entry.values()):
            raise BadInputError(f"{where}: every value is a text in quotes.")
        if unknown := sorted(set(entry) - _FIELDS):
            raise BadInputError(f"{where}: there is no field {unknown[0]!r}; there are {', '.join(sorted(_FIELDS))}.")
        if missing := sorted({"source", "slug", "employer"} - set(entry)):
            raise BadInputError(f"{where}: `{missing[0]}` is missing.")
        yield _checked(Board(**entry), where)


def _checked(board: Board, where: str) -> Board:
    if board.source not in source_names():
        raise BadInputError(f"{where}: the source {board.source!r} is not built; built are {_listed()}.")
    if not _SLUG.match(board.slug):
        raise BadInputError(f"{where}: {board.slug!r} is no board's key: use letters, digits, blanks, '.', '_', '-'.")
    if board.region not in (None, "eu"):
        raise BadInputError(f'{where}: the region {board.region!r} is unknown; leave it out or write "eu".')
    if not board.employer:
        raise BadInputError(f"{where}: the employer's name is empty.")
    if board.url and not _PAGE.match(board.url.removeprefix("https://")):
        raise BadInputError(f"{where}: the url {board.url!r} is no public https page.")
    try:
        load_source(board.source).requests_for(board)
    except SchemaDrift as fault:
        raise BadInputError(f"{where}: {fault}; `boards add` with the page's address writes it right.") from None
    return board


def _without(boards: Iterable[Board], board: Board) -> list[Board]:
    return [b for b in boards if (b.source, b.slug) != (board.source, board.slug)]


def _write(data: Path, added: Iterable[Board], removed: Iterable[Board]) -> None:
    path = data / OVERLAY
    path.parent.mkdir(parents=True, exist_ok=True)
    blocks = ["# Your own boards: [[board]] adds or corrects one, [[removed]] takes a shipped one away.\n"]
    blocks += [_block(name, board) for name, boards in (("board", added), ("removed", removed)) for board in boards]
    write_whole(path, "\n".join(blocks).encode())


def _block(name: str, board: Board) -> str:
    values = {
        "source": board.source,
        "slug": board.slug,
        "employer": board.employer,
        "region": board.region,
        "seen_in": board.seen_in,
        "url": board.url,
    }
    return f"[[{name}]]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in values.items() if value)


def _quoted(value: str) -> str:
    """A TOML basic string."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
