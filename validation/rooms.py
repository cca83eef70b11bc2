"""What goes wrong before a camera: too little light, a tilted screen, a second person, a coffee cup."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

RGB = NDArray[np.uint8]
_GAMMA: Final = 2.2
_HORIZON_PX: Final = 330.0
"""Where the horizon is in the frames of ``validation/webcam``: who is smaller stands further back."""
_CUP: Final = (40, 60, 120)
_COFFEE: Final = ((58, 34, 20), (150, 105, 70))


def darkened(frame: RGB, light: float) -> RGB:
    """The frame with only a share of its light."""
    return np.asarray(np.round(255.0 * (light * (frame / 255.0) ** _GAMMA) ** (1.0 / _GAMMA)), dtype=np.uint8)


def lowered(frame: RGB, far_px: int) -> RGB:
    """The frame of a camera that looks up: what is low is cut off."""
    down = cv2.copyMakeBorder(frame, far_px, 0, 0, 0, cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(down[: frame.shape[0]], dtype=np.uint8)


def tilted(frame: RGB, tilt_deg: float) -> RGB:
    """The frame of a camera that is turned about its line of sight; its content turns clockwise."""
    height, width = frame.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2.0, height / 2.0), -tilt_deg, 1.0)
    turned = cv2.warpAffine(frame, matrix, (width, height), borderMode=cv2.BORDER_REFLECT)
    return np.asarray(turned, dtype=np.uint8)


def with_second(frame: RGB, other: RGB, empty: RGB, share: float, centre_px: float) -> RGB:
    """The person of another frame is put in, so many times as large, further back on the floor.

    Parameters
    ----------
    frame, other, empty : ndarray of uint8, shape (height, width, 3)
        Of one room: to put somebody into, with that person, and without anybody.
    share : float
        Size of the second person, by that of the other frame.
    centre_px : float
        Where to put them, across.
    """
    differs = (np.abs(other.astype(int) - empty).max(axis=2) > 18).astype(np.uint8)
    differs = cv2.morphologyEx(differs, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)).astype(np.uint8)
    _, label, stats, _ = cv2.connectedComponentsWithStats(differs)
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    x, y, wide, high = (int(value) for value in stats[largest][:4])
    size = (max(1, round(share * wide)), max(1, round(share * high)))
    person = cv2.resize(other[y : y + high, x : x + wide], size, interpolation=cv2.INTER_AREA)
    inside = (label[y : y + high, x : x + wide] == largest).astype(np.float32)
    alpha = cv2.resize(inside, size, interpolation=cv2.INTER_AREA)[..., None]
    top = round(_HORIZON_PX + (y + high - _HORIZON_PX) * share - size[1])
    left = round(centre_px - size[0] / 2.0)
    result = frame.copy()
    place = result[top : top + size[1], max(0, left) : left + size[0]]
    within = slice(max(0, -left), max(0, -left) + place.shape[1])
    place[:] = np.round(place * (1.0 - alpha[:, within]) + person[:, within] * alpha[:, within])
    return result


def with_cup(frame: RGB, centre_px: tuple[int, int] = (730, 310), size: float = 0.95) -> RGB:
    """A large coffee cup before the camera, drawn such that a pose model takes it for a person."""
    result = frame.copy()
    (x, y), wide, high = centre_px, round(70 * size), round(80 * size)
    for radius, flat, up, shade in ((1.9, 0.55, 0, 0.8), (1.7, 0.45, 4, 0.95)):
        axes = (round(radius * wide), round(flat * wide))
        cv2.ellipse(result, (x, y + high - up), axes, 0, 0, 360, _grey(shade), -1, cv2.LINE_AA)
    handle = (round(40 * size), round(38 * size))
    cv2.ellipse(result, (x + wide, y), handle, 0, -100, 100, _grey(0.7), round(14 * size), cv2.LINE_AA)
    for row in range(-high, high + 1):
        half = round(wide * (1.0 - 0.35 * ((row + high) / (2.0 * high)) ** 2))
        across = np.arange(-half, half + 1)
        round_off = np.sqrt(np.clip(1.0 - ((across + 0.3 * half) / (1.3 * half)) ** 2, 0.0, 1.0))
        shaded = np.outer(0.65 + 0.4 * round_off, np.array(_CUP))
        result[y + row, x - half : x + half + 1] = np.clip(shaded, 0, 255)
    brim = round(0.35 * wide)
    rings = ((1.0, 1.0, _grey(1.0)), (0.9, 0.82, _COFFEE[0]), (0.5, 0.5, _COFFEE[1]))
    for number, (share, depth, colour) in enumerate(rings):
        axes = (round(share * wide), round(depth * brim))
        cv2.ellipse(result, (x, y - high + 3 * number), axes, 0, 0, 360, colour, -1, cv2.LINE_AA)
    return result


def _grey(shade: float) -> tuple[int, int, int]:
    red, green, blue = (min(255, round(shade * value)) for value in _CUP)
    return red, green, blue
