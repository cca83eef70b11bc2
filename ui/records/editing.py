"""Changes of a visit. Each is saved at once; what cannot be saved is kept and saved when it can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import Table, mark, tr
from analyzer.language.lists import all_of
from ui.records.desk import Desk, desk
from ui.records.merging import both_changed, merge
from ui.records.photos import changed_links, keep_corrections
from ui.records.saving import change_visit

if TYPE_CHECKING:
    from analyzer.records import Visit, VisitDraft

NAMES: Final = Table(
    {
        "day": "the day",
        "camera_height_cm": "the height of the camera",
        "protocol": "stance and arms",
        "intake": "the answers",
        "notes": "the notes",
        "exercises": "the exercises",
    }
)
MET: Final = mark(
    "In another window somebody changed {what} of this visit at the same time. Both texts are kept, one "
    "below the other, and all exercises; of a single value, what was entered here. Please read it through."
)
TEXTS: Final = ("day", "camera_height_cm", "protocol", "intake", "notes", "exercises")
"""What `change` may set."""


def edit(visit_id: int, how: Callable[[VisitDraft], VisitDraft], at: Desk | None = None) -> Visit:
    """Change a visit as it is in the records now, and save it; of this session, or of the one of that desk.

    Raises
    ------
    PostureError
        It could not be saved. Nothing was changed.
    """
    from analyzer.records import RecordsClosedError  # noqa: PLC0415 - heavy

    now = at or desk()
    records = now.use()
    if records is None:
        raise RecordsClosedError
    saved = change_visit(records, visit_id, how)
    now.note_saved(visit_id)
    return saved


def change(visit_id: int, **fields: Any) -> bool:
    """Save fields of a visit. What cannot be saved is kept in ``Desk.unsaved``; ``Desk.trouble`` says why."""
    return change_at(desk(), visit_id, fields)


def change_at(now: Desk, visit_id: int, fields: Mapping[str, Any]) -> bool:
    """The same of the session of a desk, in any thread."""
    with now.alone:
        return _change(now, visit_id, fields)


def _change(now: Desk, visit_id: int, fields: Mapping[str, Any]) -> bool:
    pending = {**now.unsaved.get(visit_id, {}), **fields}
    shown = now.shown.get(visit_id, {})
    met: list[str] = []

    def put(draft: VisitDraft) -> VisitDraft:
        held = {name: (shown.get(name, there), here, there) for name, here, there in _both(draft, pending)}
        met[:] = [name for name, values in held.items() if both_changed(*values)]
        return replace(draft, **{name: merge(*values) for name, values in held.items()})

    try:
        edit(visit_id, put, now)
    except PostureError as error:
        now.unsaved[visit_id], now.trouble = pending, error.message
        return False
    now.unsaved.pop(visit_id, None)
    now.trouble = ""
    if met:
        now.met[visit_id] = all_of([NAMES[name] for name in met])
    return True


def _both(draft: VisitDraft, pending: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(name, here, getattr(draft, name)) for name, here in pending.items()]


def follow(visit: Visit, name: str, key: str, value: Any) -> None:
    """Let a field hold what the records hold, when it appears and when another window changed that.

    Only the run that sets a field tells the browser what it holds. A run can be broken off by the next one
    before that has arrived, and the field would stay empty: so it is told again until a run has ended.
    """
    kept, shown = getattr(visit, name), desk().shown.setdefault(visit.id, {})
    waits = name in desk().unsaved.get(visit.id, {})
    if key not in st.session_state or (
        not waits and shown.get(name, kept) != kept and st.session_state[key] != value
    ):
        st.session_state[key] = value
        desk().untold.add(key)
    elif key in desk().untold and st.session_state[key] not in ("", None):  # empty it is by itself
        st.session_state[key] = st.session_state[key]
    if not waits:
        shown[name] = kept


def look_only() -> bool:
    """Whether this session may look at the records, and not change them."""
    records = desk().records
    return records is not None and not records.may("write")


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
    if look_only():
        return
    if visit_id in now.met:
        st.warning(tr(MET, what=now.met[visit_id]))
        st.button(tr("I have seen it"), on_click=_seen, args=(visit_id,), key="met_seen")
    if any(link.visit_id == visit_id for _, link in changed_links(now)):
        why = keep_corrections(now)
        st.error(tr("Corrections of a photo are not saved yet: {why} They are kept here.", why=why))
        st.button(tr("Try again"), icon=":material/refresh:", key="save_corrections_again")
    elif visit_id in now.unsaved:
        st.error(tr("Not saved yet: {why} Your entries are kept here.", why=now.trouble))
        st.button(tr("Try again"), icon=":material/refresh:", on_click=save_unsaved, key="save_again")
    else:
        at = now.saved.get(visit_id)
        said = (
            tr("Saved at {time}. Every change is saved at once.", time=at)
            if at
            else tr("Everything is saved. Every change is saved at once.")
        )
        with st.container(key="saved_line"):  # the watch hides it while the program does not answer
            st.caption(f":material/check_circle: {said}")


def _seen(visit_id: int) -> None:
    """Callback: somebody read what two windows changed at the same time."""
    desk().met.pop(visit_id, None)
