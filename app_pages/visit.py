"""One visit. Its address says which: ``?visit=34``."""

from __future__ import annotations

import streamlit as st

from analyzer.language import tr
from ui.pages import show_link
from ui.records.gate import asked_for, open_records, telling
from ui.records.visit_view import show_visit

visit_id = asked_for("visit")
if visit_id is None:
    st.title(tr("Visit"), anchor=False)
    st.info(tr("Choose a client first."))
    show_link("clients", tr("To the list of clients"), ":material/arrow_back:")
else:
    records = open_records(tr("Visit"))
    if records is not None:
        with telling():
            show_visit(records, visit_id)
