"""What the server answers to a phone, and to the page on the computer that waits for its photos.

The page of the phone is plain HTML and the same for everybody: the secret is behind the ``#`` of its address,
which browsers send nowhere. Its script sends the secret in a header, gets the phone bound to it, and then
sends one photo at a time. Every other answer to a phone is the same whatever is wrong with its secret.
"""

from __future__ import annotations

import asyncio
import base64
import functools
import hashlib
import math
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, JSONResponse, Response

from analyzer.errors import PostureError
from analyzer.language import speaking, tr
from ui.access.delays import Delays
from ui.access.door import encrypted
from ui.access.guard import is_still_in
from ui.access.phone import OPEN, PHOTO, STATE, phones_are_on
from ui.access.start import base_path
from ui.language import language_of
from ui.markup import render
from ui.phone import CODE, TICKET
from ui.phone.line import BusyError, Line, bind, find_by_code, find_by_ticket, is_bound_to
from ui.phone.words import BUSY, EMPTY, FULL, GONE, PAGE_WORDS, SLOW, TOO_LARGE, WAIT
from ui.session.turns import TooBusyError
from ui.session.work import in_turn

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_BYTES: Final = 25 * 2**20
LONGEST_S: Final = 120.0
"""So long a photo may take to arrive."""
COOKIE: Final = "posture_phone"
SEALED_COOKIE: Final = f"__Host-{COOKIE}"

GUESSES: Final = Delays()
_FRESH: Final = {"Cache-Control": "no-store"}
_FOLDER: Final = Path(__file__).parent
_KINDS: Final = ((0, b"\x89PNG", "png"), (8, b"WEBP", "webp"), (4, b"ftyp", "heic"))
_ALLOWED: Final = "camera=(self), accelerometer=(self), gyroscope=(self), microphone=(), geolocation=()"

Answer = Callable[["Request"], Awaitable[Response]]


def in_its_language(answer: Answer) -> Answer:
    """The answer to a phone in the language of the phone; none while phones are switched off."""

    @functools.wraps(answer)
    async def speak(request: Request) -> Response:
        if not phones_are_on():
            return Response(status_code=404, headers=_FRESH)
        with speaking(language_of(request.headers)):
            return await answer(request)

    return speak


