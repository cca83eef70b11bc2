"""The landmark editor: the photo with points that a person can move, by mouse, finger, keys or numbers.

``show_editor`` mounts the component for one photo; ``receive`` is its callback's work. What a person moves is
drawn at once in the browser; the values come from the library, with the answer to each change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final

import streamlit as st

from analyzer.types.corrections import POINT_NAMES
from ui.components import said
from ui.editor import bundle
from ui.editor.data import editor_data
from ui.editor.edits import STEPS, Edit, apply, read_message
from ui.editor.page_words import IN_THE_SCRIPT
from ui.editor.told import Memory, take_told, with_memory
from ui.editor.told import memory as memory_of
from ui.session import state as session
from ui.session.checked_photo import CheckedPhoto

KEY: Final = "landmark_editor"

_mount = st.components.v2.component(
    "posture_landmark_editor", html=bundle.html(), css=bundle.css(), js=bundle.javascript()
)


def memory() -> Memory:
    """What the session remembers about the editor."""
    return memory_of(KEY)


def show_editor(checked: CheckedPhoto, on_edit: Callable[[], None]) -> None:
    """Show the editor for a photo.

    Parameters
    ----------
    checked : CheckedPhoto
    on_edit : callable
        Called when something was changed in the browser; it has to call `receive`.
    """
    mount(KEY, checked.id, lambda fresh: editor_data(checked, with_photo=fresh), on_edit)


def mount(
    key: str, photo_id: str, make: Callable[[bool], dict[str, Any]], on_edit: Callable[[], None]
) -> None:
    """Mount the component for a photo of any kind.

    Parameters
    ----------
    key, photo_id : str
    make : callable
        Makes the data, with the photo's pixels or without.
    on_edit : callable
        Called when something was changed in the browser; it has to call `receive_edits`.
    """
    data = with_memory(key, photo_id, make) | {"said": said(IN_THE_SCRIPT)}
    _mount(key=key, data=data, on_edit_change=on_edit)


def receive() -> None:
    """Do what a person did in the browser. What cannot be used changes nothing, and a note says so."""
    receive_edits(KEY, POINT_NAMES, _do)


def receive_edits(key: str, names: Collection[str], do: Callable[[Edit, str], None]) -> None:
    """Let each edit that is new be done, once.

    Parameters
    ----------
    key : str
        Under which the component is mounted.
    names : collection of str
        The points that there are.
    do : callable
        Is given an edit and the id of its photo; what it raises becomes the note.
    """
    take_told(key, lambda raw: read_message(raw, names), do)


def _do(edit: Edit, photo_id: str) -> None:
    photos = session.state().photos
    index = next((i for i, photo in enumerate(photos) if photo.id == photo_id), None)
    if index is None:
        return  # the photo was removed meanwhile
    if edit.kind in STEPS:
        {"undo": session.undo, "redo": session.redo, "reset": session.reset}[edit.kind](index)
    else:
        session.set_corrections(index, apply(edit, photos[index].analysis))
