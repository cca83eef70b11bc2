"""Shapes that the artist's model does not know: smooth bumps and hollows on trunk, buttocks and thighs.

The model's own builds vary along directions that an artist drew. Here its surface is moved off along its
normals by sums of round bumps at random places, the same on both sides, so that backs come out that no
setting of the model gives.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import SKIN_VERTICES
from calibration.table.rig import Rig, Shape
from calibration.table.wear import normals

FloatArray = NDArray[np.float64]

Bumps = tuple[tuple[float, ...], ...]
"""Each: place [beside, posterior, above the sacrum's joint] on the average body, radius, height; metres."""

_COUNT: Final = 14
_RADIUS_M: Final = (0.05, 0.13)
_HEIGHT_M: Final = (-0.016, 0.022)
_RANGE_M: Final = (-0.28, 0.42)
_FADE_M: Final = 0.08


def draw_bumps(rng: np.random.Generator, rig: Rig) -> Bumps:
    """Bumps at random places of the trunk's skin."""
    place = _place(rig)
    covered = np.flatnonzero((place[:, 2] > _RANGE_M[0]) & (place[:, 2] < _RANGE_M[1]) & (_free(rig) > 0.9))
    result = []
    for vertex in rng.choice(covered, _COUNT, replace=False):
        x, y, z = place[vertex]
        result.append((abs(x), y, z, rng.uniform(*_RADIUS_M), rng.uniform(*_HEIGHT_M)))
    return tuple(tuple(round(float(value), 4) for value in bump) for bump in result)


def reshaped(rig: Rig, shape: Shape, bumps: Bumps) -> Shape:
    """A body at rest with bumps on it; its bones stay where they are."""
    if not bumps:
        return shape
    place, out = _place(rig), np.zeros(SKIN_VERTICES)
    for x, y, z, radius, height in bumps:
        for side in (x, -x):
            away = ((place - [side, y, z]) ** 2).sum(axis=1)
            # One in the middle is two at the same place.
            out += height * np.exp(-0.5 * away / radius**2) * (0.5 if x < 0.5 * radius else 1.0)
    fade = np.clip((place[:, 2] - _RANGE_M[0] + _FADE_M) / _FADE_M, 0.0, 1.0)
    fade *= np.clip((_RANGE_M[1] + _FADE_M - place[:, 2]) / _FADE_M, 0.0, 1.0)
    vertices = shape.vertices.copy()
    outwards = normals(vertices, rig.faces)[:SKIN_VERTICES]
    vertices[:SKIN_VERTICES] += outwards * (out * fade * _free(rig))[:, None]
    return Shape(vertices, shape.heads)


def _place(rig: Rig) -> FloatArray:
    """Skin of the average body from the sacrum's joint."""
    return np.asarray(rig.mean.vertices[:SKIN_VERTICES] - rig.mean.heads[rig.index("spine05")])


def _free(rig: Rig) -> FloatArray:
    """How much of each vertex is neither arm nor head."""
    return np.clip(1.0 - 2.0 * (rig.arm_part + rig.head_part)[:SKIN_VERTICES], 0.0, 1.0)
