"""What finds people in a picture, and how large and how far apart they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from analyzer.types import Landmarks, Pose


class Detector(Protocol):
    """What finds people in a picture: `analyzer.pose.PoseModel`, or a stand-in."""

    def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]: ...


def look_beside(detector: Detector, rgb: NDArray[np.uint8]) -> Callable[[], tuple[Pose, ...]]:
    """What ``detect`` would answer, to be asked for later; a detector that can looks for it meanwhile."""
    begin: Any = getattr(detector, "begin_detect", None)
    return partial(detector.detect, rgb) if begin is None else begin(rgb)


def mask_of(pose: Pose) -> NDArray[np.float32]:
    """The mask, which was asked for."""
    if pose.mask is None:
        raise ValueError("the detector has to give masks")
    return pose.mask


def height_px(landmarks: Landmarks) -> float:
    """Height of the body in the picture, pixels."""
    _, top, _, bottom = landmarks.extent_px
    return bottom - top


def body_length_px(landmarks: Landmarks) -> float:
    """Trunk, thigh and shank one after the other, pixels: hardly depends on the pose."""
    way = np.array([landmarks.middle("shoulder"), landmarks.middle("hip")])
    length = float(np.linalg.norm(way[1] - way[0]))
    for upper, lower in (("hip", "knee"), ("knee", "ankle")):
        sides = [
            np.linalg.norm(landmarks.on(side, upper) - landmarks.on(side, lower))
            for side in ("left", "right")
        ]
        length += float(np.mean(sides))
    return length


def distance_px(one: Landmarks, two: Landmarks) -> float:
    """Between the middles of the trunks, pixels."""
    middles = [(item.middle("shoulder") + item.middle("hip")) / 2 for item in (one, two)]
    return float(np.linalg.norm(middles[0] - middles[1]))
