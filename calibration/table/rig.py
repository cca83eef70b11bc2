"""The body model with everything that a picture needs, and limbs that reach where they are told.

`calibration.body_model` knows the skin and sagittal stances. Here all vertices are kept (eyes, and the
helpers on which hair and shoes of the MakeHuman project sit), and legs and arms are aimed: a limb has two
bones and a hinge, and is given by the directions of both bones and the axis of the hinge.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import SKIN_VERTICES, BodyModel, Stance, moved, turn_about
from calibration.body_model import _leg_turns as leg_turns
from calibration.body_model import _spine_turns as spine_turns

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

Aims = dict[str, FloatArray]
"""Rotation of a bone in body coordinates, whatever its parents do, shape (3, 3)."""

SIDES: Final = ("L", "R")
BONE_POINTS: Final = {
    "ASIS": (10991, "root"),
    "PSIS": (10831, "root"),
    "iliac_crest": (10808, "root"),
    "greater_trochanter": (10926, "upperleg01"),
    "lateral_epicondyle": (11245, "upperleg01"),
    "lateral_malleolus": (12970, "lowerleg01"),
    "acromion": (8235, "shoulder01"),
    "tragus": (12251, "head"),
}
"""Vertices of the left and the bone that carries them: a landmark belongs to a bone, skin slides over it."""
SKIN_POINTS: Final = {"C7": 858, "T12": 3988, "L1": 4002, "L3": 4045, "L5": 4188, "S1": 4195, "S2": 4387}
"""Vertices in the middle of the back."""
JOINT_POINTS: Final = {
    "hip_joint": "upperleg01",
    "knee_joint": "lowerleg01",
    "ankle_joint": "foot",
    "shoulder_joint": "upperarm01",
    "elbow_joint": "lowerarm01",
    "wrist_joint": "wrist",
}
LIMBS: Final = {"leg": ("upperleg01", "lowerleg01", "foot"), "arm": ("upperarm01", "lowerarm01", "wrist")}


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A body at rest.

    Attributes
    ----------
    vertices : ndarray, shape (n, 3)
        All of the base mesh, metres; the first `SKIN_VERTICES` are skin.
    heads : ndarray, shape (bones, 3)
        Where each bone begins.
    """

    vertices: FloatArray
    heads: FloatArray


