"""What stands before everything that the server answers: pages, files, uploads and WebSockets.

In this order: is the request meant for this server (``server.allowedHosts``, against DNS rebinding), does it
come from a page of its own (against foreign pages in the same browser), and is it this computer or somebody
who signed in. A phone that photographs for somebody who did is let through to `ui.phone` alone.
"""

from __future__ import annotations

import asyncio
import functools
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from analyzer.language import mark, speaking, tr
from ui.access import door, provider
from ui.access.accounts import Accounts
from ui.access.authority import PATH as AUTHORITY
from ui.access.delays import Delays
from ui.access.phone import is_for_phones
from ui.access.protect import protected
from ui.access.sessions import Session, Sessions, cookie_name, digest_of
from ui.access.start import base_path, is_loopback
from ui.access.told import STREAM, Told, session_in
from ui.language import language_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

OVER: Final = 4401
"""Code with which a WebSocket is closed when its person is no longer signed in."""
_LOOK_EVERY_S: Final = 1.0
_FORWARDED: Final = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip")
_FORWARDED_AS: Final = b"x-forwarded-"
"""What proxies say of those whom they speak for; browsers say nothing of it."""
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_METHODS: Final = _SAFE | {"POST", "PUT", "DELETE"}
"""Nothing here knows another one, and some are for proxies alone: the server fails when they are answered."""
_PROTOCOL: Final = b"sec-websocket-protocol"

WRONG_NAME: Final = mark(
    "This app does not answer under the name {host}. Whoever runs it can allow the name: start it with "
    "--server.allowedHosts NAME. docs/network.md says more.\n"
)
FOREIGN: Final = mark("This request comes from another web page, so it was refused.\n")
NOT_HERE: Final = mark(
    "This app is for its own computer only. To use it from others, sign-in has to be set up first "
    "(command: accounts add NAME). docs/network.md says how.\n"
)
SIGN_IN: Final = mark("Please sign in.\n")
UNKNOWN: Final = mark("There is no such file, or it belongs to somebody else.\n")

ACCOUNTS: Final = Accounts()
SESSIONS: Final = Sessions()
DELAYS: Final = Delays()


