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

from ui.access import phone
from ui.access.authority import PATH as AUTHORITY
from ui.access.authority import give_authority
from ui.access.start import base_path
from ui.phone import NEWS
from ui.records import HERE, KEPT
from ui.webcam import CAMERA


async def _camera(websocket: WebSocket) -> None:
    from ui.webcam.socket import camera_socket  # noqa: PLC0415 - heavy

    await camera_socket(websocket)


async def _here(request: Request) -> Response:
    from ui.records.watch import somebody_is_there  # noqa: PLC0415 - heavy

    return await somebody_is_there(request)


async def _kept(request: Request) -> Response:
    from ui.records.kept import tell_kept  # noqa: PLC0415 - heavy

    return await tell_kept(request)


async def _phone_page(request: Request) -> Response:
    from ui.phone.route import phone_page  # noqa: PLC0415 - heavy

    return await phone_page(request)


async def _phone_open(request: Request) -> Response:
    from ui.phone.route import open_code  # noqa: PLC0415 - heavy

    return await open_code(request)


async def _phone_state(request: Request) -> Response:
    from ui.phone.route import phone_state  # noqa: PLC0415 - heavy

    return await phone_state(request)


async def _phone_photo(request: Request) -> Response:
    from ui.phone.route import take_photo  # noqa: PLC0415 - heavy

    return await take_photo(request)


async def _phone_news(request: Request) -> Response:
    from ui.phone.route import photo_news  # noqa: PLC0415 - heavy

    return await photo_news(request)


ROUTES: Final[list[BaseRoute]] = [
    WebSocketRoute(base_path() + CAMERA, _camera),
    Route(base_path() + HERE, _here, methods=["POST"]),
    Route(base_path() + KEPT, _kept, methods=["POST"]),
    Route(base_path() + AUTHORITY, give_authority, methods=["GET"]),
    Route(base_path() + phone.PAGE, _phone_page, methods=["GET"]),
    Route(base_path() + phone.OPEN, _phone_open, methods=["POST"]),
    Route(base_path() + phone.STATE, _phone_state, methods=["POST"]),
    Route(base_path() + phone.PHOTO, _phone_photo, methods=["POST"]),
    Route(base_path() + NEWS, _phone_news, methods=["POST"]),
]
