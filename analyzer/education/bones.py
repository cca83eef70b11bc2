"""Shapes of the bones in the side view, drawn by hand after the usual textbook views.

The left half of the body seen from the middle, the person looking to the right, so that the psoas lies in
front. Millimetres, ``(anterior, superior)``. Hip bone, sacrum and thigh bone: from the hip joint, as they
stand at the typical tilt. Vertebra: from the middle of its body, upright.
"""

from __future__ import annotations

from typing import Final

Shape = tuple[tuple[float, float], ...]

ASIS: Final = (65.0, 68.0)
PSIS: Final = (-92.0, 95.0)

HIP_BONE: Final[Shape] = (
    (65, 68), (65, 80), (54, 103), (34, 121), (10, 132), (-16, 135), (-42, 131), (-64, 121), (-81, 109),
    (-92, 97), (-91, 85), (-81, 75), (-77, 63), (-63, 57), (-46, 51), (-37, 39), (-36, 23), (-41, 9),
    (-52, -3), (-44, -13), (-40, -26), (-49, -43), (-55, -63), (-49, -83), (-33, -92), (-14, -86),
    (8, -72), (30, -58), (47, -47), (60, -40), (70, -27), (74, -11), (68, 2), (53, 10), (39, 19), (31, 27),
    (33, 33), (43, 37), (47, 45), (48, 54), (55, 61),
)  # fmt: skip
FORAMEN: Final[Shape] = (
    (14, -15), (30, -9), (45, -13), (51, -23), (44, -35), (28, -45), (10, -55), (-5, -60), (-14, -51),
    (-11, -35), (0, -22),
)  # fmt: skip
BRIM: Final[Shape] = ((-52, 58), (-30, 45), (-6, 37), (16, 32), (33, 24), (52, 11), (68, 3))
"""The edge between the upper bowl and the lower part of the pelvis."""
CREST: Final[Shape] = (
    (58, 76), (48, 97), (31, 113), (9, 124), (-15, 127), (-40, 123), (-60, 114), (-76, 103),
)  # fmt: skip
SYMPHYSIS: Final[Shape] = ((70, -8), (72, -16), (68, -26), (60, -35), (57, -30), (62, -18))

SACRUM: Final[Shape] = (
    (-13, 89), (-27, 80), (-40, 66), (-51, 48), (-56, 30), (-54, 14), (-46, -2), (-40, -15), (-45, -20),
    (-57, -8), (-70, 10), (-79, 34), (-82, 58), (-75, 83), (-61, 103), (-49, 113), (-41, 111), (-27, 100),
)  # fmt: skip
SACRAL_LINES: Final[tuple[Shape, ...]] = (
    ((-38, 70), (-50, 79), (-60, 84)),
    ((-50, 50), (-61, 55), (-69, 57)),
    ((-56, 30), (-65, 33), (-72, 33)),
    ((-53, 12), (-60, 14), (-65, 14)),
)  # fmt: skip
SACRAL_PLATE: Final = ((-13.0, 89.0), (-41.0, 111.0))
"""Front and back end of the upper surface of the sacrum."""

FEMUR: Final[Shape] = (
    (24, -4), (20, -20), (17, -34), (20, -54), (23, -90), (25, -160), (26, -300), (-4, -300), (-4, -160),
    (-6, -96), (-11, -74), (-19, -65), (-21, -56), (-14, -46), (-19, -32), (-27, -14), (-27, 6), (-17, 19),
    (0, 24), (16, 17),
)  # fmt: skip
HEAD_RADIUS: Final = 24.0

VERTEBRA: Final[Shape] = (
    (19, 13), (16.5, 5), (16.5, -5), (19, -13), (8, -12.2), (-8, -12.2), (-18, -13), (-15.5, -5), (-15.5, 5),
    (-18, 13), (-8, 12.2), (8, 12.2),
)  # fmt: skip
ARCH: Final[Shape] = (
    (-12, 10), (-21, 9), (-24, 15), (-27, 20), (-31, 18), (-31, 8), (-39, 4), (-51, 3), (-58, -2), (-58, -12),
    (-51, -14), (-41, -10), (-36, -12), (-34, -21), (-29, -22), (-26, -10), (-22, -2), (-12, 0),
)  # fmt: skip
"""Pedicle, joint processes and spinous process."""
SIZE: Final = {"L5": 1.0, "L4": 1.0, "L3": 0.98, "L2": 0.96, "L1": 0.93, "T12": 0.88}
"""Of a vertebra, against `VERTEBRA`."""
PLATE_HALF: Final = 17.5
PLATE_HEIGHT: Final = 12.6
"""Half the depth of a vertebra's end plate, and how far it lies from the middle."""

ILIACUS: Final[Shape] = (
    (56, 80), (44, 98), (22, 114), (-6, 120), (-34, 114), (-50, 98), (-44, 74), (-22, 55), (4, 44), (26, 34),
    (36, 30), (46, 48), (52, 62),
)  # fmt: skip
"""The other part of the muscle, which fans out over the inside of the hip bone."""
