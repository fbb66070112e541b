"""Teamtailor careers sites: an RSS feed, which says how one works, and a JSON feed of the same jobs with their country.

Both come in pages. A board's slug is its name before .teamtailor.com (`quillmoor`, `quillmoor.na`) or its own host.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import lxml.etree

from crawler.fields.employment import employment_type
from crawler.fields.markup import xml_root
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
    required_list,
    required_text,
)
from crawler.fields.places import distinct, location_of, stated_workplace
from crawler.fields.text import html_to_text
from crawler.sources import Doubt, Page, PageRequest, number_in
from warehouse.models import Board, Location, Posting, SchemaDrift, Workplace

NAME = "teamtailor"
LIMIT = 200
_PAGE = 100
"""What the host gives where it takes no notice of a limit: a page of so many, or of a multiple, may not be the last."""
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,6}[a-z][a-z0-9-]{1,62}\Z", re.ASCII)
_WORKPLACES: dict[str, Workplace] = {"fully": "remote", "hybrid": "hybrid", "none": "onsite"}


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The first page of the RSS feed."""
    slug = board.slug.lower()
    host = slug if "." in slug.removesuffix(".na") else f"{slug}.teamtailor.com"
    if not _HOST.match(host):
        raise SchemaDrift(f"the board's key {board.slug!r} is neither a name on teamtailor.com nor a host")
    return (PageRequest(f"{base_url or f'https://{host}'}/jobs.rss?per_page={LIMIT}&offset=0"),)


def decode(body: bytes) -> tuple[Any, Drift]:
    """The JSON feed as it is; the RSS feed as {"channel": [{tag: text, "locations": [{tag: text}]}]}."""
    if body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return decode_json(body)
    root = xml_root(body)
    if root.tag != "rss":
        raise BadPayload("malformed", f"the answer is XML of another kind (<{str(root.tag)[:40]}>)")
    drift = Drift()
    jobs = [
        {**_flat(item), "locations": [_flat(place) for place in item.iterfind("{*}locations/{*}location")]}
        for item in root.iter("item")
    ]
    return clean({"channel": jobs}, drift), drift


def rows(payload: Any) -> list[Any]:
    """The jobs of either feed, those of the JSON feed without who hires."""
    payload = as_object(payload, "the answer")
    if "channel" in payload:
        return required_list(payload, "channel")
    jobs = required_list(payload, "items")
    return [{k: v for k, v in job.items() if k != "author"} if isinstance(job, dict) else job for job in jobs]


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """The RSS feed's next page, after the last the JSON feed, and its next pages as it names them."""
    address, _, query = page.request.url.partition("?")
    if address.endswith("/jobs.rss"):
        if page.rows and len(page.rows) % _PAGE == 0:
            return (PageRequest(f"{address}?per_page={LIMIT}&offset={number_in(query, 'offset') + len(page.rows)}"),)
        return (PageRequest(f"{address.removesuffix('.rss')}.json", chain="json"),)
    if (following := page.payload.get("next_url")) is None:
        return ()
    path, _, query = str(following)[:2000].partition("?")
    if not path.endswith("/jobs.json") or not query:
        raise Doubt("total", "The JSON feed goes on at an address that is not its own.")
    return (replace(page.request, url=f"{address}?{query}"),)


def merged(rows: list[Any]) -> list[Any]:
    """Each job once: what the RSS feed says of it, and beside it the JSON feed's JobPosting."""
    kept: dict[Any, Any] = {}
    for number, row in enumerate(rows):
        key = str(row.get("guid") or row.get("id") or number) if isinstance(row, dict) else number
        kept[key] = {**row, **kept[key]} if key in kept and isinstance(row, dict) else kept.get(key, row)
    return list(kept.values())


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One job, of both feeds or of one."""
    row = as_object(row, "the row")
    body = optional_markup(row, "description", drift) or optional_markup(row, "content_html", drift)
    kind = optional_text(optional_object(row, "_jobposting", drift), "employmentType", drift)
    workplace = stated_workplace(row, "remoteStatus", _WORKPLACES, drift)
    published = optional_time(row, "pubDate", drift) or optional_time(row, "date_published", drift)
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=required_id(row, "guid" if "guid" in row else "id"),
        title=required_text(row, "title"),
        description_text=html_to_text(body),
        url=https_url(row, "link" if "link" in row else "url", drift),
        company=board.employer,
        company_basis="registry",
        description_html=body,
        department=optional_text(row, "department", drift),
        team=optional_text(row, "role", drift),
        locations=_places(row, drift),
        workplace=workplace,
        workplace_basis="stated" if workplace else None,
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        posted_at=published,
        posted_basis="published" if published else None,
    )


def _flat(element: lxml.etree._Element) -> dict[str, str]:
    """The texts in an element by their tags without namespaces."""
    return {lxml.etree.QName(c).localname: c.text or "" for c in element.iterchildren("*") if len(c) == 0}


def _places(row: Mapping[str, Any], drift: Drift) -> tuple[Location, ...]:
    """The RSS feed's places, with the country's code where the JSON feed has the same city; else the JSON feed's."""
    given = optional_object(row, "_jobposting", drift).get("jobLocation")
    stated = [place for place in (given if isinstance(given, list) else [given]) if isinstance(place, dict)]
    addresses = [optional_object(place, "address", drift) for place in stated]
    coded = [_texts(address, drift, "addressLocality", "addressCountry") for address in addresses]
    codes = {city: country for city, country in coded if city}
    told = [_texts(p, drift, "city", "country", "name") for p in optional_objects(row, "locations", drift)]
    if told:
        return distinct(location_of(city, None, codes.get(city or "") or country, name) for city, country, name in told)
    return distinct(location_of(city, None, country) for city, country in coded)


def _texts(row: Mapping[str, Any], drift: Drift, *keys: str) -> list[str | None]:
    return [optional_text(row, key, drift) for key in keys]
