"""May this photo be analysed: one person, standing, seen from the side, all in the picture?

What forbids the analysis is raised as an error that says what to do.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import BodyOutOfFrameError, LyingError, NotSideViewError, NotStandingError
from analyzer.geometry import inclination_deg, joint_angle_deg
from analyzer.person.choose import Person
from analyzer.person.joints import Joints
from analyzer.person.stance import require_standing_still
from analyzer.types import LandmarkName, Landmarks, SagittalFrame
from analyzer.types.arrays import FloatArray

SHOULDER_WIDTH: Final = 0.66


HIP_WIDTH: Final = 0.36
"""Distance of left and right landmark in a front view, trunk lengths."""


_STOP_ROTATION_DEG: Final = 32.0


LYING_DEG: Final = 50.0
"""Trunk against the vertical."""
_FACE_UP: Final = 0.05
"""Nose above the ears, trunk lengths: someone looks up."""

_FEET_ROOM: Final = 0.06
_KNEE_ROOM: Final = 0.2
"""From soles and knees to the lower edge, trunk lengths: less, and they are taken as cut off."""
_MOST_THIGH_DEG: Final = 22.0
_MOST_TRUNK_DEG: Final = 27.0
_SHORTEST_THIGH: Final = 0.5
_KNEES_APART: Final = 0.3
"""Of somebody whose feet are not seen: thigh and trunk against the vertical, length of the thigh and distance
of the knees across the picture, trunk lengths."""

_HIDDEN: Final = 0.35
"""Visibility below which the model only guesses a landmark."""


def head_in_picture(person: Person, frame: SagittalFrame) -> bool:
    """Whether the head is in the photo. Where it is cut off, the model still guesses an ear."""
    ear = person.landmarks.middle("ear")
    if person.head_cut or ear[1] <= 0:
        return False
    reach = 0.35 * frame.trunk_length_px
    low, high = max(0, int(ear[0] - reach)), max(1, int(ear[0] + reach))
    return bool((person.mask[:2, low:high] < 0.5).all())


def feet_in_picture(landmarks: Landmarks, frame: SagittalFrame, mask: NDArray[np.float32]) -> bool:
    """Whether the feet are in the photo. Where they are cut off, the model still guesses them."""
    soles = max(landmarks.middle("heel")[1], landmarks.middle("foot_index")[1])
    # On phantoms, feet in the picture end 0.09 trunk lengths above its edge, cut-off ones at most 0.03.
    return bool(soles <= mask.shape[0] - _FEET_ROOM * frame.trunk_length_px)


def framed(person: Person, frame: SagittalFrame, *, feet_needed: bool) -> tuple[bool, bool]:
    """Whether head and feet are in the photo; feet that are needed are taken to be, and judged later."""
    feet_seen = feet_needed or feet_in_picture(person.landmarks, frame, person.mask)
    return head_in_picture(person, frame), feet_seen


def estimate_trunk_rotation(landmarks: Landmarks, frame: SagittalFrame) -> float:
    """How far the trunk is turned out of the exact side view, degrees, 0 to 90; rough.

    From the distance of the two shoulders and of the two hips across the picture.
    """
    shares = []
    for part, width in (("shoulder", SHOULDER_WIDTH), ("hip", HIP_WIDTH)):
        points = frame.to_body(np.array([landmarks.on("left", part), landmarks.on("right", part)]))
        shares.append(min(1.0, abs(float(points[0, 0] - points[1, 0])) / width))
    return math.degrees(math.asin(float(np.mean(shares))))


def require_usable(
    landmarks: Landmarks,
    frame: SagittalFrame,
    joints: Joints,
    mask: NDArray[np.float32],
    spread_px: FloatArray | None = None,
    *,
    rotation_deg: float,
) -> None:
    """Raise when the photo cannot be analysed at all.

    Parameters
    ----------
    joints : Joints
        Without feet (``feet_seen``) whether the person stands is judged from trunk and thighs.
    mask : ndarray of float32, shape (height, width)
        Probability of being the person.
    spread_px : ndarray, shape (33,), optional
        How far the model's two answers are apart; 0 without it.
    rotation_deg : float
        How far the trunk is turned out of the side view, see `estimate_trunk_rotation`.

    Raises
    ------
    BodyOutOfFrameError
        Trunk or thighs are cut off, or feet that were said to be in the photo.
    NotStandingError
        Seated, lying, kneeling, bent forward, leaning, in a step, in the air.
    NotSideViewError
        Seen from the front, the back, or obliquely.
    """
    _require_upright(landmarks, frame, joints)
    _require_in_frame(landmarks, frame, mask, feet_seen=joints.feet_seen)
    if joints.feet_seen:
        _require_standing(joints)
    else:
        _require_upright_thighs(landmarks, frame, joints)
    if rotation_deg > _STOP_ROTATION_DEG:
        raise NotSideViewError()
    if joints.feet_seen:
        spread = np.zeros(len(landmarks.xy_px)) if spread_px is None else spread_px
        require_standing_still(landmarks, spread, frame, rotation_deg)


def _require_upright(landmarks: Landmarks, frame: SagittalFrame, joints: Joints) -> None:
    """Raise when the person lies, or the photo does: nothing else can be judged then."""
    trunk = abs(inclination_deg(joints.hip, joints.shoulder))
    if trunk < LYING_DEG and abs(inclination_deg(joints.knee, joints.hip)) < 100:
        return
    nose, ears = (frame.to_body(point) for point in (landmarks.xy_px[0], landmarks.middle("ear")))
    if LYING_DEG <= trunk <= 180 - LYING_DEG and nose[1] - ears[1] > _FACE_UP:
        raise LyingError()
    raise NotStandingError.of("not_standing.perhaps_turned")


def _require_in_frame(
    landmarks: Landmarks, frame: SagittalFrame, mask: NDArray[np.float32], *, feet_seen: bool
) -> None:
    height_px, width_px = mask.shape
    margin = 0.02 * frame.trunk_length_px
    for part in ("shoulder", "hip", "knee", "ankle")[: 4 if feet_seen else 3]:
        x, y = landmarks.middle(part)
        if not (-margin < x < width_px + margin and -margin < y < height_px - margin):
            raise BodyOutOfFrameError()
    if feet_seen and not feet_in_picture(landmarks, frame, mask):
        raise BodyOutOfFrameError.of("body_out_of_frame.feet")
    if not feet_seen and landmarks.middle("knee")[1] > height_px - _KNEE_ROOM * frame.trunk_length_px:
        raise BodyOutOfFrameError.of("body_out_of_frame.feet")
    for part in ("knee", "ankle")[: 2 if feet_seen else 1]:
        names = (LandmarkName.of("left", part), LandmarkName.of("right", part))
        seen = max(landmarks.visibility[name] for name in names)
        if seen < _HIDDEN:
            raise BodyOutOfFrameError.of("body_out_of_frame.legs_hidden")


def _require_upright_thighs(landmarks: Landmarks, frame: SagittalFrame, joints: Joints) -> None:
    """Raise when trunk and thighs alone show somebody who sits, bends or steps."""
    trunk, thigh = inclination_deg(joints.hip, joints.shoulder), inclination_deg(joints.knee, joints.hip)
    length = float(np.linalg.norm(joints.hip - joints.knee))
    knees = frame.to_body(np.array([landmarks.on("left", "knee"), landmarks.on("right", "knee")]))
    apart = abs(float(knees[0, 0] - knees[1, 0]))
    if abs(thigh) > _MOST_THIGH_DEG or abs(trunk) > _MOST_TRUNK_DEG or length < _SHORTEST_THIGH:
        raise NotStandingError()
    if apart > _KNEES_APART:
        raise NotStandingError.of("not_standing.stride")


def _require_standing(joints: Joints) -> None:
    trunk = inclination_deg(joints.hip, joints.shoulder)
    thigh = inclination_deg(joints.knee, joints.hip)
    shank = inclination_deg(joints.ankle, joints.knee)
    knee = joint_angle_deg(joints.hip, joints.knee, joints.ankle)
    leg = float(joints.hip[1] - joints.ankle[1])
    thigh_length = float(np.linalg.norm(joints.hip - joints.knee))
    shank_length = float(np.linalg.norm(joints.knee - joints.ankle))
    seated = abs(thigh) > 35 or abs(shank) > 40 or knee < 140
    foreshortened = leg < 1.05 or thigh_length < 0.55 * shank_length
    if seated or foreshortened or abs(trunk) > 40:
        raise NotStandingError()
