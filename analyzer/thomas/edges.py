"""The edge of a limb in the picture: where colours change along a line, near where the mask ends.

The mask of the pose model is coarse, and where the limb lies before the other leg it shows no edge at all.
The picture shows both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.outline.edge import edge_strength
from analyzer.outline.path import cheapest_path
from analyzer.types.arrays import FloatArray

_PER_TRUNK: Final = 300
"""Samples per trunk length along the lines across a limb."""
_SIDE: Final = 4
"""Samples on each side of an edge that are compared."""
_FLOOR: Final = 8.0
"""An edge this weak (weighted Lab) is worth half."""
_CLEAR: Final = 3.5
"""From this strength an edge is believed that the mask does not show."""
_TO_MASK: Final = 0.018
_TO_USUAL: Final = 0.07
"""How far the edge is from the mask's, and from where it usually is, trunk lengths."""
_SPRING: Final = 0.5
_MOST: Final = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Lines across a limb, from its middle outwards.

    Attributes
    ----------
    middle : ndarray, shape (n, 2)
        Where they start, pixels.
    across : ndarray, shape (2,)
        Their direction.
    nearest, farthest, usual, doubtful : float
        Between which distances the edge is, where it usually is, and how far the mask is believed, pixels.
    trunk_px : float
    """

    middle: FloatArray
    across: FloatArray
    nearest: float
    farthest: float
    usual: float
    doubtful: float
    trunk_px: float


def find_limb_edge(lab: NDArray[np.float32], mask: NDArray[np.float32], lines: Lines) -> FloatArray:
    """Distance of the edge on each line, pixels, shape (n,); not finite where none is seen.

    Parameters
    ----------
    lab : ndarray of float32, shape (height, width, 3)
        CIE Lab of the picture.
    mask : ndarray of float32, shape (height, width)
        Probability of being the person.
    """
    step = lines.trunk_px / _PER_TRUNK
    count = max(round((lines.farthest - lines.nearest) / step), 2)
    # One strip more on each side, to have something to compare.
    reach: FloatArray = lines.nearest + step * np.arange(-_SIDE, count + _SIDE, dtype=np.float64)
    colours, person = (_sample(image, lines, reach) for image in (lab, mask))
    strength = edge_strength(colours)[:, : count + 1].astype(np.float64)
    distance: FloatArray = lines.nearest + step * (np.arange(strength.shape[1], dtype=np.float64) - 0.5)
    ends = _mask_edge(person[:, _SIDE : _SIDE + count], reach[_SIDE : _SIDE + count])
    # Farther out, the mask may end with the other leg.
    known = ends < lines.doubtful
    wanted = np.where(known, ends, lines.usual)
    width = np.where(known, _TO_MASK, _TO_USUAL) * lines.trunk_px
    away = (distance[None] - wanted[:, None]) / width[:, None]
    cost = -strength / (strength.max(axis=1, keepdims=True) + _FLOOR) + _SPRING * np.minimum(away**2, _MOST)
    column = cheapest_path(cost)
    rows = np.arange(len(column))
    found: FloatArray = distance[column]
    found[~known & (strength[rows, column] < _CLEAR)] = np.nan
    return found


def _sample(image: NDArray[np.float32], lines: Lines, reach: FloatArray) -> NDArray[np.float32]:
    """The picture along the lines, shape (n, m) and channels."""
    places = (lines.middle[:, None] + reach[None, :, None] * lines.across - 0.5).astype(np.float32)
    sampled = cv2.remap(
        image, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(sampled, dtype=np.float32)


def _mask_edge(person: NDArray[np.float32], reach: FloatArray) -> FloatArray:
    """Where the mask ends on each line, pixels; not finite where it does not."""
    outside = person < 0.5
    first = outside.argmax(axis=1)
    there = outside.any(axis=1) & (first > 0)
    result: FloatArray = np.where(there, reach[first], np.nan)
    return result
