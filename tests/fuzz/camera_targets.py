"""The messages of the camera's WebSocket."""

from __future__ import annotations

import asyncio
import base64
import json
from random import Random
from typing import Any

from tests.fuzz import pictures
from tests.fuzz.mutate import dump, spoil_bytes, spoil_json
from tests.fuzz.target import HOST, Target, expect, wait


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

    recorder._open_follower, recorder._get_model = _FollowsNobody, _Nobody  # type: ignore[assignment]
    booth = open_booth()
    kept: list[Any] = []
    said: list[dict[str, Any]] = []
    booth_connect = booth.connect

    def connect(given: Any) -> bool:
        say = given._say
        # What the recorder says, and not what is sent: the connection may be over before that.
        given._say = lambda message: (said.append(message), say(message))
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
        # Each frame is looked at, and not only those that chance lets through.
        while kept and not kept[-1].join(0.0) and kept[-1]._something():
            await asyncio.sleep(0.001)
        return messages.pop(0) if messages else {"type": "websocket.disconnect", "code": 1001}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    wait(camera_socket(WebSocket(scope, receive, send)))
    for recording in kept:
        expect(recording.join(30.0), "the recorder goes on")
    faults = [message["error"] for message in said if "error" in message]
    expect(not faults, "a fault inside the program")
    expect(booth.recorder is None, "the booth still has a recorder")


class _Nobody:
    """The model: nobody is ever seen."""

    def detect(self, *_: object, **__: object) -> Any:
        return ()


class _FollowsNobody:
    """Follows whom it sees, which is nobody."""

    def __enter__(self) -> _FollowsNobody:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def detect(self, *_: object) -> Any:
        return None


def targets() -> tuple[Target, ...]:
    return (Target("camera", 6, make_camera, read_camera, ()),)
