"""Where the dashboard listens and by which names: this machine alone, unless a person says yes to more."""

from __future__ import annotations

import errno
import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.models import BadInputError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""The names that this machine has for itself."""
_NAME = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listening:
    """An address and port that are free, and the names in a request's Host that are answered."""

    address: str
    port: int
    hosts: tuple[str, ...]
    is_exposed: bool

    @property
    def url(self) -> str:
        """What to open in a browser."""
        return f"http://{f'[{self.address}]' if ':' in self.address else self.address}:{self.port}"


def listening(host: str, port: str, names: Sequence[str], *, is_exposed: bool) -> Listening:
    """Where to listen, as a person asked for it. `is_exposed`: the yes to an address that others can reach.

    Raises BadInputError, with the mend, for what is no address, port or name, is in use, or lacks that yes.
    """
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        raise BadInputError(f"--host {host} is no IP address; give one of this machine, such as 127.0.0.1.") from None
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise BadInputError(f"--port {port} is no port; give a number from 1 to 65535, such as 8501.")
    if not address.is_loopback and not is_exposed:
        raise BadInputError(
            f"--host {host} lets everyone in who reaches it, without a login, and resumes travel unencrypted;"
            " add --yes-expose if that is meant, or see docs/deploy.md."
        )
    for name in names:
        if not _NAME.fullmatch(name) and not _is_address(name):
            raise BadInputError(f"--allow-host {name} is no host name; give one without port or path.")
    if address.is_unspecified and not names:
        raise BadInputError(f"--host {host} needs --allow-host with the name that browsers will call this machine by.")
    own = () if address.is_unspecified else (str(address),)
    _prove_free(str(address), int(port))
    hosts = tuple(dict.fromkeys((*LOOPBACK, *own, *names)))
    return Listening(str(address), int(port), hosts, not address.is_loopback)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _prove_free(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what has just ended is not in use
        try:
            probe.bind((address, port))
        except OSError as error:
            reasons = {
                errno.EADDRINUSE: f"Port {port} is in use, perhaps by another dashboard; give another --port.",
                errno.EACCES: f"Port {port} is kept for the system; give a --port above 1023.",
            }
            foreign = f"--host {address} is no address of this machine; give one of its own, such as 127.0.0.1."
            raise BadInputError(reasons.get(error.errno or 0, foreign)) from None
