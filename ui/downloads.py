"""Files to take along: the picture, and the values. Each is made when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import mark, tr
from analyzer.types import Analysis
from ui.language import handed
from ui.session.checked_photo import CheckedPhoto

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COVER: Final = mark("Cover the face in pictures to share")


def png_file(photo: CheckedPhoto, *, cover_face: bool) -> bytes:
    """The picture with words and legend."""
    from analyzer.overlay import build_scene, encode_png, paint  # noqa: PLC0415 - heavy

    return encode_png(paint(build_scene(photo.analysis), _pixels(photo, cover_face=cover_face)))


def svg_file(photo: CheckedPhoto, *, cover_face: bool) -> bytes:
    """The same as SVG, sharp at any size."""
    from analyzer.overlay import build_scene, paint_svg  # noqa: PLC0415 - heavy

    drawn = paint_svg(build_scene(photo.analysis), _pixels(photo, cover_face=cover_face))
    return drawn.encode("utf-8", "replace")


def cover_switch(key: str) -> bool:
    """A switch for whether pictures are handed on with the face covered: they are, until somebody says no."""
    return st.toggle(tr(COVER), value=True, key=f"{key}_cover_face")


def _pixels(photo: CheckedPhoto, *, cover_face: bool) -> NDArray[np.uint8]:
    """The photo as it is handed on. What the session or the records hold stays as it is."""
    if not cover_face:
        return photo.photo.rgb
    from analyzer.overlay.faces import face_covered  # noqa: PLC0415 - heavy

    return face_covered(photo.photo.rgb, photo.analysis)


def json_file(analysis: Analysis) -> bytes:
    """The record of the contract (``posture-analysis/1``)."""
    text = json.dumps(analysis.to_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return text.encode("utf-8", "replace")


def csv_file(analyses: Sequence[Analysis]) -> bytes:
    """A table with a row per photo, as the command line writes it."""
    from analyzer.batch.table import csv_table  # noqa: PLC0415 - heavy

    return csv_table(analysis.to_dict() for analysis in analyses).encode("utf-8", "replace")


def show_downloads(photo: CheckedPhoto, photos: tuple[CheckedPhoto, ...]) -> None:
    """Buttons for the shown photo; the table holds all photos."""
    stem = file_stem("posture", photo.id, [item.id for item in photos])
    analyses = [item.analysis for item in photos]
    cover = cover_switch("check")
    with st.container(horizontal=True):
        _button(
            tr("Picture (PNG)"), lambda: png_file(photo, cover_face=cover), f"{stem}.overlay.png", "image/png"
        )
        _button(
            tr("Drawing (SVG)"),
            lambda: svg_file(photo, cover_face=cover),
            f"{stem}.overlay.svg",
            "image/svg+xml",
        )
        _button(tr("Values (JSON)"), lambda: json_file(photo.analysis), f"{stem}.json", "application/json")
        _button(tr("Table (CSV)"), lambda: csv_file(analyses), "posture.csv", "text/csv")


def file_stem(what: str, photo_id: str, ids: Sequence[str]) -> str:
    """What a file is called, without its ending: of several photos, with its number.

    Never by the photo's own name: people often write there whom it shows, and files are handed on.
    """
    return f"{what}_{ids.index(photo_id) + 1}" if len(ids) > 1 and photo_id in ids else what


def _button(label: str, make: Callable[[], bytes], name: str, mime: str) -> None:
    st.download_button(
        label, handed(make), name, mime, on_click="ignore", icon=":material/download:", key=f"get_{mime}"
    )
