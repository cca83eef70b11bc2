"""What the values are compared with: a choice that holds for the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import mark, tr
from analyzer.measures.references import REFERENCES
from ui.session.state import set_references, state

if TYPE_CHECKING:
    from analyzer.types.codes import ReferenceName

LABEL: Final = mark("Compare with")
HELP: Final = mark(
    "Sources disagree on what is usual. The choice decides the green bands and what is said about a "
    "shortened psoas. It changes no value."
)
_KEY: Final = "references"


def show_references() -> None:
    """The field, and what the chosen references rest on."""
    st.session_state[_KEY] = state().references
    st.selectbox(
        tr(LABEL),
        list(REFERENCES),
        format_func=_title,
        key=_KEY,
        help=tr(HELP),
        on_change=lambda: set_references(st.session_state[_KEY]),
    )
    st.caption(REFERENCES[state().references].about)


def _title(name: ReferenceName) -> str:
    return REFERENCES[name].title
