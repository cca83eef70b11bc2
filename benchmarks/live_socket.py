"""A server with nothing but the camera's WebSocket, and a client that sends frames as the page does."""

from __future__ import annotations

import json
import struct
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, Self

import uvicorn
from starlette.applications import Starlette
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from ui.routes import ROUTES
from ui.webcam.booth import open_booth
from ui.webcam.socket import FRAME, SHOT

UNDERWAY: Final = 2
"""As in ``ui/webcam/wire.js``."""


@contextmanager
def serving() -> Iterator[tuple[str, str]]:
    """The address of the socket, and a token for it."""
    booth = open_booth()
    config = uvicorn.Config(
        Starlette(routes=ROUTES), host="127.0.0.1", port=0, log_level="error", ws="websockets-sansio"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"ws://127.0.0.1:{port}{ROUTES[0].path}", booth.token  # type: ignore[attr-defined]
    finally:
        server.should_exit = True
        thread.join(10.0)


class Client:
    """Sends frames with at most `UNDERWAY` unanswered, and what the guide keeps as pictures.

    Parameters
    ----------
    url, token : str
        From `serving`.
    both_sides : bool
    shot : bytes
        The camera's own picture of every frame that is kept; the frame itself when it is empty.
    """

    def __init__(self, url: str, token: str, *, both_sides: bool = True, shot: bytes = b"") -> None:
        self._url, self._hello = url, {"token": token, "height_px": 720, "both_sides": both_sides}
        self._shot = shot
        self._number = 0
        self._socket: ClientConnection | None = None
        self.last: dict[str, Any] = {}

    def __enter__(self) -> Self:
        port = self._url.split("/")[2]
        self._socket = connect(self._url, origin=Origin(f"http://{port}"), compression=None)
        self._socket.send(json.dumps(self._hello))
        assert json.loads(self._socket.recv(30.0)) == {"ready": True}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._socket is not None
        self._socket.close()

    def send_all(self, jpegs: Sequence[bytes], *, fps: float = 30.0) -> float:
        """Send frames as fast as they are answered; answers per second.

        ``fps`` is the rate at which they claim to have been taken.
        """
        begun, answered = time.perf_counter(), 0
        first = self._number + 1
        for jpeg in jpegs:
            while self._number - max(self.last.get("frame", 0), first - 1) >= UNDERWAY:
                self._hear(jpeg)
                answered += 1
            self._number += 1
            self._send(FRAME, self._number, jpeg, 1000.0 * self._number / fps)
        while self.last.get("frame") != self._number:
            self._hear(jpegs[-1])
            answered += 1
        return answered / (time.perf_counter() - begun)

    def _hear(self, shot: bytes) -> None:
        assert self._socket is not None
        self.last = json.loads(self._socket.recv(60.0))
        if self.last.get("keep"):
            self._send(SHOT, self.last["frame"], self._shot or shot, 0.0)

    def _send(self, kind: int, number: int, jpeg: bytes, time_ms: float) -> None:
        assert self._socket is not None
        self._socket.send(struct.pack(">BId", kind, number, time_ms) + jpeg)
