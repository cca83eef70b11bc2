"""The body model ``anny`` in any pose, for drawings: lying, kneeling, arms where they should be.

Body coordinates are ``[left, posterior, up]`` in metres. Angles in degrees; a positive turn about the left
axis tips forward. For pictures only: measurements use `calibration.body_model`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.figures.skinning import FloatArray, blended

IntArray = NDArray[np.int64]

SKIN_VERTICES: Final = 13380
"""The first vertices of the base mesh are the skin; the rest are eyes, teeth and helpers."""
LUMBAR_SHARES: Final = {"spine04": 0.40, "spine03": 0.35, "spine02": 0.25}
"""How a bend of the low back is shared out over the joints near L5/S1, L3/L4 and T12/L1."""
PERSON: Final = {
    "gender": 0.98, "age": 0.62, "muscle": 0.62, "weight": 0.42, "height": 0.52, "proportions": 0.72,
}  # fmt: skip
"""The woman of the figures (0 = male, 1 = female), 1.73 m before she is scaled."""
_BUTTOCKS: Final = 0.15
_REST_ARM_DEG: Final = 38.0
_FINGERS: Final = tuple(f"finger{finger}-{joint}" for finger in (2, 3, 4, 5) for joint in (1, 2, 3))


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """A body at rest: skin, faces (four corners each), bones with heads and parents, weights of the skin."""

    skin: FloatArray
    faces: IntArray
    bones: tuple[str, ...]
    parents: tuple[int, ...]
    heads: FloatArray
    weights: FloatArray

    def bone(self, name: str) -> int:
        return self.bones.index(name)


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a hand should go: the wrist, and which way the elbow points.

    The wrist is given in metres from the shoulder, in the trunk's own directions ``[left, posterior, up]``.
    """

    wrist: tuple[float, float, float]
    elbow: tuple[float, float, float]
    wrist_bend: float = 0.0
    """Flexion of the hand."""
    turn: float = 0.0
    """Turn of the forearm about itself."""
    palm: float = 0.0
    """Turn of the hand about itself, before it bends."""


@dataclass(frozen=True, slots=True)
class Leg:
    """Flexion of hip (against the pelvis) and knee, abduction; without ``ankle`` the foot is level."""

    hip: float = 0.0
    knee: float = 0.0
    abduction: float = 0.0
    ankle: float | None = 0.0


@dataclass(frozen=True, slots=True)
class Arm:
    """Flexion and abduction of the shoulder and flexion of the elbow."""

    flexion: float = 4.0
    abduction: float = 0.0
    elbow: float = 16.0
    wrist_bend: float = 0.0
    turn: float = 0.0
    palm: float = 0.0


