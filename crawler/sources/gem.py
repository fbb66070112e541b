"""Gem's documented job board interface: one GET for a whole board, a bare list; an error may come with status 200."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from crawler.fields.advert import markup_of
from crawler.fields.employment import employment_type
from crawler.fields.payload import (
    Drift,
    as_object,
    https_url,
    optional_markup,
    optional_number,
    optional_object,
    optional_objects,
    optional_text,
    optional_time,
    required_id,
    required_text,
)
from crawler.fields.places import distinct, location_of, stated_workplace
from crawler.fields.text import html_to_text
from crawler.sources import PageRequest
from warehouse.models import Board, Location, Posting, SchemaDrift, Workplace

NAME = "gem"
HOST = "https://api.gem.com"
_WORKPLACES: dict[str, Workplace] = {"remote": "remote", "hybrid": "hybrid", "in_office": "onsite"}


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """One request for the whole board; a board's key is case-sensitive, and the path ends with a slash."""
    return (PageRequest(f"{base_url or HOST}/job_board/v0/{quote(board.slug, safe='')}/job_posts/"),)


def rows(payload: Any) -> list[Any]:
    """The list that the answer is; an object is an error, whatever its status."""
    if not isinstance(payload, list):
        told = " and tells of errors" if isinstance(payload, dict) and payload.get("errors") else ""
        raise SchemaDrift(f"the answer is no list{told}")
    return payload


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One post."""
    row = as_object(row, "the row")
    job_id = required_id(row, "id")
    body = optional_markup(row, "content", drift) or markup_of(optional_markup(row, "content_plain", drift)) or None
    kind = optional_text(row, "employment_type", drift)
    workplace = stated_workplace(row, "location_type", _WORKPLACES, drift)
    departments = [optional_text(d, "name", drift) for d in optional_objects(row, "departments", drift)]
    published = optional_time(row, "first_published_at", drift)
    public = f"https://jobs.gem.com/{quote(board.slug, safe='')}/{quote(job_id, safe='')}"
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=job_id,
        title=required_text(row, "title"),
        description_text=html_to_text(body),
        url=https_url(row, "absolute_url", drift) or public,
        company=board.employer,
        company_basis="registry",
        description_html=body,
        department=next((name for name in departments if name), None),
        locations=_places(row, drift),
        workplace=workplace,
        workplace_basis="stated" if workplace else None,
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        posted_at=published,
        posted_basis="first_published" if published else None,
        updated_at=optional_time(row, "updated_at", drift),
        job_number=optional_number(row, "internal_job_id"),
        requisition_number=optional_number(row, "requisition_id"),
    )


def _places(row: Mapping[str, Any], drift: Drift) -> tuple[Location, ...]:
    """The offices where they have places, else the one `location`."""
    offices = [optional_object(office, "location", drift) for office in optional_objects(row, "offices", drift)]
    places = distinct(location_of(raw=optional_text(place, "name", drift)) for place in offices)
    return places or distinct([location_of(raw=optional_text(optional_object(row, "location", drift), "name", drift))])
