"""The direct test of a visit: what both sides say, since last time, and the photos with their drawings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import Table, mark, tr, trn
from ui.pages import page_of
from ui.records.direct import earlier_sides, forget_stored, open_test, view_of_test
from ui.records.gate import show_problem
from ui.records.photos import add_to
from ui.records.visit_photos import delete_when_sure, name_and_version, psoas_of
from ui.text import day_words
from ui.thomas.session import direct
from ui.thomas.sides import show_sides, show_test_drawing

if TYPE_CHECKING:
    from analyzer.records import Records, StoredThomasPhoto, Visit, VisitDraft
    from analyzer.thomas import ThomasSide, ThomasTest

TITLE: Final = mark("Direct test")
SINCE: Final = Table({"left": "Left hip, since {day}", "right": "Right hip, since {day}"})
PHOTO_OF: Final = Table({"left": "Photo {number}, left hip", "right": "Photo {number}, right hip"})
NONE_YET: Final = mark(
    "It asks the hip flexors themselves: how far does the thigh sink at the end of a table when the pelvis "
    "is held? Both legs take a few minutes, and the answer counts for more than that of a standing photo."
)
OTHER_PHOTOS: Final = mark(
    "There are photos on *Direct test* that are not saved to a client. Please save or remove them first, so "
    "that nothing is lost."
)


def show_direct_test(records: Records, visit: Visit) -> None:
    """All of the direct test of a visit, or the way to it."""
    st.header(tr(TITLE), anchor=False)
    if not visit.thomas:
        st.caption(tr(NONE_YET))
        _show_ways(records, visit, tr("Do the direct test"))
        return
    from analyzer.thomas import summarize_thomas  # noqa: PLC0415 - heavy

    psoas = psoas_of(visit)
    test = summarize_thomas([stored.analysis for stored in visit.thomas])
    show_sides(test, f"visit_{visit.id}", None if psoas is None else psoas.level)
    _show_last_time(records, visit, test)
    _show_photo(records, visit, test)
    _show_ways(records, visit, tr("Add photos of it"))


def sides_of(visit: Visit) -> tuple[ThomasSide, ...]:
    """What the direct test of a visit says of each hip."""
    if not visit.thomas:
        return ()
    from analyzer.thomas import summarize_thomas  # noqa: PLC0415 - heavy

    test = summarize_thomas([stored.analysis for stored in visit.thomas])
    return tuple(side for side in (test.left, test.right) if side is not None)


def _show_last_time(records: Records, visit: Visit, test: ThomasTest) -> None:
    """What changed since the last visit with a direct test of the same side."""
    from analyzer.thomas import compare_sides  # noqa: PLC0415 - heavy
    from analyzer.thomas.changes import say_changes  # noqa: PLC0415

    earlier = earlier_sides(records.thomas_timeline(visit.client_id), visit)
    for side in (test.left, test.right):
        before = None if side is None else earlier.get(side.side)
        if side is None or before is None:
            continue
        lines = say_changes(compare_sides(before, side))
        st.markdown(f"**{SINCE[side.side].format(day=day_words(before.day))}**")
        st.markdown("\n".join(f"- {line}" for line in lines))


def _show_photo(records: Records, visit: Visit, test: ThomasTest) -> None:
    """One photo at a time; first the one that is nearest to the medians."""
    index = next(side.nearest for side in (test.left, test.right) if side is not None)
    if len(visit.thomas) > 1:
        index = st.segmented_control(
            tr("Photo of the direct test"),
            range(len(visit.thomas)),
            default=index,
            required=True,
            format_func=lambda i: PHOTO_OF[visit.thomas[i].analysis.view.side].format(number=i + 1),
            key=f"visit_test_{visit.id}_{'_'.join(str(photo.id) for photo in visit.thomas)}",
            wrap=True,
        )
    stored = visit.thomas[index]
    try:
        view = view_of_test(records, stored)
    except PostureError as error:
        show_problem(error)
    else:
        show_test_drawing(view, "visit_test_drawing")
    st.caption(name_and_version(stored))
    for issue in stored.analysis.view.issues:
        st.caption(issue.message)
    if not records.may("write"):
        return
    with st.container(horizontal=True):
        if st.button(
            tr("Move points of this photo"), icon=":material/ink_pen:", key=f"test_correct_{stored.id}"
        ):
            _open(records, visit, stored.id)
        if st.button(
            tr("Delete this photo of the test"), icon=":material/delete:", key=f"test_delete_{stored.id}"
        ):
            _delete(visit, stored)


def _show_ways(records: Records, visit: Visit, label: str) -> None:
    """To the page that measures, and what waits there; nothing for who may only look."""
    if not records.may("write"):
        return
    kept = {stored.analysis.photo.sha256 for stored in visit.thomas}
    now = direct()
    ready = [photo for photo in now.photos if photo.analysis.photo.sha256 not in kept]
    with st.container(horizontal=True):
        if st.button(label, icon=":material/airline_seat_flat:", key=f"visit_direct_{visit.id}"):
            _open(records, visit)
        if ready and now.of_visit is None:
            label = trn(
                "Add the photo from “Direct test”", "Add the {count} photos from “Direct test”", len(ready)
            )
            if st.button(label, icon=":material/add:", key="visit_add_direct"):
                try:
                    add_to(records, visit.client_id, visit.id, ready)
                except PostureError as error:
                    show_problem(error)
                else:
                    st.rerun()


def _open(records: Records, visit: Visit, shown: int | None = None) -> None:
    psoas = psoas_of(visit)
    try:
        with st.spinner(tr("Opening the photos...")):
            done = open_test(records, visit, None if psoas is None else psoas.level, shown)
    except PostureError as error:
        show_problem(error)
        return
    if done:
        st.switch_page(page_of("direct").path)
    st.warning(tr(OTHER_PHOTOS))


def _delete(visit: Visit, stored: StoredThomasPhoto) -> None:
    st.dialog(tr("Delete this photo of the direct test?"))(_ask_to_delete)(visit, stored)


def _ask_to_delete(visit: Visit, stored: StoredThomasPhoto) -> None:
    def without(draft: VisitDraft) -> VisitDraft:
        return replace(draft, thomas=tuple(p for p in draft.thomas if getattr(p, "id", None) != stored.id))

    if delete_when_sure(visit, stored.name, "test_delete", without):
        forget_stored({stored.id})
        st.rerun()
