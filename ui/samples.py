"""The sample photos: what they are called, and small pictures of them to choose from."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Final

import streamlit as st

from analyzer.language import Table, tr
from ui.components import component

SAMPLE_FOLDER: Final = Path(__file__).resolve().parents[1] / "sample_images"
SAMPLES: Final = Table(
    {
        "neutral_woman_right.jpg": "Upright woman",
        "neutral_man_left.jpg": "Upright man",
        "anterior_tilt_woman_left.jpg": "Woman, pelvis tipped forward",
        "anterior_tilt_man_right.jpg": "Man, pelvis tipped forward",
        "flat_back_man_right.jpg": "Man, flat low back",
        "sway_back_man_right.jpg": "Man, sway-back stance",
        "arms_hanging_man_left.jpg": "Man, arms hanging",
        "braid_over_back_woman_left.jpg": "Woman, braid over the back",
        "loose_shirt_woman_right.jpg": "Woman, loose shirt",
        "markers_woman_left.jpg": "Woman, dots on the pelvis",
        "before_woman_right.jpg": "The same woman, before",
        "after_woman_right.jpg": "The same woman, after",
    }
)
_KEY: Final = "samples"
_THUMB_PX: Final = (180, 240)
_SHOWN: Final = 0.9
"""Share of the sample's width and height in its small picture, from the middle."""

_gallery = component("gallery")


def show_gallery(on_pick: Callable[[str], None]) -> None:
    """Show the samples. ``on_pick`` is a callback that is given the file name of the one that was clicked."""

    def picked() -> None:
        on_pick(st.session_state[_KEY]["sample"])

    tiles = [
        {"name": name, "title": title, "picture": picture}
        for name, title in SAMPLES.items()
        if (picture := _thumbnail(name))
    ]
    _gallery(data={"tiles": tiles, "label": tr("Sample photos")}, key=_KEY, on_sample_change=picked)


@st.cache_data(show_spinner=False)
def _thumbnail(name: str) -> str:
    """A small picture as an address that holds it, empty for a sample that is not there.

    Samples show nobody, so sessions may share them.
    """
    import cv2  # noqa: PLC0415 - heavy

    path = SAMPLE_FOLDER / name
    picture = cv2.imread(str(path), cv2.IMREAD_REDUCED_COLOR_4) if path.is_file() else None
    if picture is None:
        return ""
    height, width = picture.shape[:2]
    left, top = (round(side * (1 - _SHOWN) / 2) for side in (width, height))
    part = picture[top : height - top, left : width - left]
    small = cv2.resize(part, _THUMB_PX, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return "data:image/jpeg;base64," + base64.b64encode(data.tobytes()).decode("ascii")
