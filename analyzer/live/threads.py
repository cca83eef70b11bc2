"""Threads that are used again, because a new one for each visit would take memory that never comes back.

The C library gives threads separate stores of memory, up to eight for each core, and does not return what
pictures and models left in them. With one thread after the other in the same store, it is used again.
"""

from __future__ import annotations

import ctypes
import queue
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

_MMAP_THRESHOLD: Final = -3
"""``M_MMAP_THRESHOLD`` in ``malloc.h``."""
_LARGE_BYTES: Final = 2**20

_idle: list[_Worker] = []
_lock = threading.Lock()


class _Worker(threading.Thread):
    def __init__(self) -> None:
        super().__init__(name="camera", daemon=True)
        self.work: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def run(self) -> None:
        while True:
            self.work.get()()
            with _lock:
                _idle.append(self)


def run_in_thread(work: Callable[[], None]) -> threading.Event:
    """Begin some work in a thread of its own; the event is set when it is over."""
    over = threading.Event()

    def work_once() -> None:
        try:
            work()
        finally:
            over.set()

    with _lock:
        worker = _idle.pop() if _idle else None
    if worker is None:
        _keep_pictures_apart()
        worker = _Worker()
        worker.start()
    worker.work.put(work_once)
    return over


def give_memory_back() -> None:
    """Let the C library return memory that nobody uses any more. Linux; nothing elsewhere."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library has no such thing
            ctypes.CDLL("libc.so.6").malloc_trim(0)


def _keep_pictures_apart() -> None:
    """Let the C library give each large piece of memory a place of its own, which goes when the piece goes.

    It does so at first, and then stops, to be faster: pictures among small things leave holes that stay.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL("libc.so.6").mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)
