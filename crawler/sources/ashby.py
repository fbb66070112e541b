"""Ashby public job-posting API: one GET for a whole board; pay is nested per job, `isRemote` is true on hybrid jobs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from crawler.fields.advert import markup_of
from crawler.fields.employment import employment_type
from crawler.fields.pay import PayRange, bands, interval_pay, widest
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
from crawler.fields.text import html_to_text
from crawler.sources import PageRequest
from warehouse.models import Basis, Board, Location, Posting, Workplace

NAME = "ashby"
HOST = "https://api.ashbyhq.com"
_WORKPLACES: dict[str, Workplace] = {"remote": "remote", "hybrid": "hybrid", "onsite": "onsite"}


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """One request for the whole board. Board names are case-sensitive and may hold spaces."""
    path = f"/posting-api/job-board/{quote(board.slug, safe='')}?includeCompensation=true"
    return (PageRequest((base_url or HOST) + path),)


def rows(payload: Any) -> list[Any]:
    """The objects under `jobs`."""
    return required_list(as_object(payload, "the answer"), "jobs")


def posting(row: Any, board: Board, drift: Drift) -> Posting | None:
    """One job; None for one that is reachable by direct link only (`isListed` false)."""
    row = as_object(row, "the row")
    job_id = required_id(row, "id")
    if row.get("isListed") is False:
        drift["unlisted_left_out"] += 1
        return None
    body = _body(row, drift)
    workplace, workplace_basis = _workplace(row, drift)
    kind = optional_text(row, "employmentType", drift)
    summary, tiers = _pay(row, drift)
    pay = widest(summary or tiers, drift)
    published = optional_time(row, "publishedAt", drift)
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=job_id,
        title=required_text(row, "title"),
        description_text=html_to_text(body),
        url=https_url(row, "jobUrl", drift),
        apply_url=https_url(row, "applyUrl", drift),
        company=board.employer,
        company_basis="registry",
        description_html=body,
        department=optional_text(row, "department", drift),
        team=optional_text(row, "team", drift),
        locations=_places(row, drift),
        workplace=workplace,
        workplace_basis=workplace_basis,
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        salary_min=pay.low if pay else None,
        salary_max=pay.high if pay else None,
        salary_currency=pay.currency if pay else None,
        salary_period=pay.period if pay else None,
        salary_basis="stated" if pay else None,
        pay_bands=bands(tiers) or bands(summary),
        posted_at=published,
        posted_basis="published" if published else None,
        job_number=optional_number(row, "jobId"),
        requisition_number=optional_number(row, "requisitionId"),
    )


def _body(row: Mapping[str, Any], drift: Drift) -> str | None:
    markup = optional_markup(row, "descriptionHtml", drift)
    if markup is not None:
        return markup
    return markup_of(optional_markup(row, "descriptionPlain", drift)) or None


def _workplace(row: Mapping[str, Any], drift: Drift) -> tuple[Workplace | None, Basis | None]:
    """`workplaceType` where it stands; `isRemote` counts only where that is null."""
    word = optional_text(row, "workplaceType", drift)
    if word is None:
        return ("remote", "inferred") if row.get("isRemote") is True else (None, None)
    known = _WORKPLACES.get(word.lower().replace("-", ""))
    if known is None:
        drift["workplaceType_unknown"] += 1
        return None, None
    return known, "stated"


def _places(row: Mapping[str, Any], drift: Drift) -> tuple[Location, ...]:
    first = _place(row, drift)
    secondary = row.get("secondaryLocations")
    if secondary is not None and not isinstance(secondary, list):
        drift["secondaryLocations_type"] += 1
    others = secondary if isinstance(secondary, list) else []
    places = [first, *(_place(o if isinstance(o, dict) else {"location": o}, drift) for o in others)]
    return distinct(places)


def _place(holder: Mapping[str, Any], drift: Drift) -> Location | None:
    """A place with its address, which is nested in `postalAddress` on real boards and flat in the documentation."""
    raw = optional_text(holder, "location", drift)
    address = optional_object(holder, "address", drift)
    postal = optional_object(address, "postalAddress", drift) or address
    city, region, country = (
        optional_text(postal, f"address{part}", drift) for part in ("Locality", "Region", "Country")
    )
    return location_of(city, region, country, raw)


def _pay(row: Mapping[str, Any], drift: Drift) -> tuple[list[PayRange], list[PayRange]]:
    """The salary of the summary, and of each tier (a zone or level). Equity, bonus and commission are not salary."""
    if row.get("shouldDisplayCompensationOnJobPostings") is False:
        return [], []
    compensation = optional_object(row, "compensation", drift)
    tiers = [
        dataclasses.replace(found, label=optional_text(tier, "title", drift))
        for tier in optional_objects(compensation, "compensationTiers", drift)
        for found in _salaries(tier, "components", drift)
    ]
    return _salaries(compensation, "summaryComponents", drift), tiers


def _salaries(holder: Mapping[str, Any], key: str, drift: Drift) -> list[PayRange]:
    components = [c for c in optional_objects(holder, key, drift) if c.get("compensationType") == "Salary"]
    ranges = (
        interval_pay(c.get("minValue"), c.get("maxValue"), c.get("currencyCode"), c.get("interval"), drift)
        for c in components
    )
    return [found for found in ranges if found]