class Guard:
    """ASGI middleware around the whole app.

    Parameters
    ----------
    app : ASGI application
    accounts, sessions, delays : optional
        Those of the program when they are left out.
    """

    in_force: ClassVar[bool] = False
    """Whether there is one in this program."""

    def __init__(
        self,
        app: ASGIApp,
        accounts: Accounts = ACCOUNTS,
        sessions: Sessions = SESSIONS,
        delays: Delays = DELAYS,
    ) -> None:
        self._app, self._accounts, self._sessions = app, accounts, sessions
        self._door = door.Door(accounts, sessions, delays)
        self._told = Told()
        Guard.in_force = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        # In the language of the browser: a page of the app asks for that of its session by itself.
        language = language_of(headers)
        with speaking(language):
            refusal = _foreign(scope, headers)
        if refusal is None and not self._accounts.configured:
            if _from_here(scope, headers):
                scope.setdefault("state", {})["signed_in"] = None
                await self._app(scope, receive, protected(send, headers, _path(scope)))
                return
            with speaking(language):
                refusal = PlainTextResponse(tr(NOT_HERE), 403)
        if refusal is None:
            await self._for_people(scope, headers, receive, send)
        else:
            await _refuse(refusal, scope, receive, send)

    async def _for_people(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        """Where there are accounts: the door for everybody, the rest for those who signed in."""
        secret = _secret(scope, headers)
        name = self._name_of(secret)
        path = _path(scope)
        scope.setdefault("state", {})["signed_in"] = name
        if scope["type"] == "http" and (path in door.PATHS or path == "/_stcore/health"):
            if path in door.PATHS:
                own = secret if name else None
                here = _is_near(scope, headers)
                with speaking(language_of(headers)):
                    answer = await self._door.answer(scope, receive, path, own, here=here)
                await answer(scope, receive, send)
            else:
                await self._app(scope, receive, send)
        elif scope["type"] == "http" and (path == AUTHORITY or is_for_phones(scope["method"], path)):
            # A certificate is no secret. A phone has no account: the secret of a session lets it send photos
            # there (`ui.phone`).
            await self._app(scope, receive, protected(send, headers, path))
        elif scope["type"] == "http" and path == provider.CALLBACK:
            with speaking(language_of(headers)):
                answer = await self._door.from_provider(self._app, scope, receive, secret if name else None)
            await answer(scope, receive, send)
        elif scope["type"] == "http" and path == provider.LOGIN and provider.providers():
            await self._app(scope, receive, protected(send, headers, path))
        elif name is None or path.startswith("/auth/"):  # Streamlit's own ways in and out are not for people
            with speaking(language_of(headers)):
                refusal = _way_in(scope, headers, path)
            await _refuse(refusal, scope, receive, send)
        elif scope["type"] == "websocket":
            if path == STREAM:
                scope, send = self._heard(scope, headers, send, (name, digest_of(secret or "")))
            await self._watched(scope, receive, send, secret)
        elif not self._told.may_ask(name, path):
            with speaking(language_of(headers)):
                unknown = PlainTextResponse(tr(UNKNOWN), 404, {"Cache-Control": "no-store"})
            await unknown(scope, receive, send)
        else:
            if _is_page(scope, headers):
                self._sessions.touch(secret)
            await self._app(scope, receive, protected(send, headers, path))

    def _heard(self, scope: Scope, headers: Headers, send: Send, who: tuple[str, str]) -> tuple[Scope, Send]:
        """The WebSocket of a page: what it tells is remembered, and it resumes no foreign session.

        ``who`` is the account, and by what its sign-in is known.
        """
        name = who[0]
        parts = [part.strip() for part in headers.get("sec-websocket-protocol", "").split(",")]
        if len(parts) > 2 and not self._told.may_resume(*who, parts[2]):
            own = [item for item in scope["headers"] if item[0] != _PROTOCOL]
            scope = {**scope, "headers": [*own, (_PROTOCOL, ", ".join(parts[:2]).encode("latin-1"))]}
        begun = False

        async def send_heard(message: Message) -> None:
            nonlocal begun
            data = message.get("bytes")
            if data:
                self._told.listen(name, data)
                if not begun and (session_id := session_in(data)):
                    begun = True
                    self._told.begin(*who, session_id)
            await send(message)

        return scope, send_heard

    def _name_of(self, secret: str | None) -> str | None:
        return name_of(secret, self._accounts, self._sessions)

    async def _watched(self, scope: Scope, receive: Receive, send: Send, secret: str | None) -> None:
        """A WebSocket that ends with the sign-in of its person."""
        closed = False
        coming: asyncio.Task[Message] | None = None

        async def receive_while_signed_in() -> Message:
            nonlocal closed, coming
            coming = coming or asyncio.ensure_future(receive())
            while not closed:
                done, _ = await asyncio.wait({coming}, timeout=_LOOK_EVERY_S)
                if self._name_of(secret) is None:
                    break
                if done:
                    message, coming = coming.result(), None
                    return message
            if not closed:
                closed = True
                await send({"type": "websocket.close", "code": OVER, "reason": "signed out"})
            return {"type": "websocket.disconnect", "code": OVER, "reason": "signed out"}

        async def send_while_open(message: Message) -> None:
            if not closed:
                await send(message)

        try:
            await self._app(scope, receive_while_signed_in, send_while_open)
        finally:
            if coming is not None:
                coming.cancel()


def name_of(secret: str | None, accounts: Accounts = ACCOUNTS, sessions: Sessions = SESSIONS) -> str | None:
    """Who has this secret, if they are signed in and their account is as it was then."""
    return _account_of(sessions.find(secret), accounts)


def is_still_in(digest: str, accounts: Accounts = ACCOUNTS, sessions: Sessions = SESSIONS) -> bool:
    """Whether a sign-in, known by its digest, still holds; where nobody signs in, the empty one does."""
    if not accounts.configured:
        return not digest
    return _account_of(sessions.find_by_digest(digest), accounts) is not None


def _account_of(session: Session | None, accounts: Accounts) -> str | None:
    if session is None:
        return None
    try:
        same = accounts.seal_of(session.name) == session.hashed
    except Exception:  # nobody gets in while the accounts cannot be read
        return None
    return session.name if same else None


def _foreign(scope: Scope, headers: Headers) -> Response | None:
    """Why a request is not meant for this server, or does not come from a page of it."""
    from streamlit.web.server.starlette.starlette_websocket import is_host_allowed  # noqa: PLC0415 - heavy

    host = headers.get("host")
    if scope["type"] == "http" and scope["method"] not in _METHODS:
        return Response(status_code=405, headers={"Allow": ", ".join(sorted(_METHODS))})
    if not is_host_allowed(host):
        return PlainTextResponse(tr(WRONG_NAME, host=(host or "")[:100]), 403)
    if scope["type"] == "websocket" or scope["method"] not in _SAFE:
        origin = headers.get("origin")
        try:
            same = origin is None or urlsplit(origin).netloc.lower() == (host or "").lower()
        except ValueError:
            same = False
        # Browsers also say it here, even where they leave out the origin; programs need not.
        site = headers.get("sec-fetch-site", "none") if scope["type"] == "http" else "none"
        if not same or site not in ("same-origin", "none"):
            return PlainTextResponse(tr(FOREIGN), 403)
    return None


def _is_near(scope: Scope, headers: Headers) -> bool:
    """Whether somebody sits at this very computer: no proxy says that it speaks for another one."""
    client = scope.get("client")
    return _from_here(scope, headers) and client is not None and _loopback(str(client[0]))


def _from_here(scope: Scope, headers: Headers) -> bool:
    """Whether a connection comes from this very computer, and not through a proxy from elsewhere."""
    server = scope.get("server")
    if not server or any(name in headers for name in _FORWARDED):
        return False
    if any(name.startswith(_FORWARDED_AS) for name, _ in scope["headers"]):
        return False
    return _loopback(str(server[0]))


@functools.lru_cache(maxsize=64)
def _loopback(address: str) -> bool:
    return is_loopback(address)


def _secret(scope: Scope, headers: Headers) -> str | None:
    name = cookie_name(encrypted=door.encrypted(scope))
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return None
    return None if morsel is None else morsel.value


def _path(scope: Scope) -> str:
    """The path within the app."""
    base = base_path()
    path = str(scope["path"])
    return path.removeprefix(base) if base and path.startswith(f"{base}/") else path


def _is_page(scope: Scope, headers: Headers) -> bool:
    return scope["method"] in ("GET", "HEAD") and "text/html" in headers.get("accept", "")


def _way_in(scope: Scope, headers: Headers, path: str) -> Response:
    """People who open a page are led to the sign-in; everything else is told that it has to."""
    if scope["type"] == "http" and _is_page(scope, headers):
        wanted = f"?to={quote(path)}" if path != "/" else ""
        return RedirectResponse(f"{base_path()}{door.SIGN_IN}{wanted}", 303, {"Cache-Control": "no-store"})
    return JSONResponse({"error": tr(SIGN_IN).strip()}, 401)


async def _refuse(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await answer(scope, receive, send)
    else:  # closed before it was accepted: the browser gets status 403
        await send({"type": "websocket.close", "code": OVER})
