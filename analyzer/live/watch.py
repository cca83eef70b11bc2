"""From camera frames to what they show: follows one person, and looks now and then whether there are more."""

from __future__ import annotations

from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.live.sight import NOBODY, Sight, read_body
from analyzer.person.detector import Detector
from analyzer.types import Pose

_COUNT_EVERY_S: Final = 2.0
"""People are counted so often; a count costs about two frames."""
_REMEMBER_S: Final = 0.7
"""Somebody who was found by looking closer is believed to be there for so long."""
_PLACES: Final[tuple[float | None, ...]] = (0.5, None, 0.0, 1.0)
"""Where to look closer: squares in the middle, at the left and right end, and the whole frame (``None``)."""
_PAD: Final = 0.3
"""Grey room added above the whole frame, by its height: it helps with heads that are cut off."""
_SURE: Final = 0.7
_AS_LARGE: Final = 0.45
"""Somebody is counted who is at least so large, compared with the first: not a picture on the wall."""


class Follower(Protocol):
    """What follows a person in a stream: `analyzer.pose.video.VideoPose`, or a stand-in."""

    def detect(self, rgb: NDArray[np.uint8], time_ms: float) -> Pose | None: ...


class Watch:
    """Turns the frames of one stream into sights.

    Parameters
    ----------
    follower : Follower
        Of this stream alone.
    counter : Detector
        Finds all people in a single picture; may be shared.
    """

    def __init__(self, follower: Follower, counter: Detector) -> None:
        self._follower = follower
        self._counter = counter
        self._people = 1
        self._counted_s = -_COUNT_EVERY_S
        self._found: tuple[Sight, float] = (NOBODY, 0.0)
        self._place = 0

    def look(self, rgb: NDArray[np.uint8], time_s: float) -> Sight:
        """What the next frame shows.

        Parameters
        ----------
        rgb : ndarray of uint8, shape (height, width, 3)
        time_s : float
            When it was taken; increasing.
        """
        height, width = rgb.shape[:2]
        pose = self._follower.detect(rgb, 1000.0 * time_s)
        if pose is None:
            self._people = 1
            return self._search(rgb, time_s)
        self._found = (NOBODY, 0.0)
        if time_s - self._counted_s >= _COUNT_EVERY_S:
            self._people, self._counted_s = max(1, self._count(rgb)), time_s
        return Sight(self._people, read_body(pose.landmarks, width, height))

    def recount(self) -> None:
        """Count again at the next frame, before something depends on it."""
        self._counted_s = -_COUNT_EVERY_S

    def _count(self, rgb: NDArray[np.uint8]) -> int:
        poses = [pose for pose in self._counter.detect(rgb, with_mask=False) if pose.probability >= _SURE]
        sizes = [_size(pose) for pose in poses]
        return sum(size >= _AS_LARGE * max(sizes) for size in sizes)

    def _search(self, rgb: NDArray[np.uint8], time_s: float) -> Sight:
        """Look closer where nobody was found: for somebody far away, or so near that the head is cut off.

        One place for each frame, the same one again as long as somebody is there.
        """
        height, width = rgb.shape[:2]
        place = _PLACES[self._place]
        if place is None or width <= height:
            pad = round(_PAD * height)
            padded = cv2.copyMakeBorder(rgb, pad, 0, 0, 0, cv2.BORDER_CONSTANT, value=(127, 127, 127))
            sight = self._closer(padded.astype(np.uint8), rgb.shape, 0, -pad)
        else:
            left = round(place * (width - height))
            sight = self._closer(np.ascontiguousarray(rgb[:, left : left + height]), rgb.shape, left, 0)
        if sight is not None:
            self._found = (sight, time_s)
        else:
            self._place = (self._place + 1) % len(_PLACES)
            if time_s - self._found[1] > _REMEMBER_S:
                self._found = (NOBODY, 0.0)
        return self._found[0]

    def _closer(
        self, part: NDArray[np.uint8], shape: tuple[int, ...], left_px: int, top_px: int
    ) -> Sight | None:
        poses = [pose for pose in self._counter.detect(part, with_mask=False) if pose.probability >= 0.5]
        if not poses:
            return None
        landmarks = poses[0].landmarks.shifted(float(left_px), float(top_px))
        return Sight(1, read_body(landmarks, shape[1], shape[0]))


def _size(pose: Pose) -> float:
    left, top, right, bottom = pose.landmarks.extent_px
    return float(np.hypot(right - left, bottom - top))
