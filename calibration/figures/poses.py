"""The poses of the figures. Found by hand, with the pictures in view."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from calibration.figures.body import Arm, Leg, Pose, Reach

_FOLDED_RIGHT: Final = Reach(wrist=(0.23, -0.185, -0.20), elbow=(-0.7, -0.5, -1.0), wrist_bend=16.0)
_FOLDED_LEFT: Final = Reach(wrist=(-0.22, -0.165, -0.235), elbow=(0.7, -0.5, -1.0), wrist_bend=16.0)
_AT_SIDE: Final = Arm(flexion=-14.0, abduction=16.0, elbow=8.0, turn=-80.0)
_ON_BELLY: Final = Reach(wrist=(0.085, -0.118, -0.365), elbow=(-1.0, 0.5, -0.2), wrist_bend=10.0)
_ON_BELLY_LEFT: Final = Reach(wrist=(-0.085, -0.118, -0.365), elbow=(1.0, 0.5, -0.2), wrist_bend=10.0)
_UP: Final = Arm(flexion=90.0, abduction=2.0, elbow=6.0, turn=20.0)
_HUG_RIGHT: Final = Reach(wrist=(0.21, -0.385, -0.30), elbow=(-0.8, 0.3, -0.6), wrist_bend=24.0)
_HUG_LEFT: Final = Reach(wrist=(-0.05, -0.385, -0.30), elbow=(0.8, 0.3, -0.6), wrist_bend=24.0)

_STANDING: Final = Pose(right_arm=_FOLDED_RIGHT, left_arm=_FOLDED_LEFT, curl=8.0)
_LYING: Final = Pose(turn=-90.0, neck=9.0, head=8.0, right_arm=_AT_SIDE, left_arm=_AT_SIDE)
_FOOT_DOWN: Final = Leg(hip=50.0, knee=107.0, ankle=None)
_CROOK: Final = replace(_LYING, right_leg=_FOOT_DOWN, left_leg=_FOOT_DOWN)
_TABLE_TOP: Final = Leg(hip=84.0, knee=90.0, ankle=4.0)
_BUG: Final = replace(
    _LYING, tilt=-8.0, lumbar=-9.0, right_leg=_TABLE_TOP, left_leg=_TABLE_TOP, right_arm=_UP, left_arm=_UP
)
_HELD_KNEE: Final = Leg(hip=116.0, knee=124.0, ankle=-10.0)
_EDGE: Final = replace(
    _LYING, tilt=-9.0, lumbar=-10.0, left_leg=_HELD_KNEE, right_arm=_HUG_RIGHT, left_arm=_HUG_LEFT, curl=24.0
)

POSES: Final[dict[str, Pose]] = {
    "standing": _STANDING,
    "sitting": Pose(
        tilt=-12.0,
        lumbar=-14.0,
        neck=6.0,
        head=4.0,
        right_leg=Leg(hip=77.0, knee=88.0, ankle=None),
        left_leg=Leg(hip=77.0, knee=88.0, ankle=None),
        right_arm=Reach(wrist=(0.02, -0.36, -0.19), elbow=(-0.4, 0.4, -1.0), wrist_bend=-6.0, turn=50.0),
        left_arm=Reach(wrist=(-0.02, -0.36, -0.19), elbow=(0.4, 0.4, -1.0), wrist_bend=-6.0, turn=50.0),
    ),
    "half_kneeling": Pose(
        tilt=-8.0,
        lumbar=-8.0,
        right_leg=Leg(hip=-15.0, knee=83.0, ankle=-64.0),
        left_leg=Leg(hip=80.0, knee=88.0, ankle=None),
        right_arm=Reach(wrist=(0.21, -0.33, -0.425), elbow=(-0.9, 0.8, 0.0), wrist_bend=-30.0, turn=40.0),
        left_arm=Reach(wrist=(-0.04, -0.37, -0.40), elbow=(0.9, 0.8, 0.0), wrist_bend=-30.0, turn=40.0),
    ),
    "edge_stretch": replace(_EDGE, right_leg=Leg(hip=-19.0, knee=62.0, ankle=-14.0)),
    "bridge_down": _CROOK,
    "bridge_up": replace(
        _LYING,
        turn=-117.0,
        lumbar=-4.0,
        thorax=18.0,
        neck=8.0,
        head=2.0,
        right_leg=Leg(hip=-4.0, knee=84.0, ankle=None),
        left_leg=Leg(hip=-4.0, knee=84.0, ankle=None),
        right_arm=Arm(flexion=-17.0, abduction=14.0, elbow=4.0, turn=-80.0),
        left_arm=Arm(flexion=-17.0, abduction=14.0, elbow=4.0, turn=-80.0),
    ),
    "dead_bug_start": _BUG,
    "dead_bug_reach": replace(
        _BUG,
        right_leg=Leg(hip=16.0, knee=6.0, ankle=4.0),
        left_arm=Arm(flexion=158.0, abduction=4.0, elbow=6.0, turn=20.0),
    ),
    "tilt_rest": replace(
        _CROOK,
        tilt=7.0,
        lumbar=7.0,
        right_leg=Leg(hip=57.0, knee=107.0, ankle=None),
        left_leg=Leg(hip=57.0, knee=107.0, ankle=None),
        right_arm=_ON_BELLY,
        left_arm=_ON_BELLY_LEFT,
    ),
    "tilt_tucked": replace(
        _CROOK,
        tilt=-13.0,
        lumbar=-13.0,
        right_leg=Leg(hip=37.0, knee=107.0, ankle=None),
        left_leg=Leg(hip=37.0, knee=107.0, ankle=None),
        right_arm=_ON_BELLY,
        left_arm=_ON_BELLY_LEFT,
    ),
    "rest": replace(_CROOK, right_arm=_ON_BELLY, left_arm=_ON_BELLY_LEFT),
    "thomas_held": replace(_EDGE, right_leg=Leg(hip=-1.0, knee=60.0, ankle=-14.0)),
    "thomas_loose": replace(
        _EDGE,
        tilt=9.0,
        lumbar=9.0,
        right_leg=Leg(hip=-1.0, knee=60.0, ankle=-14.0),
        left_leg=Leg(hip=108.0, knee=116.0, ankle=-10.0),
        right_arm=replace(_HUG_RIGHT, wrist=(0.21, -0.37, -0.37)),
        left_arm=replace(_HUG_LEFT, wrist=(-0.05, -0.37, -0.37)),
    ),
}
"""``thomas_held`` and ``thomas_loose`` bend the right hip by the same angle; only the pelvis differs."""
