"""Whether a spot is on the body, and no piece of the room or finger nail."""

from __future__ import annotations

from typing import Final

import numpy as np

from analyzer.markers.patch import Patch, Picture
from analyzer.markers.spots import Spot
from analyzer.types import LandmarkName, Landmarks
from analyzer.types.arrays import FloatArray

_FINGER: Final = 0.07
_FOREARM: Final = 0.10
"""So near (trunk lengths) a spot may be a finger nail, or a gap between arm and body."""


def on_body(patch: Patch, spot: Spot, depth: Picture, landmarks: Landmarks) -> bool:
    """Whether a spot is on the body: not in the room, no gap that the room shows through, no finger nail.

    Parameters
    ----------
    patch : Patch
    spot : Spot
    depth : ndarray, shape (h, w)
        `Patch.depth`.
    landmarks : Landmarks
        In pixels of the picture that the patch was cut from.
    """
    if _share_on_person(spot, depth) < 0.4:
        return False
    place, unit = patch.to_picture(spot.centre), patch.frame.trunk_length_px
    fingers = (LandmarkName.of(side, part) for side in SIDES for part in ("index", "pinky", "thumb"))
    for finger in fingers:
        seen = landmarks.visibility[finger] > 0.5
        if seen and np.hypot(*(place - landmarks.point(finger))) < _FINGER * unit:
            return False
    by_arm = any(
        _from_line(place, landmarks.on(side, first), landmarks.on(side, second)) < _FOREARM * unit
        for side in SIDES
        for first, second in (("elbow", "wrist"), ("wrist", "index"))
    )
    return not (by_arm and _has_colour_of_room(patch, spot))


SIDES: Final = ("left", "right")


def _share_on_person(spot: Spot, depth: Picture) -> float:
    """Which part of the ring around a spot is the person."""
    angle = np.arange(24) * (2 * np.pi / 24)
    height, width = depth.shape
    x = np.round(spot.centre[0] + 1.9 * spot.radius * np.cos(angle)).astype(int).clip(0, width - 1)
    y = np.round(spot.centre[1] + 1.9 * spot.radius * np.sin(angle)).astype(int).clip(0, height - 1)
    return float((depth[y, x] > 0).mean())


def _has_colour_of_room(patch: Patch, spot: Spot) -> bool:
    room = patch.soft[patch.person < 0.1][::3]
    if len(room) < 50:
        return False
    return float((np.linalg.norm(room - spot.colour, axis=1) < 8.0).mean()) > 0.02


def _from_line(point: FloatArray, start: FloatArray, end: FloatArray) -> float:
    way = end - start
    part = float(np.clip((point - start) @ way / max(float(way @ way), 1e-9), 0.0, 1.0))
    return float(np.hypot(*(point - start - part * way)))
