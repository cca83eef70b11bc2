"""Straight line segments of a picture, found once for everything that asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.types.arrays import FloatArray

_WORK_SIDE_PX: Final = 900


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Line segments in pixels of the picture.

    Attributes
    ----------
    ends : ndarray, shape (n, 2, 2)
    on_person : ndarray, shape (n,)
        Probability that the middle of a segment is the person.
    size : (float, float)
        Width and height of the picture.
    """

    ends: FloatArray
    on_person: FloatArray
    size: tuple[float, float]

    @property
    def steps(self) -> FloatArray:
        """From one end to the other, shape (n, 2)."""
        result: FloatArray = self.ends[:, 1] - self.ends[:, 0]
        return result

    @property
    def lean_deg(self) -> FloatArray:
        """Angle against the horizontal, 0 to 90 degrees, shape (n,)."""
        result: FloatArray = np.degrees(np.arctan2(np.abs(self.steps[:, 1]), np.abs(self.steps[:, 0])))
        return result


def find_segments(rgb: NDArray[np.uint8], mask: NDArray[np.float32]) -> Segments:
    """All segments of a picture.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    mask : ndarray of float32, shape (height, width)
        Probability of being the person.
    """
    height, width = rgb.shape[:2]
    factor = min(1.0, _WORK_SIDE_PX / max(height, width))
    grey = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY)
    if factor < 1.0:
        grey = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(grey)[0]
    ends = np.empty((0, 2, 2)) if found is None else np.asarray(found, dtype=np.float64).reshape(-1, 2, 2)
    ends = ends / factor
    middle = ends.mean(axis=1)
    x = np.clip(middle[:, 0].astype(int), 0, width - 1)
    y = np.clip(middle[:, 1].astype(int), 0, height - 1)
    return Segments(ends, mask[y, x].astype(np.float64), (float(width), float(height)))
