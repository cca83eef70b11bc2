"""Direct test: modified Thomas test from photos of a person at the end of a table."""

from __future__ import annotations

import streamlit as st

from analyzer.language import tr
from ui.records.direct import show_of_visit
from ui.records.save import show_save
from ui.session.work import warm_up
from ui.thomas.inputs import show_how_to, show_inputs, show_problems
from ui.thomas.session import direct, measure_waiting
from ui.thomas.words import INTRO


def main() -> None:
    st.title(tr("Direct test"), anchor=False)
    place = st.empty()
    measure_waiting(place.progress)
    place.empty()
    show_of_visit()
    if not direct().photos:
        st.write(tr(INTRO))
        show_problems()
        show_inputs()
        show_how_to()
    else:
        from ui.thomas.result import show_removing, show_report, show_test  # noqa: PLC0415 - heavy

        with st.expander(tr("Add photos, of this leg or the other"), icon=":material/add_a_photo:"):
            show_inputs()
        show_problems()
        show_test()
        if direct().of_visit is None:
            show_report()
            show_save(direct().photos, "direct")
        show_removing()
        with st.expander(tr("How to do the test"), icon=":material/help:"):
            show_how_to()
    warm_up("ui.thomas.result")


main()
