"""The WebSocket on which the page sends frames and is told what to say. It is on the app's own server.

A connection begins with a text: ``{"token", "height_px", "both_sides", "task", "resume"}``. Frames and
pictures follow as bytes: a kind (1 frame, 2 picture), the number of the frame (4 bytes), its time in
milliseconds (8 bytes, float), all big-endian, and a JPEG file. ``{"finish": true}`` ends it with what there
is. Answers are the messages of `analyzer.live.Recorder` as JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import struct
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from starlette.websockets import WebSocket, WebSocketDisconnect

from analyzer.language import speaking
from analyzer.photo import jpeg_pixels
from analyzer.types.outside import read_json
from ui.webcam import RANGE
from ui.webcam.booth import Booth, find_booth

if TYPE_CHECKING:
    from analyzer.live import Recorder

FRAME, SHOT = 1, 2
MOST_BYTES: Final = {FRAME: 1_000_000, SHOT: 12_000_000}
MOST_PIXELS: Final = {FRAME: 4_000_000, SHOT: 50_000_000}
"""The page's frames have 288 rows. A megabyte of JPEG can unpack to 400, and eight cameras look at once."""
MOST_TEXT: Final = 2_000
HEIGHTS_PX: Final = (120.0, 8_000.0)
_HEAD: Final = struct.Struct(">BId")
_HELLO_WITHIN_S: Final = 10.0
_SILENCE_S: Final = 90.0
_MOST_WAITING: Final = 200

LEFT: Final = 1000
"""With this code the page closes a visit that is over; with any other it may want to go on."""

# Codes with which a connection is closed: the page has a sentence for each.
UNKNOWN: Final = 4401
TOO_MANY: Final = 4429
WRONG: Final = 4400
TOO_LARGE: Final = 1009
SILENT: Final = 4408


class _ProtocolError(Exception):
    """What came is not understood; ``code`` closes the connection."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def is_own_page(origin: str | None, host: str | None) -> bool:
    """Whether a request comes from a page of this very server.

    Streamlit's own check also asks an outside service for this computer's address, so it is not used here.
    """
    from streamlit import config  # noqa: PLC0415
    from streamlit.web.server.starlette.starlette_websocket import is_host_allowed  # noqa: PLC0415

    if not origin or not host or not is_host_allowed(host):
        return False
    allowed = config.get_option("server.corsAllowedOrigins") or ()
    return urlsplit(origin).netloc.lower() == host.lower() or origin in allowed


async def camera_socket(websocket: WebSocket) -> None:
    """One connection, from the camera's start to its end."""
    if not is_own_page(websocket.headers.get("origin"), websocket.headers.get("host")):
        await websocket.close(WRONG)
        return
    await websocket.accept()
    try:
        booth, hello = await _greet(websocket)
        await _serve(websocket, booth, hello)
    except (WebSocketDisconnect, asyncio.CancelledError):
        pass
    except _ProtocolError as error:
        await _close(websocket, error.code)
    except TimeoutError:
        await _close(websocket, SILENT)


async def _greet(websocket: WebSocket) -> tuple[Booth, dict[str, Any]]:
    message = await asyncio.wait_for(websocket.receive(), _HELLO_WITHIN_S)
    hello = _read_text(message)
    booth = find_booth(hello.get("token"))
    if booth is None:
        raise _ProtocolError(UNKNOWN)
    return booth, hello


async def _serve(websocket: WebSocket, booth: Booth, hello: dict[str, Any]) -> None:
    loop = asyncio.get_running_loop()
    answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue(_MOST_WAITING)

    def put(message: dict[str, Any]) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            answers.put_nowait(message)

    def say(message: dict[str, Any]) -> None:
        with contextlib.suppress(RuntimeError):  # the server is ending
            loop.call_soon_threadsafe(put, message)

    recorder = await asyncio.to_thread(_begin, booth, hello, say)
    sender = asyncio.create_task(_send(websocket, answers))
    try:
        while True:
            message = await asyncio.wait_for(websocket.receive(), _SILENCE_S)
            _take_in(recorder, message)
    except WebSocketDisconnect as over:
        if over.code == LEFT:
            booth.give_up()
        raise
    finally:
        sender.cancel()
        booth.disconnect(recorder)


def _begin(booth: Booth, hello: dict[str, Any], say: Any) -> Recorder:
    from analyzer.live import RangeRecording, Recorder, Recording  # noqa: PLC0415 - heavy

    height_px = hello.get("height_px")
    if not isinstance(height_px, int | float) or not HEIGHTS_PX[0] <= height_px <= HEIGHTS_PX[1]:
        raise _ProtocolError(WRONG)
    recording = booth.recording if hello.get("resume") is True else None
    if recording is None:
        kind = RangeRecording if hello.get("task") == RANGE else Recording
        recording = kind(float(height_px), both_sides=hello.get("both_sides") is not False)
    with speaking(booth.language):
        recorder = Recorder(recording, say)
    if not booth.connect(recorder):
        raise _ProtocolError(TOO_MANY)
    booth.recording = recording
    return recorder


async def _send(websocket: WebSocket, answers: asyncio.Queue[dict[str, Any]]) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # it is gone: receiving notices too
        while True:
            await websocket.send_text(json.dumps(await answers.get()))


def _take_in(recorder: Recorder, message: Any) -> None:
    data = message.get("bytes")
    if data is None:
        if _read_text(message).get("finish") is True:
            recorder.finish()
        return
    if len(data) <= _HEAD.size:
        raise _ProtocolError(WRONG)
    kind, number, time_ms = _HEAD.unpack_from(data)
    if kind not in MOST_BYTES:
        raise _ProtocolError(WRONG)
    if len(data) > MOST_BYTES[kind] + _HEAD.size:
        raise _ProtocolError(TOO_LARGE)
    picture = data[_HEAD.size :]
    if (jpeg_pixels(picture) or math.inf) > MOST_PIXELS[kind]:
        picture = b""  # answered as one that cannot be read, without an attempt to
    if kind == FRAME:
        recorder.give_frame(number, time_ms, picture)
    else:
        recorder.give_shot(number, picture)


def _read_text(message: Any) -> dict[str, Any]:
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000))
    text = message.get("text")
    if text is None or len(text) > MOST_TEXT:
        raise _ProtocolError(WRONG)
    try:
        found = read_json(text, MOST_TEXT * 4)
    except ValueError:
        raise _ProtocolError(WRONG) from None
    if not isinstance(found, dict):
        raise _ProtocolError(WRONG)
    return found


async def _close(websocket: WebSocket, code: int) -> None:
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await websocket.close(code)
