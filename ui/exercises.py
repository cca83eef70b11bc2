"""Exercises and warning signs as buttons that open what to do, for pages that only name them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from analyzer.education import HONEST, Exercise, exercise, topic
from analyzer.language import mark, tr
from analyzer.meaning.exercise_choice import WHY, Offer
from ui.figures import show_figure
from ui.pages import show_link
from ui.text import plain

GENERAL_CARE: Final = mark(
    "Only if your therapist agrees, or if you are well. A stretch or effort is fine; pain is not: stop, and "
    "ask. All exercises are on the page Learn."
)


def show_exercise_buttons(ids: Sequence[str]) -> None:
    """A button for each exercise that opens its figures and all that is said of it."""
    with st.container(horizontal=True):
        for id_ in ids:
            shown = exercise(id_)
            with st.popover(shown.name, icon=":material/self_improvement:"):
                show_exercise(shown)


def show_exercise(shown: Exercise) -> None:
    """An exercise in short: what it is for, figures, steps, how much, next steps up and down, care."""
    st.markdown(f"**{plain(shown.name)}**  \n{plain(shown.goal)}")
    for figure_id in shown.figures:
        show_figure(figure_id, caption=False)
    show_steps(shown)
    st.markdown(tr("**How much:** {dose}", dose=plain(shown.dose.text)))
    show_care(shown)


def show_steps(shown: Exercise) -> None:
    """The starting position, and what to do from there."""
    st.markdown(tr("**Start:** {start}", start=plain(shown.start)))
    st.markdown("\n".join(f"{n}. {plain(step)}" for n, step in enumerate(shown.steps, start=1)))


def show_care(shown: Exercise) -> None:
    """The easier and the harder form, what to watch, and when to stop."""
    st.markdown(tr("**Easier:** {easier}", easier=plain(shown.easier)))
    st.markdown(tr("**Harder:** {harder} {when}", harder=plain(shown.harder), when=plain(shown.step_up)))
    st.markdown(tr("**Take care:** {caution}", caution=plain(shown.caution)))
    st.markdown(tr("**When to stop:** {stop}", stop=plain(shown.stop)))


def show_offer(offered: Offer, key: str) -> None:
    """The exercises to begin with as buttons, the others behind one; nothing without any."""
    if not offered.first:
        return
    st.header(tr("Exercises that fit"), anchor=False)
    reasons = "; ".join(WHY[need] for need in offered.needs if need != "everybody")
    if reasons:
        st.markdown(tr("Chosen for: {reasons}.", reasons=reasons))
    show_exercise_buttons(offered.first)
    if offered.more:
        with st.popover(tr("More exercises"), icon=":material/more_horiz:"):
            names = {id_: exercise(id_).name for id_ in offered.more}
            chosen = st.selectbox(
                tr("Exercise"), list(names), format_func=lambda id_: names.get(id_, id_), key=f"{key}_more"
            )
            if chosen in names:
                show_exercise(exercise(chosen))
    st.caption(f"{tr(GENERAL_CARE)} {tr(HONEST)}")


def show_warning_signs() -> None:
    """A button that opens the signs with which somebody needs help, and leads to all of them."""
    with st.popover(tr("Warning signs: when to get help"), icon=":material/emergency:"):
        for id_ in ("help_now", "help_soon"):
            chapter = topic(id_)
            signs = "\n".join(f"- {plain(fact.text)}" for fact in chapter.facts)
            st.markdown(f"**{plain(chapter.title)}**  \n{plain(chapter.lead)}\n\n{signs}")
        show_link("learn", tr("Where this comes from"), ":material/school:")
