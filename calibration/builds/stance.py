"""A body of any build in any stance: legs that bear unequal weight, a spine that bends sideways, folded arms.

Body coordinates as in `calibration.body_model`: left, posterior, up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import LOCAL_SHAPES, LUMBAR_SHARES, SKIN_VERTICES, PosedBody, Stance, turn
from calibration.builds.case import Pose
from calibration.table.rig import SIDES, Aims, Rig, Shape, frame, reach, unit

FloatArray = NDArray[np.float64]

_LEFT: Final = np.array([1.0, 0.0, 0.0])
_FRONT: Final = np.array([0.0, -1.0, 0.0])
_UP: Final = np.array([0.0, 0.0, 1.0])
_STANDING_KNEE_DEG: Final = 2.0
_CHEST_BAND_M: Final = 0.03


class BuildRig(Rig):
    """The body model with more changes of its shape."""

    local_shapes = (
        *LOCAL_SHAPES,
        "hip-scale-horiz-incr",
        "hip-trans-out",
        "pelvis-tone-incr",
        "stomach-navel-out",
        "torso-scale-horiz-incr",
        "torso-vshape-incr",
        "torso-muscle-dorsi-incr",
        "neck-double-incr",
        "measure-waist-circ-incr",
        "measure-hips-circ-incr",
        "measure-underbust-circ-incr",
        "measure-bust-circ-incr",
        *(f"{side}-{part}-fat-incr" for side in "lr" for part in ("upperleg", "upperarm", "lowerleg")),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """A posed body.

    Attributes
    ----------
    transforms : ndarray, shape (bones, 4, 4)
        Feet on the floor.
    vertices : ndarray, shape (n, 3)
        All of the base mesh.
    body : PosedBody
    points : dict
        Landmarks.
    """

    shape: Shape
    transforms: FloatArray
    vertices: FloatArray
    body: PosedBody
    points: dict[str, FloatArray]


def stood(rig: Rig, shape: Shape, pose: Pose) -> Standing:
    """Put a body on its feet."""
    turns = _turns(rig, shape, pose)
    aims: Aims = {}
    if pose.free_leg:
        aims |= _leg_aims(rig, shape, rig.chain(shape, turns), pose)
    if pose.crossed:
        aims |= _folded_arms(rig, shape, rig.chain(shape, turns, aims))
    transforms = rig.chain(shape, turns, aims)
    if not pose.free_leg:  # there the pelvis leans, and the legs reach the floor
        transforms = rig._leaning(shape.heads, transforms, pose.lean)
    vertices = rig.skinned(shape.vertices, rig.weights, transforms)
    down = np.eye(4)
    down[2, 3] = -float(vertices[:SKIN_VERTICES, 2].min())
    transforms, vertices = down @ transforms, vertices + down[:3, 3]
    points = rig.landmarks(shape, transforms)
    return Standing(shape, transforms, vertices, _posed(rig, vertices, transforms, points), points)


def _posed(
    rig: Rig, vertices: FloatArray, transforms: FloatArray, points: dict[str, FloatArray]
) -> PosedBody:
    def both(name: str) -> FloatArray:
        return np.array([points[f"{name}_{side}"] for side in SIDES])

    backwards = transforms[rig.index("root")][:3, 1]
    return PosedBody(
        vertices[:SKIN_VERTICES],
        both("tragus"),
        both("shoulder_joint"),
        both("hip_joint"),
        both("knee_joint"),
        both("ankle_joint"),
        # In the pelvis's own sagittal plane, so that turning about the vertical does not count.
        math.degrees(math.atan2(backwards[2], math.hypot(backwards[0], backwards[1]))),
    )


def _turns(rig: Rig, shape: Shape, pose: Pose) -> dict[str, FloatArray]:
    """Turns of all bones, in the plane of the side view and out of it."""
    stance = Stance(
        pose.pelvis,
        pose.lordosis,
        pose.kyphosis,
        pose.neck,
        pose.head,
        0.0,
        pose.knee,
        pose.leg_adduction,
        pose.left_arm,
        pose.right_arm,
    )
    turns = rig.stance_turns(shape, stance)
    bend = pose.pelvis + pose.lordosis
    for bone, share in zip(LUMBAR_SHARES, pose.shares, strict=True):
        turns[bone] = turn(0, -bend * share)
    drop = pose.drop_deg if pose.free_leg == "L" else -pose.drop_deg
    lean = pose.lean if pose.free_leg else 0.0
    turns["root"] = turn(2, pose.pelvis_turn_deg) @ turn(1, drop) @ turn(0, pose.pelvis + lean)
    side = {bone: -drop * share for bone, share in zip(LUMBAR_SHARES, pose.shares, strict=True)}
    twist = {
        bone: -pose.pelvis_turn_deg * share for bone, share in zip(LUMBAR_SHARES, pose.shares, strict=True)
    }
    # A double curve: the upper one convex to the right when positive, the lower one against it.
    cobb, rib = pose.scoliosis_deg, pose.scoliosis_turn_deg
    for bone, lateral, axial in (
        ("spine04", -0.35, 0.0),
        ("spine03", 0.25, -0.4),
        ("spine02", 0.60, 1.0),
        ("spine01", -0.65, -0.4),
        ("neck01", 0.15, -0.2),
    ):
        side[bone] = side.get(bone, 0.0) + cobb * lateral
        twist[bone] = twist.get(bone, 0.0) + rib * axial
    for bone, lateral in side.items():
        turns[bone] = turns[bone] @ turn(1, lateral) @ turn(2, twist[bone])
    return turns


def _leg_aims(rig: Rig, shape: Shape, transforms: FloatArray, pose: Pose) -> Aims:
    """One leg straight under the body, the other bent, both feet flat on the floor."""
    standing = "R" if pose.free_leg == "L" else "L"
    hips = {side: rig.joint(shape, transforms, f"upperleg01.{side}") for side in SIDES}
    upper, lower = rig.limb_lengths(shape, "leg", standing)
    reachable = math.sqrt(
        upper**2 + lower**2 + 2 * upper * lower * math.cos(math.radians(_STANDING_KNEE_DEG))
    )
    outwards = {"L": 1.0, "R": -1.0}
    behind = math.sin(math.radians(pose.lean)) * reachable
    way = np.array([-outwards[standing] * 0.03, behind, 0.0])
    way[2] = -math.sqrt(reachable**2 - float(way @ way))
    floor = hips[standing][2] + way[2]
    free = pose.free_leg
    target = hips[free] + np.array([outwards[free] * pose.foot_aside_m, behind - pose.foot_ahead_m, 0.0])
    target[2] = floor
    aims: Aims = {}
    for side, end in ((standing, hips[standing] + way), (free, target)):
        thigh, shank = _two_bones(hips[side], end, *rig.limb_lengths(shape, "leg", side))
        aims |= _aimed(rig, shape, side, thigh, shank)
        aims[f"foot.{side}"] = turn(2, outwards[side] * (12.0 if side == free else 5.0))
    return aims


def _two_bones(
    start: FloatArray, end: FloatArray, upper: float, lower: float
) -> tuple[FloatArray, FloatArray]:
    """Directions of thigh and shank whose ankle is at the end, knee in front."""
    way = end - start
    distance = min(float(np.linalg.norm(way)), 0.9999 * (upper + lower))
    along = unit(way)
    aside = unit(_FRONT - along * float(_FRONT @ along))
    cos = (upper**2 + distance**2 - lower**2) / (2.0 * upper * distance)
    angle = math.acos(min(max(cos, -1.0), 1.0))
    thigh = along * math.cos(angle) + aside * math.sin(angle)
    return thigh, unit(along * distance - thigh * upper)


def _aimed(rig: Rig, shape: Shape, side: str, thigh: FloatArray, shank: FloatArray) -> Aims:
    """As `Rig.aim_limb`, from joint to joint."""
    hip, knee, ankle = (
        shape.heads[rig.index(f"{bone}.{side}")] for bone in ("upperleg01", "lowerleg01", "foot")
    )
    return {
        f"upperleg01.{side}": frame(thigh, _LEFT) @ frame(knee - hip, _LEFT).T,
        f"lowerleg01.{side}": frame(shank, _LEFT) @ frame(ankle - knee, _LEFT).T,
    }


def _folded_arms(rig: Rig, shape: Shape, transforms: FloatArray) -> Aims:
    """Forearms one over the other before the chest, hands at the other arm's elbow."""
    skin = rig.skinned(shape.vertices[:SKIN_VERTICES], rig.weights[:SKIN_VERTICES], transforms)
    trunk = skin[(rig.arm_part[:SKIN_VERTICES] < 0.2) & (rig.head_part[:SKIN_VERTICES] < 0.5)]
    shoulders = {side: rig.joint(shape, transforms, f"upperarm01.{side}") for side in SIDES}
    arm = sum(rig.limb_lengths(shape, "arm", "L"))
    middle = 0.5 * (shoulders["L"] + shoulders["R"])
    aims: Aims = {}
    for side, layer in (("L", 0.0), ("R", 1.0)):
        outwards = _LEFT if side == "L" else -_LEFT
        level = float(middle[2]) - (0.40 + 0.05 * layer) * arm
        near = trunk[(np.abs(trunk[:, 2] - level) < _CHEST_BAND_M) & (np.abs(trunk[:, 0] - middle[0]) < 0.16)]
        front = float(near[:, 1].min())
        wrist = np.array([middle[0], front - 0.045 - 0.06 * layer, level]) - 0.24 * arm * outwards
        lengths = rig.limb_lengths(shape, "arm", side)
        upper, lower = reach(shoulders[side], wrist, *lengths, outwards - 0.9 * _UP + 0.3 * _FRONT)
        aims |= rig.aim_limb(shape, "arm", side, upper=upper, lower=lower, hinge=np.cross(upper, lower))
    return aims
