"""Questions about daily life, and what the answers add to the findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from analyzer.language import Table, tr, within_sentence
from analyzer.meaning.daily_life import (
    BACKWARD_EXERCISES,
    DO_NOT_FIT,
    find_contributing_factors,
    find_pain_remarks,
)
from analyzer.meaning.exercise_choice import HipTest, goes_against
from analyzer.types import Indicator, Measure
from analyzer.types.codes import MeasureName
from analyzer.types.intake import MOST_NOTES, Intake
from analyzer.types.pain import PainArea
from ui.components import show_markup
from ui.exercises import show_offer
from ui.markup import render
from ui.pain import show_pain, show_pain_warning
from ui.purpose import exercises_to_offer, offer
from ui.session.state import INTAKE_FIELDS, state

_DESK: Final = {"yes": True, "no": False}
_DESK_WORDS: Final = Table({"yes": "Yes", "no": "No"})
_NONE: Final = "none"
_FIELDS: Final = (
    "hours_sitting",
    "hours_standing",
    "desk_work",
    "cycling_hours",
    "other_sport",
    "stress",
    "low_back_pain",
    "pain_strength",
    "notes",
)
_HOURS: Final = {"hours_sitting": 24.0, "hours_standing": 24.0, "cycling_hours": 168.0}
"""The most of each that somebody can answer."""
_RATINGS: Final = ("stress", "low_back_pain", "pain_strength")
_LABELS: Final = Table(
    {
        "hours_sitting": "Hours of sitting on a usual day",
        "hours_standing": "Hours of standing on a usual day",
        "cycling_hours": "Hours of cycling in a usual week",
        "stress": "Stress in the last weeks, 0 (none) to 10",
        "low_back_pain": "Low-back pain in the last week, 0 (none) to 10",
        "pain_strength": "All the pain marked below, now, 0 (none) to 10",
    }
)


def show_intake_form() -> None:
    """The questions. Every answer counts at once; none is needed."""
    st.caption(tr("All of it is optional. It stays on this computer, and is gone with the photos."))
    show_questions(state().intake, _answered)


def _answered(intake: Intake) -> None:
    state().intake = intake


def show_questions(answers: Intake, take: Callable[[Intake], object], prefix: str = INTAKE_FIELDS) -> None:
    """The questions with their answers so far, for whatever they belong to.

    Parameters
    ----------
    answers : Intake
        What the fields hold when they appear.
    take : callable
        Is given all answers after each change.
    prefix : str
        Begins the keys of the fields: different for everything that has answers.
    """
    _fill_in(answers, prefix)

    def marked(areas: tuple[PainArea, ...]) -> None:
        take(replace(answers_given(prefix), pain=areas))

    def changed() -> None:
        take(replace(answers_given(prefix), pain=answers.pain))

    left, right = st.columns(2, gap="medium")
    with left:
        for name, most in _HOURS.items():
            st.number_input(
                _LABELS[name],
                min_value=0.0,
                max_value=most,
                value=None,
                step=0.5,
                format="%.1f",
                key=prefix + name,
                placeholder=tr("not answered"),
                on_change=changed,
            )
        st.segmented_control(
            tr("Do you mostly work at a desk?"),
            list(_DESK),
            format_func=_DESK_WORDS.__getitem__,
            key=prefix + "desk_work",
            on_change=changed,
        )
    with right:
        for name in _RATINGS:
            st.select_slider(
                _LABELS[name],
                [_NONE, *range(11)],
                format_func=_rating,
                key=prefix + name,
                on_change=changed,
            )
        st.text_input(
            tr("Other sport"),
            key=prefix + "other_sport",
            max_chars=200,
            on_change=changed,
            placeholder=tr("For example swimming, twice a week"),
        )
        st.text_area(tr("Notes"), key=prefix + "notes", max_chars=MOST_NOTES, on_change=changed, height=90)
    show_pain(answers, marked, prefix)


def _rating(answer: str | int) -> str:
    return tr("not answered") if answer == _NONE else str(answer)


def name_factors() -> None:
    """One line that names the contributing factors; nothing without any."""
    if factors := find_contributing_factors(state().intake):
        names = ", ".join(within_sentence(factor.title) for factor in factors)
        st.markdown(
            tr("**In your days, known or taught to tighten the psoas:** {names}. More below.", names=names)
        )


def show_intake(
    psoas: Indicator,
    measures: Mapping[MeasureName, Measure] | None = None,
    tests: Sequence[HipTest] = (),
) -> None:
    """The questions, folded, what the answers add to what was seen, and exercises for both."""
    st.header(tr("Your days"), anchor=False)
    # With a key and a run of its own it stays open when an answer adds a line above it.
    with st.expander(
        tr("A few questions (optional)"), icon=":material/edit_note:", key="questions", on_change="rerun"
    ):
        show_intake_form()
    intake = state().intake
    show_remarks(intake)
    show_offer(offer(intake, psoas, measures, tests), "check")
    if set(goes_against(exercises_to_offer(intake), psoas, tests)) & BACKWARD_EXERCISES:
        st.caption(tr(DO_NOT_FIT))


def show_remarks(intake: Intake, key: str = "intake") -> None:
    """What the answers say, each remark with its source."""
    show_pain_warning(intake.pain)
    factors, pain = find_contributing_factors(intake), find_pain_remarks(intake)
    if intake.habits and not factors:
        st.markdown(tr("None of your answers is known or taught to tighten the psoas."))
    if remarks := (*factors, *pain):
        show_markup(render("remark_cards.html", remarks=remarks), key=key)


def _fill_in(answers: Intake, prefix: str) -> None:
    """Give the widgets their answers when they appear, for example after a visit to another page."""
    for name in _FIELDS:
        value = getattr(answers, name)
        if name == "desk_work":
            value = next((word for word, meant in _DESK.items() if meant is value), None)
        elif name in _RATINGS:
            value = _NONE if value is None else value
        st.session_state.setdefault(prefix + name, value)


def answers_given(prefix: str) -> Intake:
    """The answers of the widgets; what is marked on the figure is not among them."""
    given: dict[str, Any] = {name: st.session_state.get(prefix + name) for name in _FIELDS}
    given["desk_work"] = _DESK.get(str(given["desk_work"]))
    for name in _RATINGS:
        given[name] = given[name] if isinstance(given[name], int) else None
    for name in ("other_sport", "notes"):
        given[name] = given[name] or ""
    return Intake(**given)
