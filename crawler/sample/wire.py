"""What a board answers: the JSON of Greenhouse, Lever and Ashby with the quirks of sources.md 2.1-2.3."""

from __future__ import annotations

import datetime as dt
import html
import random
import uuid
from typing import Any

from crawler.sample.layout import STYLES, items_html, to_html, to_plain
from crawler.sample.model import Advert, Line, Pay, Piece, Place, Section, seeded, week_start

_REGIONS_WITH_BLANK = ("CA", "TX", "OR", "Troms")
_COMMITMENTS = {"full_time": "Full-time", "part_time": "Part-time", "contract": "Contract", "intern": "Internship"}
_ASHBY_TYPES = {"full_time": "FullTime", "part_time": "PartTime", "contract": "Contract", "intern": "Intern"}
_ASHBY_INTERVALS = {"year": "1 YEAR", "hour": "1 HOUR"}
_LEVER_INTERVALS = {"year": "per-year-salary", "hour": "per-hour-wage"}
_ASHBY_WORKPLACES = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "OnSite"}


def greenhouse(adverts: list[Advert], week: int) -> dict[str, Any]:
    """`GET /v1/boards/{token}/jobs?content=true`: escaped content, cents, bulk-touched `updated_at`."""
    return {"jobs": [_greenhouse_job(advert, week) for advert in adverts], "meta": {"total": len(adverts)}}


def lever(adverts: list[Advert], week: int) -> list[dict[str, Any]]:
    """`GET /v0/postings/{site}?mode=json`: a bare array, the requirements in `lists[]`."""
    return [_lever_posting(advert, week) for advert in adverts]


def ashby(adverts: list[Advert], week: int) -> dict[str, Any]:
    """`GET /posting-api/job-board/{board}?includeCompensation=true`: nested compensation, unlisted jobs."""
    return {"jobs": [_ashby_job(advert, week) for advert in adverts], "apiVersion": "1"}


def shows_workplace(advert: Advert) -> bool:
    """Whether a field or the location on the wire says remote, hybrid or on-site."""
    if advert.job.workplace is None:
        return False
    rng = _habits(advert, "workplace")
    if advert.board.source == "greenhouse":
        return advert.job.workplace != "onsite" and rng.random() < 0.6
    return rng.random() < 0.75


def _habits(advert: Advert, *keys: object) -> random.Random:
    """Dice that always fall alike for this advert."""
    return seeded(advert.key, *keys)


def _style(advert: Advert) -> str:
    return seeded(advert.board.source, advert.board.slug, "style").choice(STYLES)


def _sections(advert: Advert, week: int) -> tuple[Section, ...]:
    if advert.edited_week is None or week < advert.edited_week:
        return advert.sections
    return (*advert.sections, Section("benefits", "", (Line((Piece(advert.edit),)),)))


def _stamp(moment: dt.datetime, offset_hours: int) -> str:
    zone = dt.timezone(dt.timedelta(hours=offset_hours))
    return moment.astimezone(zone).isoformat(timespec="seconds")


def _page(advert: Advert) -> str:
    return f"https://jobs.{advert.job.employer.slug}.example/{advert.source_job_id}"


# Greenhouse


def _greenhouse_job(advert: Advert, week: int) -> dict[str, Any]:
    job, employer = advert.job, advert.job.employer
    board_rng = seeded(advert.board.slug, "greenhouse")
    touches_in_bulk, has_metadata = board_rng.random() < 0.6, board_rng.random() < 0.5
    touched = (
        week_start(week) - dt.timedelta(hours=9) if touches_in_bulk else advert.published_at + dt.timedelta(days=2)
    )
    location, offices = _greenhouse_places(advert)
    content = html.escape(_greenhouse_content(_sections(advert, week), _style(advert)), quote=True)
    is_prospect = advert.hidden == "prospect"
    record: dict[str, Any] = {
        "absolute_url": f"https://careers.{employer.slug}.example/openings?gh_jid={advert.source_job_id}",
        "data_compliance": [{"type": "gdpr", "requires_consent": False, "retention_period": None}],
        "internal_job_id": None if is_prospect else 6_100_000_000 + job.number * 17,
        "location": {"name": location},
        "metadata": _greenhouse_metadata(job.team) if has_metadata else None,
        "id": int(advert.source_job_id),
        "updated_at": _stamp(touched, -4),
        "requisition_id": None if is_prospect else f"R-{20_400 + job.number}",
        "title": advert.title,
        "company_name": employer.name,
        "first_published": _stamp(advert.published_at, -4),
        "language": "en",
        "application_deadline": None,
        "education": "education_optional",
        "content": content,
        "departments": [{"id": 4_000_100 + len(job.team), "name": job.team, "child_ids": [], "parent_id": None}],
        "offices": offices,
    }
    if job.pay and job.pay.shown == "field":
        record["pay_input_ranges"] = [_greenhouse_pay(job.pay, advert.place)]
    return record


