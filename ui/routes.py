"""What the server answers beside Streamlit's own pages, for example the WebSocket of a live camera.

A part of the app that needs an address of its own adds its route to `ROUTES`. Paths must not begin with
``/_stcore/``, ``/media/``, ``/component/`` or ``/static/``: those are Streamlit's. The guard (`ui.access`)
stands before them all: a route serves this computer or people who signed in, and no foreign web page.

This module is imported while the server starts: what a route needs is imported when it is first asked for.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from ui.access.start import base_path
from ui.records import HERE
from ui.webcam import CAMERA


async def _camera(websocket: WebSocket) -> None:
    from ui.webcam.socket import camera_socket  # noqa: PLC0415 - heavy

    await camera_socket(websocket)


async def _here(request: Request) -> Response:
    from ui.records.watch import somebody_is_there  # noqa: PLC0415 - heavy

    return await somebody_is_there(request)


ROUTES: Final[list[BaseRoute]] = [
    WebSocketRoute(base_path() + CAMERA, _camera),
    Route(base_path() + HERE, _here, methods=["POST"]),
]
