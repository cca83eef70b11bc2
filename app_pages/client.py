"""One client. Its address says which: ``?client=12``."""

from __future__ import annotations

import streamlit as st

from analyzer.language import tr
from ui.pages import show_link
from ui.records.client_view import show_client
from ui.records.gate import asked_for, open_records, telling

client_id = asked_for("client")
if client_id is None:
    st.title(tr("Client"), anchor=False)
    st.info(tr("Choose a client first."))
    show_link("clients", tr("To the list of clients"), ":material/arrow_back:")
else:
    records = open_records(tr("Client"))
    if records is not None:
        with telling():
            show_client(records, client_id)
