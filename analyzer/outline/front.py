"""The front outline of the trunk and thighs, where no arm or hand makes it.

Belly and thighs say how much of the curve behind is build and how much is stance. Their edge comes from the
pose model's mask alone: it is needed for the shape as a whole, not for slopes. Arms hang in front or reach
forward on most photos; heights where one could make the edge count as not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import median
from analyzer.outline.edge import (
    SAMPLES,
    Close,
    ColourModel,
    Search,
    learn_colours,
    mask_edge,
    smooth_reference,
    trace_edge,
)
from analyzer.types import Landmarks
from analyzer.types.arrays import FloatArray

FRONT_HEIGHTS: Final[FloatArray] = np.round(np.arange(-50, 82, 4) * 0.01, 2)
"""Above the hip landmark, trunk lengths."""

_BAND_ROWS: Final = 6
"""The edge at a height is the median over a band of so many rows above and below (0.02 trunk lengths)."""
_STEP_ROWS: Final = 12
_ROWS: Final[FloatArray] = (
    FRONT_HEIGHTS[0]
    + np.arange(-_BAND_ROWS, (len(FRONT_HEIGHTS) - 1) * _STEP_ROWS + _BAND_ROWS + 1) / SAMPLES
)
"""`_STEP_ROWS` from one of `FRONT_HEIGHTS` to the next."""
_SEARCH: Final = Search(reach=12, mask=0.02, colour=0.015, spring=0.05)
"""The mask's front edge is off by some 2 mm; farther away lie hands, seams and shadows."""
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


def find_front(close: Close, landmarks: Landmarks, colours: ColourModel | None = None) -> FrontOutline:
    """The front outline: the mask's, moved to the edge in the photo where that is clear.

    Parameters
    ----------
    close : Close
        The trunk cut out of the photo.
    landmarks : Landmarks
        In pixels of the cut.
    colours : ColourModel, optional
        As `learn_colours` finds them; found here when they are not given.
    """
    ahead = mask_edge(close, _ROWS, side=-1, reach=_LONGEST)
    complete = _in_bands(np.isfinite(ahead)).all(axis=1)
    if complete.any():
        ahead = _refined(close, colours, ahead)
    edge = np.where(complete, median(_in_bands(ahead), axis=1), 0.0)
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


def _in_bands(values: NDArray[Any]) -> NDArray[Any]:
    """The values of `_ROWS` in the band around each of `FRONT_HEIGHTS`, shape (n, band)."""
    return np.lib.stride_tricks.sliding_window_view(values, 2 * _BAND_ROWS + 1)[::_STEP_ROWS]


def _refined(close: Close, colours: ColourModel | None, ahead: FloatArray) -> FloatArray:
    """The edge in the photo near that of the mask, as far as it is clear; elsewhere the mask's."""
    reference = smooth_reference(ahead)
    edge = trace_edge(close, colours or learn_colours(close), reference, _SEARCH, _ROWS, side=-1)
    moved = np.sqrt(edge.trust) * (edge.back - reference)
    result: FloatArray = np.where(np.isfinite(ahead), reference + moved, np.nan)
    return result


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
