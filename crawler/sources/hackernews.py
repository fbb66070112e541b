"""Hacker News «Who is hiring?» by Algolia: the two newest threads; each first-level comment is an advert by people.

A comment's first line is its header. Its segments are told apart by what they say (hackernews_header.toml), never by
their position. Nobody's name is kept; the id is `hn-<comment>`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from crawler.fields.dates import from_epoch_s
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
_KEPT = ("id", "created_at_i", "text", "parent_id", "story_id")
_ADDRESS = re.compile(r"https://[^\s<>\"]{4,1990}\Z")


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The list of the account's threads, newest first; no words to search by, which would find other stories."""
    query = "tags=story,author_whoishiring&hitsPerPage=8"
    return (PageRequest(f"{base_url or HOST}/api/v1/search_by_date?{query}"),)


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """From the list of threads to the newest ones; each is one answer."""
    if "hits" not in page.payload:
        return ()
    hits = required_list(page.payload, "hits")
    named = [h for h in hits if isinstance(h, dict) and _TITLE.match(str(h.get("title")))]
    ids = [str(h.get("objectID")) for h in named if str(h.get("objectID")).isdigit()]
    if not ids:
        raise SchemaDrift("no thread asks «Who is hiring?»")
    host = page.request.url.partition("/api/v1/")[0]
    return tuple(PageRequest(f"{host}/api/v1/items/{story}", chain=story) for story in ids[:THREADS])


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
    header = read_header(text.partition("\n")[0])
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
    header = read_header(html_to_text(text).partition("\n")[0]) if isinstance(text, str) else None
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
