"""What the app reads from outside: requests, uploads, addresses of pages, the camera's messages, files."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import tempfile
from collections.abc import Coroutine
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final
from urllib.parse import quote

from tests.fuzz import pictures
from tests.fuzz.mutate import EDGES, NUMBERS, TEXTS, dump, spoil_bytes, spoil_json
from tests.fuzz.targets import Target, expect

HOST: Final = "localhost:8501"
PATHS: Final = (
    *(
        "/",
        "/check",
        "/compare",
        "/records",
        "/client",
        "/visit",
        "/webcam",
        "/learn",
        "/sign-in",
        "/sign-out",
    ),
    *(
        "/sign-in/state",
        "/sign-in/here",
        "/_stcore/health",
        "/_stcore/host-config",
        "/_stcore/upload_file/a/b",
    ),
    *(
        "/media/0123456789abcdef.png",
        "/component/streamlit.x/index.html",
        "/static/js/index.js",
        "/live/here",
    ),
    *("/_stcore/bidi-components/a/b.js", "/app/static/a", "/live/camera", "/_stcore/stream", "/favicon.png"),
)
PIECES: Final = (
    *(
        "..",
        "%2e%2e",
        "%2f",
        "%5c",
        "\\",
        "%00",
        "//",
        "/./",
        "~",
        "C:",
        "etc/passwd",
        "%c0%ae",
        ";a=b",
        "%0d%0aX: y",
    ),
    *(
        "?visit=1",
        "?client=9999999999999999999999",
        "?to=//evil.example",
        "?to=/visit",
        "?why=idle",
        "#x",
        "é",
        "\u202e",
    ),
)
HEADERS: Final = (
    *(
        "cookie",
        "origin",
        "host",
        "x-forwarded-for",
        "content-type",
        "content-length",
        "range",
        "accept",
        "referer",
    ),
    *("if-none-match", "authorization", "x-here", "sec-websocket-protocol", "accept-encoding", "x-xsrftoken"),
)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


def _wait(task: Coroutine[Any, Any, Any], limit_s: float = 60.0) -> Any:
    return _loop().run_until_complete(asyncio.wait_for(task, limit_s))


# --- Requests -------------------------------------------------------------------------------------------


def _word(rng: Random) -> str:
    return rng.choice(
        (*TEXTS, *NUMBERS, *PIECES, "1", HOST, "http://evil.example", "null", "text/html", "bytes=0-")
    )


async def _forever() -> Any:
    """A browser that waits for its answer."""
    await asyncio.Event().wait()


def make_request(rng: Random) -> bytes:
    path = rng.choice(PATHS)
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        path += rng.choice(("", "/", "?a=", "&b=")) + rng.choice((*PIECES, *TEXTS, *NUMBERS))
    if rng.random() < 0.1:
        path = spoil_bytes(rng, path.encode("utf-8", "replace")).decode("latin-1")
    headers = [("host", HOST)] if rng.random() < 0.95 else []
    headers += [(rng.choice(HEADERS), _word(rng)[:9000]) for _ in range(rng.choice((0, 1, 2, 5)))]
    method = rng.choice(("GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "\x00"))
    if method not in ("GET", "HEAD") and rng.random() < 0.8:
        headers.append(("origin", f"http://{HOST}"))
    body = (
        b"name=anna&password="
        + quote(_word(rng), errors="replace").encode()
        + b"&to="
        + path.encode("utf-8", "replace")
    )
    body = rng.choice((b"", body, spoil_bytes(rng, body), _multipart(rng)))
    record = {"path": path, "headers": headers, "method": method, "body": base64.b64encode(body).decode()}
    return json.dumps(record | {"accounts": rng.random() < 0.5}).encode("utf-8", "surrogatepass")


def _multipart(rng: Random) -> bytes:
    name = rng.choice((*TEXTS, "photo.jpg", '"; filename="x'))
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return spoil_bytes(
        rng, head.encode("utf-8", "replace") + pictures.picture("JPEG", 0)[:2000] + b"\r\n--b--\r\n"
    )


@cache
def _open_app() -> Any:
    """The app as the server has it, without accounts."""
    os.environ["POSTURE_ACCOUNTS"] = str(_place() / "none.json")
    import app

    app.warm_up = lambda *_: None  # type: ignore[attr-defined]
    return app.app


@cache
def _place() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


@cache
def _guarded() -> Any:
    """The guard with accounts, and an app behind it that nobody may reach."""
    from ui.access.accounts import Accounts
    from ui.access.delays import Delays
    from ui.access.guard import Guard
    from ui.access.sessions import Sessions

    accounts = Accounts(_place() / "accounts.json")
    accounts.add("anna", "four words of mine here")

    async def inside(scope: Any, receive: Any, send: Any) -> None:
        expect(scope["path"] == "/_stcore/health", "somebody came in without signing in")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    # No waiting for those who guess: it would be all that this does.
    delays = Delays()
    delays.begin = lambda *_: 0.0  # type: ignore[method-assign]
    delays.wait_s = lambda *_: 0.0  # type: ignore[method-assign]
    accounts.verify = lambda *_: None  # type: ignore[method-assign]
    return Guard(inside, accounts, Sessions(1800.0), delays)


def read_request(data: bytes) -> None:
    record = json.loads(data)
    sent: list[dict[str, Any]] = []
    body = [base64.b64decode(record["body"])]

    async def receive() -> dict[str, Any]:
        if body:
            return {"type": "http.request", "body": body.pop(), "more_body": False}
        return await _forever()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    raw, _, query = record["path"].partition("?")
    raw = raw or "/"  # as every server does: a request without a path does not get here
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": record["method"],
        "scheme": "http",
        "path": raw.encode("latin-1", "replace").decode("latin-1"),
        "raw_path": raw.encode("utf-8", "replace"),
        "root_path": "",
        "query_string": query.encode("utf-8", "replace"),
        "server": ("127.0.0.1", 8501),
        "client": ("127.0.0.1", 50000),
        "headers": [(name.encode(), value.encode("utf-8", "replace")) for name, value in record["headers"]],
    }
    app = _guarded() if record["accounts"] else _open_app()
    _wait(app(scope, receive, send))
    expect(sent and sent[0]["type"] == "http.response.start", "no answer")
    expect(sent[0]["status"] < 500, f"status {sent[0]['status']}")
    for name, value in sent[0]["headers"]:
        expect(b"\n" not in name + value and b"\r" not in name + value, "a header within a header")
        expect(name.lower() != b"location" or not value.startswith((b"//", b"http")), "leads to elsewhere")


# --- What the address of a page asks for ----------------------------------------------------------------


def make_address(rng: Random) -> bytes:
    word = rng.choice((*NUMBERS, *TEXTS, *map(str, EDGES), "١٢", "²", "1_0", " 1", "+1", "0x1", "1\n"))
    return (
        spoil_bytes(rng, word.encode("utf-8", "replace"))
        if rng.random() < 0.5
        else word.encode("utf-8", "replace")
    )


@cache
def _records() -> Any:
    import sys

    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "unit")]
    import records_cases as cases

    return cases.new_records(_place())


def read_address(data: bytes) -> None:
    """As the pages of a client and of a visit do, and as the page of the sign-in does with ``to``."""
    from types import SimpleNamespace

    from analyzer.records import NotFoundError
    from ui.records import gate

    gate.st = SimpleNamespace(query_params={"visit": data.decode("utf-8", "replace")})  # type: ignore[assignment]
    number = gate.asked_for("visit")
    if number is not None:
        for ask in (_records().visit, _records().client):
            try:
                ask(number)
            except NotFoundError:
                continue


# --- Photos with names ----------------------------------------------------------------------------------


def make_upload(rng: Random) -> bytes:
    name = rng.choice((*TEXTS, *PIECES, "photo.jpg", "a/b.heic", "CON.png"))
    content = pictures.make_picture(rng) if rng.random() < 0.5 else pictures.picture("JPEG", rng.randrange(4))
    return name.encode("utf-8", "surrogatepass")[:2000] + b"\n" + content


def read_upload(data: bytes) -> None:
    """What is kept of a photo's name is a name without folders that can be shown, stored and written."""
    from analyzer.exchange.cells import safe_cell
    from analyzer.photo import load_photo
    from analyzer.records.export import safe_name

    given, _, content = data.partition(b"\n")
    name = load_photo(content, name=given.decode("utf-8", "surrogatepass")).name
    expect(name and name.isprintable() and "/" not in name and "\\" not in name, "not a clean name")
    name.encode()
    written = safe_name(name)
    expect(written and not written.startswith(".") and len(Path(written).parts) == 1, "not a name of a file")
    expect(safe_cell(name)[0] not in "=+-@", "a formula")


