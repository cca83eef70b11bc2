"""What measures are called and what they mean, in words for people; and how their numbers are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from analyzer.types import Measure
from analyzer.types.codes import MEASURE_OF, IndicatorName, MeasureName, QuantityName


@dataclass(frozen=True, slots=True)
class MeasureText:
    """What a measure is called in plain words, by its technical name, and on a tag; and what it means."""

    plain: str
    technical: str
    meaning: str = ""
    tag: tuple[str, ...] = ()


MEASURES: Final[Mapping[MeasureName, MeasureText]] = {
    "pelvic_tilt": MeasureText(
        "Forward tilt of the pelvis",
        "pelvic tilt",
        "How far the line between the two bony points of the pelvis, PSIS at the back and ASIS at the front, "
        "slopes down towards the front. Level is 0°; below that the pelvis tips backward.",
        ("Pelvis tips", "forward"),
    ),
    "sacral_slope": MeasureText(
        "Slope of the back over the sacrum",
        "sacral slope",
        "How far the outline of the back, where it is steepest between buttocks and hollow, leans forward "
        "from the vertical.",
        ("Slope of the", "sacrum"),
    ),
    "lumbar_lordosis": MeasureText(
        "Curve of the low back",
        "lumbar lordosis",
        "The angle between the steepest lines of the back's outline below and above the hollow. The larger, "
        "the more the low back is curved.",
        ("Curve of the", "low back"),
    ),
    "lumbar_depth": MeasureText(
        "Depth of the hollow",
        "lumbar depth",
        "How far the hollow of the low back lies from a straight line between upper back and buttocks, in % "
        "of the length from the hip to the base of the neck.",
    ),
    "trunk_inclination": MeasureText(
        "Forward lean of the trunk",
        "trunk inclination",
        "How far the line from the hip to the shoulder leans forward from the vertical.",
    ),
    "hip_extension_angle": MeasureText(
        "Stretch of the hip",
        "hip extension angle",
        "How far the thigh is stretched back against the trunk. In line is 0°; below that the hip is bent.",
    ),
    "pelvic_shift": MeasureText(
        "Hips ahead of the ankles",
        "pelvic shift",
        "How far the hips stand in front of the ankles, in % of the length of the leg.",
    ),
    "knee_angle": MeasureText(
        "Angle of the knee",
        "knee angle",
        "The angle between thigh and lower leg. A straight knee has 180°.",
    ),
    "ear_shoulder_angle": MeasureText(
        "Ear ahead of the shoulder",
        "ear-shoulder angle",
        "How far the line from the shoulder to the ear leans forward from the vertical.",
    ),
}


INDICATOR: Final[IndicatorName] = "shortened_psoas"
"""The name under which shapes and explanations of the indicator are found, like those of a measure."""


STORY: Final = (
    "The psoas runs from the low back through the pelvis to the thigh bone. When it is tight, it can tip the "
    "pelvis forward and deepen the curve of the low back."
)


MAIN_MEASURES: Final[tuple[MeasureName, ...]] = ("pelvic_tilt", "sacral_slope", "lumbar_lordosis")


def measure_text(name: QuantityName) -> MeasureText:
    """The words for a measure or for its length; its own name when another version has measured it."""
    if name in MEASURE_OF:
        return MEASURES[MEASURE_OF[name]]
    return MeasureText(name.replace("_", " ").capitalize(), name.replace("_", " "))


def number(value: float, unit: str) -> str:
    """A value for people, in whole degrees, per cent or millimetres, with a real minus sign."""
    whole = round(value)
    return f"{'−' if whole < 0 else ''}{abs(whole)}{ {'deg': '°', 'mm': ' mm'}.get(unit, ' %') }"


def interval(measure: Measure) -> str:
    """The 95 % interval in words, empty without a value."""
    if measure.ci95 is None:
        return ""
    low, high = (number(end, measure.unit) for end in measure.ci95)
    return f"likely {low} to {high}"
