"""A loopback server that answers for the boards of the example market as Greenhouse, Lever and Ashby would.

`/<week>/<source>/<path of the real API>`; one week after another is one crawl after another.
Also `python -m crawler.sample.server`.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from crawler.sample.market import DEFAULT_SEED, build_market, payload, schedule, trouble
from crawler.sample.model import Market
from crawler.sample.truth import truth
from warehouse.models import Board

HOST = "127.0.0.1"
ROBOTS = "User-agent: *\nDisallow: /embed/\nAllow: /\n"
_PREFIXES = {"greenhouse": ("v1", "boards"), "lever": ("v0", "postings"), "ashby": ("posting-api", "job-board")}
_NOT_FOUND: dict[str, Any] = {
    "greenhouse": {"status": 404, "error": "Job not found"},
    "lever": {"ok": False, "error": "Document not found"},
    "ashby": {"errors": ["Not Found"]},
}
_MAINTENANCE = (
    "<!doctype html><html><head><title>Maintenance</title></head><body><h1>We will be back soon</h1></body></html>"
)
_JSON, _HTML, _TEXT = "application/json; charset=utf-8", "text/html; charset=utf-8", "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says to one request."""

    status: int
    content_type: str
    body: bytes
    etag: str | None = None


def answer(market: Market, target: str, accept: str = "*/*") -> Answer:
    """The answer to `GET target` (path and query). Unknown weeks, sources, paths and boards are 404."""
    url = urlsplit(target)
    if url.path == "/robots.txt":
        return Answer(HTTPStatus.OK, _TEXT, ROBOTS.encode())
    week, source, rest = _route(url.path)
    if week is None or not 0 <= week < market.weeks or source not in _PREFIXES:
        return Answer(HTTPStatus.NOT_FOUND, _TEXT, b"not found")
    slug, tail = _board_path(source, rest)
    board = next((b for b in market.boards if (b.source, b.slug) == (source, slug)), None)
    if board is None or tail is None:
        return _json(HTTPStatus.NOT_FOUND, _NOT_FOUND[source])
    query = {name: values[-1] for name, values in parse_qs(url.query).items()}
    wants_page = source == "lever" and query.get("mode") != "json" and "text/html" in accept
    page = _page(board) if wants_page else _board_card(board) if source == "greenhouse" and not tail else None
    return _troubled(market, board, week) or page or _json(HTTPStatus.OK, _listing(market, board, week, query), source)


def _page(board: Board) -> Answer:
    """What Lever shows a browser under the same address."""
    title = f"<!doctype html><title>{html.escape(board.employer)} jobs</title>"
    return Answer(HTTPStatus.OK, _HTML, title.encode())


def _board_card(board: Board) -> Answer:
    """Greenhouse's `GET /v1/boards/{token}`."""
    return _json(HTTPStatus.OK, {"name": board.employer, "content": ""})


def _troubled(market: Market, board: Board, week: int) -> Answer | None:
    """What a board in trouble answers instead; an empty board answers as usual."""
    match trouble(market, board, week):
        case "gone":
            return _json(HTTPStatus.NOT_FOUND, _NOT_FOUND[board.source])
        case "error":
            return Answer(HTTPStatus.INTERNAL_SERVER_ERROR, _TEXT, b"Internal Server Error")
        case "html":
            return Answer(HTTPStatus.OK, _HTML, _MAINTENANCE.encode())
        case _:
            return None


def _route(path: str) -> tuple[int | None, str, list[str]]:
    """(week, source, further segments); the week is None where the path does not start with a number."""
    week, source, *rest = [*(unquote(segment) for segment in path.strip("/").split("/")), "", ""]
    return (int(week) if week.isascii() and week.isdigit() else None), source, [segment for segment in rest if segment]


def _board_path(source: str, rest: list[str]) -> tuple[str, str | None]:
    """(slug, what follows it); None where the path is not one of the list endpoints."""
    prefix = _PREFIXES[source]
    if tuple(rest[:2]) != prefix or len(rest) < 3:
        return "", None
    tail = "/".join(rest[3:])
    return rest[2], tail if tail in (("", "jobs") if source == "greenhouse" else ("",)) else None


def _listing(market: Market, board: Board, week: int, query: dict[str, str]) -> Any:
    """The board's list; what must be asked for by a parameter is left out without it."""
    listing = payload(market, board, week)
    if board.source == "greenhouse" and query.get("content") != "true":
        _drop(listing["jobs"], "content", "departments", "offices")
    if board.source == "greenhouse" and query.get("pay_transparency") != "true":
        _drop(listing["jobs"], "pay_input_ranges")
    if board.source == "ashby" and query.get("includeCompensation") != "true":
        _drop(listing["jobs"], "compensation")
    return listing


def _drop(records: list[dict[str, Any]], *keys: str) -> None:
    for record in records:
        for key in keys:
            record.pop(key, None)


def _json(status: HTTPStatus, data: Any, source: str | None = None) -> Answer:
    """JSON with the source's kind of ETag: Lever sends none."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    digest = hashlib.sha256(body).hexdigest()[:32]
    etags = {"greenhouse": f'W/"{digest}"', "ashby": f'W/"job-board:{digest}"'}
    return Answer(status, _JSON, body, etags.get(source or ""))


class _Handler(BaseHTTPRequestHandler):
    """Joins `answer` to HTTP; the market hangs on the server."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together: two small writes wait 40 ms for each other on a kept connection
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """Answers; 304 where the client knows the current ETag."""
        reply = answer(self.server.market, self.path, self.headers.get("Accept", "*/*"))
        known = {tag.strip() for tag in self.headers.get("If-None-Match", "").split(",")}
        is_known = reply.etag is not None and reply.etag in known
        body = b"" if is_known else reply.body
        self.send_response(HTTPStatus.NOT_MODIFIED if is_known else reply.status)
        if reply.etag:
            self.send_header("ETag", reply.etag)
            self.send_header("Cache-Control", "public, max-age=60, stale-while-revalidate=60")
        if not is_known:
            self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: the crawler's ledger is the log."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, market: Market, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.market = market

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}"


@contextmanager
def serve(market: Market, port: int = 0) -> Iterator[str]:
    """Serves the market on the loopback interface while the block runs; yields the base URL (no slash at its end)."""
    server = _Server(market, port)
    thread = threading.Thread(target=server.serve_forever, name="sample-market", daemon=True)
    thread.start()
    try:
        yield server.base_url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main(arguments: list[str] | None = None) -> None:
    """Serves until interrupted. The first line on stdout is JSON: base_url, boards and schedule (or the truth)."""
    parser = argparse.ArgumentParser(prog="python -m crawler.sample.server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--truth", action="store_true", help="write the market's truth as JSON and end")
    options = parser.parse_args(arguments)
    market = build_market(options.seed)
    if options.truth:
        _write(truth(market))
        return
    server = _Server(market, options.port)
    boards = [{"source": b.source, "slug": b.slug, "employer": b.employer} for b in market.boards]
    _write({"base_url": server.base_url, "boards": boards, "schedule": schedule(market, server.base_url)})
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


def _write(data: Any) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
