"""From camera frames to what they show: follows one person, and looks now and then whether there are more.

What the model takes for a person may be a coffee cup: somebody is believed to be there who is found in the
mirror image, too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.live.room import RoomWatch
from analyzer.live.sight import NOBODY, Sight, read_body
from analyzer.person.detector import Detector
from analyzer.types import Landmarks, Pose

_COUNT_EVERY_S: Final = 2.0
"""People are counted so often; a count costs about four frames."""
_REMEMBER_S: Final = 0.7
"""Somebody who was found by looking closer is believed to be there for so long."""
_PLACES: Final[tuple[float | None, ...]] = (0.5, None, 0.0, 1.0)
"""Where to look closer: squares in the middle, at the left and right end, and the whole frame (``None``)."""
_PAD: Final = 0.3
"""Grey room added above the whole frame, by its height: it helps with heads that are cut off."""
_SURE: Final = 0.7
_AS_LARGE: Final = 0.36
"""Somebody is counted who is at least so large, compared with the first: not a picture on the wall."""
_BESIDE: Final = 0.2
"""Beside the first person others are looked for where there is so much room, by the frame's height. In the
whole frame the model finds hardly anybody who is smaller than the first (rendered people: none of 32 with
half the size, beside the first all 32)."""
_AROUND: Final = 0.35
"""Whether something is a person is looked at with so much room around it, by its length."""
_SAME: Final = 0.6
"""Landmarks may be so far apart in one of the two images, trunk lengths, median: people whose head is cut off
0.2. Of cups nothing is found in one of them, or in neither."""
_SURELY_SAME: Final = 0.2
"""Of a second person in both: a gym machine beside the first is a person, too, but another one each time."""
_ASK_AGAIN_S: Final = 0.4
_BELIEVED: Final = 2
"""So many frames in turn are looked at so closely; then it stays a person."""


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
        self._room = RoomWatch()
        self._sure = 0
        self._asked_s = -_ASK_AGAIN_S

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
        if pose is not None and not self._believes(rgb, pose, time_s):
            # It would follow that thing for ever: an empty frame makes it look anew.
            self._follower.detect(np.full_like(rgb, 127), 1000.0 * time_s)
            pose = None
        room = self._room.look(rgb, time_s, None if pose is None else pose.landmarks.extent_px)
        if pose is None:
            self._people, self._sure = 1, 0
            return replace(self._search(rgb, time_s), room=room)
        self._found = (NOBODY, 0.0)
        if time_s - self._counted_s >= _COUNT_EVERY_S:
            self._people, self._counted_s = self._count(rgb, pose), time_s
        return Sight(self._people, read_body(pose.landmarks, width, height), room)

    def recount(self) -> None:
        """Count again at the next frame, before something depends on it."""
        self._counted_s = -_COUNT_EVERY_S

    def _believes(self, rgb: NDArray[np.uint8], pose: Pose, time_s: float) -> bool:
        """Whether what is followed is a person; once it was, it stays one."""
        if self._sure < _BELIEVED and time_s - self._asked_s >= _ASK_AGAIN_S:
            if is_person(rgb, pose, self._counter):
                self._sure += 1
            else:
                self._sure, self._asked_s = 0, time_s
        return self._sure > 0

    def _count(self, rgb: NDArray[np.uint8], first: Pose) -> int:
        """How many people there are: in the whole frame, or beside the one who is followed."""
        poses = [pose for pose in self._counter.detect(rgb, with_mask=False) if pose.probability >= _SURE]
        sizes = [_size(pose) for pose in poses]
        together = sum(size >= _AS_LARGE * max(sizes) for size in sizes)
        if together > 1:
            return together
        left, _, right, _ = first.landmarks.extent_px
        height, width = rgb.shape[:2]
        pad = 0.04 * height
        parts = (rgb[:, : max(0, round(left - pad))], rgb[:, min(width, round(right + pad)) :])
        return 1 + sum(
            self._is_somebody(part, _AS_LARGE * _size(first))
            for part in parts
            if part.shape[1] > _BESIDE * height
        )

    def _is_somebody(self, part: NDArray[np.uint8], smallest_px: float) -> bool:
        """Whether a part of the frame surely shows a person of this size or larger, and no machine."""
        return any(
            pose.probability >= _SURE
            and _size(pose) >= smallest_px
            and max(_found_again(part, pose, self._counter), default=np.inf) < _SURELY_SAME
            for pose in self._counter.detect(np.ascontiguousarray(part), with_mask=False)
        )

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
        if not poses or not is_person(part, poses[0], self._counter):
            return None
        landmarks = poses[0].landmarks.shifted(float(left_px), float(top_px))
        return Sight(1, read_body(landmarks, shape[1], shape[0]))


def is_person(rgb: NDArray[np.uint8], pose: Pose, detector: Detector) -> bool:
    """Whether a person is found again where a pose is, in a picture of that place and in its mirror image.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    pose : Pose
        In pixels of it.
    detector : Detector
    """
    return min(_found_again(rgb, pose, detector), default=np.inf) < _SAME


def _found_again(rgb: NDArray[np.uint8], pose: Pose, detector: Detector) -> tuple[float, ...]:
    """How far the landmarks of both images are from those of the pose; empty when one shows nobody."""
    left, top, right, bottom = pose.landmarks.extent_px
    side = round((1.0 + 2.0 * _AROUND) * max(right - left, bottom - top))
    at = np.round(np.array([(left + right) / 2.0, (top + bottom) / 2.0]) - side / 2.0).astype(int)
    height, width = rgb.shape[:2]
    if side < 2 or max(-at.min(), *(at + side - [width, height])) > 4 * max(width, height):
        return ()
    close = np.full((side, side, 3), 127, dtype=np.uint8)
    (x, y), (low_x, low_y) = np.maximum(at, 0), np.maximum(-at, 0)
    part = rgb[y : at[1] + side, x : at[0] + side]
    close[low_y : low_y + part.shape[0], low_x : low_x + part.shape[1]] = part
    wanted = pose.landmarks.shifted(float(-at[0]), float(-at[1]))
    nearest = []
    for image, landmarks in ((close, wanted), (close[:, ::-1], wanted.mirrored(side))):
        found = detector.detect(np.ascontiguousarray(image), with_mask=False)
        if not found:
            return ()
        nearest.append(min(_distance(other.landmarks, landmarks) for other in found))
    return tuple(nearest)


def _distance(one: Landmarks, two: Landmarks) -> float:
    """Median distance of the landmarks of one person twice, trunk lengths."""
    trunk_px = float(np.linalg.norm(two.middle("shoulder") - two.middle("hip")))
    apart = np.median(np.linalg.norm(one.xy_px - two.xy_px, axis=1))
    return float(apart) / max(trunk_px, 1.0)


def _size(pose: Pose) -> float:
    left, top, right, bottom = pose.landmarks.extent_px
    return float(np.hypot(right - left, bottom - top))
