"""Posed bodies: the parametric model ``anny`` with a pelvis that tilts and a lumbar curve that follows it.

Body coordinates are ``[left, posterior, up]`` in metres, standing on the floor. Angles in degrees; a positive
turn about the left axis tips forward (anterior).

The pelvis turns about the hip axis and the thighs turn back, so that the legs stand. To keep the trunk
upright the spine bends against it, 40 : 35 : 25 at the joints near L5/S1, L3/L4 and T12/L1; an extra lordosis
is added in the same shares and taken back above. Skin below L5/S1 moves with the pelvis as one piece, because
the pelvis is bone. Soft tissue does not shift, and nothing is known here of how real spines share the bend.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from calibration.contour import (
    BackTruth,
    measure_outline,
    mesh_edges,
    outline_levels,
    posterior_outline,
)

FloatArray = NDArray[np.float64]

SKIN_VERTICES: Final = 13380
"""The first vertices of the base mesh (hm08) are the skin; the rest are eyes, teeth and helpers."""
C7_VERTEX: Final = 858
LUMBAR_SHARES: Final = {"spine04": 0.40, "spine03": 0.35, "spine02": 0.25}
"""Bones whose heads lie near L5/S1, L3/L4 and T12/L1."""

_RIGID_PELVIS_M: Final = (0.085, 0.125)
"""Above the sacrum's joint on the average body: skin is rigid with the pelvis below, free above."""
_REST_ABDUCTION_DEG: Final = 38.0
_REST_ELBOW_DEG: Final = 25.0
"""How the arms of the model stand off and bend at rest."""
LOCAL_SHAPES: Final = (
    "buttocks-volume-incr",
    "stomach-tone-incr",
    "stomach-pregnant-incr",
    "hip-scale-depth-incr",
    "torso-scale-depth-incr",
    "hip-waist-up",
)
"""Changes of a body's shape beyond its phenotype, each -1 to 1."""
_TRAGUS_VERTEX: Final = 12251
"""On the left; its mirror image is looked up."""
_CLAVICLE_DEG: Final = 3.0
_ARM_BONES: Final = ("shoulder", "upperarm", "lowerarm", "wrist", "finger", "metacarpal")
_HEAD_BONES: Final = ("neck02", "neck03", "head", "eye.L", "eye.R")
_FOOT_BONES: Final = ("foot", "toe")


@dataclass(frozen=True, slots=True)
class Arm:
    """Flexion and abduction of the shoulder and flexion of the elbow, degrees."""

    flexion: float = 8.0
    abduction: float = 0.0
    elbow: float = 12.0


@dataclass(frozen=True, slots=True)
class Stance:
    """How a body stands; degrees.

    Attributes
    ----------
    pelvis : float
        Anterior rotation of the pelvis on the thighs.
    lordosis : float
        Lumbar extension beyond what the pelvis needs.
    kyphosis, neck, head : float
        Bends of the thoracic spine, the neck and the head.
    lean : float
        Of the whole body about the ankles.
    knee : float
        Flexion.
    leg_adduction : float
        Of the model's straddled legs.
    left_arm, right_arm : Arm
    lumbar_shares : tuple of float
        How the bones of `LUMBAR_SHARES` share the bend of the lumbar spine.
    """

    pelvis: float = 0.0
    lordosis: float = 0.0
    kyphosis: float = 0.0
    neck: float = 0.0
    head: float = 0.0
    lean: float = 0.0
    knee: float = 0.0
    leg_adduction: float = 4.5
    left_arm: Arm = Arm()
    right_arm: Arm = Arm()
    lumbar_shares: tuple[float, ...] = tuple(LUMBAR_SHARES.values())


@dataclass(frozen=True, slots=True, eq=False)
class PosedBody:
    """A body that stands on the floor.

    Attributes
    ----------
    skin : ndarray, shape (SKIN_VERTICES, 3)
        Metres.
    ear, shoulder, hip, knee, ankle : ndarray, shape (2, 3)
        Joint centres (the tragus for the ear), left and right.
    pelvis_rotation_deg : float
        Of the pelvis in space, from the model's neutral stance, + = anterior; the lean is in it.
    """

    skin: FloatArray
    ear: FloatArray
    shoulder: FloatArray
    hip: FloatArray
    knee: FloatArray
    ankle: FloatArray
    pelvis_rotation_deg: float

    @property
    def height_m(self) -> float:
        return float(np.ptp(self.skin[:, 2]))

    @property
    def trunk_length_m(self) -> float:
        """Middle of the hip joints to C7."""
        return float(np.linalg.norm(self.skin[C7_VERTEX] - self.hip.mean(axis=0)))


