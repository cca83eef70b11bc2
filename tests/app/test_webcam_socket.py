"""The camera's WebSocket: who may use it, what it takes in, and that it lets go of everything."""

from __future__ import annotations

import asyncio
import gc
import json
import struct
import time
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import pytest
from starlette.websockets import WebSocket

from analyzer.live import recorder as recorder_module
from analyzer.photo import load_photo
from analyzer.types import Photo
from ui.webcam import booth as desk
from ui.webcam.booth import Booth, find_booth, open_booth
from ui.webcam.socket import (
    FRAME,
    MOST_BYTES,
    SHOT,
    TOO_LARGE,
    TOO_MANY,
    UNKNOWN,
    WRONG,
    camera_socket,
    is_own_page,
)

HOST = "localhost:8501"


class Follower:
    """Sees nobody, and remembers that it was closed."""

    made: list[Follower]

    def __init__(self) -> None:
        self.closed = False
        self.made.append(self)

    def detect(self, rgb: np.ndarray, time_ms: float) -> None:
        return None

    def __enter__(self) -> Follower:
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True


class Nobody:
    def detect(self, rgb: np.ndarray, *, with_mask: bool = True) -> tuple[()]:
        return ()


@pytest.fixture(autouse=True)
def followers(monkeypatch: pytest.MonkeyPatch) -> list[Follower]:
    Follower.made = []
    monkeypatch.setattr(recorder_module, "_open_follower", Follower)
    monkeypatch.setattr(recorder_module, "_get_model", Nobody)
    return Follower.made


@pytest.fixture
def booth() -> Iterator[Booth]:
    booth = open_booth()
    yield booth
    assert booth.recorder is None


class Peer:
    """A page at the other end: what it sends, and what it gets."""

    def __init__(self, *, origin: str | None = f"http://{HOST}", host: str = HOST) -> None:
        headers = [(b"host", host.encode())]
        headers += [(b"origin", origin.encode())] if origin else []
        self.scope = {"type": "websocket", "path": "/live/camera", "headers": headers, "query_string": b""}
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.got: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.sent.put_nowait({"type": "websocket.connect"})

    def hello(self, booth: Booth, **more: object) -> None:
        self.text({"token": booth.token, "height_px": 720, **more})

    def text(self, message: object) -> None:
        self.sent.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    def data(self, kind: int, number: int, picture: bytes) -> None:
        head = struct.pack(">BId", kind, number, 40.0 * number)
        self.sent.put_nowait({"type": "websocket.receive", "bytes": head + picture})

    def leave(self, code: int = 1001) -> None:
        self.sent.put_nowait({"type": "websocket.disconnect", "code": code})

    async def next(self) -> Any:
        """The next message as an object, or the code with which the connection is closed."""
        message = await asyncio.wait_for(self.got.get(), 60.0)
        if message["type"] == "websocket.close":
            return message["code"]
        return json.loads(message["text"]) if "text" in message else message["type"]

    def serve(self) -> asyncio.Task[None]:
        socket = WebSocket(self.scope, self.sent.get, self.got.put)
        return asyncio.create_task(camera_socket(socket))  # type: ignore[arg-type]


def until_closed(followers: list[Follower]) -> None:
    end = time.monotonic() + 60.0
    while not all(follower.closed for follower in followers):
        assert time.monotonic() < end, "a stream stays open"
        time.sleep(0.01)


def picture() -> bytes:
    return cv2.imencode(".jpg", np.full((72, 128, 3), 90, np.uint8))[1].tobytes()


def talk(peer: Peer) -> list[Any]:
    """Everything that the page gets until the connection is over."""

    async def run() -> list[Any]:
        await asyncio.wait_for(peer.serve(), 10.0)
        return [await peer.next() for _ in range(peer.got.qsize())]

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("origin", "host", "fine"),
    [
        (f"http://{HOST}", HOST, True),
        ("http://127.0.0.1:8501", "127.0.0.1:8501", True),
        ("http://evil.example", HOST, False),
        ("http://localhost:9999", HOST, False),  # another program of this computer
        ("http://evil.example", "evil.example", False),  # a name that was made to lead here
        (None, HOST, False),
        ("null", HOST, False),
    ],
)
def test_only_pages_of_this_server_get_through(origin: str | None, host: str, fine: bool) -> None:
    assert is_own_page(origin, host) == fine
    if not fine:
        assert talk(Peer(origin=origin, host=host)) == [WRONG]


@pytest.mark.parametrize("token", ["", "wrong", None, 5, ["x"]])
def test_only_who_has_a_token_gets_through(token: object, booth: Booth) -> None:
    peer = Peer()
    peer.text({"token": token, "height_px": 720})
    assert talk(peer) == ["websocket.accept", UNKNOWN]


def test_a_token_is_only_good_as_long_as_its_session() -> None:
    token = open_booth().token
    gc.collect()
    assert find_booth(token) is None


def test_tokens_differ_and_cannot_be_guessed() -> None:
    booths = [open_booth() for _ in range(50)]
    assert len({booth.token for booth in booths}) == 50
    assert all(len(booth.token) >= 40 for booth in booths)
    assert booths[0].token not in repr(booths[0])


@pytest.mark.parametrize(
    "hello", [{}, {"height_px": "tall"}, {"height_px": 5}, {"height_px": 1e9}, {"height_px": None}]
)
def test_a_camera_without_a_sensible_size_is_refused(hello: dict[str, object], booth: Booth) -> None:
    peer = Peer()
    peer.text({"token": booth.token, **hello})
    assert talk(peer) == ["websocket.accept", WRONG]


