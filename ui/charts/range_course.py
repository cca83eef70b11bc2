"""The range of the pelvis over visits as SVG: each with its interval, and where the usual stance lies.

Places along the time are in per cent and everything else in pixels, so that text stays readable at any width.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from analyzer.language import tr, trn
from analyzer.meaning.number_words import number
from analyzer.meaning.range_words import likely
from analyzer.meaning.scales import tick_step
from ui.charts.drawing import dot, drawing, line, text
from ui.text import day_words

if TYPE_CHECKING:
    from analyzer.records import RangePoint

_LEFT_PCT: Final = 13.0
_RIGHT_PCT: Final = 95.0
_TOP_PX: Final = 14.0
_PLOT_PX: Final = 128.0
_HEIGHT_PX: Final = 168
_DATES_PX: Final = 163
_LEAST_DEG: Final = 20.0
"""Of the scale, which begins with 0: about what people reached in a study (PubMed 8866271)."""


def range_course_svg(points: Sequence[RangePoint]) -> str:
    """The chart of one side, the oldest first; at least one visit."""
    first, days = points[0].day, (points[-1].day - points[0].day).days
    high = max(_LEAST_DEG, *(point.found.range_deg.ci95[1] for point in points))

    def x(day: date) -> float:
        share = (day - first).days / days if days else 0.5
        return _LEFT_PCT + 3.0 + share * (_RIGHT_PCT - _LEFT_PCT - 6.0)

    def y(value: float) -> float:
        return _TOP_PX + (1.0 - max(value, 0.0) / high) * _PLOT_PX

    parts = []
    step = tick_step(0.0, high)
    for count in range(int(high // step) + 1):
        level = y(count * step)
        parts.append(line((_LEFT_PCT, level), (_RIGHT_PCT + 2.0, level), "grid"))
        parts.append(text(_LEFT_PCT - 1.5, level + 4, number(count * step, "deg"), "end", "tick"))
    for before, after in pairwise(points):
        one, two = before.found.range_deg.value, after.found.range_deg.value
        parts.append(line((x(before.day), y(one)), (x(after.day), y(two)), "way"))
    for point in points:
        found = point.found.range_deg
        at = x(point.day)
        parts.append(line((at, y(found.ci95[1])), (at, y(found.ci95[0])), "likely"))
        said = f"{day_words(point.day)}: {number(found.value, 'deg')} ({likely(found)})"
        parts.append(dot(at, y(found.value), "dot", 6.5, said))
    for point in {point.visit_id: point for point in (points[0], points[-1])}.values():
        top = y(point.found.range_deg.ci95[1]) - 6.0
        below = y(point.found.range_deg.ci95[0]) + 16.0
        anchor = "start" if days and point is points[0] else "middle"
        at = top if top > _TOP_PX else below
        parts.append(text(x(point.day), at, number(point.found.range_deg.value, "deg"), anchor, "number"))
    at, anchor = (_LEFT_PCT, "start") if days else (x(first), "middle")
    parts.append(text(at, _DATES_PX, day_words(first), anchor, "tick"))
    if days:
        parts.append(text(_RIGHT_PCT + 2.0, _DATES_PX, day_words(points[-1].day), "end", "tick"))
    return drawing("course", _HEIGHT_PX, _spoken(points), parts)


def _spoken(points: Sequence[RangePoint]) -> str:
    values = "; ".join(
        f"{day_words(point.day)}: {number(point.found.range_deg.value, 'deg')}" for point in points
    )
    visits = trn(
        "Range of the pelvis at {count} visit.", "Range of the pelvis at {count} visits.", len(points)
    )
    return tr("{visits} {values}.", visits=visits, values=values)
