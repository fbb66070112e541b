"""Arbeitnow: pages of a rotating slice of other boards' adverts, so absence says nothing; texts are escaped HTML."""

from __future__ import annotations

import html
import re
from typing import Any

from crawler.fields.dates import from_epoch_s
from crawler.fields.employment import employment_type
from crawler.fields.payload import (
    Drift,
    as_object,
    https_url,
    optional_markup,
    optional_object,
    optional_text,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.text import html_to_text, one_line
from crawler.sources import Page, PageRequest
from warehouse.models import Board, Location, Posting

NAME = "arbeitnow"
HOST = "https://www.arbeitnow.com"
_TAG = re.compile(r"<[a-zA-Z/!]")
_TAG_COUNT = re.compile(r"\s\(\d+\)$")


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The first page."""
    return (_page(f"{base_url or HOST}/api/job-board-api", 1),)


def rows(payload: Any) -> list[Any]:
    """The objects under `data`."""
    return required_list(as_object(payload, "the answer"), "data")


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """The next page while the answer names one; its address is made here, not taken from the answer."""
    if not page.rows or not optional_object(page.payload, "links", Drift()).get("next"):
        return ()
    address, _, number = page.request.url.partition("?page=")
    return (_page(address, int(number) + 1),)


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One advert. Companies come in lower case, tags with the count of their postings."""
    row = as_object(row, "the row")
    body = optional_markup(row, "description", drift)
    if body is not None and not _TAG.search(body):
        body = html.unescape(body)
    place, company = optional_text(row, "location", drift), optional_text(row, "company_name", drift)
    kind = _first_text(row.get("job_types"))
    created = from_epoch_s(row.get("created_at"))
    if created is None:
        drift["created_at_unparsed"] += 1
    is_remote = row.get("remote") is True
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=required_id(row, "slug"),
        title=required_text(row, "title"),
        description_text=html_to_text(body),
        url=https_url(row, "url", drift),
        company=company,
        company_basis="stated" if company else None,
        description_html=body,
        team=_TAG_COUNT.sub("", _first_text(row.get("tags")) or "") or None,
        locations=(Location(place),) if place else (),
        workplace="remote" if is_remote else None,
        workplace_basis="stated" if is_remote else None,
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        posted_at=created,
        posted_basis="created" if created else None,
    )


def _page(address: str, number: int) -> PageRequest:
    return PageRequest(f"{address}?page={number}")


def _first_text(values: Any) -> str | None:
    found = [v for v in values if isinstance(v, str) and v.strip()] if isinstance(values, list) else []
    return one_line(found[0]) if found else None
