"""The menu on a phone: it closes when a page was chosen in it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from ui.components import part

_close: Final = st.components.v2.component("posture_menu", js=part("menu.js"))


def close_menu_after_choice() -> None:
    """To be called once on every page. Shows nothing."""
    _close(key="menu")
