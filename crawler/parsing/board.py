"""A source's payload to postings, rejects and drift counters; and what the outcome of the board is. Pure."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.fields.payload import Drift
from crawler.fields.scrub import scrub
from crawler.sources import Source, SourceFacts
from warehouse.models import Board, Outcome, Posting, Reject, SchemaDrift, TextSection

MAX_TEXT = 200_000
"""Characters. The longest real postings have about 30,000; beyond this a row is not a posting."""
_EXCERPT = 200
_LEGAL_FORMS = frozenset({
    "inc", "incorporated", "llc", "ltd", "limited", "gmbh", "ag", "se", "sa", "sas", "bv", "nv", "plc", "corp",
    "corporation", "co", "company", "the",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A posting beside the source's own object it was read from."""

    number: int
    """Its place in the payload, from 1."""
    posting: Posting
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything read from one board's payload."""

    rows: tuple[ParsedRow, ...]
    rejects: tuple[Reject, ...]
    drift: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """A board's outcome with the rows that may be kept under it."""

    outcome: Outcome
    reason: str | None
    detail: str | None
    rows: tuple[ParsedRow, ...]
    rejects: tuple[Reject, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """What the ledger knows of a board's earlier runs."""

    postings: int
    """Of its last complete run."""
    was_doubted: bool
    """Its latest run was `partial` for its count alone (reason `drop` or `empty`)."""


def parse(source: Source, payload: Any, board: Board, drift: Drift | None = None) -> Parsed:
    """All rows of a payload that `payload.decode_json` cleaned. Raises SchemaDrift where it is not the source's."""
    return parse_rows(source, source.rows(payload), board, drift)


def parse_rows(source: Source, raws: Iterable[Any], board: Board, drift: Drift | None = None) -> Parsed:
    """The source's own objects, of one payload or of many, as postings and rejects; a repeated id counts once."""
    drift = Counter(drift or {})
    rows: list[ParsedRow] = []
    rejects: list[Reject] = []
    seen: set[str] = set()
    for number, raw in enumerate(raws, start=1):
        try:
            posting = read_row(source, raw, board, drift)
        except SchemaDrift as fault:
            rejects.append(reject(board, number, str(fault), raw))
            continue
        if posting is None:
            continue
        if posting.source_job_id in seen:
            drift["id_repeated"] += 1
            continue
        seen.add(posting.source_job_id)
        rows.append(ParsedRow(number, posting, raw))
    return Parsed(tuple(rows), tuple(rejects), dict(drift))


def read_row(source: Source, raw: Any, board: Board, drift: Drift) -> Posting | None:
    """One cleaned source object as a Posting, contact details that markup had hidden scrubbed too; a landed `raw` reads
    the same way again. None where it is no open advert; without a text it is truncated. Raises SchemaDrift.
    """
    posting = source.posting(raw, board, drift)
    if posting is None:
        return None
    if len(posting.description_text) > MAX_TEXT:
        raise SchemaDrift(f"the text has more than {MAX_TEXT:,} characters")
    text = scrub(posting.description_text)
    if not text:
        drift["body_missing"] += 1
    elif text == posting.description_text and not posting.sections:
        return posting
    return dataclasses.replace(
        posting,
        description_text=text,
        sections=tuple(TextSection(s.heading, scrub(s.text)) for s in posting.sections),
        is_truncated=posting.is_truncated or not text,
    )


def reject(board: Board, row: int, reason: str, raw: Any) -> Reject:
    """A rejected row with the first characters of it, scrubbed."""
    shown = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, default=str)
    return Reject(board.source, board.slug, row, reason, scrub(shown[: _EXCERPT * 2])[:_EXCERPT])


