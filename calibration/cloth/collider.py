"""Distance to a body on a grid: where cloth may be, and which way is out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from calibration.cloth.figure import vertex_normals

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

CELL_M: Final = 0.012
"""Of the grid. Between grid points the distance is interpolated; on a body's curves that errs by 0.2 mm."""
_MARGIN_M: Final = 0.04
_FAR_M: Final = 0.06
"""Beyond this nothing touches; the grid says no more than that."""


@dataclass(frozen=True, slots=True, eq=False)
class Collider:
    """Signed distance to a body.

    Attributes
    ----------
    distance : ndarray, shape (nx, ny, nz)
        Metres, negative inside.
    origin : ndarray, shape (3,)
        Of the grid.
    cell : float
    """

    distance: FloatArray
    origin: FloatArray
    cell: float


def split_quads(points: FloatArray, quads: IntArray) -> tuple[FloatArray, FloatArray]:
    """Points on the faces (vertices, middles of edges and of faces) and the normals there."""
    normals = vertex_normals(points, quads)
    parts, directions = [points], [normals]
    corner = [quads[:, k] for k in range(4)]
    for k in range(4):
        other = corner[(k + 1) % 4]
        parts.append(0.5 * (points[corner[k]] + points[other]))
        directions.append(0.5 * (normals[corner[k]] + normals[other]))
    parts.append(points[quads].mean(axis=1))
    directions.append(normals[quads].mean(axis=1))
    direction = np.concatenate(directions)
    length = np.linalg.norm(direction, axis=1, keepdims=True)
    return np.concatenate(parts), direction / np.maximum(length, 1e-12)


def make_collider(points: FloatArray, quads: IntArray, cell: float = CELL_M) -> Collider:
    """The distance to some faces, near them.

    Parameters
    ----------
    points : ndarray, shape (n, 3)
        May hold vertices that no face uses.
    quads : ndarray, shape (m, 4)
        Need not be closed: beyond an edge the nearest face decides what is inside.
    """
    used = np.unique(quads)
    low, high = points[used].min(axis=0) - _MARGIN_M, points[used].max(axis=0) + _MARGIN_M
    size = np.ceil((high - low) / cell).astype(int) + 1
    number = np.full(len(points), -1)
    number[used] = np.arange(len(used))
    surface, normal = split_quads(points[used], number[quads])
    axes = [low[k] + cell * np.arange(size[k]) for k in range(3)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    away, nearest = cKDTree(surface).query(grid, k=3, distance_upper_bound=_FAR_M)
    missing = ~np.isfinite(away)
    nearest[missing] = 0
    along = ((grid[:, None] - surface[nearest]) * normal[nearest]).sum(axis=-1)
    # The planes of the nearest faces, the nearer the more: smoother than the nearest alone.
    weight = np.where(missing, 0.0, 1.0 / (np.nan_to_num(away, posinf=1.0) ** 2 + 1e-7))
    total = weight.sum(axis=1)
    plane = (weight * along).sum(axis=1) / np.maximum(total, 1e-12)
    # Far from the surface the plane is no distance any more: keep its sign only.
    distance = np.sign(plane) * np.minimum(np.abs(plane), np.where(missing[:, 0], _FAR_M, away[:, 0]))
    distance[missing[:, 0]] = _FAR_M
    return Collider(distance.reshape(size), low, cell)
