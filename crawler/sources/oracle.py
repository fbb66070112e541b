"""Oracle Recruiting Cloud: pages inside `finder`, a request for each text; without `expand` the list comes empty.

A board's slug is `<host>.<site>`, as https://<host>/hcmUI/CandidateExperience/en/sites/<site> has them; of a tenant's
sites, which overlap, one is a board.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from crawler.fields.advert import advert_of
from crawler.fields.employment import employment_type
from crawler.fields.payload import (
    Drift,
    as_object,
    optional_markup,
    optional_number,
    optional_objects,
    optional_text,
    optional_time,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.places import distinct, stated_workplace
from crawler.sources import Page, PageRequest, announced, is_gone, number_in
from warehouse.models import Board, Location, Posting, SchemaDrift, Workplace

NAME = "oracle"
LIMIT = 200
"""Some tenants give fewer, so the next page begins after those that came."""
_SLUG = re.compile(r"((?:[a-z0-9-]{1,63}\.){1,6}oraclecloud\d{0,3}\.com)\.([\w-]{1,60})\Z", re.ASCII)
_LIST = (
    "/recruitingCEJobRequisitions?onlyData=true&expand=requisitionList.secondaryLocations"
    "&finder=findReqs;siteNumber={site},limit={limit},offset={offset},sortBy=POSTING_DATES_DESC"
)
_DETAIL = "/recruitingCEJobRequisitionDetails?onlyData=true&expand=all&finder=ById;Id=%22{id}%22,siteNumber={site}"
_TEXTS = (
    (None, "ExternalDescriptionStr"), ("Responsibilities", "ExternalResponsibilitiesStr"),
    ("Qualifications", "ExternalQualificationsStr"),
)  # fmt: skip
_OTHER_TEXTS = ((None, "CorporateDescriptionStr"), (None, "OrganizationDescriptionStr"))
"""Where some templates keep the advert, the others being empty."""
is_withdrawn = is_gone
_KEPT = frozenset(key for _, key in (*_TEXTS, *_OTHER_TEXTS)) | {
    "ExternalPostedStartDate", "ExternalPostedEndDate", "JobSchedule", "RequisitionId", "Category", "WorkplaceTypeCode",
}  # fmt: skip
_WORKPLACES: dict[str, Workplace] = {"ORA_ON_SITE": "onsite", "ORA_REMOTE": "remote", "ORA_HYBRID": "hybrid"}


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The first page."""
    return (_page(f"{base_url or f'https://{_parts(board)[0]}'}/hcmRestApi/resources/latest", _parts(board)[1], 0),)


def rows(payload: Any) -> list[Any]:
    """The objects under `requisitionList` of the only item."""
    return required_list(_item(payload), "requisitionList")


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """The next page, until there are as many as the first announced."""
    total = announced(page, _item(page.payload).get("TotalJobsCount"))
    if total is None:
        return ()
    address = page.request.url.partition("/recruitingCE")[0]
    return (
        replace(_page(address, _parts(board)[1], number_in(page.request.url, "offset") + len(page.rows)), total=total),
    )


def detail_for(row: Any, page: PageRequest, board: Board) -> PageRequest | None:
    """The posting's own object, by its id."""
    job_id = row.get("Id") if isinstance(row, dict) else None
    if not isinstance(job_id, str) or not job_id:
        return None
    address = page.url.partition("/recruitingCE")[0]
    return PageRequest(address + _DETAIL.format(id=quote(job_id, safe=""), site=_parts(board)[1]))


def with_detail(row: Any, payload: Any) -> Any:
    """The row with its texts and days, without who hires."""
    return {**row, **{key: value for key, value in _item(payload).items() if key in _KEPT and value is not None}}


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One posting with its detail; as the list alone has it, without a text."""
    row = as_object(row, "the row")
    job_id = required_id(row, "Id")
    host, site = _parts(board)
    adverts = [advert_of(_texts(row, keys, drift)) for keys in (_TEXTS, _OTHER_TEXTS)]
    advert = next((one for one in adverts if one.text), adverts[0])
    kind = optional_text(row, "JobSchedule", drift)
    workplace = stated_workplace(row, "WorkplaceTypeCode", _WORKPLACES, drift)
    posted = optional_time(row, "ExternalPostedStartDate", drift) or optional_time(row, "PostedDate", drift)
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=job_id,
        title=required_text(row, "Title"),
        description_text=advert.text,
        url=f"https://{host}/hcmUI/CandidateExperience/en/sites/{site}/job/{quote(job_id, safe='')}",
        company=board.employer,
        company_basis="registry",
        description_html=advert.html,
        sections=advert.sections,
        department=optional_text(row, "Category", drift),
        locations=_places(row, drift),
        workplace=workplace,
        workplace_basis="stated" if workplace else None,
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        posted_at=posted,
        posted_basis="published" if posted else None,
        closes_at=optional_time(row, "ExternalPostedEndDate", drift),
        requisition_number=optional_number(row, "RequisitionId"),
    )


def _parts(board: Board) -> tuple[str, str]:
    match = _SLUG.match(board.slug)
    if not match:
        raise SchemaDrift(f"the board's key {board.slug!r} is not <host>.oraclecloud.com.<site>")
    return match[1], match[2]


def _page(address: str, site: str, offset: int) -> PageRequest:
    return PageRequest(address + _LIST.format(site=site, limit=LIMIT, offset=offset))


def _item(payload: Any) -> Mapping[str, Any]:
    return as_object(next(iter(required_list(as_object(payload, "the answer"), "items")), None), "the first of `items`")


def _texts(
    row: Mapping[str, Any], keys: Sequence[tuple[str | None, str]], drift: Drift
) -> list[tuple[str | None, str]]:
    return [(heading, text) for heading, key in keys if (text := optional_markup(row, key, drift))]


def _places(row: Mapping[str, Any], drift: Drift) -> tuple[Location, ...]:
    """`PrimaryLocation` and the secondary ones, each with its country."""
    stated = [(row, "PrimaryLocation", "PrimaryLocationCountry")]
    stated += [(other, "Name", "CountryCode") for other in optional_objects(row, "secondaryLocations", drift)]
    named = ((optional_text(place, name, drift), optional_text(place, code, drift)) for place, name, code in stated)
    return distinct(Location(raw, country=country) for raw, country in named if raw)
