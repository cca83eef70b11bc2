"""Correct a photo: move points, level it, give the body height. Values follow at once."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import tr, translated
from analyzer.types.corrections import BODY_HEIGHTS_M
from ui.editor import memory, receive, show_editor
from ui.editor.guide import FINDING, HOW_TO, SOURCES
from ui.pages import show_link
from ui.records.leaving import ask_before_leaving
from ui.records.save import show_back
from ui.session.checked_photo import CheckedPhoto
from ui.session.state import selected_photo, set_corrections, state
from ui.several import show_choice


def give_height(photo_id: str) -> None:
    """Callback: the body height was given or cleared."""
    centimetres = st.session_state[f"height_{photo_id}"]
    metres = None if centimetres is None else centimetres / 100.0
    now = memory()
    for index, photo in enumerate(state().photos):
        if photo.id == photo_id:
            try:
                set_corrections(index, replace(photo.corrections, body_height_m=metres))
                now.note = ""
            except PostureError as error:
                now.note = error.message


def show_height(checked: CheckedPhoto) -> None:
    key = f"height_{checked.id}"
    metres = checked.corrections.body_height_m
    # The field follows undo, redo and reset, too.
    st.session_state[key] = None if metres is None else round(metres * 100.0, 1)
    low, high = (100.0 * end for end in BODY_HEIGHTS_M)
    st.number_input(
        tr("Body height in cm, without shoes"),
        min_value=low,
        max_value=high,
        step=1.0,
        format="%0.0f",
        key=key,
        placeholder=tr("for lengths in millimetres"),
        help=tr("With it, lengths are given in millimetres. Angles do not need it."),
        on_change=give_height,
        args=(checked.id,),
        width=320,
    )


def show_notes(checked: CheckedPhoto) -> None:
    """What a correction still needs, as far as the pelvis has not said it already."""
    for note in checked.analysis.notes:
        st.info(note.message)


def show_finding(checked: CheckedPhoto) -> None:
    """What the photo says with these corrections."""
    psoas = checked.analysis.shortened_psoas
    st.markdown(f"**{tr('What the photo says now:')}** {psoas.summary}")


def show_guide() -> None:
    with st.expander(tr("How to find ASIS and PSIS")):
        for column, (title, steps) in zip(st.columns(2, gap="large"), translated(FINDING), strict=True):
            column.markdown("\n".join([f"**{title}**", *(f"1. {step}" for step in steps)]))
        st.markdown(tr(SOURCES))
    with st.expander(tr("Keys, mouse and touch")):
        st.markdown("\n".join(f"- {line}" for line in translated(HOW_TO)))


@st.fragment
def correct() -> None:
    """Everything that changes with a correction: only this runs again after one."""
    checked = selected_photo()
    if checked is None:
        return
    show_back(checked)  # above the editor: below it is a long list, and every other page has it above
    show_link("check", tr("Back to the result"), ":material/arrow_back:")
    show_editor(checked, receive)
    show_notes(checked)
    show_finding(checked)
    show_height(checked)
    ask_before_leaving("correct")


st.title(tr("Correct"), anchor=False)
checked = selected_photo()
if checked is None:
    st.info(tr("There is no photo yet. Check one first, then come back here to correct it."))
    show_link("check", tr("Check a photo"))
else:
    st.write(
        tr(
            "Drag a point to where it belongs, and the values follow. What matters most are the two bony "
            "points of the pelvis, ASIS and PSIS: once both are placed, pelvic tilt is measured, not "
            "estimated."
        )
    )
    show_choice()
    correct()
    show_guide()
