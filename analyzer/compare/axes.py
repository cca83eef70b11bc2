"""What scales show: the usual ends of each measure with the words at them, and the width for changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from analyzer.compare.changes import Change
from analyzer.types.codes import QuantityName

_LEAST_HALF: Final = {"deg": 12.0}
"""Half of the usual width of a scale of changes; other units have _LEAST_HALF_OTHER."""
_LEAST_HALF_OTHER: Final = 6.0
_ROUND: Final = (5, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200)


@dataclass(frozen=True, slots=True)
class Axis:
    """What a scale shows: its usual ends, the words at both ends, and a mark that needs no reference."""

    low: float
    high: float
    less: str
    more: str
    mark: tuple[float, str] | None = None


AXES: Final[Mapping[QuantityName, Axis]] = {
    "pelvic_tilt": Axis(-15, 45, "tips back", "tips forward"),
    "sacral_slope": Axis(0, 60, "upright", "slanted"),
    "lumbar_lordosis": Axis(0, 80, "flat", "hollow"),
    "lumbar_depth": Axis(-2, 20, "shallow", "deep", (0, "no hollow")),
    "trunk_inclination": Axis(-20, 20, "leans back", "leans forward", (0, "upright")),
    "hip_extension_angle": Axis(-35, 20, "bent", "stretched", (0, "in line")),
    "pelvic_shift": Axis(-12, 20, "behind", "in front", (0, "above the ankles")),
    "knee_angle": Axis(145, 200, "bent", "over-stretched", (180, "straight")),
    "ear_shoulder_angle": Axis(-15, 45, "behind", "ahead", (0, "above the shoulder")),
}


def change_half_width(changes: Iterable[Change], unit: str) -> float:
    """Half of one scale for all changes of a unit, so that their pictures can be compared."""
    reach = [_LEAST_HALF.get(unit, _LEAST_HALF_OTHER)]
    for change in changes:
        if change.ci95 is not None and change.mdc95 is not None:
            reach += [abs(end) for end in change.ci95] + [change.mdc95]
    most = max(reach)
    return next((float(number) for number in _ROUND if number >= most), most)
