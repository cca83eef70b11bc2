"""What the edge of the back says about the clothes over it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analyzer.outline.describe import TracedBack
from analyzer.outline.edge import ROWS, Close
from analyzer.outline.learned_curve import back_shapes
from analyzer.types.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Clothing:
    """What the edge says about clothes.

    Attributes
    ----------
    hides_back : bool
        The hollow of the back is covered: nothing can be measured.
    stands_off : bool
        A hem hangs over the back: measured with less certainty.
    """

    hides_back: bool
    stands_off: bool


def check_clothing(close: Close, traced: TracedBack, depth_pct: float) -> Clothing:
    """Look for a loose hem on the back and a hollow that is bridged by cloth.

    A hem is where the edge steps forward within a centimetre going down, below the waist, and the colour
    changes there. A back without a hollow has a ``depth_pct`` of 0.
    """
    step, height, colour = _largest_hem(close, traced)
    flat_hem = step > 0.003 and colour > 12.0
    hides = depth_pct < 3.2 and flat_hem
    hanging = step > 0.0095 and colour > 15.0 and 0.0 < height < 0.17
    long_shirt = step > 0.014 and colour > 12.0 and height < 0.17 and depth_pct < 6.0
    return Clothing(hides_back=hides, stands_off=(hanging or long_shirt) and not hides)


def _largest_hem(close: Close, traced: TracedBack) -> tuple[float, float, float]:
    """Size of the largest step (trunk lengths), its height, and the colour change across it (Lab)."""
    edge, reach = traced.edge.back, 6
    smooth = np.interp(ROWS, back_shapes().heights, traced.fitted.posterior)
    rows = np.flatnonzero((ROWS > -0.4) & (ROWS < 0.3))
    steps = (edge[rows] - edge[rows - reach]) - (smooth[rows] - smooth[rows - reach])
    height = float(ROWS[rows[int(np.argmax(steps))]])

    def colour(low: float, high: float) -> FloatArray:
        depth, up = np.meshgrid(np.arange(0.02, 0.12, 0.01), np.arange(low, high, 0.005))
        values = close.sample(close.lab, np.interp(up, ROWS, edge) - depth, up).reshape(-1, 3)
        median: FloatArray = np.median(values, axis=0).astype(np.float64)
        return median

    change = (colour(height, height + 0.04) - colour(height - 0.06, height - 0.03)) * [1.0, 1.4, 1.4]
    return float(steps.max()), height, float(np.linalg.norm(change))
