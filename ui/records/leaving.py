"""Before a page is closed it asks, as long as that would lose something. Loaded anew, it gets it back.

Photos are never on the disk unless they are saved to a client, so they are gone soon after the page, and with
them what was placed and answered. A browser asks before both in the same words.
"""

from __future__ import annotations

import streamlit as st

from analyzer.language import tr
from ui.components import component, part
from ui.records.desk import Desk, photos_in
from ui.samples import SAMPLES
from ui.session.checked_photo import CheckedPhoto
from ui.session.coming_back import come_back, holds_something, tab
from ui.session.state import State, state
from ui.thomas.session import Direct

_leaving = component("leaving", part("in_order.js"), part("forms.js"))


def ask_before_leaving(place: str) -> None:
    """Let this page ask, or no longer. To be called in each part of a page that runs by itself."""
    own = tab()
    back = {"tab": own.secret, "keep": holds_something(state()) or would_lose(state())}
    _leaving(
        key=f"leaving_{place}",
        data={
            "ask": would_lose(state()),
            "place": place,
            "back": own.answer,
            "waits": own.waits,
            "unsent": tr("Not saved yet. You typed this before."),
            **back,
        },
        on_run_change=_run,
        on_tab_change=_come_back,
    )


def _run() -> None:
    """Callback: the page asks for nothing but to be made anew."""


def _come_back() -> None:
    """Callback: the page was loaded anew, and names the session that it had before."""
    secret = (st.session_state.get("leaving_page") or {}).get("tab")
    if isinstance(secret, str):
        come_back(secret)


def would_lose(now: State) -> bool:
    """Whether something of this session is nowhere else, and worth a question: a sample as it is, is not."""
    desk = now.part(Desk)
    links = desk.links if desk else {}
    only_here = [photo for photo in now.photos if photo.id not in links]
    if only_here and (now.intake or any(map(_has_work, only_here))):
        return True
    if desk is not None and desk.unsaved:
        return True
    kept = photos_in(now)
    if any(photo.id in links and links[photo.id].differs(photo) for photo in kept):
        return True
    compared, direct = desk.compared if desk else None, now.part(Direct)
    if direct is not None and any(photo.id not in links for photo in direct.photos):
        return True
    others = [part for part in now.parts.values() if part is not compared and part is not direct]
    return any(part.has_only_copy() for part in others)


def _has_work(photo: CheckedPhoto) -> bool:
    """Whether somebody gave this photo, or put something of theirs on a sample."""
    return photo.corrected or bool(photo.drawings) or photo.name not in SAMPLES
