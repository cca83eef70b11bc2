"""Each measure as a value on a scale: a picture with interval and reference band, and what it means.

The scales are drawn with places in per cent and sizes in pixels, so that text stays readable at any width.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from analyzer.language import tr
from analyzer.meaning.measure_words import measure_text
from analyzer.meaning.method_words import method_text
from analyzer.meaning.number_words import interval, number, span, typical
from analyzer.meaning.scales import Axis, axis_of
from analyzer.meaning.value_words import (
    CORRECTED,
    HOLLOW_DOT,
    NOT_IN_THIS_PHOTO,
    NOT_MEASURABLE,
    least_change_words,
    length_beside,
    no_typical,
    own_words,
    spoken,
    typical_caption,
    typical_source,
)
from analyzer.types import Analysis, Measure, Reference
from analyzer.types.codes import MeasureName
from ui.charts.drawing import Track, drawing, text
from ui.markup import render

if TYPE_CHECKING:
    from analyzer.compare.several_photos import Spread, Summary

_LEFT_PCT: Final = 2.0
_RIGHT_PCT: Final = 98.0
_HEIGHT_PX: Final = 62
_TRACK: Final = Track(28)
_CAPTION_PX: Final = 56

Card = dict[str, object]
"""What a card is made of, as its template wants it."""


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
        text(_LEFT_PCT, 11, axis.less, "start", "end"),
        text(_RIGHT_PCT, 11, axis.more, "end", "end"),
        _TRACK.bar(_LEFT_PCT, _RIGHT_PCT, 8, "track"),
    ]
    if measure.reference is not None:
        ends = typical(measure.reference)
        left, right = to_pct(ends[0]), to_pct(ends[1])
        parts.append(_TRACK.bar(left, right, 18, "band"))
        parts.append(_caption((left + right) / 2, typical_caption(measure)))
    elif axis.mark is not None:
        at = to_pct(axis.mark[0])
        parts.append(_TRACK.mark(at, 10, "mark"))
        parts.append(_caption(at, axis.mark[1]))
    parts.append(_TRACK.bar(to_pct(low), to_pct(high), 4, "interval"))
    if own is not None and own.value is not None:
        parts.append(_TRACK.dot(to_pct(own.value), "own"))
    parts += [_TRACK.mark(to_pct(value), 9, "each") for value in each]
    parts.append(_TRACK.dot(to_pct(measure.value), "value"))
    return drawing("scale", _HEIGHT_PX, _spoken(measure, own), parts)


def card(measure: Measure, analysis: Analysis) -> str:
    """A measure with name, value, scale and explanation as HTML. A missing one says why."""
    return render("measure_card.html", card=_card(measure, analysis))


def cards(analysis: Analysis, names: Sequence[MeasureName]) -> str:
    """Cards of some measures, as HTML. What is missing for one reason stands together at the end."""
    found = [analysis.measures[name] for name in names if name in analysis.measures]
    why = Counter(measure.reason.message for measure in found if measure.reason is not None)
    missing = [
        _missing_card(
            text, [measure for measure in found if measure.reason and measure.reason.message == text]
        )
        for text, times in why.items()
        if times > 1
    ]
    alone = [measure for measure in found if measure.reason is None or why[measure.reason.message] == 1]
    return render("measure_cards.html", cards=[_card(measure, analysis) for measure in alone] + missing)


def thomas_cards(measures: Sequence[tuple[Measure, Measure | None]]) -> str:
    """Cards of measures of the direct test, each with the analyzer's own value where it was corrected."""
    return render("measure_cards.html", cards=[_plain_card(measure, own) for measure, own in measures])


def thomas_side_cards(spreads: Sequence[Spread]) -> str:
    """Cards of one side of the direct test: medians with the values of each photo, or those of one photo."""
    found = [
        _summary_card(spread) | {"explanation": _explanation(spread.median)}
        if spread.count > 1
        else _plain_card(spread.median)
        for spread in spreads
    ]
    return render("measure_cards.html", cards=found)


