"""Changes of a visit. Each is saved at once; what cannot be saved is kept and saved when it can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analyzer.errors import PostureError
from ui.records.desk import desk
from ui.records.photos import changed_links, keep_corrections

if TYPE_CHECKING:
    from analyzer.records import Visit, VisitDraft

TEXTS: Final = ("day", "camera_height_cm", "protocol", "intake", "notes", "exercises")
"""What `change` may set."""


def edit(visit_id: int, how: Callable[[VisitDraft], VisitDraft]) -> Visit:
    """Change a visit as it is in the records now, and save it.

    Raises
    ------
    PostureError
        It could not be saved. Nothing was changed.
    """
    from analyzer.records import RecordsClosedError  # noqa: PLC0415 - heavy

    now = desk()
    records = now.use()
    if records is None:
        raise RecordsClosedError
    visit = records.visit(visit_id)
    saved = records.save_visit(visit.client_id, how(visit.draft()), visit_id)
    now.note_saved(visit_id)
    return saved


def change(visit_id: int, **fields: Any) -> bool:
    """Save fields of a visit. What cannot be saved is kept in ``Desk.unsaved``; ``Desk.trouble`` says why."""
    now = desk()
    pending = now.unsaved.get(visit_id, {}) | fields
    try:
        edit(visit_id, lambda draft: replace(draft, **pending))
    except PostureError as error:
        now.unsaved[visit_id], now.trouble = pending, error.message
        return False
    now.unsaved.pop(visit_id, None)
    now.trouble = ""
    return True


def save_unsaved() -> None:
    """Try again what could not be saved."""
    for visit_id in list(desk().unsaved):
        change(visit_id)


def with_unsaved(visit: Visit) -> Visit:
    """A visit as the person who edits it sees it."""
    return replace(visit, **desk().unsaved.get(visit.id, {}))


def show_saved(visit_id: int) -> None:
    """One line: whether everything is saved."""
    now = desk()
    if any(link.visit_id == visit_id for _, link in changed_links(now)):
        st.error(f"Corrections of a photo are not saved yet: {keep_corrections(now)} They are kept here.")
        st.button("Try again", icon=":material/refresh:", key="save_corrections_again")
    elif visit_id in now.unsaved:
        st.error(f"Not saved yet: {now.trouble} Your entries are kept here.")
        st.button("Try again", icon=":material/refresh:", on_click=save_unsaved, key="save_again")
    elif visit_id in now.saved:
        st.caption(f":material/check_circle: Saved at {now.saved[visit_id]}. Every change is saved at once.")
    else:
        st.caption(":material/check_circle: Everything is saved. Every change is saved at once.")
