"""The table below the trunk: its long edge, and where it ends towards the feet.

Below the lowest points of the trunk lie several nearly level lines: both edges of the table top, of a sheet,
of the frame. They share a direction, and most of them end where the table ends; there, short upright lines
stand too. Lines of the room cross this place without ending there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.thomas.lines import Segments
from analyzer.types.arrays import FloatArray
from analyzer.types.geometry import frozen_points

_LEVEL_DEG: Final = 9.0
_UPRIGHT_DEG: Final = 72.0
_BAND: Final = (-0.08, 0.36)
"""The table's lines are so far below the lowest edge of the trunk, trunk lengths."""
_ENDS: Final = (-0.35, 1.0)
"""Where the table may end, trunk lengths beyond the hip."""
_STARTS: Final = -0.12
"""Lines of the table come from below the trunk."""
_SHORTEST: Final = (0.05, 0.025)
"""Of level and of upright lines, trunk lengths."""
_TOGETHER: Final = 0.035
"""Lines that end so near to each other end together, trunk lengths."""
_LEVEL_END: Final = (0.8, 1.2, 0.3)
"""No line counts for more, all of them count for no more, and an end needs at least so much."""
_UPRIGHT_END: Final = (3.0, 0.25)
"""How much upright lines count there, and up to which length."""
_SURE: Final = (0.6, 0.5)
"""An end needs so much in all, and so much of the best."""
_SAME_END: Final = 0.06
_ON_PERSON: Final = 0.6
_ONE_LINE: Final = 0.03
_LEAST: Final = 0.30
"""An edge shows at least so much of itself, trunk lengths."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The table, in pixels of the picture as it was given.

    Attributes
    ----------
    line_px : ndarray, shape (2, 2)
        A long edge, from its end towards the head to the one towards the feet.
    slope_deg : float
        How far it is turned clockwise from horizontal.
    length : float
        How much of it was seen, trunk lengths.
    end : float or None
        Where the table ends, trunk lengths beyond the hip towards the feet; ``None`` where that is not seen.
    support : float
        How much speaks for this end: the length of lines that end there, trunk lengths.
    """

    line_px: FloatArray
    slope_deg: float
    length: float
    end: float | None
    support: float


@dataclass(frozen=True, slots=True, eq=False)
class _Lines:
    """Lines near the table: past the hip towards the feet, and below the trunk; trunk lengths.

    Attributes
    ----------
    level : ndarray, shape (n, 4)
        Start, end, depth, length.
    upright : ndarray, shape (m, 2)
        Place, length.
    pieces_px : ndarray, shape (n, 4)
        The level lines in the picture, from head to feet.
    """

    level: FloatArray
    upright: FloatArray
    pieces_px: FloatArray


def find_table(
    segments: Segments, mask: NDArray[np.float32], shoulder_px: FloatArray, hip_px: FloatArray
) -> Table | None:
    """The table below a person who lies.

    Parameters
    ----------
    segments : Segments
    mask : ndarray of float32, shape (height, width)
        Probability of being the person.
    shoulder_px, hip_px : ndarray, shape (2,)
    """
    lines = _near_table(segments, mask, shoulder_px, hip_px)
    if len(lines.level) == 0:
        return None
    trunk = float(np.linalg.norm(shoulder_px - hip_px))
    found = _long_edge(lines.pieces_px, trunk)
    if found is None:
        return None
    line, length = found
    right, down = line[1] - line[0]
    slope = (math.degrees(math.atan2(float(down), float(right))) + 90.0) % 180.0 - 90.0
    end, support = _end(lines)
    return Table(frozen_points(line), slope, length / trunk, end, support)


