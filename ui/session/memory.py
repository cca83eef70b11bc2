"""Memory that the analyses have left goes back to the system.

The C library of Linux has a store for each of many threads, up to eight for each core, and keeps what they
have used. After a busy hour that is some hundred megabytes which nobody uses. So there are two stores only,
large pieces (pictures) are none of theirs, and what they hold free is given back: every half a minute, and
when a session is over. Elsewhere nothing is done.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, cast

EVERY_S: Final = 30.0
STORES: Final = 2
LARGE_BYTES: Final = 2**23
_ARENA_MAX: Final = -8
_MMAP_THRESHOLD: Final = -3
"""As in ``malloc.h``."""

_asked: asyncio.Event | None = None


def keep_few_stores() -> bool:
    """Let the C library have few stores; before there are many threads. Whether it does so.

    What the environment says of it (``MALLOC_ARENA_MAX``) stays.
    """
    set_option = _of_c_library("mallopt", ctypes.c_int, ctypes.c_int)
    if set_option is None:
        return False
    done = [set_option(_MMAP_THRESHOLD, LARGE_BYTES)]
    if "MALLOC_ARENA_MAX" not in os.environ:
        done.append(set_option(_ARENA_MAX, STORES))
    return all(done)


def find_trim() -> Callable[[int], int] | None:
    """``malloc_trim`` of the C library, where it has one."""
    return _of_c_library("malloc_trim", ctypes.c_size_t)


def _of_c_library(name: str, *arguments: type[Any]) -> Callable[..., int] | None:
    if not sys.platform.startswith("linux"):
        return None
    with suppress(OSError, AttributeError):
        found: Any = getattr(ctypes.CDLL(None), name)
        found.argtypes, found.restype = arguments, ctypes.c_int
        return cast(Callable[..., int], found)
    return None


async def give_back_memory(trim: Callable[[int], int] | None) -> None:
    """Do it every half a minute, and when it is asked for, beside the server's own work, until it ends."""
    global _asked  # noqa: PLW0603
    asked = _asked = asyncio.Event()
    while trim is not None:
        with suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), EVERY_S)
        asked.clear()
        await asyncio.to_thread(trim, 0)


def give_back_soon() -> None:
    """Somebody has gone: do it now. To be called on the server's own loop."""
    if _asked is not None:
        _asked.set()
