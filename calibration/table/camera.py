"""A pinhole camera. World coordinates: x along the table, y away from the camera, z up, metres."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import turn

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """Where a camera stands and looks.

    Attributes
    ----------
    place : ndarray, shape (3,)
    yaw_deg : float
        Turned to the left about the vertical; 0 looks along +y, square to the table.
    pitch_deg : float
        Up.
    roll_deg : float
        Counter-clockwise seen from behind the camera: the picture's content turns clockwise.
    focal_px : float
    size : tuple of int
        Width and height, pixels.
    """

    place: FloatArray
    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    focal_px: float
    size: tuple[int, int]

    @property
    def axes(self) -> FloatArray:
        """Right, up and backwards as columns, shape (3, 3)."""
        return turn(2, self.yaw_deg) @ turn(0, 90.0 + self.pitch_deg) @ turn(2, self.roll_deg)

    def project(self, points: FloatArray) -> FloatArray:
        """World points to pixels, shape (n, 2)."""
        seen = (np.atleast_2d(points) - self.place) @ self.axes
        width, height = self.size
        scale = self.focal_px / -seen[:, 2]
        return np.stack([width / 2 + scale * seen[:, 0], height / 2 - scale * seen[:, 1]], axis=1)

    def to_dict(self) -> dict[str, Any]:
        return {
            "focal_px": round(self.focal_px, 1),
            "position_m": [round(float(value), 3) for value in self.place],
            "yaw_deg": round(self.yaw_deg, 2),
            "pitch_deg": round(self.pitch_deg, 2),
            "roll_deg": round(self.roll_deg, 2),
        }


def framed(
    points: FloatArray,
    *,
    aim: FloatArray,
    distance_m: float,
    height_m: float,
    yaw_deg: float,
    roll_deg: float,
    size: tuple[int, int],
    fill: float,
    shift: tuple[float, float] = (0.0, 0.0),
) -> Camera:
    """A camera that holds points in its picture.

    Parameters
    ----------
    points : ndarray, shape (n, 3)
        What must be in the picture.
    aim : ndarray, shape (3,)
        The camera stands `distance_m` from here, turned by `yaw_deg` about it.
    height_m : float
        Of the lens above the floor.
    fill : float
        Share of the picture's width or height that the points fill.
    shift : tuple of float
        Of their middle from the middle of the picture, shares of its width and height.
    """
    way = turn(2, yaw_deg) @ np.array([0.0, 1.0, 0.0])
    place = np.array([*(aim - distance_m * way)[:2], height_m])
    camera = Camera(place, yaw_deg, 0.0, roll_deg, 1000.0, size)
    for _ in range(4):
        seen = (points - place) @ turn(2, camera.yaw_deg) @ turn(0, 90.0)
        across, up = seen[:, 0] / -seen[:, 2], seen[:, 1] / -seen[:, 2]
        spread = float(np.ptp(across)) / size[0], float(np.ptp(up)) / size[1]
        focal = fill / max(spread)
        middle = 0.5 * (up.min() + up.max()) + shift[1] * size[1] / focal
        pitch = math.degrees(math.atan(middle))
        middle = 0.5 * (across.min() + across.max()) + shift[0] * size[0] / focal
        camera = Camera(place, camera.yaw_deg - math.degrees(math.atan(middle)), pitch, roll_deg, focal, size)
    return camera
