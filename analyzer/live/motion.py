"""Whether a person stands still, from where the body was in the last second."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import median

WINDOW_S: Final = 0.8
"""Stillness is judged over so long a time."""
STILL: Final = 0.14
MOVING: Final = 0.20
"""How far the body as a whole may wander in that time, trunk lengths (some 5 dm): to count as still, and to
count as still no longer. Standing people sway by 1 to 2 cm to either side, which is up to 0.1; a slow step is
0.5 and more."""
SAME_SHAPE: Final = 0.085
OTHER_SHAPE: Final = 0.12
"""How far a part may wander against the rest: arms that are lifted, a head that turns. Swaying about the feet
and the model's noise stay below 0.07."""
CALM: Final = 0.05
"""Within `CALM_S` a calm moment has no more; only such frames become pictures."""
CALM_S: Final = 0.25
_WEIGHTS: Final = np.array([1.0, 1.0, 1.0, 1.0, 0.3, 0.5])
"""How much the parts count, in the order of `Body.points`. Hands may move twice as far: what is measured is
the trunk. Where the model sees ankles in boots jumps by up to 0.17; a step is far more, and moves knees."""
_WHOLE: Final = slice(0, 3)
"""Ears, shoulders and hips: where the body as a whole is."""
_TRUNK_S: Final = 3.0
"""The trunk's length is the median of so long a time. The body keeps its size when it sways: divided by the
length found in each frame, positions would carry the noise of that length times the distance from the corner
of the picture."""
_LONGEST_GAP_S: Final = 0.6
"""Without a frame for so long nothing is known about the time between."""

Points = NDArray[np.float64]


class Motion:
    """Remembers positions for `WINDOW_S`, and the length of the trunk a little longer."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, Points]] = deque()
        self._trunks: deque[tuple[float, float]] = deque()
        self.ease = 1.0
        """So many times as much movement is let pass."""

    def add(self, time_s: float, points: Points, trunk_share: float) -> None:
        """A new position.

        Parameters
        ----------
        time_s : float
        points : ndarray, shape (6, 2)
            In the order of `Body.points`, by the height of the frame.
        trunk_share : float
            Length of the trunk as found in this frame, by its height.
        """
        if self._past and time_s - self._past[-1][0] > _LONGEST_GAP_S:
            self.forget()
            self._trunks.clear()
        self._past.append((time_s, points))
        self._trunks.append((time_s, trunk_share))
        while len(self._past) > 1 and time_s - self._past[1][0] >= WINDOW_S:
            self._past.popleft()
        while time_s - self._trunks[0][0] > _TRUNK_S:
            self._trunks.popleft()

    def forget(self) -> None:
        """Standing still counts from now on. The body stays as large as it was."""
        self._past.clear()

    @property
    def _known(self) -> bool:
        """Whether it was watched for long enough to tell."""
        return len(self._past) >= 3 and self._past[-1][0] - self._past[0][0] >= 0.9 * WINDOW_S

    @property
    def is_still(self) -> bool:
        """Whether it was still all the time; never while too little is known."""
        return self._known and self._within(STILL, SAME_SHAPE)

    @property
    def is_moving(self) -> bool:
        """Whether it moved for certain, from however little is known."""
        return bool(self._past) and not self._within(MOVING, OTHER_SHAPE)

    @property
    def is_calm(self) -> bool:
        """Whether there was next to no movement just now: a moment for a sharp picture."""
        if not self._past:
            return False
        return self._whole(CALM_S) <= CALM

    def _within(self, whole: float, shape: float) -> bool:
        return self._whole(WINDOW_S) <= self.ease * whole and self._shape() <= self.ease * shape

    def _places(self, seconds: float) -> Points:
        """The last so many seconds, trunk lengths, (n, 6, 2); of a whole window medians of three."""
        last_s = self._past[-1][0]
        places = np.stack([points for time_s, points in self._past if last_s - time_s <= seconds])
        if seconds == WINDOW_S and len(places) >= 5:
            one, two, three = places[:-2], places[1:-1], places[2:]
            places = np.maximum(np.minimum(one, two), np.minimum(np.maximum(one, two), three))
        return np.asarray(places / float(median([trunk for _, trunk in self._trunks])))

    def _whole(self, seconds: float) -> float:
        """How far the body as a whole wandered, trunk lengths."""
        middles = self._places(seconds)[:, _WHOLE].mean(axis=1)
        return float(np.linalg.norm(np.ptp(middles, axis=0)))

    def _shape(self) -> float:
        """How far the part that moved most wandered against the whole, trunk lengths."""
        places = self._places(WINDOW_S)
        against = places - places[:, _WHOLE].mean(axis=1, keepdims=True)
        ranges = np.linalg.norm(np.ptp(against, axis=0), axis=1)
        return float((_WEIGHTS * ranges).max())
