"""Personio XML feed: a GET for a whole tenant, a second where it leaves out texts that are not English; no pay."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import lxml.etree

from crawler.fields.advert import advert_of
from crawler.fields.employment import employment_type
from crawler.fields.markup import xml_root
from crawler.fields.payload import (
    BadPayload,
    Drift,
    as_object,
    clean,
    optional_markup,
    optional_objects,
    optional_text,
    optional_time,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.places import distinct, workplace_in
from crawler.fields.text import html_to_text, one_line
from crawler.sources import Page, PageRequest
from warehouse.models import Board, Location, Posting, SchemaDrift

NAME = "personio"
HOST = "https://{tenant}.jobs.personio.de"
_LANGUAGES = ("language=en", "", "language=de")
"""What is asked for, one after another: English, what the tenant shows by itself, German."""
_OUTRANKS_SCHEDULE = frozenset({"intern", "trainee", "freelance", "working_student"})
"""Employment types that say more than full-time or part-time does."""


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """One request for all positions, in English where the tenant has it."""
    host = base_url or HOST.format(tenant=quote(board.slug, safe=""))
    return (PageRequest(f"{host}/xml?language=en", {"Accept": "application/xml, text/xml"}),)


def decode(body: bytes) -> tuple[Any, Drift]:
    """The feed as {"positions": [{tag: text, "offices": [text], "jobDescriptions": [{name, value}]}]}."""
    drift: Drift = Drift()
    root = xml_root(body)
    if root.tag != "workzag-jobs":
        raise BadPayload("malformed", f"the answer is XML of another kind (<{str(root.tag)[:40]}>)")
    return clean({"positions": [_position(element) for element in root.iter("position")]}, drift), drift


def rows(payload: Any) -> list[Any]:
    """The positions."""
    return required_list(as_object(payload, "the answer"), "positions")


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """Where a language leaves texts out (those written in another one): the tenant's own, then German."""
    address, _, query = page.request.url.partition("?")
    asked = _LANGUAGES.index(query)
    if asked + 1 == len(_LANGUAGES) or all(map(_has_text, page.rows)):
        return ()
    following = _LANGUAGES[asked + 1]
    return (PageRequest(f"{address}?{following}" if following else address, page.request.headers),)


def merged(rows: list[Any]) -> list[Any]:
    """Each position once, as the first language has it; with the texts of the next where that has none."""
    kept: dict[Any, Any] = {}
    for number, row in enumerate(rows):
        key = row.get("id") or number
        if key not in kept:
            kept[key] = row
        elif not _has_text(kept[key]) and _has_text(row):
            kept[key] = {**kept[key], "jobDescriptions": row["jobDescriptions"]}
    return list(kept.values())


def _has_text(row: Any) -> bool:
    return any(html_to_text(section["value"]) for section in row["jobDescriptions"])


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One position. Its company is the registry's: `subcompany` names a legal entity, not the employer."""
    row = as_object(row, "the row")
    job_id = required_id(row, "id")
    if not (job_id.isascii() and job_id.isdigit()):
        raise SchemaDrift("`id` is not a number")
    sections = optional_objects(row, "jobDescriptions", drift)
    advert = advert_of((optional_text(s, "name", drift), optional_markup(s, "value", drift) or "") for s in sections)
    title = required_text(row, "name")
    kind, schedule = optional_text(row, "employmentType", drift), optional_text(row, "schedule", drift)
    places = _places(row)
    workplace = workplace_in([*(place.raw for place in places), title])
    created = optional_time(row, "createdAt", drift)
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=job_id,
        title=title,
        description_text=advert.text,
        url=f"{HOST.format(tenant=quote(board.slug, safe=''))}/job/{job_id}",
        company=board.employer,
        company_basis="registry",
        description_html=advert.html,
        sections=advert.sections,
        department=optional_text(row, "department", drift),
        team=optional_text(row, "recruitingCategory", drift),
        locations=places,
        workplace=workplace,
        workplace_basis="text" if workplace else None,
        employment_type=employment_type(kind if kind in _OUTRANKS_SCHEDULE else schedule or kind),
        employment_type_raw=", ".join(word for word in (kind, schedule) if word) or None,
        posted_at=created,
        posted_basis="created" if created else None,
    )


def _position(element: lxml.etree._Element) -> dict[str, Any]:
    """The flat tags as texts; offices and sections as lists."""
    flat = {str(child.tag): child.text or "" for child in element if len(child) == 0}
    offices = [
        name for more in element.iterfind("additionalOffices") for name in _offices(more, flat.get("office", ""))
    ]
    sections = [
        {"name": part.findtext("name", ""), "value": part.findtext("value", "")}
        for part in element.iterfind("jobDescriptions/jobDescription")
    ]
    return {**flat, "offices": [flat.get("office", ""), *offices], "jobDescriptions": sections}


def _offices(more: lxml.etree._Element, first: str) -> list[str]:
    """The further offices: elements of their own, or one text whose commas divide it if the first office has none."""
    if len(more):
        return [office.text or "" for office in more.iterfind("office")]
    return re.split(r"[;|\n]" if "," in first else r"[;|\n,]", more.text or "")


def _places(row: Any) -> tuple[Location, ...]:
    offices = row.get("offices")
    names = [one_line(name) for name in offices if isinstance(name, str)] if isinstance(offices, list) else []
    return distinct(Location(name) for name in names if name)
