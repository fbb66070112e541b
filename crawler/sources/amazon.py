"""Amazon's own careers search: pages of a hundred with whole texts; a board is one question (`machine learning`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from crawler.fields.advert import advert_of
from crawler.fields.employment import employment_type
from crawler.fields.payload import (
    Drift,
    as_object,
    optional_markup,
    optional_number,
    optional_text,
    optional_time,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.places import distinct, location_of
from crawler.sources import Doubt, Page, PageRequest, announced, number_in
from warehouse.models import Board, Location, Posting, SchemaDrift

NAME = "amazon"
HOST = "https://www.amazon.jobs"
LIMIT = 100
CEILING = 10_000
"""No question is answered with more; that many also mean that the question was not heard: all jobs are about 20,000."""
_TEXTS = (
    (None, "description"), ("Basic qualifications", "basic_qualifications"),
    ("Preferred qualifications", "preferred_qualifications"),
)  # fmt: skip


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The first page, the newest first. Filters would need brackets: without them they are ignored."""
    return (_page(f"{base_url or HOST}/en/search.json?base_query={quote(board.slug, safe='')}", 0),)


def rows(payload: Any) -> list[Any]:
    """The objects under `jobs`."""
    payload = as_object(payload, "the answer")
    if payload.get("error"):
        raise SchemaDrift("the answer tells of an error inside")
    return required_list(payload, "jobs")


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """The next page, until there are as many as the first announced."""
    stated = page.payload.get("hits")
    if page.request.total is None and isinstance(stated, int) and stated >= CEILING:
        raise Doubt("too_many", f"The question finds {stated} postings, and no more than {CEILING} are shown.")
    total = announced(page, stated)
    if total is None:
        return ()
    address = page.request.url.partition("&result_limit=")[0]
    return (replace(_page(address, number_in(page.request.url, "offset") + len(page.rows)), total=total),)


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One job. `company_name` is a legal entity, so the company is the registry's; `updated_time` is relative."""
    row = as_object(row, "the row")
    job_id = required_id(row, "id_icims")
    parts = ((heading, optional_markup(row, key, drift)) for heading, key in _TEXTS)
    advert = advert_of((heading, text) for heading, text in parts if text)
    kind = optional_text(row, "job_schedule_type", drift)
    posted = optional_time(row, "posted_date", drift)
    path = optional_text(row, "job_path", drift)
    is_path = path is not None and path.startswith("/") and not path.startswith("//")
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=job_id,
        title=required_text(row, "title"),
        description_text=advert.text,
        url=HOST + (quote(path, safe="/%-_.") if path and is_path else f"/en/jobs/{quote(job_id, safe='')}"),
        company=board.employer,
        company_basis="registry",
        description_html=advert.html,
        sections=advert.sections,
        department=optional_text(row, "business_category", drift),
        team=optional_text(row, "job_category", drift),
        locations=_places(row, drift),
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        posted_at=posted,
        posted_basis="published" if posted else None,
        requisition_number=optional_number(row, "id_icims"),
    )


def _page(address: str, offset: int) -> PageRequest:
    return PageRequest(f"{address}&result_limit={LIMIT}&offset={offset}&sort=recent")


def _places(row: Mapping[str, Any], drift: Drift) -> tuple[Location, ...]:
    """`locations`, each an object written as text; else the one that `normalized_location` names."""
    stated = row.get("locations")
    places = [_place(one, drift) for one in stated] if isinstance(stated, list) else []
    return distinct(places) or distinct([location_of(raw=optional_text(row, "normalized_location", drift))])


def _place(stated: Any, drift: Drift) -> Location | None:
    try:
        place = json.loads(stated) if isinstance(stated, str) and len(stated) < 5000 else stated
    except (ValueError, RecursionError):
        place = None
    if not isinstance(place, dict):
        drift["locations_type"] += 1
        return None
    city, region = optional_text(place, "city", drift), optional_text(place, "region", drift)
    country = optional_text(place, "countryIso2a", drift)
    return location_of(city, region, country, optional_text(place, "normalizedLocation", drift))
