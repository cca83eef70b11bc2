"""Memory that the analyses have left goes back to the system.

The C library of Linux keeps what many threads have used, for each of them. After a busy hour that is some
hundred megabytes which nobody uses. Elsewhere nothing is done.
"""

from __future__ import annotations

import asyncio
import ctypes
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, cast

EVERY_S: Final = 30.0


def find_trim() -> Callable[[int], int] | None:
    """``malloc_trim`` of the C library, where it has one."""
    if not sys.platform.startswith("linux"):
        return None
    with suppress(OSError, AttributeError):
        found: Any = ctypes.CDLL(None).malloc_trim
        found.argtypes, found.restype = [ctypes.c_size_t], ctypes.c_int
        return cast(Callable[[int], int], found)
    return None


async def give_back_memory(trim: Callable[[int], int] | None) -> None:
    """Do it every half a minute, beside the server's own work, until the server ends."""
    while trim is not None:
        await asyncio.sleep(EVERY_S)
        await asyncio.to_thread(trim, 0)
