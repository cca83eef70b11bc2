"""What one camera frame shows of a person, in numbers that the guide can judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from analyzer.errors import BodyOutOfFrameError
from analyzer.geometry import inclination_deg, joint_angle_deg
from analyzer.live.room import GOOD_ROOM, Room
from analyzer.person.frame import build_frame, find_facing
from analyzer.person.standing import estimate_trunk_rotation
from analyzer.types import LandmarkName, Landmarks, SagittalFrame
from analyzer.types.arrays import FloatArray
from analyzer.types.codes import Facing
from analyzer.types.frozen import Frozen, FrozenMapping
from analyzer.types.landmarks import Side, read_only

Edge = Literal["top", "bottom", "left", "right"]

POINTS: Final = ("ear", "shoulder", "hip", "knee", "ankle")
"""Whose movement counts; beside them the near wrist. The far one is often hidden, guessed, and jumps."""
_CROWN: Final = 0.30
"""From the ears to the top of the head, trunk lengths (rendered people: 0.27 to 0.33)."""
_HEAD_WIDTH: Final = 0.27
"""From ear to ear, trunk lengths (rendered people, front view)."""
_HIDDEN: Final = 0.35
_FEET_ROOM: Final = 0.06
"""Soles that are nearer to the lower edge are cut off, and the ankles guessed, trunk lengths."""


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """One person in one frame. Lengths are in trunk lengths, places in shares of the frame.

    Attributes
    ----------
    trunk_share : float
        Trunk length by the height of the frame.
    room : mapping of edge to float
        Distance of crown, soles and trunk from the edges of the frame, trunk lengths; negative outside.
    feet_seen : float
        How surely the model sees knees and ankles, 0 to 1.
    facing : {"left", "right"}
    rotation_deg : float
        Of the trunk out of the side view, 0 to 90.
    head_deg : float
        How far the head is turned towards or away from the camera, 0 to 90.
    stoop : float
        How far from standing up straight: 0 with straight legs and trunk, from 1 on bent or seated.
    reach : float
        How far the near wrist is in front of the trunk.
    lift : float
        Height of the near wrist above the hips, along the trunk.
    behind : float
        How far elbows and hands that are seen are behind the line from hip to shoulder; 0 when none is.
    points : ndarray, shape (6, 2)
        `POINTS` and near wrist in the frame, by its height. Not in trunk lengths: the length
        found in one frame is too noisy to judge movement by.
    box : (left, top, right, bottom)
        Around crown, trunk and soles, shares of the frame.
    """

    trunk_share: float
    room: Mapping[Edge, float]
    feet_seen: float
    facing: Facing
    rotation_deg: float
    head_deg: float
    stoop: float
    reach: float
    lift: float
    behind: float
    points: FloatArray
    box: tuple[float, float, float, float]

    def __post_init__(self) -> None:
        object.__setattr__(self, "room", FrozenMapping(self.room))
        object.__setattr__(self, "points", read_only(self.points, (len(POINTS) + 1, 2)))


@dataclass(frozen=True, slots=True, eq=False)
class Sight(Frozen):
    """What a frame shows: how many people, and the one to be guided.

    Attributes
    ----------
    people : int
    body : Body or None
        ``None`` without people, and for somebody too small to be read.
    room : Room
        Its light, and whether the camera stands level.
    """

    people: int
    body: Body | None = None
    room: Room = GOOD_ROOM


NOBODY: Final = Sight(0)


def read_body(landmarks: Landmarks, width_px: float, height_px: float) -> Body | None:
    """A person's landmarks in a frame of this size; ``None`` when they are too small or too close."""
    facing = find_facing(landmarks)
    try:
        frame = build_frame(landmarks, facing)
    except BodyOutOfFrameError:
        return None
    trunk = frame.trunk_length_px
    joints = {part: landmarks.middle(part) for part in POINTS}
    soles = max(landmarks.middle("heel")[1], landmarks.middle("foot_index")[1])
    crown = joints["ear"][1] - _CROWN * trunk
    across = [joints[part][0] for part in POINTS]
    left, right = min(across) - 0.2 * trunk, max(across) + 0.2 * trunk
    wrist = landmarks.on(landmarks.near_side, "wrist")
    reach, lift = _arm_place(landmarks, landmarks.near_side, "wrist", frame)
    ears = landmarks.on("left", "ear") - landmarks.on("right", "ear")
    turned = np.clip(abs(ears[0]) / (_HEAD_WIDTH * trunk), 0.0, 1.0)
    return Body(
        trunk_share=trunk / height_px,
        room={
            "top": float(crown / trunk),
            "bottom": float((height_px - soles) / trunk),
            "left": float(left / trunk),
            "right": float((width_px - right) / trunk),
        },
        feet_seen=min(_seen(landmarks, "ankle"), _seen(landmarks, "knee")),
        facing=facing,
        rotation_deg=estimate_trunk_rotation(landmarks, frame),
        head_deg=float(np.degrees(np.arcsin(turned))),
        stoop=_stoop(joints, feet=height_px - soles > _FEET_ROOM * trunk),
        reach=reach,
        lift=lift,
        behind=_arms_behind(landmarks, frame),
        points=np.array([*joints.values(), wrist]) / height_px,
        box=(
            float(left / width_px),
            float(crown / height_px),
            float(right / width_px),
            float(soles / height_px),
        ),
    )


def _seen(landmarks: Landmarks, part: str) -> float:
    """How surely the better visible one of the two is seen."""
    names = (LandmarkName.of("left", part), LandmarkName.of("right", part))
    return float(max(landmarks.visibility[name] for name in names))


def _arm_place(landmarks: Landmarks, side: Side, part: str, frame: SagittalFrame) -> tuple[float, float]:
    """[anterior of the line hip to shoulder, height along it] of a part of an arm, trunk lengths."""
    hip, shoulder = landmarks.middle("hip"), landmarks.middle("shoulder")
    up = (shoulder - hip) / frame.trunk_length_px
    ahead = np.array([-up[1], up[0]]) * frame.anterior_sign
    place = (landmarks.on(side, part) - hip) / frame.trunk_length_px
    return float(place @ ahead), float(place @ up)


def _arms_behind(landmarks: Landmarks, frame: SagittalFrame) -> float:
    """The farthest that an arm reaches behind the trunk, beside the low back."""
    sides: tuple[Side, Side] = ("left", "right")
    farthest = 0.0
    for side in sides:
        for part in ("elbow", "wrist"):
            ahead, height = _arm_place(landmarks, side, part, frame)
            if landmarks.visibility[LandmarkName.of(side, part)] >= _HIDDEN and -0.3 < height < 0.9:
                farthest = max(farthest, -ahead)
    return farthest


def _stoop(joints: dict[str, FloatArray], *, feet: bool) -> float:
    up = {part: point * [1.0, -1.0] for part, point in joints.items()}
    trunk = abs(inclination_deg(up["hip"], up["shoulder"]))
    thigh = abs(inclination_deg(up["knee"], up["hip"]))
    if not feet:
        return max(trunk / 25.0, thigh / 22.0)
    knee = 180.0 - joint_angle_deg(up["hip"], up["knee"], up["ankle"])
    legs = float(joints["ankle"][1] - joints["hip"][1])
    length = float(np.linalg.norm(joints["shoulder"] - joints["hip"]))
    # Straight legs are as long as 1.5 trunks; of somebody seated hardly anything is left.
    short = 1.05 * length / legs if legs > 0.1 * length else 10.0
    return max(trunk / 25.0, thigh / 25.0, knee / 30.0, short)
