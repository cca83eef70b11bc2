"""What a camera frame shows of the room: is there light, is the cover open, does the camera stand level?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import percentile
from analyzer.person.roll import estimate_roll

_CELLS: Final = (32, 18)
"""Light is judged by the means of so many cells of the frame, which have no noise."""
_BRIGHT_PCT: Final = 95.0
_LOOK_EVERY_S: Final = 2.5
_UNCLEAR_S: Final = 2.5
"""So much longer after a look that said nothing: it takes as long as three frames."""
_REMEMBER_S: Final = 8.0
"""Somebody close to the camera hides the lines that show its tilt: what was seen is believed so long."""
_TURNS_DEG: Final = (0.0, -4.0, 4.0, -8.0, 8.0, -12.0, 12.0, -16.0, 16.0)
"""The frame is turned by each: only lines that are nearly level say by how much they are not."""
_SURE_SD_DEG: Final = 1.0
_AGREE_DEG: Final = 1.5
_LEVEL_DEG: Final = 3.0
"""A frame whose lines are surely within this is level, and need not be turned."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Room:
    """Light and camera.

    Attributes
    ----------
    light : float
        Grey level of the bright parts of the frame, 0 to 255.
    contrast : float
        How far the parts of the frame differ, grey levels (standard deviation).
    tilt_deg : float
        How far the camera is surely turned about its line of sight; 0 when it is level or that is not known.
    """

    light: float = 255.0
    contrast: float = 255.0
    tilt_deg: float = 0.0


GOOD_ROOM: Final = Room()
"""Light and level, as far as is known."""


class RoomWatch:
    """Looks at the room of one stream: at its light in every frame, at lines now and then."""

    def __init__(self) -> None:
        self._looked_s = -_LOOK_EVERY_S
        self._tilt: tuple[float, float] = (0.0, -_REMEMBER_S)

    def look(self, rgb: NDArray[np.uint8], time_s: float, person: Box | None) -> Room:
        """What the next frame shows.

        Parameters
        ----------
        rgb : ndarray of uint8, shape (height, width, 3)
        time_s : float
            Increasing.
        person : (left, top, right, bottom), optional
            Where somebody is, pixels: lines there are those of clothes.
        """
        grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
        cells = cv2.resize(grey, _CELLS, interpolation=cv2.INTER_AREA)
        if time_s - self._looked_s >= _LOOK_EVERY_S:
            self._looked_s = time_s
            tilt_deg = see_tilt(rgb, person)
            if tilt_deg is None:
                self._looked_s += _UNCLEAR_S
            else:
                self._tilt = (tilt_deg, time_s)
        tilt_deg, seen_s = self._tilt
        return Room(
            percentile(cells, _BRIGHT_PCT),
            float(cells.std()),
            tilt_deg if time_s - seen_s <= _REMEMBER_S else 0.0,
        )


def see_tilt(rgb: NDArray[np.uint8], person: Box | None = None) -> float | None:
    """How far the camera is turned about its line of sight, degrees; ``None`` when no lines tell clearly.

    `analyzer.person.roll` expects the tilt of photos, which is small. A camera that stands on something
    uneven may be turned by more: so the frame is looked at turned by several angles, and a tilt is believed
    that two of them agree on.
    """
    hidden = np.zeros(rgb.shape[:2], dtype=np.float32)
    if person is not None:
        left, top, right, bottom = (max(0, round(edge)) for edge in person)
        hidden[top : bottom + 1, left : right + 1] = 1.0
    sure: list[tuple[float, float]] = []
    for turn_deg, frame, covered in _turned(rgb, hidden):
        seen = estimate_roll(frame, covered)
        if seen.sd_deg >= _SURE_SD_DEG:
            continue
        if turn_deg == 0.0 and abs(seen.roll_deg) < _LEVEL_DEG:
            return seen.roll_deg
        sure.append((turn_deg + seen.roll_deg, seen.sd_deg))
    found = [(sd, _those_near(tilt, sure)) for tilt, sd in sure]
    agreed = [(sd, near) for sd, near in found if len(near) > 1]
    return float(np.mean(min(agreed)[1])) if agreed else None


def _those_near(tilt_deg: float, sure: list[tuple[float, float]]) -> list[float]:
    return [other for other, _ in sure if abs(other - tilt_deg) < _AGREE_DEG]


def _turned(
    rgb: NDArray[np.uint8], hidden: NDArray[np.float32]
) -> Iterator[tuple[float, NDArray[np.uint8], NDArray[np.float32]]]:
    """The frame turned counter-clockwise by each angle; what is turned in from outside is hidden."""
    height, width = rgb.shape[:2]
    for turn_deg in _TURNS_DEG:
        if turn_deg == 0.0:
            yield 0.0, rgb, hidden
            continue
        matrix = cv2.getRotationMatrix2D((width / 2.0, height / 2.0), turn_deg, 1.0)
        frame = cv2.warpAffine(rgb, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
        inside = cv2.warpAffine(1.0 - hidden, matrix, (width, height))
        yield turn_deg, frame.astype(np.uint8), (inside < 0.999).astype(np.float32)
