"""Small words for pages: text of others in Streamlit's Markdown, and days."""

from __future__ import annotations

import re
from datetime import date


def plain(text: str) -> str:
    """Text that Markdown shows as it is: file names may hold any sign."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~:$&^=])", r"\\\1", text)


def day_words(day: date) -> str:
    """29 Nov 2026."""
    return f"{day.day} {day:%b} {day.year}"