def _near_table(
    segments: Segments, mask: NDArray[np.float32], shoulder_px: FloatArray, hip_px: FloatArray
) -> _Lines:
    trunk, feet = float(np.linalg.norm(shoulder_px - hip_px)), 1.0 if hip_px[0] > shoulder_px[0] else -1.0
    ends = segments.ends.copy()
    flip = segments.steps[:, 0] * feet < 0
    ends[flip] = ends[flip][:, ::-1]
    past = (ends[..., 0] - hip_px[0]) * feet / trunk
    low = _lowest_rows(mask, shoulder_px, hip_px)
    lean = np.clip((low[1] - low[0]) / max(abs(hip_px[0] - shoulder_px[0]), 1.0), -0.15, 0.15) * feet
    below = (ends[..., 1] - low[1] - lean * (ends[..., 0] - hip_px[0])) / trunk
    length = np.linalg.norm(segments.steps, axis=1) / trunk
    angle, free = segments.lean_deg, segments.on_person < _ON_PERSON
    middle = below.mean(axis=1)
    level = (angle < _LEVEL_DEG) & (length > _SHORTEST[0]) & free
    level &= (middle > _BAND[0]) & (middle < _BAND[1])
    level &= (past[:, 1] > _ENDS[0] - 0.05) & (past[:, 0] < _STARTS)
    upright = (angle > _UPRIGHT_DEG) & (length > _SHORTEST[1]) & free
    top, bottom = below.min(axis=1), below.max(axis=1)
    upright &= (top > _BAND[0]) & (top < 0.15) & (bottom < _BAND[1] + 0.1)
    return _Lines(
        np.column_stack([past[level], middle[level], length[level]]),
        np.column_stack([past[upright].mean(axis=1), length[upright]]),
        ends[level].reshape(-1, 4),
    )


def _lowest_rows(mask: NDArray[np.float32], shoulder_px: FloatArray, hip_px: FloatArray) -> FloatArray:
    """Lower edge of the trunk in the picture near shoulder and hip, rows."""
    rows = []
    for point, other in ((shoulder_px, hip_px), (hip_px, shoulder_px)):
        x = point[0] + 0.15 * (other[0] - point[0])
        column = mask[:, min(max(round(float(x)), 0), mask.shape[1] - 1)] > 0.5
        start = min(max(round(float(point[1])), 0), len(column) - 1)
        out = np.flatnonzero(~column[start:])
        rows.append(float(start + (out[0] if len(out) else len(column) - start)))
    return np.array(rows)


def _end(lines: _Lines) -> tuple[float | None, float]:
    """The farthest place towards the feet where enough of the table's lines end, and how much does."""
    level, upright = lines.level, lines.upright
    places = np.concatenate([level[:, 1], upright[:, 0]])
    places = places[(places > _ENDS[0]) & (places < _ENDS[1])]
    if len(places) == 0:
        return None, 0.0
    ending = np.array(
        [np.minimum(level[:, 3], _LEVEL_END[0])[np.abs(level[:, 1] - x) < _TOGETHER].sum() for x in places]
    )
    standing = np.array([upright[np.abs(upright[:, 0] - x) < _TOGETHER, 1].sum() for x in places])
    score = np.minimum(ending, _LEVEL_END[1]) + _UPRIGHT_END[0] * np.minimum(standing, _UPRIGHT_END[1])
    good = (score >= max(_SURE[0], _SURE[1] * float(score.max()))) & (ending >= _LEVEL_END[2])
    if not good.any():
        return None, float(score.max())
    far = places[good].max()
    near_it = np.flatnonzero(good & (places > far - _SAME_END))
    best = near_it[score[near_it].argmax()]
    return float(places[best]), float(score[best])


def _long_edge(pieces: FloatArray, trunk: float) -> tuple[FloatArray, float] | None:
    """The line that most of the length supports, and that length, pixels."""
    length = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])
    ends = pieces.reshape(-1, 2, 2)
    best: tuple[float, NDArray[np.bool_]] | None = None
    for index in np.argsort(-length)[:12]:
        along = (ends[index, 1] - ends[index, 0]) / length[index]
        off = np.abs((ends - ends[index, 0]) @ np.array([-along[1], along[0]])).max(axis=1)
        own = off < _ONE_LINE * trunk
        total = float(length[own].sum())
        if best is None or total > best[0]:
            best = total, own
    if best is None or best[0] < _LEAST * trunk:
        return None
    points, weight = ends[best[1]].reshape(-1, 2), np.repeat(length[best[1]], 2)
    centre = (weight @ points) / weight.sum()
    spread = (points - centre) * np.sqrt(weight)[:, None]
    along = np.linalg.svd(spread, full_matrices=False)[2][0]
    towards = ends[best[1]][:, 1] - ends[best[1]][:, 0]
    along = along * np.sign(float(towards.sum(axis=0) @ along))
    reach = (points - centre) @ along
    return centre + np.outer([reach.min(), reach.max()], along), best[0]
