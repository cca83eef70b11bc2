"""Garments cut out of the body's own mesh: the topology, the same on every body."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.cloth.figure import DressModel, vertex_normals
from calibration.contour import mesh_edges

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

CUTS: Final = ("tee", "tank")
_HEM_ROUNDS: Final = 12
_SMOOTH_ROUNDS: Final = 10


@dataclass(frozen=True, eq=False)
class Cut:
    """A piece of skin, each quadrangle split in four.

    Attributes
    ----------
    vertices : ndarray, shape (n,)
        Of the skin.
    coarse : ndarray, shape (m, 4)
        Faces among them.
    fine : ndarray, shape (4 m, 4)
        Faces among the points of `split`.
    """

    vertices: IntArray
    coarse: IntArray
    fine: IntArray

    @cached_property
    def edges(self) -> IntArray:
        return mesh_edges(self.coarse)

    @cached_property
    def fine_edges(self) -> IntArray:
        return mesh_edges(self.fine)

    @cached_property
    def border_edges(self) -> IntArray:
        """Edges of one face only."""
        return _border(self.coarse)

    @cached_property
    def fine_border(self) -> IntArray:
        """Vertices of the fine mesh on its borders."""
        return np.unique(_border(self.fine))

    @cached_property
    def rows(self) -> IntArray:
        """Vertices of the fine mesh between two neighbours in a row, as [neighbour, vertex, neighbour]."""
        return _rows(self.fine)

    @cached_property
    def diagonals(self) -> IntArray:
        return np.concatenate([self.fine[:, [0, 2]], self.fine[:, [1, 3]]])

    def split(self, points: FloatArray) -> FloatArray:
        """Points of the fine mesh: vertices, middles of edges, middles of faces."""
        middles = points[self.edges].mean(axis=1)
        return np.concatenate([points, middles, points[self.coarse].mean(axis=1)])


def make_cut(model: DressModel, name: str) -> Cut:
    """One of `CUTS`, cut out of the average body at rest."""
    template = model.template
    across, posterior, up = np.abs(template[:, 0]), template[:, 1], template[:, 2]
    if name == "tee":
        inside = (up < 0.475) & (up > -0.07) & (across < 0.26) & (model.head < 0.25)
    else:
        inside = (up < 0.45) & (up > -0.07) & (across < 0.16) & (model.arm < 0.5)
        inside &= ~((up > 0.40) & (across < 0.05) & (posterior < 0)) & ~((up > 0.43) & (across < 0.06))
    faces = model.quads[inside[model.quads].all(axis=1)]
    vertices = np.unique(faces)
    number = np.full(len(template), -1)
    number[vertices] = np.arange(len(vertices))
    coarse = number[faces]
    return Cut(vertices, coarse, _split_faces(coarse, len(vertices)))


def lay_on(cut: Cut, points: FloatArray, normals: FloatArray, away_m: float) -> FloatArray:
    """The piece of skin moved outwards, smoothed, its hems straightened; shape (n, 3)."""
    base, normal = points[cut.vertices], normals[cut.vertices]
    result = base + normal * away_m
    border = cut.border_edges
    degree = np.bincount(border.ravel(), minlength=len(result))
    on_loop = degree == 2
    for _ in range(_HEM_ROUNDS):
        total = _sum_of_neighbours(result, border)
        result[on_loop] += 0.5 * (total[on_loop] / 2 - result[on_loop])
    hem = result[degree > 0].copy()
    count = np.bincount(cut.edges.ravel(), minlength=len(result))[:, None]
    for _ in range(_SMOOTH_ROUNDS):
        result = result + 0.5 * (_sum_of_neighbours(result, cut.edges) / count - result)
        result[degree > 0] = hem
    away = ((result - base) * normal).sum(axis=1)
    return np.asarray(result + normal * np.maximum(0.7 * away_m - away, 0.0)[:, None])


def fine_normals(cut: Cut, points: FloatArray) -> FloatArray:
    return vertex_normals(points, cut.fine)


def _sum_of_neighbours(points: FloatArray, edges: IntArray) -> FloatArray:
    total = np.zeros_like(points)
    np.add.at(total, edges[:, 0], points[edges[:, 1]])
    np.add.at(total, edges[:, 1], points[edges[:, 0]])
    return total


def _border(faces: IntArray) -> IntArray:
    pairs = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1).reshape(-1, 2), axis=1)
    unique, count = np.unique(pairs, axis=0, return_counts=True)
    return np.asarray(unique[count == 1])


def _split_faces(faces: IntArray, vertices: int) -> IntArray:
    edges = mesh_edges(faces)
    number = {(int(a), int(b)): vertices + i for i, (a, b) in enumerate(edges)}
    result = []
    for index, face in enumerate(faces.tolist()):
        middle = [number[min(a, b), max(a, b)] for a, b in zip(face, face[1:] + face[:1], strict=True)]
        centre = vertices + len(edges) + index
        result += [[face[k], middle[k], centre, middle[k - 1]] for k in range(4)]
    return np.array(result)


def _rows(faces: IntArray) -> IntArray:
    """At vertices of four faces: the two pairs of neighbours that share no face."""
    around: dict[int, list[list[int]]] = {}
    for face in faces.tolist():
        for k in range(4):
            around.setdefault(face[k], []).append([face[k - 1], face[(k + 1) % 4]])
    result = []
    for vertex, sides in around.items():
        neighbours = {n for side in sides for n in side}
        if len(sides) != 4 or len(neighbours) != 4:
            continue
        first = min(neighbours)
        beside = {n for side in sides if first in side for n in side}
        opposite = next(iter(neighbours - beside))
        result.append([first, vertex, opposite])
        others = sorted(neighbours - {first, opposite})
        result.append([others[0], vertex, others[1]])
    return np.array(result)
