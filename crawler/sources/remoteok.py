"""Remote OK: one GET for its 100 newest adverts. Zero pay is unknown; each text ends in a tag made for its reader."""

from __future__ import annotations

import json
import re
from typing import Any

from crawler.fields.pay import PayRange, pay_range
from crawler.fields.payload import (
    Drift,
    as_object,
    decode_json,
    https_url,
    optional_markup,
    optional_text,
    optional_time,
    required_id,
    required_text,
)
from crawler.fields.text import html_to_text
from crawler.sources import PageRequest
from warehouse.models import Board, Location, Posting, SchemaDrift

NAME = "remoteok"
HOST = "https://remoteok.com"
_READERS_TAG = re.compile(r"Please mention the word\b.*", re.IGNORECASE | re.DOTALL)
"""It holds the reader's own address in base64: nothing from here on is kept."""
_TRAIL = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MANGLED = re.compile(f"[\xc2-\xdf]{_TRAIL}|[\xe0-\xef]{_TRAIL}{{2}}|[\xf0-\xf4]{_TRAIL}{{3}}")
"""A letter's UTF-8 bytes, each taken for a letter of Latin-1 or Windows-1252."""
_ESCAPED = re.compile(r"(?<!\\)\\u00[c-f][0-9a-f](?:\\u[0-9a-f]{4}){1,3}", re.IGNORECASE)


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """One request; the interface has no pages, and its parameters do nothing."""
    return (PageRequest(f"{base_url or HOST}/api"),)


def decode(body: bytes) -> tuple[Any, Drift]:
    """The JSON, its texts as they were meant before somebody decoded them wrongly."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return decode_json(body)
    text = _ESCAPED.sub(lambda run: json.dumps(_MANGLED.sub(_meant, json.loads(f'"{run[0]}"')))[1:-1], text)
    return decode_json(_MANGLED.sub(_meant, text).encode("utf-8", "surrogatepass"))


def rows(payload: Any) -> list[Any]:
    """The adverts after the legal notice that comes first, without the reader's tag."""
    if not isinstance(payload, list):
        raise SchemaDrift("the answer is not a list")
    return [_without_tag(row) for row in payload if not (isinstance(row, dict) and "legal" in row)]


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One advert. `tags` are noise, `location` is often cut after a comma, pay has no currency (it is US dollars)."""
    row = as_object(row, "the row")
    body = optional_markup(row, "description", drift)
    place = (optional_text(row, "location", drift) or "").strip(" ,")
    pay = _pay(row, drift)
    published = optional_time(row, "date", drift)
    company = optional_text(row, "company", drift)
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=required_id(row, "id"),
        title=required_text(row, "position"),
        description_text=html_to_text(body),
        url=https_url(row, "url", drift),
        apply_url=https_url(row, "apply_url", drift),
        company=company,
        company_basis="stated" if company else None,
        description_html=body,
        locations=(Location(place),) if place else (),
        workplace="remote",
        workplace_basis="inferred",
        salary_min=pay.low if pay else None,
        salary_max=pay.high if pay else None,
        salary_currency=pay.currency if pay else None,
        salary_period=pay.period if pay else None,
        salary_basis="inferred" if pay else None,
        posted_at=published,
        posted_basis="published" if published else None,
    )


def _without_tag(row: Any) -> Any:
    body = row.get("description") if isinstance(row, dict) else None
    return {**row, "description": _READERS_TAG.sub("", body)} if isinstance(body, str) else row


def _meant(mangled: re.Match[str]) -> str:
    codes = b"".join(c.encode("latin-1") if c < "\u0100" else c.encode("cp1252") for c in mangled[0])
    try:
        return codes.decode("utf-8")
    except UnicodeDecodeError:
        return mangled[0]


def _pay(row: Any, drift: Drift) -> PayRange | None:
    return pay_range(row.get("salary_min"), row.get("salary_max"), "USD", drift, period="year")
