"""Whether a person stands still, from where the body was in the last second."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

WINDOW_S: Final = 0.8
"""Stillness is judged over so long a time."""
STILL: Final = 0.055
MOVING: Final = 0.085
"""How far a part of the body may wander in that time, trunk lengths (some 5 dm): to count as still, and to
count as still no longer. A held stance and the model's noise stay below 0.03."""
_WEIGHTS: Final = np.array([1.0, 1.0, 1.0, 1.0, 0.3, 0.5, 0.5])
"""How much the parts count, in the order of `Body.points`. Hands may move twice as far: what is measured is
the trunk. Where the model sees ankles in boots jumps by up to 0.17; a step is far more, and moves knees."""
_LONGEST_GAP_S: Final = 0.6
"""Without a frame for so long nothing is known about the time between."""


class Motion:
    """Remembers positions for `WINDOW_S`."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, NDArray[np.float64]]] = deque()

    def add(self, time_s: float, points: NDArray[np.float64]) -> None:
        """A new position: points of shape (n, 2) in trunk lengths, the wrists last."""
        if self._past and time_s - self._past[-1][0] > _LONGEST_GAP_S:
            self._past.clear()
        self._past.append((time_s, points))
        while len(self._past) > 1 and time_s - self._past[1][0] >= WINDOW_S:
            self._past.popleft()

    def forget(self) -> None:
        self._past.clear()

    @property
    def extent(self) -> float | None:
        """How far the part that moved most wandered, trunk lengths; ``None`` while too little is known."""
        if len(self._past) < 3 or self._past[-1][0] - self._past[0][0] < 0.9 * WINDOW_S:
            return None
        return self._extent()

    @property
    def extent_so_far(self) -> float:
        """The same, from however little is known."""
        return self._extent() if self._past else 0.0

    def _extent(self) -> float:
        places = np.stack([points for _, points in self._past])
        ranges = np.linalg.norm(np.ptp(places, axis=0), axis=1)
        return float((_WEIGHTS * ranges).max())
