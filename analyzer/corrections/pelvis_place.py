"""Where the pelvis lies in this body, as far as a photo can say.

Mean positions come from ``analyzer/data/anatomy.json`` (rendered people with known bones). They serve to draw
the pelvis, and as places from which a person moves ASIS and PSIS to where they are. No measure rests on them.
The pelvis has its own coordinates: origin at the hip joint, turned so that the line from PSIS to ASIS is
horizontal. Everything else is in body coordinates, ``[anterior, superior]`` in trunk lengths.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from analyzer.types import BackProfile, BodyGeometry
from analyzer.types.geometry import Points, frozen_points

NEUTRAL_TILT_DEG: Final = 10.0
"""The tilt that is taken when nothing is known about it."""
SIZES: Final = (0.75, 1.3)
"""A pelvis is not drawn smaller or larger than this, compared with the mean."""

_SKIN_WEIGHT: Final = 0.6
"""How much the skin over the PSIS counts, against the landmark of the hip."""


@cache
def placement() -> dict[str, Any]:
    """The table of mean positions, read once."""
    text = files("analyzer").joinpath("data/anatomy.json").read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(text)
    return result


def mean(group: str, name: str) -> Any:
    """One mean of the table: a number, or ``[anterior, superior]``."""
    value = placement()[group][name]["mean"]
    return np.array(value) if isinstance(value, list) else float(value)


def turned(points: ArrayLike, tilt_deg: float) -> Points:
    """Points turned forward about the origin, as a pelvis tips, shape (..., 2)."""
    angle = math.radians(tilt_deg)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    result: Points = np.asarray(points, dtype=np.float64) @ turn.T
    return result


@dataclass(frozen=True, slots=True, eq=False)
class PelvisPlace:
    """Where a pelvis lies.

    Attributes
    ----------
    hip : ndarray, shape (2,)
        The hip joint.
    tilt_deg : float
    scale : float
        Its size, compared with the mean.
    """

    hip: Points
    tilt_deg: float
    scale: float = 1.0

    def put(self, points: ArrayLike) -> Points:
        """Points of the pelvis in body coordinates, shape (..., 2)."""
        own = np.asarray(points, dtype=np.float64) * self.scale
        return frozen_points(self.hip + turned(own, self.tilt_deg))

    @property
    def asis(self) -> Points:
        """The bony point at the front, shape (2,)."""
        return self.put(mean("pelvis", "ASIS"))

    @property
    def psis(self) -> Points:
        """The bony point at the back, shape (2,)."""
        return self.put(mean("pelvis", "PSIS"))


def skin_at(profile: BackProfile, height: ArrayLike) -> Points:
    """Points of the traced back at heights, shape (n, 2)."""
    heights = np.atleast_1d(np.asarray(height, dtype=np.float64))
    order = np.argsort(profile.contour[:, 1], kind="stable")
    across = np.interp(heights, profile.contour[order, 1], profile.contour[order, 0])
    return np.column_stack((across, heights))


def find_hip(geometry: BodyGeometry, tilt_deg: float) -> Points:
    """The hip joint, shape (2,): where a person placed it, or else below the model's landmark.

    The landmark gives the height. From back to front, the skin over the PSIS is the better guide: there
    the bone is covered by only a few millimetres, in nearly everybody.
    """
    if geometry.hip_px is not None:
        return geometry.frame.to_body(geometry.hip_px)
    bias = np.array(placement()["landmark_bias"]["hip"])
    hip: Points = -bias
    if geometry.profile is None:
        return hip
    psis = hip + turned(mean("pelvis", "PSIS"), tilt_deg)
    skin = skin_at(geometry.profile, psis[1])[0]
    wanted = skin[0] + mean("depth_below_skin", "PSIS")
    hip[0] += _SKIN_WEIGHT * (wanted - psis[0])
    return hip


def locate_pelvis(geometry: BodyGeometry, tilt_deg: float) -> PelvisPlace:
    """The pelvis in this body: on the known bony points when there are both, otherwise about the hip."""
    if geometry.asis_px is None or geometry.psis_px is None:
        return PelvisPlace(find_hip(geometry, tilt_deg), tilt_deg)
    asis, psis = geometry.frame.to_body(geometry.asis_px), geometry.frame.to_body(geometry.psis_px)
    mean_asis, mean_psis = mean("pelvis", "ASIS"), mean("pelvis", "PSIS")
    length = float(np.linalg.norm(mean_asis - mean_psis))
    scale = float(np.clip(np.linalg.norm(asis - psis) / length, *SIZES))
    middle = turned((mean_asis + mean_psis) / 2 * scale, tilt_deg)
    return PelvisPlace((asis + psis) / 2 - middle, tilt_deg, scale)
