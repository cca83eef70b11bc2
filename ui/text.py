"""Text of others in Streamlit's Markdown."""

from __future__ import annotations

import re


def plain(text: str) -> str:
    """Text that Markdown shows as it is: file names may hold any sign."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~:$&^=])", r"\\\1", text)
