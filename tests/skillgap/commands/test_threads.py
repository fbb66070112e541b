"""Monthly Hacker News threads as looks, from the command line to a tested trend: invented threads over loopback."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from analysis.market.history import at_any_time
from analysis.market.market import FRAMES, build
from analysis.trends.lines import skill_line, step_words
from tests.crawler.boards_server import serve_robots
from tests.crawler.test_main import ended, started
from tests.skillgap.conftest import Ended
from warehouse.generations.reader import open_generation

MONTHS, POSTS, TURN = 10, 36, 6
"""From the month TURN on, most posts ask for Kubernetes."""
FIRST = dt.datetime(2025, 4, 1, 16, tzinfo=dt.UTC)


def began(month: int) -> dt.datetime:
    return FIRST.replace(year=FIRST.year + (FIRST.month - 1 + month) // 12, month=(FIRST.month - 1 + month) % 12 + 1)


def post(month: int, number: int) -> str:
    also = "Kubernetes" if number % 4 < (3 if month >= TURN else 1) else "Airflow"
    return (
        f"Firm {number} Example | Machine Learning Engineer | Berlin | Full-time"
        f"<p>Job {month}-{number}: you train and ship machine learning models for our {number * 7 + month} customers."
        f"<p>You bring: years of practice with Python, PyTorch and {also}, and deep learning in production."
    )


def thread(month: int) -> dict[str, Any]:
    number, moment = 39000000 + month, int(began(month).timestamp())
    comment = {
        "parent_id": number,
        "story_id": number,
        "children": [],
        "author": "someone",
        "created_at_i": moment + 60,
    }
    children = [{**comment, "id": number * 100 + n, "text": post(month, n)} for n in range(POSTS)]
    title = "Ask HN: Who is hiring?"
    return {"id": number, "created_at_i": moment, "type": "story", "title": title, "children": children}


@pytest.fixture
def host(httpserver: HTTPServer) -> HTTPServer:
    hits = [
        {
            "objectID": str(39000000 + month),
            "title": f"Ask HN: Who is hiring? ({began(month):%B %Y})",
            "created_at": began(month).isoformat(),
            "created_at_i": int(began(month).timestamp()),
        }
        for month in reversed(range(MONTHS))
    ]

    def listed(_: Request) -> Response:
        return Response(json.dumps({"hits": hits, "nbPages": 1}))

    serve_robots(httpserver)
    httpserver.expect_request("/api/v1/search_by_date").respond_with_handler(listed)
    for month in range(MONTHS):
        httpserver.expect_request(f"/api/v1/items/{39000000 + month}").respond_with_json(thread(month))
    return httpserver


def test_threads_of_the_past_are_a_history_with_a_trend_and_a_line(
    tmp_path: Path, host: HTTPServer, run: Callable[..., Ended]
) -> None:
    data, now = tmp_path / "data", "2026-02-01T12:00:00Z"
    given = ["--data", str(data), "--market", "real", "--run-id", "now", "--started-at", now, "--allow-loopback"]
    given += ["--source", "hackernews", "--base-url", f"hackernews={host.url_for('')}", "--since", "2025-04"]
    code, events, error = ended(started(given))
    assert (code, error, events[-1]["threads"]) == (0, "", MONTHS)
    assert run("refresh", "--no-crawl", "--data", data).code == 0

    told = run("trends", "--json", "--data", data)
    trends = json.loads(told.out)[0]["trends"]
    assert trends["boards"] == 1
    assert min(trends["requisitions_before"], trends["requisitions_after"]) >= 2 * POSTS
    kubernetes = next(mover for mover in trends["movers"] if mover["skill"] == "kubernetes")
    assert kubernetes["state"] == "rising"

    opened = open_generation(data)
    market = build(at_any_time({name: opened.frame(name) for name in FRAMES}), opened.manifest)
    line = skill_line(market, "kubernetes")
    assert step_words(market) == "month"
    assert [point.share.n for point in line] == [POSTS] * (MONTHS - 1)  # the first look has nothing new
    assert {round(point.share.share or 0, 2) for point in line} == {0.25, 0.75}
