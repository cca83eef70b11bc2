"""The skin of the trunk at every tilt of the pelvis, moved as in `analyzer.education.pelvis_model`."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from analyzer.education.pelvis_model import (
    MAX_TILT_DEG,
    MIN_TILT_DEG,
    TYPICAL_TILT_DEG,
    bends_deg,
    pelvis_state,
)
from calibration.figures.body import IntArray, Rest
from calibration.figures.picture import part_of_vertices
from calibration.figures.skinning import FloatArray

STEP_DEG: Final = 5.0
_HIP_AHEAD_MM: Final = 28.0
"""Real hip joint in front of the body model's, so that PSIS and ASIS come to lie just under the skin."""
_LOWEST_MM, _HIGHEST_MM, _EVERY_MM = -250.0, 400.0, 10.0
_SPREAD_MM: Final = 70.0
"""Over this height the skin shares the bend of a joint."""


def trunk_outlines(rest: Rest) -> dict[str, Any]:
    """Back and front of trunk and thigh, millimetres, ``[anterior, superior]`` from the hip joint at rest."""
    tilts = np.arange(MIN_TILT_DEG, MAX_TILT_DEG + STEP_DEG, STEP_DEG)
    edges = _side_edges(rest)
    back, front = [], []
    for tilt in tilts:
        moved = _moved(rest, float(tilt))
        levels = np.arange(_LOWEST_MM, _HIGHEST_MM + 1, _EVERY_MM)
        low, high = _extremes(moved, edges, levels)
        back.append(np.round(np.column_stack((low, levels))).astype(int).tolist())
        front.append(np.round(np.column_stack((high, levels))).astype(int).tolist())
    return {"tilts_deg": tilts.tolist(), "back": back, "front": front}


def _side_edges(rest: Rest) -> IntArray:
    """Edges of the skin of trunk and thighs."""
    wanted = np.isin(part_of_vertices(rest) % 6, (0, 3))
    pairs = np.vstack([rest.faces[:, [k, (k + 1) % 4]] for k in range(4)])
    return np.asarray(pairs[wanted[pairs].all(axis=1)])


def _moved(rest: Rest, tilt_deg: float) -> FloatArray:
    """The skin at a tilt, shape (n, 2)."""
    state, neutral = pelvis_state(tilt_deg), pelvis_state(TYPICAL_TILT_DEG)
    hips = rest.heads[[rest.bone("upperleg01.L"), rest.bone("upperleg01.R")]].mean(axis=0)
    points = 1000.0 * (rest.skin - hips)[:, 1:] * [-1.0, 1.0] - [_HIP_AHEAD_MM, 0.0]
    trunk = points
    bends = list(zip(neutral.joints, bends_deg(tilt_deg), strict=False))
    for joint, bend in reversed(bends):
        part = np.clip((points[:, 1] - joint[1]) / _SPREAD_MM + 0.5, 0.0, 1.0)
        part = part**2 * (3.0 - 2.0 * part)
        trunk = joint + _turned_by(trunk - joint, -bend * part)
    leg = [bone.startswith("upperleg") or bone.startswith("lowerleg") for bone in rest.bones]
    share = rest.weights[:, leg].sum(axis=1)[:, None]
    return np.asarray(share * state.thigh(points) + (1.0 - share) * state.pelvis(trunk))


def _turned_by(points: FloatArray, degrees: FloatArray) -> FloatArray:
    """Each point turned by its own angle, with the sign of `turned`."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    x, y = points.T
    return np.column_stack((x * cos + y * sin, y * cos - x * sin))


def _extremes(points: FloatArray, edges: IntArray, levels: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Most posterior and most anterior point of the skin at each level."""
    a, b = points[edges[:, 0]], points[edges[:, 1]]
    low, high = [], []
    for level in levels:
        crosses = (a[:, 1] - level) * (b[:, 1] - level) <= 0
        crosses &= a[:, 1] != b[:, 1]
        part = (level - a[crosses, 1]) / (b[crosses, 1] - a[crosses, 1])
        x = a[crosses, 0] + part * (b[crosses, 0] - a[crosses, 0])
        low.append(x.min())
        high.append(x.max())
    return _smooth(np.array(low)), _smooth(np.array(high))


def _smooth(values: FloatArray) -> FloatArray:
    """A little smoothing along the outline, the ends kept."""
    kernel = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9.0
    return np.convolve(np.pad(values, 2, mode="reflect", reflect_type="odd"), kernel, mode="valid")
