"""How a person lies for the modified Thomas test, as turns and aims of bones.

Table coordinates here are ``[left of the person, down, towards the head]``: a supine body is the standing one
seen along the table, and the middle of the hip joints is where it turns. Angles in degrees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import LUMBAR_SHARES, moved, turn, turn_about
from calibration.table.rig import SIDES, Aims, Rig, Shape, reach, unit

FloatArray = NDArray[np.float64]

ArmWay = Literal["shin", "thigh", "side", "chest", "hip", "head"]
"""Where a hand is: on the other shin or thigh (holding it), beside the trunk, on the chest, over the hip of
its own side, under the head."""

_LEFT: Final = np.array([1.0, 0.0, 0.0])
_DOWN: Final = np.array([0.0, 1.0, 0.0])
_HEADWARDS: Final = np.array([0.0, 0.0, 1.0])
_REST_CLAVICLE_DEG: Final = 3.0


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg.

    Attributes
    ----------
    below_deg : float
        Thigh below the horizontal (trochanter to epicondyle), + = below; -90 points up, -120 to the chest.
    knee_deg : float
        Flexion of the knee, from thigh and malleolus.
    abduction_deg, rotation_deg : float
        Outwards.
    plantar_deg : float
        How far the foot hangs down.
    """

    below_deg: float
    knee_deg: float
    abduction_deg: float = 0.0
    rotation_deg: float = 0.0
    plantar_deg: float = 25.0


@dataclass(frozen=True, slots=True)
class Pose:
    """A person on a table.

    Attributes
    ----------
    tested : "L" or "R"
    left, right : Leg
    arms : dict
        `ArmWay` of each side.
    arch_deg : float
        Anterior rotation of the pelvis beyond the low back lying flat.
    kyphosis_deg, neck_deg : float
        Bend of the chest; how far the chin is drawn in.
    """

    tested: str
    left: Leg
    right: Leg
    arms: dict[str, ArmWay] = field(default_factory=lambda: {"L": "side", "R": "side"})
    arch_deg: float = 0.0
    kyphosis_deg: float = 0.0
    neck_deg: float = 0.0

    @property
    def other(self) -> str:
        return "R" if self.tested == "L" else "L"

    def leg(self, side: str) -> Leg:
        return self.left if side == "L" else self.right


def spine_turns(
    pelvis_deg: float, tilt_deg: float, kyphosis_deg: float, neck_deg: float
) -> dict[str, FloatArray]:
    """Turns of pelvis and spine.

    Parameters
    ----------
    pelvis_deg : float
        Of the pelvis against the chest, + = anterior.
    tilt_deg : float
        Of the whole trunk about the hip axis, so that it lies on buttocks and chest.
    """
    bend = {bone: -pelvis_deg * share for bone, share in LUMBAR_SHARES.items()}
    bend["root"] = pelvis_deg + tilt_deg
    bend["spine01"] = kyphosis_deg
    bend["neck01"] = 0.5 * neck_deg - 0.5 * kyphosis_deg
    bend["head"] = 0.5 * neck_deg - 0.5 * kyphosis_deg
    turns = {bone: turn(0, degrees) for bone, degrees in bend.items()}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        turns[f"clavicle.{side}"] = turn(1, sign * _REST_CLAVICLE_DEG)
    return turns


def thigh_direction(leg: Leg, side: str) -> FloatArray:
    """Hip to knee, in table coordinates."""
    straight = turn(0, leg.below_deg) @ -_HEADWARDS
    outwards = leg.abduction_deg if side == "L" else -leg.abduction_deg
    # About the vertical, so that the angle against the table stays as it was given.
    return np.asarray(turn(1, -outwards) @ straight)


def leg_aims(rig: Rig, shape: Shape, pose: Pose) -> Aims:
    """Aims of both legs."""
    aims: Aims = {}
    for side in SIDES:
        leg = pose.leg(side)
        upper = thigh_direction(leg, side)
        outwards = 1.0 if side == "L" else -1.0
        hinge = (
            turn_about(upper, outwards * leg.rotation_deg) @ turn(1, -outwards * leg.abduction_deg) @ _LEFT
        )
        hinge = unit(hinge - upper * float(upper @ hinge))
        lower = turn_about(hinge, leg.knee_deg) @ upper
        aims |= rig.aim_limb(shape, "leg", side, upper=upper, lower=lower, hinge=hinge)
    return aims


