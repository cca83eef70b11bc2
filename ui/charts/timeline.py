"""A measure over visits as SVG: values, their intervals, and the band within which a change means nothing.

Places along the time are in per cent and everything else in pixels, so that text stays readable at any width.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from analyzer.language import tr, trn
from analyzer.meaning.measure_words import measure_text
from analyzer.meaning.number_words import difference_span, number, tenths
from analyzer.meaning.scales import LEAST_SPAN, tick_step
from analyzer.svg import element, escaped
from ui.charts.course import Course, Step
from ui.charts.drawing import dot, drawing, line, pct, text
from ui.text import day_words

_LEFT_PCT: Final = 13.0
_RIGHT_PCT: Final = 95.0
_TOP_PX: Final = 12.0
_PLOT_PX: Final = 128.0
_HEIGHT_PX: Final = 168
_DATES_PX: Final = 163
_NEAR_PCT: Final = 21.0
"""Dates nearer than this would run into each other."""


def chart_svg(course: Course) -> str:
    """The chart; empty when no visit has a value."""
    shown = [step for step in course.steps if step.measure]
    if not shown:
        return ""
    scale = _Scale(course, shown)
    parts = [*_grid(scale), *_error_band(course, shown, scale), *_lines(course, shown, scale)]
    for step in shown:
        parts += _point(step, scale, chosen=step is course.baseline)
    parts += _values(course, shown, scale)
    parts += _dates(shown, scale)
    return drawing("course", _HEIGHT_PX, spoken(course), parts)


def spoken(course: Course) -> str:
    """The chart in words, for people who cannot see it; the table below it says the rest."""
    shown = [step for step in course.steps if step.measure]
    words = measure_text(course.name).plain
    values = "; ".join(f"{day_words(step.day)}: {_value(step)}" for step in shown)
    return trn(
        "{measure} at {count} visit. {values}.",
        "{measure} at {count} visits. {values}.",
        len(shown),
        measure=words,
        values=values,
    )


class _Scale:
    """Places of days and values."""

    def __init__(self, course: Course, shown: Sequence[Step]) -> None:
        first, last = course.steps[0].day, course.steps[-1].day
        self._first, self._days = first, (last - first).days
        self._same = {
            day: [s.visit_id for s in course.steps if s.day == day] for day in {s.day for s in course.steps}
        }
        self.unit = shown[0].measure.unit
        reach: list[float] = []
        for step in shown:
            value, half = step.measure.value or 0.0, step.half or 0.0
            reach += [value - half, value + half]
        base = course.baseline
        if base.measure.value is not None and base.half is not None:
            for step in shown:
                if step.change is not None and step.change.mdc95 is not None:
                    reach += [base.measure.value - step.change.mdc95, base.measure.value + step.change.mdc95]
        low, high = min(reach), max(reach)
        least = LEAST_SPAN[self.unit]
        if high - low < least:
            middle = (high + low) / 2.0
            low, high = middle - least / 2.0, middle + least / 2.0
        self.tick = tick_step(low, high)
        self.low, self.high = low - 0.03 * (high - low), high + 0.03 * (high - low)

    def x(self, step: Step) -> float:
        """Place along the time, per cent of the width. Visits of one day stand side by side."""
        share = (step.day - self._first).days / self._days if self._days else 0.5
        same = self._same[step.day]
        aside = 3.0 * (same.index(step.visit_id) - (len(same) - 1) / 2.0)
        return _LEFT_PCT + 3.0 + share * (_RIGHT_PCT - _LEFT_PCT - 6.0) + aside

    def y(self, value: float) -> float:
        """Height of a value, pixels from the top."""
        share = (self.high - value) / (self.high - self.low)
        return _TOP_PX + share * _PLOT_PX

    def ticks(self) -> list[float]:
        first = math.ceil(self.low / self.tick)
        return [self.tick * n for n in range(first, math.floor(self.high / self.tick) + 1)]


def _grid(scale: _Scale) -> list[str]:
    parts = []
    for value in scale.ticks():
        y = scale.y(value)
        parts.append(line((_LEFT_PCT, y), (_RIGHT_PCT + 2.0, y), "grid"))
        parts.append(text(_LEFT_PCT - 1.5, y + 4, number(value, scale.unit), "end", "tick"))
    return parts


def _error_band(course: Course, shown: Sequence[Step], scale: _Scale) -> list[str]:
    """Where a value is not told apart from that of the chosen visit. Each visit has its own error."""
    base = course.baseline
    if base.measure.value is None:
        return []
    edges = []
    for step in shown:
        mdc = base.half if step.change is None else step.change.mdc95
        if mdc is not None:
            edges.append((scale.x(step), mdc))
    compared = [edge for edge, step in zip(edges, shown, strict=True) if step.change is not None]
    if not compared:
        return []
    # The chosen visit has no difference to itself: there the band goes on as beside it.
    own = scale.x(base)
    edges = [
        (x, min(compared, key=lambda other: abs(other[0] - own))[1] if x == own else mdc) for x, mdc in edges
    ]
    edges = [(_LEFT_PCT, edges[0][1]), *edges, (_RIGHT_PCT + 2.0, edges[-1][1])]
    value = base.measure.value
    top = [(x, scale.y(value + mdc)) for x, mdc in edges]
    low = [(x, scale.y(value - mdc)) for x, mdc in reversed(edges)]
    corners = " ".join(f"{x:.2f},{y:.1f}" for x, y in (*top, *low))
    # Its own drawing, as corners cannot be given in per cent.
    band = element(
        "svg",
        element("polygon", class_="error", points=corners),
        x=0,
        y=0,
        width="100%",
        height=_HEIGHT_PX,
        viewBox=f"0 0 100 {_HEIGHT_PX}",
        preserveAspectRatio="none",
    )
    y = scale.y(value)
    return [band, line((_LEFT_PCT, y), (_RIGHT_PCT + 2.0, y), "base")]


def _lines(course: Course, shown: Sequence[Step], scale: _Scale) -> list[str]:
    """Between visits that may be compared with each other."""
    usable = [step for step in shown if step.verdict != "not_comparable"]
    return [
        line(
            (scale.x(one), scale.y(one.measure.value or 0.0)),
            (scale.x(two), scale.y(two.measure.value or 0.0)),
            "way",
        )
        for one, two in pairwise(usable)
    ]


def _point(step: Step, scale: _Scale, *, chosen: bool) -> list[str]:
    value, half = step.measure.value or 0.0, step.half or 0.0
    x, y = scale.x(step), scale.y(value)
    kind = "chosen" if chosen else (step.verdict or "")
    title = f"{day_words(step.day)}: {_value(step)}. {verdict_words(step)}"
    likely = line((x, scale.y(value + half)), (x, scale.y(value - half)), f"likely {kind}")
    if kind != "not_comparable":
        return [likely, dot(x, y, f"dot {kind}", 6.5, title)]
    inside = [element("title", escaped(title)), element("path", d="M-5-5 5 5M5-5-5 5")]
    cross = element("g", inside, class_="cross")
    return [likely, element("svg", cross, x=pct(x), y=round(y, 1), overflow="visible")]


def _values(course: Course, shown: Sequence[Step], scale: _Scale) -> list[str]:
    """The numbers of the chosen and of the last visit, above or below their lines."""
    parts = []
    for step in {id(s): s for s in (course.baseline, shown[-1]) if s.measure}.values():
        value, half, x = step.measure.value or 0.0, step.half or 0.0, scale.x(step)
        y = scale.y(value + half) - 6.0
        if y < _TOP_PX:
            y = scale.y(value - half) + 16.0
        at, anchor = (min(x + 4.0, 100.0), "end") if x > 85.0 else (x, "middle")
        if x < 15.0:  # the numbers of the axis end there
            at, anchor = x - 0.5, "start"
        parts.append(text(at, y, tenths(value, scale.unit), anchor, "number"))
    return parts


def _dates(shown: Sequence[Step], scale: _Scale) -> list[str]:
    """Days below the chart, as many as there is room for, with both ends."""
    places: list[tuple[float, Step]] = [(scale.x(shown[0]), shown[0])]
    last = scale.x(shown[-1])
    for step in shown[1:-1]:
        x = scale.x(step)
        if x - places[-1][0] >= _NEAR_PCT * 1.25 and last - x >= _NEAR_PCT * 1.25:
            places.append((x, step))
    if last - places[0][0] >= _NEAR_PCT:
        places.append((last, shown[-1]))
    parts = []
    for x, step in places:
        anchor = "start" if x < 25.0 else "end" if x > 80.0 else "middle"
        at = {"start": max(x - 4.0, 0.0), "end": min(x + 5.0, 100.0), "middle": x}[anchor]
        parts.append(text(at, _DATES_PX, day_words(step.day), anchor, "tick"))
    return parts


def verdict_words(step: Step) -> str:
    """What the difference to the chosen visit means, in a few words."""
    if step.verdict is None:
        return tr("The visit to compare with.")
    if step.verdict == "not_comparable":
        return " ".join([tr("Not comparable."), *(reason.message for reason in step.reasons[:1])])
    if step.verdict == "changed":
        return tr("More than measurement error.")
    return tr("Within measurement error.")


def difference_words(step: Step) -> str:
    """The difference to the chosen visit with its interval, as numbers."""
    change = step.change
    if change is None or change.difference is None or change.ci95 is None:
        return ""
    unit = step.measure.unit
    return f"{tenths(change.difference, unit, signed=True)} ({difference_span(change.ci95, unit)})"


def _value(step: Step) -> str:
    if step.measure.value is None:
        return tr("not measured")
    value = tenths(step.measure.value, step.measure.unit)
    return tr("about {value}", value=value) if step.measure.estimated else value