class Rig(BodyModel):
    """The body model with all its vertices, and poses given bone by bone."""

    def __init__(self) -> None:
        super().__init__()
        model = self._model
        self._skin, self._skin_shapes = model.template_vertices, model.blendshapes
        self.faces: IntArray = model.faces.numpy().astype(np.int64)
        self.face_uv: IntArray = model.face_texture_coordinate_indices.numpy().astype(np.int64)
        self.uv: FloatArray = model.texture_coordinates.numpy().astype(np.float64)
        count = len(model.template_vertices)
        weights = np.zeros((count, len(self.bones)))
        np.add.at(
            weights,
            (np.arange(count)[:, None], model.vertex_bone_indices.numpy()),
            model.vertex_bone_weights.numpy(),
        )
        self.weights = self._with_rigid_pelvis(weights)
        self.mean = self.body({}, {})
        skin = self.mean.vertices[:SKIN_VERTICES]
        self._mirror = {
            vertex: int(((skin - skin[vertex] * [-1.0, 1.0, 1.0]) ** 2).sum(axis=1).argmin())
            for vertex, _ in BONE_POINTS.values()
        }
        self.arm_part = self.part("shoulder", "upperarm", "lowerarm", "wrist", "finger", "metacarpal")
        self.leg_part = self.part("upperleg", "lowerleg", "foot", "toe")
        self.head_part = self.part("neck02", "neck03", "head", "eye")

    def part(self, *names: str) -> FloatArray:
        """How far each vertex is carried by bones with one of these names, 0 to 1."""
        chosen = [any(name in bone for name in names) for bone in self.bones]
        return np.asarray(self.weights[:, chosen].sum(axis=1))

    def body(self, phenotype: dict[str, float], local: dict[str, float]) -> Shape:
        """A body at rest; see `BodyModel.shape`."""
        return Shape(*self.shape(phenotype, local))

    def index(self, bone: str) -> int:
        return self._index[bone]

    def chain(self, shape: Shape, turns: dict[str, FloatArray], aims: Aims | None = None) -> FloatArray:
        """How each bone moves, shape (bones, 4, 4).

        Parameters
        ----------
        turns : dict
            Rotation of a bone against its parent.
        aims : dict, optional
            Rotation of a bone in body coordinates; outweighs `turns`.
        """
        aims = aims or {}
        result = np.zeros((len(self.bones), 4, 4))
        for index, bone in enumerate(self.bones):
            parent = np.eye(4) if self._parents[index] < 0 else result[self._parents[index]]
            if bone not in turns and bone not in aims:
                result[index] = parent
                continue
            pivot = self._pivot(shape.heads, bone)
            rotation = aims[bone] if bone in aims else parent[:3, :3] @ turns[bone]
            result[index] = np.eye(4)
            result[index, :3, :3] = rotation
            result[index, :3, 3] = moved(parent, pivot) - rotation @ pivot
        return result

    def skinned(self, points: FloatArray, weights: FloatArray, transforms: FloatArray) -> FloatArray:
        """Points carried by their bones (linear blend skinning), shape (n, 3)."""
        blended = (weights @ transforms[:, :3].reshape(len(self.bones), 12)).reshape(-1, 3, 4)
        return np.asarray(np.einsum("vij,vj->vi", blended[:, :, :3], points) + blended[:, :, 3])

    def joint(self, shape: Shape, transforms: FloatArray, bone: str) -> FloatArray:
        """Where a bone begins after the transforms."""
        index = self._index[bone]
        return moved(transforms[index], shape.heads[index])

    def limb_lengths(self, shape: Shape, limb: str, side: str) -> tuple[float, float]:
        first, second, end = (shape.heads[self._index[f"{bone}.{side}"]] for bone in LIMBS[limb])
        return float(np.linalg.norm(second - first)), float(np.linalg.norm(end - second))

    def aim_limb(
        self, shape: Shape, limb: str, side: str, *, upper: FloatArray, lower: FloatArray, hinge: FloatArray
    ) -> Aims:
        """Aims of both bones of a limb.

        Parameters
        ----------
        upper, lower : ndarray, shape (3,)
            Directions of the two bones, away from the trunk.
        hinge : ndarray, shape (3,)
            Axis of the knee (to the left) or of the elbow (as upper × lower when it is bent).
        """
        names = LIMBS[limb]
        first, second, end = (shape.heads[self._index[f"{bone}.{side}"]] for bone in names)
        rest_upper, rest_lower = second - first, end - second
        if limb == "leg":  # seen from the side, a thigh is the line from trochanter to epicondyle
            hip, knee, ankle = (
                shape.vertices[self.vertex_of(f"{name}_{side}")]
                for name in ("greater_trochanter", "lateral_epicondyle", "lateral_malleolus")
            )
            rest_upper[1:], rest_lower[1:] = (knee - hip)[1:], (ankle - knee)[1:]
        left = np.array([1.0, 0.0, 0.0])
        rest_hinge = left if limb == "leg" else np.cross(rest_upper, rest_lower)
        return {
            f"{names[0]}.{side}": frame(upper, hinge) @ frame(rest_upper, rest_hinge).T,
            f"{names[1]}.{side}": frame(lower, hinge) @ frame(rest_lower, rest_hinge).T,
        }

    def stance_turns(self, shape: Shape, stance: Stance) -> dict[str, FloatArray]:
        """Turns of a standing body; its lean is left out."""
        return spine_turns(stance) | leg_turns(stance) | self._arm_turns(shape.heads, stance)

    def curled_fingers(self, shape: Shape, side: str, degrees: float) -> dict[str, FloatArray]:
        """Turns of a hand whose fingers are bent by some degrees at each joint."""
        first, last = (shape.heads[self._index[f"{bone}.{side}"]] for bone in ("finger2-1", "finger5-1"))
        # The palm of the model at rest looks forwards and inwards; the thumb is in front.
        knuckles = unit(last - first)
        bend = turn_about(knuckles, -degrees if side == "L" else degrees)
        return {f"finger{number}-{joint}.{side}": bend for number in range(2, 6) for joint in range(1, 4)}

    def landmarks(self, shape: Shape, transforms: FloatArray) -> dict[str, FloatArray]:
        """Bony landmarks of both sides, carried by their bones; points of the back; joint centres."""
        result = {}
        for name, (vertex, bone) in BONE_POINTS.items():
            for side in SIDES:
                own = bone if bone in self._index else f"{bone}.{side}"
                point = shape.vertices[vertex if side == "L" else self._mirror[vertex]]
                result[f"{name}_{side}"] = moved(transforms[self._index[own]], point)
        middle = list(SKIN_POINTS.values())
        back = self.skinned(shape.vertices[middle], self.weights[middle], transforms)
        result |= dict(zip(SKIN_POINTS, back, strict=True))
        for name, bone in JOINT_POINTS.items():
            for side in SIDES:
                result[f"{name}_{side}"] = self.joint(shape, transforms, f"{bone}.{side}")
        return result

    def vertex_of(self, name: str) -> int:
        """Vertex of the skin over a landmark such as ``ASIS_L``."""
        point, side = name.rsplit("_", 1)
        vertex = BONE_POINTS[point][0]
        return vertex if side == "L" else self._mirror[vertex]


def unit(vector: FloatArray) -> FloatArray:
    return np.asarray(vector / np.linalg.norm(vector))


def frame(along: FloatArray, hinge: FloatArray) -> FloatArray:
    """Right-handed axes as columns: along a bone, its hinge made perpendicular, and the third."""
    first = unit(along)
    second = unit(hinge - first * float(hinge @ first))
    return np.stack([first, second, np.cross(first, second)], axis=1)


def reach(
    start: FloatArray, target: FloatArray, upper: float, lower: float, pole: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Directions of two bones that bring the end of the second to a target, or as near as they reach.

    Parameters
    ----------
    pole : ndarray, shape (3,)
        Where the joint between them points.
    """
    way = target - start
    distance = min(max(float(np.linalg.norm(way)), abs(upper - lower) + 0.02), 0.995 * (upper + lower))
    along = unit(way)
    aside = unit(pole - along * float(pole @ along))
    cos = (upper**2 + distance**2 - lower**2) / (2.0 * upper * distance)
    angle = math.acos(min(max(cos, -1.0), 1.0))
    first = along * math.cos(angle) + aside * math.sin(angle)
    second = unit(along * distance - first * upper)
    return first, second
