"""Colours and borders around one place of the patch."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.markers.colour import typical
from analyzer.markers.patch import Patch, Picture
from analyzer.types.arrays import FloatArray

RAYS: Final = 32
_STEP: Final = 0.25
"""Distance of the samples along a ray, pixels."""


_GRID: Final = np.stack(np.meshgrid(np.linspace(-1.0, 1.0, 5), np.linspace(-1.0, 1.0, 5)), axis=-1)
_DISC: Final[FloatArray] = _GRID[np.hypot(_GRID[..., 0], _GRID[..., 1]) <= 1.01]
_ANGLE: Final = np.arange(RAYS) * (2 * math.pi / RAYS)
_RING: Final = np.stack([np.cos(_ANGLE), np.sin(_ANGLE)], axis=-1)


def disc_colour(picture: Picture, centre: FloatArray, radius: float) -> FloatArray:
    """Mean colour of a small disc, shape (3,)."""
    result: FloatArray = disc_colours(picture, centre[None], np.array([radius]))[0]
    return result


def disc_colours(picture: Picture, centres: FloatArray, radii: FloatArray) -> FloatArray:
    """Mean colours of small discs, shape (n, 3)."""
    at = centres[:, None] + np.maximum(0.5, radii)[:, None, None] * _DISC
    values = sample(picture, at[..., 0].ravel(), at[..., 1].ravel()).reshape(len(at), -1, 3)
    return np.asarray(values.mean(axis=1), dtype=np.float64)


def rings(patch: Patch, centres: FloatArray, radii: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Colours on rings, shape (n, rays, 3), and which rings lie in the patch, shape (n,)."""
    at = centres[:, None] + radii[:, None, None] * _RING
    height, width = patch.person.shape
    inside = ((at >= 0) & (at <= (width - 1, height - 1))).all(axis=(1, 2))
    colours = sample(patch.soft, at[..., 0].ravel(), at[..., 1].ravel()).reshape(len(at), RAYS, 3)
    return colours, inside


def colours_around(patch: Patch, centre: FloatArray, radius: float) -> FloatArray | None:
    """A few colours that stand for those on a ring, shape (n, 3); None where it leaves the patch."""
    colours, inside = rings(patch, centre[None], np.array([radius]))
    return typical(colours[0]) if inside[0] else None


def sample(picture: Picture, x: FloatArray, y: FloatArray) -> FloatArray:
    """Colours between the pixels, shape (n, 3)."""
    maps = np.asarray(x, np.float32).reshape(1, -1), np.asarray(y, np.float32).reshape(1, -1)
    values = cv2.remap(picture, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(values[0], dtype=np.float64)


def along_rays(
    picture: Picture, centre: FloatArray, longest: float, rays: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Distances, shape (n,), unit vectors, shape (rays, 2), and colours, shape (rays, n, 3)."""
    reach = np.arange(0.0, longest, _STEP)
    angle = np.arange(rays) * (2 * math.pi / rays)
    unit = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    points = centre + unit[:, None, :] * reach[:, None]
    seen = sample(picture, points[..., 0].ravel(), points[..., 1].ravel())
    return reach, unit, seen.reshape(rays, len(reach), 3)


def crossing(values: FloatArray, level: float, reach: FloatArray) -> FloatArray | None:
    """Distance at which the values along each ray fall below a level, shape (rays,); None if one does not."""
    below = values < level
    if not below.any(axis=1).all():
        return None
    result: FloatArray = np.maximum(reach[below.argmax(axis=1)] - _STEP / 2, 0.0)
    return result


def ellipse(centre: FloatArray, reach: FloatArray) -> tuple[FloatArray, float, float, float]:
    """Centre, half the longest and shortest diameter, and roughness of a border given along rays."""
    points = reach[:, None] * _RING
    after = np.roll(points, -1, axis=0)
    cross = points[:, 0] * after[:, 1] - points[:, 1] * after[:, 0]
    area = cross.sum() / 2
    middle = ((points + after) * cross[:, None]).sum(axis=0) / (6 * area)
    # Second moments of the polygon about its middle, as a sum over triangles.
    one, two = points - middle, after - middle
    both = one + two
    squares = sum(v[:, :, None] * v[:, None, :] for v in (one, two, both))
    cross = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    moments = (squares * cross[:, None, None]).sum(axis=0) / (24 * area)
    values, vectors = np.linalg.eigh(moments)
    narrow, radius = 2 * np.sqrt(np.maximum(values, 1e-9))
    local = one @ vectors / np.array([narrow, radius])
    roughness = float(np.std(np.linalg.norm(local, axis=1)))
    return centre + middle, float(radius), float(narrow), roughness
