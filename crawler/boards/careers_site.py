"""What an unknown careers page shows of its jobs: adverts on itself, a hiring system behind it, pages that may be
adverts. Pure; `crawler/runs/looking.py` fetches what it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import lxml.html

from crawler.boards.listed import board_of_system
from crawler.fields.markup import html_root
from crawler.sources import Page, PageRequest, careers, source_facts
from warehouse.models import BadInputError, Board, SchemaDrift

_ADDRESS = re.compile(r"https?:\\?/\\?/[A-Za-z0-9.-]{4,100}(?:\\?/[^\s\"'<>()]{0,200})?")
_SITEMAP = re.compile(r"(?im)^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,500})")
MOST_SITEMAPS = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """What one page shows."""

    adverts: int
    """JobPostings that stand on the page itself."""
    systems: tuple[Board, ...]
    """Boards of hiring systems that are built, to which the page leads, the one it names most often first."""
    pages: tuple[str, ...]
    """Addresses on its host that may be adverts', in its order, at most `most_adverts()` and one."""
    parts: tuple[str, ...]
    """Of a sitemap the parts that are to be read next; of a list its next page."""


def seen_on(url: str, body: bytes) -> Seen:
    """What a page, a sitemap or a part of one shows. Raises BadPayload and SchemaDrift for what is neither."""
    board = Board(careers.NAME, "page", "page", url=url)
    request = PageRequest(url)
    payload, _ = careers.decode(body)
    asked = (careers.detail_for(row, request, board) for row in careers.rows(payload))
    pages = dict.fromkeys(page.url for page in asked if page is not None and page.url != url)
    page = Page(request, payload, (), 0)
    parts = tuple(part.url for part in careers.further(page, board))[:MOST_SITEMAPS]
    systems = () if payload["is_sitemap"] else _systems(body)
    return Seen(len(payload["postings"]), systems, tuple(pages)[: most_adverts() + 1], parts)


def sitemaps_of(robots: str, root: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names, else where one lies by custom; `root` is like https://host."""
    named = [url for url in _SITEMAP.findall(robots) if url.startswith(f"{root}/")]
    return tuple(named[:MOST_SITEMAPS]) or (f"{root}/sitemap.xml",)


def _systems(body: bytes) -> tuple[Board, ...]:
    """Boards that links, frames and scripts of a page name."""
    root, _ = html_root(body)
    found: dict[tuple[str, str], list[Board]] = {}
    for address in _addresses(root):
        try:
            board = board_of_system(address)
        except (BadInputError, SchemaDrift):  # the system's own pages name no employer's board
            continue
        if board is not None:
            found.setdefault((board.source, board.slug.casefold()), []).append(board)
    return tuple(boards[0] for boards in sorted(found.values(), key=len, reverse=True))


def _addresses(root: lxml.html.HtmlElement) -> Iterator[str]:
    for value in root.xpath("//@href | //@src | //@action | //@*[starts-with(name(), 'data-')]"):
        if re.match(r"(?:https?:)?//", str(value)):
            yield str(value).removeprefix("//")
    for script in root.iter("script"):
        yield from (found.replace("\\/", "/") for found in _ADDRESS.findall(script.text or ""))


def most_adverts() -> int:
    """How many adverts of one site a crawl asks for."""
    return source_facts()[careers.NAME].max_details


def how_many(pages: Sequence[str]) -> str:
    """«43», or «more than 500»."""
    return f"more than {most_adverts()}" if len(pages) > most_adverts() else str(len(pages))
