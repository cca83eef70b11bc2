"""Keep MediaPipe's start-up messages away from the user's standard error."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, Final

_NOISE: Final = re.compile(rb"(?:INFO|WARNING): |[IW]\d{4} \d\d:\d\d:")
"""How native messages that are no errors begin: those of TensorFlow Lite, and those of Abseil."""

_lock = threading.RLock()


@contextmanager
def without_native_noise() -> Iterator[None]:
    """Hold back what is written to file descriptor 2, and drop MediaPipe's information and warnings.

    MediaPipe 1.2 writes five such lines when it loads the model and first finds somebody. The environment
    variables of glog, Abseil and TensorFlow do not silence them, and its Python interface has no switch.

    All other lines, Python's and other threads' too, appear when the context is left: late, but complete.
    A process that another thread starts meanwhile inherits the redirected descriptor and loses its
    standard error. So this is used for short moments only, and by one thread at a time.
    """
    with _lock:
        try:
            saved = os.dup(2)
        except OSError:  # there is no standard error, as in windowed programs
            yield
            return
        try:
            with tempfile.TemporaryFile() as held:
                _flush()
                os.dup2(held.fileno(), 2)
                try:
                    yield
                finally:
                    _flush()
                    os.dup2(saved, 2)
                    _pass_on(held)
        finally:
            os.close(saved)


def _flush() -> None:
    with suppress(AttributeError, OSError, ValueError):  # may be None or closed
        sys.stderr.flush()


def _pass_on(held: BinaryIO) -> None:
    held.seek(0)
    lines = [line for line in held if not _NOISE.match(line)]
    with suppress(OSError):
        os.write(2, b"".join(lines))
