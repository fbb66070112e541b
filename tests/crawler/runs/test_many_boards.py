"""The 600 shipped boards of the three large sources: hosts by name on this machine, at a twentieth of their pace."""

import itertools
import json
import statistics
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from crawler.boards.listed import load_boards
from crawler.landing.runs import read_run
from crawler.runs.pace import in_order, least_seconds, loads
from crawler.sources import source_facts
from tests.crawler.child import Ended, crawl_arguments, run_child

HOSTS = {"greenhouse": "boards-api.greenhouse.io", "ashby": "api.ashbyhq.com", "lever": "api.lever.co"}
BOARDS = [board for board in load_boards() if board.source in HOSTS]
FASTER = 20
UNDER_WAY = 4
"""Requests that the crawler has in hand: on a busy machine one that must connect anew may come after the next."""
JOB = {"id": 1, "title": "ML Engineer", "content": "&lt;p&gt;You train models.&lt;/p&gt;"}
ANSWERS = {
    "boards-api.greenhouse.io": {"jobs": [{**JOB, "id": n} for n in range(40)]},
    "api.ashbyhq.com": {"jobs": [{**JOB, "id": f"a{n}", "descriptionHtml": "<p>You train.</p>"} for n in range(40)]},
    "api.lever.co": [{"id": f"l{n}", "text": "ML Engineer", "description": "<p>You train.</p>"} for n in range(40)],
}


class Hosts:
    """What the three hosts were asked, and when."""

    def __init__(self) -> None:
        self.asked: dict[str, list[tuple[float, str]]] = {host: [] for host in ANSWERS}
        bodies = {host: json.dumps(answer).encode() for host, answer in ANSWERS.items()}
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host, path = str(self.headers["Host"]).partition(":")[0], urlsplit(self.path).path
                if path == "/robots.txt":
                    self.send_error(404)
                    return
                parts = [unquote(part) for part in path.split("/")]
                slug = parts[-2] if host == "boards-api.greenhouse.io" else parts[-1]
                asked[host].append((time.monotonic(), slug))
                self.send_response(200)
                self.send_header("Content-Length", str(len(bodies[host])))
                self.end_headers()
                self.wfile.write(bodies[host])

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def crawled(self, data: Path, *more: str) -> Ended:
        port = self.server.server_address[1]
        base_urls = {source: f"http://{host}:{port}" for source, host in HOSTS.items()}
        given = crawl_arguments(data, data.parent / "boards.toml", base_urls, "--allow-loopback", *more)
        given[given.index("--market") + 1] = "real"
        cut = given.index("--boards")  # those that ship, in their order
        del given[cut : cut + 2]
        for source in HOSTS:
            given += ["--source", source]
        slots = {
            HOSTS[s]: {"concurrency": 1, "delay": source_facts()[s].delay_s / FASTER, "jitter": 0.0} for s in HOSTS
        }
        settings = {"fake_names": True, "ALLOWED_PORTS": [port], "DOWNLOAD_SLOTS": slots, "STOP_SHARE": 1.0}
        return run_child(settings, [*given, "--contact", "tests@skillgap.example"], timeout=900)


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    found = Hosts()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.mark.long
def test_all_boards_at_their_pace_in_their_order(tmp_path: Path, hosts: Hosts) -> None:
    done = hosts.crawled(tmp_path / "data", "--minutes", "0")

    assert done.error == ""
    run = read_run(tmp_path / "data" / "landing" / "run-1")
    assert len(run.boards) == len(BOARDS) >= 600 and {b.outcome for b in run.boards} <= {"complete", "failed"}
    for source, host in HOSTS.items():
        expected = [board.slug for board in in_order([b for b in BOARDS if b.source == source], {})]
        asked = [slug for _, slug in hosts.asked[host]]
        assert sorted(asked) == sorted(expected), "each once"
        places = {slug: place for place, slug in enumerate(expected)}
        moved = [slug for place, slug in enumerate(asked) if abs(places[slug] - place) > UNDER_WAY]
        assert len(moved) <= len(asked) // 100, "boards with most titles first"
        times = [moment for moment, _ in hosts.asked[host]]
        gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
        assert statistics.median(gaps) >= 0.95 * source_facts()[source].delay_s / FASTER
    ends = {host: (asked[0][0], asked[-1][0]) for host, asked in hosts.asked.items()}
    assert max(begin for begin, _ in ends.values()) < min(end for _, end in ends.values()), "hosts side by side"
    estimate = least_seconds(BOARDS) / FASTER
    took = max(end for _, end in ends.values()) - min(begin for begin, _ in ends.values())
    assert 0.95 * estimate <= took
    assert done.peak_mb < 400
    print(f"{len(BOARDS)} boards: at least {estimate:.0f} s at this pace, took {took:.0f} s, {done.peak_mb:.0f} MB")
    for load in loads(BOARDS):
        print(f"  {load.host}: {load.boards} boards, at least {load.seconds:.0f} s at the shipped pace")


@pytest.mark.long
def test_minutes_end_it_and_the_next_crawl_goes_on(tmp_path: Path, hosts: Hosts) -> None:
    hosts.crawled(tmp_path / "data", "--minutes", "0.1")
    first = {(b.source, b.board) for b in read_run(tmp_path / "data" / "landing" / "run-1").boards}
    assert 0 < len(first) < len(BOARDS)
    for asked in hosts.asked.values():
        asked.clear()
    hosts.crawled(tmp_path / "data", "--minutes", "0.1", "--run-id", "run-2")
    second = {(b.source, b.board) for b in read_run(tmp_path / "data" / "landing" / "run-2").boards}
    assert second and not first & second
