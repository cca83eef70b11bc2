"""What the server answers beside Streamlit's own pages, for example the WebSocket of a live camera.

A part of the app that needs an address of its own adds its route to `ROUTES`. Paths must not begin with
``/_stcore/``, ``/media/``, ``/component/`` or ``/static/``: those are Streamlit's.

This module is imported while the server starts: what a route needs is imported when it is first asked for.
"""

from __future__ import annotations

from typing import Final

from starlette.routing import BaseRoute

ROUTES: Final[list[BaseRoute]] = []
