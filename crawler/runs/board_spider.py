"""What all spiders share: a board is walked request by request and has one outcome."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any, cast
from urllib.parse import unquote

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.conduct.refusal import LedAway, detail_of, reason_of
from crawler.parsing.outcomes import Answer, BoardResult
from crawler.runs.crawl import CrawlRun
from crawler.runs.walk import Walk
from crawler.sources import PageRequest, host_group, source_facts
from warehouse.models import Board, SkillgapError


class BoardSpider(scrapy.Spider):
    """Asks every board of its source in a CrawlRun and lands each answer there.

    `python -m crawler` hands the run over as `run`; `scrapy crawl` gives `-a` arguments, from which one is opened.
    """

    def __init__(self, run: CrawlRun | None = None, **arguments: Any) -> None:
        super().__init__()
        self._is_own_run = run is None
        self._arguments = arguments
        self._given = run
        self._begun: dict[Board, dt.datetime] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> BoardSpider:
        """Scrapy's constructor."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if spider._given is None:
            spider._given = _own_run(spider.name, spider._arguments, crawler.settings)
        crawler.signals.connect(spider.reached, signal=signals.request_reached_downloader)
        return spider

    @property
    def run(self) -> CrawlRun:
        """The run that this spider lands in."""
        assert self._given is not None  # noqa: S101 -- from_crawler has seen to it
        return self._given

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The first request of each board of this source that has no outcome yet."""
        facts, base_url = source_facts()[self.name], self.run.plan.base_urls.get(self.name)
        if self.run.plan.believes_few:
            facts = dataclasses.replace(facts, min_postings=0)
        for board in self.run.todo:
            if board.source != self.name:
                continue
            if self.run.why_over(self.name):
                return
            past, ids = self.run.past.get((board.source, board.slug)), functools.partial(self.run.known_ids, board)
            walk = Walk(board, facts, past, base_url, is_check=self.run.plan.is_check, known_ids=ids)
            walk.asked_at = self.run.plan.started_at
            if request := self._go_on(walk, self._validators(walk)):
                yield request

    def _validators(self, walk: Walk) -> dict[str, str]:
        past = self.run.past.get((walk.board.source, walk.board.slug))
        complete = past.complete if past and walk.is_one_request else None
        given = {
            "If-None-Match": complete.etag if complete else None,
            "If-Modified-Since": complete.last_modified if complete else None,
        }
        return {name: value for name, value in given.items() if value}

    def reached(self, request: scrapy.Request) -> None:
        """Note when a board's first request left."""
        if walk := request.cb_kwargs.get("walk"):
            self._begun.setdefault(walk.board, self.run.clock())

    def answered(self, response: Response, walk: Walk) -> scrapy.Request | None:
        """Take whatever the host answered."""
        if _is_led_astray(response, walk.board):
            walk.miss("moved", f"The address of {walk.board.slug!r} leads on to {response.url[:200]}: add that board.")
            return self._go_on(walk)
        walk.take(Answer(response.status, response.body, _header(response, "ETag"), _header(response, "Last-Modified")))
        return self._go_on(walk)

    def unanswered(self, failure: Failure) -> scrapy.Request | None:
        """Note why there is no answer."""
        walk: Walk = cast(Any, failure).request.cb_kwargs["walk"]
        error = failure.value or OSError("no error given")
        if isinstance(error, LedAway):
            walk.lead_away(error.url, error.detail)
        else:
            walk.miss(reason_of(error), detail_of(error))
        return self._go_on(walk)

    def _go_on(self, walk: Walk, headers: Mapping[str, str] | None = None) -> scrapy.Request | None:
        """The board's next request; without one, land its outcome."""
        while page := walk.next():
            if absent := [name for name in page.secrets.values() if not os.environ.get(name)]:
                walk.miss("no_key", f"Set {' and '.join(absent)} in the environment to ask {walk.facts.name}.")
                continue
            return self._request(page, walk, headers or {})
        self._land(walk.board, walk.result())
        return None

    def _request(self, page: PageRequest, walk: Walk, headers: Mapping[str, str]) -> scrapy.Request:
        keys = {header: os.environ[name] for header, name in page.secrets.items()}
        as_json = {"Content-Type": "application/json"} if page.body is not None else {}
        return scrapy.Request(
            page.url,
            method="GET" if page.body is None else "POST",
            body=b"" if page.body is None else json.dumps(page.body).encode(),
            headers={**as_json, **page.headers, **headers, **keys},
            callback=self.answered,
            errback=self.unanswered,
            cb_kwargs={"walk": walk},
            meta={
                "download_slot": host_group(page.url, walk.facts),
                "hosts": walk.facts.hosts,
                "dont_redirect": bool(keys),
            },
            dont_filter=True,
        )

    def _land(self, board: Board, result: BoardResult) -> None:
        self.run.of(board).land(result, self._begun.get(board, self.run.plan.started_at))
        if reason := self.run.why_over(self.name):
            raise scrapy.exceptions.CloseSpider(reason)

    def closed(self, reason: str) -> None:
        """A run of one's own is sealed when its only spider ends."""
        if self._is_own_run:
            self.run.finish(is_interrupted=reason != "finished")


def _is_led_astray(response: Response, board: Board) -> bool:
    """Whether redirects left the board: its slug stood in the address that was asked, and not in the one reached."""
    asked = cast(Any, response.request).meta.get("redirect_urls", [response.url])[0]
    slug = board.slug.casefold()
    return slug in unquote(asked).casefold() and slug not in unquote(response.url).casefold()


def _own_run(source: str, arguments: Mapping[str, Any], settings: BaseSettings) -> CrawlRun:
    from crawler.runs.arguments import run_from_spider_arguments  # noqa: PLC0415 -- only `scrapy crawl` needs it

    try:
        return run_from_spider_arguments(source, arguments, settings)
    except SkillgapError as error:
        sys.exit(f"error: {error}")


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1")[:500] if value else None
