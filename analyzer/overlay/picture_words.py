"""What is written in the picture beside values: headings, tags and the legend, once.

Words of measures, values and levels come from `analyzer.meaning`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TITLE: Final = "Posture from the side"
QUESTION: Final = "Signs of a shortened hip flexor, the psoas?"
PSOAS: Final = ("Psoas, the hip flexor", "shortened psoas, an indicator and not a diagnosis")
"""The indicator in plain words and by its technical name."""
MEASURED: Final = ("What was measured", "likely: 95 % interval; band: typical, mean ± 1 SD")
"""A heading, and a remark beside it."""
ALSO_MEASURED: Final = "Also measured"
MORE: Final[Mapping[bool, str]] = {
    True: "One more value is in the result itself.",
    False: "{count} more values are in the result itself.",
}
"""Where there is no room for all, by whether it is one."""
ISSUE: Final = "Photo"
INDICATOR_CAVEAT: Final = "These are indicators, not a diagnosis."
DRAWING_CAVEAT: Final = (
    "Bones and muscle are a drawing, placed with the help of the measurements. A photo cannot show them."
)
CORRECTED: Final = "corrected by hand"

CLOSE_UP: Final = "Low back, pelvis and psoas, enlarged"
LEGEND_HEADING: Final = "How to read the drawing"
LEGEND: Final[Mapping[str, str]] = {
    "contour": "Traced back: buttocks, low back, upper back",
    "bridged": "Back covered here, line is bridged",
    "tangent": "Steepest lines of the back, with their angle",
    "bone": "Pelvis at its {how} tilt, spine, thigh bone",
    "tilt": "Tilt of the pelvis; pale fan: likely range",
    "ghost": "Pelvis in a typical stance",
    "ghost.no_tilt": "Pelvis, tilt not measurable here",
    "psoas": "Psoas, the hip flexor: {level}, {line}",
    "plumb_line": "True vertical through the ankle; bars: distance to hip, shoulder, ear",
    "landmarks": "Points found by the pose model",
}
"""By the name of what is explained."""
REGIONS: Final = ("Buttocks", "Low back", "Upper back")
MEASURED_HOW: Final[Mapping[bool, str]] = {True: "estimated", False: "measured"}
"""By whether it is estimated."""

PLUMB_TAG: Final = ("True vertical", "through the ankle")
PSOAS_TAG: Final = "Psoas"
LEVEL_TAG: Final = ("Pelvis", "is level")
BACKWARD_TAG: Final = ("Pelvis tips", "backward")
NO_TILT_TAG: Final = ("Pelvic tilt", "not measurable", "here")

SIDES: Final = ("Before", "After", "Both outlines")
TABLE_HEADS: Final = ("", "before", "after", "difference (95 % interval)", "")
MIRRORED: Final = "mirrored to look the same way"
NO_VALUE: Final = "no value"
NOT_COMPARED: Final = "The values cannot be compared. {reasons}"
CHANGED_NOTE: Final = (
    "Changed means: by more than the error of measurement. People also stand a little differently each time."
)

THOMAS_TITLE: Final = "Direct test: modified Thomas test"
THOMAS_QUESTION: Final = "Direct test of the hip flexors, {side} leg"
THOMAS_HORIZONTAL: Final = "horizontal"
THOMAS_TAGS: Final[Mapping[str, tuple[str, ...]]] = {
    "thigh_angle.below": ("Thigh below", "the horizontal"),
    "thigh_angle.above": ("Thigh above", "the horizontal"),
    "knee_flexion": ("Knee bent",),
    "other_thigh_flexion": ("Held thigh",),
    "pelvic_tilt_supine": ("Pelvis tipped",),
    "back.flat": ("Low back", "lies flat"),
    "back.gap": ("Gap below", "the low back"),
}
THOMAS_LINES: Final = (
    "Solid: thigh and shank between their bony points. Dotted: edges of the leg that were used. Dashed: the "
    "horizontal and the edge of the table."
)
