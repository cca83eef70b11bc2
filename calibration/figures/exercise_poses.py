"""The poses of the exercises: start and end of each. Found by hand, with the pictures in view."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from calibration.figures.body import Arm, Leg, Pose, Reach

# Arms
_HANGING: Final = Arm(flexion=2.0, abduction=8.0, elbow=12.0, turn=80.0)
_AT_SEAT: Final = Arm(flexion=-8.0, abduction=10.0, elbow=10.0, turn=80.0)
_ON_HIP: Final = Reach(wrist=(-0.05, -0.02, -0.40), elbow=(-0.5, 1.0, 0.0), wrist_bend=10.0)
_ON_CHAIR: Final = Reach(wrist=(0.06, -0.30, -0.26), elbow=(0.6, 0.8, -0.6), wrist_bend=16.0, palm=60.0)
_ON_THIGH: Final = Reach(wrist=(0.04, -0.30, -0.345), elbow=(-0.8, 0.9, -0.3), wrist_bend=14.0, palm=60.0)
_ON_THIGH_LEFT: Final = replace(_ON_THIGH, wrist=(-0.04, -0.30, -0.345), elbow=(0.8, 0.9, -0.3))
_AT_SIDE: Final = Arm(flexion=-14.0, abduction=16.0, elbow=8.0, turn=-80.0)
_ON_BELLY: Final = Reach(wrist=(0.085, -0.118, -0.365), elbow=(-1.0, 0.5, -0.2), wrist_bend=10.0)
_ON_BELLY_LEFT: Final = replace(_ON_BELLY, wrist=(-0.085, -0.118, -0.365), elbow=(1.0, 0.5, -0.2))
_HUG: Final = Reach(wrist=(0.10, -0.385, -0.30), elbow=(-0.8, 0.3, -0.6), wrist_bend=24.0)
_HUG_LEFT: Final = replace(_HUG, wrist=(-0.16, -0.385, -0.30), elbow=(0.8, 0.3, -0.6))
_PROP: Final = Arm(flexion=90.0, abduction=2.0, elbow=4.0, wrist_bend=90.0, palm=60.0)
"""A straight arm below the shoulder, the hand flat on the floor."""
_FOREARM: Final = Arm(flexion=82.0, abduction=2.0, elbow=90.0, palm=60.0)
"""The forearm on the floor, the elbow below the shoulder."""

# Legs
_STRAIGHT: Final = Leg()
_FOOT_DOWN: Final = Leg(hip=50.0, knee=107.0, ankle=None)
_KNEELING: Final = Leg(hip=85.4, knee=92.0, ankle=-76.0)
_SEATED: Final = Leg(hip=89.0, knee=88.0, ankle=None)

# Bodies
_LYING: Final = Pose(turn=-90.0, neck=9.0, head=8.0, right_arm=_AT_SIDE, left_arm=_AT_SIDE)
_CROOK: Final = replace(
    _LYING,
    tilt=-6.0,
    lumbar=-6.0,
    right_leg=replace(_FOOT_DOWN, hip=44.0),
    left_leg=replace(_FOOT_DOWN, hip=44.0),
)
_FOURS: Final = Pose(
    turn=85.4,
    neck=-4.0,
    head=-8.0,
    right_leg=_KNEELING,
    left_leg=_KNEELING,
    right_arm=_PROP,
    left_arm=_PROP,
    curl=4.0,
)
_PRONE: Final = Pose(
    turn=90.0,
    right_leg=Leg(hip=2.0, ankle=-62.0),
    left_leg=Leg(hip=2.0, ankle=-62.0),
    neck=-4.0,
    head=-4.0,
    right_arm=Reach(wrist=(0.10, -0.055, 0.20), elbow=(-1.0, -0.2, 0.2), wrist_bend=10.0, palm=60.0),
    left_arm=Reach(wrist=(-0.10, -0.055, 0.20), elbow=(1.0, -0.2, 0.2), wrist_bend=10.0, palm=60.0),
    curl=6.0,
)
_BAND_HAND: Final = Reach(wrist=(-0.02, 0.02, 0.16), elbow=(-0.5, 0.0, 1.0), wrist_bend=10.0)

_WALKING: Final = Pose(
    turn=3.0,
    right_leg=Leg(hip=22.4, knee=6.0, ankle=4.0),
    left_leg=Leg(hip=-14.0, knee=26.0, ankle=-4.0),
    right_arm=Arm(flexion=-24.0, abduction=6.0, elbow=22.0, turn=70.0),
    left_arm=Arm(flexion=24.0, abduction=6.0, elbow=30.0, turn=70.0),
)


def _sat(tilt: float, lumbar: float, **changes: object) -> Pose:
    """A body on a chair, the thighs level whatever the pelvis does."""
    leg = replace(_SEATED, hip=89.0 + tilt)
    body = Pose(
        tilt=tilt, lumbar=lumbar, right_leg=leg, left_leg=leg, right_arm=_ON_THIGH, left_arm=_ON_THIGH_LEFT
    )
    return replace(body, **changes)  # type: ignore[arg-type]


EXERCISE_POSES: Final[dict[str, Pose]] = {
    "lunge_start": Pose(
        tilt=0.0,
        right_leg=Leg(hip=-12.0, knee=6.0, ankle=None),
        left_leg=Leg(hip=19.8, knee=19.8, ankle=None),
        right_arm=_ON_HIP,
        left_arm=_ON_CHAIR,
    ),
    "lunge_end": Pose(
        tilt=-8.0,
        lumbar=-8.0,
        right_leg=Leg(hip=-27.0, knee=42.0, ankle=0.0),
        left_leg=Leg(hip=33.7, knee=41.7, ankle=None),
        right_arm=_ON_HIP,
        left_arm=_ON_CHAIR,
    ),
    "heel_hold": Pose(
        tilt=-8.0,
        lumbar=-8.0,
        right_leg=Leg(hip=-8.0, knee=138.0, ankle=-40.0),
        left_leg=Leg(hip=-8.0, knee=4.0, ankle=None),
        right_arm=Reach(wrist=(0.0, 0.19, -0.45), elbow=(-0.4, 1.0, 0.2), wrist_bend=10.0, turn=40.0),
        left_arm=_ON_CHAIR,
        curl=30.0,
    ),
    "prone_band_1": replace(_PRONE, right_leg=Leg(knee=84.0, ankle=0.0), right_arm=_BAND_HAND, curl=40.0),
    "prone_band_2": replace(
        _PRONE,
        right_leg=Leg(hip=-3.0, knee=118.0, ankle=0.0),
        tilt=-6.0,
        lumbar=-6.0,
        right_arm=_BAND_HAND,
        curl=40.0,
    ),
    "heel_slide_1": replace(_CROOK, right_arm=_ON_BELLY, left_arm=_ON_BELLY_LEFT),
    "heel_slide_2": replace(
        _CROOK, right_arm=_ON_BELLY, left_arm=_ON_BELLY_LEFT, right_leg=Leg(hip=2.8, knee=24.0, ankle=2.0)
    ),
    "plank_knees": Pose(
        turn=76.0,
        neck=-2.0,
        head=-6.0,
        right_leg=Leg(hip=0.0, knee=70.0, ankle=-50.0),
        left_leg=Leg(hip=0.0, knee=70.0, ankle=-50.0),
        right_arm=_FOREARM,
        left_arm=_FOREARM,
    ),
    "plank_feet": Pose(
        turn=85.9,
        neck=-2.0,
        head=-6.0,
        right_leg=Leg(hip=2.0, knee=2.0, ankle=4.0),
        left_leg=Leg(hip=2.0, knee=2.0, ankle=4.0),
        right_arm=replace(_FOREARM, flexion=85.9),
        left_arm=replace(_FOREARM, flexion=85.9),
    ),
    "wall_tilt_1": Pose(
        turn=-3.0,
        tilt=6.0,
        lumbar=6.0,
        right_leg=Leg(hip=20.0, knee=26.0, ankle=None),
        left_leg=Leg(hip=20.0, knee=26.0, ankle=None),
        right_arm=_HANGING,
        left_arm=_HANGING,
    ),
    "wall_tilt_2": Pose(
        turn=-3.0,
        tilt=-10.0,
        lumbar=-10.0,
        right_leg=Leg(hip=4.0, knee=26.0, ankle=None),
        left_leg=Leg(hip=4.0, knee=26.0, ankle=None),
        right_arm=_HANGING,
        left_arm=_HANGING,
    ),
    "knee_chest_1": _CROOK,
    "knee_chest_2": replace(
        _CROOK,
        tilt=-12.0,
        lumbar=-12.0,
        left_leg=Leg(hip=38.0, knee=107.0, ankle=None),
        right_leg=Leg(hip=116.0, knee=124.0, ankle=-10.0),
        right_arm=_HUG,
        left_arm=_HUG_LEFT,
        curl=24.0,
    ),
    "fours": _FOURS,
    "cat": replace(
        _FOURS,
        turn=81.5,
        tilt=-22.0,
        lumbar=-30.0,
        thorax=20.0,
        neck=20.0,
        head=10.0,
        right_arm=replace(_PROP, flexion=107.5),
        left_arm=replace(_PROP, flexion=107.5),
        right_leg=replace(_KNEELING, hip=59.5),
        left_leg=replace(_KNEELING, hip=59.5),
    ),
    "camel": replace(
        _FOURS,
        turn=86.0,
        tilt=14.0,
        lumbar=22.0,
        thorax=-10.0,
        neck=-14.0,
        head=-14.0,
        right_arm=replace(_PROP, flexion=70.0),
        left_arm=replace(_PROP, flexion=70.0),
        right_leg=replace(_KNEELING, hip=100.0),
        left_leg=replace(_KNEELING, hip=100.0),
    ),
    "bird_dog": replace(
        _FOURS,
        right_leg=Leg(hip=-4.0, knee=4.0, ankle=-40.0),
        left_arm=Arm(flexion=172.0, abduction=2.0, elbow=6.0, turn=20.0),
    ),
    "hamstring_1": replace(
        _LYING,
        right_leg=Leg(hip=84.0, knee=72.0, ankle=0.0),
        right_arm=Reach(wrist=(0.10, -0.36, -0.22), elbow=(-0.8, 0.3, -0.6), wrist_bend=10.0),
        left_arm=Reach(wrist=(-0.16, -0.36, -0.22), elbow=(0.8, 0.3, -0.6), wrist_bend=10.0),
        curl=50.0,
    ),
    "hamstring_2": replace(
        _LYING,
        right_leg=Leg(hip=80.0, knee=12.0, ankle=6.0),
        right_arm=Reach(wrist=(0.10, -0.40, -0.20), elbow=(-0.8, 0.3, -0.6), wrist_bend=10.0),
        left_arm=Reach(wrist=(-0.16, -0.40, -0.20), elbow=(0.8, 0.3, -0.6), wrist_bend=10.0),
        curl=50.0,
    ),
    "slumped": _sat(
        -24.0,
        -18.0,
        thorax=16.0,
        neck=14.0,
        head=-6.0,
        right_arm=replace(_ON_THIGH, wrist=(0.04, -0.33, -0.28)),
        left_arm=replace(_ON_THIGH_LEFT, wrist=(-0.04, -0.33, -0.28)),
    ),
    "upright": _sat(2.0, 4.0),
    "prone_flat": _PRONE,
    "prone_elbows": replace(
        _PRONE,
        tilt=0.0,
        lumbar=29.0,
        thorax=-12.0,
        neck=-10.0,
        head=-14.0,
        right_arm=Arm(flexion=55.0, abduction=4.0, elbow=90.0, palm=60.0),
        left_arm=Arm(flexion=55.0, abduction=4.0, elbow=90.0, palm=60.0),
    ),
    "hinge_start": Pose(
        right_arm=_ON_HIP, left_arm=replace(_ON_HIP, wrist=(0.05, -0.02, -0.40), elbow=(0.5, 1.0, 0.0))
    ),
    "hinge_end": Pose(
        tilt=48.0,
        neck=-12.0,
        head=-8.0,
        right_leg=Leg(hip=66.0, knee=24.0, ankle=None),
        left_leg=Leg(hip=66.0, knee=24.0, ankle=None),
        right_arm=_ON_HIP,
        left_arm=replace(_ON_HIP, wrist=(0.05, -0.02, -0.40), elbow=(0.5, 1.0, 0.0)),
    ),
    "march_1": _sat(-2.0, -2.0, right_arm=_AT_SEAT, left_arm=_AT_SEAT),
    "march_2": _sat(
        -2.0, -2.0, right_arm=_AT_SEAT, left_arm=_AT_SEAT, right_leg=Leg(hip=108.0, knee=90.0, ankle=0.0)
    ),
    "swayed": Pose(
        tilt=-10.0,
        lumbar=-2.0,
        thorax=16.0,
        neck=14.0,
        head=-14.0,
        right_leg=Leg(hip=-17.0, knee=-2.0, ankle=None),
        left_leg=Leg(hip=-17.0, knee=-2.0, ankle=None),
        right_arm=_HANGING,
        left_arm=_HANGING,
    ),
    "stacked": Pose(right_arm=_HANGING, left_arm=_HANGING),
    "chin_forward": _sat(-2.0, -2.0, thorax=8.0, neck=26.0, head=-30.0),
    "chin_back": _sat(-2.0, -2.0, neck=-6.0, head=8.0),
    "towel_1": replace(
        _CROOK,
        thorax=-8.0,
        neck=6.0,
        head=6.0,
        right_arm=Reach(wrist=(0.08, -0.02, 0.19), elbow=(-0.9, -0.7, 0.3), wrist_bend=20.0),
        left_arm=Reach(wrist=(-0.08, -0.02, 0.19), elbow=(0.9, -0.7, 0.3), wrist_bend=20.0),
    ),
    "towel_2": replace(
        _CROOK,
        turn=-86.5,
        thorax=-16.0,
        right_leg=replace(_FOOT_DOWN, hip=47.5),
        left_leg=replace(_FOOT_DOWN, hip=47.5),
        neck=6.0,
        head=6.0,
        right_arm=Arm(flexion=158.0, abduction=4.0, elbow=6.0, turn=20.0),
        left_arm=Arm(flexion=158.0, abduction=4.0, elbow=6.0, turn=20.0),
    ),
    "row_1": Pose(
        right_leg=Leg(hip=8.0, knee=14.0, ankle=None),
        left_leg=Leg(hip=8.0, knee=14.0, ankle=None),
        right_arm=Arm(flexion=74.0, abduction=2.0, elbow=8.0, turn=60.0),
        left_arm=Arm(flexion=74.0, abduction=2.0, elbow=8.0, turn=60.0),
        curl=50.0,
    ),
    "row_2": Pose(
        right_leg=Leg(hip=8.0, knee=14.0, ankle=None),
        left_leg=Leg(hip=8.0, knee=14.0, ankle=None),
        right_arm=Arm(flexion=-34.0, abduction=6.0, elbow=118.0, turn=60.0),
        left_arm=Arm(flexion=-34.0, abduction=6.0, elbow=118.0, turn=60.0),
        curl=50.0,
    ),
    "wall_slide_1": Pose(
        right_arm=Arm(flexion=72.0, abduction=6.0, elbow=106.0, turn=30.0),
        left_arm=Arm(flexion=72.0, abduction=6.0, elbow=106.0, turn=30.0),
        curl=4.0,
    ),
    "wall_slide_2": Pose(
        turn=3.0,
        right_arm=Arm(flexion=138.0, abduction=6.0, elbow=40.0, turn=30.0),
        left_arm=Arm(flexion=138.0, abduction=6.0, elbow=40.0, turn=30.0),
        curl=4.0,
    ),
    "rise_1": Pose(
        tilt=32.0,
        lumbar=0.0,
        neck=-10.0,
        head=-8.0,
        right_leg=Leg(hip=121.0, knee=102.0, ankle=None),
        left_leg=Leg(hip=121.0, knee=102.0, ankle=None),
        right_arm=Arm(flexion=86.0, abduction=2.0, elbow=16.0, turn=60.0),
        left_arm=Arm(flexion=86.0, abduction=2.0, elbow=16.0, turn=60.0),
    ),
    "rise_2": Pose(right_arm=_HANGING, left_arm=_HANGING),
    "reach_up": Pose(
        right_arm=Arm(flexion=166.0, abduction=6.0, elbow=8.0, turn=20.0),
        left_arm=Arm(flexion=170.0, abduction=6.0, elbow=8.0, turn=20.0),
    ),
    "walking": _WALKING,
    "walking_2": replace(
        _WALKING,
        right_leg=_WALKING.left_leg,
        left_leg=_WALKING.right_leg,
        right_arm=_WALKING.left_arm,
        left_arm=_WALKING.right_arm,
    ),
    "back_bend": Pose(
        turn=4.0,
        tilt=-4.0,
        lumbar=18.0,
        thorax=-6.0,
        neck=4.0,
        head=-2.0,
        right_leg=Leg(hip=-6.0, knee=2.0, ankle=None),
        left_leg=Leg(hip=-6.0, knee=2.0, ankle=None),
        right_arm=Reach(wrist=(0.0, 0.10, -0.36), elbow=(-0.5, 1.0, 0.2), wrist_bend=10.0),
        left_arm=Reach(wrist=(0.0, 0.10, -0.36), elbow=(0.5, 1.0, 0.2), wrist_bend=10.0),
    ),
}
