"""Scales drawn for paper: where a value lies, how sure it is, and what is usual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from analyzer.compare.changes import Change
from analyzer.language import tr
from analyzer.meaning.measure_words import measure_text, way_words
from analyzer.meaning.number_words import difference_span, tenths, typical
from analyzer.meaning.scales import axis_of, change_half_width
from analyzer.meaning.value_words import spoken, typical_caption
from analyzer.report.model import Mark, Scale
from analyzer.svg import XMLNS, element, number
from analyzer.types import Measure
from analyzer.types.codes import MeasureName, ThomasName
from analyzer.types.pelvic_range import Estimate

WIDTH: Final = 300.0
HEIGHT: Final = 20.0
_EDGE: Final = 8.0
_MIDDLE: Final = HEIGHT / 2.0
_COLORS: Final = {
    "track": "#e3e7ea",
    "band": "#cfe3da",
    "mark": "#8b97a2",
    "interval": "#0b5a7d",
    "dot": "#0b5a7d",
    "each": "#182430",
    "own": "#5c6874",
}
"""Colours for paper; a style sheet may give the classes others."""


def measure_scale(measure: Measure, own: Measure | None = None, each: Sequence[float] = ()) -> Scale | None:
    """A measure on its scale; ``None`` without a value.

    Parameters
    ----------
    measure : Measure
    own : Measure, optional
        The analyzer's own value, when a person corrected it: a hollow dot.
    each : sequence of float
        Values of single photos, when ``measure`` is their median: small lines.
    """
    if measure.value is None or measure.ci95 is None:
        return None
    low, high = measure.ci95
    axis = axis_of(measure)
    further = [*each] if own is None or own.value is None else [*each, own.value]
    reference = measure.reference
    usual = None if reference is None else typical(reference)
    place = _places([axis.low, axis.high, low, high, *further, *(usual or ())])
    parts = [_bar(_EDGE, WIDTH - _EDGE, 7, "track")]
    mark = None
    if usual is not None:
        parts.append(_bar(place(usual[0]), place(usual[1]), 16, "band"))
        mark = Mark((place(usual[0]) + place(usual[1])) / 2.0 / WIDTH, typical_caption(measure))
    elif axis.mark is not None:
        at = place(axis.mark[0])
        parts.append(_line(at, 8, "mark"))
        mark = Mark(at / WIDTH, axis.mark[1])
    parts.append(_bar(place(low), place(high), 4, "interval"))
    if own is not None and own.value is not None:
        parts.append(_dot(place(own.value), 5, "own", hollow=True))
    parts += [_line(place(value), 8, "each") for value in each]
    parts.append(_dot(place(measure.value), 6, "dot"))
    words = spoken(measure)
    return Scale(_svg(parts, words), words, axis.less, axis.more, mark)


def share_scale(share: Estimate, less: str, more: str, words: str) -> Scale:
    """A share of a whole, per cent, with its interval; ``words`` say it."""
    place = _places([0.0, 100.0])
    low, high = (min(max(end, 0.0), 100.0) for end in share.ci95)
    parts = [
        _bar(_EDGE, WIDTH - _EDGE, 7, "track"),
        _bar(place(low), place(high), 4, "interval"),
        _dot(place(min(max(share.value, 0.0), 100.0)), 6, "dot"),
    ]
    return Scale(_svg(parts, words), words, less, more)


def change_scales(changes: Sequence[Change]) -> dict[MeasureName | ThomasName, Scale]:
    """The differences on scales of one width for each unit, so that they can be compared with each other."""
    scales: dict[MeasureName | ThomasName, Scale] = {}
    for unit in {change.before.unit for change in changes}:
        group = [change for change in changes if change.before.unit == unit]
        half = change_half_width(group, unit)
        scales.update({change.name: scale for change in group if (scale := _change_scale(change, half))})
    return scales


def _change_scale(change: Change, half: float) -> Scale | None:
    """No change in the middle, the error of measurement around it, and the difference with its interval."""
    if change.difference is None or change.ci95 is None or change.mdc95 is None:
        return None
    unit = change.before.unit
    place = _places([-half, half])

    def inside(value: float) -> float:
        return place(max(-half, min(half, value)))

    parts = [
        _bar(_EDGE, WIDTH - _EDGE, 7, "track"),
        _bar(inside(-change.mdc95), inside(change.mdc95), 16, "band"),
        _line(inside(0.0), 11, "mark"),
        _bar(inside(change.ci95[0]), inside(change.ci95[1]), 4, "interval"),
        _dot(inside(change.difference), 6, "dot"),
    ]
    error = tenths(change.mdc95, unit)
    words = tr(
        "{measure}: difference {difference}, interval {interval}; within ±{error}: error of measurement.",
        measure=measure_text(change.name).plain,
        difference=tenths(change.difference, unit, signed=True),
        interval=difference_span(change.ci95, unit),
        error=error,
    )
    less, more = (way_words(change.name, way) for way in ("less", "more"))
    return Scale(_svg(parts, words), words, less, more, Mark(0.5, tr("within ±{error}: error", error=error)))


def _places(values: Sequence[float]) -> Callable[[float], float]:
    """From a value to its place, such that all of ``values`` are on the scale."""
    low, high = min(values), max(values)
    wide = (high - low) or 1.0
    return lambda value: _EDGE + (value - low) / wide * (WIDTH - 2.0 * _EDGE)


def _svg(parts: Sequence[str], spoken: str) -> str:
    box = f"0 0 {WIDTH:g} {HEIGHT:g}"
    return element("svg", parts, xmlns=XMLNS, class_="scale", viewBox=box, role="img", aria_label=spoken)


def _bar(left: float, right: float, height: float, kind: str) -> str:
    return element(
        "rect",
        class_=kind,
        fill=_COLORS[kind],
        x=number(left, 1),
        width=number(max(right - left, 0.0), 1),
        y=_MIDDLE - height / 2,
        height=height,
        rx=min(height / 2, 4.0),
    )


def _line(at: float, reach: float, kind: str) -> str:
    way = f"M{number(at, 1)} {number(_MIDDLE - reach)}V{number(_MIDDLE + reach)}"
    return element("path", class_=kind, stroke=_COLORS[kind], stroke_width=1.6, d=way)


def _dot(at: float, radius: float, kind: str, *, hollow: bool = False) -> str:
    fill, stroke = ("#ffffff", _COLORS[kind]) if hollow else (_COLORS[kind], "#ffffff")
    place = {"cx": number(at, 1), "cy": _MIDDLE, "r": radius}
    return element("circle", class_=kind, fill=fill, stroke=stroke, stroke_width=1.6, **place)
