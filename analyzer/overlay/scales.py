"""What the scale of each measure shows: its usual ends, and the words at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Axis:
    """What a scale shows: its usual ends, the words at both ends, and a mark that needs no reference."""

    low: float
    high: float
    less: str
    more: str
    mark: tuple[float, str] | None = None


AXES: Final = {
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
