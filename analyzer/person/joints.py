"""Joint centres in the mid-sagittal plane, from the pose model's landmarks.

The landmarks are not the joint centres: on bodies with known truth the model puts the hip 1.3 % of body
height too far forward and the shoulder 2.4 % too high, for example. The mean offsets are taken out. A joint
centre that a person placed is taken as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from analyzer.geometry import median
from analyzer.types import Landmarks, Reason, SagittalFrame
from analyzer.types.arrays import FloatArray
from analyzer.types.texts import reason

BIAS: Final[dict[str, tuple[float, float]]] = {
    "ear": (0.0569, -0.0092),
    "shoulder": (0.0115, 0.0872),
    "hip": (0.0467, 0.0169),
    "knee": (0.0058, 0.0358),
    "ankle": (0.0057, 0.0574),
}
"""Landmark minus joint centre (tragus for the ear), [anterior, superior] in trunk lengths; means of 84
phantoms (folders pairs, retakes, markers), see docs/accuracy.md."""


@dataclass(frozen=True, slots=True, eq=False)
class Joints:
    """Joint centres in the mid-sagittal plane, body coordinates, each shape (2,).

    ``sd`` is that of the landmarks in this photo, trunk lengths. ``placed`` names the joints that a person
    placed. Without ``feet_seen`` the ankle is only a guess, and without ``legs_seen`` the knee, too: the pose
    model has put both legs beside the person.
    """

    ear: FloatArray
    shoulder: FloatArray
    hip: FloatArray
    knee: FloatArray
    ankle: FloatArray
    sd: float
    head_seen: bool
    placed: frozenset[str] = frozenset()
    feet_seen: bool = True
    legs_seen: bool = True

    @property
    def knee_known(self) -> bool:
        """Whether the knee was seen, or placed."""
        return self.legs_seen or "knee" in self.placed

    @property
    def ankle_known(self) -> bool:
        """Whether knee and ankle were seen in the photo, or placed."""
        return self.knee_known and ((self.feet_seen and self.legs_seen) or "ankle" in self.placed)

    @property
    def why_no_ankle(self) -> Reason:
        """What to say where it is not known."""
        return reason("feet_out_of_frame" if self.legs_seen else "legs_not_visible.lost")


def find_joints(
    frame: SagittalFrame,
    landmarks: Landmarks,
    spread_px: FloatArray,
    *,
    head_seen: bool,
    feet_seen: bool = True,
    legs_seen: bool = True,
) -> Joints:
    """Joint centres from the landmarks of both sides.

    Parameters
    ----------
    spread_px : ndarray, shape (33,)
        Disagreement of the landmarks between photo and mirror image.
    head_seen : bool
        False when the head is outside the photo.
    feet_seen : bool
        False when the feet are.
    legs_seen : bool
        False when both legs lie beside the person, see `analyzer.person.agree.legs_on_body`.
    """
    points: dict[str, Any] = {**find_centres(frame, landmarks)}
    # The mean of two answers errs less than they differ, and mostly in the same way in the next photo.
    sd = 0.25 * float(median(spread_px[11:29])) / frame.trunk_length_px
    return Joints(**points, sd=sd, head_seen=head_seen, feet_seen=feet_seen, legs_seen=legs_seen)


def find_centres(frame: SagittalFrame, landmarks: Landmarks) -> dict[str, FloatArray]:
    """Joint centres by name, body coordinates, each shape (2,), from the landmarks of both sides."""
    return {part: frame.to_body(landmarks.middle(part)) - np.array(offset) for part, offset in BIAS.items()}


def place_joints(joints: Joints, centres: Mapping[str, FloatArray]) -> Joints:
    """The joints with some of them where a person placed them, body coordinates."""
    changed: dict[str, Any] = {**centres, "placed": joints.placed | set(centres)}
    return replace(joints, head_seen=joints.head_seen or "ear" in centres, **changed)
