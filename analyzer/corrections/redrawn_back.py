"""The back through the points that a person placed on it.

Where the edge was traced, it counts as before, but the less the farther the placed points lie from it: then
it is the edge of something else, a shirt for example. Where it could not be used at all, three points and
the distribution of backs still say a good deal, with a wide interval.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from analyzer.outline.covered import NO_COVER
from analyzer.outline.describe import TracedBack, describe_back
from analyzer.outline.edge import ROWS, Edge
from analyzer.outline.learned_curve import FittedCurve, back_shapes
from analyzer.outline.trace import Trace, edge_trust, fit_edge
from analyzer.types import Reason
from analyzer.types.arrays import FloatArray
from analyzer.types.corrections import BACK_POINTS, BackPointName
from analyzer.types.texts import reason

PLACING_SD: Final = 0.0064
"""A person places a point on the edge of the back to about 3 mm, trunk lengths (our assumption)."""

_DISBELIEF: Final = 0.0064
"""A placed point that is farther from the traced edge than this (3 mm) says that it is another thing's."""
_CLOSEST: Final = 0.05
"""Least height between two points, trunk lengths."""


def correct_back(traced: TracedBack, points: Mapping[BackPointName, FloatArray]) -> TracedBack | Reason:
    """The traced back, led through the points that a person placed.

    Parameters
    ----------
    traced : TracedBack
    points : mapping of name to ndarray, shape (2,)
        One to three points in body coordinates.

    Returns
    -------
    TracedBack or Reason
        A reason when the points are in no possible order, or the corrected back has no lumbar hollow.
    """
    profile = traced.profile
    nodes = np.array([points.get(name, getattr(profile, name)) for name in BACK_POINTS])
    if not _plausible(nodes):
        return reason("points_implausible")
    away = nodes[:, 0] - np.interp(nodes[:, 1], profile.contour[:, 1], profile.contour[:, 0])
    away = np.where([name in points for name in BACK_POINTS], away, 0.0)
    believed = np.exp(-0.5 * (np.interp(ROWS, nodes[:, 1], away) / _DISBELIEF) ** 2)
    trust = edge_trust(traced.edge, traced.cover, traced.visible) * believed
    fitted, moved = _fit(traced.edge.back, trust, np.array(list(points.values())))
    visible = traced.visible & (believed > 0.5)
    return describe_back(Trace(fitted, traced.edge, traced.cover, visible, traced.leak), moved=moved)


def suppose_back(points: Mapping[BackPointName, FloatArray]) -> TracedBack | Reason:
    """The most probable back through all three points, where nothing else can be used.

    Parameters and return value are those of `correct_back`.
    """
    nodes = np.array([points[name] for name in BACK_POINTS])
    if not _plausible(nodes):
        return reason("points_implausible")
    nothing = np.zeros(len(ROWS))
    nowhere = nothing > 0
    fitted, moved = _fit(nothing, nothing, nodes)
    edge = Edge(np.interp(ROWS, back_shapes().heights, fitted.posterior), nothing, nothing)
    return describe_back(Trace(fitted, edge, NO_COVER, nowhere, 0.0), moved=moved)


def _plausible(nodes: FloatArray) -> bool:
    heights = back_shapes().heights
    steps = np.diff(np.concatenate([heights[:1], nodes[:, 1], heights[-1:]]))
    return bool((steps[1:-1] >= _CLOSEST).all() and steps[0] >= 0 and steps[-1] >= 0)


def _fit(edge: FloatArray, trust: FloatArray, points: FloatArray) -> tuple[FittedCurve, FloatArray]:
    """The curve through the points, and what it would be with each of them a little farther in or out."""
    through = points * [-1.0, 1.0]
    fitted = fit_edge(edge, trust, through)
    moved = []
    for index in range(len(points)):
        for sign in (-1.0, 1.0):
            other = through.copy()
            other[index, 0] += sign * PLACING_SD
            # Both directions tell of the same error: each stands for half of its variance.
            away = fit_edge(edge, trust, other).posterior - fitted.posterior
            moved.append(fitted.posterior + away / math.sqrt(2.0))
    return fitted, np.array(moved)
