"""What each other method says of a picture, by its own definition. Numbers only; nothing else is needed.

All get the same help: the person looks to the right, and the roll that our levelling found is taken out, as a
phone's own level would. Points are [anterior, superior] in any unit. Angles in degrees, + = the way that is
read as a forward tilt of the pelvis or a hollow back.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.types.landmarks import COUNT, LandmarkName, Side

FloatArray = NDArray[np.float64]

AUGMENTED: Final = ("r.ASIS", "L.ASIS", "r.PSIS", "L.PSIS")
"""The first four markers that the augmenter gives, in its order."""
C7_MARKER: Final = 20
INPUTS: Final = (
    ("neck",),
    ("right", "shoulder"),
    ("left", "shoulder"),
    ("right", "hip"),
    ("left", "hip"),
    ("right", "knee"),
    ("left", "knee"),
    ("right", "ankle"),
    ("left", "ankle"),
    ("right", "heel"),
    ("left", "heel"),
    ("right", "small_toe"),
    ("left", "small_toe"),
    ("right", "foot_index"),
    ("left", "foot_index"),
)
"""Points that Pose2Sim's augmenter of the lower body is given, in its order
(``Pose2Sim/markerAugmentation.py``, v0.3)."""
HEIGHT_M: Final = 1.7
MASS_KG: Final = 70.0
"""What Pose2Sim takes where nobody said: world landmarks are those of a person of average size anyway."""
_SMALL_TOE: Final = (0.2, 0.05)
"""The pose model has no small toe: so much of the foot behind the big one, and so many metres outwards."""


def side_view(xy_px: FloatArray, facing: str, roll_deg: float) -> FloatArray:
    """Picture points, y down, as [anterior, superior] with the camera's roll taken out, shape (n, 2)."""
    angle = math.radians(roll_deg)
    x = xy_px[:, 0] * math.cos(angle) + xy_px[:, 1] * math.sin(angle)
    y = -xy_px[:, 0] * math.sin(angle) + xy_px[:, 1] * math.cos(angle)
    return np.stack([x if facing == "right" else -x, -y], axis=1)


def middle(points: FloatArray, part: str) -> FloatArray:
    """Middle of the left and the right landmark."""
    result: FloatArray = (
        points[LandmarkName.of("left", part)] + points[LandmarkName.of("right", part)]
    ) / 2.0
    return result


def inclination(lower: FloatArray, upper: FloatArray) -> float:
    """Of a line against the vertical, + = upper end in front."""
    forward, up = (upper - lower)[:2]
    return math.degrees(math.atan2(float(forward), float(up)))


def hip_angle(points: FloatArray) -> float:
    """Shoulder, hip, knee: how far the trunk is bent forward on the thigh, 0 = a straight line.

    What apps that only have landmarks read as pelvic tilt (as 180 degrees minus the angle at the hip).

    Parameters
    ----------
    points : ndarray, shape (33, 2)
        From `side_view`.
    """
    shoulder, hip, knee = (middle(points, part) for part in ("shoulder", "hip", "knee"))
    return inclination(hip, shoulder) - inclination(knee, hip)


def upright_world(world_m: FloatArray, facing: str, roll_deg: float) -> FloatArray:
    """World landmarks as [anterior, superior, to the right of the person], shape (33, 3).

    Parameters
    ----------
    world_m : ndarray, shape (33, 3)
        x to the right and y down in the picture, z away from the camera.
    """
    flat = side_view(world_m[:, :2], facing, roll_deg)
    away = world_m[:, 2]
    if facing == "right":
        return np.stack([flat[:, 0], flat[:, 1], -away], axis=1)
    # Seen in a mirror a person who looks left looks right, and the sides change names.
    order = [LandmarkName(number).opposite.value for number in range(COUNT)]
    return np.stack([flat[order, 0], flat[order, 1], -away[order]], axis=1)


def augmenter_input(points: FloatArray) -> FloatArray:
    """What the augmenter is given of one picture, before its own scaling, shape (47,).

    Parameters
    ----------
    points : ndarray, shape (33, 3)
        From `upright_world`.
    """
    hip = middle(points, "hip")
    rows = [_input_point(points, name) for name in INPUTS]
    return np.concatenate([((np.array(rows) - hip) / HEIGHT_M).ravel(), [HEIGHT_M, MASS_KG]])


def _input_point(points: FloatArray, name: tuple[str, ...]) -> FloatArray:
    if name == ("neck",):
        return middle(points, "shoulder")
    side: Side = "left" if name[0] == "left" else "right"
    if name[1] != "small_toe":
        return np.asarray(points[LandmarkName.of(side, name[1])])
    toe, heel = (points[LandmarkName.of(side, part)] for part in ("foot_index", "heel"))
    foot = toe - heel
    outwards = np.cross(foot, [0.0, 1.0, 0.0]) * (1.0 if side == "right" else -1.0)
    back, aside = _SMALL_TOE
    return np.asarray(toe - back * foot + aside * outwards / (float(np.linalg.norm(outwards)) or 1.0))


def tilt_of_markers(markers: FloatArray) -> float:
    """Tilt of the line from PSIS to ASIS, mean of both sides.

    Parameters
    ----------
    markers : ndarray, shape (n, 2 or 3)
        [anterior, superior, …]; `AUGMENTED` come first.
    """
    asis, psis = markers[:2].mean(axis=0), markers[2:4].mean(axis=0)
    return math.degrees(math.atan2(float(psis[1] - asis[1]), float(asis[0] - psis[0])))


def trunk_on_pelvis(markers: FloatArray) -> float:
    """How far the trunk (middle of the PSIS to C7) is bent back on the pelvis: a model's lumbar extension.

    The augmenter has no vertebra between pelvis and neck, so this stands for the low back's curve.
    """
    return tilt_of_markers(markers) - inclination(markers[2:4].mean(axis=0), markers[C7_MARKER])
