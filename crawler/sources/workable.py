"""Workable's careers widget: one GET for a whole account; a posting stands in it once per location."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from crawler.fields.employment import employment_type
from crawler.fields.payload import (
    Drift,
    as_object,
    https_url,
    optional_markup,
    optional_number,
    optional_objects,
    optional_text,
    optional_time,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.places import distinct, location_of
from crawler.fields.text import html_to_text
from crawler.sources import PageRequest
from warehouse.models import Board, Location, Posting

NAME = "workable"
HOST = "https://apply.workable.com"


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """One request for the whole account. Without `details=true` the answer has no texts."""
    return (PageRequest(f"{base_url or HOST}/api/v1/widget/accounts/{quote(board.slug, safe='')}?details=true"),)


def rows(payload: Any) -> list[Any]:
    """One object a shortcode, with the locations of all its repetitions and the account's name."""
    payload = as_object(payload, "the answer")
    merged: dict[Any, Any] = {}
    for number, job in enumerate(required_list(payload, "jobs")):
        code = job.get("shortcode") if isinstance(job, dict) else None
        if not isinstance(code, str) or not code:
            merged[number] = job
        elif code in merged:
            merged[code]["repeated"].append(_place_fields(job))
        else:
            merged[code] = {**job, "account": payload.get("name"), "repeated": [_place_fields(job)]}
    return list(merged.values())


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One posting over all its locations."""
    row = as_object(row, "the row")
    body = optional_markup(row, "description", drift)
    kind = optional_text(row, "employment_type", drift)
    company = optional_text(row, "account", drift)
    published, created = optional_time(row, "published_on", drift), optional_time(row, "created_at", drift)
    is_remote = row.get("telecommuting") is True
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=required_id(row, "shortcode"),
        title=required_text(row, "title"),
        description_text=html_to_text(body),
        url=https_url(row, "url", drift),
        apply_url=https_url(row, "application_url", drift),
        company=company or board.employer,
        company_basis="stated" if company else "registry",
        description_html=body,
        department=optional_text(row, "department", drift),
        locations=distinct(p for one in optional_objects(row, "repeated", drift) for p in _places(one, drift)),
        workplace="remote" if is_remote else None,
        workplace_basis="stated" if is_remote else None,
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        posted_at=published or created,
        posted_basis="published" if published else "created" if created else None,
        requisition_number=optional_number(row, "code"),
    )


def _place_fields(job: Mapping[str, Any]) -> dict[str, Any]:
    return {key: job.get(key) for key in ("locations", "city", "state", "country")}


def _places(holder: Mapping[str, Any], drift: Drift) -> list[Location | None]:
    """`locations` but the hidden ones; the flat fields only where there is no such list (no key `location` exists)."""
    if holder.get("locations"):
        shown = [p for p in optional_objects(holder, "locations", drift) if p.get("hidden") is not True]
        return [_place(p, "region", optional_text(p, "countryCode", drift), drift) for p in shown]
    return [_place(holder, "state", None, drift)]


def _place(holder: Mapping[str, Any], region_key: str, code: str | None, drift: Drift) -> Location | None:
    city, region = optional_text(holder, "city", drift), optional_text(holder, region_key, drift)
    country = optional_text(holder, "country", drift)
    raw = ", ".join(part for part in (city, region, country or code) if part)
    return location_of(city, region, code or country, raw)
