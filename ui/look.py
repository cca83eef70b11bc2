"""How buttons look in both themes."""

from __future__ import annotations

from typing import Literal

import streamlit as st


def main_button() -> Literal["primary", "secondary"]:
    """The kind of the button that matters most.

    In the dark theme Streamlit writes white on the bright blue of that theme, which few can read.
    """
    return "secondary" if st.context.theme.type == "dark" else "primary"
