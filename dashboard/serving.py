"""Serves the dashboard, its health and its feed from one process, with settings that no file or environment loosens.

Streamlit merges the config files of the home folder, the working folder and the script's folder, in that order, under
what its launcher is given. Here these three folders are one, the dashboard's own, so that no other file is read.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import re
import sys
import traceback
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import get_instance
from streamlit.starlette import App

from dashboard import browser, warming
from dashboard.drawn import frame
from dashboard.here import CHOICE, shown_folder
from warehouse.generations.reader import current_manifest
from warehouse.models import BadInputError, SkillgapError

SCRIPT = Path(__file__).with_name("app.py")
UPLOAD_LIMIT_MB = 5
KEPT_SECONDS = 90
"""How long a session waits for its tab, which a network or a sleeping machine may have cut off."""
LOOK_SECONDS = 10
"""How often sessions that waited long enough are let go: a resume is gone two minutes after its tab."""
FORCED = {
    "browser.gatherUsageStats": False,
    "client.disableDataExport": True,  # its CSV would hold cells that spreadsheets run as formulas
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "viewer",
    "global.developmentMode": False,
    "logger.enableRich": False,
    "logger.hideWelcomeMessage": True,
    "runner.postScriptGC": False,  # a full collection after each run costs more than the page
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxUploadSize": UPLOAD_LIMIT_MB,
    "server.scriptHealthCheckEnabled": False,
}
"""Streamlit's settings, whatever its own files say."""
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_NOT_FOR_PAGES = (b"if-none-match", b"if-modified-since", b"accept-encoding")
"""What is not passed on of a request for a page: into its answer goes our style, so it comes whole and plain."""
_APPLICATION = b'<div id="root">'
"""What only the page of the application holds; its style may stand before it."""
_EMPTY_FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>urn:skillgap:snapshots</id>
<title>skillgap: snapshots of the market</title>
<updated>{updated}</updated>
<author><name>skillgap</name></author>
</feed>
"""


@dataclass(frozen=True, slots=True)
class Snapshots:
    """Where the snapshots' files come from; None where there is no such file."""

    feed: Callable[[], bytes | None]
    """The Atom feed of all of them, whose links say `<name>/report.html`."""
    report: Callable[[str], bytes | None]
    """The HTML report of the snapshot of a name."""


def serve(
    data_dir: Path, snapshots: Snapshots, *, address: str, port: int, hosts: Sequence[str], is_reference: bool = False
) -> None:
    """Serve the market of `data_dir` on an IP address until a signal ends it; `hosts` are the names it answers to.

    The reference market is served where `data_dir` has none, and in any case with `is_reference`.

    This process belongs to the server from here on: its environment, working folder and arguments are changed.
    """
    data_dir = data_dir.resolve()
    for name in [name for name in os.environ if name.startswith("STREAMLIT_")]:
        del os.environ[name]
    os.environ |= {"SKILLGAP_DATA": str(data_dir), "HOME": str(SCRIPT.parent)}
    os.environ.pop(CHOICE, None)
    if is_reference:
        os.environ[CHOICE] = "reference"
    os.chdir(SCRIPT.parent)
    sys.argv = [str(SCRIPT)]
    for name in ("streamlit.error_util", "streamlit.runtime.backend_operation_handler"):  # a page, a download
        logging.getLogger(name).addFilter(_without_messages)
    forced = {"server.address": address, "server.port": port, "server.allowedHosts": list(hosts)}
    forced["server.disconnectedSessionTTL"] = KEPT_SECONDS
    warming.begin()
    application(data_dir, snapshots, hosts).run(config=FORCED | forced)


def application(data_dir: Path, snapshots: Snapshots, hosts: Sequence[str]) -> App:
    """The dashboard as an ASGI application; beside its pages `/healthz`, `/feed.xml` and the reports that links to."""

    def health(_: Request) -> Response:
        return _health(shown_folder())

    def feed(_: Request) -> Response:
        return Response(snapshots.feed() or empty_feed(shown_folder()), media_type="application/atom+xml")

    def report(request: Request) -> Response:
        page = snapshots.report(request.path_params["name"])
        return PlainTextResponse("No such snapshot.", status_code=404) if page is None else HTMLResponse(page)

    in_header = [f"[{host}]" if ":" in host else host for host in hosts]
    return App(
        SCRIPT,
        routes=[Route("/healthz", health), Route("/feed.xml", feed), Route("/{name}/report.html", report)],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=in_header, www_redirect=False),
            Middleware(OwnPagesOnly, headers=_headers()),
        ],
        lifespan=_letting_go,
    )


