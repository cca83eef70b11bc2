"""The parts of the program that several threads need are loaded by one, before any of them needs them.

Each page runs in a thread of its own, and what the first photo needs is loaded in one more. A package whose
first module loads others of it must not be loaded from both ends at once: each of the two threads then holds
what the other one waits for, Python breaks one of them off, and the page of that one fails.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Collection
from importlib import import_module
from importlib._bootstrap import _DeadlockError  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_FIRST: Final = (
    "cv2",
    "analyzer.pipeline",
    "analyzer.overlay",
    "analyzer.thomas",
    "analyzer.pelvic_range",
    "analyzer.compare",
    "analyzer.live",
    "analyzer.education",
    "analyzer.exchange",
    "analyzer.report",
)
_loading: set[threading.Thread] = set()


def load_shared(*modules: str) -> None:
    """Begin to load what pages share, but for what takes long and only some of them need (as the records).

    Parameters
    ----------
    *modules : str
        Modules of pages: whoever knows the pages names them.
    """
    thread = threading.Thread(target=_load, args=[(*_FIRST, *modules)], name="load-shared", daemon=True)
    thread.start()
    _loading.add(thread)


def _load(names: tuple[str, ...]) -> None:
    for name in names:
        # Whoever needs it is told what is wrong with it.
        with contextlib.suppress(Exception):
            import_module(name)


def await_shared() -> None:
    """Wait until what was begun is loaded."""
    for thread in list(_loading):
        thread.join()
        _loading.discard(thread)


class WhenLoaded:
    """ASGI middleware: pages run, and routes answer, when what they share is loaded.

    Meanwhile the browser gets its files.

    Parameters
    ----------
    app : ASGI application
    paths : collection of str
        Of the routes that run code of the app.
    """

    def __init__(self, app: ASGIApp, paths: Collection[str]) -> None:
        self._app, self._paths = app, frozenset(paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _loading and (scope["type"] == "websocket" or scope.get("path") in self._paths):
            await asyncio.to_thread(await_shared)
        await self._app(scope, receive, send)


def broke_off(error: BaseException) -> bool:
    """Whether Python broke off the loading of a module for another thread: a moment later it works."""
    return isinstance(error, _DeadlockError)
