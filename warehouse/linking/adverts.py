"""What linking knows of postings, which jobs they name by id or number, and how the result is kept."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.linking.names import TitleKey, ats_reference, employer_key, title_key, words_of

Job = tuple[str, str]
"""(source, posting's id there in lower case)."""


@dataclass(frozen=True, slots=True)
class Advert:
    """What linking knows of one posting."""

    posting_id: str
    source: str
    kind: str
    """`ats | hackernews | aggregator | import`, see SOURCE_PRECEDENCE."""
    board: str
    source_job_id: str
    employer: str | None
    title: str
    places: tuple[str, ...]
    """The places as written."""
    urls: tuple[str, ...]
    text_hash: str
    text_length: int
    """Characters."""
    first_seen_at: dt.datetime | None
    """None for an undated import: younger than any date."""
    job_number: str | None = None
    """The board's number of the job behind its posts."""
    requisition_number: str | None = None
    """The employer's number of the opening."""

    @property
    def age(self) -> tuple[bool, dt.datetime, str]:
        """Sorts the oldest first."""
        return self.first_seen_at is None, self.first_seen_at or dt.datetime.min, self.posting_id  # noqa: DTZ901


@dataclass(frozen=True, slots=True)
class Links:
    """Which posting belongs to which requisition."""

    requisition_of: dict[str, str]
    """posting id -> requisition id."""
    representative_of: dict[str, str]
    """requisition id -> the posting whose text, skills and lane stand for it."""
    merged_into: dict[str, str]
    """A requisition id of old -> the living one that took it in."""


def named_jobs(advert: Advert) -> frozenset[Job]:
    """The posting on an employer's own board that one is, or to whose address it leads."""
    if advert.kind == "ats":
        return frozenset({(advert.source, advert.source_job_id.lower())})
    reference = ats_reference(advert.urls)
    return frozenset({reference} if reference else ())


def stated_number(advert: Advert) -> tuple[str, str, str] | None:
    """The number under which a board knows the job behind several posts, with that board."""
    number = advert.job_number or advert.requisition_number
    return (advert.source, advert.board, number) if advert.kind == "ats" and number else None


def stated_jobs(adverts: Sequence[Advert]) -> dict[Job, Job]:
    """Rule 1: posts that their board states to be of one job, each with the one that stands for all.

    Not by the number alone: some numbers span several roles, so the titles must be one title.
    """
    by_number: dict[tuple[str, str, str], list[Advert]] = defaultdict(list)
    for advert in adverts:
        if number := stated_number(advert):
            by_number[number].append(advert)
    found: dict[Job, Job] = {}
    for posts in by_number.values():
        if len(posts) == 1:
            continue
        places = frozenset(word for post in posts for place in post.places for word in words_of(place))
        first: dict[TitleKey, Job] = {}
        for post in posts:
            (own,) = named_jobs(post)
            job = first.setdefault(title_key(post.title, employer_key(post.employer or ""), places), own)
            if job != own:
                found[own] = job
    return found
