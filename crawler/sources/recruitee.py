"""Recruitee careers-site API: one GET for a whole tenant; what is asked for stands in `requirements`."""

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
    optional_objects,
    optional_text,
    optional_time,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.places import distinct, location_of
from crawler.sources import PageRequest
from warehouse.models import Board, Location, Posting, Workplace

NAME = "recruitee"
HOST = "https://{tenant}.recruitee.com"
_PERSONAL = frozenset({"mailbox_email"})
_WORKPLACES: tuple[tuple[str, Workplace], ...] = (("hybrid", "hybrid"), ("remote", "remote"), ("on_site", "onsite"))
"""Several flags may be true: the first that is, counts."""


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """One request for the whole tenant, on the tenant's own host."""
    return (PageRequest((base_url or HOST.format(tenant=quote(board.slug, safe=""))) + "/api/offers/"),)


def rows(payload: Any) -> list[Any]:
    """The objects under `offers`, without the recruiters' mailbox."""
    offers = required_list(as_object(payload, "the answer"), "offers")
    return [{k: v for k, v in o.items() if k not in _PERSONAL} if isinstance(o, dict) else o for o in offers]


def posting(row: Any, board: Board, drift: Drift) -> Posting | None:
    """One offer, in English where the tenant wrote it in several languages; None for one that is not published."""
    row = as_object(row, "the row")
    job_id = required_id(row, "id")
    if row.get("status") not in (None, "published"):
        drift["unpublished_left_out"] += 1
        return None
    language, written = _language(row, drift)
    parts = [(None, "highlight"), (None, "description"), ("Requirements", "requirements")]
    bodies = [(heading, optional_markup(written, key, drift)) for heading, key in parts]
    advert = advert_of((heading, f"<div>{body}</div>") for heading, body in bodies if body)
    workplace = next((place for flag, place in _WORKPLACES if row.get(flag) is True), None)
    kind = optional_text(row, "employment_type_code", drift)
    pay = _pay(row, drift)
    published, created = optional_time(row, "published_at", drift), optional_time(row, "created_at", drift)
    company = optional_text(row, "company_name", drift)
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=job_id,
        title=required_text(written, "title"),
        description_text=advert.text,
        url=https_url(row, "careers_url", drift),
        apply_url=https_url(row, "careers_apply_url", drift),
        company=company or board.employer,
        company_basis="stated" if company else "registry",
        description_html=advert.html,
        sections=advert.sections,
        department=optional_text(row, "department", drift),
        locations=_places(row, drift),
        workplace=workplace,
        workplace_basis="stated" if workplace else None,
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        salary_min=pay.low if pay else None,
        salary_max=pay.high if pay else None,
        salary_currency=pay.currency if pay else None,
        salary_period=pay.period if pay else None,
        salary_basis="stated" if pay else None,
        posted_at=published or created,
        posted_basis="published" if published else "created" if created else None,
        updated_at=optional_time(row, "updated_at", drift),
        closes_at=optional_time(row, "close_at", drift),
        language=language,
        requisition_number=optional_number(row, "requisition_id", "reference"),
    )


def _language(row: Mapping[str, Any], drift: Drift) -> tuple[str | None, Mapping[str, Any]]:
    """(code, the fields in that language): English, else the only one there is, else the tenant's own."""
    translations = optional_object(row, "translations", drift)
    languages = ["en"] if "en" in translations else list(translations) if len(translations) == 1 else []
    for code in languages:
        written = {key: value for key, value in optional_object(translations, code, drift).items() if value}
        return (code if len(code) == 2 and code.isalpha() else None), {**row, **written}
    return None, row


def _places(row: Mapping[str, Any], drift: Drift) -> tuple[Location, ...]:
    """`locations` where given, each by its parts (their names are the employer's: "HQ"), else the flat fields."""
    several = [_place(place, drift) for place in optional_objects(row, "locations", drift)]
    if any(several):
        return distinct(several)
    raw = optional_text(row, "location", drift)
    return distinct([_place(row, drift, raw)])


def _place(holder: Mapping[str, Any], drift: Drift, raw: str | None = None) -> Location | None:
    city, region = optional_text(holder, "city", drift), optional_text(holder, "state_code", drift)
    code, name = optional_text(holder, "country_code", drift), optional_text(holder, "country", drift)
    raw = raw or ", ".join(part for part in (city, name or code) if part)
    return location_of(city, region, code or name, raw or optional_text(holder, "name", drift))


def _pay(row: Mapping[str, Any], drift: Drift) -> PayRange | None:
    """The stated range; its amounts are texts. A salary object without amounts states nothing."""
    stated = optional_object(row, "salary", drift)
    if not stated.get("min") and not stated.get("max"):
        return None
    return interval_pay(stated.get("min"), stated.get("max"), stated.get("currency"), stated.get("period"), drift)
