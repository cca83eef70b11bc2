"""Phones and the program that answers them, without a server and without a browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware

from ui.access.guard import Guard
from ui.access.phone import OPEN, PHOTO, STATE
from ui.phone import CODE, NEWS, TICKET
from ui.phone.line import Line
from ui.routes import ROUTES

URL = "http://localhost:8501"
APP = Starlette(routes=ROUTES, middleware=[Middleware(Guard)])
Taken = list[tuple[str, bytes, str]]


@dataclass
class Phone:
    """One phone, and what its browser keeps."""

    address: str = "192.0.2.7"
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)

    def ask(
        self,
        path: str,
        code: str = "",
        body: bytes | AsyncIterator[bytes] = b"",
        method: str = "POST",
        **headers: str,
    ) -> httpx.Response:
        """One request; ``user_agent`` stands for ``user-agent``, an empty one is left out."""
        named = {key.replace("_", "-"): value for key, value in {"origin": URL, **headers}.items() if value}
        return asyncio.run(self._ask(path, method, body, {CODE: code, **named}))

    async def _ask(
        self, path: str, method: str, body: bytes | AsyncIterator[bytes], headers: dict[str, str]
    ) -> httpx.Response:
        transport = httpx.ASGITransport(APP, client=(self.address, 50000))
        async with httpx.AsyncClient(transport=transport, base_url=URL, cookies=self.cookies) as client:
            answer = await client.request(method, path, content=body, headers=headers)
            self.cookies = client.cookies
            return answer

    def open(self, line: Line) -> httpx.Response:
        return self.ask(OPEN, line.code)

    def send(self, line: Line, data: bytes) -> httpx.Response:
        return self.ask(PHOTO, line.code, data)

    def state(self, line: Line) -> httpx.Response:
        return self.ask(STATE, line.code)


def news(line: Line, computer: Phone | None = None) -> httpx.Response:
    """What the page on the computer is told."""
    return (computer or Phone("127.0.0.1")).ask(NEWS, **{TICKET: line.ticket})


def make_line(owner: str = "") -> tuple[Line, Taken]:
    """A line of a session, and all that it gives to it."""
    taken: Taken = []
    return Line("check", "check", lambda *photo: taken.append(photo), owner), taken
