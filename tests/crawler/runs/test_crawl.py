"""Crawls of a loopback server, from request to sealed run: each board one outcome with its reason."""

import gzip
import json
import threading
import time
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.crawler.boards_server import crawled, greenhouse, greenhouse_path, serve, serve_robots
from warehouse.models import Board

FIXTURES = Path(__file__).parents[2] / "fixtures" / "boards"


async def test_every_source_is_asked_as_it_wants_and_landed(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    paths = {
        "greenhouse": ("quillmoor", "/v1/boards/quillmoor/jobs", "content=true&pay_transparency=true"),
        "lever": ("wrenfield", "/v0/postings/wrenfield", "mode=json"),
        "ashby": ("Saltmarsh AI", "/posting-api/job-board/Saltmarsh AI", "includeCompensation=true"),
    }
    for source, (_, path, query) in paths.items():
        body = (FIXTURES / source / "ordinary.json").read_bytes()
        httpserver.expect_request(path, query_string=query).respond_with_data(body)
    boards = [Board(source, slug, slug) for source, (slug, _, _) in paths.items()]

    run, outcomes = await crawled(tmp_path, httpserver, *boards)

    assert {b.outcome for b in outcomes.values()} == {"complete"}
    assert {f.name: f.rows for f in run.files} == {f"{source}.jsonl.gz": 1 for source in paths}
    (row,) = gzip.decompress((tmp_path / "run-1" / "lever.jsonl.gz").read_bytes()).splitlines()
    landed = json.loads(row)
    assert landed["posting"]["title"] == landed["raw"]["text"] == "Applied Scientist"
    assert landed["observed_at"] == "2026-03-01T12:00:00+00:00"
    sent = {request.path: request.headers for request, _ in httpserver.log}
    assert all(headers["User-Agent"].startswith("skillgap/") for headers in sent.values())
    assert sent["/v0/postings/wrenfield"]["Accept"] == "application/json"


async def test_answers_that_are_no_board(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    whole = json.dumps(greenhouse("ML Engineer")).encode()
    serve(httpserver, "whole", whole)
    serve(httpserver, "empty", greenhouse())
    serve(httpserver, "page", b"<html>We will be back</html>", **{"Content-Type": "text/html"})
    serve(httpserver, "short", whole[:-9])
    serve(httpserver, "unknown", {"status": 404}, 404)
    serve(httpserver, "forbidden", {}, 403)
    serve(httpserver, "broken", b"Oops", 500)
    serve(httpserver, "drifted", {"openings": []})
    serve(httpserver, "gzipless", b"no gzip at all", **{"Content-Encoding": "gzip"})
    serve(httpserver, "bomb", gzip.compress(b"[" + b" " * 3_000_000 + b"]"), **{"Content-Encoding": "gzip"})
    serve(httpserver, "large", b"[" + b" " * 1_500_000 + b"]")
    serve(httpserver, "moved", b"", 301, Location=httpserver.url_for(greenhouse_path("whole")))
    serve(httpserver, "abroad", b"", 301, Location=httpserver.url_for("/eu" + greenhouse_path("abroad")))
    httpserver.expect_request("/eu" + greenhouse_path("abroad")).respond_with_data(whole)
    serve(httpserver, "circle", b"", 302, Location=httpserver.url_for(greenhouse_path("circle")))
    slugs = ["whole", "empty", "page", "short", "unknown", "forbidden", "broken", "drifted"]
    slugs += ["gzipless", "bomb", "large", "moved", "abroad", "circle"]

    run, outcomes = await crawled(tmp_path, httpserver, *slugs, settings={"DOWNLOAD_MAXSIZE": 1_000_000})

    assert {slug: (b.outcome, b.reason) for slug, b in outcomes.items()} == {
        "whole": ("complete", None),
        "empty": ("complete", "empty"),
        "page": ("failed", "html"),
        "short": ("failed", "cut"),
        "unknown": ("gone", "not_found"),
        "forbidden": ("failed", "refused"),
        "broken": ("failed", "server_error"),
        "drifted": ("partial", "drift"),
        "gzipless": ("failed", "malformed"),
        "bomb": ("failed", "too_large"),
        "large": ("failed", "too_large"),
        "moved": ("failed", "moved"),
        "abroad": ("complete", None),
        "circle": ("failed", "redirected"),
    }
    assert all(b.detail and b.detail.endswith(".") for b in outcomes.values() if b.reason)
    assert sum(f.rows for f in run.files) == 2 == sum(b.postings for b in outcomes.values())
    assert outcomes["whole"].bytes == len(whole) and outcomes["whole"].http_status == 200


async def test_an_unchanged_board_is_not_sent_again(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    body = json.dumps(greenhouse("ML Engineer")).encode()

    def answer(request: Request) -> Response:
        known = request.headers.get("If-None-Match") == '"v1"'
        return Response(b"" if known else body, 304 if known else 200, {"ETag": '"v1"'})

    httpserver.expect_request(greenhouse_path("tagged")).respond_with_handler(answer)
    serve(httpserver, "untagged", body)
    await crawled(tmp_path, httpserver, "tagged", "untagged", run_id="run-1")
    for run_id in ("run-2", "run-3"):
        run, outcomes = await crawled(tmp_path, httpserver, "tagged", "untagged", run_id=run_id)
        assert {b.outcome for b in outcomes.values()} == {"not_modified"} and run.files == ()
        assert (outcomes["tagged"].http_status, outcomes["tagged"].bytes) == (304, 0)
        assert outcomes["untagged"].http_status == 200
        assert outcomes["tagged"].detail == "Unchanged since run run-1 (postings: 1)."


async def test_a_host_that_hangs_or_is_not_there(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)

    is_over = threading.Event()

    def hang(_: Request) -> Response:
        is_over.wait(60)
        return Response(b"{}")

    httpserver.expect_request(greenhouse_path("slow")).respond_with_handler(hang)
    quick = {"DOWNLOAD_TIMEOUT": 3.0, "RETRY_TIMES": 0}  # of which robots.txt, which is answered, takes next to nothing
    _, outcomes = await crawled(tmp_path, httpserver, "slow", settings=quick)
    is_over.set()
    assert (outcomes["slow"].outcome, outcomes["slow"].reason) == ("failed", "timeout")
    _, outcomes = await crawled(
        tmp_path, httpserver, "absent", run_id="run-2", settings=quick, base_url="http://127.0.0.1:9"
    )
    assert (outcomes["absent"].outcome, outcomes["absent"].reason) == ("failed", "network")


async def test_retry_after_is_waited_for(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    times: list[float] = []

    def answer(_: Request) -> Response:
        times.append(time.monotonic())
        return Response(b"", 429, {"Retry-After": "1"}) if len(times) == 1 else Response(json.dumps(greenhouse("A")))

    httpserver.expect_request(greenhouse_path("busy")).respond_with_handler(answer)
    _, outcomes = await crawled(tmp_path, httpserver, "busy")
    assert outcomes["busy"].outcome == "complete" and len(times) == 2 and times[1] - times[0] >= 0.95


async def test_a_host_that_keeps_refusing_is_left_alone(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    slugs = [f"b{n}" for n in range(20)]
    for slug in slugs:
        serve(httpserver, slug, b"", 429)
    _, outcomes = await crawled(tmp_path, httpserver, *slugs, settings={"HOST_PAUSE_DEFAULT": 0.01})
    assert {(b.outcome, b.reason) for b in outcomes.values()} == {("failed", "refused")}
    assert len(httpserver.log) <= 1 + 3 + 4  # robots.txt, three refusals, and what was under way by then


async def test_too_long_a_pause_gives_the_host_up(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    serve(httpserver, "busy", b"", 503, **{"Retry-After": "9999"})
    _, outcomes = await crawled(tmp_path, httpserver, "busy")
    assert (outcomes["busy"].outcome, outcomes["busy"].reason) == ("failed", "refused")


@pytest.mark.parametrize(
    ("text", "status", "outcome", "reason"),
    [
        ("User-agent: *\nDisallow: /embed/\n", 200, "complete", None),
        ("Unauthorized", 401, "complete", None),
        ("User-agent: *\nDisallow: /\n", 404, "complete", None),
        ("User-agent: *\nDisallow: /\n", 200, "failed", "robots"),
        ("User-agent: skillgap\nDisallow: /v1/\n\nUser-agent: *\nAllow: /\n", 200, "failed", "robots"),
        ("", 500, "failed", "robots"),
        ("", 429, "failed", "robots"),
    ],
)
async def test_robots(
    tmp_path: Path, httpserver: HTTPServer, text: str, status: int, outcome: str, reason: str | None
) -> None:
    serve_robots(httpserver, text, status)
    serve(httpserver, "board", greenhouse("ML Engineer"))
    _, outcomes = await crawled(tmp_path, httpserver, "board", settings={"RETRY_TIMES": 0})
    assert (outcomes["board"].outcome, outcomes["board"].reason) == (outcome, reason)


async def test_crawl_delay_is_kept(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver, "User-agent: *\nCrawl-delay: 0.4\n", 200)
    times: list[float] = []

    def answer(_: Request) -> Response:
        times.append(time.monotonic())
        return Response(json.dumps(greenhouse("A")))

    for slug in ("a", "b", "c"):
        httpserver.expect_request(greenhouse_path(slug)).respond_with_handler(answer)
    await crawled(tmp_path, httpserver, "a", "b", "c")
    assert len(times) == 3 and times[2] - times[0] >= 0.75


async def test_nothing_is_asked_of_this_machine_unless_allowed(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve(httpserver, "board", greenhouse("ML Engineer"))
    _, outcomes = await crawled(tmp_path, httpserver, "board", settings={"ALLOW_LOOPBACK": False})
    assert (outcomes["board"].outcome, outcomes["board"].reason) == ("failed", "address")
    assert httpserver.log == []


async def test_tenants_that_lead_away_are_unknown_and_cost_no_other_board(
    tmp_path: Path, httpserver: HTTPServer
) -> None:
    """As Personio does it: an unknown tenant leads to the company's own site, which refuses robots."""
    serve_robots(httpserver)
    feed = (FIXTURES / "personio" / "ordinary.xml").read_bytes()
    asked: list[str] = []

    def elsewhere(request: Request) -> Response:
        asked.append(request.path)
        return Response(status=429, headers={"Retry-After": "3600"})

    with HTTPServer(port=0) as other:
        other.expect_request("/").respond_with_handler(elsewhere)
        away = {"Location": other.url_for("/")}
        for _ in range(3):
            httpserver.expect_oneshot_request("/xml").respond_with_data(b"", status=307, headers=away)
        httpserver.expect_request("/xml").respond_with_data(feed)
        boards = [Board("personio", slug, slug) for slug in ("nobody", "noone", "none", "wrenfield", "acorn")]
        _, outcomes = await crawled(tmp_path, httpserver, *boards)

    assert asked == []
    assert [(outcomes[b.slug].outcome, outcomes[b.slug].reason) for b in boards] == [
        *[("gone", "not_found")] * 3,
        *[("complete", None)] * 2,
    ]
    assert "no such board" in str(outcomes["nobody"].detail)


async def test_a_tenant_whose_robots_txt_leads_away_is_unknown_too(tmp_path: Path, httpserver: HTTPServer) -> None:
    away = {"Location": "https://www.elsewhere.example/robots.txt"}
    httpserver.expect_request("/robots.txt").respond_with_data(b"", status=307, headers=away)
    boards = [Board("personio", "nobody", "nobody"), Board("lever", "well", "well")]
    _, outcomes = await crawled(tmp_path, httpserver, *boards)
    assert (outcomes["nobody"].outcome, outcomes["nobody"].reason) == ("gone", "not_found")
    assert (outcomes["well"].outcome, outcomes["well"].reason) == ("failed", "redirected")
    assert "robots.txt" in str(outcomes["well"].detail)


async def test_an_ashby_list_that_falls_to_nothing_is_never_believed(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    path, full = "/posting-api/job-board/saltmarsh", json.loads((FIXTURES / "ashby" / "ordinary.json").read_text())
    job = full["jobs"][0]
    full["jobs"] = [{**job, "id": f"{job['id']}{n}"} for n in range(6)]
    board = Board("ashby", "saltmarsh", "Saltmarsh")
    httpserver.expect_oneshot_request(path).respond_with_json(full)
    httpserver.expect_request(path).respond_with_json({"jobs": [], "apiVersion": "1"})
    found = [(await crawled(tmp_path, httpserver, board, run_id=f"run-{n}"))[1]["saltmarsh"] for n in range(4)]
    assert [(run.outcome, run.reason) for run in found] == [("complete", None), *[("partial", "empty")] * 3]


async def test_a_redirect_to_a_private_address_is_not_followed(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    serve(httpserver, "moved", b"", 302, Location="http://169.254.169.254/latest/")
    serve(httpserver, "filed", b"", 302, Location="file:///etc/hostname")
    _, outcomes = await crawled(tmp_path, httpserver, "moved", "filed")
    assert (outcomes["moved"].outcome, outcomes["moved"].reason) == ("failed", "redirected")
    assert (outcomes["filed"].outcome, outcomes["filed"].reason) == ("failed", "redirected")


async def test_a_renamed_employer_is_known_by_its_postings(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)

    def named(company: str, first: int) -> bytes:
        jobs = [
            {"id": n, "title": "ML Engineer", "company_name": company, "content": "&lt;p&gt;You train.&lt;/p&gt;"}
            for n in range(first, first + 4)
        ]
        return json.dumps({"jobs": jobs}).encode()

    board = Board("greenhouse", "quillmoor", "Quillmoor")
    bodies = [named("Quillmoor", 1), named("Nightjar", 3), named("Nightjar", 7), named("Job Board", 3)]
    found = []
    for number, body in enumerate(bodies):
        httpserver.expect_oneshot_request(greenhouse_path("quillmoor")).respond_with_data(body)
        found.append((await crawled(tmp_path, httpserver, board, run_id=f"run-{number}"))[1]["quillmoor"])

    assert [(run.outcome, run.reason) for run in found] == [
        ("complete", None),
        ("complete", None),  # two of four go on
        ("failed", "wrong_company"),  # none does
        ("complete", None),  # no name at all
    ]
    assert found[1].detail == "The employer 'Quillmoor' calls itself 'Nightjar' now."