def judge(
    parsed: Parsed,
    board: Board,
    facts: SourceFacts,
    before: Before | None,
    known_ids: Callable[[], Collection[str]] = frozenset,
) -> Judged:
    """The board's outcome. Doubt is `partial` (nothing closes on it); another company's board is `failed`, unless its
    postings are those that were `known_ids` here before: then its employer has another name now.
    """
    rows, rejects = parsed.rows, parsed.rejects
    renamed = None
    if facts.kind == "ats" and (stranger := _other_company(rows, board)):
        renamed = f"The employer {board.employer!r} calls itself {stranger!r} now."
        if not _continues(rows, known_ids()):
            return _wrong_company(stranger, board, rejects)
    bodyless = [r for r in rows if not r.posting.description_text]
    if rows and len(bodyless) > facts.max_bodyless_share * len(rows):
        detail = f"Postings that came without their text: {len(bodyless)} of {len(rows)}; they were left out."
        gone = tuple(
            reject(board, r.number, f"posting {r.posting.source_job_id} has no text", r.posting.title) for r in bodyless
        )
        kept = tuple(r for r in rows if r.posting.description_text)
        return Judged("partial", "bodies_missing", detail, kept, rejects + gone)
    if rejects:
        detail = f"Rows not readable: {len(rejects)} of {len(rows) + len(rejects)}; the first: {rejects[0].reason}."
        return Judged("partial", "drift", detail, rows, rejects)
    if doubt := _few(len(rows), facts, before):
        return Judged("partial", *doubt, rows, rejects)
    if not rows:
        return Judged("complete", "empty", "The board is live and lists no postings.", rows, rejects)
    return Judged("complete", None, renamed, rows, rejects)


def _continues(rows: Sequence[ParsedRow], known: Collection[str]) -> bool:
    """Whether half of the postings, of now or of then, are the same ones."""
    ids = {row.posting.source_job_id for row in rows}
    return bool(known) and 2 * len(ids.intersection(known)) >= min(len(ids), len(known))


def _wrong_company(stranger: str, board: Board, rejects: tuple[Reject, ...]) -> Judged:
    detail = (
        f"The board {board.slug!r} calls itself {stranger!r}, not {board.employer!r}: "
        "`skillgap boards add` with --employer corrects the name, `boards remove` leaves the board out."
    )
    return Judged("failed", "wrong_company", detail, (), rejects)


def _few(count: int, facts: SourceFacts, before: Before | None) -> tuple[str, str] | None:
    """(reason, detail) where so few postings are not believed yet."""
    if before and not before.was_doubted and _is_doubtful(count, before.postings, facts):
        detail = f"Postings now {count}, in the last complete run {before.postings}: believed if the next run agrees."
        return ("drop" if count else "empty"), detail
    if before and count == 0 and facts.doubts_empty_from is not None and before.postings >= facts.doubts_empty_from:
        detail = f"An empty list after {before.postings} postings: {facts.name} shows the same where it shares no list."
        return "empty", detail
    if count < facts.min_postings:
        return "too_few", f"Postings now {count}, fewer than {facts.name} ever lists ({facts.min_postings})."
    return None


def _is_doubtful(now: int, then: int, facts: SourceFacts) -> bool:
    fall = then - now
    return (now == 0 and then > 0) or (fall > facts.max_drop and fall > facts.max_drop_share * then)


def _other_company(rows: Sequence[ParsedRow], board: Board) -> str | None:
    """The name most rows state, if it is not the registry's. A board without a name (employer = slug) claims none."""
    stated = Counter(r.posting.company for r in rows if r.posting.company and r.posting.company_basis == "stated")
    if not stated or board.employer == board.slug:
        return None
    name: str = stated.most_common(1)[0][0]
    return None if is_same_company(name, board.employer) or is_same_company(name, board.slug) else name


def is_same_company(one: str, other: str) -> bool:
    """Whether two names are one employer's: equal or one begins the other, but for legal forms and case."""
    a, b = _name_parts(one), _name_parts(other)
    if not a or not b:
        return False
    shorter, longer = sorted((a, b), key=len)
    return "".join(a) == "".join(b) or longer[: len(shorter)] == shorter


def company_key(name: str) -> str:
    """An employer's name but for legal forms, case and punctuation: equal keys are one employer."""
    return " ".join(_name_parts(name))


def _name_parts(name: str) -> list[str]:
    parts = re.findall(r"\w+", name.casefold())
    return [p for p in parts if p not in _LEGAL_FORMS] or parts
