"""People in the running app without a browser: requests, sockets and uploads as its page makes them."""

from __future__ import annotations

import http.client
import re
import ssl
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE_S = 120.0
_ADDRESS = re.compile(rb"/media/[0-9a-f]{32,64}\.\w{2,4}")


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class Run:
    """What one run of a page showed."""

    elements: list[Element] = field(default_factory=list)
    media: set[str] = field(default_factory=set)
    messages: list[ForwardMsg] = field(default_factory=list)

    def find(self, kind: str) -> list[Any]:
        """The elements of a kind, as Streamlit names them."""
        return [getattr(item, kind) for item in self.elements if item.WhichOneof("type") == kind]

    @property
    def text(self) -> str:
        """All that stands on the page, and in its components."""
        return "\n".join(str(item) for item in self.elements)


class Visitor:
    """One browser with one window.

    Parameters
    ----------
    url : str
        Of the app.
    authority : ssl.SSLContext, optional
        Whom to trust, over TLS.
    origin : str, optional
        The page that requests claim to come from; the app itself when it is left out.
    """

    def __init__(self, url: str, authority: ssl.SSLContext | None = None, origin: str | None = None) -> None:
        self.url, self._parts, self._authority = url.rstrip("/"), urlsplit(url), authority
        self.origin = origin or f"{self._parts.scheme}://{self._parts.netloc}"
        self.cookies: dict[str, str] = {}
        self.session_id = ""
        self._socket: ClientConnection | None = None
        self._open = ExitStack()

    def ask(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        """One request; ``user_agent`` stands for ``user-agent``. Cookies are kept as a browser keeps them."""
        kind = http.client.HTTPConnection
        more: dict[str, Any] = {}
        if self._parts.scheme == "https":
            kind, more = http.client.HTTPSConnection, {"context": self._authority}
        connection = kind(self._parts.hostname or "", self._parts.port, timeout=PATIENCE_S, **more)
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        try:
            connection.request(method, path, body or None, {"Cookie": self._cookie(), **named})
            got = connection.getresponse()
            data = got.read()
        finally:
            connection.close()
        sent = [value for key, value in got.getheaders() if key.lower() == "set-cookie"]
        self._keep(sent)
        return Answer(got.status, {key.lower(): value for key, value in got.getheaders()}, sent, data)

    def sign_in(self, name: str, password: str, **headers: str) -> Answer:
        body = urlencode({"name": name, "password": password}).encode()
        form = {"content_type": "application/x-www-form-urlencoded", "origin": self.origin, **headers}
        return self.ask("/sign-in", "POST", body, **form)

    def connect(self, resume: str = "", *, origin: str | None = None, path: str = "/_stcore/stream") -> Self:
        """Open the WebSocket of a page, or go on with a session that is there."""
        if "_streamlit_xsrf" not in self.cookies:
            self.ask("/_stcore/health")
        kind = "wss" if self._parts.scheme == "https" else "ws"
        offered = ["streamlit", self.cookies.get("_streamlit_xsrf", "none"), *([resume] if resume else [])]
        self.close()
        self._socket = self._open.enter_context(
            connect(
                f"{kind}://{self._parts.netloc}{path}",
                subprotocols=offered,  # type: ignore[arg-type]
                origin=origin or self.origin,  # type: ignore[arg-type]
                additional_headers={"Cookie": self._cookie()},
                ssl=self._authority,
                compression=None,
                max_size=None,
                open_timeout=PATIENCE_S,
            )
        )
        return self

    @property
    def socket(self) -> ClientConnection:
        assert self._socket is not None
        return self._socket

    def close(self) -> None:
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, page: str = "", query: str = "", files: Mapping[str, Any] | None = None) -> Run:
        """Have the page run, with these uploads in its fields, until it is done."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        for widget, info in (files or {}).items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = widget
            state.file_uploader_state_value.uploaded_file_info.append(info)
        self.socket.send(message.SerializeToString())
        return self.listen()

    def listen(self) -> Run:
        """All that the app tells until the run is over."""
        seen, end = Run(), time.monotonic() + PATIENCE_S
        while True:
            data = self.socket.recv(max(0.0, end - time.monotonic()))
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            seen.messages.append(message)
            seen.media.update(found.decode() for found in _ADDRESS.findall(data))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session_id = message.new_session.initialize.session_id or self.session_id
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                seen.elements.append(message.delta.new_element)
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return seen

    def place_for(self, name: str) -> FileURLs:
        """Where a file may be uploaded to."""
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.session_id = self.session_id
        message.file_urls_request.file_names.append(name)
        self.socket.send(message.SerializeToString())
        while True:
            data = self.socket.recv(PATIENCE_S)
            assert isinstance(data, bytes)
            told = ForwardMsg.FromString(data)
            if told.WhichOneof("type") == "file_urls_response":
                return told.file_urls_response.file_urls[0]

    def put(self, address: str, name: str, data: bytes, **headers: str) -> Answer:
        """Upload to an address that `place_for` gave."""
        edge = "edge-of-the-upload"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + data + f"\r\n--{edge}--\r\n".encode()
        usual = {
            "content_type": f"multipart/form-data; boundary={edge}",
            "x_xsrftoken": self.cookies.get("_streamlit_xsrf", ""),
            "origin": self.origin,
        }
        return self.ask(address, "PUT", body, **{**usual, **headers})

    def give(self, widget: str, name: str, data: bytes) -> Run:
        """Give a photo to a field for files, and see what comes of it."""
        from streamlit.proto.Common_pb2 import UploadedFileInfo  # noqa: PLC0415

        place = self.place_for(name)
        answer = self.put(place.upload_url, name, data)
        assert answer.status == 204, answer
        info = UploadedFileInfo(name=name, size=len(data), file_id=place.file_id, file_urls=place)
        return self.run(files={widget: info})

    def download(self, file_id: str) -> str:
        """The address of a file that is only made when somebody presses its button."""
        message = BackMsg()
        message.backend_operation_request.request_id = "1"
        message.backend_operation_request.session_id = self.session_id
        message.backend_operation_request.deferred_file.file_id = file_id
        self.socket.send(message.SerializeToString())
        while True:
            data = self.socket.recv(PATIENCE_S)
            assert isinstance(data, bytes)
            told = ForwardMsg.FromString(data)
            if told.WhichOneof("type") == "backend_operation_response":
                return told.backend_operation_response.deferred_file.url

    def _cookie(self) -> str:
        return "; ".join(f"{key}={value}" for key, value in self.cookies.items())

    def _keep(self, sent: list[str]) -> None:
        for line in sent:
            pair, *rest = line.split(";")
            key, _, value = pair.strip().partition("=")
            if "max-age=0" in ";".join(rest).lower().replace(" ", ""):
                self.cookies.pop(key, None)
            else:
                self.cookies[key] = value
