"""Threads of the past: one answer each, each a run of its own day, and a backfill that was stopped goes on."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from crawler.landing.runs import read_run, sealed_runs
from crawler.runs.backfill import since_of
from crawler.sources.hackernews import threads_in
from tests.crawler.boards_server import serve_robots
from tests.crawler.test_main import ended, started
from tests.warehouse.landings import RULES
from warehouse.database.load import load_runs
from warehouse.database.store import open_store
from warehouse.models import BadInputError, SchemaDrift

FIRST = dt.datetime(2024, 1, 2, 16, tzinfo=dt.UTC)
MONTHS = 24


def began(month: int) -> dt.datetime:
    return FIRST.replace(year=FIRST.year + month // 12, month=month % 12 + 1)


def hit(month: int, title: str = "Ask HN: Who is hiring?", number: int | None = None) -> dict[str, Any]:
    moment = began(month)
    return {
        "objectID": str(number or 39000000 + month),
        "title": f"{title} ({moment:%B %Y})",
        "created_at": moment.isoformat(),
        "created_at_i": int(moment.timestamp()),
    }


def thread(month: int) -> dict[str, Any]:
    number, moment = 39000000 + month, int(began(month).timestamp())
    comment = {
        "created_at_i": moment + 60,
        "parent_id": number,
        "story_id": number,
        "children": [],
        "author": "someone",
    }
    texts = ["Wrenfield Robotics | ML Engineer | Graz | Onsite", "Saltmarsh | Data Scientist | Remote"]
    children = [{**comment, "id": number * 10 + n, "text": text} for n, text in enumerate(texts)]
    return {
        "id": number,
        "created_at_i": moment,
        "type": "story",
        "title": "Ask HN: Who is hiring?",
        "children": children,
    }


class Host:
    """Lists 24 threads in pages of ten and answers each, some of them not at first."""

    def __init__(self, server: HTTPServer, *sick: int) -> None:
        self.sick = set(sick)
        self.asked: list[str] = []
        serve_robots(server)
        server.expect_request("/api/v1/search_by_date").respond_with_handler(self.list)
        for month in range(MONTHS):
            server.expect_request(f"/api/v1/items/{39000000 + month}").respond_with_handler(self.item)

    def list(self, request: Request) -> Response:
        since = int(request.args["numericFilters"].partition(">=")[2])
        hits = [hit(month) for month in reversed(range(MONTHS))]
        hits += [hit(3, "Ask HN: Who wants to be hired?", 1), hit(3, "Ask HN: Freelancer? Seeking freelancer?", 2)]
        hits = [h for h in hits if h["created_at_i"] >= since]
        page = int(request.args["page"])
        return Response(json.dumps({"hits": hits[page * 10 : page * 10 + 10], "nbPages": -(-len(hits) // 10)}))

    def item(self, request: Request) -> Response:
        month = int(request.path.rpartition("/")[2]) - 39000000
        self.asked.append(f"{began(month):%Y-%m}")
        if month in self.sick:
            self.sick.discard(month)
            return Response("{}", 404)
        return Response(json.dumps(thread(month)))


def backfill(
    data: Path, server: HTTPServer, *more: str, now: str = "2026-03-01T12:00:00Z"
) -> tuple[int, dict[str, Any]]:
    given = ["--data", str(data), "--market", "example", "--run-id", "now", "--started-at", now, "--allow-loopback"]
    given += ["--source", "hackernews", "--base-url", f"hackernews={server.url_for('')}", *more]
    code, events, error = ended(started(given))
    assert error == "", error
    return code, events[-1]


def test_24_months_come_by_one_command_and_each_is_a_look_of_its_own_day(
    tmp_path: Path, httpserver: HTTPServer
) -> None:
    host = Host(httpserver)
    code, summary = backfill(tmp_path, httpserver, "--since", "2024-01")
    assert (code, summary["threads"], summary["postings"], summary["left"]) == (0, 24, 48, 0)
    assert sorted(host.asked) == [f"{began(month):%Y-%m}" for month in range(MONTHS)]

    runs = [read_run(folder) for folder in sealed_runs(tmp_path / "landing")]
    assert [run.started_at.date() for run in runs] == [began(month).date() for month in range(MONTHS)]
    assert {(b.source, b.board, b.outcome) for run in runs for b in run.boards} == {
        ("hackernews", "whoishiring", "complete")
    }
    with open_store(tmp_path) as con:
        load_runs(con, tmp_path / "landing", RULES)
        months = "SELECT DISTINCT strftime(opened_at, '%Y-%m') AS month FROM core.posting_spell ORDER BY month"
        opened = con.execute(months).fetchall()
    assert [month for (month,) in opened] == [f"{began(month):%Y-%m}" for month in range(MONTHS)]


def test_a_second_time_asks_only_for_what_did_not_come(tmp_path: Path, httpserver: HTTPServer) -> None:
    host = Host(httpserver, 5, 6)
    code, summary = backfill(tmp_path, httpserver, "--since", "2024-03")
    assert (code, summary["threads"], summary["left"], len(summary["failures"])) == (1, 22, 0, 2)
    assert "2024-01" not in host.asked and len(sealed_runs(tmp_path / "landing")) == 20
    host.asked.clear()
    code, summary = backfill(tmp_path, httpserver, "--since", "2024-01")
    assert (code, summary["skipped"]) == (0, 20)
    assert sorted(host.asked) == ["2024-01", "2024-02", "2024-06", "2024-07"]
    assert len(sealed_runs(tmp_path / "landing")) == 24


def test_a_thread_that_still_grows_is_left_to_the_ordinary_crawl(tmp_path: Path, httpserver: HTTPServer) -> None:
    Host(httpserver)
    _, summary = backfill(tmp_path, httpserver, "--since", "2025-10", now="2025-12-04T12:00:00Z")
    assert summary["threads"] == 2


def test_backfilled_runs_and_the_crawl_of_today_agree_on_a_posting(tmp_path: Path, httpserver: HTTPServer) -> None:
    """The two newest threads come by both ways; their postings are the same ones."""
    Host(httpserver)
    backfill(tmp_path, httpserver, "--since", "2025-10")
    assert backfill(tmp_path, httpserver)[1]["runs"] == 1  # no --since: the crawl as always
    with open_store(tmp_path) as con:
        load_runs(con, tmp_path / "landing", RULES)
        (count,) = con.execute("SELECT count(*) FROM core.posting").fetchall()
    assert count == (6,)


@pytest.mark.parametrize("text", ["2018", "2018-13", "Jan 2018", ""])
def test_months_that_are_none(text: str) -> None:
    with pytest.raises(BadInputError, match="no month"):
        since_of(text)


def test_a_list_that_is_none_is_no_empty_list() -> None:
    for payload in ([], {"jobs": []}, {"hits": [{**hit(0), "created_at_i": None, "created_at": "soon"}]}):
        with pytest.raises(SchemaDrift):
            threads_in(payload)
