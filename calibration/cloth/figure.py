"""A posed body with what is needed to dress it: faces, parts, and the heights that clothes refer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import SKIN_VERTICES, BodyModel, PosedBody, Stance, moved
from calibration.contour import mesh_edges

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_ARM_PARTS: Final = ("shoulder", "upperarm", "lowerarm", "wrist", "finger", "metacarpal")
_FOREARM_PARTS: Final = ("lowerarm", "wrist", "finger", "metacarpal")
_LEG_PARTS: Final = ("upperleg", "lowerleg", "foot", "toe")
_HEAD_BONES: Final = ("neck02", "neck03", "head", "eye.L", "eye.R")
_CHEST: Final = 0.19
"""Height of the chest's widest part above the sacrum's joint, body heights."""
_ARMPIT_ROOM_M: Final = 0.012
_BELOW_HEM_M: Final = 0.08
_BESIDE_M: Final = 0.12
"""Beyond the armpits: so far a top touches the body."""


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A body to dress. Body coordinates, metres: left, posterior, up.

    Attributes
    ----------
    body : PosedBody
    sacrum_m : float
        Height of the sacrum's joint (``spine05``), about that of the iliac crests' lower third; hems count
        from it.
    chest_m : float
        Height below which a hanging top falls freely.
    armpit_m : float
        Half the width of the chest below the armpits; cloth farther out is sleeve.
    elbow, wrist : ndarray, shape (2, 3)
    """

    body: PosedBody
    sacrum_m: float
    chest_m: float
    armpit_m: float
    elbow: FloatArray
    wrist: FloatArray


class DressModel(BodyModel):
    """The body model with the parts of its skin, for cutting clothes out of it.

    Attributes
    ----------
    quads : ndarray, shape (faces, 4)
        Faces of the skin.
    edges : ndarray, shape (edges, 2)
    template : ndarray, shape (SKIN_VERTICES, 3)
        The average body at rest, from the sacrum's joint: garments are cut out there, so that one garment
        has the same vertices on every body.
    arm, forearm, leg, head : ndarray, shape (SKIN_VERTICES,)
        How much of each vertex moves with these parts.
    """

    def __init__(self) -> None:
        super().__init__()
        faces = self._model.faces.numpy().astype(np.int64)
        self.quads: IntArray = faces[(faces < SKIN_VERTICES).all(axis=1)]
        self.edges: IntArray = mesh_edges(self.quads)
        weights = self._skin_weights()
        self.arm = weights[:, [any(part in bone for part in _ARM_PARTS) for bone in self.bones]].sum(axis=1)
        far = [bone.startswith(_FOREARM_PARTS) for bone in self.bones]
        self.forearm = weights[:, far].sum(axis=1)
        self.leg = weights[:, [any(part in bone for part in _LEG_PARTS) for bone in self.bones]].sum(axis=1)
        self.head = weights[:, [bone in _HEAD_BONES for bone in self.bones]].sum(axis=1)
        self.trunk = (self.arm < 0.35) & (self.head < 0.6)
        skin, heads = self.shape({}, {})
        self.template: FloatArray = skin - heads[self._index["spine05"]]

    @property
    def trunk_edges(self) -> IntArray:
        """Edges of the skin without arms and head, shape (edges, 2)."""
        return self._trunk_edges

    def in_shirt(self, figure: Figure, hem_m: float, *, arms: bool) -> IntArray:
        """Faces of the body that a top can touch, shape (faces, 4).

        Parameters
        ----------
        hem_m : float
            Height of the top's hem.
        arms : bool
            With the upper arms; forearms are always outside.
        """
        skin = figure.body.skin
        near = (skin[:, 2] > hem_m - _BELOW_HEM_M) & (self.head < 0.5)
        near &= (self.forearm if arms else self.arm) < 0.5
        near &= np.abs(skin[:, 0]) < figure.armpit_m + _BESIDE_M
        return np.asarray(self.quads[near[self.quads].all(axis=1)])

    def figure(self, shape: tuple[FloatArray, FloatArray], stance: Stance) -> Figure:
        """A body of some `shape` in some stance."""
        body = self.posed(shape, stance)
        heads = shape[1]
        transforms = self._transforms(heads, stance)
        hip = self._joints("upperleg01", heads, transforms)
        floor = hip - body.hip  # the body stands on the floor, the transforms do not know it
        sacrum = float(
            moved(transforms[self._index["spine05"]], heads[self._index["spine05"]])[2] - floor[0, 2]
        )
        height = body.height_m
        trunk = body.skin[self.trunk]
        chest = trunk[(trunk[:, 2] > sacrum + 0.10 * height) & (trunk[:, 2] < sacrum + 0.17 * height)]
        return Figure(
            body,
            sacrum,
            sacrum + _CHEST * height,
            float(np.percentile(np.abs(chest[:, 0]), 99) + _ARMPIT_ROOM_M),
            self._joints("lowerarm01", heads, transforms) - floor,
            self._joints("wrist", heads, transforms) - floor,
        )


def vertex_normals(points: FloatArray, quads: IntArray) -> FloatArray:
    """Outward unit normals of a mesh, shape (n, 3)."""
    across = points[quads[:, 2]] - points[quads[:, 0]]
    normal = np.cross(across, points[quads[:, 3]] - points[quads[:, 1]])
    result = np.zeros_like(points)
    for corner in range(4):
        np.add.at(result, quads[:, corner], normal)
    length = np.linalg.norm(result, axis=1, keepdims=True)
    return np.asarray(result / np.maximum(length, 1e-12))