# --- The camera -----------------------------------------------------------------------------------------


def make_camera(rng: Random) -> bytes:
    hello = {"token": "TOKEN", "height_px": 720, "both_sides": True, "resume": False}
    messages: list[Any] = []
    first = hello if rng.random() < 0.6 else None
    messages.append({"text": dump(first) if first else spoil_json(rng, hello).decode("utf-8", "replace")})
    for _ in range(rng.choice((1, 2, 5))):
        head = bytes([rng.choice((1, 1, 2, 0, 255))]) + rng.randbytes(4)
        head += rng.choice((b"\x7f\xf8" + bytes(6), b"\x7f\xf0" + bytes(6), rng.randbytes(8), bytes(8)))
        picture = pictures.make_picture(rng) if rng.random() < 0.3 else pictures.picture("JPEG", 0)
        frame = {
            "bytes": base64.b64encode(
                spoil_bytes(rng, head + picture) if rng.random() < 0.3 else head + picture
            ).decode()
        }
        finish = {"text": spoil_json(rng, {"finish": True}).decode("utf-8", "replace")}
        messages.append(
            rng.choice((frame, frame, finish, {"text": _deep(rng)}, {"text": None, "bytes": None}))
        )
    return json.dumps(messages).encode()


def _deep(rng: Random) -> str:
    depth = rng.choice((900, 1000))
    return rng.choice(("[" * depth + "]" * depth, "[" * 2 * depth, '{"a":' * 300))


