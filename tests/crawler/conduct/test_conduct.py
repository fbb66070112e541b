"""What hosts and people may expect of the crawler: its name, its patience, its limits, and nothing personal on disk."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from werkzeug import Request as Asked
from werkzeug import Response as Told

from crawler import settings
from crawler.conduct.middlewares import HostPause
from crawler.conduct.refusal import Refusal
from crawler.landing.runs import begun_runs, read_run
from crawler.sources import source_facts
from crawler.version import version
from tests.crawler.boards_server import crawled, greenhouse, greenhouse_path, serve, serve_robots
from tests.crawler.child import board_file, crawl_arguments, run_child
from tests.crawler.faults import serving
from warehouse.models import Board

UNDER_WAY = 2 * settings.CONCURRENT_REQUESTS
"""Requests that Scrapy has taken in when a source is left alone; they are answered."""


def pause(**more: Any) -> HostPause:
    given = {name: getattr(settings, name) for name in dir(settings) if name.startswith("HOST_PAUSE")}
    return HostPause.from_crawler(get_crawler(settings_dict={**given, "HOST_PAUSE_DEFAULT": 0, **more}))


def refused(guard: HostPause, request: Request, times: int, status: int = 429) -> None:
    for _ in range(times):
        guard.process_response(request, Response(request.url, status=status))


async def test_the_third_refusal_in_a_row_is_the_last() -> None:
    guard, request = pause(), Request("https://a.example/1", meta={"download_slot": "a.example"})
    refused(guard, request, 2)
    await guard.process_request(request)
    guard.process_response(request, Response(request.url))
    refused(guard, request, 2, 503)
    await guard.process_request(request)
    refused(guard, request, 1)
    with pytest.raises(Refusal) as caught:
        await guard.process_request(request)
    assert caught.value.reason == "refused"
    await guard.process_request(Request("https://b.example/1"))


async def test_tenants_of_one_provider_are_given_up_together() -> None:
    guard = pause()
    one, other = (
        Request(f"https://{t}.jobs.example/", meta={"download_slot": "jobs.example"}) for t in ("one", "other")
    )
    refused(guard, one, 3)
    with pytest.raises(Refusal):
        await guard.process_request(other)


async def test_a_silent_host_is_given_up_and_its_neighbour_is_not() -> None:
    guard = pause()
    one, other = (
        Request(f"https://{t}.jobs.example/", meta={"download_slot": "jobs.example"}) for t in ("one", "other")
    )
    for _ in range(settings.HOST_PAUSE_MAX_SILENCES):
        await guard.process_request(one)
        guard.process_exception(one, DownloadTimeoutError("slow"))
    with pytest.raises(Refusal) as caught:
        await guard.process_request(one)
    assert caught.value.reason == "timeout"
    await guard.process_request(other)


async def test_an_answer_ends_a_silence() -> None:
    guard, request = pause(), Request("https://a.example/1")
    for _ in range(3):
        for _ in range(settings.HOST_PAUSE_MAX_SILENCES - 1):
            guard.process_exception(request, DownloadTimeoutError("slow"))
        guard.process_response(request, Response(request.url))
    await guard.process_request(request)


def test_the_pace_of_every_host_group_is_that_of_its_source() -> None:
    for facts in source_facts().values():
        assert facts.concurrency == 1 and facts.delay_s >= 1
        for host in facts.hosts:
            assert settings.DOWNLOAD_SLOTS[host]["delay"] >= 1 and settings.DOWNLOAD_SLOTS[host]["concurrency"] == 1


def test_the_contact_is_told_to_every_host_and_robots_know_the_name(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    serve(httpserver, "acme", greenhouse("ML Engineer"))
    boards = board_file(tmp_path / "boards.toml", [("greenhouse", "acme")])
    base_urls = {"greenhouse": httpserver.url_for("").rstrip("/")}
    given = crawl_arguments(tmp_path, boards, base_urls, "--allow-loopback", "--contact", "me@host.example")
    assert run_child({}, given).code == 0
    agents = {request.headers["User-Agent"] for request, _ in httpserver.log}
    assert agents == {f"skillgap/{version()} (+me@host.example)"} and len(httpserver.log) == 2
    assert settings.ROBOTSTXT_USER_AGENT == "skillgap"


def test_a_source_that_fails_is_left_alone_and_the_others_go_on(tmp_path: Path) -> None:
    sick = [("greenhouse", f"b{n}") for n in range(30)]
    boards = board_file(tmp_path / "boards.toml", [*sick, *(("lever", f"well {n}") for n in range(12))])
    with serving() as server:
        base_urls = {"greenhouse": server.url("server_error", "greenhouse"), "lever": server.url("lever")}
        ended = run_child({"RETRY_TIMES": 0}, crawl_arguments(tmp_path, boards, base_urls, "--allow-loopback"))
    outcomes = {(b.source, b.reason) for b in read_run(tmp_path / "landing" / "run-1").boards}
    assert outcomes == {("greenhouse", "server_error"), ("greenhouse", "stopped"), ("lever", None)}
    assert ended.code == 1 and len([path for path in server.log if "/v1/" in path]) <= 10 + UNDER_WAY


def test_limits_of_boards_and_bytes(tmp_path: Path) -> None:
    boards = board_file(tmp_path / "boards.toml", [("lever", f"b{n}") for n in range(30)])
    with serving() as server:
        base_urls = {"lever": server.url("lever")}
        given = crawl_arguments(
            tmp_path, boards, base_urls, "--allow-loopback", "--max-boards", "20", "--max-bytes", "1500"
        )
        assert run_child({}, given).code == 1
    reasons = [b.reason for b in read_run(tmp_path / "landing" / "run-1").boards]
    assert len(reasons) == 20 and set(reasons) == {None, "budget"} and 2 <= reasons.count(None) <= 2 + UNDER_WAY
    assert begun_runs(tmp_path / "landing") == []


PERSONAL = [
    "ida.berg@quillmoor.example",
    "ida berg at quillmoor dot com",
    "ida [at] quillmoor [dot] example",
    "ida&#64;quillmoor.example",
    "+47 55 12 34 56",
    "(415) 555-0123",
    "Tel: 030 1234567",
]


@pytest.mark.parametrize("status", [200, 500])
async def test_nothing_personal_is_written_wherever_it_stands(
    tmp_path: Path, httpserver: HTTPServer, status: int
) -> None:
    """In titles, texts, markup, places, unknown fields, rejected rows and headers: no byte of it in any file."""
    serve_robots(httpserver)
    jobs: list[dict[str, Any]] = []
    for number, contact in enumerate(PERSONAL, start=1):
        everywhere = {
            "title": f"ML Engineer {contact}",
            "content": f"&lt;p&gt;Write to {contact}, or&lt;/p&gt;&lt;b&gt;{contact}&lt;/b&gt; &lt;p&gt;You train.",
            "location": {"name": f"Bergen {contact}"},
            "recruiter": {"name": "Ida", "contact": contact, "more": [contact]},
            "metadata": [{"value": contact}],
        }
        jobs.append({"id": number, **everywhere})
        jobs.append({"id": None, **everywhere})  # a row that is rejected shows its first characters

    def answer(_: Asked) -> Told:
        return Told(json.dumps({"jobs": jobs}), status, {"ETag": '"v1"', "X-Contact": PERSONAL[0]})

    httpserver.expect_request(greenhouse_path("quillmoor")).respond_with_handler(answer)
    await crawled(tmp_path, httpserver, Board("greenhouse", "quillmoor", "Quillmoor"), settings={"RETRY_TIMES": 0})
    written = b"".join(
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file()
    ).decode()
    assert "quillmoor" in written
    for contact in [
        *PERSONAL,
        "ida.berg",
        "ida berg",
        "55 12 34",
        "555-0123",
        "1234567",
        "quillmoor.example",
        "quillmoor dot",
    ]:
        assert contact not in written
