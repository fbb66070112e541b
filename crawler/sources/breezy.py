"""Breezy careers pages: one list, with texts where it is asked `verbose`; without, each posting's page has its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from crawler.fields.employment import employment_type
from crawler.fields.json_ld import objects_of_type
from crawler.fields.markup import html_root
from crawler.fields.payload import (
    BadPayload,
    Drift,
    as_object,
    clean,
    decode_json,
    https_url,
    optional_markup,
    optional_object,
    optional_objects,
    optional_text,
    optional_time,
    required_id,
    required_text,
)
from crawler.fields.places import distinct, location_of, workplace_in
from crawler.fields.text import html_to_text
from crawler.sources import PageRequest, is_gone
from warehouse.models import Board, Location, Posting, SchemaDrift, Workplace

NAME = "breezy"
HOST = "https://{tenant}.breezy.hr"
is_withdrawn = is_gone


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The list with its texts."""
    return (PageRequest(f"{base_url or HOST.format(tenant=quote(board.slug, safe=''))}/json?verbose=true"),)


def decode(body: bytes) -> tuple[Any, Drift]:
    """The list as it is; a posting's page as {"advert": its JobPosting}."""
    if not body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return decode_json(body)
    root, drift = html_root(body)
    found = objects_of_type(root, "JobPosting", drift)
    return {"advert": clean(found[0], drift) if found else None}, drift


def rows(payload: Any) -> list[Any]:
    """The list that the answer is; a page of HTML is what an unknown board leads to."""
    if isinstance(payload, dict) and "advert" in payload:
        raise BadPayload("html", "the answer is a page of markup where the list was asked for")
    if not isinstance(payload, list):
        raise SchemaDrift("the answer is no list")
    return payload


def detail_for(row: Any, page: PageRequest, board: Board) -> PageRequest | None:
    """The posting's page on the board's own host, where the list left its text out."""
    if not isinstance(row, dict) or optional_markup(row, "description", Drift()):
        return None
    path = urlsplit(https_url(row, "url", Drift()) or "").path
    if not path.startswith("/p/"):
        return None
    return PageRequest(page.url.partition("/json?")[0] + quote(path, safe="/%"), {"Accept": "text/html"})


def with_detail(row: Any, payload: Any) -> Any:
    """The row with its page's text."""
    advert = as_object(as_object(payload, "the page").get("advert"), "the page's JobPosting")
    return {**row, "description": advert.get("description")}


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One position."""
    row = as_object(row, "the row")
    job_id = required_id(row, "id")
    body = optional_markup(row, "description", drift)
    kind = optional_text(optional_object(row, "type", drift), "name", drift)
    company = optional_text(optional_object(row, "company", drift), "name", drift)
    first = optional_object(row, "location", drift)
    workplace = _workplace(first, drift)
    published = optional_time(row, "published_date", drift)
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=job_id,
        title=required_text(row, "name"),
        description_text=html_to_text(body),
        url=https_url(row, "url", drift)
        or f"{HOST.format(tenant=quote(board.slug, safe=''))}/p/{quote(job_id, safe='')}",
        company=company or board.employer,
        company_basis="stated" if company else "registry",
        description_html=body,
        department=optional_text(row, "department", drift),
        locations=distinct(_place(p, drift) for p in (first, *optional_objects(row, "locations", drift))),
        workplace=workplace,
        workplace_basis="stated" if workplace else None,
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        posted_at=published,
        posted_basis="published" if published else None,
    )


def _workplace(place: Mapping[str, Any], drift: Drift) -> Workplace | None:
    """What `remote_details` names, else the flag; that it is false does not say that work is on site."""
    details = optional_object(place, "remote_details", drift)
    told = workplace_in([optional_text(details, key, drift) or "" for key in ("value", "label")])
    return told or ("remote" if place.get("is_remote") is True else None)


def _place(place: Mapping[str, Any], drift: Drift) -> Location | None:
    country, state = (optional_text(optional_object(place, key, drift), "name", drift) for key in ("country", "state"))
    return location_of(optional_text(place, "city", drift), state, country, optional_text(place, "name", drift))
