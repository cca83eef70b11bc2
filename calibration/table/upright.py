"""People who do not lie on their back: a therapist beside the table, and wrong set-ups."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import SKIN_VERTICES, Arm, Stance, turn
from calibration.table.figure import Figure, placed, supine_axes
from calibration.table.pose import Leg, Pose, foot_turns, leg_aims, spine_turns
from calibration.table.rig import Aims, Rig, Shape, reach
from calibration.table.room import Table

FloatArray = NDArray[np.float64]

_SOFT_M: Final = 0.02


def stand(
    rig: Rig,
    shape: Shape,
    stance: Stance,
    *,
    place: tuple[float, float],
    facing_deg: float,
    hands: dict[str, FloatArray] | None = None,
) -> Figure:
    """A standing person.

    Parameters
    ----------
    place : tuple of float
        x and y of the middle of the hips.
    facing_deg : float
        0 looks at the camera, 90 to the right of the picture.
    hands : dict, optional
        Points in the world where the wrists of "L" and "R" go.
    """
    turns = rig.stance_turns(shape, stance)
    transforms = rig.chain(shape, turns)
    soles = rig.skinned(shape.vertices[:SKIN_VERTICES], rig.weights[:SKIN_VERTICES], transforms)
    world = np.eye(4)
    # About the ankles as much as about the hips: the feet of a person who leans stay within millimetres.
    world[:3, :3] = turn(2, facing_deg) @ turn(0, stance.lean)
    hip = 0.5 * (rig.joint(shape, transforms, "upperleg01.L") + rig.joint(shape, transforms, "upperleg01.R"))
    origin = np.array([hip[0], hip[1], soles[:, 2].min()])
    world[:3, 3] = np.array([*place, 0.0]) - world[:3, :3] @ origin
    aims: Aims = {}
    for side, target in (hands or {}).items():
        goal = world[:3, :3].T @ (target - world[:3, 3])
        shoulder = rig.joint(shape, transforms, f"upperarm01.{side}")
        outwards = np.array([0.6 if side == "L" else -0.6, 0.3, -0.8])
        upper, lower = reach(shoulder, goal, *rig.limb_lengths(shape, "arm", side), outwards)
        aims |= rig.aim_limb(shape, "arm", side, upper=upper, lower=lower, hinge=np.cross(upper, lower))
    return placed(rig, shape, rig.chain(shape, turns, aims), world, lambda points: points)


def draw_stance(rng: np.random.Generator, *, bent_deg: float = 0.0, arms: str = "hanging") -> Stance:
    """A stance; bent forwards at the hips by some degrees."""
    u = rng.uniform
    flexion = u(-4.0, 8.0) if arms == "hanging" else u(35.0, 55.0)
    arm = Arm(flexion, u(0.0, 6.0), u(5.0, 25.0))
    pelvis = u(-4.0, 12.0)
    return Stance(
        pelvis=pelvis + bent_deg,
        lordosis=-bent_deg,
        kyphosis=u(-2.0, 6.0) + 0.75 * bent_deg,
        neck=u(0.0, 10.0),
        knee=u(0.0, 4.0),
        leg_adduction=u(3.0, 5.0),
        left_arm=arm,
        right_arm=arm,
    )


def turned_over(rig: Rig, shape: Shape, pose: Pose, *, posture: str, near: str, table: Table) -> Figure:
    """A person who lies prone or on a side, hips at the world's origin; "side" looks at the camera."""
    turns = spine_turns(pose.arch_deg, 0.0, pose.kyphosis_deg, pose.neck_deg) | foot_turns(pose)
    bent = Arm(150.0, 20.0, 60.0) if posture == "prone" else Arm(60.0, 0.0, 50.0)
    turns |= rig._arm_turns(shape.heads, Stance(left_arm=bent, right_arm=bent))
    axes = turn(0, 180.0 if posture == "prone" else 90.0) @ supine_axes(near)
    transforms = rig.chain(shape, turns, leg_aims(rig, shape, pose))
    return _dropped(rig, shape, transforms, axes, table)


def sitting(rig: Rig, shape: Shape, pose: Pose, table: Table) -> Figure:
    """A person who sits at the end of the table, legs hanging."""
    turns = spine_turns(-10.0, 10.0 + pose.arch_deg, pose.kyphosis_deg, pose.neck_deg) | foot_turns(pose)
    arm = Arm(5.0, 8.0, 25.0)
    turns |= rig._arm_turns(shape.heads, Stance(left_arm=arm, right_arm=arm))
    transforms = rig.chain(shape, turns, leg_aims(rig, shape, pose))
    axes = turn(2, table.feet * 90.0)
    return _dropped(rig, shape, transforms, axes, table)


def _dropped(rig: Rig, shape: Shape, transforms: FloatArray, axes: FloatArray, table: Table) -> Figure:
    """Let a body down until what is over the table touches it."""
    height_m = table.height_m
    hips = [rig.joint(shape, transforms, f"upperleg01.{side}") for side in "LR"]
    world = np.eye(4)
    world[:3, :3] = axes
    world[:3, 3] = -axes @ (0.5 * (hips[0] + hips[1]))
    skin = rig.skinned(shape.vertices[:SKIN_VERTICES], rig.weights[:SKIN_VERTICES], transforms)
    skin = skin @ axes.T + world[:3, 3]
    over = (skin[:, 0] * table.feet < table.edge_m) & (rig.arm_part[:SKIN_VERTICES] < 0.5)
    world[2, 3] += height_m - _SOFT_M - float(skin[over, 2].min())

    def contact(points: FloatArray) -> FloatArray:
        seen = points @ axes.T + world[:3, 3]
        inside = (seen[:, 0] * table.feet < table.edge_m) & (seen[:, 2] < height_m)
        seen[inside, 2] = height_m
        return (seen - world[:3, 3]) @ axes

    return placed(rig, shape, transforms, world, contact)


def leg_pair(rng: np.random.Generator, flexed_deg: float, knee_deg: float) -> tuple[Leg, Leg]:
    """Two legs flexed alike, give or take."""
    u = rng.uniform
    return (
        Leg(-flexed_deg + u(-6, 6), knee_deg + u(-8, 8), u(-3, 4), 0.0, u(10, 35)),
        Leg(-flexed_deg + u(-6, 6), knee_deg + u(-8, 8), u(-3, 4), 0.0, u(10, 35)),
    )
