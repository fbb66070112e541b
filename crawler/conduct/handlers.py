"""Downloads as Scrapy does them, but with an end to the head of an answer: Scrapy bounds the body only, and a host that
sends header lines for ever fills the memory.
"""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from twisted.python.failure import Failure
from twisted.web._newclient import BODY

from crawler.conduct.refusal import HeadTooLarge

MAX_HEAD = 256 * 1024
"""Bytes of status line and headers. Web servers and browsers stop well below."""


class BoundedHeads(HTTP11DownloadHandler):
    """Scrapy's handler with our protocol in its connection pool (private names: tests/crawler/runs/test_faults.py)."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
        # A next request without a pause goes out before the last one's connection is free again: without a place for
        # both, one of them would be closed and opened anew each time.
        self._pool.maxPersistentPerHost += 1


class _Protocol(_LenientHTTP11ClientProtocol):
    """Gives an answer up when its head grows too large."""

    _head = 0

    def request(self, request: Any) -> Any:
        """A new answer begins."""
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:
        """Count what belongs to the head."""
        if self._parser is not None and self._parser.state != BODY:
            self._head += len(data)
            if self._head > MAX_HEAD:
                self._giveUp(Failure(HeadTooLarge()))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _Factory(_LenientHTTP11ClientFactory):
    """Builds `_Protocol`."""

    def buildProtocol(self, addr: Any) -> Any:
        """One for each connection."""
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
