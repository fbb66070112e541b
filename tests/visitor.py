"""A visitor of the dashboard without a browser: speaks Streamlit's WebSocket protocol and keeps what the page sends."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

SECONDS = 300.0


class Visitor:
    """One open session."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._page = ""
        self._session = ""
        self.messages: list[ForwardMsg] = []
        """What the last run of the page sent."""

    def open(self, page: str = "", query: str = "") -> Visitor:
        """Run a page, e.g. «overview», as a browser that opens its address does; returns when it is done."""
        self._page = page
        return self._run(BackMsg(rerun_script=ClientState(page_name=page, query_string=query)))

    def paste(self, text: str) -> Visitor:
        """Write into the page's text area and press the button that sends its form."""
        area = next(e.text_area for e in self.elements if e.WhichOneof("type") == "text_area")
        button = next(
            e.button for e in self.elements if e.WhichOneof("type") == "button" and e.button.is_form_submitter
        )
        state = ClientState(page_name=self._page)
        state.widget_states.widgets.add(id=area.id, string_value=text)
        state.widget_states.widgets.add(id=button.id, trigger_value=True)
        return self._run(BackMsg(rerun_script=state))

    def take(self) -> list[str]:
        """Click on each file that the page offers, one after the other; the addresses at which they were laid ready."""
        found = []
        for offered in [e.download_button for e in self.elements if e.WhichOneof("type") == "download_button"]:
            asked = BackMsg()
            asked.backend_operation_request.request_id = offered.id
            asked.backend_operation_request.session_id = self._session
            asked.backend_operation_request.deferred_file.file_id = offered.deferred_file_id
            self._connection.send(asked.SerializeToString())
            while (message := self._next()).WhichOneof("type") != "backend_operation_response":
                pass
            found.append(message.backend_operation_response.deferred_file.url)
        return found

    def _run(self, asked: BackMsg) -> Visitor:
        self._connection.send(asked.SerializeToString())
        self.messages = []
        while not self.messages or not self._is_done(self.messages[-1]):
            self.messages.append(self._next())
        return self

    def _next(self) -> ForwardMsg:
        data = self._connection.recv(timeout=SECONDS)
        message = ForwardMsg()
        message.ParseFromString(data if isinstance(data, bytes) else data.encode())
        if message.WhichOneof("type") == "new_session":
            self._session = message.new_session.initialize.session_id
        return message

    @staticmethod
    def _is_done(message: ForwardMsg) -> bool:
        """A page that asks to be run again (st.rerun) is not done when its first run ends."""
        ends = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)
        return message.WhichOneof("type") == "script_finished" and message.script_finished in ends

    @property
    def elements(self) -> list[Element]:
        """What the page is made of."""
        return [m.delta.new_element for m in self.messages if m.WhichOneof("type") == "delta"]

    @property
    def has_failed(self) -> bool:
        """Whether the page ended in an error that it does not explain."""
        return not self.elements or any(element.WhichOneof("type") == "exception" for element in self.elements)

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
