"""What all spiders of whole-board sources share: one request a board, one outcome a board."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any, cast

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.outcomes import Answer, failed, from_answer
from crawler.refusal import detail_of, reason_of
from crawler.runs import CrawlRun
from crawler.sources import load_source, source_facts
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
        self._begun: dict[str, dt.datetime] = {}

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
        """One request for each board of this source that has no outcome yet."""
        source = load_source(self.name)
        for board in self.run.todo:
            if board.source != self.name:
                continue
            (page,) = source.requests_for(board, self.run.plan.base_urls.get(self.name))
            yield scrapy.Request(
                page.url,
                headers={**page.headers, **self._validators(board)},
                callback=self.answered,
                errback=self.unanswered,
                cb_kwargs={"board": board},
                dont_filter=True,
            )

    def _validators(self, board: Board) -> dict[str, str]:
        past = self.run.past.get((board.source, board.slug))
        complete = past.complete if past else None
        given = {
            "If-None-Match": complete.etag if complete else None,
            "If-Modified-Since": complete.last_modified if complete else None,
        }
        return {name: value for name, value in given.items() if value}

    def reached(self, request: scrapy.Request) -> None:
        """Note when a board's request left."""
        if board := request.cb_kwargs.get("board"):
            self._begun[board.slug] = self.run.clock()

    def answered(self, response: Response, board: Board) -> None:
        """Land whatever the host answered."""
        answer = Answer(response.status, response.body, _header(response, "ETag"), _header(response, "Last-Modified"))
        past = self.run.past.get((board.source, board.slug))
        self._land(board, from_answer(answer, board, source_facts()[board.source], past))

    def unanswered(self, failure: Failure) -> None:
        """Land why there is no answer."""
        board: Board = cast(Any, failure).request.cb_kwargs["board"]
        error = failure.value or OSError("no error given")
        self._land(board, failed(board, reason_of(error), detail_of(error)))

    def _land(self, board: Board, result: Any) -> None:
        self.run.land(result, self._begun.get(board.slug, self.run.plan.started_at))
        if self.run.fault:
            raise scrapy.exceptions.CloseSpider("disk")

    def closed(self, reason: str) -> None:
        """A run of one's own is sealed when its only spider ends."""
        if self._is_own_run:
            self.run.finish(is_interrupted=reason != "finished")


def _own_run(source: str, arguments: Mapping[str, Any], settings: BaseSettings) -> CrawlRun:
    from crawler.arguments import run_from_spider_arguments  # noqa: PLC0415 -- only `scrapy crawl` needs it

    try:
        return run_from_spider_arguments(source, arguments, settings)
    except SkillgapError as error:
        sys.exit(f"error: {error}")


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1")[:500] if value else None
