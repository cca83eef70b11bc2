"""The photos of a visit: shown with their stored results, added, corrected, deleted."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import Table, mark, tr, trn
from analyzer.meaning.level_words import LEVELS
from analyzer.meaning.measure_words import MAIN_MEASURES
from ui.charts.measure import cards, summary_cards
from ui.components import show_arrival, show_markup
from ui.look import main_button
from ui.overlay_view import show_overlay
from ui.pages import page_of
from ui.phone.panel import show_phone
from ui.pictures import pictures_of
from ui.records.details import beside_own
from ui.records.editing import edit
from ui.records.gate import show_cancel, show_problem
from ui.records.photos import add_to, open_to_correct, view_of
from ui.records.settings import keeps_camera_data
from ui.session.checked_photo import CheckedPhoto, Problem, Waiting
from ui.session.state import state
from ui.session.uploads import MOST_PHOTOS, file_types, release
from ui.session.waiting import check_all
from ui.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from analyzer.records import Records, StoredPhoto, StoredThomasPhoto, Visit, VisitDraft
    from analyzer.types import Indicator, Measure
    from analyzer.types.codes import MeasureName

OTHER_PHOTOS: Final = mark(
    "There are photos on *Check a photo* that are not saved to a client. Please save or remove them first, "
    "so that nothing is lost."
)
PHOTO_OF: Final = Table({"left": "Photo {number}, looking left", "right": "Photo {number}, looking right"})
LOOKING_TO: Final = Table({"left": "Looking to the left", "right": "Looking to the right"})
KEPT: Final = mark(
    "The files are kept as they are, but for the place, time and device that the camera wrote."
)
KEPT_ALL: Final = mark(
    "The files are kept as they are, with the place, time and device that the camera wrote."
)
TOO_LARGE: Final = mark("The file is too large to be kept. Please save the photo as JPEG and add it again.")
_WAITING: Final = "visit_waiting"
_SAID: Final = "visit_said"
_COUNT: Final = "visit_uploads"
_PHOTOS: Final = "visit_photos"
_NEWEST: Final = "visit_newest"
"""The visit that got a photo last, and how often one did: its newest photo is shown, and comes into view."""


def show_photos(records: Records, visit: Visit) -> None:
    """One photo of the visit at a time, with the drawing of its stored result."""
    with st.container(key=_PHOTOS):
        st.subheader(tr("Photos"), anchor=False)
    newest = st.session_state.get(_NEWEST, (None, 0))
    if newest[0] == visit.id:
        show_arrival(_PHOTOS, newest[1])
    if not visit.photos:
        st.caption(tr("No photo yet. Two or three, stepping away in between, say more than one."))
        return
    index = 0
    if len(visit.photos) > 1:
        index = st.segmented_control(
            tr("Photo"),
            range(len(visit.photos)),
            default=len(visit.photos) - 1 if newest[0] == visit.id else 0,
            required=True,
            format_func=lambda i: PHOTO_OF[visit.photos[i].analysis.view.facing].format(number=i + 1),
            key=f"visit_photo_{visit.id}_{'_'.join(str(photo.id) for photo in visit.photos)}",
            wrap=True,
        )
    stored = visit.photos[index]
    try:
        view = view_of(records, stored)
    except PostureError as error:
        show_problem(error)
    else:
        show_overlay(view, pictures_of(view))
    st.caption(name_and_version(stored))
    if not records.may("write"):
        return
    with st.container(horizontal=True):
        if st.button(tr("Correct points"), icon=":material/ink_pen:", key=f"photo_correct_{stored.id}"):
            _open(records, visit, stored, "correct")
        if st.button(tr("Draw"), icon=":material/draw:", key=f"photo_draw_{stored.id}"):
            _open(records, visit, stored, "draw")
        if st.button(tr("Delete this photo"), icon=":material/delete:", key=f"photo_delete_{stored.id}"):
            _delete(visit, stored)


def name_and_version(stored: StoredPhoto | StoredThomasPhoto) -> str:
    """A stored photo in a line: its name, whether it was corrected, and which version measured it."""
    said = {"name": plain(stored.name), "version": plain(stored.analysis.provenance.analyzer_version)}
    if stored.analysis.corrections:
        return tr("{name}, with corrections. Analysed by version {version}.", **said)
    return tr("{name}, without corrections. Analysed by version {version}.", **said)


def _open(records: Records, visit: Visit, stored: StoredPhoto, page: str) -> None:
    """Go to the page that changes it."""
    try:
        with st.spinner(tr("Looking at the photo again...")):
            done = open_to_correct(records, visit, stored)
    except PostureError as error:
        show_problem(error)
        return
    if done:
        st.switch_page(page_of(page).path)
    st.warning(tr(OTHER_PHOTOS))


def _delete(visit: Visit, stored: StoredPhoto) -> None:
    st.dialog(tr("Delete this photo?"))(_ask_to_delete)(visit, stored)


def _ask_to_delete(visit: Visit, stored: StoredPhoto) -> None:
    def without(draft: VisitDraft) -> VisitDraft:
        return replace(draft, photos=tuple(p for p in draft.photos if getattr(p, "id", None) != stored.id))

    if delete_when_sure(visit, stored.name, "photo_delete", without):
        st.rerun()


def delete_when_sure(visit: Visit, name: str, key: str, without: Callable[[VisitDraft], VisitDraft]) -> bool:
    """What a dialog asks before a photo goes; ``without`` takes it out of the visit. Whether it is gone."""
    st.markdown(
        tr("{name}, with what was measured and corrected in it, will be gone for good.", name=plain(name))
    )
    with st.container(horizontal=True):
        sure = st.button(
            tr("Delete for good"), type=main_button(), icon=":material/delete:", key=f"{key}_now"
        )
        show_cancel(key)
    if not sure:
        return False
    try:
        edit(visit.id, without)
    except PostureError as error:
        show_problem(error)
        return False
    return True


def show_add_photos(records: Records, visit: Visit) -> None:
    """Ways to add photos: upload, and those that were checked before. Each is saved as soon as it is read.

    Nothing for who may only look.
    """
    if not records.may("write"):
        return
    place = st.empty()
    if _add_waiting(records, visit, place):
        st.rerun()
    number = st.session_state.setdefault(_COUNT, 0)
    if said := st.session_state.pop(_SAID, ()):
        with st.container():
            for line in said:
                st.warning(line)
            show_arrival("visit_said", number, focus=False)
    # Another key is another panel, closed where there are photos: what it was opened for is done.
    with st.expander(
        tr("Add photos"), icon=":material/add_a_photo:", expanded=not visit.photos, key=f"visit_add_{number}"
    ):
        key = f"visit_upload_{number}"
        st.file_uploader(
            tr("One photo, or several of this visit"),
            type=file_types(),
            accept_multiple_files=True,
            key=key,
            on_change=_take_upload,
            args=(visit.id, key),
        )
        st.caption(tr(KEPT_ALL) if keeps_camera_data() else tr(KEPT))
        show_phone(f"visit_{visit.id}", "visit", partial(_take_phone, visit.id), visit=visit.id)
        _show_checked(records, visit)


def _show_checked(records: Records, visit: Visit) -> None:
    """Photos of the session that are not in this visit."""
    kept = {stored.analysis.photo.sha256 for stored in visit.photos}
    photos = [photo for photo in state().photos if photo.analysis.photo.sha256 not in kept]
    if not photos:
        return
    label = trn(
        "Add the photo from “Check a photo”", "Add the {count} photos from “Check a photo”", len(photos)
    )
    if st.button(label, icon=":material/accessibility_new:", key="visit_add_checked"):
        try:
            add_to(records, visit.client_id, visit.id, photos)
        except PostureError as error:
            show_problem(error)
        else:
            _note_newest(visit.id)
            st.session_state[_COUNT] += 1
            st.rerun()


def _note_newest(visit_id: int) -> None:
    st.session_state[_NEWEST] = (visit_id, st.session_state.get(_NEWEST, (None, 0))[1] + 1)


def _take_upload(visit_id: int, key: str) -> None:
    """Callback: files were given to this visit."""
    files: list[UploadedFile] = st.session_state.get(key) or []
    if files:
        given = [(file.name, file.getvalue()) for file in files[:MOST_PHOTOS]]
        st.session_state[_WAITING] = (visit_id, Waiting.of(given))
        st.session_state[_COUNT] += 1
        release(files)


def _take_phone(visit_id: int, name: str, data: bytes, series: str) -> None:
    """Callback: a photo came from a phone for this visit."""
    waits_for, waiting = st.session_state.get(_WAITING, (visit_id, Waiting()))
    if waits_for != visit_id:
        waiting = Waiting()
    st.session_state[_WAITING] = (visit_id, waiting.with_one(name, data, series))


def _add_waiting(records: Records, visit: Visit, place: st.delta_generator.DeltaGenerator) -> bool:
    """Check the files that were given and save each; whether there were any."""
    visit_id, waiting = st.session_state.get(_WAITING, (None, Waiting()))
    if visit_id != visit.id or not waiting.given:
        return False
    known = {stored.analysis.photo.sha256 for stored in visit.photos}

    def tell(words: str) -> None:
        total, number = waiting.given, waiting.done
        place.progress(
            number / total, words or tr("Photo {number} of {total}...", number=number + 1, total=total)
        )

    def save(checked: CheckedPhoto) -> Problem | None:
        if checked.analysis.photo.sha256 in known:
            return Problem(checked.name, "known", tr("This photo is in this visit already."))
        if not checked.data:
            return Problem(checked.name, "too_large", tr(TOO_LARGE))
        try:
            add_to(records, visit.client_id, visit.id, [checked])
        except PostureError as error:
            return Problem(checked.name, error.code, error.message)
        known.add(checked.analysis.photo.sha256)
        return None

    before = len(known)
    check_all(waiting, tell, save)
    if len(known) > before:
        _note_newest(visit.id)
    st.session_state[_SAID] = [f"**{plain(p.name)}:** {p.message}" for p in waiting.problems]
    del st.session_state[_WAITING]
    place.empty()
    return True


def psoas_of(visit: Visit) -> Indicator | None:
    """What the photos of the side that most of them show say together."""
    if not visit.photos:
        return None
    from analyzer.compare.several_photos import summarize  # noqa: PLC0415 - heavy

    found = beside_own((stored.analysis for stored in visit.photos), visit.client_id)
    return summarize(found).shortened_psoas


def measures_of(visit: Visit) -> dict[MeasureName, Measure]:
    """What the photos of the side that most of them show measured: medians of several."""
    if not visit.photos:
        return {}
    from analyzer.compare.several_photos import summarize  # noqa: PLC0415 - heavy

    found = beside_own((stored.analysis for stored in visit.photos), visit.client_id)
    return dict(summarize(found).measures)


def show_measures(visit: Visit) -> None:
    """What the photos of each side say together: medians of several, the values of one."""
    if not visit.photos:
        return
    from analyzer.compare.several_photos import summarize  # noqa: PLC0415 - heavy

    st.header(tr("What was measured"), anchor=False)
    analyses = beside_own((stored.analysis for stored in visit.photos), visit.client_id)
    sides = list(dict.fromkeys(analysis.view.facing for analysis in analyses))
    for side in sides:
        own = [analysis for analysis in analyses if analysis.view.facing == side]
        found = summarize(own, side)
        if len(sides) > 1:
            st.subheader(LOOKING_TO[side], anchor=False)
        level = LEVELS[found.shortened_psoas.level]
        said = f"**{level.title}.** {found.shortened_psoas.summary}"
        if len(own) > 1:
            said = tr("The medians of {number} photos: {said}", number=len(own), said=said)
        st.markdown(said)
        for warning in found.warnings:
            st.info(warning.message)
        others = tuple(name for name in found.spreads if name not in MAIN_MEASURES)
        made = (lambda names, own=own: cards(own[0], names)) if len(own) == 1 else None
        made = made or (lambda names, found=found: summary_cards(found, names))
        show_markup(made(MAIN_MEASURES), key=f"visit_measures_{side}")
        with st.expander(tr("The other measures")):
            show_markup(made(others), key=f"visit_others_{side}")
