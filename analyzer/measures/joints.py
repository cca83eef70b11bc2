"""Measures between joints: trunk, hip, knee, sway and head, from the pose model's landmarks.

The landmarks are not the joint centres: on bodies with known truth the model puts the hip 1.3 % of body
height too far forward and the shoulder 2.4 % too high, for example. The mean offsets are taken out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import inclination_deg, joint_angle_deg
from analyzer.measures.table import measured, missing
from analyzer.types import Landmarks, Measure, SagittalFrame

FloatArray = NDArray[np.float64]

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
    """Joint centres in the mid-sagittal plane, body coordinates, each shape (2,), and their sd."""

    ear: FloatArray
    shoulder: FloatArray
    hip: FloatArray
    knee: FloatArray
    ankle: FloatArray
    sd: float
    head_seen: bool


def find_joints(
    frame: SagittalFrame, landmarks: Landmarks, spread_px: FloatArray, *, head_seen: bool
) -> Joints:
    """Joint centres from the landmarks of both sides.

    Parameters
    ----------
    spread_px : ndarray, shape (33,)
        Disagreement of the landmarks between photo and mirror image.
    head_seen : bool
        False when the head is outside the photo.
    """
    points = {part: frame.to_body(landmarks.middle(part)) - np.array(offset) for part, offset in BIAS.items()}
    # The mean of two answers errs less than they differ, and mostly in the same way in the next photo.
    sd = 0.25 * float(np.median(spread_px[11:29])) / frame.trunk_length_px
    return Joints(**points, sd=sd, head_seen=head_seen)


def compute_trunk_inclination(joints: Joints, roll_sd_deg: float) -> Measure:
    """Hip-shoulder line against the vertical; + = leaning forward."""
    value = inclination_deg(joints.hip, joints.shoulder)
    return measured("trunk_inclination", value, _angle_sd(joints, 1.0, roll_sd_deg), "landmarks")


def compute_pelvic_shift(joints: Joints, roll_sd_deg: float) -> Measure:
    """Horizontal offset of the hip in front of the ankle, per cent of leg length; + = in front."""
    leg = float(np.linalg.norm(joints.hip - joints.knee) + np.linalg.norm(joints.knee - joints.ankle))
    if leg < 0.8:
        return missing("pelvic_shift", "legs_not_visible", "The legs are not fully visible in this photo.")
    value = 100.0 * float(joints.hip[0] - joints.ankle[0]) / leg
    sd = float(np.hypot(100.0 * joints.sd * 1.4 / leg, 100.0 * np.radians(roll_sd_deg)))
    return measured("pelvic_shift", value, sd, "landmarks")


def compute_knee_angle(joints: Joints) -> Measure:
    """Angle hip-knee-ankle; 180 = straight."""
    value = joint_angle_deg(joints.hip, joints.knee, joints.ankle)
    return measured("knee_angle", value, _angle_sd(joints, 0.6, 0.0), "landmarks")


def compute_ear_shoulder_angle(joints: Joints, roll_sd_deg: float) -> Measure:
    """Shoulder-ear line against the vertical; + = ear in front. A proxy: C7 cannot be seen."""
    if not joints.head_seen:
        return missing("ear_shoulder_angle", "head_out_of_frame", "The head is outside the photo.")
    value = inclination_deg(joints.shoulder, joints.ear)
    return measured("ear_shoulder_angle", value, _angle_sd(joints, 0.45, roll_sd_deg), "landmarks")


def compute_hip_extension(joints: Joints, pelvic_tilt: Measure) -> Measure:
    """Thigh against the pelvis when its tilt was measured, else against the trunk; + = extended.

    Against the pelvis the angle is taken from the perpendicular to the PSIS-ASIS line, so a forward tilt
    flexes the hip. Against the trunk it is 0 when thigh and trunk are in line. Camera roll cancels.
    """
    thigh = inclination_deg(joints.knee, joints.hip)
    sd = _angle_sd(joints, 0.85, 0.0)
    if pelvic_tilt.value is not None and not pelvic_tilt.estimated:
        assert pelvic_tilt.sd_within is not None
        both = float(np.hypot(sd, pelvic_tilt.sd_within))
        return measured("hip_extension_angle", thigh - pelvic_tilt.value, both, "thigh_to_pelvis")
    trunk = inclination_deg(joints.hip, joints.shoulder)
    both = float(np.hypot(sd, _angle_sd(joints, 1.0, 0.0)))
    return measured("hip_extension_angle", thigh - trunk, both, "thigh_to_trunk")


def _angle_sd(joints: Joints, length: float, roll_sd_deg: float) -> float:
    """Standard deviation of the direction of a line between two joints, degrees."""
    return float(np.hypot(np.degrees(joints.sd * 1.4 / length), roll_sd_deg))
