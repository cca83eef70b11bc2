"""Draw on a photo: arrows, lines, angles, strokes and words. No value changes by it."""

from __future__ import annotations

import streamlit as st

from analyzer.language import tr, translated
from ui.drawing import receive, show_board
from ui.drawing.words import HOW_TO
from ui.pages import show_link
from ui.records.leaving import ask_before_leaving
from ui.records.save import show_back
from ui.session.state import selected_photo
from ui.several import show_choice


@st.fragment
def draw() -> None:
    """Everything that changes with a stroke: only this runs again after one."""
    checked = selected_photo()
    if checked is None:
        return
    show_back(checked)
    with st.container(horizontal=True):
        show_link("check", tr("Back to the result"), ":material/arrow_back:")
        show_link("correct", tr("Correct points, level or scale of this photo"), ":material/ink_pen:")
    show_board(checked, receive)
    ask_before_leaving("draw")


st.title(tr("Draw on the photo"), anchor=False)
if selected_photo() is None:
    st.info(tr("There is no photo yet. Check one first, then come back here to draw on it."))
    show_link("check", tr("Check a photo"))
else:
    st.write(
        tr(
            "What you draw is shown in the picture, the report and the records. It changes no value. To "
            "move a point that was measured, use *Correct*."
        )
    )
    show_choice()
    draw()
    with st.expander(tr("Keys, mouse and touch")):
        st.markdown("\n".join(f"- {line}" for line in translated(HOW_TO)))
