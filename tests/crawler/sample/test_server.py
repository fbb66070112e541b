import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPMessage

import pytest

from crawler.sample.market import boards, payload, schedule
from crawler.sample.model import Market
from crawler.sample.server import answer, serve


@pytest.fixture(scope="module")
def base_url(market: Market) -> Iterator[str]:
    with serve(market) as url:
        yield url


def get(url: str, **headers: str) -> tuple[int, HTTPMessage, bytes]:
    request = urllib.request.Request(url, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status, reply.headers, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize(
    ("path", "source", "slug"),
    [
        ("/v1/boards/quillmoorlabs/jobs?content=true&pay_transparency=true", "greenhouse", "quillmoorlabs"),
        ("/v0/postings/thornbury?mode=json", "lever", "thornbury"),
        ("/posting-api/job-board/Corvid%20Robotics?includeCompensation=true", "ashby", "Corvid Robotics"),
    ],
)
def test_the_real_paths_answer_with_the_payload_of_the_week(
    market: Market, base_url: str, path: str, source: str, slug: str
) -> None:
    board = next(b for b in boards(market) if (b.source, b.slug) == (source, slug))
    bodies = []
    for run in (schedule(market, base_url)[2], schedule(market, base_url)[20]):
        status, headers, body = get(run["base_urls"][source] + path)
        assert status == 200
        assert headers.get_content_type() == "application/json"
        bodies.append(json.loads(body))
    assert bodies == [payload(market, board, 2), payload(market, board, 20)]


def test_a_known_etag_saves_the_body_while_nothing_changes(base_url: str) -> None:
    url = base_url + "/12/ashby/posting-api/job-board/nimbus?includeCompensation=true"
    _, headers, _ = get(url)
    assert headers["ETag"].startswith('W/"job-board:')
    status, _, body = get(url, If_None_Match=headers["ETag"])
    assert (status, body) == (304, b"")
    assert get(url, If_None_Match='W/"old"')[0] == 200


def test_robots_txt_stands_at_the_root(base_url: str) -> None:
    status, headers, body = get(base_url + "/robots.txt")
    assert (status, headers.get_content_type()) == (200, "text/plain")
    assert b"Disallow: /embed/" in body


@pytest.mark.parametrize(
    ("target", "status", "content_type"),
    [
        ("/9/lever/v0/postings/polder?mode=json", 500, "text/plain"),
        ("/10/lever/v0/postings/polder?mode=json", 200, "application/json"),
        ("/13/ashby/posting-api/job-board/tessaly", 200, "text/html"),
        ("/16/lever/v0/postings/wrenfield?mode=json", 200, "application/json"),
        ("/17/lever/v0/postings/wrenfield?mode=json", 404, "application/json"),
        ("/25/lever/v0/postings/wrenfield?mode=json", 404, "application/json"),
        ("/0/greenhouse/v1/boards/nobody/jobs", 404, "application/json"),
        ("/0/ashby/posting-api/job-board/stackpine", 404, "application/json"),  # Stackpine: case matters
        ("/26/greenhouse/v1/boards/quillmoorlabs/jobs", 404, "text/plain"),
        ("/x/greenhouse/v1/boards/quillmoorlabs/jobs", 404, "text/plain"),
        ("/0/workable/quillmoorlabs", 404, "text/plain"),
        ("/0/greenhouse/v1/boards/quillmoorlabs/offices", 404, "application/json"),
        ("/", 404, "text/plain"),
        ("/0/greenhouse/v1/boards/quillmoorlabs", 200, "application/json"),
    ],
)
def test_troubles_and_wrong_paths(market: Market, target: str, status: int, content_type: str) -> None:
    reply = answer(market, target)
    assert reply.status == status
    assert reply.content_type.startswith(content_type)


def test_lever_shows_a_page_to_browsers(market: Market) -> None:
    path = "/5/lever/v0/postings/thornbury"
    assert answer(market, path, accept="text/html").content_type.startswith("text/html")
    assert answer(market, path, accept="application/json").content_type.startswith("application/json")
    assert answer(market, path + "?mode=json", accept="text/html").content_type.startswith("application/json")


def test_what_is_not_asked_for_is_not_sent(market: Market) -> None:
    bare = json.loads(answer(market, "/20/greenhouse/v1/boards/brackenfieldsystems/jobs").body)["jobs"]
    assert bare and not any({"content", "offices", "pay_input_ranges"} & set(job) for job in bare)
    unpaid = json.loads(answer(market, "/20/ashby/posting-api/job-board/Stackpine").body)["jobs"]
    assert unpaid and not any("compensation" in job for job in unpaid)


def test_an_empty_board_is_alive(market: Market) -> None:
    reply = answer(market, "/1/greenhouse/v1/boards/hexhollow/jobs?content=true")
    assert (reply.status, json.loads(reply.body)) == (200, {"jobs": [], "meta": {"total": 0}})


def test_the_module_serves_and_tells_where() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "crawler.sample.server", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert len(told["schedule"]) == 26
        assert len(told["boards"]) >= 26
        status, _, _ = get(told["schedule"][3]["base_urls"]["lever"] + "/v0/postings/polder?mode=json")
        assert status == 200
        host, port = told["base_url"].removeprefix("http://").split(":")
        assert host == "127.0.0.1"
        with socket.create_connection((host, int(port)), timeout=60):
            pass
    finally:
        process.terminate()
        process.wait(timeout=60)
