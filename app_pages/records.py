"""Settings of the records."""

from __future__ import annotations

import streamlit as st

from analyzer.language import tr
from ui.pages import show_link
from ui.phone.panel import show_switch
from ui.records.gate import open_records, telling
from ui.records.settings_view import show_settings

show_link("clients", tr("All clients"), ":material/arrow_back:")
st.title(tr("Settings of the records"), anchor=False)
records = open_records()
if records is not None:
    with telling():
        show_settings(records)
show_switch()
