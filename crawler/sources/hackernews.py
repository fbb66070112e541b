"""Hacker News «Who is hiring?» by Algolia: the two newest threads; each first-level comment is an advert by people.

A comment's first line is its header. Its segments are told apart by what they say (hackernews_header.toml), never by
their position. Nobody's name is kept; the id is `hn-<comment>`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawler.fields.dates import from_epoch_s, parse_time
from crawler.fields.employment import employment_type
from crawler.fields.header import Header, read_header
from crawler.fields.payload import Drift, as_object, optional_markup, required_id, required_list
from crawler.fields.places import workplace_in
from crawler.fields.text import html_fragment, html_to_text, inner_html, one_line
from crawler.sources import Page, PageRequest
from warehouse.models import Board, Location, Posting, SchemaDrift

NAME = "hackernews"
HOST = "https://hn.algolia.com"
THREADS = 2
"""On the first days of a month the newest is nearly empty."""
_TITLE = re.compile(r"Ask HN: Who is hiring\?", re.IGNORECASE)
_THREAD = re.compile(r"news\.ycombinator\.com/item\?id=(\d{1,12})\Z")
_LISTED = 1000
"""Stories a page; the account posts about 36 a year."""
_KEPT = ("id", "created_at_i", "text", "parent_id", "story_id")
_ADDRESS = re.compile(r"https://[^\s<>\"]{4,1990}\Z")


@dataclass(frozen=True, slots=True)
class Thread:
    """A monthly thread of the list."""

    id: str
    created_at: dt.datetime

    @property
    def address(self) -> str:
        """Its page."""
        return f"https://news.ycombinator.com/item?id={self.id}"

    @property
    def looked_at(self) -> dt.datetime:
        """When a look into the past counts as taken: at the end of the thread's own day."""
        return self.created_at.replace(hour=23, minute=59, second=59, microsecond=0)

    @property
    def run_id(self) -> str:
        """Of the run that a look into the past lands as."""
        return f"{self.looked_at:%Y%m%dT%H%M%SZ}-crawl-hn{self.id}"


def threads_request(since: dt.datetime, page: int, base_url: str | None = None) -> PageRequest:
    """A page of the list of the account's stories since a day, newest first."""
    query = f"tags=story,author_whoishiring&hitsPerPage={_LISTED}&page={page}"
    begin = f"numericFilters=created_at_i%3E%3D{int(since.timestamp())}"
    return PageRequest(f"{base_url or HOST}/api/v1/search_by_date?{query}&{begin}")


def threads_in(payload: Any) -> tuple[list[Thread], int]:
    """The threads of a list's page that ask «Who is hiring?», and how many pages it has. Raises SchemaDrift."""
    payload = as_object(payload, "the answer")
    found = []
    for hit in _named(payload):
        created = from_epoch_s(hit.get("created_at_i")) or parse_time(str(hit.get("created_at")))
        if created is None:
            raise SchemaDrift("`created_at_i` is no time")
        found.append(Thread(str(hit["objectID"]), created))
    pages = payload.get("nbPages", 1)
    return found, pages if isinstance(pages, int) else 1


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The list of the account's threads, newest first; no words to search by, which would find other stories. A board
    with a thread's address is that thread alone.
    """
    if board.url and (thread := _THREAD.search(board.url)):
        return (PageRequest(f"{base_url or HOST}/api/v1/items/{thread[1]}", chain=thread[1]),)
    query = "tags=story,author_whoishiring&hitsPerPage=8"
    return (PageRequest(f"{base_url or HOST}/api/v1/search_by_date?{query}"),)


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """From the list of threads to the newest ones; each is one answer."""
    if "hits" not in page.payload:
        return ()
    ids = [str(hit["objectID"]) for hit in _named(page.payload)]
    if not ids:
        raise SchemaDrift("no thread asks «Who is hiring?»")
    host = page.request.url.partition("/api/v1/")[0]
    return tuple(PageRequest(f"{host}/api/v1/items/{story}", chain=story) for story in ids[:THREADS])


def _named(payload: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The stories that are threads of adverts; the account posts others too."""
    hits = [hit for hit in required_list(payload, "hits") if isinstance(hit, dict)]
    return [h for h in hits if _TITLE.match(str(h.get("title"))) and str(h.get("objectID")).isdigit()]


def rows(payload: Any) -> list[Any]:
    """The first-level comments of a thread, without author and replies; of the list of threads none."""
    payload = as_object(payload, "the answer")
    if "hits" in payload:
        return []
    found: list[Any] = []
    for comment in required_list(payload, "children"):
        kept = {key: comment.get(key) for key in _KEPT} if isinstance(comment, dict) else comment
        titles = _titles(kept) if isinstance(kept, dict) else ()
        found += [{**kept, "role": n} for n in range(1, len(titles) + 1)] if len(titles) > 1 else [kept]
    return found


def posting(row: Any, board: Board, drift: Drift) -> Posting | None:
    """One comment, or one role of its list; None for a deleted comment and for one that offers no job."""
    row = as_object(row, "the row")
    number = required_id(row, "id")
    markup = optional_markup(row, "text", drift)
    if markup is None:
        drift["deleted_left_out"] += 1
        return None
    body, address = _with_whole_links(markup)
    text = html_to_text(body)
    header = read_header(text)
    if header is None:
        drift["not_a_posting_left_out"] += 1
        return None
    job_id, title = _role(row, number, header)
    workplace = workplace_in(header.segments)
    posted = from_epoch_s(row.get("created_at_i"))
    if posted is None:
        drift["created_at_i_unparsed"] += 1
    return Posting(
        source=NAME,
        board=board.slug,
        source_job_id=job_id,
        title=title,
        description_text=text,
        url=address or f"https://news.ycombinator.com/item?id={number}",
        company=header.company,
        company_basis="stated" if header.company else None,
        description_html=body,
        locations=tuple(Location(place) for place in header.places),
        workplace=workplace,
        workplace_basis="text" if workplace else None,
        employment_type=employment_type(header.employment),
        employment_type_raw=header.employment,
        posted_at=posted,
        posted_basis="published" if posted else None,
    )


def _titles(row: Mapping[str, Any]) -> tuple[str, ...]:
    text = row.get("text")
    header = read_header(html_to_text(text)) if isinstance(text, str) else None
    return header.roles if header else ()


def _role(row: Mapping[str, Any], number: str, header: Header) -> tuple[str, str]:
    """(id, title): of a list of roles the one that the row stands for."""
    part = row.get("role")
    if isinstance(part, int) and 0 < part <= len(header.roles):
        return f"hn-{number}-{part}", header.roles[part - 1]
    return f"hn-{number}", header.title


def _with_whole_links(markup: str) -> tuple[str, str | None]:
    """The HTML with every link's whole address as its text (Hacker News cuts it), and the first https address."""
    root = html_fragment(markup)
    first = None
    for link in root.iter("a"):
        address = one_line(link.get("href") or "")
        if link.text and link.text.endswith("..."):
            link.text = address
        if first is None and _ADDRESS.match(address):
            first = address
    return inner_html(root), first
