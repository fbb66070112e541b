"""USAJOBS search: pages of 500 for one keyword, which is the board; needs a person's own key and e-mail address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from crawler.fields.advert import advert_of, markup_of
from crawler.fields.employment import employment_type
from crawler.fields.pay import PayRange, interval_pay
from crawler.fields.payload import (
    Drift,
    as_object,
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
from crawler.fields.places import distinct, location_of
from crawler.sources import Doubt, Page, PageRequest
from warehouse.models import Board, Location, Posting, SchemaDrift

NAME = "usajobs"
HOST = "https://data.usajobs.gov"
SECRETS = {"User-Agent": "USAJOBS_EMAIL", "Authorization-Key": "USAJOBS_KEY"}
"""The host wants the key holder's address as User-Agent."""
LIMIT = 500
_TEXTS = (("Summary", "JobSummary"), ("Duties", "MajorDuties"))


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The first page of the keyword."""
    query = f"Keyword={quote(board.slug, safe='')}&ResultsPerPage={LIMIT}"
    return (_page(f"{base_url or HOST}/api/search?{query}", 1),)


def rows(payload: Any) -> list[Any]:
    """The objects under `SearchResultItems`."""
    return required_list(_result(payload), "SearchResultItems")


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """The next page until there are as many as announced."""
    total = _result(page.payload).get("SearchResultCountAll")
    if isinstance(total, bool) or not isinstance(total, int):
        raise SchemaDrift("`SearchResultCountAll` is not a number")
    if page.so_far >= total:
        return ()
    if not page.rows:
        raise Doubt("total", f"The list ends after {page.so_far} of {total} announced postings.")
    address, _, number = page.request.url.rpartition("&Page=")
    return (_page(address, int(number) + 1),)


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One announcement. Amounts are texts; times have no zone and four digits of a second."""
    row = as_object(row, "the row")
    told = as_object(row.get("MatchedObjectDescriptor"), "`MatchedObjectDescriptor`")
    details = optional_object(optional_object(told, "UserArea", drift), "Details", drift)
    advert = advert_of(_parts(told, details, drift))
    kind = _first(told, "PositionSchedule", "Name", drift)
    pay = _pay(told, drift)
    start = optional_time(told, "PublicationStartDate", drift)
    company = optional_text(told, "OrganizationName", drift)
    is_remote = details.get("RemoteIndicator") is True
    address = (optional_text(told, "PositionURI", drift) or "").replace(
        "://www.usajobs.gov:443/", "://www.usajobs.gov/"
    )
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=required_id(row, "MatchedObjectId"),
        title=required_text(told, "PositionTitle"),
        description_text=advert.text,
        url=https_url({"PositionURI": address}, "PositionURI", drift),
        company=company,
        company_basis="stated" if company else None,
        description_html=advert.html,
        sections=advert.sections,
        department=optional_text(told, "DepartmentName", drift),
        locations=_places(told, drift),
        workplace="remote" if is_remote else None,
        workplace_basis="stated" if is_remote else None,
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        salary_min=pay.low if pay else None,
        salary_max=pay.high if pay else None,
        salary_currency=pay.currency if pay else None,
        salary_period=pay.period if pay else None,
        salary_basis="stated" if pay else None,
        posted_at=start,
        posted_basis="published" if start else None,
        closes_at=optional_time(told, "ApplicationCloseDate", drift),
    )


def _page(address: str, number: int) -> PageRequest:
    return PageRequest(f"{address}&Page={number}", secrets=SECRETS)


def _result(payload: Any) -> Mapping[str, Any]:
    return as_object(as_object(payload, "the answer").get("SearchResult"), "`SearchResult`")


def _parts(told: Mapping[str, Any], details: Mapping[str, Any], drift: Drift) -> Iterator[tuple[str | None, str]]:
    for heading, key in _TEXTS:
        value = details.get(key)
        lines = [v for v in value if isinstance(v, str)] if isinstance(value, list) else [value]
        text = "\n".join(line for line in lines if isinstance(line, str) and line.strip())
        if text:
            yield heading, f"<div>{markup_of(text)}</div>"
    if needed := optional_markup(told, "QualificationSummary", drift):
        yield "Qualifications", f"<div>{markup_of(needed)}</div>"


def _first(holder: Mapping[str, Any], key: str, field: str, drift: Drift) -> str | None:
    several = optional_objects(holder, key, drift)
    return optional_text(several[0], field, drift) if several else None


def _places(told: Mapping[str, Any], drift: Drift) -> tuple[Location, ...]:
    """`CityName` repeats the state after a comma."""
    places: list[Location | None] = []
    for place in optional_objects(told, "PositionLocation", drift):
        city = (optional_text(place, "CityName", drift) or "").partition(",")[0] or None
        region, country = (optional_text(place, key, drift) for key in ("CountrySubDivisionCode", "CountryCode"))
        places.append(location_of(city, region, country, optional_text(place, "LocationName", drift)))
    return distinct(places)


def _pay(told: Mapping[str, Any], drift: Drift) -> PayRange | None:
    """The first remuneration in dollars; piece work and unpaid posts have codes without a period."""
    for pay in optional_objects(told, "PositionRemuneration", drift)[:1]:
        low, high, code = pay.get("MinimumRange"), pay.get("MaximumRange"), pay.get("RateIntervalCode")
        return interval_pay(low, high, "USD", code, drift)
    return None
