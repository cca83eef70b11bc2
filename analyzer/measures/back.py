"""Measures of the traced back: sacral slope, lumbar lordosis, lumbar depth."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import percentile
from analyzer.measures.table import measured
from analyzer.outline.describe import TracedBack, covered_share, unseen_share
from analyzer.outline.edge import ROWS
from analyzer.types import Measure
from analyzer.types.codes import Method

TRUNK_TO_C7: Final = 1.176
"""Hip axis to C7 in trunk lengths (hip to shoulder landmark); mean of the phantoms."""
DEPTH_OFFSET: Final = 0.3
"""The most probable curve is a little flatter than the skin, per cent of trunk length (median of 84
phantoms)."""

EDGE_SCALE: Final = 0.6
"""The fitted curve's own spread is too large for slopes, as found on the phantoms (docs/accuracy.md)."""
WORRYING_LEAK: Final = 0.15
"""Share of the back where the mask leaks into the background, from which on the values are doubted."""
ROTATION_SD: Final = 0.1
"""Degrees of slope per degree that the trunk is turned out of the side view."""

_DEPTH_PER_DEG: Final = 0.12
"""Per cent of trunk length that a degree of doubt about the curve means for its depth."""
_COVERED_SLOPE_SD: Final = 4.5
_DOUBTFUL_SD: Final = 5.0
"""Further standard deviations, degrees: of the upper tangent when all of the upper back is covered, and of
both when most of the edge has no contrast."""


def compute_back_measures(
    traced: TracedBack, roll_sd_deg: float, trunk_rotation_deg: float, clothing_sd: float
) -> list[Measure]:
    """Sacral slope, lumbar lordosis and lumbar depth.

    The points of the back that a person placed add what placing them is uncertain by, and take away a share
    of the doubts about the edge.

    Parameters
    ----------
    traced : TracedBack
    roll_sd_deg : float
        Standard deviation of the camera's roll. It cancels in the lordosis, an angle between two tangents.
    trunk_rotation_deg : float
        How far the trunk is turned out of the side view: each 10 degrees cost about 1 degree.
    clothing_sd : float
        Further standard deviation in degrees when cloth may stand off the back.
    """
    draws = traced.draw_values
    profile = traced.profile
    sacral = profile.lumbosacral.inclination_deg
    thoracolumbar = -profile.thoracolumbar.inclination_deg
    leak = min(1.0, traced.leak / 0.4) if traced.leak > WORRYING_LEAK else 0.0
    own = 1.0 - traced.confirmed
    doubt = own * _DOUBTFUL_SD * max(leak, _doubt(traced, -0.1, 0.45))
    rotation = ROTATION_SD * trunk_rotation_deg
    shared = math.hypot(doubt, own * clothing_sd)
    upper_extra = own * np.hypot(
        _COVERED_SLOPE_SD * float(traced.cover.any[_rows(0.35, 1.0)].mean()),
        _DOUBTFUL_SD * _doubt(traced, 0.45, 0.95),
    )
    scale = EDGE_SCALE if traced.visible.any() else 1.0
    sacral_edge = scale * _sd(draws[:, 0])
    curve_edge = scale * _sd(draws[:, 0] + draws[:, 1])
    depth_edge = 100.0 * scale * _sd(draws[:, 2]) / TRUNK_TO_C7
    # Where the back is bridged, its whole spread is open, and another thing hides it in the next photo.
    bridged = math.sqrt(1.0 - EDGE_SCALE**2) / EDGE_SCALE * own * covered_share(traced)
    moved = traced.moved_values
    curve_sd = math.hypot(shared, upper_extra)
    depth_sd = math.hypot(_DEPTH_PER_DEG * curve_sd, 100.0 * np.linalg.norm(moved[:, 2]) / TRUNK_TO_C7)
    depth_sd = math.hypot(depth_sd, bridged * depth_edge)
    curve_sd = math.hypot(curve_sd, np.linalg.norm(moved[:, 0] + moved[:, 1]), bridged * curve_edge)
    sacral_sd = math.hypot(roll_sd_deg, shared, np.linalg.norm(moved[:, 0]), bridged * sacral_edge)
    depth = 100.0 * traced.landmarks.depth / TRUNK_TO_C7 + DEPTH_OFFSET
    method: Method = "corrected_back_profile" if traced.confirmed else "back_profile"
    return [
        measured("sacral_slope", sacral, rotation, method, known_sd=sacral_sd, edge_sd=sacral_edge),
        measured(
            "lumbar_lordosis", sacral + thoracolumbar, rotation, method, known_sd=curve_sd, edge_sd=curve_edge
        ),
        measured(
            "lumbar_depth", depth, _DEPTH_PER_DEG * rotation, method, known_sd=depth_sd, edge_sd=depth_edge
        ),
    ]


def _sd(values: NDArray[np.float64]) -> float:
    """Robust standard deviation: a curve or two without a clear inflection must not decide."""
    low, high = percentile(values, 15.87), percentile(values, 84.13)
    return float(high - low) / 2.0


def _doubt(traced: TracedBack, low: float, high: float) -> float:
    """0 where the edge is clear, 1 when most of it is not."""
    share = unseen_share(traced, low, high)
    return min(1.0, share / 0.5) if share > 0.1 else 0.0


def _rows(low: float, high: float) -> NDArray[np.bool_]:
    result: NDArray[np.bool_] = (low < ROWS) & (high > ROWS)
    return result
