"""A visitor of the dashboard without a browser: speaks Streamlit's WebSocket protocol and keeps what the page sends."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

SECONDS = 60.0


class Visitor:
    """One open session."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self.messages: list[ForwardMsg] = []
        """What the last run of the page sent."""

    def open(self, page: str = "", query: str = "") -> Visitor:
        """Run a page, e.g. «overview», as a browser that opens its address does; returns when it is done."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        self._connection.send(asked.SerializeToString())
        self.messages = []
        while not self.messages or self.messages[-1].WhichOneof("type") != "script_finished":
            data = self._connection.recv(timeout=SECONDS)
            message = ForwardMsg()
            message.ParseFromString(data if isinstance(data, bytes) else data.encode())
            self.messages.append(message)
        return self

    @property
    def has_failed(self) -> bool:
        """Whether the page ended in an error that it does not explain."""
        elements = [message.delta.new_element for message in self.messages if message.WhichOneof("type") == "delta"]
        return not elements or any(element.WhichOneof("type") == "exception" for element in elements)

    @property
    def text(self) -> str:
        """All that the page sent, as text."""
        return "\n".join(str(message) for message in self.messages)


@contextmanager
def visitor(address: str, *, host: str | None = None, origin: str | None = None) -> Iterator[Visitor]:
    """Connect to a dashboard at `http://127.0.0.1:port`, perhaps by another name or from another site's page.

    Raises websockets.exceptions.InvalidStatus where it lets one not in.
    """
    place = urlsplit(address)
    stream = f"ws://{host or place.netloc}/_stcore/stream"
    with (
        socket.create_connection((place.hostname or "", place.port or 80)) as sock,
        connect(stream, sock=sock, origin=Origin(origin) if origin else None, max_size=None) as connection,
    ):
        yield Visitor(connection)
