"""The Muse: unsorted pages of 20 in one category, which is the board; at most 100 pages a question, counted from 0."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from crawler.fields.payload import (
    Drift,
    as_object,
    https_url,
    optional_markup,
    optional_object,
    optional_objects,
    optional_text,
    optional_time,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.places import distinct
from crawler.fields.text import html_to_text
from crawler.sources import Page, PageRequest
from warehouse.models import Board, Location, Posting, SchemaDrift

NAME = "themuse"
HOST = "https://www.themuse.com"
LAST_PAGE = 99
"""The next one is answered with 400."""
_REMOTE = "flexible / remote"


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The first page of the category. No location is asked for: an unknown one silently gives the remote adverts."""
    return (_page(f"{base_url or HOST}/api/public/jobs?category={quote(board.slug, safe='')}", 0),)


def rows(payload: Any) -> list[Any]:
    """The objects under `results`."""
    return required_list(as_object(payload, "the answer"), "results")


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """The next page while there is one and it may be asked."""
    count = page.payload.get("page_count")
    if isinstance(count, bool) or not isinstance(count, int):
        raise SchemaDrift("`page_count` is not a number")
    address, _, number = page.request.url.rpartition("&page=")
    following = int(number) + 1
    return (_page(address, following),) if page.rows and following < min(count, LAST_PAGE + 1) else ()


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One advert; one of its "places" is the word for remote work."""
    row = as_object(row, "the row")
    body = optional_markup(row, "contents", drift)
    names = [optional_text(place, "name", drift) for place in optional_objects(row, "locations", drift)]
    is_remote = any(name and name.lower() == _REMOTE for name in names)
    company = optional_text(optional_object(row, "company", drift), "name", drift)
    published = optional_time(row, "publication_date", drift)
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=required_id(row, "id"),
        title=required_text(row, "name"),
        description_text=html_to_text(body),
        url=https_url(optional_object(row, "refs", drift), "landing_page", drift),
        company=company,
        company_basis="stated" if company else None,
        description_html=body,
        locations=distinct(Location(name) for name in names if name and name.lower() != _REMOTE),
        workplace="remote" if is_remote else None,
        workplace_basis="stated" if is_remote else None,
        posted_at=published,
        posted_basis="published" if published else None,
    )


def _page(address: str, number: int) -> PageRequest:
    return PageRequest(f"{address}&page={number}")
