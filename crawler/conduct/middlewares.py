"""Conduct on the wire: only public addresses, robots.txt as RFC 9309 means it, Retry-After for the whole host.

Each raises `Refusal`, whose `reason` becomes the board's reason in the ledger.
"""

from __future__ import annotations

import asyncio
import email.utils
import socket
import time
from collections import Counter
from typing import Any, cast
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.asyncio import sleep
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler
from twisted.internet.defer import Deferred

from crawler.conduct.addresses import Reach, literal
from crawler.conduct.refusal import LedAway, Refusal, detail_of, reason_of

_DENY_ALL = b"User-agent: *\nDisallow: /\n"


class PublicOnly:
    """Refuse every address that is not public: by the URL, by what its name resolves to, by who answered.

    `addresses.PublicResolver` guards the moment of connecting; here the refusal gets its words.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._reach = Reach.of(crawler.settings)
        self._resolved: set[tuple[str, int]] = set()
        self._hosts: dict[tuple[str, str], tuple[str, int]] = {}
        self._public: set[tuple[str, int]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PublicOnly:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Check the URL, then all addresses that its host resolves to (once a host and crawl)."""
        host, port = self._checked_host(request)
        if (host, port) in self._resolved:
            return
        for address in await _addresses(host):
            self._check(address, host, port)
        self._resolved.add((host, port))

    def process_response(self, request: Request, response: Response) -> Response:
        """Check who really answered, unless a proxy did."""
        if response.ip_address is not None and not request.meta.get("proxy"):
            host, port = self._checked_host(request)
            self._check(str(response.ip_address), host, port)
        return response

    def _checked_host(self, request: Request) -> tuple[str, int]:
        """`Reach.checked_host`, which looks at scheme, host and port alone, asked once for each of them."""
        parts = urlparse_cached(request)
        begins = parts.scheme, parts.netloc
        if begins not in self._hosts:
            self._hosts[begins] = self._reach.checked_host(request.url)
        return self._hosts[begins]

    def _check(self, address: str, host: str, port: int) -> None:
        if (address, port) in self._public:
            return
        if found := self._reach.refused(address, port):
            raise Refusal("address", f"{host} leads to {found}, which is not a public address.")
        self._public.add((address, port))


async def _addresses(host: str) -> list[str]:
    """All addresses of a host. Empty if unknown."""
    if address := literal(host):
        return [address]
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []  # the download will fail by itself, and say so
    return [str(entry[4][0]) for entry in found]


class OwnHostsOnly(RedirectMiddleware):
    """Follow a redirect on the source's own hosts only: what lies elsewhere is not the board, and not ours to ask."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """As in Scrapy, but an address elsewhere is told instead of asked."""
        found: Request | Response = super().process_response(request, response)
        if not isinstance(found, Request) or _is_own(found.url, request):
            return found
        raise LedAway(found.url)

    def handle_referer(self, request: Request, response: Response) -> None:
        """None is ever sent."""
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """Scrapy's own looks for what sends one."""


def _is_own(url: str, request: Request) -> bool:
    """Whether an address lies where a request was sent: on one of the source's hosts, else on the very same host."""
    asked, found = urlsplit(request.url), urlsplit(url)
    hosts = request.meta.get("hosts") or ()
    if any(_is_under(asked.hostname, host) for host in hosts):
        return any(_is_under(found.hostname, host) for host in hosts)
    one, other = asked.hostname or "", found.hostname or ""
    return asked.port == found.port and (_is_under(one, other) or _is_under(other, one))


def _is_under(host: str | None, name: str) -> bool:
    return host is not None and bool(name) and (host == name or host.endswith(f".{name}"))


