"""While the records are open: a button to lock them that stays in sight, and a watch for idle time."""

from __future__ import annotations

from typing import Final

import streamlit as st

from ui.components import component
from ui.records.desk import desk

KEY: Final = "records_watch"
_WORDS: Final = {
    "open": "Records are open",
    "soon": "Nobody there? The records lock in a moment.",
    "lock": "Lock",
}

_watch = component("watch")


@st.fragment
def show_watch() -> None:
    """Show the watch. Only this runs again when it has news; with the records locked, the whole page does."""
    now = desk()
    if now.records is None:
        st.rerun()
    _watch(
        key=KEY,
        # Records of a server have no passphrase: to lock them would protect nothing.
        data={"idle_ms": now.idle_min * 60_000 if now.records.encrypted else 0, **_WORDS},
        on_active_change=now.touch,
        on_lock_change=_lock,
    )


def _lock() -> None:
    """Callback: somebody pressed the button, or nobody was there."""
    why = (st.session_state.get(KEY) or {}).get("lock")
    if why == "idle":
        desk().lock_idle()
    elif why == "button":
        desk().close("The records are locked.")
