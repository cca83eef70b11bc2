"""Ctrl-C and SIGTERM end a run between two steps, so that what was begun is written and printed whole."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Final, Self

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Terminated(KeyboardInterrupt):
    """The program was asked to end by SIGTERM."""


class Stopping:
    """While it is open, a first signal waits until the run says that it may be interrupted.

    The run enters the object itself for that: ``with stopping: wait()``. A second signal interrupts at once.
    """

    def __init__(self) -> None:
        self._before: dict[signal.Signals, Any] = {}
        self._came: BaseException | None = None
        self._may = False

    def open(self) -> None:
        """Take over the signals, unless they are ignored, as for programs in the background."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in _SIGNALS:
            if signal.getsignal(number) in (signal.SIG_IGN, None):
                continue
            self._before[number] = signal.signal(number, self._note)

    def close(self) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()

    def __enter__(self) -> Self:
        self._may = True
        if self._came is not None:
            self._raise()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._may = False

    def _note(self, number: int, _frame: FrameType | None) -> None:
        again = self._came is not None
        self._came = Terminated() if number == signal.SIGTERM else KeyboardInterrupt()
        if self._may or again:
            self._raise()

    def _raise(self) -> None:
        self._may = False
        assert self._came is not None
        raise self._came
