"""Photos that are uploaded never touch the disk: not even as a nameless file that is gone a moment later.

Starlette writes what is longer than a megabyte into such a file while it arrives. Its blocks stay on the disk
until something else happens to be written there.
"""

from __future__ import annotations

from typing import Final

_ROOM: Final = 2
"""Megabytes beyond what a file may have; the form around it is no longer than one."""


def keep_uploads_in_memory() -> None:
    """From now on, whatever may be uploaded stays in memory while it arrives, where it is kept anyway."""
    import streamlit as st  # noqa: PLC0415 - heavy
    from starlette.formparsers import MultiPartParser  # noqa: PLC0415

    most_mb = int(st.get_option("server.maxUploadSize"))
    MultiPartParser.spool_max_size = (most_mb + _ROOM) * 2**20
