"""A loopback server that answers as no board should: some seventy ways in which hosts fail, lie or attack.

`http://127.0.0.1:PORT/<source>/<path of the real API>`: a fault is chosen by its name anywhere in the path, so a board
whose slug is `gzip_bomb` is one, and `http://…/gzip_bomb/<source>` makes every board one. Any other board is well.
"""

from __future__ import annotations

import functools
import gzip
import json
import socket
import socketserver
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import brotli

FIXTURES = Path(__file__).parent.parent / "fixtures" / "boards"
MOST = 60.0
"""Seconds after which a fault that would go on for ever ends by itself."""
BOMB = 300_000_000
"""Bytes that a bomb unpacks to."""


@dataclass(frozen=True)
class Call:
    """One request: where to write, and what a well board of its source would have answered."""

    sock: socket.socket
    path: str
    source: str
    board: bytes
    count: int
    """How often this path was asked for, with this time."""
    origin: str
    stopping: threading.Event

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def answer(self, body: bytes = b"", status: str = "200 OK", **headers: str) -> None:
        given = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in given.items())]
        self.send("\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + body)

    def head(self, *lines: str) -> None:
        """Status and header lines as they stand, and the blank line."""
        self.send("\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode())

    def pause(self, seconds: float) -> None:
        self.stopping.wait(seconds)

    def for_ever(self, each: bytes, wait: float = 0.0) -> None:
        """The same bytes again and again, until the client has enough."""
        end = time.monotonic() + MOST
        while time.monotonic() < end and not self.stopping.is_set():
            self.send(each)
            if wait:
                self.pause(wait)


Fault = Callable[[Call], None]
FAULTS: dict[str, Fault] = {}
ROBOTS_FAULTS: dict[str, Fault] = {}


def fault(act: Fault) -> Fault:
    FAULTS[act.__name__] = act
    return act


def edited(board: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """A JSON board whose first row was changed."""
    payload = json.loads(board)
    rows = payload if isinstance(payload, list) else next(v for v in payload.values() if isinstance(v, list))
    change(rows[0])
    return json.dumps(payload).encode()


def _title(row: dict[str, Any]) -> str:
    return next(key for key in ("title", "text") if key in row)


def _rows(board: bytes) -> tuple[Any, list[Any]]:
    payload = json.loads(board)
    return payload, payload if isinstance(payload, list) else next(v for v in payload.values() if isinstance(v, list))


# --- connections ---------------------------------------------------------------------------------------------------


@fault
def hang(call: Call) -> None:
    call.pause(MOST)


@fault
def drip(call: Call) -> None:
    call.head("Content-Type: application/json", "Content-Length: 100000")
    call.for_ever(b" ", 0.1)


@fault
def slow_headers(call: Call) -> None:
    call.send(b"HTTP/1.1 200 OK\r\n")
    call.for_ever(b"X-Slow: yes\r\n", 0.1)


@fault
def reset(call: Call) -> None:
    call.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    call.sock.close()


@fault
def closed(call: Call) -> None:
    call.sock.close()


@fault
def another_protocol(call: Call) -> None:
    call.send(b"SSH-2.0-OpenSSH_9.6\r\n")


@fault
def header_of_20_mb(call: Call) -> None:
    call.send(b"HTTP/1.1 200 OK\r\n" + (b"X-Filler: " + b"a" * 1000 + b"\r\n") * 20_000)
    call.send(b"Content-Length: 2\r\n\r\n[]")


@fault
def endless_headers(call: Call) -> None:
    call.send(b"HTTP/1.1 200 OK\r\n")
    call.for_ever((b"X-Filler: " + b"a" * 1000 + b"\r\n") * 100)


@fault
def one_endless_header(call: Call) -> None:
    call.send(b"HTTP/1.1 200 OK\r\nX-Filler: ")
    call.for_ever(b"a" * 100_000)


# --- bodies by length ----------------------------------------------------------------------------------------------


@fault
def endless_body(call: Call) -> None:
    call.head("Content-Type: application/json", "Connection: close")
    call.send(b"[")
    call.for_ever(b" " * 65_536)


@fault
def endless_chunks(call: Call) -> None:
    call.head("Content-Type: application/json", "Transfer-Encoding: chunked")
    call.for_ever(b"10000\r\n" + b" " * 65_536 + b"\r\n")


@fault
def announced_100_gb(call: Call) -> None:
    call.head("Content-Type: application/json", "Content-Length: 100000000000")
    call.for_ever(b" " * 65_536)


@fault
def longer_than_sent(call: Call) -> None:
    call.head("Content-Type: application/json", f"Content-Length: {len(call.board) + 1000}", "Connection: close")
    call.send(call.board)


@fault
def shorter_than_sent(call: Call) -> None:
    call.head("Content-Type: application/json", f"Content-Length: {len(call.board) - 40}", "Connection: close")
    call.send(call.board)


@fault
def cut_body(call: Call) -> None:
    call.head("Content-Type: application/json", f"Content-Length: {len(call.board)}", "Connection: close")
    call.send(call.board[: len(call.board) // 2])


@fault
def cut_chunk(call: Call) -> None:
    call.head("Content-Type: application/json", "Transfer-Encoding: chunked", "Connection: close")
    call.send(f"{len(call.board):x}\r\n".encode() + call.board[:-30])


@fault
def length_no_number(call: Call) -> None:
    call.head("Content-Type: application/json", "Content-Length: many", "Connection: close")
    call.send(call.board)


@fault
def empty_body(call: Call) -> None:
    call.answer()


@fault
def blank_body(call: Call) -> None:
    call.answer(b" \r\n\t ")


# --- compression ---------------------------------------------------------------------------------------------------


@functools.cache
def bomb(encoding: str) -> bytes:
    """One JSON list of blanks, packed so that it unpacks to BOMB bytes."""
    if encoding == "br":
        packer: Any = brotli.Compressor(quality=5)
        pack, finish = packer.process, packer.finish
    else:
        packer = zlib.compressobj(wbits=31 if encoding == "gzip" else 15)
        pack, finish = packer.compress, packer.flush
    block = b" " * 1_000_000
    return b"".join([pack(b"["), *(pack(block) for _ in range(BOMB // len(block))), finish()])


@fault
def gzip_bomb(call: Call) -> None:
    call.answer(bomb("gzip"), Content_Encoding="gzip")


@fault
def deflate_bomb(call: Call) -> None:
    call.answer(bomb("deflate"), Content_Encoding="deflate")


@fault
def brotli_bomb(call: Call) -> None:
    call.answer(bomb("br"), Content_Encoding="br")


@fault
def gzip_bomb_in_gzip(call: Call) -> None:
    call.answer(gzip.compress(bomb("gzip")), Content_Encoding="gzip, gzip")


@fault
def no_gzip(call: Call) -> None:
    call.answer(call.board, Content_Encoding="gzip")


@fault
def cut_gzip(call: Call) -> None:
    call.answer(gzip.compress(call.board)[:-40], Content_Encoding="gzip")


@fault
def unknown_encoding(call: Call) -> None:
    call.answer(gzip.compress(call.board), Content_Encoding="x-secret")


# --- statuses and redirects ----------------------------------------------------------------------------------------


@fault
def unasked_304(call: Call) -> None:
    call.answer(status="304 Not Modified")


@fault
def no_content(call: Call) -> None:
    call.answer(status="204 No Content")


@fault
def forbidden(call: Call) -> None:
    call.answer(b"<h1>Are you a robot?</h1>", "403 Forbidden", Content_Type="text/html")


@fault
def log_in_first(call: Call) -> None:
    call.answer(b"{}", "401 Unauthorized", WWW_Authenticate='Basic realm="x"')


@fault
def unknown_board(call: Call) -> None:
    call.answer(b'{"status":404}', "404 Not Found")


@fault
def board_gone(call: Call) -> None:
    call.answer(b"", "410 Gone")


@fault
def teapot(call: Call) -> None:
    call.answer(b"", "418 I'm a teapot")


@fault
def status_999(call: Call) -> None:
    call.answer(b"", "999 Request denied")


@fault
def server_error(call: Call) -> None:
    call.answer(b"Oops", "500 Internal Server Error")


@fault
def bad_gateway(call: Call) -> None:
    call.answer(b"<html>502</html>", "502 Bad Gateway", Content_Type="text/html")


@fault
def busy_once(call: Call) -> None:
    if call.count == 1:
        call.answer(b"", "429 Too Many Requests", Retry_After="0")
    else:
        call.answer(call.board)


@fault
def busy(call: Call) -> None:
    call.answer(b"", "429 Too Many Requests")


@fault
def busy_for_long(call: Call) -> None:
    call.answer(b"", "429 Too Many Requests", Retry_After="86400")


@fault
def busy_for_nonsense(call: Call) -> None:
    call.answer(b"", "429 Too Many Requests", Retry_After="soon")


@fault
def out_of_service(call: Call) -> None:
    call.answer(b"", "503 Service Unavailable", Retry_After="0")


@fault
def redirect_loop(call: Call) -> None:
    call.answer(status="302 Found", Location=call.path)


@fault
def redirect_chain(call: Call) -> None:
    call.answer(status="302 Found", Location=f"{call.path}{'&' if '?' in call.path else '?'}n=1")


@fault
def redirect_to_private(call: Call) -> None:
    call.answer(status="302 Found", Location="https://10.0.0.1/v1/boards/x/jobs")


@fault
def redirect_to_metadata(call: Call) -> None:
    call.answer(status="307 Temporary Redirect", Location="http://169.254.169.254/latest/meta-data/")


@fault
def redirect_to_file(call: Call) -> None:
    call.answer(status="302 Found", Location="file:///etc/hostname")


@fault
def redirect_to_nowhere(call: Call) -> None:
    call.answer(status="302 Found")


@fault
def redirect_to_another_board(call: Call) -> None:
    call.answer(status="301 Moved Permanently", Location=call.path.replace("redirect_to_another_board", "another"))


@fault
def meta_refresh(call: Call) -> None:
    page = f'<html><meta http-equiv="refresh" content="0; url={call.origin}/secret"></html>'
    call.answer(page.encode(), Content_Type="text/html")


@fault
def refresh_header(call: Call) -> None:
    call.answer(b"<html></html>", Refresh=f"0; url={call.origin}/secret", Content_Type="text/html")


# --- bodies by content ---------------------------------------------------------------------------------------------


@fault
def html_for_json(call: Call) -> None:
    call.answer(b"<!doctype html><title>Back soon</title>")


@fault
def html_named_html(call: Call) -> None:
    call.answer(b"\n\n<html><body>Checking your browser</body></html>", Content_Type="text/html")


@fault
def text_for_json(call: Call) -> None:
    call.answer(b"Service temporarily limited", Content_Type="text/plain")


@fault
def cut_json(call: Call) -> None:
    call.answer(call.board.rstrip()[:-2])


@fault
def deep_json(call: Call) -> None:
    call.answer(b"[" * 200_000 + b"]" * 200_000)


@fault
def deep_row(call: Call) -> None:
    deep: Any = "x"
    for _ in range(120):
        deep = {"a": deep}
    call.answer(edited(call.board, lambda row: row.update(deep=deep)))


@fault
def not_a_number(call: Call) -> None:
    call.answer(edited(call.board, lambda row: row.update(score=float("nan"))))


@fault
def infinity(call: Call) -> None:
    call.answer(edited(call.board, lambda row: row.update(score=float("-inf"))))


@fault
def number_beyond_floats(call: Call) -> None:
    call.answer(edited(call.board, lambda row: row.update(score="HUGE")).replace(b'"HUGE"', b"1e999"))


@fault
def number_of_100000_digits(call: Call) -> None:
    call.answer(edited(call.board, lambda row: row.update(score="HUGE")).replace(b'"HUGE"', b"9" * 100_000))


@fault
def id_of_400_digits(call: Call) -> None:
    call.answer(edited(call.board, lambda row: row.update(id=int("9" * 400))))


@fault
def nul_characters(call: Call) -> None:
    call.answer(edited(call.board, lambda row: row.update({_title(row): "ML\x00 Engineer"})))


@fault
def lone_surrogates(call: Call) -> None:
    call.answer(edited(call.board, lambda row: row.update({_title(row): "ML Engineer \ud83d"})))


@fault
def latin_1_called_utf_8(call: Call) -> None:
    body = edited(call.board, lambda row: row.update({_title(row): "Ingenieur HIER"})).replace(b"HIER", b"f\xfcr ML")
    call.answer(body, Content_Type="application/json; charset=utf-8")


@fault
def utf_16(call: Call) -> None:
    call.answer(call.board.decode().encode("utf-16"), Content_Type="application/json; charset=utf-16")


@fault
def byte_order_mark(call: Call) -> None:
    call.answer(b"\xef\xbb\xbf" + call.board)


@fault
def wrong_content_type(call: Call) -> None:
    call.answer(call.board, Content_Type="image/png")


@fault
def guard_before_json(call: Call) -> None:
    call.answer(b")]}'\n" + call.board)


@fault
def two_documents(call: Call) -> None:
    call.answer(call.board + b"\n" + call.board)


@fault
def null_document(call: Call) -> None:
    call.answer(b"null")


@fault
def error_with_200(call: Call) -> None:
    call.answer(b'{"error":"rate limit exceeded","ok":false}')


@fault
def empty_list(call: Call) -> None:
    payload, rows = _rows(call.board)
    rows.clear()
    call.answer(json.dumps(payload).encode())


@fault
def missing_title(call: Call) -> None:
    call.answer(edited(call.board, lambda row: row.pop(_title(row))))


@fault
def missing_id(call: Call) -> None:
    call.answer(edited(call.board, lambda row: row.pop("id")))


@fault
def rows_that_are_none(call: Call) -> None:
    payload, rows = _rows(call.board)
    rows[:] = [None, 7, "x", [], {}]
    call.answer(json.dumps(payload).encode())


@fault
def list_is_an_object(call: Call) -> None:
    payload, rows = _rows(call.board)
    wrong = {"0": rows[0]} if rows is payload else {key: ({} if v is rows else v) for key, v in payload.items()}
    call.answer(json.dumps(wrong).encode())


@fault
def same_id_a_hundred_times(call: Call) -> None:
    payload, rows = _rows(call.board)
    rows[:] = rows[:1] * 100
    call.answer(json.dumps(payload).encode())


@fault
def texts_left_out(call: Call) -> None:
    call.answer(_with_text(call, ""))


@fault
def a_million_small_things(call: Call) -> None:
    call.answer(b"[" + b"{}," * 10_000_000 + b"{}]")


_MARKUP = {"greenhouse": "content", "lever": "description", "ashby": "descriptionHtml"}


def _with_text(call: Call, markup: str) -> bytes:
    """The board, whose first row has this markup and no other."""

    def change(row: dict[str, Any]) -> None:
        for key in [key for key, value in row.items() if key not in ("id", _title(row)) and isinstance(value, str)]:
            del row[key]
        row.pop("lists", None)
        row[_MARKUP[call.source]] = markup

    return edited(call.board, change)


@fault
def a_text_of_10_mb(call: Call) -> None:
    call.answer(_with_text(call, "<p>word</p>" * 1_000_000))


@fault
def markup_6000_deep(call: Call) -> None:
    call.answer(_with_text(call, "<div>" * 6_000 + "You train models."))


# --- robots.txt ----------------------------------------------------------------------------------------------------


def _robots(name: str) -> Callable[[Fault], Fault]:
    def keep(act: Fault) -> Fault:
        ROBOTS_FAULTS[name] = act
        return act

    return keep


_robots("robots_500")(server_error)
_robots("robots_429")(busy)
_robots("robots_hang")(hang)
_robots("robots_reset")(reset)
_robots("robots_endless")(endless_body)
_robots("robots_bomb")(gzip_bomb)
_robots("robots_loop")(redirect_loop)
_robots("robots_private")(redirect_to_private)


# --- the server ----------------------------------------------------------------------------------------------------


@dataclass
class Server:
    """A running fault server."""

    port: int
    log: list[str] = field(default_factory=list)
    """Paths asked for, in order."""
    stopping: threading.Event = field(default_factory=threading.Event)
    robots: str | None = None
    """The name of the fault that robots.txt has."""
    redirects: Mapping[str, str] = field(default_factory=dict)
    """Slug -> where that board leads."""

    def url(self, *segments: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return "/".join([f"{scheme}://{host}:{self.port}", *segments])

    def handle(self, sock: socket.socket) -> None:
        path = _request_path(sock)
        if path is None:
            return
        self.log.append(path)
        segments = [unquote(part) for part in urlsplit(path).path.split("/")]
        source = next((s for s in segments if (FIXTURES / s).is_dir() and s), "greenhouse")
        board = next((FIXTURES / source).glob("ordinary.[jx]*[nl]")).read_bytes()
        call = Call(sock, path, source, board, self.log.count(path), self.url(), self.stopping)
        if path == "/robots.txt":
            if self.robots:
                ROBOTS_FAULTS[self.robots](call)
            else:
                call.answer(b"", "404 Not Found")
            return
        if location := next((self.redirects[s] for s in segments if s in self.redirects), None):
            call.answer(status="302 Found", Location=location)
            return
        act = next((FAULTS[s] for s in segments if s in FAULTS), None)
        if act:
            act(call)
        else:
            call.answer(board)


def _request_path(sock: socket.socket) -> str | None:
    sock.settimeout(MOST)
    head = b""
    while b"\r\n\r\n" not in head:
        if head and not head[:1].isalpha():  # not HTTP; TLS perhaps
            sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return None
        try:
            part = sock.recv(4096)
        except OSError:
            return None
        if not part:
            return None
        head += part
    return head.split(b" ", 2)[1].decode("latin-1")


@contextmanager
def serving(
    robots: str | None = None,
    redirects: Mapping[str, str] | None = None,
    wrap: Callable[[socket.socket], socket.socket] | None = None,
) -> Iterator[Server]:
    """A fault server while the block runs; `wrap` puts TLS around each connection."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):  # the client had enough
                found.handle(wrap(self.request) if wrap else self.request)

    class Sockets(socketserver.ThreadingTCPServer):
        daemon_threads = True
        request_queue_size = 64
        allow_reuse_address = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

    with Sockets(("127.0.0.1", 0), Handler) as server:
        found = Server(server.server_address[1], robots=robots, redirects=redirects or {})
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield found
        finally:
            found.stopping.set()
            server.shutdown()
            thread.join()
