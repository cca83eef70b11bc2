"""Exercises and warning signs as buttons that open what to do, for pages that only name them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analyzer.education import exercise, topic
from ui.figures import show_figure
from ui.pages import show_link
from ui.text import plain


def show_exercise_buttons(ids: Sequence[str]) -> None:
    """A button for each exercise that opens figure, steps, dose and caution."""
    with st.container(horizontal=True):
        for id_ in ids:
            shown = exercise(id_)
            with st.popover(shown.name, icon=":material/self_improvement:"):
                st.markdown(f"**{plain(shown.name)}**  \n{plain(shown.goal)}")
                for figure_id in shown.figures:
                    show_figure(figure_id, caption=False)
                st.markdown("\n".join(f"{n}. {plain(step)}" for n, step in enumerate(shown.steps, start=1)))
                st.markdown(f"**How much:** {plain(shown.dose.text)}")
                st.markdown(f"**Take care:** {plain(shown.caution)}")


def show_warning_signs() -> None:
    """A button that opens the signs with which somebody needs help, and leads to all of them."""
    with st.popover("Warning signs: when to get help", icon=":material/emergency:"):
        for id_ in ("help_now", "help_soon"):
            chapter = topic(id_)
            signs = "\n".join(f"- {plain(fact.text)}" for fact in chapter.facts)
            st.markdown(f"**{plain(chapter.title)}**  \n{plain(chapter.lead)}\n\n{signs}")
        show_link("learn", "Where this comes from", ":material/school:")