@dataclass(frozen=True, slots=True)
class Pose:
    """A pose; degrees.

    ``turn`` turns the whole body (-90 = on the back). ``tilt`` is the pelvis against that, + = anterior;
    ``lumbar`` extends the low back; ``thorax``, ``neck`` and ``head`` flex.
    """

    turn: float = 0.0
    tilt: float = 0.0
    lumbar: float = 0.0
    thorax: float = 0.0
    neck: float = 0.0
    head: float = 0.0
    left_leg: Leg = Leg()
    right_leg: Leg = Leg()
    left_arm: Arm | Reach = Arm()
    right_arm: Arm | Reach = Arm()
    curl: float = 14.0
    """Flexion of each joint of the fingers."""


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """The skin of a pose, shape (SKIN_VERTICES, 3), and the transforms of the bones by name."""

    skin: FloatArray
    heads: Mapping[str, FloatArray]
    transforms: Mapping[str, FloatArray] = field(default_factory=dict)

    def at(self, bone: str, offset: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> FloatArray:
        """A point that moves with a bone: its head and an offset in directions of the body at rest."""
        return moved(self.transforms[bone], self.heads[bone] + np.array(offset))


def load_rest() -> Rest:
    """Load the body model (some ten seconds)."""
    import anny  # noqa: PLC0415 - heavy, and only here
    import torch  # noqa: PLC0415

    model: Any = anny.Anny(
        rig="anny",
        topology="anny-quads-full",
        local_changes=["buttocks-volume-incr"],
        skinning_method="lbs",
    ).to(dtype=torch.float32)
    with torch.no_grad():
        _, *inputs = model.get_tensor_inputs(None, dict(PERSON), {"buttocks-volume-incr": _BUTTOCKS}, None)
        mixture = model._get_phenotype_blendshape_coefficients(*inputs)[0]
        skin = model.template_vertices + torch.tensordot(mixture, model.blendshapes, 1)
        heads = model.template_bone_heads + torch.tensordot(mixture, model.bone_heads_blendshapes, 1)
    indices = model.vertex_bone_indices.numpy()[:SKIN_VERTICES]
    weights = np.zeros((SKIN_VERTICES, len(model.bone_labels)))
    np.add.at(
        weights,
        (np.arange(SKIN_VERTICES)[:, None], indices),
        model.vertex_bone_weights.numpy()[:SKIN_VERTICES],
    )
    faces = model.faces.numpy().astype(np.int64)
    return Rest(
        skin=skin.numpy()[:SKIN_VERTICES].astype(np.float64),
        faces=faces[(faces < SKIN_VERTICES).all(axis=1)],
        bones=tuple(model.bone_labels),
        parents=tuple(int(parent) for parent in model.bone_parents),
        heads=heads.numpy().astype(np.float64),
        weights=weights,
    )


def turn(axis: int, degrees: float) -> FloatArray:
    """Rotation about coordinate axis 0, 1 or 2, shape (3, 3)."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    result = np.eye(3)
    first, second = (axis + 1) % 3, (axis + 2) % 3
    result[[first, second], [first, second]] = cos
    result[second, first], result[first, second] = sin, -sin
    return result


def turn_about(axis: FloatArray, degrees: float) -> FloatArray:
    """Rotation about any axis (Rodrigues), shape (3, 3)."""
    x, y, z = axis / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = math.radians(degrees)
    return np.asarray(np.eye(3) + math.sin(angle) * cross + (1 - math.cos(angle)) * cross @ cross)


def around(point: FloatArray, rotation: FloatArray) -> FloatArray:
    """A rotation that leaves a point where it is, as a 4 x 4 matrix."""
    result = np.eye(4)
    result[:3, :3] = rotation
    result[:3, 3] = point - rotation @ point
    return result


def moved(transform: FloatArray, point: FloatArray) -> FloatArray:
    """A point after a 4 x 4 transform."""
    return np.asarray(transform[:3, :3] @ point + transform[:3, 3])


def _angle(first: FloatArray, second: FloatArray) -> float:
    cos = first @ second / (np.linalg.norm(first) * np.linalg.norm(second))
    return math.degrees(math.acos(float(np.clip(cos, -1.0, 1.0))))


def _frame(along: FloatArray, hinge: FloatArray) -> FloatArray:
    """An orthonormal frame from a direction and an axis that is about square to it, shape (3, 3)."""
    first = along / np.linalg.norm(along)
    second = hinge - (hinge @ first) * first
    second = second / np.linalg.norm(second)
    return np.column_stack((first, second, np.cross(first, second)))


def _reach_turns(
    shoulder: FloatArray, elbow: FloatArray, wrist: FloatArray, reach: Reach
) -> tuple[FloatArray, FloatArray]:
    """Rotations of upper arm and forearm that bring the wrist to its target (two bones, law of cosines)."""
    upper, fore = elbow - shoulder, wrist - elbow
    hinge = np.cross(upper, fore)
    a, b = float(np.linalg.norm(upper)), float(np.linalg.norm(fore))
    target = np.array(reach.wrist)
    far = min(float(np.linalg.norm(target)), 0.999 * (a + b))
    aim = target / np.linalg.norm(target)
    pole = np.array(reach.elbow) - (np.array(reach.elbow) @ aim) * aim
    pole = pole / np.linalg.norm(pole)
    along = (a * a + far * far - b * b) / (2 * far)
    new_upper = along * aim + math.sqrt(max(a * a - along * along, 0.0)) * pole
    new_fore = far * aim - new_upper
    new_hinge = np.cross(new_upper, new_fore)
    turned = _frame(new_upper, new_hinge) @ _frame(upper, hinge).T
    return turned, turn_about(hinge, _angle(new_upper, new_fore) - _angle(upper, fore))


def _arm_turns(rest: Rest, side: str, arm: Arm | Reach, curl: float) -> dict[str, FloatArray]:
    sign = 1.0 if side == "L" else -1.0
    shoulder, elbow, wrist = (
        rest.heads[rest.bone(f"{b}.{side}")] for b in ("upperarm01", "lowerarm01", "wrist")
    )
    hinge = np.cross(elbow - shoulder, wrist - elbow)
    if isinstance(arm, Reach):
        upper, fore = _reach_turns(shoulder, elbow, wrist, arm)
    else:
        upper = turn(0, -arm.flexion) @ turn(1, sign * (_REST_ARM_DEG - arm.abduction))
        fore = turn_about(hinge, arm.elbow - _angle(elbow - shoulder, wrist - elbow))
    turns = {
        f"upperarm01.{side}": upper,
        f"lowerarm01.{side}": fore,
        f"lowerarm02.{side}": turn_about(wrist - elbow, sign * arm.turn),
        f"wrist.{side}": turn_about(hinge, arm.wrist_bend) @ turn_about(wrist - elbow, sign * arm.palm),
    }
    return turns | {f"{finger}.{side}": turn_about(hinge, curl) for finger in _FINGERS}


def _leg_turns(pose: Pose, side: str, leg: Leg) -> dict[str, FloatArray]:
    sign = 1.0 if side == "L" else -1.0
    level = pose.turn + pose.tilt - leg.hip + leg.knee
    ankle = level if leg.ankle is None else leg.ankle
    return {
        f"upperleg01.{side}": turn(0, -leg.hip) @ turn(1, sign * (4.5 - leg.abduction)),
        f"lowerleg01.{side}": turn(0, leg.knee),
        f"foot.{side}": turn(0, -ankle) @ turn(1, sign * (leg.abduction - 3.0)),
    }


def _turns(rest: Rest, pose: Pose) -> dict[str, FloatArray]:
    turns = {bone: turn(0, -pose.lumbar * share) for bone, share in LUMBAR_SHARES.items()}
    turns |= {"root": turn(0, pose.tilt), "spine01": turn(0, pose.thorax)}
    turns |= {"neck01": turn(0, pose.neck), "head": turn(0, pose.head)}
    for side, leg, arm in (("L", pose.left_leg, pose.left_arm), ("R", pose.right_leg, pose.right_arm)):
        turns |= _leg_turns(pose, side, leg) | _arm_turns(rest, side, arm, pose.curl)
        turns[f"clavicle.{side}"] = turn(1, 3.0 if side == "L" else -3.0)
    return turns


def bone_transforms(rest: Rest, turns: Mapping[str, FloatArray], whole: FloatArray) -> FloatArray:
    """How each bone moves, shape (bones, 4, 4); the pelvis turns about the hip axis."""
    hips = rest.heads[[rest.bone("upperleg01.L"), rest.bone("upperleg01.R")]].mean(axis=0)
    result = np.zeros((len(rest.bones), 4, 4))
    for index, bone in enumerate(rest.bones):
        pivot = hips if bone == "root" else rest.heads[index]
        own = around(pivot, turns[bone]) if bone in turns else np.eye(4)
        result[index] = own if rest.parents[index] < 0 else result[rest.parents[index]] @ own
    return np.asarray(around(np.zeros(3), whole) @ result)


def posed(rest: Rest, pose: Pose) -> Posed:
    """The body in a pose."""
    transforms = bone_transforms(rest, _turns(rest, pose), turn(0, pose.turn))
    return Posed(
        skin=blended(rest.skin, rest.weights, transforms),
        heads=dict(zip(rest.bones, rest.heads, strict=True)),
        transforms=dict(zip(rest.bones, transforms, strict=True)),
    )