def _greenhouse_places(advert: Advert) -> tuple[str, list[dict[str, Any]]]:
    """`location.name` and `offices`: a city, two cities with `;`, or a work model with the city in the office."""
    place, job = advert.place, advert.job
    name = f"{place.city}, {place.region}, {place.country}" if place.code != "US" else f"{place.city}, {place.region}"
    office = {"id": 4_050_000 + len(name), "name": place.city, "location": name, "child_ids": [], "parent_id": None}
    if not shows_workplace(advert):
        others = [p for p in job.employer.places if p.code == place.code and p != place]
        if others and _habits(advert, "cities").random() < 0.15:
            return f"{name}; {others[0].city}, {others[0].region}", [office]
        return name, [office]
    if job.workplace == "remote":
        return _habits(advert, "remote").choice((f"Remote - {place.country}", f"Remote ({place.code})", "Remote")), [
            office
        ]
    return _habits(advert, "hybrid").choice(("Hybrid", f"Hybrid - {place.city}", f"{place.city} (Hybrid)")), [office]


def _greenhouse_metadata(team: str) -> list[dict[str, Any]]:
    return [
        {"id": 4_105_571, "name": "Featured on Website", "value": [], "value_type": "multi_select"},
        {"id": 9_740_521, "name": "Cost Center", "value": team, "value_type": "single_select"},
        {"id": 9_740_600, "name": "Backfill", "value": None, "value_type": "yes_no"},
    ]


def _greenhouse_pay(pay: Pay, place: Place) -> dict[str, Any]:
    return {
        "min_cents": pay.min * 100,
        "max_cents": pay.max * 100,
        "currency_type": pay.currency,
        "title": f"{place.city} Salary Range",
        "blurb": "<p>The range depends on level and location.</p>",
    }


def _greenhouse_content(sections: tuple[Section, ...], style: str) -> str:
    """The board's own intro and conclusion around the advert, as Greenhouse joins them."""
    intro = [section for section in sections if section.kind == "blurb"]
    body = [section for section in sections if section.kind not in ("blurb", "closing")]
    conclusion = [section for section in sections if section.kind == "closing"]
    parts = [f'<div class="content-intro">{to_html(intro, style)}</div>'] if intro else []
    parts.append(to_html(body, style))
    if conclusion:
        parts.append(f'<div class="content-conclusion">{to_html(conclusion, style)}</div>')
    return "\n".join(parts)


# Lever


def _lever_posting(advert: Advert, week: int) -> dict[str, Any]:
    job, place, style = advert.job, advert.place, _style(advert)
    sections = _sections(advert, week)
    listed = [s for s in sections if s.heading and s.kind in ("duties", "requirements", "preferred")]
    first = sections.index(listed[0]) if listed else len(sections)
    last = sections.index(listed[-1]) if listed else len(sections)
    opening, body = list(sections[:1]), list(sections[1:first])
    if not listed:
        opening, body = [], list(sections)
    after = [s for s in sections[first : last + 1] if s not in listed] + list(sections[last + 1 :])
    location = f"{place.city}, {place.region}" if place.code == "US" else place.city
    habits = _habits(advert, "lever")
    record: dict[str, Any] = {
        "id": advert.source_job_id,
        "text": advert.title,
        "country": place.code if habits.random() < 0.85 else None,
        "workplaceType": _lever_workplace(advert),
        "categories": {
            "commitment": _COMMITMENTS[job.employment_type],
            "department": "Engineering" if job.lanes else "Business",
            "location": location,
            "team": job.team,
            "allLocations": [location],
        },
        "createdAt": int(advert.published_at.timestamp() * 1000),
        "opening": f"<div>{to_html(opening, style)}</div>" if opening else "",
        "openingPlain": to_plain(opening),
        "descriptionBody": f"<div>{to_html(body, style)}</div>",
        "descriptionBodyPlain": to_plain(body),
        "description": f"<div>{to_html(opening + body, style)}</div>",
        "descriptionPlain": to_plain(opening + body),
        "lists": [{"text": section.heading, "content": items_html(section.lines, style)} for section in listed],
        "additional": f"<div>{to_html(after, style)}</div>",
        "additionalPlain": to_plain(after),
        "hostedUrl": _page(advert),
        "applyUrl": f"{_page(advert)}/apply",
    }
    if habits.random() < 0.2:
        del record["categories"]["allLocations"]
    if job.pay and job.pay.shown == "field":
        record["salaryRange"] = {
            "min": job.pay.min,
            "max": job.pay.max,
            "currency": job.pay.currency,
            "interval": _LEVER_INTERVALS[job.pay.period],
        }
        record["salaryDescription"] = "<div>The range depends on experience.</div>"
        record["salaryDescriptionPlain"] = "The range depends on experience."
    return record


