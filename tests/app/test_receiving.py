"""What is uploaded stays in memory."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from starlette.formparsers import MultiPartParser
from starlette.requests import Request

from ui.session.receiving import keep_uploads_in_memory

ROOT = Path(__file__).resolve().parents[2]
EDGE = "edge"
SIZE = 3 * 2**20


def touches_the_disk() -> bool:
    """Whether a photo of 3 MB is put into a file while it arrives, as Streamlit receives it."""
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    body = head.encode() + bytes(SIZE) + f"\r\n--{EDGE}--\r\n".encode()

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def take() -> bool:
        kind = f"multipart/form-data; boundary={EDGE}".encode()
        async with Request({"type": "http", "headers": [(b"content-type", kind)]}, receive).form() as form:
            given = form["file"]
            assert given.size == SIZE
            return given.file._rolled

    return asyncio.run(take())


@pytest.fixture
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MultiPartParser, "spool_max_size", MultiPartParser.spool_max_size)


def test_an_upload_never_touches_the_disk(as_it_was: None):
    keep_uploads_in_memory()
    assert not touches_the_disk()


def test_the_server_sees_to_it(as_it_was: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Without it a photo would be on the disk: the app switches it on as it starts."""
    MultiPartParser.spool_max_size = 2**20
    assert touches_the_disk()
    monkeypatch.setenv("POSTURE_ACCOUNTS", str(tmp_path / "none.json"))
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.delitem(sys.modules, "app", raising=False)
    import app  # noqa: PLC0415 - as the server does

    async def start() -> None:
        async with app._running(None):
            pass

    monkeypatch.setattr("ui.session.work.warm_up", lambda *_: None)
    monkeypatch.setattr("ui.session.memory.keep_few_stores", lambda: None)
    monkeypatch.setattr("ui.session.fetching.keep_downloads", lambda: None)
    monkeypatch.setattr("ui.session.entries.keep_entries", lambda: None)
    asyncio.run(start())
    assert not touches_the_disk()
