"""From the photo to the traced edge of the back, and the most probable back behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import moving_mean
from analyzer.outline.covered import Cover, find_cover
from analyzer.outline.edge import (
    NARROW,
    ROWS,
    WIDE,
    Close,
    ColourModel,
    Edge,
    learn_colours,
    mask_edge,
    smooth_reference,
    trace_edge,
)
from analyzer.outline.learned_curve import FittedCurve, back_shapes, fit_curve
from analyzer.types import Landmarks, Reason
from analyzer.types.arrays import FloatArray
from analyzer.types.texts import reason

_MASK_NOISE: Final = 0.006


_EDGE_NOISE: Final = 0.003


_COVERED_TRUST: Final = 0.3


_SURE: Final = 0.93
"""Inside a person the mask is surer than this."""


_NEEDED: Final = (-0.2, 0.95)
"""Heights between which the back has to be in the picture, trunk lengths."""


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """The traced edge and the most probable back behind it.

    Attributes
    ----------
    fitted : FittedCurve
    edge : Edge
        At `analyzer.outline.edge.ROWS`.
    cover : Cover
    visible : ndarray of bool, shape (rows,)
        Where the edge is in the picture and belongs to the person.
    leak : float
        Share of the back where the mask was not sure of what lies just inside the first edge, 0 to 1.
    outer : ndarray, shape (rows,), or None
        The edge of a thing that lies over the back, where there is one: posterior position at `ROWS`.
    """

    fitted: FittedCurve
    edge: Edge
    cover: Cover
    visible: NDArray[np.bool_]
    leak: float
    outer: FloatArray | None = None


def trace_back(close: Close, landmarks: Landmarks, colours: ColourModel | None = None) -> Trace | Reason:
    """Trace the back: the edge of each row, what lies over it, and the most probable back.

    Parameters
    ----------
    close : Close
        The trunk cut out of the photo.
    landmarks : Landmarks
        In pixels of the cut.
    colours : ColourModel, optional
        As `learn_colours` finds them; found here when they are not given.

    Returns
    -------
    Trace or Reason
        A reason when the back is outside the picture.
    """
    from_mask = mask_edge(close)
    visible = np.isfinite(from_mask) & close.inside(np.nan_to_num(from_mask) + 0.02, ROWS)
    needed = (_NEEDED[0] < ROWS) & (_NEEDED[1] > ROWS)
    if visible[needed].mean() < 0.8:
        return reason("back_not_visible")
    reference = smooth_reference(from_mask)
    colours = colours or learn_colours(close)
    fitted = fit_edge(reference, visible.astype(np.float64), noise=_MASK_NOISE)
    edge = trace_edge(close, colours, _continued(fitted, reference), WIDE)
    unsure = edge.inside < _SURE
    cover = find_cover(close, edge, edge.trust * visible, reference, landmarks)
    fitted = fit_edge(edge.back, edge.trust * visible * (1.0 - cover.any))
    start = _continued(fitted, reference)
    # A mask that leaks looks like a thing, and things make the mask unsure.
    own = (1.0 - cover.hair) * (1.0 - cover.arm) * (1.0 - 0.2 * cover.thing)
    leak = float((unsure * own)[needed].mean())
    outer = edge.back
    edge = trace_edge(close, colours, start, NARROW, covered=cover.any)
    fitted = fit_edge(edge.back, edge_trust(edge, cover, visible))
    return Trace(fitted, edge, cover, visible, leak, outer)


def edge_trust(edge: Edge, cover: Cover, visible: NDArray[np.bool_]) -> FloatArray:
    """How far the edge of each row is believed to be that of the back, 0 to 1."""
    # Behind hair the back's own edge can often be seen; behind an arm or a bag it cannot.
    hair = 1.0 - (1.0 - _COVERED_TRUST) * cover.hair
    result: FloatArray = edge.trust * visible * hair * (1.0 - cover.arm) * (1.0 - cover.thing)
    return result


def fit_edge(
    edge: FloatArray, trust: FloatArray, through: FloatArray | None = None, noise: float = _EDGE_NOISE
) -> FittedCurve:
    """Most probable back for an edge given at `ROWS`; parameters as for `fit_curve`."""
    heights = back_shapes().heights
    observed = np.interp(heights, ROWS, moving_mean(edge, 1))
    return fit_curve(observed, np.interp(heights, ROWS, trust), noise, through)


def _continued(fitted: FittedCurve, reference: FloatArray) -> FloatArray:
    """The fitted curve at `ROWS`; beyond its ends the reference, shifted to join it."""
    heights = back_shapes().heights
    curve = np.interp(ROWS, heights, fitted.posterior)
    low, high = np.searchsorted(ROWS, heights[0]), np.searchsorted(ROWS, heights[-1])
    curve[:low] = reference[:low] + fitted.posterior[0] - reference[low]
    curve[high:] = reference[high:] + fitted.posterior[-1] - reference[high]
    return curve
