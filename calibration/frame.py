"""Outlines of simulated people in the frame of the product's landmarks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.bodies import LEVELS

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class LandmarkFrame:
    """A frame that is off by the errors of two landmarks and by some roll.

    Attributes
    ----------
    hip, shoulder : ndarray, shape (2,)
        Landmarks as [posterior, up] in true trunk lengths from the hip joints.
    roll_deg : float
        Camera roll that was not taken out.
    """

    hip: FloatArray
    shoulder: FloatArray
    roll_deg: float = 0.0

    def place(self, points: FloatArray) -> FloatArray:
        """Points, shape (n, 2), in trunk lengths of the landmarks from the hip landmark."""
        angle = np.radians(self.roll_deg)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        trunk = float(np.hypot(*(self.shoulder - self.hip)))
        result: FloatArray = (points - self.hip) @ turn.T / trunk
        return result

    def outline(self, posterior: FloatArray, heights: FloatArray) -> FloatArray:
        """An outline given at `LEVELS` (NaN where unknown), at heights of this frame, shape (n,)."""
        known = np.isfinite(posterior)
        points = self.place(np.stack([posterior[known], LEVELS[known]], axis=1))
        return np.interp(heights, points[:, 1], points[:, 0])
