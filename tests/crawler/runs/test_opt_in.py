"""Sources of several requests crawled from a loopback server: posted pages, keys, robots.txt."""

import json
import re
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from crawler.__main__ import main
from tests.crawler.boards_server import crawled, serve_robots
from tests.crawler.test_sources import as_bytes
from warehouse.models import Board

FIXTURES = Path(__file__).parents[2] / "fixtures" / "boards"


def serve_answers(server: HTTPServer, source: str, quirk: str) -> None:
    """The fixture's answers in their order; a question that it does not expect is a 599."""
    entries = json.loads((FIXTURES / source / f"{quirk}.answers.json").read_text())

    def answer(request: Request) -> Response:
        if request.path == "/robots.txt":
            return Response("", 404)
        entry = entries.pop(0) if entries else {"ask": "nothing", "answer": ""}
        path, _, query = entry["ask"].partition(" ")[2].partition("?")
        is_as_told = (request.method, request.path) == (entry["ask"].partition(" ")[0], path)
        is_as_told &= request.query_string.decode() == query
        is_as_told &= (request.get_json(silent=True) if request.method == "POST" else None) == entry.get("body")
        return Response(as_bytes(entry["answer"]), entry.get("status", 200) if is_as_told else 599)

    server.expect_request(re.compile(".*")).respond_with_handler(answer)


@pytest.mark.parametrize(
    ("board", "quirk", "postings", "pages"),
    [
        (Board("workday", "saltmarsh.wd5.Careers", "Saltmarsh AI"), "total_on_the_first_page_only", 45, 3),
        (Board("smartrecruiters", "Quillmoor", "Quillmoor Labs"), "limit_is_clamped", 3, 2),
        (Board("himalayas", "newest", "Himalayas"), "pages_of_twenty", 21, 2),
        (Board("oracle", "saltmarsh.fa.us2.oraclecloud.com.CX_1", "S"), "later_page_says_nought", 3, 2),
        (Board("eightfold", "careers.quillmoor.example_quillmoor.example", "Q"), "older_interface", 1, 2),
        (Board("teamtailor", "quillmoor", "Quillmoor Labs"), "json_feed_in_pages", 2, 3),
        (Board("bamboohr", "quillmoor", "Quillmoor Labs"), "ordinary", 1, 1),
        (Board("breezy", "wrenfield", "Wrenfield Robotics"), "texts_on_the_pages", 2, 1),
        (Board("amazon", "machine learning", "Amazon"), "pages", 3, 2),
        (Board("apple", "machine learning", "Apple"), "one_row_for_each_place", 2, 1),
    ],
    ids=lambda value: value.source if isinstance(value, Board) else "",
)
async def test_a_board_of_several_requests(
    tmp_path: Path, httpserver: HTTPServer, board: Board, quirk: str, postings: int, pages: int
) -> None:
    serve_answers(httpserver, board.source, quirk)
    _, outcomes = await crawled(tmp_path, httpserver, board)
    row = outcomes[board.slug]
    assert (row.outcome, row.postings, row.pages) == ("complete", postings, pages)


async def test_a_refusal_in_the_middle_leaves_the_board_partial(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_answers(httpserver, "themuse", "over_the_limit_later")
    _, outcomes = await crawled(tmp_path, httpserver, Board("themuse", "Data and Analytics", "The Muse"))
    row = outcomes["Data and Analytics"]
    assert (row.outcome, row.reason, row.postings) == ("partial", "refused", 1)


async def test_smartrecruiters_is_not_asked_while_robots_are_kept_out(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver, "User-agent: LinkedInBot\nAllow: /v1/companies/\n\nUser-agent: *\nDisallow: /\n", 200)
    _, outcomes = await crawled(tmp_path, httpserver, Board("smartrecruiters", "Quillmoor", "Quillmoor Labs"))
    assert (outcomes["Quillmoor"].outcome, outcomes["Quillmoor"].reason) == ("failed", "robots")
    assert [request.path for request, _ in httpserver.log] == ["/robots.txt"]


async def test_a_key_comes_from_the_environment_and_goes_nowhere_else(
    tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = Board("usajobs", "machine learning", "USAJOBS")
    serve_answers(httpserver, "usajobs", "pages")
    monkeypatch.delenv("USAJOBS_KEY", raising=False)
    monkeypatch.setenv("USAJOBS_EMAIL", "ada@quillmoor.example")
    _, outcomes = await crawled(tmp_path / "without", httpserver, board)
    row = outcomes["machine learning"]
    assert (row.outcome, row.reason) == ("failed", "no_key") and "USAJOBS_KEY" in (row.detail or "")
    assert httpserver.log == []

    monkeypatch.setenv("USAJOBS_KEY", "k-e-y")
    _, outcomes = await crawled(tmp_path / "with", httpserver, board)
    assert (outcomes["machine learning"].outcome, outcomes["machine learning"].postings) == ("complete", 3)
    sent = [request.headers for request, _ in httpserver.log if request.path != "/robots.txt"]
    assert [h["Authorization-Key"] for h in sent] == ["k-e-y"] * 2 and sent[0]["User-Agent"] == "ada@quillmoor.example"
    assert b"k-e-y" not in b"".join(path.read_bytes() for path in (tmp_path / "with").rglob("*") if path.is_file())


async def test_a_key_does_not_follow_a_redirect(
    tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_robots(httpserver)
    monkeypatch.setenv("USAJOBS_KEY", "k-e-y")
    monkeypatch.setenv("USAJOBS_EMAIL", "ada@quillmoor.example")
    away = {"Location": httpserver.url_for("/elsewhere")}
    httpserver.expect_request("/api/search").respond_with_data("", 302, away)
    _, outcomes = await crawled(tmp_path, httpserver, Board("usajobs", "machine learning", "USAJOBS"))
    assert outcomes["machine learning"].outcome == "failed"
    assert all(request.path != "/elsewhere" for request, _ in httpserver.log)


def test_a_source_that_is_off_is_not_crawled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--data", str(tmp_path), "--market", "real", "--run-id", "r", "--started-at", "2026-03-01T12:00:00Z"]
    assert main([*given, "--source", "workable", "--contact", "ada@quillmoor.example"]) == 2
    assert "workable is off" in capsys.readouterr().err
