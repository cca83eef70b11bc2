"""How far the camera was turned about its line of sight, from straight lines in the room.

Every angle against the vertical is wrong by as much as the camera was tilted sideways, one to one. Door
frames, shelves, tiles and the line where wall and floor meet show it. Lines that look horizontal are also
inclined when the wall was not square to the camera, and lines that look vertical when the camera looked up
or down; so three unknowns are fitted together, each held by what is usual for a hand-held photo.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.types.arrays import FloatArray

HANDHELD_ROLL_SD_DEG: Final = 1.5
"""Usual sideways tilt of a hand-held photo (our assumption; 40 % of the phantoms have 2° to 3°)."""
WALL_YAW_SD_DEG: Final = 4.0
"""How far a wall behind the person is usually out of square (our assumption)."""
PITCH_SD_DEG: Final = 6.0
"""How far the camera usually looks up or down (our assumption)."""

_WORK_SIDE_PX: Final = 640
_LARGEST_DEG: Final = 10.0
_LINE_SD_DEG: Final = 0.35
_FOCAL_PER_SIDE: Final = 1.1
"""Focal length over the longer side of a usual phone photo."""
_MIN_LENGTH: Final = 0.035
"""Shortest line used, in parts of the longer side."""
_MODE_WIDTH_DEG: Final = 0.5


@dataclass(frozen=True, slots=True)
class RollEstimate:
    """Camera roll seen in the background.

    Attributes
    ----------
    roll_deg : float
        How far the content of the picture is turned clockwise. 0 when nothing was found.
    sd_deg : float
        Its standard deviation; that of a hand-held photo when nothing was found.
    lines : int
        How many line segments agree with it.
    """

    roll_deg: float
    sd_deg: float
    lines: int


NOT_SEEN: Final = RollEstimate(0.0, HANDHELD_ROLL_SD_DEG, 0)


def estimate_roll(rgb: NDArray[np.uint8], person_mask: NDArray[np.float32]) -> RollEstimate:
    """Camera roll from line segments outside the person.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    person_mask : ndarray of float32, shape (height, width)
        Probability of being the person.
    """
    side = max(rgb.shape[:2])
    factor = min(1.0, _WORK_SIDE_PX / side)
    segments = _segments(rgb, person_mask, factor)
    if len(segments) == 0:
        return NOT_SEEN
    size = np.array(rgb.shape[1::-1], dtype=np.float64) * factor
    direction = segments[:, 2:] - segments[:, :2]
    length = np.hypot(direction[:, 0], direction[:, 1]) / size.max()
    middle = ((segments[:, 2:] + segments[:, :2]) / 2 - size / 2) / (size.max() * _FOCAL_PER_SIDE)
    angle = np.degrees(np.arctan2(direction[:, 1], direction[:, 0]))
    # Clockwise on the screen is positive, as y points down.
    vertical = np.mod(angle, 180.0) - 90.0
    horizontal = np.mod(angle + 90.0, 180.0) - 90.0
    design, observed, weight, count = [], [], [], 0
    for deviation, column, offset in ((vertical, 2, middle[:, 0]), (horizontal, 1, middle[:, 1])):
        chosen = _agreeing(deviation, length)
        if chosen is None:
            continue
        rows = np.zeros((int(chosen.sum()), 3))
        rows[:, 0] = 1.0
        rows[:, column] = offset[chosen]
        design.append(rows)
        observed.append(deviation[chosen])
        # Many short pieces of one shelf are not many witnesses.
        share = length[chosen] / length[chosen].sum() * min(4.0, length[chosen].sum() / 0.15)
        weight.append(share)
        count += len(rows)
    if not design:
        return NOT_SEEN
    return _solve(np.concatenate(design), np.concatenate(observed), np.concatenate(weight), count)


def _segments(rgb: NDArray[np.uint8], mask: NDArray[np.float32], factor: float) -> FloatArray:
    """Line segments [x0, y0, x1, y1] away from the person, in the reduced picture."""
    grey = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY)
    if factor < 1.0:
        grey = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(grey)[0]
    if found is None:
        return np.empty((0, 4))
    lines = np.asarray(found, dtype=np.float64).reshape(-1, 4)
    lengths = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    lines = lines[lengths > _MIN_LENGTH * max(grey.shape)]
    small = cv2.resize(mask, grey.shape[::-1], interpolation=cv2.INTER_AREA) > 0.3
    reach = max(3, round(0.012 * max(grey.shape)) | 1)
    near = cv2.dilate(small.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    away = np.ones(len(lines), dtype=bool)
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        point = lines[:, :2] * (1 - part) + lines[:, 2:] * part
        x = np.clip(point[:, 0].astype(int), 0, grey.shape[1] - 1)
        y = np.clip(point[:, 1].astype(int), 0, grey.shape[0] - 1)
        away &= ~near[y, x]
    result: FloatArray = lines[away]
    return result


def _agreeing(deviation: FloatArray, length: FloatArray) -> NDArray[np.bool_] | None:
    """The largest group of lines with about the same direction, or None when it is no clear majority."""
    close = np.abs(deviation) < _LARGEST_DEG
    if length[close].sum() < 0.2:
        return None
    weight = np.where(close, length**1.5, 0.0)
    centres = np.arange(-_LARGEST_DEG, _LARGEST_DEG + 0.05, 0.1)
    kernel = np.exp(-0.5 * ((centres[:, None] - deviation[None, :]) / _MODE_WIDTH_DEG) ** 2)
    best = centres[int(np.argmax(kernel @ weight))]
    chosen = close & (np.abs(deviation - best) < 3 * _MODE_WIDTH_DEG)
    if weight[chosen].sum() < 0.5 * weight.sum() or length[chosen].sum() < 0.2:
        return None
    result: NDArray[np.bool_] = chosen
    return result


def _solve(design: FloatArray, observed: FloatArray, weight: FloatArray, count: int) -> RollEstimate:
    """Robust ridge fit of roll, wall yaw and camera pitch (degrees)."""
    prior = np.diag([HANDHELD_ROLL_SD_DEG**-2, WALL_YAW_SD_DEG**-2, PITCH_SD_DEG**-2])
    current = weight / _LINE_SD_DEG**2
    solution: FloatArray = np.zeros(3)
    for _ in range(5):
        precision = prior + (design * current[:, None]).T @ design
        solution = np.asarray(np.linalg.solve(precision, (design * current[:, None]).T @ observed))
        residual = (observed - design @ solution) / _LINE_SD_DEG
        current = weight / _LINE_SD_DEG**2 / (1.0 + residual**2 / 4.0)
    covariance = np.linalg.inv(precision)
    return RollEstimate(float(solution[0]), float(np.sqrt(covariance[0, 0])), count)
