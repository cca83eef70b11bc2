"""Does the person stand still: on both feet, side by side, with the weight over them?

Everything is judged from the landmarks of both legs, in the sagittal frame, in leg lengths (hip to knee to
ankle). A body that stands freely and still has its centre of mass above its feet; one that leans on
something, or moves, need not have.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from analyzer.errors import NotStandingError
from analyzer.geometry import inclination_deg, joint_angle_deg
from analyzer.types import LandmarkName, Landmarks, SagittalFrame
from analyzer.types.arrays import FloatArray
from analyzer.types.landmarks import Side

_SIDES: Final[tuple[Side, Side]] = ("left", "right")
_HEAD_SHARE: Final = 0.081
_TRUNK_SHARE: Final = 0.497
_SEGMENTS: Final = (
    ("shoulder", "elbow", 0.028, 0.436),
    ("elbow", "wrist", 0.022, 0.682),
    ("hip", "knee", 0.100, 0.433),
    ("knee", "ankle", 0.0465, 0.433),
    ("heel", "foot_index", 0.0145, 0.5),
)
"""Of each side: ends, share of the body's mass, place of its centre between them (Winter, Biomechanics and
Motor Control of Human Movement, 4th ed. 2009, table 4.1; forearm with hand)."""

# Limits. Beside each: the most extreme of 200 rendered people who stand, and of real ones who stand.
_LONGEST_STEP: Final = 0.32
"""From ankle to ankle, front to back (renders 0.15, real 0.26 when turned by 25°)."""
_STANCE_WIDTH: Final = 0.22
"""From ankle to ankle, side to side: seen from front to back by someone who is turned."""
_UNEVEN: Final = 0.28
"""From ankle to ankle, up and down; the near foot is lower in the picture (renders 0.12, real 0.22)."""
_TOES_DOWN_DEG: Final = -38.0
_BOTH_TOES_DOWN_DEG: Final = -27.0
"""Heel to toe against the floor (renders -19°, real -12°; turned by 45°, -19°)."""
_TOES_UP_DEG: Final = 32.0
_BENT_KNEE_DEG: Final = 138.0
"""One knee alone (renders 157°, real 155°)."""
_MUCH_BENT_KNEE_DEG: Final = 110.0
"""Below, it is the lifted leg that is spoken of, and not the step."""
_BEFORE_TOES: Final = 0.05
_BEHIND_HEELS: Final = 0.13
"""Centre of mass beyond the feet (renders 0.00 and 0.04, real -0.05 and 0.08: loads and cables pull)."""
_LEANING_DEG: Final = 18.0
"""Trunk forward while the weight is over the toes (renders 11°, real 15°)."""
_BENT_DEG: Final = 27.0
"""Trunk against the vertical wherever the weight is."""
_OBLIQUE_DEG: Final = 25.0
"""Feet that are apart in the picture may stand side by side, when the trunk is turned so far."""
_FAR_APART: Final = 0.2
"""Answers of the model for a leg that differ by more, in trunk lengths, say nothing."""


@dataclass(frozen=True, slots=True)
class Stance:
    """How somebody stands. Lengths in leg lengths.

    Attributes
    ----------
    step : float
        From ankle to ankle, front to back.
    uneven : float
        From ankle to ankle, up and down.
    foot_pitch_deg : (float, float)
        Heel to toe against the horizontal, left and right; + = toes higher.
    knee_deg : (float, float)
        Angle of the knee, left and right; 180 is straight.
    before_toes, behind_heels : float
        How far the centre of mass lies beyond the foremost toe and behind the hindmost heel; negative when
        it is above the feet.
    trunk_deg : float
        Hip to shoulder against the vertical; + = forward.
    """

    step: float
    uneven: float
    foot_pitch_deg: tuple[float, float]
    knee_deg: tuple[float, float]
    before_toes: float
    behind_heels: float
    trunk_deg: float


def describe_stance(landmarks: Landmarks, frame: SagittalFrame) -> Stance:
    """How somebody stands, from the landmarks."""
    at = frame.to_body(landmarks.xy_px)

    def point(side: Side, part: str) -> FloatArray:
        found: FloatArray = at[LandmarkName.of(side, part)]
        return found

    hip, shoulder = (frame.to_body(landmarks.middle(part)) for part in ("hip", "shoulder"))
    ankles = [point(side, "ankle") for side in _SIDES]
    legs = [
        float(np.linalg.norm(hip - point(side, "knee")) + np.linalg.norm(point(side, "knee") - ankle))
        for side, ankle in zip(_SIDES, ankles, strict=True)
    ]
    leg = max(float(np.mean(legs)), 1e-6)
    feet = [point(side, "foot_index") - point(side, "heel") for side in _SIDES]
    pitch = [math.degrees(math.atan2(float(foot[1]), float(foot[0]))) for foot in feet]
    knee = [joint_angle_deg(point(side, "hip"), point(side, "knee"), point(side, "ankle")) for side in _SIDES]
    centre = float(_centre_of_mass(at)[0])
    toes = max(float(point(side, "foot_index")[0]) for side in _SIDES)
    heels = min(float(point(side, "heel")[0]) for side in _SIDES)
    return Stance(
        step=abs(float(ankles[0][0] - ankles[1][0])) / leg,
        uneven=abs(float(ankles[0][1] - ankles[1][1])) / leg,
        foot_pitch_deg=(pitch[0], pitch[1]),
        knee_deg=(knee[0], knee[1]),
        before_toes=(centre - toes) / leg,
        behind_heels=(heels - centre) / leg,
        trunk_deg=inclination_deg(hip, shoulder),
    )


def _centre_of_mass(at: FloatArray) -> FloatArray:
    """Of the whole body, body coordinates, from landmarks in body coordinates, shape (33, 2)."""

    def middle(part: str) -> FloatArray:
        return np.asarray((at[LandmarkName.of("left", part)] + at[LandmarkName.of("right", part)]) / 2)

    total = _HEAD_SHARE * middle("ear") + _TRUNK_SHARE * (middle("shoulder") + middle("hip")) / 2
    mass = _HEAD_SHARE + _TRUNK_SHARE
    for near, far, share, place in _SEGMENTS:
        for side in _SIDES:
            start, end = at[LandmarkName.of(side, near)], at[LandmarkName.of(side, far)]
            total = total + share * (start + place * (end - start))
            mass += share
    return np.asarray(total / mass)


def require_standing_still(
    landmarks: Landmarks, spread_px: FloatArray, frame: SagittalFrame, rotation_deg: float
) -> None:
    """Raise when the person does not stand still on both feet.

    Parameters
    ----------
    spread_px : ndarray, shape (33,)
        Disagreement of the landmarks between photo and mirror image: legs that are not known say nothing.
    rotation_deg : float
        How far the trunk is turned out of the side view.

    Raises
    ------
    NotStandingError
        With words for what is seen.
    """
    stance = describe_stance(landmarks, frame)
    if abs(stance.trunk_deg) > _BENT_DEG:
        raise NotStandingError.of(
            "not_standing.leans_forward" if stance.trunk_deg > 0 else "not_standing.leans_back"
        )
    legs = np.arange(LandmarkName.LEFT_KNEE, LandmarkName.RIGHT_FOOT_INDEX + 1)
    if float(np.mean(spread_px[legs])) > _FAR_APART * frame.trunk_length_px:
        return
    low, high = sorted(stance.foot_pitch_deg)
    if high < _BOTH_TOES_DOWN_DEG:
        raise NotStandingError.of("not_standing.heels_up")
    leaning = stance.trunk_deg > _LEANING_DEG and stance.before_toes > -_BEFORE_TOES
    if leaning or stance.before_toes > _BEFORE_TOES:
        raise NotStandingError.of("not_standing.leans_forward")
    if stance.behind_heels > _BEHIND_HEELS:
        raise NotStandingError.of("not_standing.leans_back")
    if min(stance.knee_deg) < _MUCH_BENT_KNEE_DEG or stance.uneven > _UNEVEN:
        raise NotStandingError.of("not_standing.foot_lifted")
    turned = math.sin(math.radians(min(rotation_deg, 90.0)))
    if stance.step > _LONGEST_STEP + _STANCE_WIDTH * turned:
        raise NotStandingError.of(
            "not_standing.feet_apart" if rotation_deg > _OBLIQUE_DEG else "not_standing.stride"
        )
    if min(stance.knee_deg) < _BENT_KNEE_DEG:
        raise NotStandingError.of("not_standing.foot_lifted")
    if low < _TOES_DOWN_DEG or high > _TOES_UP_DEG:
        raise NotStandingError.of("not_standing.heels_up")
