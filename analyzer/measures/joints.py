"""Measures between joints: trunk, hip, knee, sway and head, from the pose model's landmarks.

The landmarks are not the joint centres: on bodies with known truth the model puts the hip 1.3 % of body
height too far forward and the shoulder 2.4 % too high, for example. The mean offsets are taken out. A joint
centre that a person placed is taken as it is, and makes the measures that rest on it surer.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np

from analyzer.geometry import inclination_deg, joint_angle_deg
from analyzer.measures.table import measured, missing
from analyzer.person.joints import BIAS, Joints
from analyzer.types import Measure
from analyzer.types.arrays import FloatArray
from analyzer.types.codes import MeasureName, Method
from analyzer.types.texts import reason

PLACING_SD: Final[dict[str, float]] = {
    "ear": 0.0085,
    "shoulder": 0.0149,
    "hip": 0.0127,
    "knee": 0.0106,
    "ankle": 0.0106,
}
"""A person places a joint centre on a photo to about 5 mm, the ear to 4, the hip to 6 and the shoulder, which
moves most under the skin, to 7 mm; trunk lengths (our assumption)."""
_CUT_TRUNK_DEG: Final = 1.2
_CUT_THIGH_DEG: Final = 3.5
"""Added to the standard deviation where the feet are not in the photo: the model then finds trunk and knees
elsewhere (27 rendered people of ``validation/dev`` with the feet cut off, against the whole photo)."""
_NUDGE: Final = 1e-4


def compute_trunk_inclination(joints: Joints, roll_sd_deg: float) -> Measure:
    """Hip-shoulder line against the vertical; + = leaning forward."""
    return _measured(
        "trunk_inclination",
        joints,
        _trunk_deg,
        landmark_sd=_angle_sd(joints, 1.0),
        other_sd=math.hypot(roll_sd_deg, 0.0 if joints.feet_seen else _CUT_TRUNK_DEG),
    )


def compute_pelvic_shift(joints: Joints, roll_sd_deg: float) -> Measure:
    """Horizontal offset of the hip in front of the ankle, per cent of leg length; + = in front."""
    if not joints.ankle_known:
        return missing("pelvic_shift", joints.why_no_ankle)
    leg = compute_leg_length(joints)
    if leg < 0.8:
        return missing("pelvic_shift", reason("legs_not_visible"))
    return _measured(
        "pelvic_shift",
        joints,
        lambda it: 100.0 * float(it.hip[0] - it.ankle[0]) / compute_leg_length(it),
        landmark_sd=100.0 * joints.sd * 1.4 / leg,
        other_sd=100.0 * math.radians(roll_sd_deg),
    )


def compute_knee_angle(joints: Joints) -> Measure:
    """Angle hip-knee-ankle; 180 = straight."""
    if not joints.ankle_known:
        return missing("knee_angle", joints.why_no_ankle)
    return _measured(
        "knee_angle",
        joints,
        lambda it: joint_angle_deg(it.hip, it.knee, it.ankle),
        landmark_sd=_angle_sd(joints, 0.6),
    )


def compute_ear_shoulder_angle(joints: Joints, roll_sd_deg: float) -> Measure:
    """Shoulder-ear line against the vertical; + = ear in front. A proxy: C7 cannot be seen."""
    if not joints.head_seen:
        return missing("ear_shoulder_angle", reason("head_out_of_frame"))
    return _measured(
        "ear_shoulder_angle",
        joints,
        lambda it: inclination_deg(it.shoulder, it.ear),
        landmark_sd=_angle_sd(joints, 0.45),
        other_sd=roll_sd_deg,
    )


def compute_hip_extension(joints: Joints, pelvic_tilt: Measure) -> Measure:
    """Thigh against the pelvis when its tilt was measured, else against the trunk; + = extended.

    Against the pelvis the angle is taken from the perpendicular to the PSIS-ASIS line, so a forward tilt
    flexes the hip. Against the trunk it is 0 when thigh and trunk are in line. Camera roll cancels. The
    method says which of the two it is, whoever placed the joints.
    """
    if not joints.knee_known:
        return missing("hip_extension_angle", joints.why_no_ankle)
    guessed = 0.0 if joints.feet_seen or "knee" in joints.placed else _CUT_THIGH_DEG
    thigh_sd = math.hypot(_angle_sd(joints, 0.85), guessed)
    if pelvic_tilt.value is not None and not pelvic_tilt.estimated:
        tilt_deg = pelvic_tilt.value
        assert pelvic_tilt.sd_within is not None
        return _measured(
            "hip_extension_angle",
            joints,
            lambda it: _thigh_deg(it) - tilt_deg,
            landmark_sd=thigh_sd,
            other_sd=pelvic_tilt.sd_within,
            method="thigh_to_pelvis",
        )
    return _measured(
        "hip_extension_angle",
        joints,
        lambda it: _thigh_deg(it) - _trunk_deg(it),
        landmark_sd=math.hypot(thigh_sd, _angle_sd(joints, 1.0)),
        method="thigh_to_trunk",
    )


def _trunk_deg(joints: Joints) -> float:
    return inclination_deg(joints.hip, joints.shoulder)


def _thigh_deg(joints: Joints) -> float:
    return inclination_deg(joints.knee, joints.hip)


def compute_leg_length(joints: Joints) -> float:
    """Thigh plus shank, trunk lengths."""
    return float(np.linalg.norm(joints.hip - joints.knee) + np.linalg.norm(joints.knee - joints.ankle))


def _angle_sd(joints: Joints, length: float) -> float:
    """Standard deviation of the direction of a line between two landmarks, degrees."""
    return math.degrees(joints.sd * 1.4 / length)


def _measured(
    name: MeasureName,
    joints: Joints,
    formula: Callable[[Joints], float],
    *,
    landmark_sd: float,
    other_sd: float = 0.0,
    method: Method | None = None,
) -> Measure:
    """The value of a formula, less uncertain by landmarks the more it rests on joints that were placed."""
    share, placing_sd = _placed_share(joints, formula)
    known_sd = math.hypot(other_sd, placing_sd)
    usual: Method = "landmarks" if share == 1.0 else "corrected_landmarks"
    return measured(
        name,
        formula(joints),
        landmark_sd * math.sqrt(share),
        method or usual,
        known_sd=known_sd,
        model_share=share,
    )


def _placed_share(joints: Joints, formula: Callable[[Joints], float]) -> tuple[float, float]:
    """Share of the value's variance that still comes from landmarks, and the sd by placing."""
    if not joints.placed:
        return 1.0, 0.0
    slopes = {part: _slope(joints, formula, part) for part in BIAS}
    everything = sum(slope**2 for slope in slopes.values())
    by_hand = sum(slopes[part] ** 2 for part in joints.placed)
    placing = math.hypot(*(slopes[part] * PLACING_SD[part] for part in joints.placed))
    return max(0.0, 1.0 - by_hand / everything), placing


def _slope(joints: Joints, formula: Callable[[Joints], float], part: str) -> float:
    """How much the value changes at most, per trunk length that a joint moves."""
    point: FloatArray = getattr(joints, part)
    value = formula(joints)
    # Both ways: a straight knee is at the end of its scale, and changes the same way for either.
    steps = [sign * _NUDGE * axis for axis in np.eye(2) for sign in (1.0, -1.0)]
    changes = [abs(formula(_with(joints, part, point + step)) - value) / _NUDGE for step in steps]
    return math.hypot(max(changes[:2]), max(changes[2:]))


def _with(joints: Joints, part: str, point: FloatArray) -> Joints:
    changed: dict[str, Any] = {part: point}
    return replace(joints, **changed)
