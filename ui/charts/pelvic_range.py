"""The range of the pelvis as SVG: where the habitual stance lies in it, the movement, the low back's curve.

Places across are in per cent and everything else in pixels, so that text stays readable at any width.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from analyzer.language import tr
from analyzer.language.numbers import decimal
from analyzer.meaning.number_words import number
from analyzer.meaning.range_words import range_headline
from analyzer.meaning.scales import tick_step
from analyzer.svg import element, escaped
from analyzer.types.pelvic_range import PelvicRange
from ui.charts.drawing import Track, dot, drawing, line, text

_LEFT_PCT: Final = 11.0
_RIGHT_PCT: Final = 97.0
_TOP_PX: Final = 22.0
_PLOT_PX: Final = 170.0
_HEIGHT_PX: Final = 232
_TICKS_PX: Final = _TOP_PX + _PLOT_PX + 18.0
_TITLE_PX: Final = 227.0
_BAR: Final = Track(46)
_BAR_HEIGHT_PX: Final = 92
STYLE: Final = (
    "svg{font-family:sans-serif;background:#fff;color:#1b1b1b}text{fill:#555;font-size:12.5px}"
    ".track{fill:#dcdcdc}.interval,.value{fill:#1b1b1b}.band{fill:#8fcfb8}.number{fill:#1b1b1b;font-weight:700}"
    ".grid{stroke:#ddd}.base{stroke:#777;stroke-dasharray:4 3}.way,.course-line{fill:none;stroke:#0b5fa5;"
    "stroke-width:2.5;vector-effect:non-scaling-stroke}.dot{fill:#0b5fa5}"
)
"""For a chart that stands alone; on a page the theme gives the colours."""


def position_svg(found: PelvicRange) -> str:
    """The whole range as a bar, with the habitual stance and its interval in it."""
    value, (low, high) = found.position_pct.value, found.position_pct.ci95
    place = _places(0.0, 100.0, 4.0, 96.0)
    anchor = "start" if value < 15.0 else "end" if value > 85.0 else "middle"
    parts = [
        text(4.0, 14, tr("tipped back"), "start"),
        text(96.0, 14, tr("tipped forward"), "end"),
        _BAR.bar(place(0.0), place(100.0), 18, "track"),
        _BAR.bar(place(low), place(high), 18, "band"),
        _BAR.mark(place(value), 14, "mark"),
        dot(place(value), 46, "value", 8.0),
        text(place(value), 84, tr("usual stance: {share} %", share=round(value)), anchor, "number"),
    ]
    if value > 30.0:
        parts.append(text(4.0, 84, number(found.back_deg.value, "deg"), "start"))
    if value < 70.0:
        parts.append(text(96.0, 84, f"+{number(found.forward_deg.value, 'deg')}", "end"))
    words = tr(
        "The usual stance lies at {share} per cent of the range, likely {low} to {high}.",
        share=round(value),
        low=round(low),
        high=round(high),
    )
    return drawing("scale tipping", _BAR_HEIGHT_PX, words, parts)


def trace_svg(found: PelvicRange) -> str:
    """Tilt over time, from the habitual stance."""
    time_s, tilt = found.trace.time_s, found.trace.tilt_deg
    ends = (found.back_deg.value, found.forward_deg.value)
    plot = _Plot((float(time_s[0]), float(time_s[-1])), _reach([*ends, *tilt.tolist(), 0.0]))
    parts = [*plot.grid("deg"), *plot.seconds(), text(0.0, 12, tr("tilt"), "start")]
    forward, back = _signed(found.forward_deg.value), _signed(found.back_deg.value)
    for end, words in (
        (found.forward_deg.value, tr("forward {value}", value=forward)),
        (found.back_deg.value, tr("back {value}", value=back)),
    ):
        parts.append(plot.level(end, "base"))
        parts.append(text(_RIGHT_PCT, plot.y(end) - 5, words, "end", "number"))
    parts.append(plot.level(0.0, "base"))
    parts.append(plot.course(zip(time_s.tolist(), tilt.tolist(), strict=True)))
    parts.append(text(50.0, _TITLE_PX, tr("seconds"), "middle"))
    words = tr(
        "Tilt of the pelvis over {seconds} seconds: {forward} forward, {back} back, from the usual stance.",
        seconds=decimal(found.film.seconds),
        forward=forward,
        back=back,
    )
    return drawing("course tipping", _HEIGHT_PX, words, parts)


def curve_svg(found: PelvicRange) -> str:
    """The curve of the low back against the tilt, over the movement; empty when it was not measured."""
    tilt, curve = found.trace.tilt_deg, found.trace.lordosis_deg
    if found.curve_per_tilt is None or np.isnan(curve).any():
        return ""
    plot = _Plot(_reach(tilt.tolist()), _reach(curve.tolist()))
    parts = [*plot.grid("deg"), *plot.angles(), text(0.0, 12, tr("curve of the low back"), "start")]
    parts.append(plot.course(zip(tilt.tolist(), curve.tolist(), strict=True)))
    usual = int(np.abs(tilt).argmin())
    parts.append(dot(plot.x(0.0), plot.y(float(curve[usual])), "dot", 5.5, tr("usual stance")))
    parts.append(text(50.0, _TITLE_PX, tr("tilt from the usual stance"), "middle"))
    words = tr(
        "Curve of the low back against tilt: it changes by {slope} degrees for each degree.",
        slope=decimal(found.curve_per_tilt[0], 1),
    )
    return drawing("course tipping", _HEIGHT_PX, words, parts)


def standalone(found: PelvicRange) -> str:
    """All drawings below each other, as a file of its own."""
    drawn = [part for part in (position_svg(found), trace_svg(found), curve_svg(found)) if part]
    heights = [_BAR_HEIGHT_PX, _HEIGHT_PX, _HEIGHT_PX][: len(drawn)]
    parts, top = [element("style", STYLE)], 20
    titles = (range_headline(found), tr("The movement"), tr("The low back"))
    for title, part, height in zip(titles, drawn, heights, strict=False):
        parts.append(element("text", escaped(title), class_="number", x=20, y=top))
        parts.append(element("svg", part, x=20, y=top + 12, width=600, height=height))
        top += height + 48
    return element("svg", parts, xmlns="http://www.w3.org/2000/svg", width=640, height=top)


class _Plot:
    """Places of values in a chart."""

    def __init__(self, across: tuple[float, float], upwards: tuple[float, float]) -> None:
        self._across, self._up = across, upwards
        self.x = _places(*across, _LEFT_PCT, _RIGHT_PCT)

    def y(self, value: float) -> float:
        """Height of a value, pixels from the top."""
        low, high = self._up
        return _TOP_PX + (high - value) / (high - low) * _PLOT_PX

    def grid(self, unit: str) -> list[str]:
        parts = []
        for value in _ticks(*self._up):
            y = self.y(value)
            parts.append(line((_LEFT_PCT, y), (_RIGHT_PCT, y), "grid"))
            parts.append(text(_LEFT_PCT - 1.5, y + 4, number(value, "deg") if unit else "", "end", "tick"))
        return parts

    def seconds(self) -> list[str]:
        return [text(self.x(at), _TICKS_PX, f"{at:.0f}", "middle", "tick") for at in _ticks(*self._across)]

    def angles(self) -> list[str]:
        return [
            text(self.x(at), _TICKS_PX, number(at, "deg"), "middle", "tick") for at in _ticks(*self._across)
        ]

    def level(self, value: float, kind: str) -> str:
        return line((_LEFT_PCT, self.y(value)), (_RIGHT_PCT, self.y(value)), kind)

    def course(self, points: Iterable[tuple[float, float]]) -> str:
        """A line through values; a drawing of its own, as corners cannot be given in per cent."""
        corners = " ".join(f"{self.x(at):.2f},{self.y(value):.1f}" for at, value in points)
        return element(
            "svg",
            element("polyline", class_="course-line", points=corners),
            x=0,
            y=0,
            width="100%",
            height=_HEIGHT_PX,
            viewBox=f"0 0 100 {_HEIGHT_PX}",
            preserveAspectRatio="none",
        )


class _places:  # noqa: N801 - used as a function
    """Per cent across of a value between two ends."""

    def __init__(self, low: float, high: float, left_pct: float, right_pct: float) -> None:
        self._low, self._high, self._left, self._right = low, high, left_pct, right_pct

    def __call__(self, value: float) -> float:
        share = (value - self._low) / (self._high - self._low)
        return self._left + share * (self._right - self._left)


def _reach(values: Sequence[float]) -> tuple[float, float]:
    """Ends of an axis that holds all values, with a little room."""
    low, high = min(values), max(values)
    room = max(0.06 * (high - low), 0.5)
    return low - room, high + room


def _ticks(low: float, high: float) -> list[float]:
    step = tick_step(low, high)
    return [step * n for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _signed(value: float) -> str:
    return f"{'+' if value > 0.0 else ''}{number(value, 'deg')}"
