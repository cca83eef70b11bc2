"""What is written in the picture beside values: headings, tags and the legend, once.

Words of measures, values and levels come from `analyzer.meaning`. All are English here: a single text is said
with `tr`, several with `translated`, and what is looked up comes in the language of the moment. Tags hold
their line breaks, which another language may put elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzer.language import Table, mark
from analyzer.types.codes import Level
from analyzer.types.landmarks import Side

TITLE: Final = mark("Posture from the side")
QUESTION: Final = mark("Signs of a shortened hip flexor, the psoas?")
PSOAS: Final = mark(("Psoas, the hip flexor", "shortened psoas, an indicator and not a diagnosis"))
"""The indicator in plain words and by its technical name."""
MEASURED: Final = mark("What was measured")
BAND: Final = Table(
    {
        "mean": "likely: 95 % interval; band: typical, mean ± 1 SD",
        "means": "likely: 95 % interval; band: typical, lowest to highest mean ± 1 SD",
        "none": "likely: 95 % interval",
    }
)
"""Beside that heading: what the scales show, by what the bands are made of."""
ALSO_MEASURED: Final = mark("Also measured")
ISSUE: Final = mark("Photo")
INDICATOR_CAVEAT: Final = mark("These are indicators, not a diagnosis.")
DRAWING_CAVEAT: Final = mark(
    "Bones and muscle are a drawing, placed with the help of the measurements. A photo cannot show them."
)
CORRECTED: Final = mark("corrected by hand")

CLOSE_UP: Final = mark("Low back, pelvis and psoas, enlarged")
LEGEND_HEADING: Final = mark("How to read the drawing")
LEGEND: Final[Mapping[str, str]] = Table(
    {
        "contour": "Traced back: buttocks, low back, upper back",
        "bridged": "Back covered here, line is bridged",
        "tangent": "Steepest lines of the back, with their angle",
        "bone.measured": "Pelvis at its measured tilt, spine, thigh bone",
        "bone.estimated": "Pelvis at its estimated tilt, spine, thigh bone",
        "tilt": "Tilt of the pelvis; pale fan: likely range",
        "ghost": "Pelvis in a typical stance",
        "ghost.no_tilt": "Pelvis, tilt not measurable here",
        "psoas": "Psoas, the hip flexor: {level}, {line}",
        "plumb_line": "True vertical through the ankle; bars: distance to hip, shoulder, ear",
        "landmarks": "Points found by the pose model",
        "drawings": "Drawn by a person: changes no value",
    }
)
"""By the name of what is explained."""
REGIONS: Final = mark(("Buttocks", "Low back", "Upper back"))
LEVEL_LINES: Final[Mapping[Level, str]] = Table(
    {
        "not_suggested": "thin solid edge",
        "inconclusive": "dashed edge",
        "suggested": "bold solid edge",
        "cannot_say": "dotted edge, hatched",
    }
)
"""The line style of a level, for the legend."""

PLUMB_TAG: Final = mark("True vertical\nthrough the ankle")
PSOAS_TAG: Final = mark("Psoas")
LEVEL_TAG: Final = mark("Pelvis\nis level")
BACKWARD_TAG: Final = mark("Pelvis tips\nbackward")
NO_TILT_TAG: Final = mark("Pelvic tilt\nnot measurable\nhere")

SIDES: Final = mark(("Before", "After", "Both outlines"))
TABLE_HEADS: Final = mark(("", "before", "after", "difference (95 % interval)", ""))
MIRRORED: Final = mark("mirrored to look the same way")
NO_VALUE: Final = mark("no value")
NOT_COMPARED: Final = mark("The values cannot be compared. {reasons}")
CHANGED_NOTE: Final = mark(
    "Changed means: by more than the error of measurement. People also stand a little differently each time."
)

THOMAS_TITLE: Final = mark("Direct test: modified Thomas test")
THOMAS_QUESTION: Final[Mapping[Side, str]] = Table(
    {
        "left": "Direct test of the hip flexors, left leg",
        "right": "Direct test of the hip flexors, right leg",
    }
)
THOMAS_TAGS: Final[Mapping[str, str]] = Table(
    {
        "thigh_angle.below": "Thigh below\nthe horizontal",
        "thigh_angle.above": "Thigh above\nthe horizontal",
        "knee_flexion": "Knee bent",
        "other_thigh_flexion": "Held thigh",
        "pelvic_tilt_supine": "Pelvis tipped",
        "back.flat": "Low back\nlies flat",
        "back.no_gap": "No gap seen below\nthe low back",
        "back.gap": "Gap below\nthe low back",
    }
)
THOMAS_LINES: Final = mark(
    "Solid: thigh and shank between their bony points. Dotted: edges of the leg that were used. Dashed: "
    "the horizontal and the edge of the table."
)
