"""BambooHR careers pages: one list, a request for each text; `isRemote` is mostly null, `locationType` is a digit."""

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
    optional_object,
    optional_text,
    optional_time,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.places import distinct, location_of, stated_workplace
from crawler.fields.text import html_to_text
from crawler.sources import Page, PageRequest, announced, is_gone
from warehouse.models import Board, Location, Posting, Workplace

NAME = "bamboohr"
HOST = "https://{tenant}.bamboohr.com"
is_withdrawn = is_gone
_KEPT = frozenset({
    "jobOpeningName", "jobOpeningShareUrl", "jobOpeningStatus", "description", "datePosted", "departmentLabel",
    "employmentStatusLabel", "location", "atsLocation", "locationType",
})  # fmt: skip
_WORKPLACES: dict[str, Workplace] = {"0": "onsite", "1": "remote", "2": "hybrid"}


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The list."""
    host = base_url or HOST.format(tenant=quote(board.slug, safe=""))
    return (PageRequest(f"{host}/careers/list", {"Accept": "application/json"}),)


def rows(payload: Any) -> list[Any]:
    """The objects under `result`."""
    return required_list(as_object(payload, "the answer"), "result")


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """There is no second page: a list of fewer than its `meta` announces raises the doubt that it is cut."""
    meta = page.payload.get("meta")
    if isinstance(meta, dict) and "totalCount" in meta and announced(page, meta["totalCount"]) is not None:
        announced(Page(page.request, page.payload, (), page.so_far), meta["totalCount"])
    return ()


def detail_for(row: Any, page: PageRequest, board: Board) -> PageRequest | None:
    """The posting's own object, by its id."""
    job_id = row.get("id") if isinstance(row, dict) else None
    if isinstance(job_id, bool) or not isinstance(job_id, (int, str)) or not job_id:
        return None
    return PageRequest(f"{page.url.removesuffix('list')}{quote(str(job_id)[:200], safe='')}/detail", page.headers)


def with_detail(row: Any, payload: Any) -> Any:
    """The row with what its `jobOpening` has besides, without who hires."""
    result = as_object(as_object(payload, "the posting").get("result"), "its `result`")
    opening = as_object(result.get("jobOpening"), "its `jobOpening`")
    return {**row, **{key: value for key, value in opening.items() if key in _KEPT and value is not None}}


def posting(row: Any, board: Board, drift: Drift) -> Posting | None:
    """One opening with its detail; None for one that its own page calls closed."""
    row = as_object(row, "the row")
    job_id = required_id(row, "id")
    status = optional_text(row, "jobOpeningStatus", drift)
    if status and status.lower() != "open":
        drift["not_open_left_out"] += 1
        return None
    body = optional_markup(row, "description", drift)
    kind = optional_text(row, "employmentStatusLabel", drift)
    workplace = stated_workplace(row, "locationType", _WORKPLACES, drift)
    is_flagged = workplace is None and row.get("isRemote") is True
    posted = optional_time(row, "datePosted", drift)
    public = f"{HOST.format(tenant=quote(board.slug, safe=''))}/careers/{quote(job_id, safe='')}"
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=job_id,
        title=required_text(row, "jobOpeningName"),
        description_text=html_to_text(body),
        url=https_url(row, "jobOpeningShareUrl", drift) or public,
        company=board.employer,
        company_basis="registry",
        description_html=body,
        department=optional_text(row, "departmentLabel", drift),
        locations=_places(row, drift),
        workplace="remote" if is_flagged else workplace,
        workplace_basis="stated" if workplace else "inferred" if is_flagged else None,
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        posted_at=posted,
        posted_basis="published" if posted else None,
    )


def _places(row: Mapping[str, Any], drift: Drift) -> tuple[Location, ...]:
    """The job's own place, which has a country, else the office's."""
    own, office = optional_object(row, "atsLocation", drift), optional_object(row, "location", drift)
    return distinct([_place(own, drift) or _place(office, drift)])


def _place(place: Mapping[str, Any], drift: Drift) -> Location | None:
    city = optional_text(place, "city", drift)
    region = optional_text(place, "state", drift) or optional_text(place, "province", drift)
    country = optional_text(place, "country", drift) or optional_text(place, "addressCountry", drift)
    return location_of(city, region, country)
