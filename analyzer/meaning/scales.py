"""What scales show: the usual ends of each measure with the words at them, the width for changes, and ticks.

Picture, page and report draw them in their own ways and ask here what to draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from analyzer.meaning.measure_words import MEASURES
from analyzer.meaning.thomas_words import THOMAS
from analyzer.types import Measure
from analyzer.types.codes import MEASURE_OF, MeasureName, ThomasName, Unit

_LEAST_HALF: Final[Mapping[Unit, float]] = {
    "deg": 12.0,
    "pct_trunk": 6.0,
    "pct_leg": 6.0,
    "pct_height": 6.0,
    "mm": 6.0,
}
"""Half of the usual width of a scale of changes."""
_ROUND: Final = (5, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200)
LEAST_SPAN: Final[Mapping[Unit, float]] = {
    "deg": 12.0,
    "pct_trunk": 6.0,
    "pct_leg": 6.0,
    "pct_height": 6.0,
    "mm": 6.0,
}
"""How much a chart over time shows at least, so that errors of measurement do not look like changes."""
_TICKS: Final = (1, 2, 5, 10, 15, 20, 30, 50, 100)
_MOST_TICKS: Final = 4


@dataclass(frozen=True, slots=True)
class Axis:
    """What a scale shows: its usual ends, the words at both ends, and a mark that needs no reference."""

    low: float
    high: float
    less: str
    more: str
    mark: tuple[float, str] | None = None


def _axis(name: MeasureName, low: float, high: float, mark: float | None = None) -> Axis:
    words = MEASURES[name]
    return Axis(low, high, *words.ends, None if mark is None else (mark, words.mark))


AXES: Final[Mapping[MeasureName, Axis]] = {
    "pelvic_tilt": _axis("pelvic_tilt", -15, 45),
    "sacral_slope": _axis("sacral_slope", 0, 60),
    "lumbar_lordosis": _axis("lumbar_lordosis", 0, 80),
    "lumbar_depth": _axis("lumbar_depth", -2, 20, mark=0),
    "trunk_inclination": _axis("trunk_inclination", -20, 20, mark=0),
    "hip_extension_angle": _axis("hip_extension_angle", -35, 20, mark=0),
    "pelvic_shift": _axis("pelvic_shift", -12, 20, mark=0),
    "knee_angle": _axis("knee_angle", 145, 200, mark=180),
    "ear_shoulder_angle": _axis("ear_shoulder_angle", -15, 45, mark=0),
    "thoracic_kyphosis": _axis("thoracic_kyphosis", 0, 90),
    "craniovertebral_angle": _axis("craniovertebral_angle", 20, 75),
    "c7_offset": _axis("c7_offset", -8, 12, mark=0),
    "shoulder_offset": _axis("shoulder_offset", -8, 12, mark=0),
    "hip_offset": _axis("hip_offset", -8, 12, mark=0),
    "knee_offset": _axis("knee_offset", -8, 12, mark=0),
    "trunk_balance": _axis("trunk_balance", -10, 10, mark=0),
}


def _thomas_axis(name: ThomasName, low: float, high: float, mark: float | None = None) -> Axis:
    words = THOMAS[name]
    return Axis(low, high, *words.ends, None if mark is None else (mark, words.mark))


THOMAS_AXES: Final[Mapping[ThomasName, Axis]] = {
    "thigh_angle": _thomas_axis("thigh_angle", -30, 40, mark=0),
    "knee_flexion": _thomas_axis("knee_flexion", 0, 120),
    "other_thigh_flexion": _thomas_axis("other_thigh_flexion", 0, 150),
    "trunk_to_table": _thomas_axis("trunk_to_table", -20, 60),
    "pelvic_tilt_supine": _thomas_axis("pelvic_tilt_supine", -30, 40),
    "hip_extension_true": _thomas_axis("hip_extension_true", -40, 40),
    "hip_extension_from_standing": _thomas_axis("hip_extension_from_standing", -30, 40, mark=0),
}


def axis_of(measure: Measure) -> Axis:
    """The scale of a measure that has a value; of one that another version has measured, its interval."""
    if measure.name in MEASURE_OF:
        return AXES[MEASURE_OF[measure.name]]
    for name, axis in THOMAS_AXES.items():
        if name == measure.name:
            return axis
    assert measure.ci95 is not None
    return Axis(*measure.ci95, "less", "more")


class Ranged(Protocol):
    """A difference with its interval and the error of measurement, where there is one."""

    @property
    def ci95(self) -> tuple[float, float] | None: ...
    @property
    def mdc95(self) -> float | None: ...


def change_half_width(changes: Iterable[Ranged], unit: Unit) -> float:
    """Half of one scale for all changes of a unit, so that their pictures can be compared."""
    reach = [_LEAST_HALF[unit]]
    for change in changes:
        if change.ci95 is not None and change.mdc95 is not None:
            reach += [abs(end) for end in change.ci95] + [change.mdc95]
    most = max(reach)
    return next((float(number) for number in _ROUND if number >= most), most)


def tick_step(low: float, high: float) -> int:
    """How far apart the numbers beside a chart from ``low`` to ``high`` are."""
    return next((step for step in _TICKS if (high - low) / step <= _MOST_TICKS), _TICKS[-1])
