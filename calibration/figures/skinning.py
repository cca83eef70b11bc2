"""Skin that follows its bones by blended dual quaternions, so that bent knees and hips keep their volume."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def blended(skin: FloatArray, weights: FloatArray, transforms: FloatArray) -> FloatArray:
    """Skin moved by dual quaternions blended by weights (Kavan 2008), shape as ``skin``."""
    real = np.array([_quaternion(matrix[:3, :3]) for matrix in transforms])
    shift = np.column_stack((np.zeros(len(real)), transforms[:, :3, 3]))
    dual = 0.5 * _product(shift, real)
    leading = real[weights.argmax(axis=1)]
    sign = np.where(leading @ real.T < 0, -1.0, 1.0)
    mixed, moved_by = (weights * sign) @ real, (weights * sign) @ dual
    norm = np.linalg.norm(mixed, axis=1, keepdims=True)
    mixed, moved_by = mixed / norm, moved_by / norm
    points = np.column_stack((np.zeros(len(skin)), skin))
    back = mixed * [1.0, -1.0, -1.0, -1.0]
    turned = _product(_product(mixed, points), back) + 2.0 * _product(moved_by, back)
    return np.asarray(turned[:, 1:])


def _quaternion(matrix: FloatArray) -> FloatArray:
    """Unit quaternion [w, x, y, z] of a rotation, sound for half turns too (Bar-Itzhack 2000)."""
    (xx, xy, xz), (yx, yy, yz), (zx, zy, zz) = matrix
    table = np.array(
        [
            [xx + yy + zz, zy - yz, xz - zx, yx - xy],
            [zy - yz, xx - yy - zz, xy + yx, xz + zx],
            [xz - zx, xy + yx, yy - xx - zz, yz + zy],
            [yx - xy, xz + zx, yz + zy, zz - xx - yy],
        ]
    )
    _, vectors = np.linalg.eigh(table)
    return np.asarray(vectors[:, -1])


def _product(first: FloatArray, second: FloatArray) -> FloatArray:
    """Products of quaternions, shape (n, 4)."""
    w1, x1, y1, z1 = first.T
    w2, x2, y2, z2 = second.T
    return np.column_stack(
        (
            w1 * w2 - x1 * x2 - y1 * y2 - z1 * z2,
            w1 * x2 + x1 * w2 + y1 * z2 - z1 * y2,
            w1 * y2 - x1 * z2 + y1 * w2 + z1 * x2,
            w1 * z2 + x1 * y2 - y1 * x2 + z1 * w2,
        )
    )
