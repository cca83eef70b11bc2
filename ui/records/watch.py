"""While the records are open: a button to lock them that stays in sight, and a watch for idle time.

That somebody is there is told on an address of its own, never by a run of the page: a run in the same moment
as a click can cost the click.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st
from starlette.responses import Response

from analyzer.language import Table, current, tr
from ui.access.start import base_path
from ui.components import component, part
from ui.records import HERE, KEPT, TICKET
from ui.records.desk import desk, find_desk

if TYPE_CHECKING:
    from starlette.requests import Request

KEY: Final = "records_watch"
_WORDS: Final = Table(
    {
        "open": "Records are open",
        "soon": "Nobody there? The records lock in a moment.",
        "lock": "Lock",
        "lost": "The program does not answer: nothing is saved now. Keep this page open, and start it again.",
    }
)

_watch = component("watch", part("unsaved.js"))


@st.fragment
def show_watch() -> None:
    """Show the watch. Only this runs again when it has news; with the records locked, the whole page does."""
    now = desk()
    if now.records is None:
        st.rerun()
    now.language = current()
    _watch(
        key=KEY,
        # Records of a server have no passphrase: to lock them would protect nothing.
        data={
            "idle_ms": now.idle_min * 60_000 if now.records.encrypted else 0,
            "here": base_path() + HERE,
            "kept": base_path() + KEPT,
            "ticket": now.ticket,
            **_WORDS,
        },
        on_lock_change=_lock,
    )


def _lock() -> None:
    """Callback: somebody pressed the button, or nobody was there."""
    why = (st.session_state.get(KEY) or {}).get("lock")
    if why == "idle":
        desk().lock_idle()
    elif why == "button":
        desk().close(tr("The records are locked."))


async def somebody_is_there(request: Request) -> Response:
    """The answer to a page that has seen somebody: 204, or 410 when its records are locked already."""
    now = find_desk(request.headers.get(TICKET))
    if now is None or not now.open:
        return Response(status_code=410)
    now.touch()
    return Response(status_code=204)
