"""A look at a careers page that is about to be added: how it shows its jobs, in some fifteen requests to its one host.

`python -m crawler --look URL`. What robots.txt forbids is not asked, and nothing is kept of what is seen.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy.http import Response

from crawler.boards.careers_site import Seen, how_many, most_adverts, seen_on, sitemaps_of
from crawler.boards.listed import page_board
from crawler.conduct.refusal import detail_of
from crawler.fields.payload import BadPayload
from crawler.sources import careers, jsonld
from warehouse.models import Board, SchemaDrift

SAMPLE = 5
"""Pages looked at before a site's pages are believed to be adverts."""


@dataclass(frozen=True, slots=True)
class Look:
    """What to add, if anything, and the sentence that says why."""

    board: Board | None
    sentence: str
    others: tuple[Board, ...] = ()
    """Further boards of hiring systems that the page leads to."""


class LookSpider(scrapy.Spider):
    """Asks for a careers page and for what it leads to on its own host; puts into `looks` what was found."""

    name = "look"

    def __init__(self, looks: list[Look], url: str, employer: str | None, base_url: str | None) -> None:
        super().__init__()
        self._looks, self._employer = looks, employer
        self._page = url
        self._asked = base_url.rstrip("/") + (urlsplit(url).path or "/") if base_url else url

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Everything happens here, one request after another, so that none is left for Scrapy to ask."""
        self._looks.append(await self._look())
        nothing: tuple[scrapy.Request, ...] = ()
        for request in nothing:
            yield request

    async def _look(self) -> Look:
        first = await self._fetch(self._asked)
        if isinstance(first, str):
            return Look(None, f"{self._page} cannot be read: {first}")
        listing = _seen(first)
        if listing is None:
            return Look(None, f"{self._page} is no page of HTML and no sitemap.")
        if listing.systems:
            return self._by_system(listing.systems)
        if listing.adverts:
            what = "1 advert" if listing.adverts == 1 else f"{listing.adverts} adverts"
            return Look(self._board(jsonld.NAME, self._page), f"The page itself holds {what}, marked up for machines.")
        source, pages = self._page, listing.pages
        if named := await self._by_sitemap(first.url, len(pages)):
            source, pages = named
        return await self._proven(source, pages)

    def _by_system(self, systems: Sequence[Board]) -> Look:
        board = systems[0]
        own = page_board(jsonld.NAME, self._page, self._employer).employer
        named = Board(board.source, board.slug, self._employer or own, board.region, self._page)
        return Look(named, f"The page shows its jobs by {board.source} ({board.slug}).", tuple(systems[1:]))

    async def _by_sitemap(self, url: str, least: int) -> tuple[str, tuple[str, ...]] | None:
        """A sitemap of the host that names more than `least` pages that may be adverts, with these."""
        root = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        robots = await self._fetch(f"{root}/robots.txt")
        text = robots.text if isinstance(robots, scrapy.http.TextResponse) and robots.status == 200 else ""
        for address in sitemaps_of(text, root):
            pages = await self._listed(address)
            if len(pages) > least:
                return urljoin(f"https://{urlsplit(self._page).netloc}", urlsplit(address).path), pages
        return None

    async def _listed(self, sitemap: str) -> tuple[str, ...]:
        """The pages of a sitemap and of its parts that may be adverts."""
        pages: dict[str, None] = {}
        todo = [sitemap]
        while todo and len(pages) <= most_adverts():
            asked = todo.pop(0)
            if seen := _seen(await self._fetch(asked)):
                pages.update(dict.fromkeys(seen.pages))
                todo += seen.parts if asked == sitemap else ()
        return tuple(pages)

    async def _proven(self, source: str, pages: Sequence[str]) -> Look:
        """Whether pages that may be adverts are, by a few of them from begin to end."""
        if not pages:
            return Look(None, _READS_NONE.format(page=self._page, why="it links to no page that looks like an advert"))
        chosen = list(pages)[:: max(1, len(pages) // SAMPLE)][:SAMPLE]
        found = 0
        for url in chosen:
            seen = _seen(await self._fetch(url))
            found += bool(seen and seen.adverts)
        if not found:
            why = f"of {how_many(pages)} pages that look like adverts {len(chosen)} were read, and none is marked up"
            return Look(None, _READS_NONE.format(page=self._page, why=f"{why} (schema.org/JobPosting)"))
        more = f" Only the first {most_adverts()} will be read." if len(pages) > most_adverts() else ""
        where = "" if source == self._page else f" in {source}"
        sentence = f"Found {how_many(pages)} pages that look like adverts{where}; of {len(chosen)} read {found} are."
        return Look(self._board(careers.NAME, source), sentence + more)

    def _board(self, source: str, url: str) -> Board:
        board = page_board(source, url, self._employer)
        return board if self._employer else Board(source, board.slug, urlsplit(url).netloc, None, url, board.url)

    async def _fetch(self, url: str) -> Response | str:
        """The page, or a sentence that says why there is none."""
        slot = urlsplit(url).hostname or ""
        request = scrapy.Request(url, headers={"Accept": "text/html, application/xml;q=0.9"}, dont_filter=True)
        request.meta.update(download_slot=slot, hosts=())
        try:
            answer = await cast(Any, self.crawler.engine).download_async(request)
        except Exception as error:
            return detail_of(error)
        return answer if answer.status == 200 else f"the host answered {answer.status}."


_READS_NONE = (
    "No jobs can be read from {page}: {why}, and no hiring system that skillgap reads stands behind it. "
    "Look where a job of theirs leads to, and add that address."
)


def _seen(answer: Response | str) -> Seen | None:
    """What an answer shows; None where none came, or none that can be read."""
    if isinstance(answer, str):
        return None
    try:
        return seen_on(answer.url, answer.body)
    except (BadPayload, SchemaDrift):
        return None
