"""Before and after: two visits of one person."""

from __future__ import annotations

import streamlit as st

from analyzer.language import tr
from ui.compare.inputs import show_inputs, show_problems
from ui.compare.result import show_result
from ui.compare.session import NAMES, check_waiting, comparing
from ui.compare.words import INTRO, NEXT
from ui.components import show_arrival
from ui.records.comparing import show_way_back
from ui.session.work import warm_up

NEWS = "compared"


show_way_back()
st.title(tr("Before and after"), anchor=False)
place = st.empty()
check_waiting(place.progress)
place.empty()
now = comparing()
now.refresh()
if now.ready:
    with st.expander(tr("Choose other photos"), icon=":material/add_a_photo:", key=f"others_{now.arrivals}"):
        show_inputs()
    with st.container(key=NEWS):
        show_problems()
        show_result()
    show_arrival(NEWS, now.arrivals)
else:
    st.write(tr(INTRO))
    with st.container(key=NEWS):
        show_problems()
        show_arrival(NEWS, now.arrivals)
    show_inputs()
    given = [name for name in NAMES if now.visit(name).given]
    if given:
        st.info(NEXT[next(name for name in NAMES if name not in given)])
warm_up()
