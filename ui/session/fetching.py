"""A download stays until its browser has fetched it.

Streamlit drops a file that was made for a download as soon as pages, anybody's, have run twice since. With
many people at once that is sooner than the browser asks for it, and the download fails. Here it stays for a
while, and is then dropped even if nobody's page runs any more.
"""

from __future__ import annotations

import threading
import time
from typing import Final

from streamlit.runtime import Runtime
from streamlit.runtime.media_file_manager import MediaFileMetadata

STAYS_S: Final = 60.0
_LET_GO = MediaFileMetadata.mark_for_delete
_sweeping = threading.Lock()
"""Held while a sweep is still to come."""


def keep_downloads() -> None:
    """From now on files of downloads stay for `STAYS_S`. Doing it again changes nothing."""
    MediaFileMetadata.mark_for_delete = _let_go_later  # type: ignore[assignment, method-assign]


def _let_go_later(metadata: MediaFileMetadata) -> None:
    """In place of Streamlit's own: a file may go at the next look, if it was there for long enough."""
    now_s = time.monotonic()
    if now_s - metadata.__dict__.setdefault("seen_s", now_s) >= STAYS_S:
        _LET_GO(metadata)
    elif _sweeping.acquire(blocking=False):
        timer = threading.Timer(STAYS_S + 1.0, _sweep)
        timer.daemon = True
        timer.start()


def _sweep() -> None:
    _sweeping.release()
    if Runtime.exists():
        for _ in range(2):  # the first look says that files may go, the second drops them
            Runtime.instance().media_file_mgr.remove_orphaned_files()
