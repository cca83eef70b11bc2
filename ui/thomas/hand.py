"""What a hand below the low back felt: it knows better than any photo whether the pelvis is held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import Table, mark, tr
from ui.thomas.session import DirectPhoto, direct

QUESTION: Final = mark("What did a flat hand find below the low back?")
HELP: Final = mark(
    "While the knee is held, somebody slides a flat hand between low back and table. It lies flat where the "
    "hand does not get through. The answer counts instead of what the photo shows."
)
ANSWERS: Final[Mapping[bool, str]] = Table({True: "It lies flat", False: "There is room"})


def ask_hand(photo: DirectPhoto) -> None:
    """Ask, and show what was answered; nothing chosen = nobody felt."""
    key = f"direct_hand_{photo.id}"
    # Undo in the editor takes an answer back, too.
    st.session_state[key] = photo.corrections.back_flat
    st.segmented_control(
        tr(QUESTION),
        list(ANSWERS),
        format_func=ANSWERS.__getitem__,
        help=tr(HELP),
        key=key,
        on_change=_answered,
        args=(photo.id, key),
    )


def _answered(photo_id: str, key: str) -> None:
    now = direct()
    photo = now.photo(photo_id)
    if photo is None:
        return
    felt: bool | None = st.session_state[key]
    now.notice = ""
    try:
        now.correct(photo_id, replace(photo.corrections, back_flat=felt))
    except PostureError as error:
        now.notice = error.message
