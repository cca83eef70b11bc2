"""The words and numbers beside the photo: the pelvis, and each measure with the analyzer's own value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from analyzer.corrections.points import find_corrected
from analyzer.language import Table, mark, tr, within_sentence
from analyzer.meaning.measure_words import measure_text
from analyzer.meaning.number_words import interval, number, typical
from analyzer.meaning.scales import axis_of
from analyzer.meaning.value_words import about_value, own_words
from analyzer.types import Analysis, Measure, PointName
from analyzer.types.codes import MEASURE_OF, QuantityName
from analyzer.types.corrections import BACK_POINTS

if TYPE_CHECKING:
    from ui.session.checked_photo import CheckedPhoto

Json = dict[str, Any]

TITLES: Final[Mapping[PointName, str]] = Table({"asis": "ASIS", "psis": "PSIS"})
PLACES: Final[Mapping[PointName, str]] = Table(
    {
        "asis": "the bony point at the front of the hip.",
        "psis": "the bony point at the back, under the dimple.",
    }
)
CAUTION: Final = mark(
    "The range counts on points that were felt for and marked, to about 4 mm. A point that is only guessed "
    "from a photo without a dot can be off by a centimetre: that is about 4° more or less."
)
ESTIMATED: Final = mark(
    "No photo shows these two bony points by itself. Until both are placed, the tilt is worked out from the "
    "outline of the body, and its range is wide."
)
MISSING: Final = mark("Place both bony points of the pelvis, and the tilt can be measured.")


def pelvis_card(checked: CheckedPhoto) -> Json:
    """Pelvic tilt now, what made it, and what is still needed to measure it."""
    analysis = checked.analysis
    measure = analysis.measures["pelvic_tilt"]
    own = _own(analysis, "pelvic_tilt")
    known = _known_points(analysis)
    return {
        "state": _state(measure),
        "title": measure_text("pelvic_tilt").plain,
        "short": tr("Pelvic tilt"),
        "badge": _badge(measure),
        "value": about_value(measure),
        "range": interval(measure),
        "summary": f"{within_sentence(_badge(measure))}, {interval(measure)}" if measure else "",
        "bars": bars(measure, own, yours="pelvic_tilt" in analysis.corrected),
        "domain": domain(measure, own),
        "reference": reference(measure),
        "text": _pelvis_text(measure, own, known),
        "steps": [
            {"name": name, "title": title, "text": _step_text(name, known), "source": known.get(name, "")}
            for name, title in TITLES.items()
        ],
        "caution": tr(CAUTION) if "person" in known.values() else "",
    }


def _known_points(analysis: Analysis) -> dict[PointName, str]:
    """The bony points whose place is known, and from what: a ``person`` or a ``marker``."""
    geometry, placed = analysis.geometry, analysis.corrections.points
    found = {"asis": geometry.asis_px is not None, "psis": geometry.psis_px is not None}
    return {
        name: "person" if name in placed else "marker" for name in TITLES if name in placed or found[name]
    }


def measure_rows(analysis: Analysis) -> list[Json]:
    """The measures besides pelvic tilt, and the lengths in millimetres when the body height is known."""
    rows = [_row(analysis, measure) for name, measure in analysis.measures.items() if name != "pelvic_tilt"]
    return rows + [_row(analysis, length) for length in analysis.lengths_mm.values()]


def spoken(analysis: Analysis) -> str:
    """The pelvic tilt for people who hear the page."""
    measure = analysis.measures["pelvic_tilt"]
    if measure.value is None:
        return tr("Pelvic tilt: not measurable.")
    return tr(
        "Pelvic tilt {value}, {how}, {interval}.",
        value=number(measure.value, measure.unit),
        how=within_sentence(_badge(measure)),
        interval=interval(measure),
    )


def _state(measure: Measure) -> str:
    if measure.value is None:
        return "missing"
    return "estimated" if measure.estimated else "measured"


def _badge(measure: Measure) -> str:
    if measure.value is None:
        return tr("Not measurable")
    if measure.method == "markers":
        return tr("Measured on the dots")
    return tr("Estimated") if measure.estimated else tr("Measured on your points")


def _step_text(name: PointName, known: dict[PointName, str]) -> str:
    texts = {"person": tr("placed by you."), "marker": tr("on a dot that was found.")}
    return texts.get(known.get(name, ""), PLACES[name])


def _pelvis_text(measure: Measure, own: Measure | None, known: dict[PointName, str]) -> str:
    if measure.reason is not None:
        return measure.reason.message if known else f"{measure.reason.message} {tr(MISSING)}"
    if measure.estimated:
        return _needed(known) if len(known) == 1 else tr(ESTIMATED)
    return f"{_BETWEEN[frozenset(known.values())]} {own_words(own) if own is not None else ''}".strip()


_BETWEEN: Final = Table(
    {
        frozenset({"person"}): "Measured between the two points that you placed.",
        frozenset({"marker"}): "Measured between two dots that were found on the skin.",
        frozenset(
            {"person", "marker"}
        ): "Measured between the point that you placed and a dot that was found.",
    }
)


def _needed(known: dict[PointName, str]) -> str:
    """What is missing when one point is known."""
    first = next(title for name, title in TITLES.items() if name in known)
    second = next(title for name, title in TITLES.items() if name not in known)
    return tr(
        "{first} is placed. One point alone says nothing about the tilt: {second} is needed too. Drag it to "
        "its place, or say that it is already right where it is.",
        first=first,
        second=second,
    )


def _row(analysis: Analysis, measure: Measure) -> Json:
    own = None if measure.unit == "mm" else _own(analysis, measure.name)
    yours = measure.name in analysis.corrected or measure.unit == "mm"
    return {
        "name": measure.name,
        "title": measure_text(measure.name).plain,
        "value_text": about_value(measure),
        "range_text": interval(measure) if measure.reason is None else measure.reason.message,
        "how": "" if measure.reason else (tr("estimated") if measure.estimated else tr("measured")),
        "yours": yours,
        "yours_text": _yours_text(analysis, measure),
        "model_text": own_words(own) if own is not None else "",
        "bars": bars(measure, own, yours=yours),
        "domain": domain(measure, own),
        "reference": reference(measure),
    }


def reference(measure: Measure) -> list[float] | None:
    """Both ends of what is typical, where a study tells."""
    known = measure.reference
    return [*typical(known)] if known is not None else None


def _yours_text(analysis: Analysis, measure: Measure) -> str:
    if measure.unit == "mm":
        return tr("from the height you gave")
    levelled = analysis.corrections.roll_deg is not None
    if measure.name not in _moved(analysis):
        return tr("levelled by you")
    return tr("placed and levelled by you") if levelled else tr("placed by you")


def _moved(analysis: Analysis) -> frozenset[str]:
    """Names of the measures that depend on points that a person placed, whatever the level."""
    given = replace(analysis.corrections, roll_deg=None)
    return find_corrected(
        given,
        analysis.measures,
        back=any(name in given.points for name in BACK_POINTS),
        pelvis=analysis.measures["pelvic_tilt"].method == "points",
    )


def _own(analysis: Analysis, name: QuantityName) -> Measure | None:
    """The analyzer's own value of a measure that a person's corrections changed."""
    return analysis.model_measures[MEASURE_OF[name]] if name in analysis.corrected else None


def bars(measure: Measure, own: Measure | None, *, yours: bool) -> list[Json]:
    """The interval of a measure, and under it the analyzer's own."""
    kinds = (("yours" if yours else "now", measure), ("model", own))
    return [
        {"kind": kind, "value": item.value, "low": item.ci95[0], "high": item.ci95[1]}
        for kind, item in kinds
        if item is not None and item.ci95 is not None
    ]


def domain(measure: Measure, own: Measure | None) -> list[float]:
    """Ends of the scale: those that the app uses everywhere, wider when an interval needs it."""
    ends = [end for item in (measure, own) if item is not None and item.ci95 is not None for end in item.ci95]
    if measure.unit != "mm" and (measure.name in MEASURE_OF or ends):
        axis = axis_of(measure)
        ends += [axis.low, axis.high]
    elif ends:
        ends += [0.0, 1.3 * min(ends), 1.3 * max(ends)]
    return [min(ends), max(ends)] if ends else [0.0, 1.0]