def _lever_workplace(advert: Advert) -> str:
    if not shows_workplace(advert) or advert.job.workplace is None:
        return "unspecified"
    if advert.job.workplace == "onsite":
        return _habits(advert, "spelling").choice(("on-site", "onsite"))
    return advert.job.workplace


# Ashby


def _ashby_job(advert: Advert, week: int) -> dict[str, Any]:
    job, place, habits = advert.job, advert.place, _habits(advert, "ashby")
    sections = _sections(advert, week)
    shown = _ASHBY_WORKPLACES[job.workplace] if job.workplace and shows_workplace(advert) else None
    record: dict[str, Any] = {
        "id": advert.source_job_id,
        "title": advert.title,
        "department": "Engineering" if job.lanes else "Operations",
        "team": job.team,
        "employmentType": _ASHBY_TYPES[job.employment_type],
        "location": f"{place.city}, {place.region} (HQ)" if place == job.employer.places[0] else place.city,
        "secondaryLocations": _ashby_secondary(advert),
        "publishedAt": _ashby_published(advert, week),
        "isListed": advert.hidden != "unlisted",
        "isRemote": {"Remote": True, "Hybrid": True, "OnSite": False}.get(shown or ""),
        "workplaceType": shown,
        "address": {"postalAddress": _ashby_address(place)} if habits.random() < 0.9 else None,
        "jobUrl": _page(advert),
        "applyUrl": f"{_page(advert)}/application",
        "descriptionHtml": to_html(sections, _style(advert)),
        "descriptionPlain": to_plain(sections),
        "shouldDisplayCompensationOnJobPostings": bool(job.pay and job.pay.shown == "field"),
    }
    if job.pay and job.pay.shown == "field":
        record["compensation"] = _ashby_compensation(advert, job.pay)
    elif habits.random() < 0.5:
        record["compensation"] = None
    return record


def _ashby_published(advert: Advert, week: int) -> str:
    """The latest publication: a posting that came back has a new date."""
    starts = [start for start, _ in advert.spells if start <= week]
    is_back = len(starts) > 1
    published = week_start(starts[-1]) - dt.timedelta(days=1, hours=5) if is_back else advert.published_at
    return published.isoformat(timespec="milliseconds")


def _ashby_address(place: Place) -> dict[str, str]:
    blank = " " if place.region in _REGIONS_WITH_BLANK else ""
    country = {"US": "USA", "GB": "United Kingdom"}.get(place.code, place.country)
    return {"addressRegion": place.region + blank, "addressCountry": country, "addressLocality": place.city}


def _ashby_secondary(advert: Advert) -> list[Any]:
    """None mostly; else another city of the employer, in one of the three shapes that occur."""
    others = [p for p in advert.job.employer.places if p != advert.place and p.code == advert.place.code]
    habits = _habits(advert, "secondary")
    if not others or habits.random() >= 0.3:
        return []
    other = others[0]
    shape = habits.choice(("nested", "flat", "bare"))
    if shape == "bare":
        return [f"{other.city}, {other.region}"]
    address: dict[str, Any] = _ashby_address(other)
    return [
        {
            "location": f"{other.city}, {other.region}",
            "address": {"postalAddress": address} if shape == "nested" else address,
        }
    ]


def _ashby_compensation(advert: Advert, pay: Pay) -> dict[str, Any]:
    summary = f"{pay.currency} {pay.min:,} – {pay.max:,}"
    salary = {
        "compensationType": "Salary",
        "interval": _ASHBY_INTERVALS[pay.period],
        "currencyCode": pay.currency,
        "minValue": pay.min,
        "maxValue": pay.max,
    }
    equity = {
        "id": _uuid(advert, "equity"),
        "summary": "Offers Equity",
        "compensationType": "EquityCashValue",
        "interval": "1 YEAR",
        "currencyCode": None,
        "minValue": None,
        "maxValue": None,
    }
    tier = {
        "id": _uuid(advert, "tier"),
        "tierSummary": f"{summary} • Offers Equity",
        "title": None,
        "additionalInformation": None,
        "components": [equity, {"id": _uuid(advert, "salary"), "summary": summary, **salary}],
    }
    return {
        "compensationTierSummary": f"{summary} • Offers Equity",
        "scrapeableCompensationSalarySummary": summary.replace("–", "-"),
        "compensationTiers": [tier],
        "summaryComponents": [salary],
    }


def _uuid(advert: Advert, name: str) -> str:
    return str(uuid.UUID(int=_habits(advert, name).getrandbits(128), version=4))
