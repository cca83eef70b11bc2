"""A download stays until its browser has fetched it.

Streamlit drops a file that was made for a download as soon as pages, anybody's, have run twice since. With
many people at once that is sooner than the browser asks for it, and the download fails. Here it stays for a
while, and is then dropped even if nobody's page runs any more.

A file that is only made when its button is pressed, Streamlit makes for whoever knows its number. Here only
for the session that showed the button.
"""

from __future__ import annotations

import threading
import time
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime import Runtime
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileMetadata

STAYS_S: Final = 60.0
_LET_GO = MediaFileMetadata.mark_for_delete
_MAKE = DeferredFileHandler.handle
_sweeping = threading.Lock()
"""Held while a sweep is still to come."""


def keep_downloads() -> None:
    """From now on files of downloads stay for `STAYS_S`, and are made for their own session alone. Doing it
    again changes nothing.
    """
    MediaFileMetadata.mark_for_delete = _let_go_later  # type: ignore[assignment, method-assign]
    DeferredFileHandler.handle = _make_for_its_session  # type: ignore[assignment, method-assign]


def _let_go_later(metadata: MediaFileMetadata) -> None:
    """In place of Streamlit's own: a file may go at the next look, if it was there for long enough."""
    now_s = time.monotonic()
    if now_s - metadata.__dict__.setdefault("seen_s", now_s) >= STAYS_S:
        _LET_GO(metadata)
    elif _sweeping.acquire(blocking=False):
        timer = threading.Timer(STAYS_S + 1.0, _sweep)
        timer.daemon = True
        timer.start()


async def _make_for_its_session(
    handler: DeferredFileHandler, request: BackendOperationRequest, session_id: str
) -> BackendOperationResponse:
    """In place of Streamlit's own, which does not ask whose button it was."""
    known = handler._get_media_file_mgr()._deferred_callables.get(request.deferred_file.file_id)
    if known is None or known["session_id"] != session_id:
        return BackendOperationResponse(request_id=request.request_id, error_msg="There is no such file")
    return await _MAKE(handler, request, session_id)


def _sweep() -> None:
    _sweeping.release()
    if Runtime.exists():
        for _ in range(2):  # the first look says that files may go, the second drops them
            Runtime.instance().media_file_mgr.remove_orphaned_files()