class HostPause:
    """Honour Retry-After for a whole host group; give up a group that keeps refusing and a host that keeps silent."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._stats = crawler.stats
        self._default_wait: float = settings.getfloat("HOST_PAUSE_DEFAULT")
        self._max_wait: float = settings.getfloat("HOST_PAUSE_MAX_WAIT")
        self._max_refusals: int = settings.getint("HOST_PAUSE_MAX_REFUSALS")
        self._max_silences: int = settings.getint("HOST_PAUSE_MAX_SILENCES")
        self._until: dict[str, float] = {}
        self._waiting: Counter[str] = Counter()
        self._refusals: Counter[str] = Counter()
        self._silences: Counter[str] = Counter()
        self._given_up: dict[str, Refusal] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HostPause:
        """Scrapy's constructor."""
        return cls(crawler)

    @property
    def waiting(self) -> frozenset[str]:
        """The host groups of which a request waits for the end of a pause."""
        return frozenset(+self._waiting)

    async def process_request(self, request: Request) -> None:
        """Wait while the host is paused."""
        group = _group_of(request)
        self._refuse_given_up(request)
        self._waiting[group] += 1
        try:
            while (wait := self._until.get(group, 0) - time.monotonic()) > 0:
                await sleep(wait)
        finally:
            self._waiting[group] -= 1
        self._refuse_given_up(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Note a refusal and how long the host asks to be left alone."""
        group = _group_of(request)
        self._silences.pop(_host_of(request), None)
        if response.status not in (429, 503):
            self._refusals.pop(group, None)
            return response
        self._refusals[group] += 1
        count = self._refusals[group]
        wait = retry_after_seconds(response.headers.get("Retry-After"), response.headers.get("Date"))
        if wait is None:
            wait = self._default_wait * 2 ** (count - 1)
        self._stats.inc_value("host_pause/count")
        if count >= self._max_refusals or wait > self._max_wait:
            what = f"{group} refused {count} requests in a row or asked for a long pause; it was left alone."
            self._give_up(group, Refusal("refused", what))
        else:
            self._until[group] = max(self._until.get(group, 0), time.monotonic() + wait)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note that a host did not answer at all; its retries would each take the whole time that an answer may."""
        reason = reason_of(exception)
        if reason not in ("timeout", "network"):
            return
        host = _host_of(request)
        self._silences[host] += 1
        if self._silences[host] >= self._max_silences:
            what = f"{host} did not answer {self._silences[host]} requests in a row; it was left alone."
            self._give_up(host, Refusal(reason, what))

    def _give_up(self, name: str, why: Refusal) -> None:
        self._given_up.setdefault(name, why)
        self._stats.inc_value("host_pause/given_up")

    def _refuse_given_up(self, request: Request) -> None:
        why = self._given_up.get(_group_of(request)) or self._given_up.get(_host_of(request))
        if why:
            raise Refusal(why.reason, why.detail)


def hosts_waiting(crawler: Crawler) -> frozenset[str]:
    """The host groups that have a request and may not be asked yet: their delay runs, or they asked for a pause."""
    pauses = crawler.get_downloader_middleware(HostPause) if crawler.engine else None
    if pauses is None:
        return frozenset()
    slots = crawler.engine.downloader.slots.items()
    delayed = {group for group, slot in slots if slot.queue and slot.latercall and not slot.transferring}
    return pauses.waiting | delayed


def retry_after_seconds(value: bytes | None, date: bytes | None) -> float | None:
    """Seconds that a Retry-After header asks for: a number, or a date less the answer's own Date. None if neither."""
    if value is None:
        return None
    text = value.decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = email.utils.parsedate_to_datetime(text)
        now = email.utils.parsedate_to_datetime((date or b"").decode("latin-1"))
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError):
        return None


def _host_of(request: Request) -> str:
    return urlparse_cached(request).hostname or ""


def _group_of(request: Request) -> str:
    """The downloader's own key: tenants of one provider share a slot and pause together."""
    return str(request.meta.get("download_slot") or _host_of(request))


class StrictRobots(RobotsTxtMiddleware):
    """RFC 9309: 4xx means no restriction; 5xx, 429 and unreachable mean disallow. Crawl-delay is honoured."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._why: dict[str, Refusal] = {}
        self._slots: dict[str, str] = {}
        self._max_delay: float = crawler.settings.getfloat("MAX_CRAWL_DELAY")
        crawler.signals.connect(self._take_crawl_delay, signal=signals.robots_parsed)

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        """As in Scrapy; a robots.txt is asked for at the pace of its provider, whose tenants each have one."""
        if request.meta.get("dont_obey_robotstxt") and (slot := self._slots.get(urlsplit(request.url).netloc)):
            request.meta.setdefault("download_slot", slot)
        await super().process_request(request)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """As in Scrapy, remembering at whose pace the host is asked."""
        if slot := request.meta.get("download_slot"):
            self._slots[urlsplit(request.url).netloc] = slot
        return await super().robot_parser(request)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """As in Scrapy, but the refusal says why."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            netloc = urlsplit(request.url).netloc
            plain = Refusal("robots", f"{netloc} asks robots to keep away from this address.")
            raise self._why.get(netloc, plain) from None

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            self._why[netloc] = Refusal("robots", f"{netloc} answered {response.status} for its robots.txt.")
            response = response.replace(body=_DENY_ALL)
        elif response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._why[netloc] = (
            LedAway(exc.url, f"The robots.txt of {netloc}")
            if isinstance(exc, LedAway)
            else Refusal(reason_of(exc), f"{netloc} did not hand out its robots.txt. {detail_of(exc)}")
        )
        waiting = cast("Deferred[RobotParser | None]", self._parsers[netloc])
        parser = build_from_crawler(self._parserimpl, self.crawler, _DENY_ALL)
        self._parsers[netloc] = parser
        waiting.callback(parser)

    def _take_crawl_delay(self, robotparser: RobotParser, request: Request) -> None:
        delay: Any = robotparser.crawl_delay(self._robotstxt_useragent or self._default_useragent)
        if delay:
            _, slot = self.crawler.engine.downloader._get_slot(request)
            slot.delay = max(slot.delay, min(float(delay), self._max_delay))
            slot.jitter = 0.0
