"""Faces covered in pictures that are handed on."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.types import Analysis
from analyzer.types.arrays import FloatArray
from analyzer.types.thomas import ThomasAnalysis

Image = NDArray[np.uint8]

_MOSAIC: Final = 9
"""A covered face has so many tiles across."""
_RADIUS: Final = 0.62
"""Of what is covered, in distances from the shoulder to the middle of the face."""
_LEAST_LYING: Final = 0.30
"""The same of somebody who lies, at least, in trunk lengths: a chin on the chest brings both near."""
_HEAD_BEYOND: Final = 0.42
"""Where the middle of the head lies beyond the shoulder of somebody who lies, when the face itself is not
known; trunk lengths."""


def face_covered(rgb: Image, analysis: Analysis | ThomasAnalysis) -> Image:
    """A copy of a photo, at full size or smaller, with a mosaic over all heads. The photo stays as it is."""
    assert analysis.photo.width_px
    ratio = rgb.shape[1] / analysis.photo.width_px
    covered: Image = np.array(rgb)
    hide_face(covered, analysis, np.array([[ratio, 0.0, 0.0], [0.0, ratio, 0.0]]))
    return covered


def hide_face(image: Image, analysis: Analysis | ThomasAnalysis, matrix: FloatArray) -> None:
    """A mosaic over the head, and over those of everybody else who was found, in place. Coarse enough that
    nobody can be recognised.

    ``matrix``, shape (2, 3), leads from photo pixels to those of ``image``.
    """
    middle, radius = _lying(analysis) if isinstance(analysis, ThomasAnalysis) else _standing(analysis)
    scale = math.sqrt(abs(float(np.linalg.det(matrix[:, :2]))))
    others = [(head[:2], float(head[2])) for head in analysis.geometry.other_heads_px]
    for at, reach in [(middle, radius), *others]:
        _mosaic(image, matrix[:, :2] @ at + matrix[:, 2], scale * reach)


def _standing(analysis: Analysis) -> tuple[FloatArray, float]:
    """Middle and radius of the head, photo pixels."""
    landmarks = analysis.geometry.landmarks
    shoulder, ear, eye, mouth = (landmarks.middle(part) for part in ("shoulder", "ear", "eye", "mouth"))
    middle = (ear + eye + mouth) / 3.0
    return middle, _RADIUS * float(np.linalg.norm(shoulder - middle))


def _lying(analysis: ThomasAnalysis) -> tuple[FloatArray, float]:
    geometry = analysis.geometry
    shoulder, trunk = geometry.points_px["shoulder"], geometry.trunk_length_px
    middle = geometry.face_px
    if middle is None:
        along = shoulder - geometry.points_px["hip"]
        middle = shoulder + _HEAD_BEYOND * trunk * along / max(float(np.linalg.norm(along)), 1e-9)
    return middle, max(_RADIUS * float(np.linalg.norm(shoulder - middle)), _LEAST_LYING * trunk)


def _mosaic(image: Image, middle: FloatArray, radius: float) -> None:
    left, top = (max(0, math.floor(value)) for value in middle - radius)
    right, bottom = (math.ceil(value) for value in middle + radius)
    part = image[top:bottom, left:right]
    if part.size == 0:
        return
    tiles = cv2.resize(part, (_MOSAIC, _MOSAIC), interpolation=cv2.INTER_AREA)
    coarse = cv2.resize(tiles, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_NEAREST)
    y, x = np.ogrid[: part.shape[0], : part.shape[1]]
    inside = np.hypot(x + left - middle[0], y + top - middle[1]) <= radius
    part[inside] = coarse[inside]
