"""Pinpoint careers sites: one GET for a whole board, texts in four parts, pay behind a flag, no date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from crawler.fields.advert import advert_of
from crawler.fields.employment import employment_type
from crawler.fields.pay import PayRange, interval_pay
from crawler.fields.payload import (
    Drift,
    as_object,
    https_url,
    optional_markup,
    optional_number,
    optional_object,
    optional_text,
    optional_time,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.places import distinct, location_of, stated_workplace
from crawler.sources import PageRequest
from warehouse.models import Board, Posting, Workplace

NAME = "pinpoint"
HOST = "https://{tenant}.pinpointhq.com"
_PARTS = ("description", "key_responsibilities", "skills_knowledge_expertise", "benefits")
"""Each has its heading in a key of its own, with `_header`."""
_WORKPLACES: dict[str, Workplace] = {"remote": "remote", "hybrid": "hybrid", "onsite": "onsite", "on_site": "onsite"}


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """One request for the whole board."""
    return (PageRequest(f"{base_url or HOST.format(tenant=quote(board.slug, safe=''))}/postings.json"),)


def rows(payload: Any) -> list[Any]:
    """The objects under `data`."""
    return required_list(as_object(payload, "the answer"), "data")


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One posting. Nothing says when it was published."""
    row = as_object(row, "the row")
    job_id = required_id(row, "id")
    parts = ((optional_text(row, f"{key}_header", drift), optional_markup(row, key, drift)) for key in _PARTS)
    advert = advert_of((heading, text) for heading, text in parts if text)
    kind = optional_text(row, "employment_type", drift)
    workplace = stated_workplace(row, "workplace_type", _WORKPLACES, drift)
    job, place = optional_object(row, "job", drift), optional_object(row, "location", drift)
    city, region = optional_text(place, "city", drift), optional_text(place, "province", drift)
    pay = _pay(row, drift)
    public = f"{HOST.format(tenant=quote(board.slug, safe=''))}/en/postings/{quote(job_id, safe='')}"
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=job_id,
        title=required_text(row, "title"),
        description_text=advert.text,
        url=https_url(row, "url", drift) or public,
        company=board.employer,
        company_basis="registry",
        description_html=advert.html,
        sections=advert.sections,
        department=optional_text(optional_object(job, "department", drift), "name", drift),
        team=optional_text(optional_object(job, "division", drift), "name", drift),
        locations=distinct([location_of(city, region, raw=optional_text(place, "name", drift))]),
        workplace=workplace,
        workplace_basis="stated" if workplace else None,
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        salary_min=pay.low if pay else None,
        salary_max=pay.high if pay else None,
        salary_currency=pay.currency if pay else None,
        salary_period=pay.period if pay else None,
        salary_basis="stated" if pay else None,
        closes_at=optional_time(row, "deadline_at", drift),
        job_number=optional_number(job, "id"),
        requisition_number=optional_number(job, "requisition_id"),
    )


def _pay(row: Mapping[str, Any], drift: Drift) -> PayRange | None:
    """The range, where the employer shows it."""
    low, high = row.get("compensation_minimum"), row.get("compensation_maximum")
    if row.get("compensation_visible") is not True or (low is None and high is None):
        return None
    return interval_pay(low, high, row.get("compensation_currency"), row.get("compensation_frequency"), drift)
