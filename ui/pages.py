"""The pages of the app, in the order of the menu. A page whose file is not there is left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import streamlit as st

from analyzer.language import mark

_ROOT: Final = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page: the name of its file in ``app_pages/`` and what the menu calls it.

    A hidden one is not in the menu; other pages lead to it.
    """

    name: str = field(metadata={"text": False})
    title: str
    icon: str = field(metadata={"text": False})
    hidden: bool = False

    @property
    def path(self) -> str:
        return f"app_pages/{self.name}.py"

    @property
    def exists(self) -> bool:
        return (_ROOT / self.path).is_file()


PAGES: Final = mark(
    (
        PageSpec("check", "Check a photo", ":material/accessibility_new:"),
        PageSpec("webcam", "Webcam", ":material/videocam:"),
        PageSpec("direct", "Direct test", ":material/airline_seat_flat:"),
        PageSpec("correct", "Correct", ":material/ink_pen:"),
        PageSpec("draw", "Draw", ":material/draw:", hidden=True),
        PageSpec("compare", "Before and after", ":material/compare:"),
        PageSpec("clients", "Clients", ":material/folder_shared:"),
        PageSpec("client", "Client", ":material/person:", hidden=True),
        PageSpec("visit", "Visit", ":material/event_note:", hidden=True),
        PageSpec("records", "Settings of the records", ":material/settings:", hidden=True),
        PageSpec("learn", "Learn", ":material/school:"),
        PageSpec("accuracy", "Accuracy and privacy", ":material/verified_user:"),
    )
)


def page_of(name: str) -> PageSpec:
    """The page with a name."""
    return next(page for page in PAGES if page.name == name)


def show_link(name: str, label: str, icon: str | None = None, **query: object) -> None:
    """A link to another page, with what its address should say; nothing when that page is not there."""
    page = page_of(name)
    if page.exists:
        asked = {key: str(value) for key, value in query.items()}
        st.page_link(page.path, label=label, icon=icon, query_params=asked or None)
