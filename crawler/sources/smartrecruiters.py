"""SmartRecruiters Posting API: pages of 100, a request for each text. Its robots.txt keeps robots out: so us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from crawler.fields.advert import advert_of
from crawler.fields.employment import employment_type
from crawler.fields.payload import (
    Drift,
    as_object,
    https_url,
    optional_language,
    optional_markup,
    optional_number,
    optional_object,
    optional_text,
    optional_time,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.places import location_of
from crawler.sources import Page, PageRequest, announced, is_gone
from warehouse.models import Board, Location, Posting, Workplace

NAME = "smartrecruiters"
HOST = "https://api.smartrecruiters.com"
LIMIT = 100
"""The host gives no more, whatever is asked."""
is_withdrawn = is_gone
_SECTIONS = ("jobDescription", "qualifications", "additionalInformation")
"""Of a text's sections; `companyDescription` is the same in all of an employer's adverts."""
_PERSONAL = frozenset({"creator"})


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The first page."""
    return (_page(f"{base_url or HOST}/v1/companies/{quote(board.slug, safe='')}/postings", 0),)


def rows(payload: Any) -> list[Any]:
    """The objects under `content`, without who wrote them."""
    content = required_list(as_object(payload, "the answer"), "content")
    return [{k: v for k, v in row.items() if k not in _PERSONAL} if isinstance(row, dict) else row for row in content]


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """The next page, until there are as many as announced."""
    total = announced(page, page.payload.get("totalFound"))
    if total is None:
        return ()
    address, _, query = page.request.url.partition("?")
    offset = int(query.rpartition("offset=")[2])
    return (replace(_page(address, offset + len(page.rows)), total=total),)


def detail_for(row: Any, page: PageRequest, board: Board) -> PageRequest | None:
    """The posting's own object, by its id."""
    job_id = row.get("id") if isinstance(row, dict) else None
    if not isinstance(job_id, str) or not job_id:
        return None
    return PageRequest(f"{page.url.partition('?')[0]}/{quote(job_id, safe='')}")


def with_detail(row: Any, payload: Any) -> Any:
    """The row with `jobAd` and the addresses."""
    detail = as_object(payload, "the posting")
    as_object(detail.get("jobAd"), "`jobAd`")
    return {**row, **{key: detail.get(key) for key in ("jobAd", "applyUrl", "postingUrl")}}


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One posting with its detail; as the list alone has it, without a text."""
    row = as_object(row, "the row")
    job_id = required_id(row, "id")
    place = optional_object(row, "location", drift)
    workplace = _workplace(place)
    kind = optional_text(optional_object(row, "typeOfEmployment", drift), "label", drift)
    company = optional_object(row, "company", drift)
    name = optional_text(company, "name", drift)
    slug = quote(optional_text(company, "identifier", drift) or board.slug, safe="")
    released = optional_time(row, "releasedDate", drift)
    sections = optional_object(optional_object(row, "jobAd", drift), "sections", drift)
    parts = [optional_object(sections, key, drift) for key in _SECTIONS]
    advert = advert_of(
        (optional_text(part, "title", drift), text) for part in parts if (text := optional_markup(part, "text", drift))
    )
    where = _place(place, drift)
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=job_id,
        title=required_text(row, "name"),
        description_text=advert.text,
        url=https_url(row, "postingUrl", drift) or f"https://jobs.smartrecruiters.com/{slug}/{quote(job_id, safe='')}",
        apply_url=https_url(row, "applyUrl", drift),
        company=name or board.employer,
        company_basis="stated" if name else "registry",
        description_html=advert.html,
        sections=advert.sections,
        department=optional_text(optional_object(row, "department", drift), "label", drift),
        locations=(where,) if where else (),
        workplace=workplace,
        workplace_basis="stated" if workplace else None,
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        posted_at=released,
        posted_basis="published" if released else None,
        language=optional_language(optional_object(row, "language", drift), "code", drift),
        job_number=optional_number(row, "jobId"),
        requisition_number=optional_number(row, "refNumber"),
    )


def _page(address: str, offset: int) -> PageRequest:
    return PageRequest(f"{address}?limit={LIMIT}&offset={offset}")


def _workplace(place: Mapping[str, Any]) -> Workplace | None:
    """Two flags; that neither is true does not say that work is on site."""
    if place.get("hybrid") is True:
        return "hybrid"
    return "remote" if place.get("remote") is True else None


def _place(place: Mapping[str, Any], drift: Drift) -> Location | None:
    city, region = optional_text(place, "city", drift), optional_text(place, "region", drift)
    country = optional_text(place, "country", drift)
    return location_of(city, region, country.upper() if country else None, optional_text(place, "fullLocation", drift))
