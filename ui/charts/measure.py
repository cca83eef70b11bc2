"""Each measure as a value on a scale: a picture with interval and reference band, and what it means.

The scales are drawn with places in per cent and sizes in pixels, so that text stays readable at any width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final, cast

from analyzer.meaning.measure_words import measure_text
from analyzer.meaning.method_words import method_text
from analyzer.meaning.number_words import interval, number, span, typical
from analyzer.meaning.scales import Axis, axis_of
from analyzer.meaning.value_words import (
    CORRECTED,
    HOLLOW_DOT,
    NOT_MEASURABLE,
    least_change_words,
    length_beside,
    own_words,
    spoken,
    typical_caption,
)
from analyzer.types import Analysis, Measure, Reference
from analyzer.types.codes import MeasureName
from ui.words import source_link

if TYPE_CHECKING:
    from analyzer.compare.several_photos import Spread, Summary

_LEFT_PCT: Final = 2.0
_RIGHT_PCT: Final = 98.0
_HEIGHT_PX: Final = 62
_TRACK_PX: Final = 28
_CAPTION_PX: Final = 56


def scale_svg(measure: Measure, own: Measure | None = None, each: Sequence[float] = ()) -> str:
    """A measure on its scale as SVG, empty without a value.

    Parameters
    ----------
    measure : Measure
    own : Measure, optional
        The analyzer's own value, when a person corrected it: a hollow dot.
    each : sequence of float
        Values of single photos, when ``measure`` is their median: small lines.
    """
    if measure.value is None or measure.ci95 is None:
        return ""
    low, high = measure.ci95
    axis = axis_of(measure)
    further = [*each] if own is None or own.value is None else [*each, own.value]
    to_pct = _places(axis, (low, high, *further), measure.reference)
    parts = [
        _text(_LEFT_PCT, 11, axis.less, "end", "start"),
        _text(_RIGHT_PCT, 11, axis.more, "end", "end"),
        _bar(_LEFT_PCT, _RIGHT_PCT, 8, "track"),
    ]
    if measure.reference is not None:
        ends = typical(measure.reference)
        left, right = to_pct(ends[0]), to_pct(ends[1])
        parts.append(_bar(left, right, 18, "band"))
        parts.append(_caption((left + right) / 2, typical_caption(measure)))
    elif axis.mark is not None:
        at = to_pct(axis.mark[0])
        parts.append(_line(at, 10, "mark"))
        parts.append(_caption(at, axis.mark[1]))
    parts.append(_bar(to_pct(low), to_pct(high), 4, "interval"))
    if own is not None and own.value is not None:
        parts.append(_dot(to_pct(own.value), "own"))
    parts += [_line(to_pct(value), 9, "each") for value in each]
    parts.append(_dot(to_pct(measure.value), "value"))
    return picture(parts, _spoken(measure, own))


def picture(parts: list[str], spoken: str) -> str:
    """The parts of a scale as SVG, with its words for people who cannot see it."""
    size = f'width="100%" height="{_HEIGHT_PX}"'
    return f'<svg class="scale" role="img" {size} aria-label="{escape(spoken)}">{"".join(parts)}</svg>'


def card(measure: Measure, analysis: Analysis) -> str:
    """A measure with name, value, scale and explanation as HTML. A missing one says why."""
    name = cast(MeasureName, measure.name)  # a card shows no length
    words = measure_text(name)
    corrected = name in analysis.corrected
    own = analysis.model_measures[name] if corrected else None
    head = (
        f"<header><h3>{escape(words.plain)}</h3>"
        f'<p class="value">{_value(measure)}</p>'
        f'<p class="muted technical">{escape(words.technical)}{_badge(measure, corrected)}</p>'
        f'<p class="likely">{escape(interval(measure))}</p></header>'
    )
    body = scale_svg(measure, own)
    if measure.reason is not None:
        body = f'<p class="reason">{escape(measure.reason.message)}</p>'
    if own is not None:
        body += f'<p class="own">{escape(own_words(own, HOLLOW_DOT))}</p>'
    if length := length_beside(analysis.lengths_mm, name):
        body += f'<p class="own">{escape(_length_words(length))}</p>'
    return (
        f'<section class="card" data-measure="{measure.name}">{head}{body}{_explanation(measure)}</section>'
    )


def cards(analysis: Analysis, names: Sequence[MeasureName]) -> str:
    """Cards of some measures, as HTML."""
    found = (card(analysis.measures[name], analysis) for name in names if name in analysis.measures)
    return f'<div class="cards">{"".join(found)}</div>'


def summary_cards(summary: Summary, names: Sequence[MeasureName]) -> str:
    """Some medians of several photos with the values of each photo, as HTML."""
    found = "".join(_summary_card(summary.spreads[name]) for name in names)
    return f'<div class="cards">{found}</div>'


def _summary_card(spread: Spread) -> str:
    measure = spread.median
    words = measure_text(measure.name)
    badge = _badge(measure, corrected=False)
    head = (
        f"<header><h3>{escape(words.plain)}</h3>"
        f'<p class="value">{_value(measure)}</p>'
        f'<p class="muted technical">median of {spread.count}{badge}</p>'
        f'<p class="likely">{escape(interval(measure))}</p></header>'
    )
    if measure.reason is not None:
        body = f'<p class="reason">{escape(measure.reason.message)}</p>'
    else:
        body = scale_svg(measure, each=[value for value in spread.values if value is not None])
        body += f'<p class="own">{escape(_spread_words(spread))}</p>'
    return f'<section class="card" data-measure="{measure.name}">{head}{body}</section>'


def _spread_words(spread: Spread) -> str:
    unit = spread.median.unit
    if spread.minimum is None or spread.maximum is None or spread.sd is None:
        return "Only one photo has it."
    sd = f"{spread.sd:.1f}{'°' if unit == 'deg' else ' %'}"
    return f"Photos: {span((spread.minimum, spread.maximum), unit)}, standard deviation {sd}."


def _value(measure: Measure) -> str:
    if measure.value is None:
        return f'<span class="missing">{NOT_MEASURABLE}</span>'
    sign = '<span class="about" title="estimated">≈</span> ' if measure.estimated else ""
    return sign + escape(number(measure.value, measure.unit))


def _badge(measure: Measure, corrected: bool) -> str:
    if corrected:
        return ' <span class="badge yours">' + f"{CORRECTED}</span>"
    return ' <span class="badge">estimated</span>' if measure.estimated else ""


def _length_words(length: Measure) -> str:
    value = "" if length.value is None else number(length.value, "mm")
    return f"In millimetres: {value}, {interval(length)}."


def _explanation(measure: Measure) -> str:
    """What it is, how it was had, what is typical; each with its source."""
    words = measure_text(measure.name)
    rows = [escape(words.meaning)]
    if words.definition:
        rows += [source_link(words.reading), f"<b>Definition:</b> {source_link(words.definition)}."]
    if measure.method is not None:
        rows.append(f"<b>How it was had:</b> {escape(method_text(measure.method).how)}")
    if measure.reference is not None:
        rows.append(
            "<b>Typical:</b> published mean ± one standard deviation. About one person in three lies outside "
            f"it. Source: {source_link(measure.reference.source)}."
        )
    elif measure.value is not None:
        rows.append("<b>Typical:</b> there is no usual range for this definition to compare it with.")
    if least := least_change_words(measure):
        rows.append(f"<b>Change:</b> {least}")
    title = escape(words.plain)
    summary = f'<summary>What is this?<span class="hidden"> {title}</span></summary>'
    text = "".join(f"<p>{row}</p>" for row in rows if row)
    return f"<details>{summary}{text}</details>"


def _spoken(measure: Measure, own: Measure | None) -> str:
    """The picture in words."""
    return spoken(measure) if own is None else f"{spoken(measure)} {own_words(own, HOLLOW_DOT)}"


def _places(axis: Axis, values: tuple[float, ...], reference: Reference | None) -> _Scale:
    """A scale that everything fits on."""
    ends = () if reference is None else typical(reference)
    return _Scale(min(axis.low, *values, *ends), max(axis.high, *values, *ends))


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float

    def __call__(self, value: float) -> float:
        """Place on the scale, per cent of the width."""
        share = (value - self.low) / max(self.high - self.low, 1e-9)
        return _LEFT_PCT + share * (_RIGHT_PCT - _LEFT_PCT)


def _bar(left: float, right: float, height: int, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{left:.2f}%" width="{max(right - left, 0.0):.2f}%" '
        f'y="{_TRACK_PX - height / 2:g}" height="{height}" rx="{min(height / 2, 5):g}"/>'
    )


def _line(at: float, reach: int, kind: str) -> str:
    y1, y2 = _TRACK_PX - reach, _TRACK_PX + reach
    return f'<line class="{kind}" x1="{at:.2f}%" x2="{at:.2f}%" y1="{y1}" y2="{y2}"/>'


def _dot(at: float, kind: str) -> str:
    return f'<circle class="{kind}" cx="{at:.2f}%" cy="{_TRACK_PX}" r="7"/>'


def _caption(at: float, text: str) -> str:
    """A text below the scale, never beyond its ends."""
    if at < 22.0:
        return _text(_LEFT_PCT, _CAPTION_PX, text, "caption", "start")
    if at > 78.0:
        return _text(_RIGHT_PCT, _CAPTION_PX, text, "caption", "end")
    return _text(at, _CAPTION_PX, text, "caption", "middle")


def _text(at: float, y: int, text: str, kind: str, anchor: str) -> str:
    return f'<text class="{kind}" x="{at:.2f}%" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
