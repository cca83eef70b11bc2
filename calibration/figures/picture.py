"""What of a posed body is seen from the side, pixel by pixel: a depth buffer over the faces of the skin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.figures.body import IntArray, Rest
from calibration.figures.skinning import FloatArray

PIXELS_PER_METRE: Final = 1000.0
_MARGIN_PX: Final = 12
_LIGHT: Final = np.array([0.30, 0.80, 0.52])
"""Where the light comes from: right, up and towards the viewer."""

PARTS: Final = ("trunk", "upper_arm", "forearm", "thigh", "shank", "foot")
"""Parts of the body between which a line is drawn where one lies in front of another."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Maps of shape (height, width). The person looks to the right, the right side is near; or to the viewer.

    Attributes
    ----------
    body : ndarray of bool
    rest : ndarray, shape (height, width, 3)
        Where on the body at rest a pixel lies, metres; not a number outside.
    depth : ndarray
        Away from the viewer, metres; infinite outside.
    light : ndarray
        Cosine between skin and light, 0 outside.
    part : ndarray of int
        Index into `PARTS`, plus `len(PARTS)` on the far side; -1 outside.
    origin : ndarray, shape (2,)
        Where [right, up] = (0, 0) of the body lies in pixels.
    front : bool
        Seen from the front.
    """

    body: NDArray[np.bool_]
    rest: FloatArray
    depth: FloatArray
    light: FloatArray
    part: IntArray
    origin: FloatArray
    front: bool = False

    def pixel(self, point: FloatArray) -> FloatArray:
        """Pixels [x, y] of a point in body coordinates."""
        across = point[0] if self.front else -point[1]
        return self.origin + PIXELS_PER_METRE * np.array([across, -point[2]])


def part_of_vertices(rest: Rest) -> IntArray:
    """Index into `PARTS` for each vertex, far (left) side raised by ``len(PARTS)``."""

    def weight(names: tuple[str, ...], side: str) -> FloatArray:
        chosen = [bone.endswith(side) and bone.startswith(names) for bone in rest.bones]
        return np.asarray(rest.weights[:, chosen].sum(axis=1))

    result = np.zeros(len(rest.skin), dtype=np.int64)
    limbs: tuple[tuple[str, ...], ...] = (
        ("upperarm", "lowerarm", "wrist", "finger", "metacarpal"),
        ("lowerarm", "wrist", "finger", "metacarpal"),
        ("upperleg", "lowerleg", "foot", "toe"),
        ("lowerleg", "foot", "toe"),
        ("foot", "toe"),
    )
    for index, names in enumerate(limbs, start=1):
        result[weight(names, ".R") > 0.5] = index
        result[weight(names, ".L") > 0.5] = index + len(PARTS)
    return result


def _normals(points: FloatArray, faces: IntArray) -> FloatArray:
    a, b, c = (points[faces[:, k]] for k in range(3))
    across = np.cross(b - a, c - a)
    result = np.zeros_like(points)
    for k in range(3):
        np.add.at(result, faces[:, k], across)
    return np.asarray(result / (np.linalg.norm(result, axis=1, keepdims=True) + 1e-12))


def take_picture(rest: Rest, skin: FloatArray, *, front: bool = False) -> Picture:
    """The body seen from its right side, or from the front, from far away."""
    faces = np.vstack((rest.faces[:, [0, 1, 2]], rest.faces[:, [0, 2, 3]]))
    left, posterior, up = skin.T
    seen = np.column_stack((left, up, posterior) if front else (-posterior, up, left))  # right, up, away
    low, high = seen[:, :2].min(axis=0), seen[:, :2].max(axis=0)
    width, height = (np.ceil((high - low) * PIXELS_PER_METRE) + 2 * _MARGIN_PX).astype(int)
    origin = np.array([_MARGIN_PX - low[0] * PIXELS_PER_METRE, _MARGIN_PX + high[1] * PIXELS_PER_METRE])
    flat = origin + PIXELS_PER_METRE * seen[:, :2] * [1.0, -1.0]
    face, where = _depth_buffer(flat, seen[:, 2], faces, (int(height), int(width)))

    body = face >= 0
    corners = faces[np.where(body, face, 0)]

    def spread(values: FloatArray) -> FloatArray:
        return np.asarray(np.einsum("hwk,hwk...->hw...", where, values[corners]))

    normals = _normals(seen * [1.0, 1.0, -1.0], faces)  # towards the viewer is positive
    if np.median(normals[faces[face[body]].ravel(), 2]) < 0:
        normals = -normals
    light = np.where(body, spread(normals) @ (_LIGHT / np.linalg.norm(_LIGHT)), 0.0)
    parts = part_of_vertices(rest)
    near = np.take_along_axis(parts[corners], where.argmax(axis=2)[..., None], axis=2)[..., 0]
    return Picture(
        body=body,
        rest=np.where(body[..., None], spread(rest.skin), np.nan),
        depth=np.where(body, spread(seen[:, 2]), np.inf),
        light=light,
        part=np.where(body, near, -1),
        origin=origin,
        front=front,
    )


def _depth_buffer(
    flat: FloatArray, depth: FloatArray, faces: IntArray, size: tuple[int, int]
) -> tuple[IntArray, FloatArray]:
    """The nearest face of each pixel (-1 = none) and the pixel's place in it (barycentric)."""
    nearest = np.full(size, np.inf)
    face = np.full(size, -1, dtype=np.int64)
    where = np.zeros((*size, 3))
    for index, corners in enumerate(faces):
        (x0, y0), (x1, y1), (x2, y2) = flat[corners]
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if abs(area) < 1e-9:
            continue
        left, right = int(min(x0, x1, x2)), int(max(x0, x1, x2)) + 2
        top, bottom = int(min(y0, y1, y2)), int(max(y0, y1, y2)) + 2
        ys, xs = np.mgrid[top:bottom, left:right] + 0.5
        b1 = ((xs - x0) * (y2 - y0) - (x2 - x0) * (ys - y0)) / area
        b2 = ((x1 - x0) * (ys - y0) - (xs - x0) * (y1 - y0)) / area
        b0 = 1.0 - b1 - b2
        z = b0 * depth[corners[0]] + b1 * depth[corners[1]] + b2 * depth[corners[2]]
        window = (slice(top, bottom), slice(left, right))
        wins = (b0 >= -1e-6) & (b1 >= -1e-6) & (b2 >= -1e-6) & (z < nearest[window])
        nearest[window][wins] = z[wins]
        face[window][wins] = index
        where[window][wins] = np.stack((b0, b1, b2), axis=-1)[wins]
    return face, where
