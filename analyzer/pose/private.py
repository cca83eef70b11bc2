"""Keep MediaPipe from reporting its use to its maker.

MediaPipe's native library sends figures about its use to ``play.googleapis.com`` when a task is closed, and
has no switch for it (seen with 1.2.2). Nothing may leave the machine on its own, so its connections are
pointed at a port of this machine where nobody listens, before it is loaded. It works the same without them.

The settings are made with `os.putenv`, which only native code in this process sees: ``os.environ``, and so
Python's own network code and programs started with ``env=dict(os.environ)``, stay as they are. Programs
started by this process without an ``env`` inherit them.
"""

from __future__ import annotations

import os
from typing import Final

NOWHERE: Final = "http://127.0.0.1:9"
"""The discard port, closed on every usual machine: connections fail at once."""


def block_usage_reports() -> None:
    """Point the proxy settings of native code at `NOWHERE`, with no exceptions."""
    for name in ("https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"):
        os.putenv(name, NOWHERE)
    for name in ("no_proxy", "NO_PROXY"):
        os.putenv(name, "")
