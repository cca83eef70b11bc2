"""The course of a client as one table, to take along."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import mark, tr
from ui.language import handed
from ui.records.accesses import note_taken

if TYPE_CHECKING:
    from analyzer.records import Client, Records

_HELP: Final = mark(
    "One row for each visit, side and measure, with interval, unit and why something could not be measured: "
    "stance, direct test, range of the pelvis, and answers. Codes instead of names; not encrypted."
)
_KINDS: Final = (
    (".csv", "text/csv", mark("Course as a table (CSV)")),
    (".parquet", "application/vnd.apache.parquet", mark("Course as a table (Parquet)")),
)


def show_course_downloads(records: Records, client: Client, who: str, stem: str) -> None:
    """A button for each kind of table."""
    for suffix, mime, label in _KINDS:
        st.download_button(
            tr(label),
            handed(partial(course_table, records, client.id, suffix, who)),
            f"{stem}-course{suffix}",
            mime,
            on_click="ignore",
            icon=":material/table:",
            key=f"client_course_{suffix[1:]}",
            help=tr(_HELP),
        )


def course_table(records: Records, client_id: int, suffix: str, who: str) -> bytes:
    """The table as a file; it is noted who took it."""
    note_taken(records, client_id, who, "exported")
    return records.course(client_id, suffix)
