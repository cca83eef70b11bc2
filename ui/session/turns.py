"""Heavy work takes turns, first come, first served; who waits is told, and nobody waits without an end."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

TELL_EVERY_S: Final = 0.5

Tell = Callable[[int], object]
"""Is given how many others come before."""


class TooBusyError(Exception):
    """So many wait already that another one would wait too long."""


class Turns:
    """Places for work that needs a core and memory of its own.

    Parameters
    ----------
    at_once : int
        How much is done at the same time.
    most_waiting : int
        Who comes with a photo when so many wait is sent away with `TooBusyError`.
    """

    def __init__(self, at_once: int, most_waiting: int) -> None:
        self._free, self._most = at_once, most_waiting
        self._changed = threading.Condition()
        self._queue: deque[object] = deque()

    @property
    def waiting(self) -> int:
        """How many wait."""
        with self._changed:
            return len(self._queue)

    @contextmanager
    def turn(self, tell: Tell | None = None) -> Iterator[None]:
        """To be held while something heavy is done.

        ``tell`` is called every half second while others come first. Whatever it raises gives the place up:
        who has left the page keeps nobody waiting. Without it nobody is sent away either.

        Raises
        ------
        TooBusyError
        """
        self._wait(tell)
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    def _wait(self, tell: Tell | None) -> None:
        mine = object()
        with self._changed:
            if self._free and not self._queue:
                self._free -= 1
                return
            if tell is not None and len(self._queue) >= self._most:
                raise TooBusyError
            self._queue.append(mine)
        try:
            while (before := self._step(mine)) is not None:
                if tell is not None:
                    tell(before)
        except BaseException:
            with self._changed:
                if mine in self._queue:
                    self._queue.remove(mine)
                    self._changed.notify_all()
            raise

    def _step(self, mine: object) -> int | None:
        """Wait a little; how many come before, or ``None`` when it is this one's turn."""
        with self._changed:
            if not self._is_next(mine):
                self._changed.wait(TELL_EVERY_S)
            if not self._is_next(mine):
                return self._queue.index(mine)
            self._queue.popleft()
            self._free -= 1
            self._changed.notify_all()
            return None

    def _is_next(self, mine: object) -> bool:
        return self._free > 0 and self._queue[0] is mine
