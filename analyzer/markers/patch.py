"""The pelvis and some room around, cut out of the photo at a fixed size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer.markers.colour import LAB_WEIGHT
from analyzer.types import SagittalFrame
from analyzer.types.arrays import FloatArray

Picture = NDArray[np.float32]
Flags = NDArray[np.bool_]

SAMPLES: Final = 320
"""Pixels of the patch per trunk length: about 1.5 mm on an adult."""
_ANTERIOR: Final = (-0.50, 0.50)
_SUPERIOR: Final = (-0.28, 0.54)


@dataclass(frozen=True, slots=True)
class Zone:
    """A rectangle in body coordinates, trunk lengths."""

    posterior: float
    anterior: float
    inferior: float
    superior: float

    def holds(self, body: FloatArray) -> bool:
        """Whether a point, shape (2,), lies within."""
        return bool(self.posterior <= body[0] <= self.anterior and self.inferior <= body[1] <= self.superior)


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """The pelvis, `SAMPLES` pixels per trunk length. Its points count from the centre of its first pixel.

    Attributes
    ----------
    weighted : ndarray of float32, shape (h, w, 3)
        CIE Lab times `LAB_WEIGHT`.
    soft : ndarray of float32, shape (h, w, 3)
        The same, each pixel the mean of 3 by 3.
    person : ndarray of float32, shape (h, w)
        Probability of being the person.
    frame : SagittalFrame
        In pixels of the picture.
    origin_px : ndarray, shape (2,)
        Corner of the patch in the picture.
    factor : ndarray, shape (2,)
        Patch pixels per picture pixel.
    """

    weighted: Picture
    soft: Picture
    person: Picture
    frame: SagittalFrame
    origin_px: FloatArray
    factor: FloatArray

    def to_picture(self, points: ArrayLike) -> FloatArray:
        """Points of the patch, shape (..., 2), in picture pixels."""
        result: FloatArray = (np.asarray(points, dtype=np.float64) + 0.5) / self.factor + self.origin_px
        return result

    def to_body(self, points: ArrayLike) -> FloatArray:
        """Points of the patch, shape (..., 2), in body coordinates."""
        return self.frame.to_body(self.to_picture(points))

    def inside(self, zone: Zone) -> Flags:
        """Which pixels lie in a zone, shape (h, w)."""
        height, width = self.person.shape
        # Body coordinates depend linearly on those of the patch.
        start, right, down = self.to_body([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
        x, y = np.arange(width), np.arange(height)[:, None]
        anterior = start[0] + (right - start)[0] * x + (down - start)[0] * y
        superior = start[1] + (right - start)[1] * x + (down - start)[1] * y
        result: Flags = (
            (anterior >= zone.posterior)
            & (anterior <= zone.anterior)
            & (superior >= zone.inferior)
            & (superior <= zone.superior)
        )
        return result

    def depth(self) -> Picture:
        """Distance from the person's outline, shape (h, w); + = inside, patch pixels."""
        inside = (self.person > 0.5).astype(np.uint8)
        within = cv2.distanceTransform(inside, cv2.DIST_L2, 3)
        without = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 3)
        return np.asarray(within - without, dtype=np.float32)


def cut_patch(rgb: NDArray[np.uint8], person: NDArray[np.float32], frame: SagittalFrame) -> Patch | None:
    """The patch around the pelvis, or None when hardly any of the pelvis is in the picture.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    person : ndarray of float32, shape (height, width)
        Probability of being the person.
    frame : SagittalFrame
        In pixels of the picture.
    """
    corners = frame.to_picture([[x, y] for x in _ANTERIOR for y in _SUPERIOR])
    height, width = person.shape
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(corners.max(axis=0)).astype(int), [width, height])
    scale = SAMPLES / frame.trunk_length_px
    columns, rows = (int(value) for value in np.round((high - low) * scale))
    if min(columns, rows) < SAMPLES // 4:
        return None
    part = rgb[low[1] : high[1], low[0] : high[0]]
    # Enlarging with a cubic would ring around a dot.
    how = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_LINEAR
    part = cv2.resize(part, (columns, rows), interpolation=how).astype(np.float32) / np.float32(255.0)
    mask = cv2.resize(person[low[1] : high[1], low[0] : high[0]], (columns, rows))
    weighted = cv2.cvtColor(part, cv2.COLOR_RGB2Lab) * LAB_WEIGHT
    factor = np.array([columns, rows], dtype=np.float64) / (high - low)
    return Patch(weighted, cv2.blur(weighted, (3, 3)), mask, frame, low.astype(np.float64), factor)