def turn(axis: int, degrees: float) -> FloatArray:
    """Rotation about coordinate axis 0, 1 or 2, shape (3, 3)."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    result = np.eye(3)
    first, second = (axis + 1) % 3, (axis + 2) % 3
    result[[first, second], [first, second]] = cos
    result[second, first], result[first, second] = sin, -sin
    return result


def turn_about(unit_axis: FloatArray, degrees: float) -> FloatArray:
    """Rotation about any axis (Rodrigues), shape (3, 3)."""
    x, y, z = unit_axis
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


class BodyModel:
    """The body model, loaded once (about half a minute), then a few milliseconds per body."""

    local_shapes: ClassVar[tuple[str, ...]] = LOCAL_SHAPES

    def __init__(self) -> None:
        import anny  # noqa: PLC0415 - heavy, and only here
        import torch  # noqa: PLC0415

        self._torch = torch
        # Plain skinning: ours is used, and the default one compiles for minutes.
        self._model: Any = anny.Anny(
            rig="anny",
            topology="anny-quads-full",
            local_changes=list(self.local_shapes),
            skinning_method="lbs",
        ).to(dtype=torch.float32)
        self._skin = self._model.template_vertices[:SKIN_VERTICES]
        self._skin_shapes = self._model.blendshapes[:, :SKIN_VERTICES].contiguous()
        self._heads, self._head_shapes = self._model.template_bone_heads, self._model.bone_heads_blendshapes
        self.bones: list[str] = list(self._model.bone_labels)
        self._index = {label: index for index, label in enumerate(self.bones)}
        self._parents = [int(parent) for parent in self._model.bone_parents]
        weights = self._skin_weights()
        self._trunk_edges, self._upper_edges = (
            self._edges_of_trunk(weights),
            self._edges_without_arms(weights),
        )
        self._weights = self._with_rigid_pelvis(weights)
        self._tragi = self._left_and_right(_TRAGUS_VERTEX)

    # --- Loading ---------------------------------------------------------------------------------

    def _skin_weights(self) -> FloatArray:
        """Weight of each bone on each vertex of the skin, shape (SKIN_VERTICES, bones)."""
        indices = self._model.vertex_bone_indices.numpy()[:SKIN_VERTICES]
        values = self._model.vertex_bone_weights.numpy()[:SKIN_VERTICES]
        weights = np.zeros((SKIN_VERTICES, len(self.bones)))
        np.add.at(weights, (np.arange(SKIN_VERTICES)[:, None], indices), values)
        return weights

    def _edges_of_trunk(self, weights: FloatArray) -> NDArray[np.int64]:
        """Edges of the skin without arms and head."""
        arms = [any(part in bone for part in _ARM_BONES) for bone in self.bones]
        head = [bone in _HEAD_BONES for bone in self.bones]
        trunk = (weights[:, arms].sum(axis=1) < 0.35) & (weights[:, head].sum(axis=1) < 0.6)
        return self._edges_between(trunk)

    def _edges_without_arms(self, weights: FloatArray) -> NDArray[np.int64]:
        """Edges of the skin without arms, with neck and head."""
        arms = [any(part in bone for part in _ARM_BONES) for bone in self.bones]
        return self._edges_between(weights[:, arms].sum(axis=1) < 0.35)

    def _edges_between(self, kept: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Edges of the skin whose ends are both kept."""
        edges = mesh_edges(self._model.faces.numpy())
        edges = edges[(edges < SKIN_VERTICES).all(axis=1)]
        result: NDArray[np.int64] = edges[kept[edges].all(axis=1)]
        return result

    def _with_rigid_pelvis(self, weights: FloatArray) -> FloatArray:
        """Weights whose lumbar part is moved to the sacrum below L5/S1."""
        skin, heads = self.shape({}, {})
        low, high = _RIGID_PELVIS_M
        above = skin[:, 2] - heads[self._index["spine05"], 2]
        part = np.clip((above - low) / (high - low), 0.0, 1.0)
        taken = 1.0 - part**2 * (3.0 - 2.0 * part)
        weights = weights.copy()
        for bone in LUMBAR_SHARES:
            share = weights[:, self._index[bone]] * taken
            weights[:, self._index[bone]] -= share
            weights[:, self._index["spine05"]] += share
        return weights

    def _left_and_right(self, vertex: int) -> list[int]:
        """A vertex of the left and its mirror image, on the average body."""
        skin, _ = self.shape({}, {})
        mirrored = skin[vertex] * [-1.0, 1.0, 1.0]
        return [vertex, int(((skin - mirrored) ** 2).sum(axis=1).argmin())]

    # --- Shape and pose --------------------------------------------------------------------------

    def shape(
        self, phenotype: Mapping[str, float], local: Mapping[str, float]
    ) -> tuple[FloatArray, FloatArray]:
        """Skin, shape (SKIN_VERTICES, 3), and heads of the bones, shape (bones, 3), of a body at rest.

        Parameters
        ----------
        phenotype : mapping
            ``gender`` (0 = male), ``age``, ``muscle``, ``weight``, ``height``, ``proportions``; 0 to 1.
        local : mapping
            Some of `LOCAL_SHAPES`.
        """
        model = self._model
        with self._torch.no_grad():
            _, *inputs = model.get_tensor_inputs(None, dict(phenotype), dict(local), None)
            # The public way also orients the bones and skins the mesh, which takes ten times as long.
            mixture = model._get_phenotype_blendshape_coefficients(*inputs)[0]
            skin = self._skin + self._torch.tensordot(mixture, self._skin_shapes, 1)
            heads = self._heads + self._torch.tensordot(mixture, self._head_shapes, 1)
        return skin.numpy().astype(np.float64), heads.numpy().astype(np.float64)

    def posed(self, shape: tuple[FloatArray, FloatArray], stance: Stance) -> PosedBody:
        """A body of some `shape` in some stance."""
        skin, heads = shape
        transforms = self._transforms(heads, stance)
        blended = (self._weights @ transforms[:, :3].reshape(len(self.bones), 12)).reshape(-1, 3, 4)
        skin = np.einsum("vij,vj->vi", blended[:, :, :3], skin) + blended[:, :, 3]
        floor = np.array([0.0, 0.0, skin[:, 2].min()])
        root = transforms[self._index["root"]]
        shoulder, hip, knee, ankle = (
            self._joints(bone, heads, transforms) - floor
            for bone in ("upperarm01", "upperleg01", "lowerleg01", "foot")
        )
        return PosedBody(
            skin - floor,
            skin[self._tragi] - floor,
            shoulder,
            hip,
            knee,
            ankle,
            math.degrees(math.atan2(root[2, 1], root[1, 1])),
        )

    def _joints(self, bone: str, heads: FloatArray, transforms: FloatArray) -> FloatArray:
        """Where the left and the right bone begin after the transforms, shape (2, 3)."""
        both = [self._index[f"{bone}.{side}"] for side in "LR"]
        return np.array([moved(transforms[index], heads[index]) for index in both])

    def _transforms(self, heads: FloatArray, stance: Stance) -> FloatArray:
        """How each bone moves, shape (bones, 4, 4)."""
        turns = _spine_turns(stance) | _leg_turns(stance) | self._arm_turns(heads, stance)
        result = np.zeros((len(self.bones), 4, 4))
        for index, bone in enumerate(self.bones):
            parent = self._parents[index]
            own = around(self._pivot(heads, bone), turns[bone]) if bone in turns else np.eye(4)
            result[index] = own if parent < 0 else result[parent] @ own
        return self._leaning(heads, result, stance.lean)

    def _pivot(self, heads: FloatArray, bone: str) -> FloatArray:
        if bone == "root":  # the pelvis turns about the hip axis, not about its own joint
            hips = [self._index[f"upperleg01.{side}"] for side in "LR"]
            return np.asarray(heads[hips].mean(axis=0))
        return np.asarray(heads[self._index[bone]])

    def _arm_turns(self, heads: FloatArray, stance: Stance) -> dict[str, FloatArray]:
        turns = {}
        for side, sign, arm in (("L", 1.0, stance.left_arm), ("R", -1.0, stance.right_arm)):
            shoulder, elbow, wrist = (
                heads[self._index[f"{bone}.{side}"]] for bone in ("upperarm01", "lowerarm01", "wrist")
            )
            hinge = np.cross(elbow - shoulder, wrist - elbow)
            hinge = hinge / np.linalg.norm(hinge)
            turns[f"clavicle.{side}"] = turn(1, sign * _CLAVICLE_DEG)
            turns[f"upperarm01.{side}"] = turn(0, -arm.flexion) @ turn(
                1, sign * (_REST_ABDUCTION_DEG - arm.abduction)
            )
            turns[f"lowerarm01.{side}"] = turn_about(hinge, arm.elbow - _REST_ELBOW_DEG)
        return turns

    def _leaning(self, heads: FloatArray, transforms: FloatArray, lean: float) -> FloatArray:
        """The whole body turned about the ankles, the feet left flat."""
        if lean == 0:
            return transforms
        middle = self._joints("foot", heads, transforms).mean(axis=0)
        transforms = around(middle, turn(0, lean)) @ transforms
        for side, ankle in zip("LR", self._joints("foot", heads, transforms), strict=True):
            back = around(ankle, turn(0, -lean))
            foot = [bone.endswith(f".{side}") and bone.startswith(_FOOT_BONES) for bone in self.bones]
            transforms[foot] = back @ transforms[foot]
        return transforms

    # --- Outlines --------------------------------------------------------------------------------

    def outline(self, picture: FloatArray, levels: FloatArray) -> FloatArray:
        """Posterior outline of the trunk, seen in a picture.

        Parameters
        ----------
        picture : ndarray, shape (SKIN_VERTICES, 2)
            The skin as [posterior, up] in the picture.
        levels : ndarray, shape (n,)
        """
        return posterior_outline(picture, self._trunk_edges, levels)

    def upper_outline(self, picture: FloatArray, levels: FloatArray) -> FloatArray:
        """Posterior outline of trunk, neck and head, as `outline`."""
        return posterior_outline(picture, self._upper_edges, levels)

    def front_outline(self, picture: FloatArray, levels: FloatArray) -> FloatArray:
        """Anterior outline of the trunk without arms, as `outline`; [posterior], so mostly negative."""
        return -posterior_outline(picture * [-1.0, 1.0], self._trunk_edges, levels)

    def truth(self, body: PosedBody) -> BackTruth:
        """The curve of the back, seen straight from the side and from far away."""
        hip, c7, height = float(body.hip[:, 2].mean()), float(body.skin[C7_VERTEX, 2]), body.height_m
        levels = outline_levels(hip, c7, height)
        return measure_outline(levels, self.outline(body.skin[:, 1:], levels), hip, c7, height)


