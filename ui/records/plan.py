"""The plan of a client on the client's page: exercises with their own dose, and how the days went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.education import exercise, exercises
from analyzer.errors import PostureError
from analyzer.language import Table, tr, trn
from analyzer.meaning.exercise_course import ADVICE, STRONG_PAIN, WENT_WORDS, advice_after, counted
from analyzer.types.exercise_plan import WENT, ExerciseDay, PlannedExercise, Went
from ui.exercises import show_exercise_buttons
from ui.look import main_button
from ui.records.forms import kept_form
from ui.records.gate import show_problem
from ui.text import day_format, day_words, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from analyzer.records import Records

_SHOWN_DAYS: Final = 12
_ASKED: Final = Table({"done": "Done", "hard": "It was hard", "painful": "It was painful"})


def show_plan(records: Records, client_id: int) -> None:
    """What the client does at home now, how it went, and what has ended."""
    plan = records.plans.of(client_id)
    now = [planned for planned in plan if planned.ended is None]
    st.header(tr("Exercises at home"), anchor=False)
    if not now:
        st.caption(tr("Nothing is planned. Choose an exercise below, with the dose that you agree on."))
    for planned in now:
        _show_planned(records, client_id, planned)
    if records.may("write"):
        with st.expander(tr("Add an exercise to the plan"), icon=":material/add:", key="plan_add"):
            _show_form(records, client_id, now)
    if ended := [planned for planned in plan if planned.ended is not None]:
        words = trn("{count} exercise that has ended", "{count} exercises that have ended", len(ended))
        with st.expander(words, icon=":material/history:", key="plan_ended"):
            for planned in ended:
                _show_ended(records, client_id, planned)


def name_of(id_: str) -> str:
    """The name of an exercise, also of one that this version does not know."""
    try:
        return exercise(id_).name
    except KeyError:
        return id_.replace("_", " ").capitalize()


def _show_planned(records: Records, client_id: int, planned: PlannedExercise) -> None:
    with st.container(border=True, key=f"plan_{planned.id}"):
        st.subheader(name_of(planned.exercise), anchor=False)
        dose = planned.dose or tr("the general dose")
        st.markdown(tr("Since {day}: {dose}", day=day_words(planned.since), dose=plain(dose)))
        if planned.notes:
            st.text(planned.notes)
        if planned.days:
            st.markdown(tr("So far: {counts}.", counts=counted(planned.days)))
        advice = advice_after(planned.days)
        if advice is not None:
            (st.warning if advice == "step_back" else st.info)(ADVICE[advice])
        with st.container(horizontal=True):
            if any(known.id == planned.exercise for known in exercises()):
                show_exercise_buttons([planned.exercise])
            with st.popover(tr("How it went"), icon=":material/event_available:"):
                if records.may("write"):
                    _show_day_form(records, planned)
                _show_days(records, planned)
            if not records.may("write"):
                return
            with st.popover(tr("Change"), icon=":material/edit:"):
                _show_change(records, client_id, planned)


def _show_day_form(records: Records, planned: PlannedExercise) -> None:
    with kept_form(f"plan_day_{planned.id}", clear_on_submit=True):
        day = st.date_input(tr("Day"), date.today(), format=day_format(), max_value=date.today())
        went: Went | None = st.segmented_control(
            tr("How did it go?"), WENT, format_func=_ASKED.__getitem__, default="done", required=True
        )
        pain = st.slider(tr("Pain, if it was painful: 0 (none) to 10"), 0, 10, 0)
        worse = st.checkbox(tr("It hurt more on the day after"))
        note = st.text_input(tr("Note (optional)"), max_chars=1000)
        st.caption(
            tr(
                "With pain of {limit} or more, or more pain the next day: a step back, and ask the "
                "therapist.",
                limit=str(STRONG_PAIN),
            )
        )
        if st.form_submit_button(tr("Note this day"), type=main_button()):
            told = ExerciseDay(
                day, went or "done", (pain or None) if went == "painful" else None, worse, note
            )
            _try(lambda: records.plans.add_day(planned.id, told))


def _show_days(records: Records, planned: PlannedExercise) -> None:
    for day in planned.days[:_SHOWN_DAYS]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(day_line(day), width="content")
            key = f"plan_day_delete_{day.id}"
            if records.may("write") and st.button(tr("Delete"), key=key, type="tertiary"):
                _try(partial(records.plans.remove_day, day.id))
    if (more := len(planned.days) - _SHOWN_DAYS) > 0:
        words = trn("{count} earlier day is in the export.", "{count} earlier days are in the export.", more)
        st.caption(words)


def day_line(day: ExerciseDay) -> str:
    """A day in one line."""
    parts = [tr("{day}: {went}", day=day_words(day.day), went=WENT_WORDS[day.went])]
    if day.pain is not None:
        parts.append(tr("pain {rating} of 10", rating=str(day.pain)))
    if day.worse_next_day:
        parts.append(tr("worse the next day"))
    if day.note:
        parts.append(plain(day.note))
    return ", ".join(parts)


def _show_form(records: Records, client_id: int, now: list[PlannedExercise]) -> None:
    taken = {planned.exercise for planned in now}
    free = [known.id for known in exercises() if known.id not in taken]
    # New fields after each exercise; what was typed stays when something is missing.
    key = f"plan_new_{client_id}_{len(now)}_"
    with kept_form(key):
        chosen = st.selectbox(tr("Exercise"), free, index=None, format_func=name_of, key=f"{key}exercise")
        dose = st.text_input(
            tr("Dose you agree on (optional)"),
            max_chars=300,
            placeholder=tr("For example 2 × 8, three days a week"),
            help=tr("Empty: the general dose of the exercise."),
            key=f"{key}dose",
        )
        since = st.date_input(tr("Since"), date.today(), format=day_format(), key=f"{key}since")
        notes = st.text_area(tr("Notes (optional)"), max_chars=5000, height=90, key=f"{key}notes")
        done = st.form_submit_button(tr("Add to the plan"), type=main_button())
    if done and not chosen:
        st.error(tr("Please choose an exercise."))
    elif done and chosen:
        planned = PlannedExercise(chosen, since, dose, notes)
        _try(lambda: records.plans.save(client_id, planned))


def _show_change(records: Records, client_id: int, planned: PlannedExercise) -> None:
    with kept_form(f"plan_change_{planned.id}"):
        dose = st.text_input(tr("Dose you agree on (optional)"), planned.dose, max_chars=300)
        since = st.date_input(tr("Since"), planned.since, format=day_format())
        notes = st.text_area(tr("Notes (optional)"), planned.notes, max_chars=5000, height=90)
        if st.form_submit_button(tr("Save"), type=main_button()):
            changed = replace(planned, dose=dose, since=since, notes=notes)
            _try(lambda: records.plans.save(client_id, changed))
    with st.container(horizontal=True):
        if st.button(tr("It has ended"), key=f"plan_end_{planned.id}", icon=":material/stop_circle:"):
            ended = replace(planned, ended=max(date.today(), planned.since))
            _try(lambda: records.plans.save(client_id, ended))
        if st.button(tr("Delete"), key=f"plan_delete_{planned.id}", icon=":material/delete:"):
            _try(lambda: records.plans.remove(planned.id))


def _show_ended(records: Records, client_id: int, planned: PlannedExercise) -> None:
    since, ended = day_words(planned.since), day_words(planned.ended or planned.since)
    with st.container(horizontal=True, vertical_alignment="center"):
        words = tr("**{name}**: {since} to {ended}", name=name_of(planned.exercise), since=since, ended=ended)
        st.markdown(f"{words}. {counted(planned.days)}" if planned.days else words, width="content")
        if not records.may("write"):
            return
        if st.button(tr("Take it up again"), key=f"plan_again_{planned.id}", type="tertiary"):
            _try(lambda: records.plans.save(client_id, replace(planned, ended=None)))
        if st.button(tr("Delete"), key=f"plan_ended_delete_{planned.id}", type="tertiary"):
            _try(lambda: records.plans.remove(planned.id))


def _try(change: Callable[[], object]) -> None:
    """Change the plan and show it anew, or say what was wrong."""
    try:
        change()
    except PostureError as error:
        show_problem(error)
    else:
        st.rerun()
