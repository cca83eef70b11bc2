"""The outline of a mesh, and what is measured on the outline of a back. Numbers only, no body model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import gaussian_smooth

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

LEVEL_STEP_M: Final = 0.004
"""Distance of the levels of a `body_outline`."""
_SMOOTHING_M: Final = 0.012


def mesh_edges(faces: IntArray) -> IntArray:
    """Every edge of quadrangles once, shape (edges, 2), smaller vertex first.

    Parameters
    ----------
    faces : ndarray, shape (faces, 4)
        Vertex numbers; a triangle repeats one.
    """
    pairs = np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1).reshape(-1, 2)
    pairs = np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1)
    return np.unique(pairs, axis=0)


def posterior_outline(points: FloatArray, edges: IntArray, levels: FloatArray) -> FloatArray:
    """The outermost crossing of a mesh's edges with each level.

    Parameters
    ----------
    points : ndarray, shape (vertices, 2)
        [posterior, up]; any unit.
    edges : ndarray, shape (edges, 2)
        Vertex numbers.
    levels : ndarray, shape (n,)
        Ascending values of ``up``.

    Returns
    -------
    ndarray, shape (n,)
        Largest ``posterior`` at each level; NaN where no edge crosses it. Exact for flat faces: the outline
        of a section through them is reached on an edge.
    """
    start, end = points[edges[:, 0]], points[edges[:, 1]]
    rise = end[:, 1] - start[:, 1]
    slanted = rise != 0
    start, end, rise = start[slanted], end[slanted], rise[slanted]
    first = np.searchsorted(levels, np.minimum(start[:, 1], end[:, 1]), side="left")
    beyond = np.searchsorted(levels, np.maximum(start[:, 1], end[:, 1]), side="right")
    count = beyond - first
    edge = np.repeat(np.arange(len(count)), count)
    level = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + first[edge]
    part = (levels[level] - start[edge, 1]) / rise[edge]
    position = start[edge, 0] + part * (end[edge, 0] - start[edge, 0])
    result = np.full(len(levels), -np.inf)
    np.maximum.at(result, level, position)
    return np.where(np.isfinite(result), result, np.nan)


@dataclass(frozen=True, slots=True)
class BackTruth:
    """The curve of a back whose whole outline is known.

    Attributes
    ----------
    sacral_slope_deg : float
        Steepest slope between buttock and lumbar apex, + = leaning forward going up.
    thoracolumbar_slope_deg : float
        Steepest slope between lumbar and thoracic apex, + = leaning backward going up.
    depth_m : float
        Greatest distance of the outline from the chord between buttock and thoracic apex.
    """

    sacral_slope_deg: float
    thoracolumbar_slope_deg: float
    depth_m: float

    @property
    def lordosis_deg(self) -> float:
        """Angle between the two tangents."""
        return self.sacral_slope_deg + self.thoracolumbar_slope_deg


def outline_levels(hip_m: float, c7_m: float, body_height_m: float) -> FloatArray:
    """Levels of a body's outline, from the buttocks to the seventh cervical vertebra, shape (n,)."""
    return np.arange(hip_m - 0.08 * body_height_m, c7_m, LEVEL_STEP_M)


def measure_outline(
    levels: FloatArray, posterior: FloatArray, hip_m: float, c7_m: float, body_height_m: float
) -> BackTruth:
    """Measure a body's outline (orthographic, from the side) by the definitions of the profile.

    Parameters
    ----------
    levels, posterior : ndarray, shape (n,)
        The outline, metres, going up in steps of `LEVEL_STEP_M`.
    hip_m, c7_m, body_height_m : float
        Levels of the hip joints and of C7, and the height of the body.
    """
    smooth = gaussian_smooth(posterior, _SMOOTHING_M / LEVEL_STEP_M)
    slope = np.gradient(smooth, levels)
    low = np.flatnonzero((levels > hip_m - 0.06 * body_height_m) & (levels < hip_m + 0.07 * body_height_m))
    high = np.flatnonzero((levels > hip_m + 0.17 * body_height_m) & (levels < c7_m - 0.02 * body_height_m))
    buttock = int(low[np.argmax(smooth[low])])
    thoracic = int(high[np.argmax(smooth[high])])
    back = np.stack([smooth, levels], axis=1)[buttock : thoracic + 1] - [smooth[buttock], levels[buttock]]
    chord = back[-1] / np.hypot(*back[-1])
    away = back @ np.array([-chord[1], chord[0]])
    lumbar = buttock + int(np.argmax(away))
    return BackTruth(
        -math.degrees(math.atan(slope[buttock : lumbar + 1].min())),
        math.degrees(math.atan(slope[lumbar : thoracic + 1].max())),
        float(away.max()),
    )
