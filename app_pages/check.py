"""Check a photo: the way in, and the result."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import tr
from ui.components import show_arrival
from ui.mending import check_again, show_take_apart, show_turning
from ui.pages import page_of
from ui.phone.panel import show_phone
from ui.session.checked_photo import Problem
from ui.session.state import selected_photo, state
from ui.session.uploads import show_inputs, take_one
from ui.session.waiting import check_waiting
from ui.session.work import take_apart, warm_up
from ui.text import plain

NEWS: Final = "news"
"""The place of what came of the photos given last."""


def show_problems() -> None:
    now = state()
    alone = len(now.problems) == 1 and (now.stale or not now.photos)
    same = Counter(problem.message for problem in now.problems)
    for number, problem in enumerate(now.problems):
        # With other photos beside it, it has to be said which one is meant. What several have is said once.
        if same[problem.message] > 1:
            names = [plain(other.name) for other in now.problems if other.message == problem.message]
            st.error(f"**{', '.join(names)}:** {problem.message}")
            same[problem.message] = 0
        elif same[problem.message]:
            st.error(problem.message if alone else f"**{plain(problem.name)}:** {problem.message}")
        show_take_apart(
            problem,
            f"check_{number}",
            partial(check_again, problem),
            tr("Each photo in the file is checked by itself."),
        )
        _show_comparing(problem, f"compare_{number}")
        show_turning(problem, f"check_{number}")
    if now.problems and now.stale:
        st.caption(tr("Below is still the result of the photo before."))
    if now.notice:
        st.info(now.notice)


def _show_comparing(problem: Problem, key: str) -> None:
    """The way to "Before and after" with the photos of a sheet."""
    page = page_of("compare")
    if problem.code != "several_photos" or not problem.data or not page.exists:
        return
    if st.button(tr("Compare as before and after"), icon=":material/compare:", key=key):
        from ui.compare.inputs import take_sheet  # noqa: PLC0415 - heavy

        try:
            take_sheet(take_apart(problem.name, problem.data))
        except PostureError as error:
            st.error(error.message)
        else:
            st.switch_page(page.path)


def _show_phone() -> None:
    show_phone("check", "check", take_one)


def main() -> None:
    st.title(tr("Check a photo"), anchor=False)
    place = st.empty()
    check_waiting(place.progress)
    place.empty()
    photo = selected_photo()
    if photo is None:
        st.write(
            tr(
                "From a photo of a person standing sideways, this page works out how the pelvis and the "
                "low back stand, how sure that is, and what it says about a shortened psoas, the deep hip "
                "flexor."
            )
        )
        with st.container(key=NEWS):
            show_problems()
            show_arrival(NEWS, state().arrivals)
        show_inputs(_show_phone, tips=True)
    else:
        # Not before there is something to show: the first page should be there quickly.
        from ui.results import show_result  # noqa: PLC0415
        from ui.several import show_choice, show_summary  # noqa: PLC0415

        # Another key is another panel, closed: what it was opened for is done.
        with st.expander(
            tr("Check another photo"), icon=":material/add_a_photo:", key=f"another_{state().arrivals}"
        ):
            show_inputs(_show_phone, tips=False)
        with st.container(key=NEWS):
            show_problems()
            show_summary()
            show_choice()
            show_result(photo)
        show_arrival(NEWS, state().arrivals)
    warm_up("ui.results")


main()
