"""Which network addresses may be asked: public ones, and of this machine only what the user named.

`checked_host` judges a URL, `refused` an address, `PublicResolver` every answer of the name service at the moment of
connecting, so that a name that resolves otherwise a second time leads nowhere either.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface.declarations import implementer  # type: ignore[import-untyped]

from crawler.conduct.refusal import Refusal

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?\Z")
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # all that is handed out of IPv6
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Reach:
    """What a crawl may connect to."""

    ports: frozenset[int] = frozenset({80, 443})
    is_loopback_allowed: bool = False
    """Tests and the example market; nothing else that is not public becomes allowed by it."""
    loopback_ports: frozenset[int] = frozenset()
    """Of this machine only these; empty for any."""

    @classmethod
    def of(cls, settings: BaseSettings) -> Reach:
        """As Scrapy's settings ALLOWED_PORTS, ALLOW_LOOPBACK and LOOPBACK_PORTS say."""
        return cls(
            frozenset(map(int, settings.getlist("ALLOWED_PORTS", [80, 443]))),
            settings.getbool("ALLOW_LOOPBACK"),
            frozenset(map(int, settings.getlist("LOOPBACK_PORTS"))),
        )

    def checked_host(self, url: str) -> tuple[str, int]:
        """(host, port) of a URL that may be asked as far as it shows. Raises Refusal (reason `address`)."""
        parts = urlsplit(url)
        try:
            host, port = parts.hostname, parts.port
        except ValueError:
            raise Refusal("address", f"{url} names no usable port.") from None
        if parts.scheme not in ("http", "https") or not host:
            raise Refusal("address", f"{url} is neither http nor https.")
        if parts.username is not None or parts.password is not None:
            raise Refusal("address", f"{host} is addressed with a user name inside the link.")
        if not _HOST.match(host) and not _is_ipv6(host):
            raise Refusal("address", f"{host} is no name of a host.")
        if parts.scheme != "https" and not self.is_loopback_allowed:
            raise Refusal("address", f"{host} is addressed without https.")
        port = port if port is not None else {"http": 80, "https": 443}[parts.scheme]
        if port not in self.ports and not self.is_loopback_allowed:
            raise Refusal("address", f"{host} is addressed on port {port}, where no job board listens.")
        return host, port

    def refused(self, address: str, port: int) -> str | None:
        """The address that is not public in what `address` (an IP literal) leads to; None where it may be asked."""
        for one in _meant(ipaddress.ip_address(address.partition("%")[0])):
            is_named = self.is_loopback_allowed and (not self.loopback_ports or port in self.loopback_ports)
            if not _is_public(one) and not (one.is_loopback and is_named):
                return str(one)
        return None


def _is_public(ip: _Address) -> bool:
    return ip.is_global and not ip.is_multicast and (ip.version == 4 or ip in _GLOBAL_UNICAST)


def _meant(ip: _Address) -> list[_Address]:
    """The addresses that an answer would come from: of an IPv6 form around an IPv4 address, that one."""
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    inner: list[_Address] = [one for one in (ip.ipv4_mapped, ip.sixtofour) if one]
    if ip in _NAT64:
        inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return inner or [ip]


def _is_ipv6(host: str) -> bool:
    """Without a zone: that is for addresses which are not public."""
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return "%" not in host


def literal(host: str) -> str | None:
    """The IPv4 address in the odd forms that inet_aton reads (127.1, 0x7f000001); None for a name or IPv6."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except (OSError, UnicodeError):
        return None


@implementer(IHostnameResolver)
class PublicResolver:
    """The reactor's resolver, less the answers that may not be asked. A proxy from the environment may lie anywhere."""

    def __init__(self, reactor: Any, reach: Reach) -> None:
        self._reactor = reactor
        self._reach = reach
        self._inner = reactor.nameResolver
        self._proxies = {urlsplit(proxy).hostname for proxy in urllib.request.getproxies().values()}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> PublicResolver:
        """Scrapy's constructor (setting TWISTED_DNS_RESOLVER, of use to `scrapy crawl`)."""
        return cls(reactor, Reach.of(crawler.settings))

    def install_on_reactor(self) -> None:
        """From now on every connection of the process goes by it."""
        self._reactor.installNameResolver(self)

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[Any] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """Resolve, and pass on only what may be asked."""
        receiver = resolutionReceiver
        if hostName not in self._proxies:
            receiver = _OnlyPublic(resolutionReceiver, self._reach, portNumber)
        return self._inner.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


@implementer(IResolutionReceiver)
class _OnlyPublic:
    """Passes answers on, less those that may not be asked."""

    def __init__(self, receiver: Any, reach: Reach, port: int) -> None:
        self._receiver = receiver
        self._reach = reach
        self._port = port

    def resolutionBegan(self, resolutionInProgress: Any) -> None:
        """Passed on."""
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Any) -> None:
        """Passed on where it may be asked."""
        if self._reach.refused(address.host, self._port) is None:
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:
        """Passed on."""
        self._receiver.resolutionComplete()
