"""One visit: its photos as they were analysed, what is known about it, and what the client takes home."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analyzer.education import exercises
from analyzer.errors import PostureError
from analyzer.language import tr, trn
from analyzer.meaning.daily_life import DO_NOT_FIT, find_unfitting_exercises
from ui.compare.words import PROTOCOLS
from ui.exercises import show_exercise_buttons, show_warning_signs
from ui.intake import answers_given, show_questions, show_remarks
from ui.look import main_button
from ui.pages import page_of, show_link
from ui.purpose import offer
from ui.records.accesses import note_opened
from ui.records.comparing import compare_visits, earlier_visit
from ui.records.desk import desk
from ui.records.direct import forget_stored
from ui.records.editing import change, follow, look_only, show_saved, with_unsaved
from ui.records.gate import show_cancel, show_problem
from ui.records.photos import keep_corrections
from ui.records.reports import show_report
from ui.records.visit_direct import show_direct_test, sides_of
from ui.records.visit_photos import measures_of, psoas_of, show_add_photos, show_measures, show_photos
from ui.records.visit_range import show_ranges
from ui.session.state import forget_widgets
from ui.text import day_format, day_words, plain

if TYPE_CHECKING:
    from analyzer.records import Client, Records, Visit

_MOST_NOTES: Final = 20_000
_EARLIEST: Final = date(1990, 1, 1)


def show_visit(records: Records, visit_id: int) -> None:
    """Everything about one visit. Each change in it is saved at once."""
    keep_corrections(desk())
    visit = with_unsaved(records.visit(visit_id))
    client = records.client(visit.client_id)
    desk().client_id = client.id
    note_opened(records, client.id)
    name = f"{client.code} · {client.name}" if client.name else client.code
    show_link("client", plain(name), ":material/arrow_back:", client=client.id)
    st.title(tr("Visit of {day}", day=day_words(visit.day)), anchor=False)
    show_saved(visit.id)
    if visit.photos:
        _show_last_time(records, visit)
    left, right = st.columns([3, 2], gap="large")
    with left:
        show_photos(records, visit)
        show_add_photos(records, visit)
    with right:
        _show_setup(visit)
        _show_notes(visit)
        _show_exercises(visit)
        _show_answers(visit)
        show_warning_signs()
    show_measures(visit)
    show_direct_test(records, visit)
    show_ranges(records, visit)
    if visit.photos or visit.thomas or visit.ranges:
        st.header(tr("Hand over"), anchor=False)
        show_report(records, client, visit)
    _show_delete(records, client, visit)


def _key(visit: Visit, name: str, value: Any) -> str:
    """The key of a field, which holds ``value`` when it appears."""
    key = f"visit_{visit.id}_{name}"
    follow(visit, name, key, value)
    if st.session_state[key] != value:
        # It came with the run of another page, for example, which did not know the field.
        _save(visit.id, name, key)
    return key


def _save(visit_id: int, name: str, key: str) -> None:
    """Callback: a field was changed."""
    given = st.session_state.get(key)
    if name == "day" and given is None:
        return
    if name in ("protocol", "notes"):
        given = given or ""
    if name == "exercises":
        given = tuple(given or ())
    change(visit_id, **{name: given})


def _show_setup(visit: Visit) -> None:
    st.subheader(tr("About this visit"), anchor=False)
    key = _key(visit, "day", visit.day)
    st.date_input(
        tr("Day"),
        min_value=_EARLIEST,
        max_value=max(date.today(), visit.day),
        format=day_format(),
        key=key,
        on_change=_save,
        args=(visit.id, "day", key),
        disabled=look_only(),
    )
    key = _key(visit, "camera_height_cm", visit.camera_height_cm)
    st.number_input(
        tr("Height of the camera above the floor, in cm"),
        min_value=10.0,
        max_value=250.0,
        step=5.0,
        format="%0.0f",
        key=key,
        placeholder=tr("not known"),
        on_change=_save,
        args=(visit.id, "camera_height_cm", key),
        disabled=look_only(),
        help=tr("If both visits have it, photos taken from other heights are not compared."),
    )
    choices = PROTOCOLS if visit.protocol in ("", *PROTOCOLS) else (visit.protocol, *PROTOCOLS)
    key = _key(visit, "protocol", visit.protocol or None)
    st.selectbox(
        tr("Stance and arms"),
        choices,
        index=None,
        format_func=tr,
        key=key,
        placeholder=tr("not known"),
        on_change=_save,
        args=(visit.id, "protocol", key),
        disabled=look_only(),
        help=tr("If both visits have it, other stances are not compared."),
    )


def _show_notes(visit: Visit) -> None:
    key = _key(visit, "notes", visit.notes)
    st.text_area(
        tr("Notes of this visit"),
        key=key,
        max_chars=_MOST_NOTES,
        height=190,
        on_change=_save,
        args=(visit.id, "notes", key),
        placeholder=tr("What you saw, tested and agreed on"),
        disabled=look_only(),
    )


def _show_last_time(records: Records, visit: Visit) -> None:
    """One click to the comparison with the visit before that shows the same side."""
    last = earlier_visit(records.timeline(visit.client_id), visit.id)
    if last is not None and st.button(
        tr("Compare with last time ({day})", day=day_words(last.day)),
        icon=":material/compare:",
        key="visit_last",
    ):
        compare_visits(records, last.visit_id, visit.id)


def _show_answers(visit: Visit) -> None:
    st.subheader(tr("Daily life"), anchor=False)
    # One title and a key: with the first answer it would close otherwise.
    with st.expander(
        tr("Questions and answers (optional)"),
        icon=":material/edit_note:",
        key=f"visit_{visit.id}_questions",
        on_change="rerun",
    ):
        if look_only():
            return
        prefix = f"visit_{visit.id}_intake_"
        _follow_answers(visit, prefix)
        show_questions(visit.intake, lambda intake: change(visit.id, intake=intake), prefix)
    show_remarks(visit.intake, key=f"visit_intake_{visit.id}")


def _follow_answers(visit: Visit, prefix: str) -> None:
    """Let the questions hold what the records hold, when another window changed it."""
    now = desk()
    if "intake" in now.unsaved.get(visit.id, {}):
        return
    shown = now.shown.setdefault(visit.id, {})
    typed = replace(answers_given(prefix), pain=visit.intake.pain)
    if shown.get("intake", visit.intake) != visit.intake and typed != visit.intake:
        forget_widgets(prefix)
    shown["intake"] = visit.intake


def _show_exercises(visit: Visit) -> None:
    st.subheader(tr("Exercises given"), anchor=False)
    psoas = psoas_of(visit)
    offered = offer(visit.intake, psoas, measures_of(visit), sides_of(visit))
    names = {item.id: item.name for item in exercises()}
    names = {id_: names[id_] for id_ in (*offered.first, *names) if id_ in names}  # those that fit come first
    # What an older version knew stays, even if this one does not know it.
    names |= {id_: id_.replace("_", " ").capitalize() for id_ in visit.exercises if id_ not in names}
    key = _key(visit, "exercises", list(visit.exercises))
    st.pills(
        tr("Choose what the client takes home"),
        list(names),
        selection_mode="multi",
        format_func=lambda id_: names.get(id_, id_),
        key=key,
        on_change=_save,
        args=(visit.id, "exercises", key),
        disabled=look_only(),
        wrap=True,
    )
    fitting = [id_ for id_ in offered.first if id_ not in visit.exercises]
    if find_unfitting_exercises(visit.exercises, psoas):
        st.caption(tr(DO_NOT_FIT))
    if fitting:
        listed = ", ".join(names[id_] for id_ in fitting)
        st.caption(tr("What was found fits: {exercises}.", exercises=listed))
    known = {item.id for item in exercises()}
    if shown := [id_ for id_ in visit.exercises if id_ in known]:
        st.caption(tr("How each is done, with its figures:"))
        show_exercise_buttons(shown)


def _show_delete(records: Records, client: Client, visit: Visit) -> None:
    if not records.may("manage"):
        return
    st.divider()
    if st.button(tr("Delete this visit"), icon=":material/delete:", key="visit_delete"):
        _delete(records, client, visit)


def _delete(records: Records, client: Client, visit: Visit) -> None:
    st.dialog(tr("Delete this visit?"))(_ask_to_delete)(records, client, visit)


def _ask_to_delete(records: Records, client: Client, visit: Visit) -> None:
    st.markdown(
        trn(
            "The visit of {day} of {client} will be gone for good: {count} photo, what was measured and "
            "corrected, notes, answers and exercises.",
            "The visit of {day} of {client} will be gone for good: {count} photos, what was measured and "
            "corrected, notes, answers and exercises.",
            len(visit.photos) + len(visit.thomas),
            day=day_words(visit.day),
            client=plain(client.code),
        )
    )
    st.caption(
        tr("It cannot be undone, and no trace stays in the records. Backups made before still hold it.")
    )
    with st.container(horizontal=True):
        sure = st.button(
            tr("Delete for good"), type=main_button(), icon=":material/delete:", key="visit_delete_now"
        )
        show_cancel("visit_delete")
    if sure:
        try:
            records.erase_visit(visit.id)
        except PostureError as error:
            show_problem(error)
            return
        desk().unsaved.pop(visit.id, None)
        forget_stored({stored.id for stored in visit.thomas})
        st.switch_page(page_of("client").path, query_params={"client": str(client.id)})