def summary_cards(summary: Summary, names: Sequence[MeasureName]) -> str:
    """Some medians of several photos with the values of each photo, as HTML."""
    return render("measure_cards.html", cards=[_summary_card(summary.spreads[name]) for name in names])


def _card(measure: Measure, analysis: Analysis) -> Card:
    name = cast(MeasureName, measure.name)  # a card shows no length
    made = _plain_card(measure, analysis.model_measures[name] if name in analysis.corrected else None)
    if length := length_beside(analysis.lengths_mm, name):
        made["beside"] = [*cast("list[str]", made["beside"]), _length_words(length)]
    return made


def _plain_card(measure: Measure, own: Measure | None = None) -> Card:
    """A measure, with the analyzer's own value where it was corrected."""
    return _head(measure) | {
        "technical": measure_text(measure.name).technical,
        "yours": "" if own is None else tr(CORRECTED),
        "scale": scale_svg(measure, own),
        "beside": [] if own is None else [own_words(own, HOLLOW_DOT)],
        "explanation": _explanation(measure),
    }


def _summary_card(spread: Spread) -> Card:
    measure = spread.median
    return _head(measure) | {
        "technical": tr("middle value of {number}", number=spread.count) if spread.count > 1 else "",
        "yours": "",
        "scale": scale_svg(measure, each=[value for value in spread.values if value is not None]),
        "beside": [] if measure.reason is not None else [_spread_words(spread)],
        "explanation": [],
    }


def _missing_card(reason: str, measures: Sequence[Measure]) -> Card:
    """Several measures that one thing hides."""
    return {
        "together": [
            {
                "name": measure.name,
                "title": measure_text(measure.name).plain,
                "technical": measure_text(measure.name).technical,
                "explanation": _explanation(measure),
            }
            for measure in measures
        ],
        "missing": _first_large(tr(NOT_IN_THIS_PHOTO)),
        "reason": reason,
    }


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _head(measure: Measure) -> Card:
    """What every card begins with."""
    return {
        "name": measure.name,
        "title": measure_text(measure.name).plain,
        "value": None if measure.value is None else number(measure.value, measure.unit),
        "missing": tr(NOT_MEASURABLE),
        "estimated": measure.estimated,
        "likely": interval(measure),
        "reason": "" if measure.reason is None else measure.reason.message,
    }


def _spread_words(spread: Spread) -> str:
    unit = spread.median.unit
    if spread.minimum is None or spread.maximum is None or spread.count < 2:
        return tr("Only one photo has it.")
    low, high = number(spread.minimum, unit), number(spread.maximum, unit)
    both = low if low == high else span((spread.minimum, spread.maximum), unit)
    return tr("Single photos: {span}.", span=both)


def _length_words(length: Measure) -> str:
    value = "" if length.value is None else number(length.value, "mm")
    return tr("In millimetres: {value}, {interval}.", value=value, interval=interval(length))


def _explanation(measure: Measure) -> list[tuple[str, str]]:
    """What it is, how it was had, what is typical, each with its source: a label, if any, and a text."""
    words = measure_text(measure.name)
    rows = [("", words.meaning)]
    if words.definition:
        rows += [("", words.reading), (tr("Definition"), f"{words.definition}.")]
    if measure.method is not None:
        rows.append((tr("How it was had"), method_text(measure.method).how))
    if measure.reference is not None:
        rows.append((tr("Typical"), typical_source(measure.reference)))
    elif measure.value is not None:
        rows.append((tr("Typical"), no_typical(measure)))
    if least := least_change_words(measure):
        rows.append((tr("Change"), least))
    return [row for row in rows if row[1]]


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


def _caption(at: float, words: str) -> str:
    """A text below the scale, never beyond its ends."""
    if at < 22.0:
        return text(_LEFT_PCT, _CAPTION_PX, words, "start", "caption")
    if at > 78.0:
        return text(_RIGHT_PCT, _CAPTION_PX, words, "end", "caption")
    return text(at, _CAPTION_PX, words, "middle", "caption")
