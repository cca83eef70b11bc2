"""The sign-in page, signing in and out, and what the page asks while somebody is signed in.

Plain HTML: nothing of the app is served before the sign-in.
"""

from __future__ import annotations

import asyncio
import base64
import functools
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, quote

from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from analyzer.language import mark, tr, trn
from ui.access import provider
from ui.access.accounts import LONGEST, Accounts, AccountsError, clean_name
from ui.access.delays import Delays
from ui.access.sessions import COOKIE, SEALED_COOKIE, Sessions, cookie_name
from ui.access.start import base_path, is_loopback
from ui.markup import render

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope

SIGN_IN: Final = "/sign-in"
SIGN_OUT: Final = "/sign-out"
STATE: Final = "/sign-in/state"
HERE: Final = "/sign-in/here"
PROVIDER: Final = "/sign-in/provider"
PATHS: Final = frozenset({SIGN_IN, SIGN_OUT, STATE, HERE, PROVIDER})

WRONG: Final = mark("That name and password do not belong together. Please try again.")
WAIT: Final = mark("Too many tries. Please wait {time} and try again.")
BUSY: Final = mark("Too many people are signing in right now. Please try again in a moment.")
BROKEN: Final = mark("Nobody can sign in right now. Please tell whoever set up the app.")
OUT: Final = mark("You are signed out.")
IDLE: Final = mark("You were signed out, as nobody used the app for a while. Nothing that was saved is lost.")
REFUSED: Final = mark(
    "The sign-in did not work, or there is no account for you here. Whoever set up the app can add one, by "
    "the e-mail address that you signed in with."
)
OPEN: Final = mark(
    "This connection is not encrypted. Others on the network can read what you type. Please tell whoever "
    "set up the app."
)
_MOST_BYTES: Final = 8192
_AT_ONCE: Final = 2
_WAITING: Final = 32
# Who is known, or at the computer itself, does not stand in line behind strangers who guess.
_KNOWN_AT_ONCE: Final = 1
_KNOWN_WAITING: Final = 16
_PAGE_NAME: Final = re.compile(r"/[A-Za-z0-9_-]{1,40}")
_FOLDER: Final = Path(__file__).parent
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_FRESH: Final = {"Cache-Control": "no-store"}
_HEADERS: Final = {
    **_FRESH,
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers would then send the form without saying where it comes from.
    "Referrer-Policy": "same-origin",
}


class _Line:
    """Tries that wait for their turn; each costs the memory and the time of a hash."""

    def __init__(self, at_once: int, most: int) -> None:
        self.turns = asyncio.Semaphore(at_once)
        self.most = most
        self.waiting = 0


