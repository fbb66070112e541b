"""Eightfold careers sites: pages of ten, a request for each text; of its two interfaces a tenant answers one.

A board's slug is `<host>_<domain>`, as explore.jobs.quillmoor.example_quillmoor.example; on *.eightfold.ai the tenant's
name alone will do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crawler.fields.payload import (
    Drift,
    as_object,
    https_url,
    optional_markup,
    optional_number,
    optional_seconds,
    optional_text,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.places import distinct, location_of, workplace_in
from crawler.fields.text import html_to_text, one_line
from crawler.sources import Page, PageRequest, announced, is_gone, number_in
from warehouse.models import Board, Location, Posting, SchemaDrift

NAME = "eightfold"
LIMIT = 10
"""The host gives no more, whatever is asked."""
_SLUG = re.compile(r"((?:[a-z0-9-]{1,63}\.){0,6}[a-z0-9-]{1,63})(?:_([a-z0-9.-]{1,80}))?\Z", re.ASCII)
_PAGES = ("/api/pcsx/search", "/api/apply/v2/jobs")
"""The newer interface and the older: a tenant refuses the one that it is not on."""
is_withdrawn = is_gone
_TEXTS = ("jobDescription", "job_description")
_KEPT = frozenset({*_TEXTS, "canonicalPositionUrl", "publicUrl"})


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The first page of the newer interface."""
    host, domain = _parts(board)
    return (_page(f"{base_url or f'https://{host}'}{_PAGES[0]}", domain, 0),)


def instead(request: PageRequest, status: int, board: Board) -> PageRequest | None:
    """The older interface where the newer is refused or unknown."""
    if status not in (403, 404) or _PAGES[0] not in request.url:
        return None
    return _page(request.url.partition(_PAGES[0])[0] + _PAGES[1], _parts(board)[1], 0)


def rows(payload: Any) -> list[Any]:
    """The objects under `positions`."""
    return required_list(_holder(payload), "positions")


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """The next page, until there are as many as the first announced."""
    total = announced(page, _holder(page.payload).get("count"))
    if total is None:
        return ()
    address = page.request.url.partition("?")[0]
    return (
        replace(_page(address, _parts(board)[1], number_in(page.request.url, "start") + len(page.rows)), total=total),
    )


def detail_for(row: Any, page: PageRequest, board: Board) -> PageRequest | None:
    """The posting's own object, from the interface that gave the list."""
    job_id = row.get("id") if isinstance(row, dict) else None
    if isinstance(job_id, bool) or not isinstance(job_id, int):
        return None
    address, domain = page.url.partition("?")[0], _parts(board)[1]
    if address.endswith(_PAGES[0]):
        address = f"{address.removesuffix('search')}position_details?position_id={job_id}"
        return PageRequest(address + (f"&domain={domain}" if domain else ""))
    return PageRequest(f"{address}/{job_id}" + (f"?domain={domain}" if domain else ""))


def with_detail(row: Any, payload: Any) -> Any:
    """The row with its text and its public address."""
    detail = as_object(payload, "the posting")
    detail = as_object(detail["data"], "its data") if "data" in detail else detail
    if not any(key in detail for key in _TEXTS):
        raise SchemaDrift("the posting's own object has no description")
    return {**row, **{key: value for key, value in detail.items() if key in _KEPT}}


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One position with its detail; as the list alone has it, without a text."""
    row = as_object(row, "the row")
    job_id = required_id(row, "id")
    body = next((text for key in _TEXTS if (text := optional_markup(row, key, drift))), None)
    manner = optional_text(row, "workLocationOption", drift) or optional_text(row, "work_location_option", drift)
    workplace = workplace_in([manner.replace("_", " ")]) if manner else None
    if manner and workplace is None:
        drift["workLocationOption_unknown"] += 1
    published, created = optional_seconds(row, "postedTs", drift), optional_seconds(row, "t_create", drift)
    public = https_url(row, "canonicalPositionUrl", drift) or https_url(row, "publicUrl", drift)
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=job_id,
        title=required_text(row, "name"),
        description_text=html_to_text(body),
        url=public or f"https://{_parts(board)[0]}/careers/job/{job_id}",
        company=board.employer,
        company_basis="registry",
        description_html=body,
        department=optional_text(row, "department", drift),
        locations=_places(row, drift),
        workplace=workplace,
        workplace_basis="stated" if workplace else None,
        posted_at=published or created,
        posted_basis="published" if published else "created" if created else None,
        updated_at=optional_seconds(row, "t_update", drift),
        requisition_number=optional_number(row, "displayJobId", "display_job_id", "atsJobId", "ats_job_id"),
    )


def _parts(board: Board) -> tuple[str, str | None]:
    match = _SLUG.match(board.slug.lower())
    if not match:
        raise SchemaDrift(f"the board's key {board.slug!r} is not <host>_<domain>")
    return match[1] if "." in match[1] else f"{match[1]}.eightfold.ai", match[2]


def _page(address: str, domain: str | None, start: int) -> PageRequest:
    order = "timestamp" if _PAGES[0] in address else "relevance"
    query = f"query=&start={start}&num={LIMIT}&sort_by={order}"
    return PageRequest(f"{address}?domain={domain}&{query}" if domain else f"{address}?{query}")


def _holder(payload: Any) -> Mapping[str, Any]:
    """What holds the positions: `data` in the newer interface, which says its own status inside an answer with 200."""
    payload = as_object(payload, "the answer")
    stated = payload.get("status", 200)
    if stated != 200:
        raise SchemaDrift(f"the answer tells of status {str(stated)[:20]} inside")
    return as_object(payload["data"], "`data`") if "data" in payload else payload


def _places(row: Mapping[str, Any], drift: Drift) -> tuple[Location, ...]:
    """`locations`, else the one `location`."""
    stated = row.get("locations")
    names = [one_line(name) for name in stated if isinstance(name, str)] if isinstance(stated, list) else []
    return distinct(location_of(raw=name) for name in names or [optional_text(row, "location", drift) or ""])
