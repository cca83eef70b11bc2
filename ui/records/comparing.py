"""From two stored visits to the page "Before and after"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import mark, tr
from ui.compare.hand_over import compare_these
from ui.compare.session import Comparing
from ui.pages import page_of, show_link
from ui.records.desk import Desk, desk
from ui.records.gate import show_problem
from ui.records.photos import look_again
from ui.session.checked_photo import CheckedPhoto
from ui.session.state import state

if TYPE_CHECKING:
    from analyzer.compare.changes import Occasion, Setup
    from analyzer.records import Records, TimelinePoint, Visit
    from analyzer.thomas import ThomasTest
    from ui.compare.session import Visit as ComparedVisit

_MOST_PHOTOS: Final = 6
_WAIT: Final = mark("Looking at the photos of both visits again, with their corrections...")


def compare_visits(records: Records, before_id: int, after_id: int) -> None:
    """Put two visits into the comparison and show it. Ends this run, or shows what is wrong."""
    try:
        with st.spinner(tr(_WAIT)):
            before, after = records.visit(before_id), records.visit(after_id)
            comparison = compare_these(_given(records, before), _given(records, after))
    except PostureError as error:
        show_problem(error)
        return
    for visit, compared in ((before, comparison.before), (after, comparison.after)):
        _tell_setup(visit, compared)
        compared.thomas = _direct_test(visit)
    now = desk()
    now.before_close(take_out)
    now.compared, now.compared_client = comparison, before.client_id
    st.switch_page(page_of("compare").path)


def show_way_back() -> None:
    """A link to the client, while visits out of the records are compared."""
    now = state().part(Desk)
    if now is not None and now.open and now.compared is not None and now.compared is state().part(Comparing):
        show_link("client", tr("Back to the client"), ":material/arrow_back:", client=now.compared_client)


def take_out(now: Desk) -> None:
    """The records are about to be locked: visits out of them are compared no longer."""
    if now.compared is not None and now.owner.part(Comparing) is now.compared:
        now.owner.leave(Comparing)
    now.compared = None


def earlier_visit(points: tuple[TimelinePoint, ...], visit_id: int) -> TimelinePoint | None:
    """The last visit before this one that shows the same side."""
    own = [point for point in points if point.visit_id == visit_id]
    before = [
        point
        for point in points
        for this in own
        if point.side == this.side and point.visit_id != visit_id and point.day <= this.day
    ]
    return max(before, key=lambda point: (point.day, point.visit_id), default=None)


def _given(records: Records, visit: Visit) -> list[CheckedPhoto] | Occasion:
    """The photos of a visit, looked at again by this version; its numbers when that cannot be done."""
    from analyzer.compare.changes import occasion_of  # noqa: PLC0415 - heavy

    stored = visit.photos[:_MOST_PHOTOS]
    try:
        return [look_again(records, photo) for photo in stored]
    except PostureError:
        return occasion_of([photo.analysis for photo in stored], _setup(visit))


def _direct_test(visit: Visit) -> ThomasTest | None:
    if not visit.thomas:
        return None
    from analyzer.thomas import summarize_thomas  # noqa: PLC0415 - heavy

    return summarize_thomas([stored.analysis for stored in visit.thomas])


def _setup(visit: Visit) -> Setup:
    from analyzer.compare.changes import Setup  # noqa: PLC0415 - heavy

    return Setup(visit.camera_height_cm, visit.protocol or None)


def _tell_setup(visit: Visit, compared: ComparedVisit) -> None:
    compared.camera_height_cm, compared.protocol = visit.camera_height_cm, visit.protocol or None
