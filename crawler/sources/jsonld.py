"""Any careers page with schema.org/JobPosting in JSON-LD: one GET of the board's own page, whatever host it is on."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import lxml.html

from crawler.fields.advert import advert_of
from crawler.fields.employment import employment_type
from crawler.fields.json_ld import objects_of_type
from crawler.fields.markup import html_root
from crawler.fields.pay import PayRange, interval_pay, pay_range
from crawler.fields.payload import (
    Drift,
    as_object,
    clean,
    https_url,
    optional_language,
    optional_markup,
    optional_time,
    required_list,
    required_text,
)
from crawler.fields.places import distinct, location_of
from crawler.fields.text import one_line
from crawler.sources import PageRequest
from warehouse.models import Board, Location, Posting, SchemaDrift

NAME = "jsonld"
_TEXTS = (
    ("Responsibilities", "responsibilities"), ("Qualifications", "qualifications"), ("Skills", "skills"),
    ("Experience", "experienceRequirements"), ("Education", "educationRequirements"),
)  # fmt: skip
_TAG = re.compile(r"<[a-zA-Z/!]")
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|div|ul|ol|li|br|h\d|strong|b|span)\b", re.IGNORECASE)
_RANGE = re.compile(r"\s*(\d[\d.,]*)\s*(?:-|–|to)\s*(\d[\d.,]*)\s*\Z")


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The board's page."""
    if not board.url:
        raise SchemaDrift("a careers page has no `url`")
    parts = urlsplit(board.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    address = base_url.rstrip("/") + path if base_url else board.url
    return (PageRequest(address, {"Accept": "text/html, application/xhtml+xml"}),)


def decode(body: bytes) -> tuple[Any, Drift]:
    """The page as `of_page` has it."""
    root, drift = html_root(body)
    return of_page(root, drift), drift


def of_page(root: lxml.html.HtmlElement, drift: Drift) -> Any:
    """A page as {"page": its own address, "heading": its title, "postings": [JobPosting]}."""
    found = {
        "page": next(iter(root.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")), None),
        "heading": " ".join(one_line(h.text_content()) for h in root.xpath("//h1")[:1]),
        "postings": objects_of_type(root, "JobPosting", drift),
    }
    return clean(found, drift)


def rows(payload: Any) -> list[Any]:
    """The page's adverts. Where it is one advert's own page, the "similar jobs" on it are left out."""
    payload = as_object(payload, "the page")
    found = required_list(payload, "postings")
    if not found:
        raise SchemaDrift("the page holds no JobPosting")
    page, heading = payload.get("page"), str(payload.get("heading") or "").casefold()
    own = [r for r in found if isinstance(r, dict) and page and r.get("url") == page]
    own = own or [r for r in found if isinstance(r, dict) and heading and _told(r.get("title")).casefold() == heading]
    chosen = own[:1] if own else found
    if len(chosen) > 1 or not isinstance(chosen[0], dict):
        return chosen
    return [{**chosen[0], "url": chosen[0].get("url") or page}]


def posting(row: Any, board: Board, drift: Drift, source: str = NAME) -> Posting:
    """One JobPosting, of this source or of another that reads such pages."""
    row = as_object(row, "the row")
    title = required_text(row, "title")
    advert = advert_of(_parts(row, drift))
    employer = row.get("hiringOrganization")
    company = _told(employer.get("name") if isinstance(employer, dict) else employer)
    kind = _told(row.get("employmentType"))
    pay = _pay(row, drift)
    posted = optional_time(row, "datePosted", drift)
    url = https_url({"url": _told(row.get("url"))}, "url", drift) or board.url
    is_remote = "TELECOMMUTE" in _told(row.get("jobLocationType")).upper()
    return Posting(
        source=source,
        board=board.slug,
        source_job_id=_id(row, title, url),
        title=title,
        description_text=advert.text,
        url=url,
        company=company or board.employer,
        company_basis="stated" if company else "registry",
        description_html=advert.html,
        sections=advert.sections,
        locations=_places(row, company),
        workplace="remote" if is_remote else None,
        workplace_basis="stated" if is_remote else None,
        employment_type=employment_type(kind),
        employment_type_raw=kind or None,
        salary_min=pay.low if pay else None,
        salary_max=pay.high if pay else None,
        salary_currency=pay.currency if pay else None,
        salary_period=pay.period if pay else None,
        salary_basis="stated" if pay else None,
        posted_at=posted,
        posted_basis="published" if posted else None,
        closes_at=optional_time(row, "validThrough", drift),
        language=optional_language(row, "inLanguage", drift),
    )


def _told(value: Any) -> str:
    """The text of a value that may be a list of texts or an object with a name; empty where it says nothing."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = next((one.get("name") if isinstance(one, dict) else one for one in value if one), None)
    return one_line(value) if isinstance(value, str) else ""


def _id(row: Mapping[str, Any], title: str, url: str | None) -> str:
    """The employer's identifier; without one a hash of the advert's address and title."""
    stated = row.get("identifier")
    stated = stated.get("value") if isinstance(stated, dict) else stated
    if isinstance(stated, int) and not isinstance(stated, bool):
        return str(stated)
    if isinstance(stated, str) and 0 < len(one_line(stated)) <= 200:
        return one_line(stated)
    return hashlib.sha256(f"{url}\n{title}".encode()).hexdigest()[:20]


def _parts(row: Mapping[str, Any], drift: Drift) -> Iterator[tuple[str | None, str]]:
    """The description, then the parts that some pages keep beside it as plain text."""
    description = _unescaped(optional_markup(row, "description", drift) or "")
    yield None, f"<div>{description}</div>"
    for heading, key in _TEXTS:
        text = row.get(key)
        if isinstance(text, str) and text.strip() and text.strip() not in description:
            yield heading, f"<div>{_unescaped(text)}</div>"


def _unescaped(markup: str) -> str:
    return html.unescape(markup) if not _TAG.search(markup) and _ESCAPED_TAG.search(markup) else markup


def _places(row: Mapping[str, Any], company: str) -> tuple[Location, ...]:
    """`jobLocation`, one or many; for work from home where applicants may live."""
    given = row.get("jobLocation")
    places = [p for p in (given if isinstance(given, list) else [given]) if p]
    stated = [_place(place) for place in places]
    names = [_told(p) for p in places if isinstance(p, dict)]
    is_copied = len(places) > 1 and len(set(map(str, stated))) == 1 and len(set(names)) == len(places)
    if is_copied:  # one address under several names: the names are the places
        return distinct(Location(name) for name in names if name and name != company)
    if any(stated):
        return distinct(stated)
    who = row.get("applicantLocationRequirements")
    return distinct(location_of(raw=_told(one)) for one in (who if isinstance(who, list) else [who]))


def _place(place: Any) -> Location | None:
    """A Place by its address. `Place.name` is often the employer's name, so it is not asked."""
    if not isinstance(place, dict):
        return location_of(raw=_told(place))
    address = place.get("address")
    if not isinstance(address, dict):
        return location_of(raw=_told(address))
    city, region, country = (_told(address.get(f"address{part}")) or None for part in ("Locality", "Region", "Country"))
    return location_of(city, region, country)


def _pay(row: Mapping[str, Any], drift: Drift) -> PayRange | None:
    """`baseSalary`: a number, a range, or a range written as text."""
    salary = row.get("baseSalary")
    salary = salary[0] if isinstance(salary, list) and salary else salary
    if not isinstance(salary, dict):
        return None
    value = salary.get("value")
    value = value[0] if isinstance(value, list) and value else value
    amount = value if isinstance(value, dict) else {"value": value}
    low, high = amount.get("minValue"), amount.get("maxValue")
    if low is None and high is None:
        low = high = amount.get("value")
    if isinstance(low, str) and low == high and (both := _RANGE.match(low)):
        low, high = both[1].replace(",", ""), both[2].replace(",", "")
    stated = (salary.get("currency"), row.get("salaryCurrency"), amount.get("currency"))
    currency = next((code for code in map(_told, stated) if code), None)
    unit = amount.get("unitText") or salary.get("unitText")
    if unit is None:
        return pay_range(low, high, currency, drift, period=None)
    return interval_pay(low, high, currency, unit, drift)