@asynccontextmanager
async def _letting_go(_: App) -> AsyncIterator[None]:
    """Lets sessions go whose tabs are closed. Streamlit alone does so when the next session ends, be it days later."""
    task = asyncio.create_task(_let_go())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _let_go() -> None:
    runtime = get_instance()
    # There is no public way to a server's sessions; test_serving.py sees to it that this one goes on leading there.
    kept = runtime._session_mgr._session_storage._cache  # type: ignore[attr-defined]
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        count = 0
        for _, info in kept.expire():
            info.session.shutdown()  # its uploads and pictures
            info.session.session_state.clear()
            count += 1
        runtime.media_file_mgr.remove_orphaned_files()  # its downloads are marked the first time, gone the second
        if count:
            gc.collect()  # what refers to itself


class OwnPagesOnly:
    """Refuses what other sites' pages send, and tells browsers to load nothing from elsewhere.

    Streamlit alone would ask the internet for this machine's public address to judge an origin that it does not know.
    """

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app, self._headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        given = Headers(scope=scope)
        if "text/html" in given.get("accept", ""):
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name not in _NOT_FOR_PAGES]
        answer = _Answer(send, self._headers, browser.greeting(given) if scope["type"] == "http" else None)
        origin = given.get("origin")
        if origin is not None and urlsplit(origin).netloc != given.get("host"):
            await PlainTextResponse("Not from this page.", status_code=403)(scope, receive, send)
            return
        await self._app(scope, receive, answer.send)


class _Answer:
    """Sends what the application answers, with our headers; into its page goes our style."""

    def __init__(self, send: Send, headers: Mapping[str, str], greeting: str | None) -> None:
        self._send, self._headers, self._greeting = send, headers, greeting
        self._start: Message | None = None
        """Of a page, held back until its length is known."""
        self._body = b""

    async def send(self, message: Message) -> None:
        """ASGI."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(self._headers)
            if self._greeting:
                headers.append("set-cookie", self._greeting)
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
        if self._start is None or message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = MutableHeaders(scope=self._start)
        del headers["etag"]
        del headers["last-modified"]
        # The application's page ends its head in one line; a report of ours has a style of its own.
        body = self._body.replace(_APPLICATION, b"<style>%s</style>%s" % (frame.style().encode(), _APPLICATION), 1)
        headers["content-length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def _headers() -> dict[str, str]:
    """What browsers are told with each answer: to run, load and send nothing but what comes from and goes to here."""
    page = files("streamlit").joinpath("static", "index.html").read_bytes()
    own = [b64encode(sha256(script).digest()).decode() for script in _INLINE_SCRIPT.findall(page)]
    scripts = " ".join(f"'sha256-{digest}'" for digest in own)
    return {
        # Streamlit styles its elements inline; its charts compile code; its components' scripts come to the page within
        # its own messages and run from there as blobs, which only a script that runs already can make.
        "Content-Security-Policy": (
            f"default-src 'self'; script-src 'self' blob: 'unsafe-eval' {scripts}; style-src 'self' 'unsafe-inline';"
            " img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none';"
            " base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
        ),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def empty_feed(data_dir: Path) -> bytes:
    """A valid Atom feed without entries, as old as the market."""
    try:
        updated = f"{str(current_manifest(data_dir)['as_of'])[:19]}Z"
    except SkillgapError:
        updated = "1970-01-01T00:00:00Z"
    return _EMPTY_FEED.format(updated=updated).encode("utf-8")


def _health(data_dir: Path) -> Response:
    """200 while pages can be answered, be it that nothing is published yet; 503 where the data is broken."""
    answer: dict[str, object] = {"ok": True, "generation": None, "as_of": None, "market": None}
    try:
        manifest = current_manifest(data_dir)
        answer |= {name: manifest.get(name) for name in ("generation", "as_of", "market")}
    except BadInputError:
        pass
    except SkillgapError:
        answer["ok"] = False
    return JSONResponse(answer, status_code=200 if answer["ok"] else 503, headers={"Cache-Control": "no-store"})


def _without_messages(record: logging.LogRecord) -> bool:
    """An error's place and kind go to the log; its message may quote a resume and does not."""
    if record.exc_info and record.exc_info[0] is not None:
        kind, _, trace = record.exc_info
        record.msg = f"A page failed.\n{''.join(traceback.format_tb(trace))}{kind.__name__}"
        record.exc_info, record.args = None, None
    return True
