"""One client: visits, the timeline of each measure, before and after, and what can be done with all of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer._version import __version__
from analyzer.errors import PostureError
from analyzer.language import Table, tr, trn
from analyzer.meaning.measure_words import MAIN_MEASURES
from ui.charts.course import courses, first_choice, of_side, sides_of
from ui.language import handed
from ui.look import main_button
from ui.pages import page_of, show_link
from ui.records.accesses import note_opened, note_taken, show_accesses, who_is_there
from ui.records.again import measure_again
from ui.records.comparing import compare_visits
from ui.records.consents import show_consents
from ui.records.course import show_course_downloads
from ui.records.desk import desk
from ui.records.details import ask_details, details_words
from ui.records.direct_timeline import show_direct_courses
from ui.records.forms import kept_form
from ui.records.gate import show_cancel, show_problem
from ui.records.pain_timeline import show_pain_course
from ui.records.plan import show_plan
from ui.records.range_timeline import show_range_courses
from ui.records.tests_compared import levels_of, show_tests_compared
from ui.records.timeline import HOW_TO_READ, show_answers, show_timeline
from ui.text import day_words, plain

if TYPE_CHECKING:
    from analyzer.records import Client, Records, ThomasPoint, TimelinePoint, VisitLine
    from ui.report.choices import Choices

TO_THE_SIDE: Final = Table({"left": "to the left", "right": "to the right"})
ALL_TO_THE_SIDE: Final = Table(
    {
        "left": "All photos show the person looking to the left.",
        "right": "All photos show the person looking to the right.",
    }
)
_SHOWN_FIRST: Final = 8
_MEASURED: Final = "client_measured"
ERASED: Final = "client_erased"


def show_client(records: Records, client_id: int) -> None:
    """Everything about one client."""
    client = records.client(client_id)
    desk().client_id = client.id
    note_opened(records, client.id)
    visits = records.visits(client_id)
    _show_head(records, client, visits)
    if not visits:
        st.info(
            tr(
                "There is no visit yet. Begin one here and add photos to it, or check photos first and save "
                "them to this client from their result."
            )
        )
    else:
        points = records.timeline(client_id)
        if points:
            _show_courses(points)
        tests = records.thomas_timeline(client_id)
        show_direct_courses(tests)
        show_range_courses(records.range_timeline(client_id))
        _show_older(records, (*points, *tests))
        given = records.answers(client_id)
        show_answers(given, "timeline_answers")
        show_pain_course(given)
        _show_visits(visits, levels_of(tests))
        _show_before_after(records, visits)
    show_plan(records, client.id)
    show_consents(records, client.id)
    show_accesses(records, client.id)
    _show_further(records, client, visits)


def _show_head(records: Records, client: Client, visits: tuple[VisitLine, ...]) -> None:
    show_link("clients", tr("All clients"), ":material/arrow_back:")
    name = f" · {plain(client.name)}" if client.name else ""
    st.title(f"{plain(client.code)}{name}", anchor=False)
    if known := details_words(client.details):
        st.caption(known)
    if client.note:
        st.text(client.note)
    today = next((visit for visit in visits if visit.day == date.today()), None)
    with st.container(horizontal=True, vertical_alignment="center"):
        if today is not None and st.button(
            tr("Today's visit"), type=main_button(), icon=":material/event_note:", key="visit_today"
        ):
            go_to_visit(today.id)
        if not records.may("write"):
            return
        kind = main_button() if today is None else "secondary"
        if st.button(tr("New visit"), type=kind, icon=":material/add:", key="visit_new"):
            from analyzer.records import VisitDraft  # noqa: PLC0415 - heavy

            go_to_visit(records.save_visit(client.id, VisitDraft(date.today())).id)
        _show_edit(records, client)


def go_to_visit(visit_id: int) -> None:
    """Open the page of a visit. Ends this run."""
    st.switch_page(page_of("visit").path, query_params={"visit": str(visit_id)})


def _show_edit(records: Records, client: Client) -> None:
    with st.popover(tr("Edit"), icon=":material/edit:"):
        with kept_form(f"client_edit_{client.id}"):
            code = st.text_input(tr("Code"), value=client.code, max_chars=60)
            name = st.text_input(tr("Name (optional)"), value=client.name, max_chars=200)
            note = st.text_area(tr("Note (optional)"), value=client.note, max_chars=4000, height=90)
            details = ask_details(client.details)
            done = st.form_submit_button(tr("Save"), type=main_button())
        if done:
            try:
                records.change_client(client.id, code=code, name=name, note=note, details=details)
            except PostureError as error:
                show_problem(error)
            else:
                st.rerun()


@st.fragment
def _show_courses(points: tuple[TimelinePoint, ...]) -> None:
    """The timeline of one side; only this runs again when another side or visit is chosen."""
    st.header(tr("Over time"), anchor=False)
    sides = sides_of(points)
    side = sides[0]
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    if len(sides) > 1:
        with left:
            side = st.segmented_control(
                tr("Left and right are never mixed. Photos in which the person looks"),
                sides,
                default=side,
                required=True,
                format_func=TO_THE_SIDE.__getitem__,
                key="course_side",
            )
    else:
        left.markdown(ALL_TO_THE_SIDE[side])
    shown = of_side(points, side)
    chosen = first_choice(shown)
    if len(shown) > 1:
        with right:
            chosen = st.selectbox(
                tr("Compare the visits with that of"),
                range(len(shown)),
                index=chosen,
                format_func=lambda index: day_words(shown[index].day),
                key=f"course_chosen_{side}_{len(shown)}",
                width=280,
            )
    found = courses(shown, chosen)
    main = [found[name] for name in MAIN_MEASURES]
    show_timeline(main, "timeline")
    # Drawn when somebody wants to see them: with many visits that is most of the page.
    further = st.expander(tr("The other measures"), key="course_others", on_change="rerun")
    if further.open:
        others = [course for name, course in found.items() if name not in MAIN_MEASURES]
        with further:
            show_timeline(others, "timeline_others")
    st.caption(tr(HOW_TO_READ))


def _show_older(records: Records, points: tuple[TimelinePoint | ThomasPoint, ...]) -> None:
    """Visits that an older version measured, and the way to measure them again."""
    if said := st.session_state.pop(_MEASURED, ""):
        st.info(said)
    older = sorted({point.visit_id for point in points if point.analyzer_version != __version__})
    if not older or not records.may("write"):
        return

    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            trn(
                "{count} visit was measured by another version of the program. The photos can be measured "
                "again, with your corrections; the old values are replaced.",
                "{count} visits were measured by another version of the program. The photos can be measured "
                "again, with your corrections; the old values are replaced.",
                len(older),
            ),
            width="content",
        )
        pressed = st.button(tr("Measure them again"), icon=":material/refresh:", key="course_again")
    if not pressed:
        return
    place, failed = st.empty(), 0
    for number, visit_id in enumerate(older):
        place.progress(
            number / len(older), tr("Visit {number} of {total}...", number=number + 1, total=len(older))
        )
        failed += measure_again(records, visit_id)
    if failed:
        st.session_state[_MEASURED] = trn(
            "{count} photo could not be measured by this version and stayed as before.",
            "{count} photos could not be measured by this version and stayed as before.",
            failed,
        )
    st.rerun()


@st.fragment
def _show_visits(visits: tuple[VisitLine, ...], levels: Mapping[int, list[str]]) -> None:
    st.header(tr("Visits"), anchor=False)
    for visit in visits[:_SHOWN_FIRST]:
        _show_line(visit, levels)
    if earlier := visits[_SHOWN_FIRST:]:
        title = trn("{count} earlier visit", "{count} earlier visits", len(earlier))
        further = st.expander(title, key="visits_earlier", on_change="rerun")
        if further.open:
            with further:
                for visit in earlier:
                    _show_line(visit, levels)


def _show_line(visit: VisitLine, levels: Mapping[int, list[str]]) -> None:
    # All of the line leads there, not the day alone.
    st.page_link(
        page_of("visit").path,
        label=" · ".join([day_words(visit.day), visit_words(visit), *levels.get(visit.id, ())]),
        icon=":material/event_note:",
        width="stretch",
        query_params={"visit": str(visit.id)},
    )


def visit_words(visit: VisitLine) -> str:
    """3 photos, 2 of the direct test, notes."""
    parts = [counted_photos(visit.photos)] if visit.photos else []
    if visit.thomas:
        parts.append(trn("{count} of the direct test", "{count} of the direct test", visit.thomas))
    if visit.ranges:
        parts.append(tr("range of the pelvis"))
    return ", ".join([*(parts or [tr("no photos")]), *([tr("notes")] if visit.notes else [])])


def _show_before_after(records: Records, visits: tuple[VisitLine, ...]) -> None:
    """Two visits for the page that compares."""
    seen = [visit for visit in visits if visit.photos or visit.thomas or visit.ranges]
    if len(seen) < 2:
        return
    st.header(tr("Before and after"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        before = _choose("Before", tr("Before"), seen, len(seen) - 1)
        after = _choose("After", tr("After"), seen, 0)
        pressed = st.button(tr("Compare"), icon=":material/compare:", key="visits_compare")
    if before == after:
        st.caption(tr("Please choose two different visits."))
    elif pressed:
        by_id = {visit.id: visit for visit in seen}
        if by_id[before].photos and by_id[after].photos:
            compare_visits(records, before, after)
        else:
            show_tests_compared(records, by_id[before], by_id[after])


def _choose(name: str, title: str, visits: list[VisitLine], index: int) -> int:
    words = {visit.id: f"{day_words(visit.day)} ({visit_words(visit)})" for visit in visits}
    chosen: int = st.selectbox(
        title,
        list(words),
        index=index,
        format_func=lambda id_: words.get(id_, ""),
        key=f"visits_{name}_{len(visits)}",
        width=260,
    )
    return chosen


def _show_further(records: Records, client: Client, visits: tuple[VisitLine, ...]) -> None:
    from ui.report.choices import Choices, with_practice  # noqa: PLC0415 - heavy

    start, who = with_practice(Choices()), who_is_there()
    st.header(tr("Take it with you, or erase it"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            tr("Export this client (ZIP)"),
            handed(lambda: export_file(records, client, visits, start, who)),
            f"{_file_name(client.code)}.zip",
            "application/zip",
            on_click="ignore",
            icon=":material/download:",
            key="client_export",
            help=tr(
                "All photos as they were given, everything else as JSON and CSV, and reports of the newest "
                "visits as PDF. The ZIP is not encrypted."
            ),
        )
        show_course_downloads(records, client, who, _file_name(client.code))
        if records.may("manage") and st.button(
            tr("Erase this client"), icon=":material/delete_forever:", key="client_erase"
        ):
            _erase(records, client, visits)


def export_file(
    records: Records, client: Client, visits: tuple[VisitLine, ...], start: Choices, who: str
) -> bytes:
    """Everything about a client in one file, with reports of the newest visits; it is noted who took it."""
    from ui.records.reports import report_files  # noqa: PLC0415 - heavy

    note_taken(records, client.id, who, "exported")
    return records.export_client(client.id, report_files(records, client, visits, start))


def _file_name(code: str) -> str:
    kept = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in code)
    return kept or "client"


def _erase(records: Records, client: Client, visits: tuple[VisitLine, ...]) -> None:
    st.dialog(tr("Erase this client?"))(_ask_to_erase)(records, client, visits)


def _ask_to_erase(records: Records, client: Client, visits: tuple[VisitLine, ...]) -> None:
    st.markdown(
        "\n".join([tr("This will be gone for good:"), *(f"- {line}" for line in what_goes(client, visits))])
    )
    st.caption(
        tr("It cannot be undone, and no trace stays in the records. Backups made before still hold it.")
    )
    with st.form("client_erase_form", border=False):
        typed = st.text_input(
            tr("To confirm, type the code: {code}", code=plain(client.code)), key="client_erase_code"
        )
        sure = st.form_submit_button(
            tr("Erase for good"), type=main_button(), icon=":material/delete_forever:", key="client_erase_now"
        )
    show_cancel("client_erase")
    if sure:
        if typed.strip().casefold() != client.code.casefold():
            st.error(tr("This is not the code of the client. Nothing was erased."))
            return
        try:
            records.erase_client(client.id)
        except PostureError as error:
            show_problem(error)
            return
        st.session_state[ERASED] = trn(
            "{code} was erased, with {count} visit.",
            "{code} was erased, with {count} visits.",
            len(visits),
            code=client.code,
        )
        st.switch_page(page_of("clients").path)


def what_goes(client: Client, visits: tuple[VisitLine, ...]) -> list[str]:
    """What an erasure takes, line by line."""
    photos = sum(visit.photos + visit.thomas for visit in visits)
    return [
        tr(
            "the client {code}, with name, note, consents, and the list of who opened it",
            code=plain(client.code),
        ),
        trn(
            "{count} visit with notes, answers and exercises",
            "{count} visits with notes, answers and exercises",
            len(visits),
        ),
        tr("the plan of exercises, with how each day went"),
        trn(
            "{count} photo with all that was measured and corrected",
            "{count} photos with all that was measured and corrected",
            photos,
        ),
    ]


def counted_photos(number: int) -> str:
    """3 photos."""
    return trn("{count} photo", "{count} photos", number)
