"""Requests to the guard as a server would hand them over, without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from ui.access.accounts import Accounts
from ui.access.delays import Delays
from ui.access.guard import Guard
from ui.access.sessions import COOKIE, Sessions

NAME, PASSWORD = "anna", "four words of mine here"


class Clock:
    """Time that goes on when it is told to."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Answer:
    """What the server sent back."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def secret(self) -> str:
        """The secret of a new session."""
        return self.headers["set-cookie"].partition(f"{COOKIE}=")[2].partition(";")[0]


@dataclass
class House:
    """The guard with an app behind it that only notes who came in.

    ``server`` is the address at which connections arrive, ``client`` the one they come from.
    """

    accounts: Accounts
    server: str = "127.0.0.1"
    client: str = "127.0.0.1"
    scheme: str = "http"
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.inside: list[str] = []
        self.who: list[str | None] = []
        self.sessions = Sessions(1800.0, self.clock)
        self.delays = Delays(self.clock)
        self._guard = Guard(self._app, self.accounts, self.sessions, self.delays)

    async def _app(self, scope, receive, send) -> None:
        self.inside.append(f"{scope['type']} {scope['path']}")
        self.who.append(scope["state"]["signed_in"])
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            while (await receive())["type"] != "websocket.disconnect":
                await send({"type": "websocket.send", "text": "heard"})
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"inside"})

    def scope(self, kind: str, path: str, headers: Mapping[str, str]) -> dict[str, object]:
        given = {"host": "localhost:8501", **headers}
        path, _, query = path.partition("?")
        return {
            "type": kind,
            "path": path,
            "query_string": query.encode(),
            "scheme": self.scheme,
            "server": (self.server, 8501),
            "client": (self.client, 50000),
            "headers": [(key.encode(), value.encode()) for key, value in given.items()],
        }

    def ask(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        """One request; ``user_agent`` stands for ``user-agent``."""
        return asyncio.run(self.ask_now(path, method, body, **headers))

    async def ask_now(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        sent: list[dict] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": body}

        async def send(message: dict) -> None:
            sent.append(message)

        named = {key.replace("_", "-"): value for key, value in headers.items()}
        await self._guard({**self.scope("http", path, named), "method": method}, receive, send)
        got = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], got, b"".join(item.get("body", b"") for item in sent[1:]).decode())

    def sign_in(self, name: str = NAME, password: str = PASSWORD, **more: str) -> Answer:
        body = urlencode({"name": name, "password": password, **more}).encode()
        return self.ask("/sign-in", "POST", body, origin=f"{self.scheme}://localhost:8501")

    async def websocket(
        self, path: str, said: asyncio.Queue, heard: asyncio.Event | None = None, **headers: str
    ) -> list[dict]:
        """All that a WebSocket is sent, while ``said`` holds what the browser says.

        ``heard`` is set when the app has answered something that the browser said.
        """
        sent: list[dict] = []

        async def send(message: dict) -> None:
            sent.append(message)
            if heard is not None and message["type"] == "websocket.send":
                heard.set()

        named = {key.replace("_", "-"): value for key, value in headers.items()}
        said.put_nowait({"type": "websocket.connect"})
        await asyncio.wait_for(self._guard(self.scope("websocket", path, named), said.get, send), 60)
        return sent


def cookie(secret: str, name: str = COOKIE) -> str:
    return f"{name}={secret}"
