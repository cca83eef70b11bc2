"""A photo that lies on its side: whether turning it makes a standing person, or somebody really lies.

A camera that saved no orientation gives a standing person along the picture. Somebody on a table lies along
it too. Three things tell them apart: a standing person's soles are square to the legs and side by side with
the weight over them; below the soles is a floor, on both sides of the feet and unlike the wall; and nothing
carries the back: what is seen close behind it is not everywhere unlike what is seen in front, in one way.
"""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.errors import ViewError
from analyzer.geometry import inclination_deg
from analyzer.person.choose import Person
from analyzer.person.frame import build_frame, find_facing
from analyzer.person.joints import find_joints
from analyzer.person.stance import describe_stance
from analyzer.person.standing import LYING_DEG, estimate_trunk_rotation, require_usable
from analyzer.types import Landmarks, SagittalFrame
from analyzer.types.arrays import FloatArray

QUARTER_DEG: Final = 90

_FLAT_DEG: Final = 25.0
"""Soles of a standing person against the floor; the feet of one who lies hang some 40° (Kendall: relaxed
ankles of the supine are in plantar flexion)."""
_STRAIGHT_DEG: Final = 155.0
_ALONG: Final = 0.95
"""The person lies along the longer side of a photo that lies on its side."""
_NEAR: Final = (0.08, 0.28)
"""Where the surroundings are looked at, from the body's edge, trunk lengths."""
_HEIGHTS: Final = np.linspace(-1.2, 0.7, 39)
"""From the shanks to below the shoulders, trunk lengths above the hip."""
_SUPPORT: Final = 25.0
_IN_ONE_WAY: Final = 1.5
"""What carries a lying body differs from what is above it by this much (CIE Lab), and by this many times its
usual deviation: everywhere in one way."""
_FLOOR: Final = 4.0
"""How much a floor differs from the wall behind and before the person, CIE Lab: one who lies on it has it on
both sides, or below the feet what is before the body."""
_ONE_FLOOR: Final = 18.0
"""How much it may differ between the heels and the toes."""


def upright_turn(landmarks: Landmarks) -> int:
    """By how much the picture is to be turned clockwise so that the head comes up: 0, 90, 180 or 270."""
    trunk = landmarks.middle("shoulder") - landmarks.middle("hip")
    # Clockwise on the screen, as y points down; 0 is up.
    angle = math.degrees(math.atan2(float(trunk[0]), float(-trunk[1])))
    if abs(angle) < LYING_DEG:
        return 0
    return round(-angle / QUARTER_DEG) * QUARTER_DEG % 360


def turned_clockwise(rgb: NDArray[np.uint8], turn_deg: int) -> NDArray[np.uint8]:
    """The picture turned clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(rgb, -turn_deg // QUARTER_DEG % 4))


def stands_when_turned(rgb: NDArray[np.uint8], person: Person) -> bool:
    """Whether a picture that was turned clearly shows somebody who stands.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
        After it was turned.
    person : Person
        Found in it.
    """
    height, width = rgb.shape[:2]
    if height < _ALONG * width:
        return False
    landmarks = person.landmarks
    try:
        frame = build_frame(landmarks, find_facing(landmarks))
        joints = find_joints(frame, landmarks, person.spread_px, head_seen=True)
        rotation = estimate_trunk_rotation(landmarks, frame)
        require_usable(landmarks, frame, joints, person.mask, person.spread_px, rotation_deg=rotation)
    except ViewError:
        return False
    stance = describe_stance(landmarks, frame)
    flat = max(abs(angle) for angle in stance.foot_pitch_deg) < _FLAT_DEG
    straight = min(stance.knee_deg) > _STRAIGHT_DEG
    level = abs(inclination_deg(joints.hip, joints.shoulder)) < LYING_DEG / 2
    return flat and straight and level and _on_a_floor(rgb, person.mask, frame)


def _on_a_floor(rgb: NDArray[np.uint8], mask: NDArray[np.float32], frame: SagittalFrame) -> bool:
    """Whether the soles are on something, and the back is not."""
    small = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float64) * np.array([100 / 255, 1.0, 1.0])
    pairs = [
        (_beside(small, mask, frame, height, -1), _beside(small, mask, frame, height, 1))
        for height in _HEIGHTS
    ]
    seen = np.array(
        [(behind, before) for behind, before in pairs if behind is not None and before is not None]
    )
    floor = [_below(small, mask, frame, side) for side in (-1, 1)]
    if len(seen) < len(_HEIGHTS) // 3 or floor[0] is None or floor[1] is None:
        return False
    difference = seen[:, 0] - seen[:, 1]
    mean = np.median(difference, axis=0)
    spread = float(np.median(np.linalg.norm(difference - mean, axis=1)))
    carried = float(np.linalg.norm(mean)) > max(_SUPPORT, _IN_ONE_WAY * spread)
    quarter = len(seen) // 4  # low down the floor may be behind the legs, high up an arm before the chest
    around = np.median(seen[quarter : len(seen) - quarter], axis=0)
    other = min(float(np.linalg.norm((floor[0] + floor[1]) / 2 - wall)) for wall in around)
    return not carried and other > _FLOOR and float(np.linalg.norm(floor[0] - floor[1])) < _ONE_FLOOR


def _beside(
    lab: FloatArray, mask: NDArray[np.float32], frame: SagittalFrame, height: float, side: int
) -> FloatArray | None:
    """Median colour beside the body at a height, behind (-1) or in front (1); None when it is not seen."""
    reach = np.arange(0.0, 1.0, 0.01)
    return _past_the_edge(
        lab, mask, frame, np.stack([side * reach, np.full(len(reach), height)], axis=1), _NEAR
    )


def _below(lab: FloatArray, mask: NDArray[np.float32], frame: SagittalFrame, side: int) -> FloatArray | None:
    """Median colour below the feet, towards the back (-1) or the front (1)."""
    reach = np.arange(0.0, 2.6, 0.01)
    found = []
    for forward in side * np.linspace(0.0, 0.35, 8):
        line = np.stack([np.full(len(reach), forward), -reach], axis=1)
        found.append(_past_the_edge(lab, mask, frame, line, (0.03, 0.15)))
    there = [colour for colour in found if colour is not None]
    return np.asarray(np.median(there, axis=0)) if len(there) >= 3 else None


def _past_the_edge(
    lab: FloatArray,
    mask: NDArray[np.float32],
    frame: SagittalFrame,
    line: FloatArray,
    part: tuple[float, float],
) -> FloatArray | None:
    """Median colour on a part of a line that begins in the body, counted from where it leaves it at last."""
    column, row = np.floor(frame.to_picture(line)).astype(int).T
    there = (column >= 0) & (column < mask.shape[1]) & (row >= 0) & (row < mask.shape[0])
    body = np.zeros(len(line), dtype=bool)
    body[there] = mask[row[there], column[there]] > 0.5
    if not body.any():
        return None
    reach = np.linalg.norm(line - line[0], axis=1)
    edge = reach[np.flatnonzero(body)[-1]]
    wanted = there & (reach > edge + part[0]) & (reach < edge + part[1])
    return np.asarray(np.median(lab[row[wanted], column[wanted]], axis=0)) if wanted.sum() >= 5 else None
