"""What Streamlit's own controls lack for small screens, for keys and for forced colours, on every page."""

from __future__ import annotations

from typing import Final

import streamlit as st

from ui.components import part

# Not isolated: its rules are for what Streamlit draws.
_mend: Final = st.components.v2.component(
    "posture_reach", css=part("reach.css"), js=part("reach.js"), isolate_styles=False
)


def mend_controls() -> None:
    """To be called once on every page. Shows nothing.

    A folded menu is no place to tab to, and unfolded it closes when a page was chosen in it. Whatever can be
    pressed is at least 24 px high. Where the colours are forced, what is chosen can be seen.
    """
    _mend(key="reach")
