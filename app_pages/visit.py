"""One visit. Its address says which: ``?visit=34``."""

from __future__ import annotations

import streamlit as st

from ui.pages import show_link
from ui.records.gate import asked_for, open_records, telling
from ui.records.visit_view import show_visit

visit_id = asked_for("visit")
if visit_id is None:
    st.title("Visit", anchor=False)
    st.info("Choose a client first.")
    show_link("clients", "To the list of clients", ":material/arrow_back:")
else:
    records = open_records("Visit")
    if records is not None:
        with telling():
            show_visit(records, visit_id)
