"""The outline of what is worn: where the edge of the back was seen, whatever makes it.

A fitted back is made of bodies only, so it forgets what cloth does. Here the traced edge is kept as it is, at
heights two centimetres apart, with gaps where hair or an arm makes it or nothing was seen.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from analyzer.geometry import median
from analyzer.outline.edge import ROWS
from analyzer.outline.trace import Trace
from analyzer.types.arrays import FloatArray

WORN_HEIGHTS: Final[FloatArray] = np.round(np.arange(-48, 104, 4) * 0.01, 2)
"""Above the hip landmark, trunk lengths."""

_HALF_BAND: Final = 0.02
"""The edge at a height is the median over a band, trunk lengths."""
_LEAST_TRUST: Final = 0.1
"""Rows with less contrast do not say where anything ends."""
_LEAST_SEEN: Final = 0.5
"""Share of the rows of a band that must be seen."""


def worn_edge(trace: Trace) -> FloatArray:
    """Posterior position of the traced edge at `WORN_HEIGHTS`, trunk lengths; NaN where it was not seen."""
    body = np.maximum(trace.cover.hair, trace.cover.arm)
    seen = trace.visible & (body < 0.5) & (trace.edge.trust > _LEAST_TRUST)
    # A shirt that stands far off is a thing over the back, and its own edge is what is worn.
    edge = trace.edge.back
    if trace.outer is not None:
        edge = edge + trace.cover.thing * (trace.outer - edge)
    near = np.abs(ROWS[None, :] - WORN_HEIGHTS[:, None]) < _HALF_BAND
    result = np.full(len(WORN_HEIGHTS), np.nan)
    for index, band in enumerate(near):
        if seen[band].mean() >= _LEAST_SEEN:
            result[index] = median(edge[band & seen])
    return result
