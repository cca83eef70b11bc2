"""What the server answers beside Streamlit's own pages, for example the WebSocket of a live camera.

A part of the app that needs an address of its own adds its route to `ROUTES`. Paths must not begin with
``/_stcore/``, ``/media/``, ``/component/`` or ``/static/``: those are Streamlit's.

This module is imported while the server starts: what a route needs is imported when it is first asked for.
"""

from __future__ import annotations

from typing import Final

from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket

CAMERA: Final = "/live/camera"
"""Where the webcam page sends its frames, beneath ``server.baseUrlPath``."""


async def _camera(websocket: WebSocket) -> None:
    from ui.webcam.socket import camera_socket  # noqa: PLC0415 - heavy

    await camera_socket(websocket)


def _under_base(path: str) -> str:
    from streamlit import config  # noqa: PLC0415 - not read before the options are

    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}{path}" if base else path


ROUTES: Final[list[BaseRoute]] = [WebSocketRoute(_under_base(CAMERA), _camera)]