def read_camera(data: bytes) -> None:
    """A whole connection; whoever looks at the frames sees nobody."""
    from starlette.websockets import WebSocket

    from analyzer.live import recorder
    from ui.webcam.booth import open_booth
    from ui.webcam.socket import camera_socket

    recorder._open_follower, recorder._get_model = _Nobody, _Nobody  # type: ignore[assignment]
    booth = open_booth()
    kept: list[Any] = []
    booth_connect = booth.connect

    def connect(given: Any) -> bool:
        kept.append(given)
        return booth_connect(given)

    booth.connect = connect  # type: ignore[method-assign]
    headers = [(b"host", HOST.encode()), (b"origin", f"http://{HOST}".encode())]
    scope = {"type": "websocket", "path": "/live/camera", "headers": headers, "query_string": b""}
    messages: list[dict[str, Any]] = [{"type": "websocket.connect"}]
    for message in json.loads(data):
        if isinstance(message.get("text"), str):
            message["text"] = message["text"].replace("TOKEN", booth.token)
        if message.get("bytes") is not None:
            message["bytes"] = base64.b64decode(message["bytes"])
        messages.append({"type": "websocket.receive", **message})
    messages.append({"type": "websocket.disconnect", "code": 1001})
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        return messages.pop(0) if messages else {"type": "websocket.disconnect", "code": 1001}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    _wait(camera_socket(WebSocket(scope, receive, send)))
    for recording in kept:
        expect(recording.join(30.0), "the recorder goes on")
    faults = [message for message in sent if "error" in json.loads(message.get("text") or "{}")]
    expect(not faults, "a fault inside the program")
    expect(booth.recorder is None, "the booth still has a recorder")


class _Nobody:
    """Follows, and is the model: nobody is ever seen."""

    def __enter__(self) -> _Nobody:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def detect(self, *_: object, **__: object) -> Any:
        return None


# --- Files of the program's own -------------------------------------------------------------------------

ACCOUNTS: Final = {
    "version": 1,
    "changed": "2026-01-01",
    "accounts": {"anna": "$argon2id$v=19$m=65536,t=3,p=4$x$y"},
}


def make_accounts(rng: Random) -> bytes:
    return spoil_json(rng, ACCOUNTS)


def read_accounts(data: bytes) -> None:
    from ui.access.accounts import Accounts

    file = _place() / "spoiled.json"
    file.write_bytes(data)
    file.chmod(0o600)
    accounts = Accounts(file)
    expect(accounts.configured in (True, False), "configured")
    for name, hashed in accounts.hashes().items():
        expect(isinstance(name, str) and isinstance(hashed, str), "no text")
        if not hashed.startswith("$argon2id$v=19$m=65536"):  # the hash itself costs 50 ms
            expect(accounts.verify(name, "four words of mine here") is None, "somebody came in")


SETTINGS: Final = {"idle_min": 10, "camera_data": False}
PROFILE: Final = {
    "name": "Practice",
    "address": "Street 1",
    "logo": "aGVsbG8=",
    "logo_name": "a.png",
    "paper": "a4",
}


def make_own_files(rng: Random) -> bytes:
    return spoil_json(rng, rng.choice((SETTINGS, PROFILE)))


def read_own_files(data: bytes) -> None:
    """Settings and practice: what cannot be read is as if it were not there."""
    from ui.records import settings
    from ui.report import profile

    file = _place() / "own.json"
    file.write_bytes(data)
    settings.settings_file = lambda: file  # type: ignore[assignment]
    profile.profile_file = lambda: file  # type: ignore[assignment]
    expect(1 <= settings.load_idle_min() <= 60, "minutes")
    expect(settings.keeps_camera_data() in (True, False), "camera data")
    found = profile.load_profile()
    if found is not None:
        found.name.encode(), found.address.encode()
        expect(found.paper in ("a4", "letter"), "paper")


def targets() -> tuple[Target, ...]:
    from analyzer.errors import PhotoError
    from ui.access.accounts import AccountsError

    return (
        Target("request", 10, make_request, read_request, ()),
        Target("address", 4, make_address, read_address, ()),
        Target("upload", 6, make_upload, read_upload, (PhotoError,)),
        Target("camera", 6, make_camera, read_camera, ()),
        Target("accounts", 4, make_accounts, read_accounts, (AccountsError,)),
        Target("own-files", 4, make_own_files, read_own_files, ()),
    )
