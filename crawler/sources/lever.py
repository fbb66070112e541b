"""Lever Postings API: one GET for a whole site, a bare array; the requirements stand in `lists`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from crawler.fields.advert import advert_of, markup_of
from crawler.fields.dates import from_epoch_ms
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
    required_id,
    required_text,
)
from crawler.sources import PageRequest
from warehouse.models import Board, Location, Posting, SchemaDrift, Workplace

NAME = "lever"
HOSTS = {None: "https://api.lever.co", "eu": "https://api.eu.lever.co"}
_WORKPLACES: dict[str, Workplace | None] = {
    "remote": "remote", "hybrid": "hybrid", "on-site": "onsite", "onsite": "onsite", "unspecified": None,
}  # fmt: skip


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """One request: without a limit the answer holds all postings. `mode=json`, else the same address is a page."""
    path = f"/v0/postings/{quote(board.slug, safe='')}?mode=json"
    return (PageRequest((base_url or HOSTS[board.region]) + path, {"Accept": "application/json"}),)


def rows(payload: Any) -> list[Any]:
    """The array at the root."""
    if not isinstance(payload, list):
        raise SchemaDrift("the answer is not a list of postings")
    return payload


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One posting. Lever states no company and no date of publication, only of creation."""
    row = as_object(row, "the row")
    categories = optional_object(row, "categories", drift)
    advert = advert_of(_parts(row, drift))
    workplace = _workplace(row, drift)
    commitment = optional_text(categories, "commitment", drift)
    pay = _pay(row, drift)
    created = from_epoch_ms(row.get("createdAt"))
    if created is None:
        drift["createdAt_unparsed"] += 1
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=required_id(row, "id"),
        title=required_text(row, "text"),
        description_text=advert.text,
        url=https_url(row, "hostedUrl", drift),
        apply_url=https_url(row, "applyUrl", drift),
        company=board.employer,
        company_basis="registry",
        description_html=advert.html,
        sections=advert.sections,
        department=optional_text(categories, "department", drift),
        team=optional_text(categories, "team", drift),
        locations=_places(row, categories, drift),
        workplace=workplace,
        workplace_basis="stated" if workplace else None,
        employment_type=employment_type(commitment),
        employment_type_raw=commitment,
        salary_min=pay.low if pay else None,
        salary_max=pay.high if pay else None,
        salary_currency=pay.currency if pay else None,
        salary_period=pay.period if pay else None,
        salary_basis="stated" if pay else None,
        posted_at=created,
        posted_basis="created" if created else None,
        requisition_number=optional_number(row, "requisitionId", "reqCode"),
    )


def _parts(row: Mapping[str, Any], drift: Drift) -> list[tuple[str | None, str]]:
    """(heading, HTML) in the order of the page. `description` holds `opening` already: it stands in for both."""
    opening, body = _markup(row, "opening", drift), _markup(row, "descriptionBody", drift)
    parts: list[tuple[str | None, str]] = [(None, opening + body or _markup(row, "description", drift))]
    for item in optional_objects(row, "lists", drift):
        parts.append((optional_text(item, "text", drift), f"<ul>{optional_markup(item, 'content', drift) or ''}</ul>"))
    parts.append((None, _markup(row, "salaryDescription", drift)))
    parts.append((None, _markup(row, "additional", drift)))
    return parts


def _markup(row: Mapping[str, Any], key: str, drift: Drift) -> str:
    """The HTML under `key`, else its `…Plain` twin as HTML."""
    if markup := optional_markup(row, key, drift):
        return f"<div>{markup}</div>"
    plain = optional_markup(row, f"{key}Plain", drift)
    return f"<div>{markup_of(plain)}</div>" if plain else ""


def _workplace(row: Mapping[str, Any], drift: Drift) -> Workplace | None:
    word = optional_text(row, "workplaceType", drift)
    if word is not None and word.lower() not in _WORKPLACES:
        drift["workplaceType_unknown"] += 1
    return _WORKPLACES.get(word.lower()) if word else None


def _places(row: Mapping[str, Any], categories: Mapping[str, Any], drift: Drift) -> tuple[Location, ...]:
    """All places; the country belongs to the first, which `location` names."""
    first = optional_text(categories, "location", drift)
    every = categories.get("allLocations")
    if every is not None and not isinstance(every, list):
        drift["allLocations_type"] += 1
    others = [place.strip() for place in every if isinstance(place, str)] if isinstance(every, list) else []
    names = list(dict.fromkeys(name for name in (first, *others) if name))
    country = optional_text(row, "country", drift)
    return tuple(Location(name, country=country if position == 0 else None) for position, name in enumerate(names))


def _pay(row: Mapping[str, Any], drift: Drift) -> PayRange | None:
    stated = optional_object(row, "salaryRange", drift)
    if not stated:
        return None
    return interval_pay(stated.get("min"), stated.get("max"), stated.get("currency"), stated.get("interval"), drift)
