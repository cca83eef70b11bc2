"""What browsers ask for and send: requests, addresses of pages, photos with names."""

from __future__ import annotations

import asyncio
import base64
import json
import os
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final
from urllib.parse import quote

from analyzer.errors import PhotoError
from tests.fuzz import pictures
from tests.fuzz.mutate import EDGES, NUMBERS, TEXTS, spoil_bytes
from tests.fuzz.target import HOST, Target, expect, folder, wait

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
    os.environ["POSTURE_ACCOUNTS"] = str(folder() / "none.json")
    import app

    app.warm_up = lambda *_: None  # type: ignore[attr-defined]
    return app.app


@cache
def _guarded() -> Any:
    """The guard with accounts, and an app behind it that nobody may reach."""
    from ui.access.accounts import Accounts
    from ui.access.delays import Delays
    from ui.access.guard import Guard
    from ui.access.sessions import Sessions

    accounts = Accounts(folder() / "accounts.json")
    accounts.add("anna", "four words of mine here")

    async def inside(scope: Any, receive: Any, send: Any) -> None:
        expect(scope["path"] == "/_stcore/health", "somebody came in without signing in")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    # No waiting for those who guess: it would be all that this does.
    delays = Delays()
    delays.begin = lambda *_, **__: 0.0  # type: ignore[method-assign]
    delays.wait_s = lambda *_, **__: 0.0  # type: ignore[method-assign]
    accounts.verify = lambda *_, **__: None  # type: ignore[method-assign]
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
    wait(app(scope, receive, send))
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

    return cases.new_records(folder())


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


def targets() -> tuple[Target, ...]:
    return (
        Target("request", 10, make_request, read_request, ()),
        Target("address", 4, make_address, read_address, ()),
        Target("upload", 6, make_upload, read_upload, (PhotoError,)),
    )
