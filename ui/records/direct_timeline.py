"""The direct test of a client over visits, each side by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import Table, mark, tr
from analyzer.types.codes import ThomasName
from ui.charts.course import thomas_courses
from ui.records.timeline import show_timeline
from ui.text import day_words
from ui.thomas.words import SIDE_TITLES

if TYPE_CHECKING:
    from analyzer.records import ThomasPoint
    from analyzer.types.landmarks import Side

TITLE: Final = mark("Direct test over time")
NOT_HELD: Final = mark(
    "Of visits whose photos do not show that the pelvis was held, the thigh is not compared."
)
COMPARE_WITH: Final = Table(
    {"left": "Compare with the left side of", "right": "Compare with the right side of"}
)
_MAIN: Final[tuple[ThomasName, ...]] = ("thigh_angle", "hip_extension_true")


@st.fragment
def show_direct_courses(points: tuple[ThomasPoint, ...]) -> None:
    """The thigh, and true extension where it is known; nothing without a direct test."""
    if not points:
        return
    st.header(tr(TITLE), anchor=False)
    sides: tuple[Side, Side] = ("left", "right")
    tested = [side for side in sides if any(point.side == side for point in points)]
    for column, side in zip(st.columns(2, gap="large"), tested, strict=False):
        with column:
            _show_side(side, [point for point in points if point.side == side])
    if not all(point.pelvis.controlled for point in points):
        st.caption(tr(NOT_HELD))


def _show_side(side: Side, points: list[ThomasPoint]) -> None:
    st.subheader(SIDE_TITLES[side], anchor=False)
    chosen = 0
    if len(points) > 1:
        chosen = st.selectbox(
            COMPARE_WITH[side],
            range(len(points)),
            format_func=lambda index: day_words(points[index].day),
            key=f"direct_chosen_{side}_{len(points)}",
            width=280,
        )
    found = thomas_courses(points, chosen)
    there = [name for name in _MAIN if any(step.measure for step in found[name].steps)]
    show_timeline([found[name] for name in there], f"direct_timeline_{side}")