def _spine_turns(stance: Stance) -> dict[str, FloatArray]:
    shares = zip(LUMBAR_SHARES, stance.lumbar_shares, strict=True)
    bend = {bone: -(stance.pelvis + stance.lordosis) * share for bone, share in shares}
    # The extra lordosis is taken back above, three quarters in the chest and one in the neck; half of a
    # kyphosis and of a bent neck is taken back by the head, so that the person goes on looking ahead.
    bend["spine01"] = 0.75 * stance.lordosis + stance.kyphosis
    bend["neck01"] = 0.25 * stance.lordosis - 0.5 * stance.kyphosis + 0.5 * stance.neck
    bend["head"] = stance.head - 0.5 * stance.kyphosis - 0.5 * stance.neck
    bend["root"] = stance.pelvis
    return {bone: turn(0, degrees) for bone, degrees in bend.items()}


def _leg_turns(stance: Stance) -> dict[str, FloatArray]:
    turns = {}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        inwards = sign * stance.leg_adduction
        turns[f"upperleg01.{side}"] = turn(1, inwards) @ turn(0, -stance.pelvis - 0.5 * stance.knee)
        turns[f"lowerleg01.{side}"] = turn(0, stance.knee)
        turns[f"foot.{side}"] = turn(1, -inwards) @ turn(0, -0.5 * stance.knee)
    return turns
