"""Work beside the calling thread, where this process has a second core for it.

Worker processes have none: whoever starts several uses one thread in each. Those of `multiprocessing` are
known as such; others call `use_one_thread`.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_WORKERS = 2
_lock = threading.Lock()
_pool: ThreadPoolExecutor | None = None
_alone = False


def use_one_thread() -> None:
    """From now on nothing is begun beside the calling thread: for a process that is one of several."""
    global _alone  # noqa: PLW0603
    _alone = True


def second_core() -> bool:
    """Whether work may go on beside the calling thread."""
    if _alone or multiprocessing.parent_process() is not None:
        return False
    allowed = getattr(os, "sched_getaffinity", None)
    return (len(allowed(0)) if allowed else os.cpu_count() or 1) > 1


def begin(work: Callable[[], T]) -> Callable[[], T]:
    """Begin something; what is returned waits for its result, or raises its error.

    Without a second core it is done when the result is asked for. The work may not begin more itself.
    """
    global _pool  # noqa: PLW0603
    if not second_core():
        return work
    with _lock:
        if _pool is None:
            _pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="analyzer")
        try:
            return _pool.submit(work).result
        except RuntimeError:  # the interpreter is on its way out: nothing can be begun any more
            return work


def finish() -> None:
    """Wait for what was begun. Whatever comes later is done when its result is asked for."""
    global _pool
    use_one_thread()
    with _lock:
        pool, _pool = _pool, None
    if pool is not None:
        pool.shutdown(wait=True)


def _after_fork() -> None:
    """The threads are missing in a forked process."""
    global _pool, _lock
    _pool, _lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
