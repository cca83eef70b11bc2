"""The upper edge of the table below the trunk, and where the table ends towards the feet.

The long edge that is nearer to the camera is a straight line, nearly level, a little below the lowest points
of the trunk's outline or at them. Several lines may be there: the edge of a cushion, of a paper sheet, of the
frame below. What matters is their direction, which they share, and where the uppermost ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.types.arrays import FloatArray

_WORK_SIDE_PX: Final = 720
_MOST_LEANING_DEG: Final = 9.0
_REACH: Final = (-0.12, 0.40)
"""From the lowest edge of the trunk to a line of the table, trunk lengths; + = below."""
_BESIDE: Final = (-0.35, 0.45)
"""How far beyond shoulder and hip the table's lines are looked for, trunk lengths."""
_SHORTEST: Final = 0.06
_ONE_LINE: Final = 0.022
"""Segments so near to one line, in trunk lengths, are pieces of it."""
_LEAST: Final = 0.30
"""An edge shows at least so much of itself, trunk lengths."""
_GAP: Final = 0.35
"""Pieces of one edge are no farther apart, trunk lengths."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The table's upper edge, in pixels of the picture as it was given.

    Attributes
    ----------
    line_px : ndarray, shape (2, 2)
        From its end towards the head to the one towards the feet.
    slope_deg : float
        How far it is turned clockwise from horizontal.
    length : float
        How much of it was seen, trunk lengths.
    end_seen : bool
        Whether it ends within the picture, not far from the hip.
    """

    line_px: FloatArray
    slope_deg: float
    length: float
    end_seen: bool


def find_table(
    rgb: NDArray[np.uint8], mask: NDArray[np.float32], shoulder_px: FloatArray, hip_px: FloatArray
) -> Table | None:
    """The edge of the table below a person who lies.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    mask : ndarray of float32, shape (height, width)
        Probability of being the person.
    shoulder_px, hip_px : ndarray, shape (2,)
    """
    factor = min(1.0, _WORK_SIDE_PX / max(rgb.shape[:2]))
    trunk = float(np.linalg.norm(shoulder_px - hip_px)) * factor
    feet = 1.0 if hip_px[0] > shoulder_px[0] else -1.0
    segments = _segments(rgb, factor)
    if len(segments) == 0:
        return None
    # From the head to the feet, whichever way the person lies.
    flip = (segments[:, 2] - segments[:, 0]) * feet < 0
    segments[flip] = segments[flip][:, [2, 3, 0, 1]]
    lowest = _lowest_row(mask, shoulder_px, hip_px) * factor
    along = segments[:, [0, 2]] * feet
    middle = segments.reshape(-1, 2, 2).mean(axis=1)
    below = (middle[:, 1] - np.interp(middle[:, 0], *_ascending(shoulder_px, hip_px, lowest, factor))) / trunk
    ends = sorted((float(shoulder_px[0]) * factor * feet, float(hip_px[0]) * factor * feet))
    near = (along[:, 1] > ends[0] + _BESIDE[0] * trunk) & (along[:, 0] < ends[1] + _BESIDE[1] * trunk)
    near &= (below > _REACH[0]) & (below < _REACH[1]) & ~_on_person(mask, segments / factor)
    hip_x, width = float(hip_px[0]) * factor, rgb.shape[1] * factor
    return _best_line(segments[near], trunk, feet, hip_x, width=width, factor=factor)


def _segments(rgb: NDArray[np.uint8], factor: float) -> FloatArray:
    """Nearly level line segments [x0, y0, x1, y1] in the reduced picture."""
    grey = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY)
    if factor < 1.0:
        grey = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(grey)[0]
    if found is None:
        return np.empty((0, 4))
    lines = np.asarray(found, dtype=np.float64).reshape(-1, 4)
    lean = np.abs(np.degrees(np.arctan2(lines[:, 3] - lines[:, 1], lines[:, 2] - lines[:, 0])))
    return lines[np.minimum(lean, 180.0 - lean) < _MOST_LEANING_DEG]


def _lowest_row(mask: NDArray[np.float32], shoulder_px: FloatArray, hip_px: FloatArray) -> FloatArray:
    """Lower edge of the trunk in the picture at shoulder and hip, rows."""
    rows = []
    for point, other in ((shoulder_px, hip_px), (hip_px, shoulder_px)):
        x = point[0] + 0.15 * (other[0] - point[0])
        column = mask[:, min(max(round(float(x)), 0), mask.shape[1] - 1)] > 0.5
        start = min(max(round(float(point[1])), 0), len(column) - 1)
        out = np.flatnonzero(~column[start:])
        rows.append(float(start + (out[0] if len(out) else len(column) - start)))
    return np.array(rows)


def _ascending(
    shoulder_px: FloatArray, hip_px: FloatArray, rows: FloatArray, factor: float
) -> tuple[FloatArray, FloatArray]:
    x = np.array([shoulder_px[0], hip_px[0]]) * factor
    order = np.argsort(x)
    return x[order], rows[order]


def _on_person(mask: NDArray[np.float32], segments: FloatArray) -> NDArray[np.bool_]:
    """Whether a segment runs within the person."""
    inside = np.zeros(len(segments))
    for part in (0.1, 0.3, 0.5, 0.7, 0.9):
        point = segments[:, :2] * (1 - part) + segments[:, 2:] * part
        x = np.clip(point[:, 0].astype(int), 0, mask.shape[1] - 1)
        y = np.clip(point[:, 1].astype(int), 0, mask.shape[0] - 1)
        inside += mask[y, x] > 0.6
    return np.asarray(inside > 2, dtype=np.bool_)


def _best_line(
    segments: FloatArray, trunk: float, feet: float, hip_x: float, *, width: float, factor: float
) -> Table | None:
    """The line that most of the length supports."""
    length = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    order = np.argsort(-length)[:12]
    best: tuple[float, NDArray[np.bool_]] | None = None
    for index in order[length[order] > _SHORTEST * trunk]:
        start, direction = segments[index, :2], (segments[index, 2:] - segments[index, :2]) / length[index]
        normal = np.array([-direction[1], direction[0]])
        off = np.abs((segments.reshape(-1, 2, 2) - start) @ normal).max(axis=1)
        own = off < _ONE_LINE * trunk
        total = float(length[own].sum())
        if best is None or total > best[0]:
            best = total, own
    if best is None or best[0] < _LEAST * trunk:
        return None
    own = best[1]
    points = segments[own].reshape(-1, 2)
    weight = np.repeat(length[own], 2)
    centre = (weight @ points) / weight.sum()
    spread = (points - centre) * np.sqrt(weight)[:, None]
    direction = np.linalg.svd(spread, full_matrices=False)[2][0]
    direction = direction * np.sign(direction[0] * feet)
    along = (points - centre) @ direction
    first, last = float(along.min()), float(along.max())
    line = (centre + np.outer([first, last], direction)) / factor
    slope = math.degrees(math.atan2(direction[1], direction[0]))
    slope = (slope + 90.0) % 180.0 - 90.0
    end_x = float(line[1, 0]) * factor
    past_hip = (end_x - hip_x) * feet
    inside = 0.02 * width < end_x < 0.98 * width
    return Table(line, slope, best[0] / trunk, bool(inside and -0.45 * trunk < past_hip < 0.6 * trunk))
