"""Webcam: a person alone before the camera is guided to a good side view, hands free."""

from __future__ import annotations

import streamlit as st

from analyzer.language import tr
from ui.pages import page_of, show_link
from ui.session.work import warm_up
from ui.webcam.ranges import ranges
from ui.webcam.taken import GO, taken
from ui.webcam.view import show_live
from ui.webcam.words import INTRO, OTHER_WAYS, say_privacy


def take_single_photo() -> None:
    """Callback: the check page with its camera switched on."""
    st.session_state["use_camera"] = True
    st.session_state[GO] = "check"


def show_other_ways() -> None:
    with st.expander(tr("The camera does not work?"), icon=":material/help:"):
        st.markdown(tr(OTHER_WAYS))
        with st.container(horizontal=True):
            show_link("check", tr("Upload a photo"), ":material/upload:")
            st.button(tr("Take a single photo"), icon=":material/photo_camera:", on_click=take_single_photo)


def main() -> None:
    if go := st.session_state.pop(GO, ""):
        st.switch_page(page_of(go).path)
    st.title(tr("Webcam"), anchor=False)
    sides, tipped = taken(), ranges()
    if tipped is not None:
        from ui.webcam.range_result import show_range  # noqa: PLC0415 - heavy

        show_range(tipped)
    elif sides:
        from ui.webcam.result import show_result  # noqa: PLC0415 - heavy

        show_result(sides)
    else:
        st.write(tr(INTRO))
        show_live()
        st.caption(say_privacy(st.context.url or ""))
        show_other_ways()
    warm_up()


main()
