"""What a crawled page costs: CPU against an empty Scrapy callback in the same run, and the peak memory of many pages.

    python -m bench.crawl [--pages N]

A server on this machine gives every board its own page of made-up postings; each kind of crawl is a process of its own,
and its cost a page is the slope between a short and a long one, so that starting up does not count.
"""

from __future__ import annotations

import argparse
import functools
import html
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess

SENTENCE = "You train models that read maps in Python and PyTorch on Kubernetes with a team that reviews each change. "
POSTING_BYTES = 4_000
KINDS = {"0": 0, "1": 1, "10": 10}
"""Postings on a page, by the first part of its path."""


def main() -> None:
    """Measure and print, or be one of the measured processes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--kind", choices=KINDS, nargs="*", default=list(KINDS), help="postings on a page")
    parser.add_argument("--empty", nargs=2, metavar=("URL", "PAGES"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.empty:
        empty_crawl(given.empty[0], int(given.empty[1]))
        return
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {given.pages} pages")
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(there,), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{here.recv()}"
    few = max(given.pages // 10, 1)
    print(f"{'crawl':34} {'CPU ms a page':>14} {'x empty':>8} {'peak MB':>8}")
    for kind in given.kind:
        address = f"{url}/{kind}"
        base = slope(functools.partial(empty_command, address), few, given.pages)
        own = slope(functools.partial(own_command, address), few, given.pages)
        for name, (cpu, peak) in (("empty callback", base), ("landed as a board", own)):
            print(f"{f'{name}, {kind} postings':34} {1000 * cpu:14.2f} {cpu / base[0]:8.2f} {peak:8.0f}")
    server.terminate()


def slope(command: Callable[[int], list[str]], few: int, many: int) -> tuple[float, float]:
    """(CPU seconds a page, peak MB of the longer crawl)."""
    short, _ = measured(command(few))
    long, peak = measured(command(many))
    return (long - short) / (many - few), peak


def measured(command: list[str]) -> tuple[float, float]:
    """(CPU seconds, peak MB) of a process."""
    with tempfile.TemporaryDirectory() as folder:
        given = [part.replace("FOLDER", folder) for part in command]
        if "crawler" in given:
            pages = int(given.pop())
            boards = "".join(
                f'[[board]]\nsource = "greenhouse"\nslug = "b{n}"\nemployer = "b{n}"\n' for n in range(pages)
            )
            (Path(folder) / "boards.toml").write_text(boards)
        child = subprocess.Popen(given, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
    assert status == 0, command
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def own_command(url: str, pages: int) -> list[str]:
    """`python -m crawler` on so many boards."""
    given = ["--data", "FOLDER/data", "--market", "real", "--run-id", "run-1", "--started-at", "2026-03-01T12:00:00Z"]
    given += ["--base-url", f"greenhouse={url}", "--boards", "FOLDER/boards.toml", "--allow-loopback"]
    return [sys.executable, "-m", "crawler", *given, str(pages)]


def empty_command(url: str, pages: int) -> list[str]:
    """This module as the crawl whose callback does nothing."""
    return [sys.executable, "-m", "bench.crawl", "--empty", url, str(pages)]


def empty_crawl(url: str, pages: int) -> None:
    """Scrapy with its own settings but for the pace, and a callback that does nothing."""

    class Empty(scrapy.Spider):
        name = "empty"

        async def start(self):  # type: ignore[no-untyped-def]
            for number in range(pages):
                yield scrapy.Request(f"{url}/v1/boards/b{number}/jobs", dont_filter=True)

        def parse(self, response):  # type: ignore[no-untyped-def]
            return None

    settings = {"CONCURRENT_REQUESTS": 4, "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False}
    process = CrawlerProcess({**settings, "REMOTE_CONTROL_ENABLED": False})
    process.crawl(Empty)
    process.start()


def page(postings: int, number: str) -> bytes:
    """A Greenhouse board whose postings differ from any other board's."""
    items = f"<li>{SENTENCE}</li>" * (POSTING_BYTES // len(SENTENCE))
    jobs = [
        {
            "id": job,
            "title": f"ML Engineer {number}",
            "content": html.escape(f"<p>{number}</p><ul>{items}</ul>"),
            "absolute_url": f"https://boards.example/{number}/{job}",
            "location": {"name": "Berlin"},
            "first_published": "2026-01-05T10:00:00-05:00",
        }
        for job in range(1, postings + 1)
    ]
    return json.dumps({"jobs": jobs}).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    templates: Mapping[str, bytes] = {kind: page(postings, "NUMBER") for kind, postings in KINDS.items()}

    def do_GET(self) -> None:
        """/<kind>/v1/boards/b<number>/jobs"""
        _, kind, *rest = self.path.split("/")
        body = self.templates[kind].replace(b"NUMBER", rest[2].encode()) if kind in self.templates else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def serve(pipe: Connection) -> None:
    """Tell the port and serve until the process is ended."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    pipe.send(server.server_address[1])
    server.serve_forever()


if __name__ == "__main__":
    main()