class Door:
    """What is answered to people who are not signed in, or want to leave."""

    def __init__(self, accounts: Accounts, sessions: Sessions, delays: Delays) -> None:
        self._accounts, self._sessions, self._delays = accounts, sessions, delays
        self._strangers = _Line(_AT_ONCE, _WAITING)
        self._known = _Line(_KNOWN_AT_ONCE, _KNOWN_WAITING)

    async def answer(
        self, scope: Scope, receive: Receive, path: str, secret: str | None, *, here: bool = False
    ) -> Response:
        """The answer to one of `PATHS`.

        ``secret`` is that of somebody who is signed in; ``here`` says that they are at this very computer.
        """
        method = str(scope["method"])
        if path in (STATE, PROVIDER) and method not in ("GET", "HEAD"):
            return Response(status_code=405, headers={"Allow": "GET, HEAD"})
        if path == STATE:
            return JSONResponse({"signed_in": secret is not None}, headers=dict(_FRESH))
        if path == SIGN_IN and method in ("GET", "HEAD"):
            return RedirectResponse(_home(), 303, _FRESH) if secret else self._ask(scope)
        if path == PROVIDER:
            asked = QueryParams(scope["query_string"]).get("name", "")
            known = asked in provider.providers()
            way = provider.way_to(asked) if known else f"{base_path()}{SIGN_IN}"
            return RedirectResponse(way, 303, _FRESH)
        return await self._change(scope, receive, path, secret, here=here)

    async def _change(
        self, scope: Scope, receive: Receive, path: str, secret: str | None, *, here: bool
    ) -> Response:
        if scope["method"] != "POST":
            return Response(status_code=405, headers={"Allow": "POST"})
        if path == HERE:
            self._sessions.touch(secret)
            return Response(status_code=204)
        if path == SIGN_OUT:
            return self._sign_out(scope, secret)
        return await self._sign_in(scope, receive, secret, here=here)

    def _ask(self, scope: Scope) -> Response:
        asked = QueryParams(scope["query_string"])
        said = {"out": tr(OUT), "idle": tr(IDLE)}.get(asked.get("why", ""), "")
        return _page(scope, to=asked.get("to", ""), said=said)

    async def from_provider(self, app: ASGIApp, scope: Scope, receive: Receive, old: str | None) -> Response:
        """The answer when the provider has sent somebody back."""
        asked = QueryParams(scope["query_string"])
        claims, cookies = None, list[str]()
        # Without a code there is nothing to check, and what else is there would only be printed.
        if asked.get("code") and asked.get("state") and "error" not in asked and provider.providers():
            claims, cookies = await provider.ask_streamlit(app, scope, receive)
        try:
            hashes = self._accounts.hashes()
        except AccountsError:
            return _page(scope, wrong=tr(BROKEN), status=503)
        name = provider.account_of(claims, hashes) if claims else None
        if name is None:
            answer = _page(scope, wrong=tr(REFUSED), status=403)
        else:
            # A page of our own leads on: with a redirect the browser would still count it as the provider's
            # page that asks, and would not send the cookie.
            text = render("signed_in.html", home=_home())
            answer = HTMLResponse(text, headers=dict(_HEADERS))
            self._let_in(scope, answer, name, self._accounts.seal_of(name) or "", old)
        for line in cookies:
            answer.raw_headers.append((b"set-cookie", line.encode("latin-1")))
        return answer

    def _sign_out(self, scope: Scope, secret: str | None) -> Response:
        self._sessions.end(secret)
        gone = RedirectResponse(
            f"{base_path()}{SIGN_IN}?why=out", 303, {**_FRESH, "Clear-Site-Data": '"cache"'}
        )
        gone.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
        if encrypted(scope):  # a browser only lets go of such a cookie by the same rules
            gone.delete_cookie(SEALED_COOKIE, path="/", secure=True, httponly=True, samesite="strict")
        return gone

    async def _sign_in(self, scope: Scope, receive: Receive, old: str | None, *, here: bool) -> Response:
        fields = await _form(receive)
        if fields is None:
            return Response(status_code=413)
        given, password, to = (fields.get(key, "") for key in ("name", "password", "to"))
        address = _address(scope)
        wait_s = self._delays.wait_s(address)
        if wait_s > 0.0:
            shown = _page(scope, to=to, name=given, wrong=tr(WAIT, time=_time(wait_s)), status=429)
            shown.headers["Retry-After"] = str(math.ceil(wait_s))
            return shown
        try:
            account = clean_name(given)
        except AccountsError:
            account = ""
        line = self._known if here or self._delays.knows(account, address) else self._strangers
        if line.waiting >= line.most:
            return _page(scope, to=to, name=given, wrong=tr(BUSY), status=429)
        line.waiting += 1
        try:
            await asyncio.sleep(self._delays.begin(account, address, here=here))
            async with line.turns:
                name = await asyncio.to_thread(self._accounts.verify, given, password[: LONGEST + 1])
            hashed = self._accounts.seal_of(name or "")
        except AccountsError:  # its text names a file: nothing for people who are not signed in
            return _page(scope, to=to, name=given, wrong=tr(BROKEN), status=503)
        finally:
            line.waiting -= 1
        if name is None or hashed is None:
            return _page(scope, to=to, name=given, wrong=tr(WRONG))
        self._delays.succeed(account, address)
        inside = RedirectResponse(_home(to), 303, _FRESH)
        self._let_in(scope, inside, name, hashed, old)
        return inside

    def _let_in(self, scope: Scope, answer: Response, name: str, hashed: str, old: str | None) -> None:
        """A new session with a new secret, whatever the browser brought; the one that it had is over."""
        self._sessions.end(old)
        sealed = encrypted(scope)
        answer.set_cookie(
            cookie_name(encrypted=sealed),
            self._sessions.begin(name, hashed),
            path="/",
            httponly=True,
            samesite="strict",
            secure=sealed,
        )


def _page(
    scope: Scope, *, to: str = "", name: str = "", said: str = "", wrong: str = "", status: int = 200
) -> Response:
    """The sign-in page; everything from outside is escaped."""
    others = provider.providers()
    seen = not encrypted(scope) and not is_loopback(_address(scope) or "0.0.0.0")  # noqa: S104 - compared
    text = render(
        "sign_in.html",
        icon=_icon(),
        action=f"{base_path()}{SIGN_IN}",
        to=to if _PAGE_NAME.fullmatch(to) else "",
        name=name[:100],
        said=said,
        wrong=wrong,
        note=tr(OPEN) if seen else "",
        providers=[
            (f"{base_path()}{PROVIDER}?name={quote(item)}", provider.title_of(item)) for item in others
        ],
    )
    return HTMLResponse(text, status, dict(_HEADERS))


@functools.cache
def _icon() -> str:
    data = (_FOLDER.parent / "assets" / "icon.png").read_bytes()
    return "data:image/png;base64," + base64.b64encode(data).decode("ascii")


async def _form(receive: Receive) -> dict[str, str] | None:
    """The fields of a form, or ``None`` when it is far too long."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return {}
        body += message.get("body", b"")
        if len(body) > _MOST_BYTES:
            return None
        if not message.get("more_body"):
            break
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=8)
    except ValueError:
        return {}
    return {key: values[0] for key, values in fields.items()}


def _home(to: str = "") -> str:
    return base_path() + (to if _PAGE_NAME.fullmatch(to) else "/")


def encrypted(scope: Scope) -> bool:
    """Whether the browser's connection is encrypted; behind a proxy, the proxy says so."""
    return scope.get("scheme") in ("https", "wss")


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _time(seconds: float) -> str:
    if seconds < 60.0:
        return trn("{count} second", "{count} seconds", math.ceil(seconds))
    return trn("{count} minute", "{count} minutes", math.ceil(seconds / 60.0))
