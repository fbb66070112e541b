"""Greenhouse Job Board API: one GET for a whole board; `content` is HTML escaped once inside the JSON string."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import lxml.etree

from crawler.fields.employment import named_type
from crawler.fields.pay import PayRange, bands, pay_range, widest
from crawler.fields.payload import (
    Drift,
    as_object,
    https_url,
    optional_language,
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
from crawler.fields.places import is_work_model, workplace_in
from crawler.fields.text import html_and_text, html_fragment, html_to_text, one_line, unescaped
from crawler.sources import PageRequest
from warehouse.models import Board, Location, Period, Posting

NAME = "greenhouse"
HOST = "https://boards-api.greenhouse.io"
_TAG = re.compile(r"<[a-zA-Z/!]")
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|div|ul|li|br|h\d|strong)\b", re.IGNORECASE)
_SHARED = "shared-by-all-adverts"
_SHARED_PARTS = lxml.etree.XPath(".//div[contains(@class, 'content-intro') or contains(@class, 'content-conclusion')]")
_TEXT_OF = lxml.etree.XPath("string()")
_SAYS_THE_KIND = re.compile(
    r"\b(?:employment|commitment|contract|schedule)\b|\b(?:time|job|position|hire|worker) (?:sub-?)?type\b",
    re.IGNORECASE,
)
"""Names of an employer's own fields whose values may be a kind of contract."""
_NO_NAME = re.compile(
    r"(?:(?:our|the|open|job|jobs|board|careers?|page|site|openings?|positions?)\b\s*)+\Z", re.IGNORECASE
)
"""What boards say in the place of a name."""
_CENT = Decimal("0.01")
_HOURLY_BELOW = 1000  # the source does not state a period; nobody earns less than this in a year


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """One request: all postings with their texts. Without `content=true` the answer has none."""
    path = f"/v1/boards/{quote(board.slug, safe='')}/jobs?content=true&pay_transparency=true"
    return (PageRequest((base_url or HOST) + path),)


def rows(payload: Any) -> list[Any]:
    """The objects under `jobs`."""
    return required_list(as_object(payload, "the answer"), "jobs")


def posting(row: Any, board: Board, drift: Drift) -> Posting | None:
    """One job; None for a prospect post (it has no internal job behind it)."""
    row = as_object(row, "the row")
    job_id = required_id(row, "id")
    if "internal_job_id" in row and row["internal_job_id"] is None:
        drift["prospect_left_out"] += 1
        return None
    title = required_text(row, "title")
    body, text = _body(optional_markup(row, "content", drift), drift)
    stated = _company(row, drift)
    places = _places(row, drift)
    workplace = workplace_in([_place_name(row, drift), title])
    ranges = _pay(row, drift)
    pay = widest(ranges, drift)
    kind = _kind(row, drift)
    first = optional_time(row, "first_published", drift)
    updated = optional_time(row, "updated_at", drift)
    departments = optional_objects(row, "departments", drift)
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=job_id,
        title=title,
        description_text=text,
        url=https_url(row, "absolute_url", drift),
        company=stated or board.employer,
        company_basis="stated" if stated else "registry",
        description_html=body,
        department=optional_text(departments[0], "name", drift) if departments else None,
        locations=places,
        workplace=workplace,
        workplace_basis="text" if workplace else None,
        employment_type=named_type(kind) if kind else None,
        employment_type_raw=kind,
        salary_min=pay.low if pay else None,
        salary_max=pay.high if pay else None,
        salary_currency=pay.currency if pay else None,
        salary_period=pay.period if pay else None,
        salary_basis="inferred" if pay else None,
        pay_bands=bands(ranges),
        posted_at=first or updated,
        posted_basis="first_published" if first else "updated" if updated else None,
        updated_at=updated,
        closes_at=optional_time(row, "application_deadline", drift),
        language=optional_language(row, "language", drift),
        job_number=optional_number(row, "internal_job_id"),
        requisition_number=optional_number(row, "requisition_id"),
    )


def _company(row: Mapping[str, Any], drift: Drift) -> str | None:
    """The name that the board gives itself; some only say what they are."""
    name = optional_text(row, "company_name", drift)
    return None if name and _NO_NAME.match(name) else name


def _body(content: str | None, drift: Drift) -> tuple[str | None, str]:
    """The advert's own HTML and its text: unescaped once, without the intro and conclusion all jobs share."""
    if content is None:
        return None, ""
    markup = unescaped(content)
    if not _TAG.search(markup) and _ESCAPED_TAG.search(markup):
        drift["content_escaped_twice"] += 1
        markup = unescaped(markup)
    root = html_fragment(markup)
    shared = _SHARED_PARTS(root)
    if strange := [*shared, *(a for a in root.iter("a") if one_line(_TEXT_OF(a)).casefold() == "read more")]:
        for element in strange:
            element.tag = _SHARED
        lxml.etree.strip_elements(root, _SHARED, with_tail=False)
    own, text = html_and_text(root)
    if text:
        return own, text
    if shared and (text := html_to_text(markup)):
        drift["content_only_shared_parts"] += 1
        return markup, text
    return None, ""


def _place_name(row: Mapping[str, Any], drift: Drift) -> str:
    return optional_text(optional_object(row, "location", drift), "name", drift) or ""


def _places(row: Mapping[str, Any], drift: Drift) -> tuple[Location, ...]:
    """The places of `location.name`; where that names only a way of working, those of `offices`."""
    named = [one_line(part) for part in re.split(r"[;|]", _place_name(row, drift))]
    places = [part for part in named if part and not is_work_model(part)]
    if not places:
        offices = optional_objects(row, "offices", drift)
        places = [optional_text(o, "location", drift) or optional_text(o, "name", drift) or "" for o in offices]
    if not any(places):
        places = named
    return tuple(Location(place) for place in dict.fromkeys(places) if place)


def _kind(row: Mapping[str, Any], drift: Drift) -> str | None:
    """The words for the kind of contract in the employer's own fields, which each employer names as it likes."""
    values = []
    for field in optional_objects(row, "metadata", drift):
        value = field.get("value")
        one = value[0] if isinstance(value, list) and len(value) == 1 else value
        name = field.get("name")
        if isinstance(name, str) and isinstance(one, str) and _SAYS_THE_KIND.search(name) and named_type(one):
            values.append(one_line(one)[:100])
    return ", ".join(dict.fromkeys(values)) or None


def _pay(row: Mapping[str, Any], drift: Drift) -> list[PayRange]:
    """The ranges in cents; the period is not stated and is inferred from the amount."""
    ranges = []
    for given in optional_objects(row, "pay_input_ranges", drift):
        currency = given.get("currency_type")
        found = pay_range(given.get("min_cents"), given.get("max_cents"), currency, drift, period=None, factor=_CENT)
        if found:
            label = optional_text(given, "title", drift)
            period: Period = "hour" if (found.high or found.low or 0) < _HOURLY_BELOW else "year"
            ranges.append(dataclasses.replace(found, period=period, label=label))
    return ranges
