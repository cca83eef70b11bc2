"""Photos are gone and records are closed when a session ends, not some time later.

Streamlit keeps a session that lost its connection for a while, so that a short break harms nobody, and
drops it when some other session comes or goes. Here nobody may come for hours: so the ends are looked for.
"""

from __future__ import annotations

import contextlib
import threading
import time
import weakref
from typing import Final

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.session.memory import give_back_soon
from ui.session.state import State, state

_LOOK_EVERY_S: Final = 5.0

_lock = threading.Lock()
_watched: dict[str, weakref.ref[State]] = {}
_gone_since: dict[str, float] = {}
_started = False


def watch_session() -> None:
    """Remember this session, so that its photos are dropped when it is over."""
    global _started  # noqa: PLW0603
    context = get_script_run_ctx()
    if context is None or not Runtime.exists():
        return
    with _lock:
        _watched[context.session_id] = weakref.ref(state())
        if not _started:
            _started = True
            threading.Thread(target=_look_for_ever, name="session-end", daemon=True).start()


def _look_for_ever() -> None:
    while True:
        time.sleep(_LOOK_EVERY_S)
        if Runtime.exists():
            drop_ended(Runtime.instance(), time.monotonic(), st.get_option("server.disconnectedSessionTTL"))
            look_at_parts(time.monotonic())


def look_at_parts(now_s: float) -> None:
    """Let the parts of all sessions look at the time: what nobody uses is locked."""
    with _lock:
        states = [kept() for kept in _watched.values()]
    for kept_state in states:
        if kept_state is not None:
            kept_state.look(now_s)


def drop_ended(runtime: Runtime, now_s: float, patience_s: float) -> None:
    """Empty the state of sessions that have been without a connection for longer than ``patience_s``."""
    with _lock:
        for session_id, kept in list(_watched.items()):
            if runtime.is_active_session(session_id):
                _gone_since.pop(session_id, None)
            elif now_s - _gone_since.setdefault(session_id, now_s) >= patience_s:
                del _watched[session_id], _gone_since[session_id]
                if (ended := kept()) is not None:
                    ended.end()
                _close(runtime, session_id)


def _close(runtime: Runtime, session_id: str) -> None:
    """Let Streamlit forget the session as a whole, with its uploads and downloads."""

    def close() -> None:
        runtime.close_session(session_id)
        # A file for download survives the first time that nobody needs it, in case it is on its way.
        for delay_s in (1.0, 2.0):
            loop.call_later(delay_s, runtime.media_file_mgr.remove_orphaned_files)
        loop.call_later(3.0, give_back_soon)

    # Which thread may do this is not part of Streamlit's public face; the photos are gone either way.
    with contextlib.suppress(Exception):
        loop = runtime._get_async_objs().eventloop
        loop.call_soon_threadsafe(close)
