"""What a change is called: neutral words for its direction, and numbers with one decimal.

A difference is small: whole degrees would make 25.6 and 18.2 differ by 8. Words are neutral, more or less,
unless somebody says which way is wanted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from analyzer.compare.changes import Change
from analyzer.meaning.measure_words import measure_text
from analyzer.types.codes import MeasureName, ReasonCode, Verdict, Way

Goals = Mapping[MeasureName, Way]
"""Which way is wanted, by the name of the measure."""

VERDICTS: Final[Mapping[Verdict, str]] = {
    "changed": "changed",
    "within_measurement_error": "within measurement error",
    "not_comparable": "not comparable",
}
REASONS: Final[Mapping[ReasonCode, str]] = {
    "other_side": "The other side of the body",
    "other_view": "Turned differently",
    "other_clothing": "Other clothing",
    "other_camera_height": "Another camera height",
    "other_protocol": "Another stance",
    "other_version": "Another version of the analyzer",
    "other_method": "Measured in another way",
    "not_measured": "Not measured",
}
"""Why something cannot be compared, in a few words, by the code of the reason."""
WAYS: Final[Mapping[MeasureName, Mapping[Way, str]]] = {
    "pelvic_tilt": {"less": "less forward tilt", "more": "more forward tilt"},
    "sacral_slope": {"less": "less slope", "more": "more slope"},
    "lumbar_lordosis": {"less": "less curve", "more": "more curve"},
    "lumbar_depth": {"less": "less deep", "more": "deeper"},
    "trunk_inclination": {"less": "further back", "more": "further forward"},
    "hip_extension_angle": {"less": "more bent", "more": "more stretched"},
    "pelvic_shift": {"less": "further back", "more": "further forward"},
    "knee_angle": {"less": "more bent", "more": "more stretched"},
    "ear_shoulder_angle": {"less": "further back", "more": "further forward"},
}
_UNITS: Final = {"deg": "°", "mm": " mm"}


def way_words(name: MeasureName, way: Way) -> str:
    """Less forward tilt, deeper, further back, ..."""
    return WAYS.get(name, {"less": "less", "more": "more"})[way]


def goal_words(name: MeasureName, way: Way) -> str:
    """A goal, as one can choose it."""
    return f"{measure_text(name).plain}: {way_words(name, way)}"


def way_of(change: Change) -> Way | None:
    """The direction of a difference that can be seen in its rounded number."""
    if change.difference is None or abs(change.difference) < 0.05:
        return None
    return "more" if change.difference > 0.0 else "less"


def aim_of(change: Change, goals: Goals) -> Literal["towards", "away"] | None:
    """Whether something changed towards its goal; ``None`` when it has none, or did not change."""
    wanted = goals.get(change.name)
    if wanted is None or change.verdict != "changed":
        return None
    return "towards" if way_of(change) == wanted else "away"


def verdict_words(change: Change, goals: Goals) -> str:
    """Changed, less forward tilt, towards the goal."""
    words = VERDICTS[change.verdict]
    way = way_of(change)
    if change.verdict != "changed" or way is None:
        return words
    aim = {"towards": ", towards the goal", "away": ", away from the goal", None: ""}[aim_of(change, goals)]
    return f"{words}: {way_words(change.name, way)}{aim}"


def reason_words(change: Change) -> str:
    """Other clothing, not measured: empty when it can be compared."""
    words = ", ".join(REASONS.get(reason.code, reason.code) for reason in change.reasons)
    return words[:1] + words[1:].lower()


def tenths(value: float, unit: str, *, signed: bool = False) -> str:
    """A number with one decimal and its unit, with a real minus sign: −7.4°."""
    shown = round(abs(value), 1)
    sign = "" if shown == 0.0 else "−" if value < 0.0 else "+" if signed else ""
    return f"{sign}{shown:.1f}{_UNITS.get(unit, ' %')}"


def span_words(ends: tuple[float, float], unit: str) -> str:
    """An interval of a difference: −11.8° to −6.0°."""
    return " to ".join(tenths(end, unit, signed=True) for end in ends)
