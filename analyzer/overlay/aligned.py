"""Two photos of one person on top of each other: level, on one ankle, and of one size. Never stretched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.overlay.faces import hide_face
from analyzer.overlay.joints import ankle_known
from analyzer.overlay.primitives import Color
from analyzer.types import Analysis
from analyzer.types.arrays import FloatArray
from analyzer.types.codes import Facing
from analyzer.types.geometry import frozen_points

Image = NDArray[np.uint8]

ANKLE: Final = (0.36, 0.915)
"""Where the ankle of somebody who looks to the right lies on the canvas, in its width and height.

Arms that are lifted forward need the room in front."""
SHOULDER_TO_ANKLE: Final = 0.70
"""Of the height of the canvas."""
_LEG: Final = 1.66
"""From hip to ankle, trunk lengths (rendered people: 1.66 with a standard deviation of 0.07)."""


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """A photo on the common canvas.

    Attributes
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
        Read-only.
    corners : ndarray, shape (4, 2)
        Of the photo on the canvas; nothing is seen beyond.
    outline : tuple of ndarray, each shape (n, 2)
        The person.
    back : ndarray, shape (n, 2), or None
        The traced back, going up.
    mirrored : bool
        Whether left and right were exchanged to match the other photo.
    """

    rgb: Image
    corners: FloatArray
    outline: tuple[FloatArray, ...]
    back: FloatArray | None
    mirrored: bool


def align(
    analysis: Analysis,
    rgb: Image,
    size: tuple[int, int],
    *,
    facing: Facing | None = None,
    cover_face: bool = False,
    beyond: Color = (255, 255, 255),
) -> Aligned:
    """A photo on a canvas: level, the ankle at `ANKLE`, shoulder to ankle `SHOULDER_TO_ANKLE` high.

    Parameters
    ----------
    analysis : Analysis
    rgb : ndarray of uint8, shape (height, width, 3)
        Its photo, at full size or smaller (same proportions).
    size : (int, int)
        Width and height of the canvas in pixels.
    facing : {"left", "right"}, optional
        The side to look to; a photo of the other side is mirrored.
    cover_face : bool
        Whether to cover the face with a mosaic.
    beyond : (int, int, int)
        Colour where there is no photo.
    """
    width, height = size
    assert analysis.photo.width_px
    ratio = rgb.shape[1] / analysis.photo.width_px
    mirrored = facing is not None and facing != analysis.view.facing
    matrix = to_canvas(analysis, size, facing or analysis.view.facing, mirrored=mirrored)
    from_rgb = matrix.copy()
    from_rgb[:, :2] /= ratio
    # OpenCV counts from the centre of the first pixel, everything else here from its corner.
    from_rgb[:, 2] += from_rgb[:, :2] @ [0.5, 0.5] - 0.5
    scale = math.hypot(from_rgb[0, 0], from_rgb[0, 1])
    source, step = rgb, 1.0
    if scale < 0.6:
        step = scale
        small = (max(1, round(rgb.shape[1] * step)), max(1, round(rgb.shape[0] * step)))
        source = np.asarray(cv2.resize(rgb, small, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        from_rgb = matrix.copy()
        from_rgb[:, :2] /= ratio * step
        from_rgb[:, 2] += from_rgb[:, :2] @ [0.5, 0.5] - 0.5
    canvas = cv2.warpAffine(source, from_rgb, (width, height), flags=cv2.INTER_LINEAR, borderValue=beyond)
    image = np.asarray(canvas, dtype=np.uint8)
    if cover_face:
        hide_face(image, analysis, matrix)
    image.flags.writeable = False
    profile, frame = analysis.geometry.profile, analysis.geometry.frame
    back = None if profile is None else moved(matrix, frame.to_picture(profile.contour))
    outline = tuple(moved(matrix, ring) for ring in analysis.geometry.outline_px)
    right, bottom = float(analysis.photo.width_px), rgb.shape[0] / ratio
    corners = moved(matrix, np.array([[0.0, 0.0], [right, 0.0], [right, bottom], [0.0, bottom]]))
    return Aligned(image, corners, outline, back, mirrored)


def moved(matrix: FloatArray, points: FloatArray) -> FloatArray:
    """Points, shape (n, 2), after an affine transform, shape (2, 3)."""
    return frozen_points(np.asarray(points) @ matrix[:, :2].T + matrix[:, 2])


def body_length_px(analysis: Analysis) -> float:
    """Shoulder to hip to knee to ankle, in photo pixels: steadier than any one of them."""
    landmarks = analysis.geometry.landmarks
    if not ankle_known(analysis):
        return (1.0 + _LEG) * analysis.geometry.frame.trunk_length_px
    points = np.array([landmarks.middle(part) for part in ("shoulder", "hip", "knee", "ankle")])
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


def ankle_place(size: tuple[int, int], facing: Facing) -> FloatArray:
    """Where the ankle lies on a canvas, shape (2,)."""
    across = ANKLE[0] if facing == "right" else 1.0 - ANKLE[0]
    return frozen_points([across * size[0], ANKLE[1] * size[1]])


def to_canvas(analysis: Analysis, size: tuple[int, int], facing: Facing, *, mirrored: bool) -> FloatArray:
    """The affine transform, shape (2, 3), from photo pixels to a canvas."""
    scale = SHOULDER_TO_ANKLE * size[1] / body_length_px(analysis)
    # The content is turned clockwise by roll_deg; turning it back makes it level.
    angle = math.radians(analysis.geometry.frame.roll_deg)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]]) * scale
    if mirrored:
        turn[0] *= -1.0
    ankle = _ankle_px(analysis)
    return np.column_stack([turn, ankle_place(size, facing) - turn @ ankle])


def _ankle_px(analysis: Analysis) -> FloatArray:
    """The ankle, or where it would be below a photo that does not show the feet; shape (2,)."""
    if ankle_known(analysis):
        return analysis.geometry.landmarks.middle("ankle")
    below = analysis.geometry.frame.to_picture(np.array([[0.0, -_LEG]]))
    return np.asarray(below[0])
