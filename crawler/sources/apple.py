"""Apple's own careers search: POSTed pages of twenty, a row for each position and place, a request for each text.

A board is one question (`machine learning`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from crawler.fields.advert import advert_of, markup_of
from crawler.fields.payload import (
    Drift,
    as_object,
    optional_markup,
    optional_object,
    optional_objects,
    optional_text,
    optional_time,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.places import distinct, location_of
from crawler.sources import Page, PageRequest, announced, is_gone
from warehouse.models import Board, Location, Posting

NAME = "apple"
HOST = "https://jobs.apple.com"
is_withdrawn = is_gone
_TEXTS = (
    (None, "jobSummary"), ("Description", "description"), ("Responsibilities", "responsibilities"),
    ("Minimum qualifications", "minimumQualifications"), ("Preferred qualifications", "preferredQualifications"),
)  # fmt: skip
_KEPT = frozenset(key for _, key in _TEXTS)


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The first page, the newest first."""
    return (_page(f"{base_url or HOST}/api/v1/search", board, 1),)


def rows(payload: Any) -> list[Any]:
    """The objects under `searchResults`."""
    return required_list(_res(payload), "searchResults")


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """The next page, until there are as many rows as the first announced."""
    total = announced(page, _res(page.payload).get("totalRecords"))
    if total is None or page.request.body is None:
        return ()
    return (replace(_page(page.request.url, board, page.request.body["page"] + 1), total=total),)


def detail_for(row: Any, page: PageRequest, board: Board) -> PageRequest | None:
    """The position's own object; a position in several places is asked for once."""
    position = row.get("positionId") if isinstance(row, dict) else None
    if not isinstance(position, str) or not position:
        return None
    return PageRequest(f"{page.url.removesuffix('search')}jobDetails/{quote(position, safe='')}?locale=en-us")


def with_detail(row: Any, payload: Any) -> Any:
    """The row with its texts."""
    return {**row, **{key: value for key, value in _res(payload).items() if key in _KEPT and value is not None}}


def merged(rows: list[Any]) -> list[Any]:
    """Each position once, with the places of all its rows."""
    kept: dict[Any, Any] = {}
    for number, row in enumerate(rows):
        key = str(row.get("positionId") or number) if isinstance(row, dict) else number
        kept[key] = _joined(kept[key], row) if key in kept else row
    return list(kept.values())


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    stated = [row.get("locations") for row in (one, other)]
    return {**one, **other, "locations": [place for places in stated if isinstance(places, list) for place in places]}


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One position, as its texts stand in plain lines."""
    row = as_object(row, "the row")
    position = required_id(row, "positionId")
    parts = ((heading, optional_markup(row, key, drift)) for heading, key in _TEXTS)
    advert = advert_of((heading, markup_of(text)) for heading, text in parts if text)
    is_remote = row.get("homeOffice") is True
    posted = optional_time(row, "postDateInGMT", drift)
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=position,
        title=required_text(row, "postingTitle"),
        description_text=advert.text,
        url=f"{HOST}/en-us/details/{quote(position, safe='')}",
        company=board.employer,
        company_basis="registry",
        description_html=advert.html,
        sections=advert.sections,
        team=optional_text(optional_object(row, "team", drift), "teamName", drift),
        locations=distinct(_place(place, drift) for place in optional_objects(row, "locations", drift)),
        workplace="remote" if is_remote else None,
        workplace_basis="stated" if is_remote else None,
        posted_at=posted,
        posted_basis="published" if posted else None,
    )


def _page(url: str, board: Board, number: int) -> PageRequest:
    """Without `filters` the host answers 436, without `format` with nothing."""
    form = {"longDate": "MMMM D, YYYY", "mediumDate": "MMM D, YYYY"}
    body = {"query": board.slug, "filters": {}, "page": number, "locale": "en-us", "sort": "newest", "format": form}
    return PageRequest(url, {"Accept": "application/json"}, body)


def _res(payload: Any) -> Mapping[str, Any]:
    return as_object(as_object(payload, "the answer").get("res"), "`res`")


def _place(place: Mapping[str, Any], drift: Drift) -> Location | None:
    city, region = optional_text(place, "city", drift), optional_text(place, "stateProvince", drift)
    country = optional_text(place, "countryName", drift)
    name = optional_text(place, "name", drift)
    return location_of(city, region, country, None if city else name)
