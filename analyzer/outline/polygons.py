"""The outline of the person as polygons, for drawing."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.types.arrays import FloatArray
from analyzer.types.geometry import frozen_points


def outline_of(mask: NDArray[np.float32], scale: float) -> tuple[FloatArray, ...]:
    """Polygons around the person in photo pixels, largest first."""
    contours, _ = cv2.findContours((mask > 0.5).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    smallest = 0.002 * mask.size
    kept = sorted((c for c in contours if cv2.contourArea(c) > smallest), key=cv2.contourArea, reverse=True)
    return tuple(
        frozen_points((cv2.approxPolyDP(contour, 0.8, True).reshape(-1, 2) + 0.5) / scale) for contour in kept
    )
