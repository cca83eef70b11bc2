"""The two components of the page: the pictures, and the changes. Their files stand beside this one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from ui.components import part

_FOLDER: Final = Path(__file__).parent
_ROOT: Final = '<div class="root"></div>'


def _file(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


show_viewer = st.components.v2.component(
    "posture_before_after",
    html=_ROOT,
    css=part("base.css") + _file("viewer.css"),
    js=part("said.js") + _file("slider.js") + _file("viewer.js"),
)
"""Called with ``data`` as `ui.compare.pictures.viewer_data` makes it."""

_show_changes = st.components.v2.component(
    "posture_changes",
    html=_ROOT,
    css=part("base.css") + _file("changes.css"),
    js=part("markup.js"),
)


def show_changes(markup: str, key: str = "changes") -> None:
    """Show the cards of `ui.charts.change.changes_markup`."""
    _show_changes(data={"markup": markup}, key=key)
