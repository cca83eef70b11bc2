"""Each measure's change as a picture: no change in the middle, the band of measurement error around it, and
the change with its own interval. Places are in per cent and sizes in pixels, so text stays readable.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from analyzer.compare.changes import Change
from analyzer.compare.words import (
    Goals,
    aim_of,
    reason_words,
    verdict_words,
    way_of,
)
from analyzer.language import Table, mark, tr, within_sentence
from analyzer.meaning.measure_words import measure_text, way_words
from analyzer.meaning.number_words import difference_span, tenths
from analyzer.meaning.scales import change_half_width
from analyzer.types import Measure
from analyzer.types.codes import Verdict
from ui.charts.drawing import Track, drawing, text
from ui.markup import render

GROUPS: Final[Mapping[Verdict, tuple[str, str]]] = Table(
    {
        "changed": ("Changed", "By more than the error of measurement."),
        "within_measurement_error": (
            "Within measurement error",
            "These differences are too small to tell from the error of the photos. It does not mean that "
            "nothing changed.",
        ),
        "not_comparable": ("Not comparable", "These differences say nothing about a change."),
    }
)
_SIGNS: Final[dict[Verdict, str]] = {
    "changed": "●",
    "within_measurement_error": "○",
    "not_comparable": "✕",
}
_TRACK: Final = Track(30)
_HEIGHT_PX: Final = 64
_BEFORE: Final = Table({"value": "{value} before", "missing": "no value before"})
_AFTER: Final = Table({"value": "{value} after", "missing": "no value after"})
_CURVE_VARIES: Final = mark(
    "That is {share} % of the curve before. When people just stand up again, half of them vary by 10 to 20 %."
)


def changes_markup(changes: Collection[Change], goals: Goals) -> str:
    """Cards of measures, those that changed first, as HTML."""
    halves = {
        unit: change_half_width([c for c in changes if c.before.unit == unit], unit)
        for unit in {change.before.unit for change in changes}
    }
    groups = []
    for verdict, (title, meaning) in GROUPS.items():
        group = [change for change in changes if change.verdict == verdict]
        cards = [_card(change, goals, halves[change.before.unit]) for change in group]
        sign = _SIGNS[verdict]
        groups.append(
            {"verdict": verdict, "title": title, "meaning": meaning, "sign": sign, "changes": cards}
        )
    return render("change_cards.html", groups=[group for group in groups if group["changes"]])


def change_sentence(change: Change, goals: Goals) -> str:
    """8.9° less forward tilt, towards the goal. For a change that has a difference."""
    way = way_of(change)
    if way is None or change.difference is None:
        return tr("no difference")
    size = tenths(abs(change.difference), change.before.unit)
    said = {"size": size, "way": way_words(change.name, way)}
    match aim_of(change, goals):
        case "towards":
            return tr("{size} {way}, towards the goal", **said)
        case "away":
            return tr("{size} {way}, away from the goal", **said)
        case _:
            return tr("{size} {way}", **said)


def change_svg(change: Change, half: float) -> str:
    """A change on a scale from ``-half`` to ``half`` as SVG; empty without a difference."""
    if change.difference is None or change.ci95 is None or change.mdc95 is None:
        return ""
    unit = change.before.unit

    def place(value: float) -> float:
        return 50.0 + 48.0 * max(-1.0, min(1.0, value / half))

    band = place(-change.mdc95), place(change.mdc95)
    ends = [place(end) for end in change.ci95]
    error = tr("within ±{error}: measurement error", error=tenths(change.mdc95, unit))
    parts = [
        text(2.0, 11, f"← {way_words(change.name, 'less')}", "start"),
        text(98.0, 11, f"{way_words(change.name, 'more')} →", "end"),
        _TRACK.bar(2.0, 98.0, 6, "track"),
        _TRACK.bar(*band, 24, "error"),
        _TRACK.mark(50.0, 14, "zero"),
        _TRACK.bar(ends[0], ends[1], 4, "interval"),
        _TRACK.dot(place(change.difference), "dot"),
        text(50.0, 60, error, "middle"),
    ]
    spoken = tr(
        "{measure}: {change}, interval {interval}. Differences within ±{error}: measurement error.",
        measure=measure_text(change.name).plain,
        change=change_sentence(change, {}),
        interval=difference_span(change.ci95, unit),
        error=tenths(change.mdc95, unit),
    )
    return drawing("scale", _HEIGHT_PX, spoken, parts)


def _card(change: Change, goals: Goals, half: float) -> dict[str, object]:
    """What a card is made of, as its template wants it."""
    unit = change.before.unit
    difference = ""
    values = {"before": _value(change.before, _BEFORE), "after": _value(change.after, _AFTER)}
    numbers = "{before}, {after}".format(**values)
    if change.difference is not None and change.ci95 is not None:
        difference = tenths(change.difference, unit, signed=True)
        likely = difference_span(change.ci95, unit)
        numbers = tr("{before}, {after}; difference likely {likely}", **values, likely=likely)
    return {
        "name": change.name,
        "title": measure_text(change.name).plain,
        "aim": aim_of(change, goals),
        "difference": difference,
        "words": _verdict(change, goals),
        "scale": change_svg(change, half),
        "numbers": numbers,
        "further": _further(change),
    }


def _value(measure: Measure, when: Mapping[str, str]) -> str:
    if measure.value is None:
        return when["missing"]
    about = "≈ " if measure.estimated else ""
    return when["value"].format(value=f"{about}{tenths(measure.value, measure.unit)}")


def _verdict(change: Change, goals: Goals) -> str:
    words = verdict_words(change, goals)
    if change.verdict == "not_comparable":
        words += f": {within_sentence(reason_words(change))}"
    return words


def _further(change: Change) -> list[str]:
    """What is particular to this measure. What spoils all of them is said once, above."""
    lines = [reason.message for reason in change.reasons if reason.code == "other_method"]
    for when, measure in ((tr("Before"), change.before), (tr("After"), change.after)):
        if measure.reason is not None:
            lines.append(f"{when}: {measure.reason.message}")
    if change.name == "lumbar_lordosis" and change.verdict == "changed":
        share = 100.0 * abs((change.difference or 0.0) / (change.before.value or 1.0))
        lines.append(tr(_CURVE_VARIES, share=round(share)))
    return lines
