"""What scales show: the usual ends of each measure with the words at them, the width for changes, and ticks.

Picture, page and report draw them in their own ways and ask here what to draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from analyzer.language import tr
from analyzer.meaning.measure_text import MeasureText
from analyzer.meaning.measure_words import MEASURES
from analyzer.meaning.thomas_words import THOMAS
from analyzer.types import Measure
from analyzer.types.codes import MEASURE_OF, MeasureName, QuantityName, ThomasName, Unit

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


Ends = tuple[float, float] | tuple[float, float, float]
"""The usual ends of a scale, and where its mark is."""
N = TypeVar("N", bound=QuantityName)

_ENDS: Final[Mapping[MeasureName, Ends]] = {
    "pelvic_tilt": (-15, 45),
    "sacral_slope": (0, 60),
    "lumbar_lordosis": (0, 80),
    "lumbar_depth": (-2, 20, 0),
    "trunk_inclination": (-20, 20, 0),
    "hip_extension_angle": (-35, 20, 0),
    "pelvic_shift": (-12, 20, 0),
    "knee_angle": (145, 200, 180),
    "ear_shoulder_angle": (-15, 45, 0),
    "thoracic_kyphosis": (0, 90),
    "craniovertebral_angle": (20, 75),
    "c7_offset": (-8, 12, 0),
    "shoulder_offset": (-8, 12, 0),
    "hip_offset": (-8, 12, 0),
    "knee_offset": (-8, 12, 0),
    "trunk_balance": (-10, 10, 0),
}
_THOMAS_ENDS: Final[Mapping[ThomasName, Ends]] = {
    "thigh_angle": (-30, 40, 0),
    "knee_flexion": (0, 120),
    "other_thigh_flexion": (0, 150),
    "trunk_to_table": (-20, 60),
    "pelvic_tilt_supine": (-30, 40),
    "hip_extension_true": (-40, 40),
    "hip_extension_from_standing": (-30, 40, 0),
}


class _Axes(Mapping[N, Axis]):
    """Scales, with the words of their measures in the language of the moment."""

    def __init__(self, ends: Mapping[N, Ends], words: Mapping[N, MeasureText]) -> None:
        self._ends, self._words = ends, words

    def __getitem__(self, name: N) -> Axis:
        low, high, *mark = self._ends[name]
        words = self._words[name]
        return Axis(low, high, *words.ends, (mark[0], words.mark) if mark else None)

    def __iter__(self) -> Iterator[N]:
        return iter(self._ends)

    def __len__(self) -> int:
        return len(self._ends)


AXES: Final = _Axes(_ENDS, MEASURES)
THOMAS_AXES: Final = _Axes(_THOMAS_ENDS, THOMAS)


def axis_of(measure: Measure) -> Axis:
    """The scale of a measure that has a value; of one that another version has measured, its interval."""
    if measure.name in MEASURE_OF:
        return AXES[MEASURE_OF[measure.name]]
    for name, axis in THOMAS_AXES.items():
        if name == measure.name:
            return axis
    assert measure.ci95 is not None
    return Axis(*measure.ci95, tr("less"), tr("more"))


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