@in_its_language
async def phone_page(request: Request) -> Response:
    """The page for the phone. It holds nothing but words."""
    base = base_path()
    script, style = _read("phone.js"), _read("phone.css")
    addresses = {"open": base + OPEN, "state": base + STATE, "photo": base + PHOTO, "header": CODE}
    text = render(
        "phone.html",
        language=language_of(request.headers),
        title=PAGE_WORDS["title"],
        style=style,
        script=script,
        data={"words": dict(PAGE_WORDS), "addresses": addresses, "most_bytes": MOST_BYTES}
        | {"too_large": tr(TOO_LARGE, most=MOST_BYTES // 2**20)},
    )
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src blob: data:; "
        "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {
        **_FRESH,
        "Content-Security-Policy": policy,
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": _ALLOWED,
    }
    return HTMLResponse(text, headers=headers)


@in_its_language
async def open_code(request: Request) -> Response:
    """A phone has opened the code: the first one gets a secret of its own."""
    found = _find(request, new=True)
    if isinstance(found, Response):
        return found
    line, secret = found
    answer = _state_of(line)
    if secret:
        sealed = encrypted(request.scope)
        answer.set_cookie(
            SEALED_COOKIE if sealed else COOKIE,
            secret,
            path="/",
            httponly=True,
            samesite="strict",
            secure=sealed,
        )
    return answer


@in_its_language
async def phone_state(request: Request) -> Response:
    """How long the phone may go on, and whether its photo was taken over."""
    found = _find(request)
    return found if isinstance(found, Response) else _state_of(found[0])


@in_its_language
async def take_photo(request: Request) -> Response:
    """A photo from the phone."""
    found = _find(request)
    if isinstance(found, Response):
        return found
    line = found[0]
    try:
        with line.receiving():
            data = await _read_body(request)
            clean = await asyncio.to_thread(_check, data)
            # The page may have been loaded anew meanwhile: its session goes on with the same secret.
            line_now = find_by_code(line.code) or line
            line_now.put(f"phone-{line_now.came + 1}.{_suffix(clean)}", clean)
    except BusyError:
        return _refuse(tr(BUSY), 409)
    except TooBusyError:
        return _refuse(tr(FULL), 503)
    except PostureError as error:
        return _refuse(error.message, 422)
    except _RefusedError as error:
        return error.answer
    return _state_of(line_now)


async def photo_news(request: Request) -> Response:
    """What the page on the computer asks again and again while a phone may send; 410 when it is over."""
    line = find_by_ticket(request.headers.get(TICKET, ""))
    if line is not None and not is_still_in(line.owner):
        line.close()
    if line is None or line.over:
        return Response(status_code=410, headers=_FRESH)
    return _state_of(line)


def _find(request: Request, *, new: bool = False) -> tuple[Line, str] | Response:
    """The line of a phone, and the secret that it has just got; or why not.

    Whether a code was never there, is over, or belongs to another phone: the answer is the same.
    """
    if request.headers.get("origin") is None and request.method != "GET":
        return _refuse(tr(GONE), 403)  # every browser says where a page comes from that sends something
    line = find_by_code(request.headers.get(CODE, ""))
    if line is not None and not is_still_in(line.owner):
        line.close()
    own = request.cookies.get(SEALED_COOKIE if encrypted(request.scope) else COOKIE, "")
    if line is not None and is_bound_to(line, own):
        return (line, "") if line.open or request.url.path.endswith(STATE) else _refuse(tr(GONE), 404)
    address = request.client.host if request.client else ""
    wait_s = GUESSES.wait_s(address)
    if wait_s > 0.0:
        refused = _refuse(tr(WAIT), 429)
        refused.headers["Retry-After"] = str(math.ceil(wait_s))
        return refused
    secret = bind(line) if new and line is not None and line.open else None
    if line is None or secret is None:
        GUESSES.begin("phone", address)
        return _refuse(tr(GONE), 404)
    return line, secret


def _state_of(line: Line) -> JSONResponse:
    state: dict[str, Any] = {
        "left_s": round(line.left_s, 1),
        "bound": bool(line.phone),
        "sending": line.sending,
        "came": line.came,
        "taken": line.taken,
    }
    return JSONResponse(state, headers=_FRESH)


class _RefusedError(Exception):
    """What came is not taken, with what is answered."""

    def __init__(self, answer: Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


async def _read_body(request: Request) -> bytes:
    """The photo; no more of it is read than a photo may have.

    Raises
    ------
    _RefusedError
    """
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise _RefusedError(_too_large())
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(LONGEST_S):
            async for part in request.stream():
                size += len(part)
                if size > MOST_BYTES:
                    raise _RefusedError(_too_large())
                parts.append(part)
    except TimeoutError:
        raise _RefusedError(_refuse(tr(SLOW), 408)) from None
    except ClientDisconnect:
        raise _RefusedError(Response(status_code=400)) from None
    if not size:
        raise _RefusedError(_refuse(tr(EMPTY), 422))
    return b"".join(parts)


def _too_large() -> Response:
    refused = _refuse(tr(TOO_LARGE, most=MOST_BYTES // 2**20), 413)
    refused.headers["Connection"] = "close"
    return refused


def _check(data: bytes) -> bytes:
    """The photo without what the camera wrote beside it, if it is one.

    Raises
    ------
    PostureError
        It cannot be read.
    TooBusyError
    """
    from analyzer.photo import load_photo  # noqa: PLC0415 - heavy
    from analyzer.records.camera_data import without_camera_data  # noqa: PLC0415

    with in_turn(lambda _before: None):
        load_photo(data)
        return without_camera_data(data)


def _suffix(data: bytes) -> str:
    return next((kind for offset, magic, kind in _KINDS if data.startswith(magic, offset)), "jpg")


def _refuse(text: str, status: int) -> Response:
    return JSONResponse({"error": text}, status, headers=_FRESH)


@functools.cache
def _read(file: str) -> str:
    return (_FOLDER / file).read_text("utf-8")


@functools.cache
def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