def test_frames_are_answered_and_the_end_frees_everything(booth: Booth, followers: list[Follower]) -> None:
    peer = Peer()
    peer.hello(booth)

    async def run() -> None:
        served = peer.serve()
        assert await peer.next() == "websocket.accept"
        assert await peer.next() == {"ready": True}
        for number in (1, 2, 3):
            peer.data(FRAME, number, picture())
            answer = await peer.next()
            assert (answer["frame"], answer["advice"], answer["sides"]) == (number, "nobody", 0)
        peer.data(SHOT, 3, picture())  # not asked for: passed over
        peer.text({"finish": True})
        peer.data(FRAME, 4, picture())
        assert (await peer.next())["advice"] == "done"
        assert not followers[0].closed
        peer.leave()
        await asyncio.wait_for(served, 60.0)

    asyncio.run(run())
    until_closed(followers)
    assert [follower.closed for follower in followers] == [True]
    assert booth.take_over() == ((), ())
    assert booth.recording is None


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"bytes": b"short"}, WRONG),
        ({"bytes": struct.pack(">BId", 9, 1, 0.0) + b"x"}, WRONG),
        ({"bytes": struct.pack(">BId", FRAME, 1, 0.0) + bytes(MOST_BYTES[FRAME] + 1)}, TOO_LARGE),
        ({"bytes": struct.pack(">BId", SHOT, 1, 0.0) + bytes(MOST_BYTES[SHOT] + 1)}, TOO_LARGE),
        ({"text": "no json"}, WRONG),
        ({"text": "[1]"}, WRONG),
        ({"text": '{"a": "' + 3000 * "x" + '"}'}, WRONG),
    ],
)
def test_what_is_not_understood_ends_the_connection(message: dict[str, Any], code: int, booth: Booth) -> None:
    peer = Peer()
    peer.hello(booth)
    peer.sent.put_nowait({"type": "websocket.receive", **message})
    assert talk(peer)[-1] == code


def test_frames_that_unpack_to_much_are_not_looked_at(booth: Booth, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file can be a large picture, and other kinds of files unpack to even more than JPEG."""
    read: list[bytes] = []

    def load(data: bytes, **_: object) -> Photo:
        read.append(data)
        return load_photo(data)

    monkeypatch.setattr(recorder_module, "load_photo", load)
    grey = np.zeros((2100, 2100), np.uint8)
    hostile = [cv2.imencode(kind, grey)[1].tobytes() for kind in (".jpg", ".png", ".webp")]
    peer = Peer()
    peer.hello(booth)

    async def run() -> list[Any]:
        served = peer.serve()
        await peer.next()
        answers = [await peer.next()]
        for number, data in enumerate((*hostile, b"\xff\xd8\xff", picture()), 1):
            peer.data(FRAME, number, data)
            answers.append(await peer.next())
        peer.leave()
        await asyncio.wait_for(served, 60.0)
        return answers

    ready, *answers = asyncio.run(run())
    assert ready == {"ready": True}
    assert [answer.get("unreadable", False) for answer in answers] == [True] * 4 + [False]
    assert read == [b""] * 4 + [picture()]


def test_a_second_connection_takes_the_place_of_the_first(booth: Booth, followers: list[Follower]) -> None:
    async def run() -> None:
        first, second = Peer(), Peer()
        first.hello(booth)
        served = [first.serve()]
        assert [await first.next(), await first.next()] == ["websocket.accept", {"ready": True}]
        begun = booth.recording
        second.hello(booth, resume=True)
        served.append(second.serve())
        assert [await second.next(), await second.next()] == ["websocket.accept", {"ready": True}]
        assert booth.recording is begun  # a visit goes on after a break
        assert [follower.closed for follower in followers] == [True, False]
        first.leave()
        second.leave()
        await asyncio.wait(served, timeout=60.0)

    asyncio.run(run())


@pytest.mark.parametrize(("code", "kept"), [(1000, False), (1001, True), (1006, True)])
def test_a_visit_that_was_stopped_without_a_result_leaves_nothing(
    code: int, kept: bool, booth: Booth
) -> None:
    async def run() -> None:
        peer = Peer()
        peer.hello(booth)
        served = peer.serve()
        assert [await peer.next(), await peer.next()] == ["websocket.accept", {"ready": True}]
        peer.leave(code)
        await asyncio.wait_for(served, 60.0)

    asyncio.run(run())
    assert (booth.recording is not None) == kept


def test_without_resume_a_visit_begins_anew(booth: Booth) -> None:
    async def run() -> None:
        recordings = []
        for _ in range(2):
            peer = Peer()
            peer.hello(booth, both_sides=False)
            served = peer.serve()
            assert [await peer.next(), await peer.next()] == ["websocket.accept", {"ready": True}]
            recordings.append(booth.recording)
            peer.leave()
            await asyncio.wait_for(served, 60.0)
        assert recordings[0] is not recordings[1]

    asyncio.run(run())


def test_too_many_cameras_are_refused(monkeypatch: pytest.MonkeyPatch, booth: Booth) -> None:
    monkeypatch.setattr(desk, "MOST_CAMERAS", 0)
    peer = Peer()
    peer.hello(booth)
    assert talk(peer) == ["websocket.accept", TOO_MANY]
