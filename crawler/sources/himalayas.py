"""Himalayas: its newest remote adverts, 20 a page, each page naming the next. No place restriction means anywhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from crawler.fields.dates import from_epoch_s
from crawler.fields.employment import employment_type
from crawler.fields.pay import PayRange, interval_pay
from crawler.fields.payload import (
    Drift,
    as_object,
    https_url,
    optional_markup,
    optional_text,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.places import distinct
from crawler.fields.text import html_to_text, one_line
from crawler.sources import Doubt, Page, PageRequest
from warehouse.models import Board, Location, Posting

NAME = "himalayas"
HOST = "https://himalayas.app"
LIMIT = 20
"""The host gives no more at once."""
NEWEST = 500
"""As many are read; the list of all is far longer than a day's news."""
_BELIEVABLE = 5
"""No true range is wider than from one to this many times as much."""


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The first page."""
    return (PageRequest(f"{base_url or HOST}/jobs/api?limit={LIMIT}"),)


def rows(payload: Any) -> list[Any]:
    """The objects under `jobs`."""
    return required_list(as_object(payload, "the answer"), "jobs")


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """The next page, until one is not full or the newest are read."""
    if len(page.rows) < LIMIT or page.so_far >= NEWEST:
        return ()
    cursor = optional_text(page.payload, "nextCursor", Drift())
    if cursor is None:
        raise Doubt("total", f"The list names no next page after {page.so_far} adverts.")
    address = page.request.url.partition("?")[0]
    return (PageRequest(f"{address}?limit={LIMIT}&cursor={quote(cursor, safe='')}"),)


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One advert."""
    row = as_object(row, "the row")
    body = optional_markup(row, "description", drift)
    kind, company = optional_text(row, "employmentType", drift), optional_text(row, "companyName", drift)
    pay = _pay(row, drift)
    published, expires = from_epoch_s(row.get("pubDate")), from_epoch_s(row.get("expiryDate"))
    if published is None:
        drift["pubDate_unparsed"] += 1
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=required_id(row, "guid"),
        title=required_text(row, "title"),
        description_text=html_to_text(body),
        url=https_url(row, "guid", drift) if str(row.get("guid")).startswith("https:") else None,
        apply_url=https_url(row, "applicationLink", drift),
        company=company,
        company_basis="stated" if company else None,
        description_html=body,
        locations=_places(row.get("locationRestrictions"), drift),
        workplace="remote",
        workplace_basis="inferred",
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        salary_min=pay.low if pay else None,
        salary_max=pay.high if pay else None,
        salary_currency=pay.currency if pay else None,
        salary_period=pay.period if pay else None,
        salary_basis="stated" if pay else None,
        posted_at=published,
        posted_basis="published" if published else None,
        closes_at=expires,
    )


def _places(restrictions: Any, drift: Drift) -> tuple[Location, ...]:
    """Countries by name, or as objects with one; an empty list says anywhere."""
    if restrictions is None or not isinstance(restrictions, list):
        drift["locationRestrictions_type"] += 1
        return ()
    if not restrictions:
        return (Location("Worldwide"),)
    names = [r.get("name") if isinstance(r, dict) else r for r in restrictions]
    return distinct(Location(one_line(name)) for name in names if isinstance(name, str) and name.strip())


def _pay(row: Any, drift: Drift) -> PayRange | None:
    if not row.get("minSalary") and not row.get("maxSalary"):
        return None
    pay = interval_pay(row.get("minSalary"), row.get("maxSalary"), row.get("currency"), row.get("salaryPeriod"), drift)
    if pay and pay.low and pay.high and pay.high > _BELIEVABLE * pay.low:
        drift["pay_unbelievable"] += 1
        return None
    return pay
