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
_UPRIGHT_DEG: Final = 66.0
_TOP: Final = (0.06, 0.26)
"""The sides or legs of a thing below a foot begin so far above to so far below its sole, trunk lengths:
lower where its top is seen from above,"""
_SIDE: Final = 0.055
"""are at least so long,"""
_REACH: Final = 0.75
"""and so near to the foot's middle;"""
_APART: Final = (0.22, 1.5)
_UNEVEN: Final = 0.16
"""they are so far apart, and begin at the same height."""
_GOES_ON: Final = (0.03, 0.05, 0.15)
"""What goes on above within so much to the side, and so far below and above, is of the room."""
_NEAR: Final = 0.05
_FREE: Final = 0.5


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
    width = mask.shape[1]
    place = _sole(mask, foot_px, trunk_px)
    if place is None:
        return 0.0
    left, right, sole = place
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


def stand_below_foot(
    segments: Segments, mask: NDArray[np.float32], foot_px: FloatArray, trunk_px: float
) -> float:
    """How well a stool or a box is seen below the foot: its top's level edge between two sides, 0 to 1.

    Both sides, or legs, begin near the sole, left and right of the foot, and go down from there; the level
    edge between them ends with them. Lines of room and table begin elsewhere or go on. Parameters as for
    `edge_below_foot`.
    """
    place = _sole(mask, foot_px, trunk_px)
    if place is None:
        return 0.0
    sole = place[2]
    tops = _tops(segments, float(foot_px[:, 0].min() + foot_px[:, 0].max()) / 2.0, sole, trunk_px)
    level = segments.ends[segments.lean_deg < _LEVEL_DEG]
    start, end = level[..., 0].min(axis=1), level[..., 0].max(axis=1)
    row = level[..., 1].mean(axis=1)
    best = 0.0
    for one in tops[0]:
        for two in tops[1]:
            wide = float(two[0] - one[0])
            fits = _APART[0] * trunk_px < wide < _APART[1] * trunk_px
            if not fits or abs(one[1] - two[1]) > _UNEVEN * trunk_px:
                continue
            high, low = min(one[1], two[1], sole), max(one[1], two[1])
            on = (row > high - _NEAR * trunk_px) & (row < low + _NEAR * trunk_px)
            on &= (end > one[0]) & (start < two[0])
            best = max(best, _spanned(start[on], end[on], float(one[0]), float(two[0]), _NEAR * trunk_px))
    return best


def _tops(
    segments: Segments, middle: float, sole: float, trunk_px: float
) -> tuple[list[FloatArray], list[FloatArray]]:
    """Where upright lines begin near the sole, left and right of the foot."""
    upright = segments.lean_deg > _UPRIGHT_DEG
    order = segments.ends[..., 1].argsort(axis=1)
    upper, lower = np.take_along_axis(segments.ends, order[..., None], axis=1).transpose(1, 0, 2)
    here = upright & (segments.on_person < _FREE) & (lower[:, 1] - upper[:, 1] > _SIDE * trunk_px)
    here &= (upper[:, 1] > sole - _TOP[0] * trunk_px) & (upper[:, 1] < sole + _TOP[1] * trunk_px)
    here &= np.abs(upper[:, 0] - middle) < _REACH * trunk_px
    aside, below, above = (share * trunk_px for share in _GOES_ON)
    sides: tuple[list[FloatArray], list[FloatArray]] = ([], [])
    for index in np.flatnonzero(here):
        top = upper[index]
        on = upright & (np.abs(lower[:, 0] - top[0]) < aside)
        on &= (lower[:, 1] < top[1] + below) & (lower[:, 1] > top[1] - above)
        on[index] = False
        if not on.any():
            sides[int(top[0] > middle)].append(top)
    return sides


def _spanned(start: FloatArray, end: FloatArray, left: float, right: float, near: float) -> float:
    """Share of the way between two places that lines cover, less what goes on beyond."""
    covered = np.zeros(max(int(right - left), 1), dtype=bool)
    for one, two in zip(start, end, strict=True):
        covered[max(0, int(one - left)) : max(0, int(two - left))] = True
    beyond = np.maximum(left - near - start, 0.0).sum() + np.maximum(end - right - near, 0.0).sum()
    return float(covered.mean()) - min(1.0, float(beyond) / len(covered))


def _sole(mask: NDArray[np.float32], foot_px: FloatArray, trunk_px: float) -> tuple[int, int, int] | None:
    """Left and right of the foot, and its lowest row; ``None`` where it is out of the picture."""
    height, width = mask.shape
    left = max(0, int(foot_px[:, 0].min() - 0.06 * trunk_px))
    right = min(width, int(foot_px[:, 0].max() + 0.06 * trunk_px))
    top = max(0, int(foot_px[:, 1].min() - 0.05 * trunk_px))
    bottom = min(height, int(foot_px[:, 1].max() + 0.2 * trunk_px))
    if left >= right or top >= bottom:
        return None
    rows = np.flatnonzero((mask[top:bottom, left:right] > 0.5).any(axis=1))
    return (left, right, top + int(rows[-1])) if len(rows) else None
