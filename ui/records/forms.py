"""Forms whose text outlives the way to another page.

What somebody has typed into a form is sent with its button, and gone with the page. In these forms it stays
in the memory of the browser's window (``parts/forms.js``), and stands there again when the form is shown
again. Not for passphrases, nor for what confirms that something is erased.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def kept_form(key: str, *, clear_on_submit: bool = False) -> Iterator[None]:
    """A form without a border. Its ``key`` names what it is about, its fields have labels of their own."""
    with st.container(key=f"form_{key}"), st.form(key, border=False, clear_on_submit=clear_on_submit):
        yield
