"""A name service for the tests: it knows a few invented names, some of which lead to this machine, and nothing else."""

import itertools
import socket
from collections.abc import Callable, Iterator
from typing import Any

PUBLIC = "93.184.216.34"
NAMES: dict[str, tuple[str, ...]] = {
    "localhost": ("127.0.0.1",),
    "localtest.example": ("127.0.0.1",),
    "127.0.0.1.nip.example": ("127.0.0.1",),
    "7f000001.nip.example": ("127.0.0.1",),
    "metadata.example": ("169.254.169.254",),
    "intranet.example": ("10.20.30.40",),
    "six.example": ("::1",),
    "mapped.example": ("::ffff:127.0.0.1",),
    "nat64.example": ("64:ff9b::7f00:1",),
    "zoned.example": ("fe80::1%1",),
    "mixed.example": (PUBLIC, "127.0.0.1"),
    "null.example": ("0.0.0.0",),
    "xn--lcal-5qa.example": ("127.0.0.1",),
    "boards-api.greenhouse.io": ("127.0.0.1",),
    "api.ashbyhq.com": ("127.0.0.1",),
    "api.lever.co": ("127.0.0.1",),
}
REBINDING = "rebind.example"
"""Public when it is first asked for, this machine from then on."""


def fake_getaddrinfo() -> Callable[..., list[Any]]:
    """In place of socket.getaddrinfo: literals by the real one, which asks nobody for them; names from the table."""
    real = socket.getaddrinfo
    rebound: Iterator[tuple[str, ...]] = itertools.chain([(PUBLIC,)], itertools.repeat(("127.0.0.1",)))

    def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
        name = (host.decode() if isinstance(host, bytes) else host).rstrip(".").lower()
        addresses = next(rebound) if name == REBINDING else NAMES.get(name)
        if addresses is None:
            try:
                return real(host, port, flags=socket.AI_NUMERICHOST)
            except socket.gaierror:
                raise socket.gaierror(socket.EAI_NONAME, "unknown to the tests") from None
        return [entry for address in addresses for entry in real(address, port, type=socket.SOCK_STREAM)]

    return getaddrinfo
