"""The front outline of the trunk and thighs, where no arm or hand makes it.

Belly and thighs say how much of the curve behind is build and how much is stance. Their edge comes from the
pose model's mask alone: it is needed for the shape as a whole, not for slopes. Arms hang in front or reach
forward on most photos; heights where one could make the edge count as not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.outline.edge import SAMPLES, Close
from analyzer.types import Landmarks
from analyzer.types.arrays import FloatArray

FRONT_HEIGHTS: Final[FloatArray] = np.round(np.arange(-50, 82, 4) * 0.01, 2)
"""Above the hip landmark, trunk lengths."""

_HALF_BAND: Final = 0.02
"""The edge at a height is the median over a band, trunk lengths."""
_ARM_RADIUS: Final = 0.10
"""Half the thickness of an arm with some room, trunk lengths; also where a hand ends beyond its landmark."""
_CLEAR: Final = 0.035
"""An arm that ends so far behind the edge does not make it, trunk lengths."""
_SHORTEST_RUN: Final = 3
_LONGEST: Final = 0.6
"""No belly reaches farther in front of the hip landmark, trunk lengths."""


@dataclass(frozen=True, slots=True, eq=False)
class FrontOutline:
    """The front of the body at `FRONT_HEIGHTS`.

    Attributes
    ----------
    posterior : ndarray, shape (n,)
        Position of the skin or cloth behind the hip landmark, so mostly negative; trunk lengths.
    seen : ndarray of bool, shape (n,)
        False where an arm, a hand or the end of the picture is in the way. There ``posterior`` is 0.
    """

    posterior: FloatArray
    seen: NDArray[np.bool_]


def find_front(close: Close, landmarks: Landmarks) -> FrontOutline:
    """The front outline in the mask.

    Parameters
    ----------
    close : Close
        The trunk cut out of the photo.
    landmarks : Landmarks
        In pixels of the cut.
    """
    band = np.arange(-_HALF_BAND, _HALF_BAND + 1e-9, 2.0 / SAMPLES)
    up = (FRONT_HEIGHTS[:, None] + band[None, :]).ravel()
    ahead, found = _mask_front(close, up)
    ahead = np.where(found, ahead, np.nan).reshape(len(FRONT_HEIGHTS), -1)
    complete = np.asarray(np.isfinite(ahead).all(axis=1))
    edge = np.median(np.where(complete[:, None], ahead, 0.0), axis=1)
    seen = complete & close.inside(-edge - 0.02, FRONT_HEIGHTS) & ~_arm_at(close, landmarks, edge)
    seen = _runs(seen)
    posterior = np.where(seen, -edge, 0.0)
    posterior.flags.writeable = False
    seen.flags.writeable = False
    return FrontOutline(posterior, seen)


def _runs(seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Without heights that are seen alone or in twos: what shows between two fingers is not the body."""
    padded = np.concatenate([[False], seen, [False]])
    starts, ends = np.flatnonzero(~padded[:-1] & padded[1:]), np.flatnonzero(padded[:-1] & ~padded[1:])
    result = seen.copy()
    for start, end in zip(starts, ends, strict=True):
        if end - start < _SHORTEST_RUN:
            result[start:end] = False
    return result


def _mask_front(close: Close, up: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    """How far ahead of the hip the mask reaches without a gap at some heights, and whether it ends there."""
    reach = np.arange(0.0, _LONGEST, 1.0 / SAMPLES)
    values = close.sample(
        close.mask, np.repeat(-reach[None, :], len(up), axis=0), np.repeat(up[:, None], len(reach), axis=1)
    )
    outside = values < 0.5
    first = outside.argmax(axis=1)
    found = outside.any(axis=1) & (first > 0)
    rows, before = np.arange(len(up)), np.maximum(first - 1, 0)
    high, low = values[rows, before], values[rows, first]
    part = (high - 0.5) / np.where(high > low, high - low, 1.0)
    return reach[before] + part / SAMPLES, found


def _arm_at(close: Close, landmarks: Landmarks, edge: FloatArray) -> NDArray[np.bool_]:
    """Heights where an arm or hand could make the edge, or lies beyond it without a gap."""
    covered = np.zeros(len(FRONT_HEIGHTS), dtype=bool)
    for side in ("left", "right"):
        chain = [landmarks.on(side, part) for part in ("shoulder", "elbow", "wrist", "index")]
        points = close.frame.to_body(np.array(chain))
        # The hand is longer than its landmarks.
        points[3] = points[2] + 1.5 * (points[3] - points[2])
        for start, end in pairwise(points):
            along = np.linspace(0.0, 1.0, 30)[:, None]
            line = start * (1.0 - along) + end * along
            rise = FRONT_HEIGHTS[:, None] - line[None, :, 1]
            half = np.sqrt(np.maximum(_ARM_RADIUS**2 - rise**2, 0.0))
            ahead = np.where(np.abs(rise) < _ARM_RADIUS, line[None, :, 0] + half, -np.inf).max(axis=1)
            covered |= ahead > edge - _CLEAR
    return covered
