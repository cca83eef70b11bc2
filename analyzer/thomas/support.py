"""Whether something carries the foot: a stool, a cushion, the floor."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.thomas.lines import Segments
from analyzer.types.arrays import FloatArray

_ABOVE, _BELOW = 0.03, 0.06
"""How far above and below the lowest place of the foot an edge may be on which it stands, trunk lengths."""
_BESIDE: Final = 0.25
_BEYOND: Final = (0.1, 0.5)
"""From so far to so far past that, edges that go on are of the room, trunk lengths."""
_LEVEL_DEG: Final = 12.0


def edge_below_foot(
    segments: Segments, mask: NDArray[np.float32], foot_px: FloatArray, trunk_px: float
) -> float:
    """How much of a level edge there is right below the foot, trunk lengths.

    Parameters
    ----------
    segments : Segments
    mask : ndarray of float32, shape (height, width)
    foot_px : ndarray, shape (3, 2)
        Ankle, heel and toes.
    trunk_px : float
    """
    height, width = mask.shape
    left = max(0, int(foot_px[:, 0].min() - 0.06 * trunk_px))
    right = min(width, int(foot_px[:, 0].max() + 0.06 * trunk_px))
    top = max(0, int(foot_px[:, 1].min() - 0.05 * trunk_px))
    bottom = min(height, int(foot_px[:, 1].max() + 0.2 * trunk_px))
    if left >= right or top >= bottom:
        return 0.0
    rows = np.flatnonzero((mask[top:bottom, left:right] > 0.5).any(axis=1))
    if len(rows) == 0:
        return 0.0
    sole = top + int(rows[-1])
    middle = segments.ends[..., 1].mean(axis=1)
    start, end = segments.ends[..., 0].min(axis=1), segments.ends[..., 0].max(axis=1)
    near = (segments.lean_deg < _LEVEL_DEG) & (middle > sole - _ABOVE * trunk_px)
    near &= middle < sole + _BELOW * trunk_px
    low, high = left - _BESIDE * trunk_px, right + _BESIDE * trunk_px
    covered = np.zeros(max(int(high - low), 1), dtype=bool)
    for one, two in zip(start[near], end[near], strict=True):
        covered[max(0, int(one - low)) : max(0, int(two - low))] = True
    beyond = np.zeros(int(2 * _BEYOND[1] * trunk_px) + max(int(high - low), 1), dtype=bool)
    first = low - _BEYOND[1] * trunk_px
    for one, two in zip(start[near], end[near], strict=True):
        beyond[max(0, int(one - first)) : max(0, int(two - first))] = True
    x = first + np.arange(len(beyond))
    far = ((x < low - _BEYOND[0] * trunk_px) | (x > high + _BEYOND[0] * trunk_px)) & (x >= 0) & (x < width)
    share = float(beyond[far].mean()) if far.any() else 0.0
    # Joints of bricks and the foot of a wall go on beyond whatever carries a foot.
    return max(0.0, float(covered.sum()) - share * len(covered)) / trunk_px
