"""A person's own list of employers beside the boards: whom no board reaches, on which system they are, and why."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.boards.listed import board_from_url
from crawler.fields.text import one_line
from crawler.parsing.board import company_key
from crawler.sources import source_names
from warehouse.models import BadInputError, Board, read_given

_NAMES = ("employer", "company", "name")
_MOST_BYTES = 20_000_000
"""No list of employers is longer."""
_ADDRESSES = ("url", "careers_url", "board_url")


@dataclass(frozen=True, slots=True)
class Unreached:
    """An employer of the list that no board of a source that is on reaches."""

    employer: str
    system: str | None
    """A source's name, or what the list calls the system; None: not known."""
    why: str


def read_targets(path: Path) -> list[Mapping[str, str]]:
    """Rows of a CSV with a column `employer` (`company`, `name`); `source` and `url` help. Raises BadInputError."""
    content = read_given(path, _MOST_BYTES)
    if len(content) > _MOST_BYTES:
        raise BadInputError(f"{path} has more than {_MOST_BYTES:,} bytes: name a list of employers.")
    try:
        with io.StringIO(content.decode("utf-8-sig"), newline="") as file:
            rows = [{str(k).strip().lower(): v or "" for k, v in row.items() if k} for row in csv.DictReader(file)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInputError(f"{path} cannot be read as CSV ({error}): check the path.") from None
    named: list[Mapping[str, str]] = [row for row in rows if _first(row, _NAMES)]
    if not named:
        raise BadInputError(f"{path} names no employer: its first line needs a column `employer`.")
    return named


def unreached(
    targets: Iterable[Mapping[str, str]], boards: Iterable[Board], enabled: Collection[str]
) -> tuple[int, list[Unreached]]:
    """How many employers the list names, and those that are not reached, in its order; each employer once."""
    listed: dict[str, list[Board]] = {}
    for board in boards:
        listed.setdefault(company_key(board.employer), []).append(board)
    grouped: dict[str, list[Mapping[str, str]]] = {}
    for row in targets:
        grouped.setdefault(company_key(_first(row, _NAMES)), []).append(row)
    found: list[Unreached] = []
    for key, rows in grouped.items():
        known = listed.get(key, [])
        if not any(board.source in enabled for board in known):
            found.append(_reason(rows, known))
    return len(grouped), found


def _reason(rows: Iterable[Mapping[str, str]], known: Iterable[Board]) -> Unreached:
    """Why: its source is off, its board is not listed, its system has no reader, or nothing is known of it."""
    given = list(rows)
    employer = _first(given[0], _NAMES)
    for board in known:
        return Unreached(employer, board.source, f"its source is off: `skillgap sources enable {board.source}`")
    for row in given:
        if system := one_line(row.get("source", "")).lower():
            built = system in source_names()
            why = "its board is not listed: `skillgap boards add`" if built else "no reader is built for this system"
            return Unreached(employer, system, why)
        if address := _first(row, _ADDRESSES):
            try:
                board = board_from_url(address, employer)
            except BadInputError as error:
                return Unreached(employer, None, str(error))
            return Unreached(employer, board.source, f"its board is not listed: `skillgap boards add {address}`")
    return Unreached(employer, None, "no board of it is known: `skillgap boards add` with its careers page")


def _first(row: Mapping[str, str], names: Iterable[str]) -> str:
    return next((text for name in names if (text := one_line(row.get(name, "")))), "")
