"""The drawing board: the photo, on which a person draws arrows, lines, angles, strokes and words.

``show_board`` mounts the component for one photo; ``receive`` is its callback's work. What is drawn changes
no number, and corrections of points know nothing of it: those have an editor of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from ui.drawing import bundle
from ui.drawing.data import board_data
from ui.drawing.edits import STEPS, Edit, apply, read_message
from ui.editor.told import take_told, with_memory
from ui.session import state as session
from ui.session.checked_photo import CheckedPhoto

KEY: Final = "drawing_board"

_mount = st.components.v2.component(
    "posture_drawing_board", html=bundle.html(), css=bundle.css(), js=bundle.javascript()
)


def show_board(checked: CheckedPhoto, on_edit: Callable[[], None]) -> None:
    """Show the board for a photo.

    Parameters
    ----------
    checked : CheckedPhoto
    on_edit : callable
        Called when something was drawn in the browser; it has to call `receive`.
    """
    data = with_memory(KEY, checked.id, lambda fresh: board_data(checked, with_photo=fresh))
    _mount(key=KEY, data=data, on_edit_change=on_edit)


def receive() -> None:
    """Do what a person did in the browser. What cannot be used changes nothing, and a note says so."""
    take_told(KEY, read_message, _do)


def _do(edit: Edit, photo_id: str) -> None:
    photos = session.state().photos
    index = next((i for i, photo in enumerate(photos) if photo.id == photo_id), None)
    if index is None:
        return  # the photo was removed meanwhile
    if edit.kind in STEPS:
        {"undo": session.undo_drawing, "redo": session.redo_drawing}[edit.kind](index)
    else:
        session.set_drawings(index, apply(edit, photos[index].drawings))
