"""Adhesive dots on ASIS and PSIS, the front and back bony points of the pelvis, found in the photo.

With both, pelvic tilt is measured instead of estimated. Most photos show no dots, and then nothing is found:
better none than a wrong pair.

* ``patch``: the pelvis cut out of the photo at a fixed size
* ``spots``: round spots of one colour that differ from everything around
* ``outline``: the dot at the back, which the body's outline often cuts
* ``pair``: which spots are the two dots, if that is beyond doubt

How well it works is in ``docs/markers.md``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.markers.pair import Problem, find_pair
from analyzer.markers.patch import cut_patch
from analyzer.types import Issue, Landmarks, SagittalFrame
from analyzer.types.arrays import FloatArray
from analyzer.types.geometry import frozen_points
from analyzer.types.texts import warning

__all__ = ["DOT_SD", "NO_MARKERS", "Markers", "dot_view_sd_deg", "find_markers"]


DOT_SD: Final = 0.005
"""Standard deviation of a dot's place, 2.3 mm, trunk lengths: 1.5 mm where its middle is in the photo, and
1.8 mm of feeling for the bone, which alone give the 1.1 degrees of the best examiners (PMC8486407)."""
_CAMERA_SD_DEG: Final = 0.9
"""A lens 10 cm above or below the pelvis at 3 m, as the near ASIS is closer to it (our arithmetic)."""
_YAW_SD: Final = 0.1
"""Per degree that the trunk is turned: 10 degrees make 11.2 or 13.3 of 12 (our arithmetic)."""

_ISSUES: Final[dict[Problem, Issue]] = {
    "one": warning("one_marker_found"),
    "ambiguous": warning("markers_ambiguous"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Markers:
    """The two dots on the pelvis. Falsy when they were not found.

    Attributes
    ----------
    asis_px, psis_px : ndarray, shape (2,), or None
        Pixels of the picture given; both or none.
    issue : Issue or None
        What to do, when something was found that may be a dot, and no pair.
    trochanter_px : ndarray, shape (2,), or None
        A third dot, on the greater trochanter.
    """

    asis_px: FloatArray | None = None
    psis_px: FloatArray | None = None
    issue: Issue | None = None
    trochanter_px: FloatArray | None = None

    def __bool__(self) -> bool:
        return self.asis_px is not None


NO_MARKERS: Final = Markers()


def find_markers(
    rgb: NDArray[np.uint8], person: NDArray[np.float32], landmarks: Landmarks, frame: SagittalFrame
) -> Markers:
    """The dots on ASIS and PSIS of the side that faces the camera.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    person : ndarray of float32, shape (height, width)
        Probability of being the person.
    landmarks : Landmarks
        In pixels of the picture.
    frame : SagittalFrame
        In pixels of the picture.
    """
    patch = cut_patch(rgb, person, frame)
    if patch is None:
        return NO_MARKERS
    pair = find_pair(patch, landmarks)
    if pair.asis is None or pair.psis is None:
        return Markers(issue=None if pair.problem is None else _ISSUES[pair.problem])
    asis, psis = patch.to_picture(pair.asis), patch.to_picture(pair.psis)
    third = None if pair.trochanter is None else frozen_points(patch.to_picture(pair.trochanter))
    return Markers(frozen_points(asis), frozen_points(psis), trochanter_px=third)


def dot_view_sd_deg(trunk_rotation_deg: float) -> float:
    """What height of the camera and trunk rotation add to the standard deviation of a measured tilt.

    Neither is corrected: the height of the camera is not known, and the side to which the trunk is turned
    neither.
    """
    return math.hypot(_CAMERA_SD_DEG, _YAW_SD * trunk_rotation_deg)
