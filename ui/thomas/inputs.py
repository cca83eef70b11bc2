"""Ways to give photos of the direct test, and how to take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analyzer.language import tr, translated
from ui.figures import show_figure
from ui.phone.panel import show_phone
from ui.session.uploads import release, show_upload
from ui.text import plain
from ui.thomas.session import direct
from ui.thomas.words import CARE, DOTS, STEPS, STILL_THERE

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile


def show_inputs() -> None:
    """Upload and camera; they are empty again as soon as something was given."""
    show_upload(
        tr("Upload photos of the direct test, of one leg or both"),
        direct().inputs,
        _take_upload,
        _take_camera,
        place="direct_",
    )
    show_phone("direct", "direct", _take_phone)


def show_how_to() -> None:
    """How the test is done, in a drawing and in steps."""
    st.header(tr("How to do the test"), anchor=False)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown("\n".join(f"1. {step}" for step in translated(STEPS)))
        st.markdown(tr(CARE))
        st.caption(tr(DOTS))
    with right:
        show_figure("thomas_held")


def show_problems() -> None:
    """What went wrong with the photos given last."""
    now = direct()
    for problem in now.problems:
        alone = len(now.problems) == 1 and not now.photos
        st.error(problem.message if alone else f"**{plain(problem.name)}:** {problem.message}")
    if now.problems and now.photos:
        st.caption(tr(STILL_THERE))
    if now.notice:
        st.info(now.notice)


def _take_upload(key: str) -> None:
    files: list[UploadedFile] = st.session_state.get(key) or []
    if files:
        direct().take_files([(file.name, file.getvalue()) for file in files])
        release(files)


def _take_phone(name: str, data: bytes, _series: str) -> None:
    direct().take_one(name, data)


def _take_camera(key: str) -> None:
    file: UploadedFile | None = st.session_state.get(key)
    if file is not None:
        direct().take_files([("camera.jpg", file.getvalue())])
        release([file])
        st.session_state["direct_use_camera"] = False
