"""Take the result of a visit along: one file with everything, the picture, or the records of clients."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from analyzer.language import mark, tr
from ui.downloads import cover_switch, json_file, png_file
from ui.language import handed
from ui.records.save import show_save
from ui.session.checked_photo import CheckedPhoto
from ui.webcam.taken import TakenSide

OVERLAY: Final = ".overlay.png"
_README: Final = mark(
    "Made by Posture analyzer, from pictures of a webcam.\n\n"
    "For each side: the typical picture as the camera gave it (.jpg), the same with the drawing\n"
    "(.overlay.png), its values (.analysis.json) and the medians of all pictures (.median.json).\n"
    "To compare, give this file as it is to the page Webcam or Before and after.\n"
    "These are indicators, no diagnosis.\n"
)
Taken = Sequence[tuple[TakenSide, CheckedPhoto]]


def zip_file(sides: Taken, *, cover_face: bool) -> bytes:
    """All of a visit in one file, for the person and for comparing later: the pictures of the camera stay as
    they are in it, ``cover_face`` is for those with the drawing.
    """
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("README.txt", tr(_README))
        for side, photo in sides:
            stem = f"{side.facing}-side"
            median = json.dumps(side.summary.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)
            file.writestr(f"{stem}.jpg", photo.data)
            file.writestr(f"{stem}{OVERLAY}", png_file(photo, cover_face=cover_face))
            file.writestr(f"{stem}.analysis.json", json_file(photo.analysis))
            file.writestr(f"{stem}.median.json", median + "\n")
    return data.getvalue()


def show_saving(sides: Taken, shown: CheckedPhoto) -> None:
    """Downloads, and the records of clients."""
    st.header(tr("Save"), anchor=False)
    day = date.today().isoformat()
    cover = cover_switch("webcam")
    with st.container(horizontal=True):
        st.download_button(
            tr("Everything in one file (ZIP)"),
            handed(lambda: zip_file(sides, cover_face=cover)),
            f"posture {day}.zip",
            "application/zip",
            on_click="ignore",
            icon=":material/download:",
            key="webcam_zip",
        )
        st.download_button(
            tr("Picture with drawing (PNG)"),
            handed(lambda: png_file(shown, cover_face=cover)),
            f"posture {day}.png",
            "image/png",
            on_click="ignore",
            icon=":material/image:",
            key="webcam_png",
        )
    show_save([photo for _, photo in sides], "webcam")
