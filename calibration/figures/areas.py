"""Areas of the body that an exercise stretches or works, as outlines in the picture of a pose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.figures.body import Rest
from calibration.figures.outlines import closed_paths
from calibration.figures.picture import PARTS, Picture
from calibration.figures.skinning import FloatArray

_TRUNK, _THIGH = 0, 3
_BOX: Final[Mapping[str, tuple[tuple[int, ...], float, float, float, float]]] = {
    "hip_front": ((_TRUNK, _THIGH), -0.19, 0.17, -1.0, -0.035),
    "thigh_front": ((_THIGH,), -0.30, 0.06, -1.0, -0.012),
    "thigh_back": ((_THIGH,), -0.31, -0.01, 0.018, 1.0),
    "buttock": ((_TRUNK, _THIGH), -0.01, 0.17, 0.020, 1.0),
    "belly": ((_TRUNK,), 0.12, 0.36, -1.0, -0.045),
    "low_back": ((_TRUNK,), 0.13, 0.34, 0.012, 1.0),
    "upper_back": ((_TRUNK,), 0.38, 0.60, 0.012, 1.0),
    "chest": ((_TRUNK,), 0.42, 0.57, -1.0, -0.055),
    "neck_front": ((_TRUNK,), 0.64, 0.705, -1.0, -0.022),
}
"""Of each area: the parts of the body it lies on, from and to which height of the body at rest, and between
which distances behind the line of the hip and knee joints (of the trunk: behind the hip joint), in metres."""

AREAS: Final[Mapping[str, tuple[str, ...]]] = {
    "lunge_end": ("hip_front",),
    "heel_hold": ("thigh_front",),
    "prone_band_2": ("thigh_front",),
    "heel_slide_2": ("belly",),
    "plank_knees": ("belly", "buttock"),
    "plank_feet": ("belly", "buttock"),
    "wall_tilt_2": ("belly", "buttock"),
    "knee_chest_2": ("buttock", "low_back"),
    "cat": ("low_back", "upper_back"),
    "bird_dog": ("buttock", "low_back"),
    "hamstring_2": ("thigh_back",),
    "upright": ("low_back",),
    "prone_elbows": ("belly",),
    "march_2": ("hip_front",),
    "hinge_end": ("buttock", "thigh_back"),
    "chin_back": ("neck_front",),
    "towel_2": ("chest",),
    "row_2": ("upper_back",),
    "wall_slide_2": ("upper_back",),
    "rise_1": ("buttock", "thigh_front"),
    "back_bend": ("belly",),
}
"""The areas that are drawn, by pose."""


def areas(name: str, picture: Picture, rest: Rest) -> dict[str, str]:
    """The path of each area that the figure of a pose shows; empty for most poses."""
    return {area: closed_paths(_mask(area, picture, rest)) for area in AREAS.get(name, ())}


def _mask(area: str, picture: Picture, rest: Rest) -> NDArray[np.bool_]:
    parts, low, high, front, back = _BOX[area]
    _, y, z = np.moveaxis(picture.rest, -1, 0)
    behind = y - _axis(z, rest)
    near = np.isin(picture.part, parts) & (picture.part < len(PARTS))
    inside = (z > low) & (z < high) & (behind > front) & (behind < back)
    return np.asarray(near & inside & picture.body)


def _axis(z: FloatArray, rest: Rest) -> FloatArray:
    """How far back the middle of the leg lies at a height; above the hip joint as there."""
    hip, knee = (rest.heads[rest.bone(bone)] for bone in ("upperleg01.R", "lowerleg01.R"))
    return np.asarray(np.interp(z, (knee[2], hip[2]), (knee[1], hip[1])))
