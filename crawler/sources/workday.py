"""Workday's careers site (CXS): POSTed pages of 20, a request for each text; the total stands on the first page only.

A board's slug is `<tenant>.<wdN>.<site>`, as its address https://<tenant>.<wdN>.myworkdayjobs.com/<site> has them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from crawler.fields.dates import relative_day
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
    required_list,
    required_text,
)
from crawler.fields.places import distinct, workplace_in
from crawler.fields.text import html_to_text, one_line
from crawler.sources import Doubt, Page, PageRequest, announced
from warehouse.models import Board, Location, Posting, SchemaDrift

NAME = "workday"
HOST = "https://{tenant}.{instance}.myworkdayjobs.com"
LIMIT = 20
"""More is answered with 400."""
CEILING = 2000
"""No list shows more: a longer one is asked for in parts, by the values of a facet."""
_SLUG = re.compile(r"([\w-]+)\.(wd\d+)\.([\w.-]+)\Z", re.ASCII)
_PATH = re.compile(r"/job/[^\s?#]{1,500}\Z")
_COUNT = re.compile(r"\d+ locations?\Z", re.IGNORECASE)


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The first page. No locale in the path: with one the host refuses."""
    tenant, instance, site = _parts(board)
    host = base_url or HOST.format(tenant=tenant, instance=instance)
    return (_page(f"{host}/wday/cxs/{quote(tenant)}/{quote(site)}/jobs", {}, 0),)


def rows(payload: Any) -> list[Any]:
    """The objects under `jobPostings`."""
    return required_list(as_object(payload, "the answer"), "jobPostings")


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """The next page until there are as many as the first announced; beyond the ceiling, the parts instead."""
    body, stated = page.request.body or {}, page.payload.get("total")
    is_first_of_all = page.request.total is None and not page.request.chain
    if is_first_of_all and isinstance(stated, int) and stated >= CEILING:
        return _by_facet(page)
    total = announced(page, stated)
    if total is None:
        return ()
    following = _page(page.request.url, body.get("appliedFacets", {}), body.get("offset", 0) + LIMIT)
    return (replace(following, chain=page.request.chain, total=total),)


def detail_for(row: Any, page: PageRequest, board: Board) -> PageRequest | None:
    """The posting's own object, by its path on the same host."""
    path = row.get("externalPath") if isinstance(row, dict) else None
    if not isinstance(path, str) or not _PATH.match(path):
        return None
    return PageRequest(page.url.removesuffix("/jobs") + quote(path, safe="/%"), {"Accept": "application/json"})


def with_detail(row: Any, payload: Any) -> Any:
    """The row with `jobPostingInfo`."""
    return {**row, "jobPostingInfo": as_object(as_object(payload, "the posting").get("jobPostingInfo"), "its info")}


def is_withdrawn(status: int, body: bytes) -> bool:
    """404, or 403 with Workday's own word for a closed posting."""
    return status in (404, 410) or (status == 403 and b'"S22"' in body)


def dated(row: Any, asked_at: dt.datetime) -> Any:
    """The row with `postedOn` as a day too: "Posted 3 Days Ago" is worth nothing later."""
    day = relative_day(str(row.get("postedOn")), asked_at)
    return {**row, "postedDay": day.isoformat()} if day else row


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One posting with its detail; as the list alone has it, without a text."""
    row = as_object(row, "the row")
    info = optional_object(row, "jobPostingInfo", drift)
    tenant, instance, site = _parts(board)
    path = required_text(row, "externalPath")
    body = optional_markup(info, "jobDescription", drift)
    manner, time_type = optional_text(info, "remoteType", drift), optional_text(info, "timeType", drift)
    workplace = workplace_in([manner]) if manner else None
    if manner and workplace is None:
        drift["remoteType_unknown"] += 1
    started, relative = optional_time(info, "startDate", drift), optional_time(row, "postedDay", drift)
    public = f"{HOST.format(tenant=tenant, instance=instance)}/en-US/{quote(site)}{quote(path, safe='/%')}"
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=_id(row, info, path, drift),
        title=optional_text(info, "title", drift) or required_text(row, "title"),
        description_text=html_to_text(body),
        url=https_url(info, "externalUrl", drift) or public,
        company=board.employer,
        company_basis="registry",
        description_html=body,
        locations=_places(row, info, drift),
        workplace=workplace,
        workplace_basis="stated" if workplace else None,
        employment_type=employment_type(time_type),
        employment_type_raw=time_type,
        posted_at=started or relative,
        posted_basis="stated" if started else "relative" if relative else None,
        requisition_number=optional_number(info, "jobReqId"),
    )


def _parts(board: Board) -> tuple[str, str, str]:
    match = _SLUG.match(board.slug)
    if not match:
        raise SchemaDrift(f"the board's key {board.slug!r} is not <tenant>.<wdN>.<site>")
    return match[1], match[2], match[3]


def _page(url: str, facets: Mapping[str, Any], offset: int) -> PageRequest:
    body = {"appliedFacets": dict(facets), "limit": LIMIT, "offset": offset, "searchText": ""}
    return PageRequest(url, {"Accept": "application/json"}, body)


def _by_facet(page: Page) -> tuple[PageRequest, ...]:
    """The first pages of the lists by one facet's values: of the facet that covers most, each below the ceiling."""
    best: tuple[int, str, list[str]] = (0, "", [])
    for facet in optional_objects(page.payload, "facets", Drift()):
        name, values = facet.get("facetParameter"), optional_objects(facet, "values", Drift())
        counted = [(v.get("id"), v.get("count")) for v in values]
        known = [(i, c) for i, c in counted if isinstance(i, str) and isinstance(c, int) and 0 < c < CEILING]
        if isinstance(name, str) and len(known) == len(counted):
            best = max(best, (sum(c for _, c in known), name, [i for i, _ in known]))
    covered, name, ids = best
    if covered < CEILING:
        raise Doubt("too_many", f"The list stops at {CEILING} postings and offers no way to ask for it in parts.")
    firsts = [_page(page.request.url, {name: [value]}, 0) for value in ids]
    return tuple(replace(first, chain=f"{name}={value}") for first, value in zip(firsts, ids, strict=True))


def _id(row: Mapping[str, Any], info: Mapping[str, Any], path: str, drift: Drift) -> str:
    """The requisition's id: the same job on two of a tenant's sites differs only by a suffix of its path."""
    if stated := optional_text(info, "jobReqId", drift):
        return stated[:200]
    bullets = row.get("bulletFields")
    for bullet in bullets if isinstance(bullets, list) else []:
        if isinstance(bullet, str) and bullet.strip() and f"_{bullet.strip()}" in path:
            return one_line(bullet)[:200]
    return path.rpartition("_")[2][:200] or path[:200]


def _places(row: Mapping[str, Any], info: Mapping[str, Any], drift: Drift) -> tuple[Location, ...]:
    """`location` and `additionalLocations`; the list says only how many there are."""
    more = info.get("additionalLocations")
    others = [one_line(name) for name in more if isinstance(name, str)] if isinstance(more, list) else []
    first = optional_text(info, "location", drift) or optional_text(row, "locationsText", drift)
    if first and _COUNT.match(first):
        first = None
    country = optional_text(optional_object(info, "country", drift), "descriptor", drift)
    names = [name for name in (first, *others) if name]
    return distinct(Location(name, country=country if name == first else None) for name in names)
