"""How well an answer of the pose model fits somebody in the direct test.

Where somebody helps, the model mixes both people: a trunk that lies with legs that stand, or one leg twice.
Of several answers, for the picture turned and mirrored, the one is best whose trunk lies, whose limbs have
lengths of a body and lie on its mask, and of whose legs one reaches out over the end of the table and the
other one is flexed. Which of them is nearer is not asked: whoever holds the near leg is to hear that.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.person.detector import mask_of
from analyzer.types import Landmarks, Pose
from analyzer.types.arrays import FloatArray
from analyzer.types.landmarks import Side

CREDIBLE: Final = -0.6
"""From this plausibility nothing better is looked for."""
_FLAT: Final = (10.0, 15.0)
"""A trunk that leans by so much is as good as level; by so much more costs 1."""
_LENGTHS: Final = {"thigh": (0.90, 0.25), "shank": (0.82, 0.30)}
"""Usual length of a limb in trunk lengths, and how far off its logarithm costs nothing."""
_UNEQUAL: Final = 0.2
_OUT: Final = (35.0, 30.0)
"""The thigh over the end is within so much of the horizontal; by so much more costs 1."""
_HELD: Final = (70.0, 60.0)
_APART: Final = 0.4
"""Knees of a leg that hangs and one that is held are farther apart, trunk lengths."""
_MASK: Final = (1.5, 1.0)
_POINTS: Final = np.linspace(0.1, 1.0, 12)[:, None]
_SIDES: Final[tuple[Side, Side]] = ("left", "right")


def plausibility(pose: Pose) -> float:
    """How well a pose fits the direct test: 0 = fully, about 1 less for each thing that is amiss."""
    landmarks, mask = pose.landmarks, mask_of(pose)
    trunk = landmarks.middle("shoulder") - landmarks.middle("hip")
    unit = max(float(np.linalg.norm(trunk)), 1.0)
    lean = 90.0 - abs(math.degrees(math.atan2(abs(float(trunk[0])), -float(trunk[1]))))
    found = -max(0.0, abs(lean) - _FLAT[0]) / _FLAT[1]
    found -= _MASK[1] * (1.0 - _on_mask(mask, landmarks.middle("shoulder"), landmarks.middle("hip")))
    shanks = []
    for side in _SIDES:
        hip, knee, ankle = (landmarks.on(side, part) for part in ("hip", "knee", "ankle"))
        thigh, shank = float(np.linalg.norm(knee - hip)), float(np.linalg.norm(ankle - knee))
        found -= _length_cost(thigh / unit, "thigh") + _length_cost(shank / unit, "shank")
        on_mask = (_on_mask(mask, hip, knee) + _on_mask(mask, knee, ankle)) / 2.0
        found -= _MASK[0] * (1.0 - on_mask)
        shanks.append(max(shank, 1.0))
    found -= max(0.0, abs(math.log(shanks[0] / shanks[1])) - _UNEQUAL)
    found -= 2.0 * max(0.0, _APART - knees_apart_px(landmarks) / unit)
    towards = -1.0 if trunk[0] > 0 else 1.0
    angles = [_flexion_deg(landmarks, side, towards) for side in _SIDES]
    return found - min(_legs_cost(*angles), _legs_cost(*angles[::-1]))


def leg_on_mask(pose: Pose) -> float:
    """The least that thigh and shank of the leg over the end of the table lie on the mask, 0 to 1."""
    landmarks, mask = pose.landmarks, mask_of(pose)
    head_left = landmarks.middle("shoulder")[0] < landmarks.middle("hip")[0]
    sides: tuple[Side, Side] = ("right", "left") if head_left else ("left", "right")
    side = sides[0] if near_leg_hangs(landmarks) else sides[1]
    hip, knee, ankle = (landmarks.on(side, part) for part in ("hip", "knee", "ankle"))
    return min(_on_mask(mask, hip, knee), _on_mask(mask, knee, ankle))


def near_leg_hangs(landmarks: Landmarks) -> bool:
    """Whether the leg that the model calls the near one is the one over the end of the table, rather than the
    other one. Who lies with the head to the left of the picture and the face up shows the right side.
    """
    head_left = landmarks.middle("shoulder")[0] < landmarks.middle("hip")[0]
    sides: tuple[Side, Side] = ("right", "left") if head_left else ("left", "right")
    near, far = (_flexion_deg(landmarks, side, 1.0 if head_left else -1.0) for side in sides)
    return _legs_cost(near, far) < _legs_cost(far, near)


def knees_apart_px(landmarks: Landmarks) -> float:
    """Distance between both knees, pixels."""
    return float(np.linalg.norm(landmarks.on("left", "knee") - landmarks.on("right", "knee")))


def _legs_cost(out_deg: float, held_deg: float) -> float:
    """Flexions of the leg that would hang and of the one that would be held."""
    return max(0.0, abs(out_deg) - _OUT[0]) / _OUT[1] + max(0.0, _HELD[0] - held_deg) / _HELD[1]


def _flexion_deg(landmarks: Landmarks, side: Side, towards: float) -> float:
    """Thigh against the horizontal, degrees, 0 = flat towards the feet, 90 = straight up, up to 270."""
    right, down = landmarks.on(side, "knee") - landmarks.on(side, "hip")
    angle = math.degrees(math.atan2(-float(down), towards * float(right)))
    return angle + 360.0 if angle < -90.0 else angle


def _length_cost(length: float, name: str) -> float:
    usual, free = _LENGTHS[name]
    return 2.0 * max(0.0, abs(math.log(max(length, 0.05) / usual)) - free)


def _on_mask(mask: NDArray[np.float32], start: FloatArray, end: FloatArray) -> float:
    """Mean of the mask along a line."""
    points = start + _POINTS * (end - start)
    x = np.clip(points[:, 0].astype(int), 0, mask.shape[1] - 1)
    y = np.clip(points[:, 1].astype(int), 0, mask.shape[0] - 1)
    return float(mask[y, x].mean())
