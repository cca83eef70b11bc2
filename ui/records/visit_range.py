"""The range of the pelvis of a visit: what each film said, since last time, and its charts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import mark, tr
from analyzer.language.messages import Table
from analyzer.meaning.range_words import (
    NOTES,
    change_words,
    ends_words,
    likely,
    position_words,
    range_headline,
)
from ui.charts.pelvic_range import position_svg, trace_svg
from ui.components import show_markup
from ui.markup import render
from ui.records.editing import look_only
from ui.records.visit_photos import delete_when_sure
from ui.text import day_words

if TYPE_CHECKING:
    from analyzer.records import RangePoint, Records, Visit, VisitDraft
    from analyzer.types.codes import Facing
    from analyzer.types.pelvic_range import PelvicRange

TITLE: Final = mark("Range of the pelvis")
SIDES: Final[Table[Facing, str]] = Table(
    {"left": "From the left side", "right": "From the right side"},
)


def show_ranges(records: Records, visit: Visit) -> None:
    """All of them; nothing without any."""
    if not visit.ranges:
        return
    st.header(tr(TITLE), anchor=False)
    earlier = earlier_ranges(records.range_timeline(visit.client_id), visit)
    for number, found in enumerate(visit.ranges):
        _show_one(visit, number, found, earlier.get(found.facing))


def earlier_ranges(points: tuple[RangePoint, ...], visit: Visit) -> dict[Facing, RangePoint]:
    """Of each side the last range before this visit; points are given oldest first."""
    place = (visit.day, visit.id)
    return {point.found.facing: point for point in points if (point.day, point.visit_id) < place}


def _show_one(visit: Visit, number: int, found: PelvicRange, before: RangePoint | None) -> None:
    st.markdown(f"**{SIDES[found.facing]}: {range_headline(found)}, {likely(found.range_deg)}.**")
    st.write(f"{position_words(found)} {ends_words(found)}")
    if before is not None:
        since = tr(
            "Since {day}: {change}", day=day_words(before.day), change=change_words(before.found, found)
        )
        st.markdown(since)
    for note in found.notes:
        st.caption(NOTES.get(note, ""))
    charts = [
        {"title": tr("Where the usual stance lies"), "drawn": position_svg(found), "text": ""},
        {"title": tr("The movement"), "drawn": trace_svg(found), "text": ""},
    ]
    show_markup(render("pelvic_range.html", charts=charts), key=f"visit_range_{visit.id}_{number}")
    key = f"range_delete_{visit.id}_{number}"
    if not look_only() and st.button(tr("Delete this range"), icon=":material/delete:", key=key):
        st.dialog(tr("Delete this range of the pelvis?"))(_delete)(visit, number)


def _delete(visit: Visit, number: int) -> None:
    """What the dialog asks."""
    gone = visit.ranges[number]
    if delete_when_sure(visit, tr(TITLE), "range_delete", lambda draft: without_range(draft, gone)):
        st.rerun()


def without_range(draft: VisitDraft, gone: PelvicRange) -> VisitDraft:
    """A visit without one range, known by what it says: another window may have added or deleted one."""
    said = gone.to_dict()
    return replace(draft, ranges=tuple(each for each in draft.ranges if each.to_dict() != said))
