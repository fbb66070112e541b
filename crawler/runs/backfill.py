"""The monthly threads of the past: each is asked for once and lands as a run of its own day.

`crawl --source hackernews --since 2018-01`. A thread that has its run is not asked again, so a backfill that was
stopped goes on where it ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.conduct.refusal import detail_of
from crawler.fields.payload import BadPayload, decode_json
from crawler.ledger import BoardKey
from crawler.parsing.outcomes import BoardResult, Past
from crawler.runs.crawl import Clock, CrawlRun, RunPlan
from crawler.sources import host_group, source_facts
from crawler.sources.hackernews import NAME, Thread, threads_in, threads_request
from warehouse.models import RUN_FILE, BadInputError, Board, SchemaDrift

YOUNG = dt.timedelta(days=7)
"""So long after it began a thread still grows: it is left to the ordinary crawl, which reads the two newest."""


class Threads:
    """The list of threads as it comes in."""

    def __init__(self, since: dt.datetime, base_url: str | None) -> None:
        self.since = since
        self.base_url = base_url
        self.found: list[Thread] = []
        self.fault: str | None = "The list of threads did not come."

    def before(self, now: dt.datetime) -> tuple[Thread, ...]:
        """Those that no longer grow, the newest first. Raises BadInputError where the list could not be read."""
        if self.fault:
            raise BadInputError(f"The threads of the past cannot be listed: {self.fault} Try again later.")
        grown = [t for t in self.found if self.since <= t.created_at <= now - YOUNG]
        return tuple(sorted(grown, key=lambda t: t.created_at, reverse=True))


class ThreadListSpider(scrapy.Spider):
    """Asks for the list of threads, page by page."""

    name = "hackernews_threads"

    def __init__(self, threads: Threads) -> None:
        super().__init__()
        self._threads = threads

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The first page."""
        yield self._request(0)

    def _request(self, page: int) -> scrapy.Request:
        facts = source_facts()[NAME]
        asked = threads_request(self._threads.since, page, self._threads.base_url)
        meta = {"download_slot": host_group(asked.url, facts), "hosts": facts.hosts}
        return scrapy.Request(
            asked.url, self.listed, errback=self.missed, meta=meta, cb_kwargs={"page": page}, dont_filter=True
        )

    def listed(self, response: Response, page: int) -> scrapy.Request | None:
        """Keep the threads of a page and ask for the next."""
        try:
            if response.status != 200:
                raise BadPayload("unexpected", f"the host answered {response.status}")
            payload, _ = decode_json(response.body)
            threads, pages = threads_in(payload)
        except (BadPayload, SchemaDrift) as fault:
            self._threads.fault = f"{fault}."
            return None
        self._threads.found += threads
        if page + 1 < pages and threads:
            return self._request(page + 1)
        self._threads.fault = None
        return None

    def missed(self, failure: Failure) -> None:
        """Note why there is no list."""
        self._threads.fault = detail_of(failure.value or OSError("no error given"))


class Backfill:
    """Threads under way. It stands in for a CrawlRun: each thread's answer lands in a run of its own."""

    def __init__(
        self,
        plan: RunPlan,
        landing: Path,
        threads: Sequence[Thread],
        clock: Clock,
        on_thread: Callable[[Backfill, CrawlRun, BoardResult], None],
    ) -> None:
        known = next(board for board in plan.boards if board.source == NAME)
        self._threads = {replace(known, url=thread.address): thread for thread in threads}
        self.plan = replace(plan, boards=tuple(self._threads), believes_few=True)
        self.clock = clock
        self.past: Mapping[BoardKey, Past] = {}
        """Empty: a thread's look is not compared with another thread's."""
        self.postings = self.asked = self._bytes = 0
        self.failed: list[str] = []
        """What kept a thread from landing; it is asked again next time."""
        self._landing = landing
        self._over: str | None = None
        self._tried: set[Board] = set()
        self._on_thread = on_thread
        self.skipped = len(threads) - len(self.todo)

    @property
    def todo(self) -> tuple[Board, ...]:
        """The threads that have no run yet."""
        return tuple(b for b, t in self._threads.items() if b not in self._tried and not self._has_run(t))

    def _has_run(self, thread: Thread) -> bool:
        return (self._landing / thread.run_id / RUN_FILE).exists()

    def why_over(self, source: str) -> str | None:
        """Why no more threads are to be asked; None to go on."""
        limits, elapsed = self.plan.limits, (self.clock() - self.plan.started_at).total_seconds()
        if limits and limits.seconds is not None and elapsed >= limits.seconds:
            return "time"
        return self._over or ("budget" if limits and self._bytes >= limits.max_bytes else None)

    def known_ids(self, board: Board) -> frozenset[str]:
        """None: a thread is nobody's board."""
        return frozenset()

    def of(self, board: Board) -> _OneThread:
        """What a thread's answer lands in."""
        return _OneThread(self, board)

    def land(self, board: Board, result: BoardResult) -> None:
        """A thread's answer as a sealed run of its day; one that did not come leaves nothing."""
        thread = self._threads[board]
        self._tried.add(board)
        self.asked += 1
        self._bytes += result.board_run.bytes
        if result.board_run.outcome in ("failed", "gone"):
            self.failed.append(f"{thread.address}: {result.board_run.detail}")
            return
        plan = replace(self.plan, run_id=thread.run_id, started_at=thread.looked_at, boards=(board,), limits=None)
        run = CrawlRun(plan, self._landing, {}, lambda: thread.looked_at, resume=True)
        run.land(result, thread.looked_at)
        self.postings += run.postings
        try:
            run.finish(is_interrupted=False)
        except BadInputError as fault:  # the disk is full
            self._over = "disk"
            self.failed.append(str(fault))
            return
        self._on_thread(self, run, result)


class _OneThread:
    def __init__(self, backfill: Backfill, board: Board) -> None:
        self._backfill = backfill
        self._board = board

    def land(self, result: BoardResult, started_at: dt.datetime) -> None:
        self._backfill.land(self._board, result)


def since_of(text: str) -> dt.datetime:
    """The beginning of a month written like 2018-01. Raises BadInputError."""
    try:
        return dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=dt.UTC)
    except ValueError:
        raise BadInputError(f"--since {text!r} is no month: write it like 2018-01.") from None


def plain(found: Backfill) -> dict[str, Any]:
    """The summary of a backfill."""
    return {"threads": found.asked, "postings": found.postings, "left": len(found.todo), "skipped": found.skipped}