def foot_turns(pose: Pose) -> dict[str, FloatArray]:
    return {f"foot.{side}": turn(0, pose.leg(side).plantar_deg) for side in SIDES}


def arm_aims(rig: Rig, shape: Shape, transforms: FloatArray, pose: Pose, bed: float) -> Aims:
    """Aims of both arms, once trunk and legs lie.

    Parameters
    ----------
    bed : float
        Where the table is, downwards.
    """
    aims: Aims = {}
    for side in SIDES:
        wrist, palm, pole = _arm_goal(rig, shape, transforms, pose=pose, side=side, bed=bed)
        shoulder = rig.joint(shape, transforms, f"upperarm01.{side}")
        upper, lower = reach(shoulder, wrist, *rig.limb_lengths(shape, "arm", side), pole)
        aims |= rig.aim_limb(shape, "arm", side, upper=upper, lower=lower, hinge=np.cross(upper, lower))
        if palm is not None:
            end = shoulder + np.array(rig.limb_lengths(shape, "arm", side)) @ np.stack([upper, lower])
            forearm = aims[f"lowerarm01.{side}"]
            rest = shape.heads[rig.index(f"finger3-1.{side}")] - shape.heads[rig.index(f"wrist.{side}")]
            aims[f"wrist.{side}"] = between(forearm @ rest, palm - end) @ forearm
    return aims


def _arm_goal(
    rig: Rig, shape: Shape, transforms: FloatArray, *, pose: Pose, side: str, bed: float
) -> tuple[FloatArray, FloatArray | None, FloatArray]:
    """Where the wrist goes, where the hand points to (or nowhere special), and where the elbow points."""
    outwards = _LEFT if side == "L" else -_LEFT
    shoulder = rig.joint(shape, transforms, f"upperarm01.{side}")
    way = pose.arms[side]
    if way in ("shin", "thigh"):
        hip, knee, ankle = (
            rig.joint(shape, transforms, f"{bone}.{pose.other}")
            for bone in ("upperleg01", "lowerleg01", "foot")
        )
        hinge = transforms[rig.index(f"lowerleg01.{pose.other}")][:3, :3] @ _LEFT
        if way == "shin":
            front = np.cross(unit(ankle - knee), hinge)
            place = knee + 0.16 * (ankle - knee)
            return (
                place + 0.085 * outwards + 0.01 * front + 0.02 * unit(knee - ankle),
                place + 0.085 * front - 0.02 * outwards,
                0.8 * outwards + 0.7 * _DOWN - 0.2 * _HEADWARDS,
            )
        back = np.cross(hinge, unit(knee - hip))
        place = knee + 0.25 * (hip - knee)
        return place + 0.10 * outwards - 0.02 * back, place - 0.10 * back, outwards + 0.7 * _DOWN
    if way == "chest":
        chest = moved(transforms[rig.index("spine01")], shape.heads[rig.index("spine01")])
        return (
            chest + np.array([0.04 if side == "L" else -0.04, -0.13, 0.0]),
            chest + np.array([-0.06 if side == "L" else 0.06, -0.15, 0.02]),
            outwards + 0.6 * _DOWN,
        )
    if way == "hip":
        trochanter = rig.landmarks(shape, transforms)[f"greater_trochanter_{side}"]
        return (
            trochanter + np.array([0.0, -0.03, 0.07]) + 0.05 * outwards,
            trochanter + 0.05 * outwards,
            outwards,
        )
    if way == "head":
        head = moved(transforms[rig.index("head")], shape.heads[rig.index("head")])
        return (
            head + np.array([0.0, 0.02, 0.04]) + 0.07 * outwards,
            head + 0.1 * _HEADWARDS,
            outwards - _DOWN * 0.1,
        )
    wrist = shoulder + 0.10 * outwards - 0.48 * _HEADWARDS
    wrist[1] = bed - 0.045
    return wrist, wrist - 0.1 * _HEADWARDS + 0.02 * _DOWN, outwards - 0.2 * _DOWN


def between(start: FloatArray, end: FloatArray) -> FloatArray:
    """The smallest rotation that brings one direction to another, shape (3, 3)."""
    first, second = unit(start), unit(end)
    axis = np.cross(first, second)
    length = float(np.linalg.norm(axis))
    if length < 1e-9:
        return np.eye(3)
    angle = float(np.degrees(np.arctan2(length, float(first @ second))))
    return turn_about(axis / length, angle)
