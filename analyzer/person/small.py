"""A person who is small in the picture: the model only notices people of about a third of its height."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.person.detector import Detector, body_length_px
from analyzer.types import Pose

Window = tuple[slice, slice]
"""Rows and columns of a picture."""

_TILES: Final = (0.5, 0.3)
"""Sides of the parts that are looked at one by one, in parts of the longer side."""
_OVERLAP: Final = 0.5
_TILE_PX: Final = 512
"""Enough to notice somebody; landmarks are found in the final window, with all its pixels."""
_SURE: Final = 0.7
_SEEN: Final = 0.5
_ROOM: Final = 0.35
"""Kept around the person, in body heights: as in a photo taken from nearer."""


def find_small(rgb: NDArray[np.uint8], detector: Detector) -> Window | None:
    """The part of the picture around somebody who is small in it; None when nobody is noticed.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    detector : Detector
    """
    for share in _TILES:
        found = [
            (body_length_px(pose.landmarks), pose, window)
            for window, pose in _seen_in_tiles(rgb, detector, share)
        ]
        if found:
            _, pose, (rows, columns) = max(found, key=lambda item: item[0])
            x, y = pose.landmarks.xy_px.T
            return _around(rgb, x + columns.start, y + rows.start)
    return None


def _seen_in_tiles(rgb: NDArray[np.uint8], detector: Detector, share: float) -> Iterator[tuple[Window, Pose]]:
    """People in overlapping parts of the picture, in pixels of the part."""
    height, width = rgb.shape[:2]
    side = max(2, round(share * max(height, width)))
    for top in _starts(height, side):
        for left in _starts(width, side):
            window = slice(top, min(top + side, height)), slice(left, min(left + side, width))
            tile = np.ascontiguousarray(rgb[window])
            factor = min(1.0, _TILE_PX / max(tile.shape[:2]))
            if factor < 1.0:
                tile = cv2.resize(tile, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            for pose in detector.detect(tile):
                scaled = Pose(pose.landmarks.scaled(1.0 / factor), pose.world_m, None, pose.probability)
                if _is_whole(scaled, window):
                    yield window, scaled


def _is_whole(pose: Pose, window: Window) -> bool:
    """Whether the model is sure of a person who lies in this part, all but hands and feet."""
    rows, columns = window
    inside = [
        0 <= x < columns.stop - columns.start and 0 <= y < rows.stop - rows.start
        for x, y in (pose.landmarks.middle(part) for part in ("ear", "shoulder", "hip", "knee"))
    ]
    seen = float(pose.landmarks.visibility[11:29].mean())
    return all(inside) and pose.probability > _SURE and seen > _SEEN


def _starts(length: int, side: int) -> list[int]:
    """Where tiles begin so that they cover a length and overlap."""
    if length <= side:
        return [0]
    count = int(np.ceil((length - side) / (side * (1.0 - _OVERLAP)))) + 1
    return [round(start) for start in np.linspace(0, length - side, count)]


def _around(rgb: NDArray[np.uint8], x: NDArray[np.float64], y: NDArray[np.float64]) -> Window:
    """The person with room on all sides."""
    room = _ROOM * float(np.ptp(y))
    height, width = rgb.shape[:2]
    rows = slice(max(0, int(y.min() - room)), min(height, int(y.max() + room) + 1))
    columns = slice(max(0, int(x.min() - room)), min(width, int(x.max() + room) + 1))
    return rows, columns
