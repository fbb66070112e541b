"""Remotive: one GET for its whole (small) list, a day late. The place is where applicants may live; pay is prose."""

from __future__ import annotations

from typing import Any

from crawler.fields.employment import employment_type
from crawler.fields.payload import (
    Drift,
    as_object,
    https_url,
    optional_markup,
    optional_text,
    optional_time,
    required_id,
    required_list,
    required_text,
)
from crawler.fields.text import html_to_text
from crawler.sources import PageRequest
from warehouse.models import Board, Location, Posting

NAME = "remotive"
HOST = "https://remotive.com"


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """One request; its parameters do nothing."""
    return (PageRequest(f"{base_url or HOST}/api/remote-jobs"),)


def rows(payload: Any) -> list[Any]:
    """The objects under `jobs`."""
    return required_list(as_object(payload, "the answer"), "jobs")


def posting(row: Any, board: Board, drift: Drift) -> Posting:
    """One advert. Its `salary` is prose and is left to the reader of texts."""
    row = as_object(row, "the row")
    body = optional_markup(row, "description", drift)
    who = optional_text(row, "candidate_required_location", drift)
    kind = optional_text(row, "job_type", drift)
    published = optional_time(row, "publication_date", drift)
    company = optional_text(row, "company_name", drift)
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=required_id(row, "id"),
        title=required_text(row, "title"),
        description_text=html_to_text(body),
        url=https_url(row, "url", drift),
        company=company,
        company_basis="stated" if company else None,
        description_html=body,
        locations=(Location(who),) if who else (),
        workplace="remote",
        workplace_basis="inferred",
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        posted_at=published,
        posted_basis="published" if published else None,
    )
