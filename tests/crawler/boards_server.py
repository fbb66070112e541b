"""Boards as a loopback server shows them, and a crawl of them inside the test's own event loop."""

import asyncio
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pytest_httpserver import HTTPServer
from scrapy.settings import Settings

import crawler.settings
from crawler.__main__ import crawl
from crawler.ledger import read_ledger
from crawler.runs.crawl import CrawlRun, RunPlan
from warehouse.models import Board, BoardRun, Run

START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
TESTS_ONLY = {
    "TWISTED_REACTOR_ENABLED": False,  # crawls can be repeated in one process
    "ALLOW_LOOPBACK": True,
    "DOWNLOAD_DELAY": 0,
    "RETRY_TIMES": 1,
    "HOST_PAUSE_DEFAULT": 0.05,
    "LOG_ENABLED": False,
}


def greenhouse(*titles: str) -> dict[str, Any]:
    return {
        "jobs": [
            {"id": number, "title": title, "content": "&lt;p&gt;You train models.&lt;/p&gt;"}
            for number, title in enumerate(titles, start=1)
        ]
    }


def greenhouse_path(slug: str) -> str:
    return f"/v1/boards/{slug}/jobs"


async def crawled(
    landing: Path,
    server: HTTPServer,
    *boards: Board | str,
    run_id: str = "run-1",
    settings: Mapping[str, Any] | None = None,
    base_url: str | None = None,
) -> tuple[Run, dict[str, BoardRun]]:
    """The sealed run and its outcomes by slug; a plain string is a Greenhouse board."""
    given = [Board("greenhouse", b, b) if isinstance(b, str) else b for b in boards]
    base = base_url or server.url_for("").rstrip("/")
    sealed = await crawl_of(landing, {b.source: base for b in given}, given, settings, run_id=run_id)
    return sealed, {b.board: b for b in sealed.boards}


async def crawl_of(
    landing: Path,
    base_urls: Mapping[str, str],
    boards: Sequence[Board],
    settings: Mapping[str, Any] | None = None,
    *,
    run_id: str = "run-1",
) -> Run:
    """The sealed run of a crawl of these boards."""
    plan = RunPlan(run_id, START, "example", tuple(boards), base_urls)
    used = Settings()
    used.setmodule(crawler.settings, priority="project")
    used.setdict({**TESTS_ONLY, **(settings or {})}, priority="cmdline")
    run = CrawlRun(plan, landing, read_ledger(landing) if landing.exists() else {}, lambda: START)
    return await crawl(run, used, asyncio.Event())


def serve(server: HTTPServer, slug: str, body: Any, status: int = 200, **headers: str) -> None:
    """A Greenhouse board with this body (JSON unless it is bytes)."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    server.expect_request(greenhouse_path(slug)).respond_with_data(data, status=status, headers=headers)


def serve_robots(server: HTTPServer, text: str = "", status: int = 404) -> None:
    server.expect_request("/robots.txt").respond_with_data(text, status=status)
