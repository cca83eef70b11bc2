"""Two visits of which one has no standing photo: what both have is compared, direct test and range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import mark, tr
from analyzer.meaning.range_words import change_words
from ui.records.visit_range import SIDES as RANGE_SIDES
from ui.text import day_words
from ui.thomas.words import SIDE_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.records import Records, ThomasPoint, VisitLine
    from analyzer.types.landmarks import Side

NOTHING_IN_COMMON: Final = mark(
    "These two visits have nothing in common that can be compared: no standing photo, no direct test of the "
    "same side, and no range of the pelvis from the same side."
)
NO_STANDING: Final = mark("Not both visits have a standing photo, so the stance is not compared.")


def show_tests_compared(records: Records, before: VisitLine, after: VisitLine) -> None:
    """What changed in the direct test and the range of the pelvis, for each side that both visits have."""
    found = [*_tests(records, before, after), *_ranges(records, before, after)]
    if not found:
        st.info(tr(NOTHING_IN_COMMON))
        return
    st.caption(tr(NO_STANDING))
    when = {"before": day_words(before.day), "after": day_words(after.day)}
    for title, lines in found:
        st.markdown(f"**{tr('{title}: {before} to {after}', title=title, **when)}**")
        st.markdown("\n".join(f"- {line}" for line in lines))


def levels_of(points: Iterable[ThomasPoint]) -> dict[int, list[str]]:
    """By visit, what the direct test says of each side, in a few words."""
    from analyzer.meaning.thomas_words import LEVELS  # noqa: PLC0415 - heavy

    found: dict[int, list[str]] = {}
    for point in points:
        said = tr("{side}: {result}", side=SIDE_TITLES[point.side], result=LEVELS[point.level].tag)
        found.setdefault(point.visit_id, []).append(said)
    return found


def _tests(records: Records, before: VisitLine, after: VisitLine) -> list[tuple[str, list[str]]]:
    from analyzer.thomas import compare_sides  # noqa: PLC0415 - heavy
    from analyzer.thomas.changes import say_changes  # noqa: PLC0415

    points = {(point.visit_id, point.side): point for point in records.thomas_timeline(before.client_id)}
    sides: tuple[Side, Side] = ("left", "right")
    pairs = [(side, points.get((before.id, side)), points.get((after.id, side))) for side in sides]
    return [
        (SIDE_TITLES[side], list(say_changes(compare_sides(one, two))))
        for side, one, two in pairs
        if one is not None and two is not None
    ]


def _ranges(records: Records, before: VisitLine, after: VisitLine) -> list[tuple[str, list[str]]]:
    found = {
        (point.visit_id, point.found.facing): point.found
        for point in records.range_timeline(before.client_id)
    }
    return [
        (
            tr("Range of the pelvis, {side}", side=title.lower()),
            [change_words(found[before.id, side], found[after.id, side])],
        )
        for side, title in RANGE_SIDES.items()
        if (before.id, side) in found and (after.id, side) in found
    ]
