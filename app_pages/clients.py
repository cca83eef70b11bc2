"""Clients: the way to the records, and the list."""

from __future__ import annotations

import streamlit as st

from analyzer.language import tr
from ui.pages import show_link
from ui.records.client_list import show_list, show_new_client
from ui.records.client_view import ERASED
from ui.records.gate import open_records, telling

st.title(tr("Clients"), anchor=False)
records = open_records()
if records is not None:
    if erased := st.session_state.pop(ERASED, ""):
        st.success(erased)
    with telling():
        with st.container(horizontal=True, vertical_alignment="center"):
            show_new_client(records)
            show_link("records", tr("Settings and backup"), ":material/settings:")
        show_list(records)
