"""The points of the direct test in body coordinates, from the pose model's landmarks.

The landmarks are no bony points. On people who lie with bent hips and knees the model errs otherwise than on
standing ones; the mean offsets are taken out in the direction of the limb, so that they turn with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from analyzer.thomas.angles import thigh_angle_deg
from analyzer.thomas.patient import Patient
from analyzer.types import SagittalFrame
from analyzer.types.arrays import FloatArray
from analyzer.types.frozen import FrozenMapping
from analyzer.types.landmarks import Side
from analyzer.types.thomas import SupinePoint


@dataclass(frozen=True, slots=True, eq=False)
class SupinePoints:
    """Where the points are, body coordinates ``[anterior, superior]`` in trunk lengths.

    Attributes
    ----------
    at : mapping of SupinePoint to ndarray, shape (2,)
        Read-only.
    other_hip, trunk_hip : ndarray, shape (2,)
        Hip of the other leg, and of this side as the lower end of the trunk: joints as the model sees them.
    sd : float
        Of a landmark in this photo, trunk lengths.
    placed : frozenset of SupinePoint
        Points that a person placed.
    dots : frozenset of SupinePoint
        Points that were found as dots.
    """

    at: Mapping[SupinePoint, FloatArray]
    other_hip: FloatArray
    trunk_hip: FloatArray
    sd: float
    placed: frozenset[SupinePoint] = frozenset()
    dots: frozenset[SupinePoint] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", FrozenMapping(self.at))

    def moved(
        self,
        points: Mapping[SupinePoint, FloatArray],
        *,
        placed: frozenset[SupinePoint] = frozenset(),
        dots: frozenset[SupinePoint] = frozenset(),
    ) -> SupinePoints:
        """The same with some points elsewhere."""
        at = {**self.at, **points}
        return replace(self, at=at, placed=self.placed | placed, dots=self.dots | dots)


_HELD_DEG: Final = 75.0
_FLEXED_DEG: Final = 40.0
_APART_DEG: Final = 25.0
OTHER: Final[dict[Side, Side]] = {"left": "right", "right": "left"}


def near_side(patient: Patient) -> Side:
    """The side of the body that is towards the camera, of somebody on the back: follows from the head's side.

    Who lies with the head to the left of the picture and the face up shows the right side.
    """
    return "right" if patient.head == "left" else "left"


def tested_leg(patient: Patient, frame: SagittalFrame, side: Side) -> Side:
    """What the model calls the leg that hangs: it sometimes exchanges both legs of somebody who lies.

    A leg that is flexed, but not as far as one that is held to the chest, hangs less than the other one.
    """
    near, far = (
        thigh_angle_deg(
            frame.to_body(patient.landmarks.on(which, "hip")),
            frame.to_body(patient.landmarks.on(which, "knee")),
        )
        for which in (side, OTHER[side])
    )
    exchanged = -_HELD_DEG < near < -_FLEXED_DEG and far > near + _APART_DEG
    return OTHER[side] if exchanged else side


def find_points(patient: Patient, frame: SagittalFrame, side: Side, leg: Side) -> SupinePoints:
    """The points from the landmarks of the side towards the camera, and the other knee.

    Parameters
    ----------
    side : {"left", "right"}
        The side of the body towards the camera.
    leg : {"left", "right"}
        What the model calls the leg that hangs, see `tested_leg`.
    """
    landmarks, other = patient.landmarks, OTHER[leg]

    def body(which: Side, part: str) -> FloatArray:
        return frame.to_body(landmarks.on(which, part))

    at: dict[SupinePoint, FloatArray] = {
        "hip": body(leg, "hip"),
        "knee": body(leg, "knee"),
        "ankle": body(leg, "ankle"),
        "shoulder": body(side, "shoulder"),
        "other_knee": body(other, "knee"),
    }
    sd = 0.35 * float(np.median(patient.spread_px[23:29])) / frame.trunk_length_px
    return SupinePoints(at, body(other, "hip"), body(side, "hip"), max(sd, 0.004))
