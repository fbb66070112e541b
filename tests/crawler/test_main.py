"""`python -m crawler` and `scrapy crawl` as processes of their own, with Twisted's reactor as in production."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from crawler.__main__ import main
from crawler.landing.runs import begun_runs, read_run, sealed_runs
from tests.crawler.boards_server import greenhouse, greenhouse_path, serve, serve_robots

SLUGS = "abcdefghij"
ROOT = Path(__file__).parent.parent.parent


def board_file(path: Path, *slugs: str) -> Path:
    path.write_text("".join(f'[[board]]\nsource = "greenhouse"\nslug = "{s}"\nemployer = "{s}"\n' for s in slugs))
    return path


def arguments(tmp_path: Path, server: HTTPServer, *more: str, run_id: str | None = "run-1") -> list[str]:
    given = ["--data", str(tmp_path / "data"), "--market", "example", "--boards", str(tmp_path / "boards.toml")]
    given += ["--allow-loopback", "--base-url", f"greenhouse={server.url_for('')}"]
    if run_id:
        given += ["--run-id", run_id, "--started-at", "2026-03-01T13:00:00+01:00"]
    return [*given, *more]


def started(given: list[str]) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "crawler", *given]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: "subprocess.Popen[str]") -> tuple[int, list[dict[str, Any]], str]:
    out, error = process.communicate(timeout=300)
    return process.returncode, [json.loads(line) for line in out.splitlines()], error


def test_a_whole_run(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    serve(httpserver, "a", greenhouse("ML Engineer", "MLOps Engineer"))
    board_file(tmp_path / "boards.toml", "a")

    code, events, error = ended(started(arguments(tmp_path, httpserver)))

    assert (code, error) == (0, "")
    assert [e["event"] for e in events] == ["board", "run", "summary"]
    assert (events[0]["done"], events[0]["of"], events[0]["postings"]) == (1, 1, 2)
    run = read_run(tmp_path / "data" / "landing" / "run-1")
    assert run.started_at.isoformat() == "2026-03-01T12:00:00+00:00" == run.observed_at.isoformat()
    assert run.started_at <= run.boards[0].finished_at <= run.finished_at and run.finished_at.day == 1
    assert (tmp_path / "data" / "market.toml").read_text() == 'kind = "example"\n'


def test_a_schedule_runs_in_one_process_and_goes_on(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    weeks = [{"run_id": f"w{n}", "started_at": f"2026-03-{1 + 7 * n:02d}T12:00:00Z"} for n in range(3)]
    for n, week in enumerate(weeks):
        week["base_urls"] = {"greenhouse": httpserver.url_for(f"/{n}")}
        body = json.dumps(greenhouse(*["ML Engineer"] * (n + 1))).encode()
        httpserver.expect_request(f"/{n}{greenhouse_path('a')}").respond_with_data(body)
    board_file(tmp_path / "boards.toml", "a")
    schedule = tmp_path / "schedule.json"
    given = arguments(tmp_path, httpserver, "--schedule", str(schedule), run_id=None)
    schedule.write_text(json.dumps(weeks[:2]))
    assert ended(started(given))[0] == 0
    schedule.write_text(json.dumps(weeks))

    code, events, _ = ended(started([*given, "--resume"]))

    assert code == 0 and [e["run_id"] for e in events if e["event"] == "run"] == ["w2"]
    folders = sealed_runs(tmp_path / "data" / "landing")
    assert [read_run(folder).boards[0].postings for folder in folders] == [1, 2, 3]


def waited(events: list[dict[str, Any]]) -> list[int]:
    return [event["waiting"] for event in events if event["event"] == "hosts"]


def test_a_host_that_asks_for_a_pause_is_told_as_waiting(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    later = {"Retry-After": "3"}
    httpserver.expect_oneshot_request(greenhouse_path("a")).respond_with_data("", status=429, headers=later)
    serve(httpserver, "a", greenhouse("ML Engineer"))
    board_file(tmp_path / "boards.toml", "a")

    code, events, _ = ended(started(arguments(tmp_path, httpserver)))

    assert code == 0 and waited(events)[0] == 1
    assert [e["event"] for e in events][:1] == ["hosts"]


def test_a_host_is_told_as_waiting_for_its_delay(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver, "User-agent: *\nCrawl-delay: 3", 200)
    for slug in "ab":
        serve(httpserver, slug, greenhouse("ML Engineer"))
    board_file(tmp_path / "boards.toml", *"ab")

    code, events, _ = ended(started(arguments(tmp_path, httpserver)))

    assert code == 0 and waited(events)[0] == 1


@pytest.fixture
def slow_boards(tmp_path: Path, httpserver: HTTPServer) -> Iterator[threading.Event]:
    """Ten boards, of which two answer at once and the others when the event is set."""
    serve_robots(httpserver)
    release = threading.Event()
    served: list[str] = []

    def answer(request: Request) -> Response:
        served.append(request.path)
        if len(served) > 2:
            release.wait(20)
        return Response(json.dumps(greenhouse("ML Engineer")))

    for slug in SLUGS:
        httpserver.expect_request(greenhouse_path(slug)).respond_with_handler(answer)
    board_file(tmp_path / "boards.toml", *SLUGS)
    yield release
    release.set()


def read_events(process: "subprocess.Popen[str]", count: int) -> list[dict[str, Any]]:
    assert process.stdout
    return [json.loads(process.stdout.readline()) for _ in range(count)]


def test_a_killed_run_goes_on_without_asking_twice(
    tmp_path: Path, httpserver: HTTPServer, slow_boards: threading.Event
) -> None:
    process = started(arguments(tmp_path, httpserver))
    acknowledged = {e["board"] for e in read_events(process, 2)}
    process.kill()
    process.communicate()
    landing = tmp_path / "data" / "landing"
    assert sealed_runs(landing) == [] and len(begun_runs(landing)) == 1
    slow_boards.set()
    httpserver.clear_log()

    code, events, _ = ended(started(arguments(tmp_path, httpserver, "--resume", run_id=None)))

    assert code == 0 and {e["board"] for e in events if e["event"] == "board"} == set(SLUGS) - acknowledged
    assert not {request.path.split("/")[3] for request, _ in httpserver.log if "/v1/" in request.path} & acknowledged
    (folder,) = sealed_runs(landing)
    run = read_run(folder)
    assert [b.outcome for b in run.boards] == ["complete"] * 10 and run.files[0].rows == 10
    assert run.started_at.isoformat() == "2026-03-01T12:00:00+00:00"


def test_an_interrupted_run_keeps_what_is_complete(
    tmp_path: Path, httpserver: HTTPServer, slow_boards: threading.Event
) -> None:
    process = started(arguments(tmp_path, httpserver))
    read_events(process, 2)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    slow_boards.set()

    code, events, error = ended(process)

    assert (code, error) == (1, "") and events[-1]["is_interrupted"] is True
    (folder,) = sealed_runs(tmp_path / "data" / "landing")
    outcomes = [(b.outcome, b.reason) for b in read_run(folder).boards]
    assert len(outcomes) == 10 and set(outcomes) == {("complete", None), ("failed", "interrupted")}
    assert outcomes.count(("complete", None)) >= 2


def test_a_second_crawl_of_a_day_skips_what_was_read(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    serve(httpserver, "a", greenhouse("ML Engineer"))
    board_file(tmp_path / "boards.toml", "a")
    assert ended(started(arguments(tmp_path, httpserver)))[0] == 0
    code, events, _ = ended(started(arguments(tmp_path, httpserver, run_id="run-2")))
    assert code == 0 and events == [{"event": "summary", "is_interrupted": False, "skipped": 1}]
    code, events, _ = ended(started(arguments(tmp_path, httpserver, "--force", run_id="run-3")))
    assert code == 0 and events[0]["outcome"] == "not_modified"


def test_scrapy_crawl(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    serve(httpserver, "a", greenhouse("ML Engineer"))
    given = {
        "data": tmp_path / "data",
        "run_id": "run-1",
        "started_at": "2026-03-01T12:00:00Z",
        "market": "example",
        "boards": board_file(tmp_path / "boards.toml", "a"),
        "base_url": httpserver.url_for("").rstrip("/"),
    }
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "greenhouse",
        "-s",
        "ALLOW_LOOPBACK=1",
        "-s",
        "DOWNLOAD_DELAY=0",
    ]
    command += [part for name, value in given.items() for part in ("-a", f"{name}={value}")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert read_run(tmp_path / "data" / "landing" / "run-1").boards[0].postings == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--base-url", "greenhouse=https://boards.example"], "says who it is: add --contact"),
        (["--contact", "me\nX-Evil: 1"], "neither an e-mail address nor"),
        (["--base-url", "greenhouse=file:///etc"], "is not SOURCE=URL"),
        (["--base-url", "orbit=http://x"], "no source called 'orbit'"),
        (["--source", "orbit"], "no source called 'orbit'"),
        (["--source", "lever"], "no board to crawl"),
        (["--started-at", "2026-03-01T12:00:00"], "has no zone"),
        (["--started-at", "noon"], "is no time"),
        (["--run-id", "../x"], "no plain name"),
        (["--shard", "3/2"], "is not I/N"),
        (["--resume"], "no unfinished run"),
        (["--schedule", "missing.json"], "does not exist"),
        (["--boards", "missing.toml"], "does not exist"),
        (["--market", "real"], "holds a market of kind 'example'"),
    ],
)
def test_wrong_use_is_one_sentence(
    tmp_path: Path, httpserver: HTTPServer, capsys: pytest.CaptureFixture[str], more: list[str], sentence: str
) -> None:
    board_file(tmp_path / "boards.toml", "a")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "market.toml").write_text('kind = "example"\n')
    given = arguments(tmp_path, httpserver, *more)
    if more == ["--run-id", "../x"]:
        code, _, error = ended(started(given))
    else:
        code, error = main(given), capsys.readouterr().err
    assert code == 2 and sentence in error and error.startswith("error: ") and error.count("\n") <= 2
    assert not list((tmp_path / "data").glob("landing/*")) and httpserver.log == []


def test_this_machine_is_not_asked_by_accident(tmp_path: Path, httpserver: HTTPServer) -> None:
    board_file(tmp_path / "boards.toml", "a")
    given = [a for a in arguments(tmp_path, httpserver) if a != "--allow-loopback"]
    assert main(given) == 2 and httpserver.log == []
