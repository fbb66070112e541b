"""Remote OK: one GET for its 100 newest adverts. Zero pay is unknown; each text ends in a tag made for its reader."""

from __future__ import annotations

import re
from typing import Any

from crawler.pay import PayRange, pay_range
from crawler.payload import (
    Drift,
    as_object,
    https_url,
    optional_markup,
    optional_text,
    optional_time,
    required_id,
    required_text,
)
from crawler.sources import PageRequest
from crawler.text import html_to_text
from warehouse.models import Board, Location, Posting, SchemaDrift

NAME = "remoteok"
HOST = "https://remoteok.com"
_READERS_TAG = re.compile(r"(?:\s|<br\s*/?>)*Please mention the word\b.*", re.IGNORECASE | re.DOTALL)
"""It holds the reader's own address in base64: nothing from here on is kept."""
_MANGLED = re.compile("[ÃÂâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œž]")


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """One request; the interface has no pages, and its parameters do nothing."""
    return (PageRequest(f"{base_url or HOST}/api"),)


def rows(payload: Any) -> list[Any]:
    """The adverts after the legal notice that comes first, mended and without the reader's tag."""
    if not isinstance(payload, list):
        raise SchemaDrift("the answer is not a list")
    return [_mended(row) for row in payload if not (isinstance(row, dict) and "legal" in row)]


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


def _mended(row: Any) -> Any:
    if not isinstance(row, dict):
        return row
    texts = {key: _unmangled(value) if isinstance(value, str) else value for key, value in row.items()}
    if isinstance(texts.get("description"), str):
        texts["description"] = _READERS_TAG.sub("", texts["description"])
    return texts


def _unmangled(text: str) -> str:
    """UTF-8 that somebody once took for Latin-1 or Windows-1252, as it was meant; anything else as it is."""
    if not _MANGLED.search(text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _pay(row: Any, drift: Drift) -> PayRange | None:
    return pay_range(row.get("salary_min"), row.get("salary_max"), "USD", drift, period="year")
