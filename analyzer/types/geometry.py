"""Where things are: the sagittal frame, the back profile, and the body in the photo."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Annotated, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer.types.forms import Point, Polyline, Shape
from analyzer.types.frozen import Frozen
from analyzer.types.landmarks import Landmarks

Points = NDArray[np.float64]
Heads = Annotated[NDArray[np.float64], Shape((-1, 3))]
"""Circles: x, y and radius in photo pixels."""

LEVEL_SEEN_SD_DEG: Final = 1.0
"""A roll known at least so well counts as seen (our choice): only then may a picture be called level."""


def frozen_points(points: ArrayLike) -> Points:
    """A read-only float copy."""
    result = np.array(points, dtype=np.float64)
    result.flags.writeable = False
    return result


def no_heads() -> Points:
    """Nobody else: an array of shape (0, 3)."""
    return frozen_points(np.zeros((0, 3)))


@lru_cache(maxsize=64)
def _to_picture(roll_deg: float, anterior_sign: int, length_px: float) -> Points:
    """See `SagittalFrame`: a flip, a scale and a turn."""
    angle = math.radians(roll_deg)
    cos, sin = length_px * math.cos(angle), length_px * math.sin(angle)
    return frozen_points([[anterior_sign * cos, anterior_sign * sin], [sin, -cos]])


@dataclass(frozen=True, slots=True, eq=False)
class SagittalFrame(Frozen):
    """The person's own upright coordinate system in the picture plane.

    Body coordinates are ``[anterior, superior]`` in trunk lengths, with the hip as origin, for either
    side of the person and any camera roll. This class is the only place that flips a sign for facing.

    Attributes
    ----------
    origin_px : ndarray, shape (2,)
        Hip, in picture pixels [x, y], y pointing down.
    trunk_length_px : float
        Distance hip to shoulder, the unit of length.
    anterior_sign : {-1, 1}
        +1 when the person looks to the right of the picture.
    roll_deg : float
        How far the content of the picture is turned clockwise, because the camera was turned
        counter-clockwise. Taken out of every angle.
    roll_sd_deg : float
        Standard deviation of ``roll_deg``.
    mm_per_px : float or None
        Scale at the person, when known.
    """

    origin_px: Point
    trunk_length_px: float
    anterior_sign: int
    roll_deg: float = 0.0
    roll_sd_deg: float = 0.0
    mm_per_px: float | None = None

    @property
    def level_seen(self) -> bool:
        """Whether the room shows what is level, or a person said so. Else the roll is not known, only its
        usual size."""
        return self.roll_sd_deg <= LEVEL_SEEN_SD_DEG

    def _matrix(self) -> Points:
        """Body coordinates times this are picture pixels from the origin."""
        return _to_picture(self.roll_deg, self.anterior_sign, self.trunk_length_px)

    def to_body(self, points_px: ArrayLike) -> Points:
        """Picture pixels, shape (..., 2), to body coordinates, shape (..., 2)."""
        away = np.asarray(points_px, dtype=np.float64) - self.origin_px
        result: Points = away @ self._matrix().T / self.trunk_length_px**2
        return result

    def to_picture(self, points_body: ArrayLike) -> Points:
        """Body coordinates, shape (..., 2), to picture pixels, shape (..., 2)."""
        result: Points = np.asarray(points_body, dtype=np.float64) @ self._matrix() + self.origin_px
        return result

    def scaled(self, factor: float) -> SagittalFrame:
        """The same frame in a picture ``factor`` times as large."""
        return replace(
            self,
            origin_px=frozen_points(self.origin_px * factor),
            trunk_length_px=self.trunk_length_px * factor,
            mm_per_px=None if self.mm_per_px is None else self.mm_per_px / factor,
        )


@dataclass(frozen=True, slots=True, eq=False)
class TangentPoint(Frozen):
    """A point of the profile and the inclination of the skin there.

    Attributes
    ----------
    point : ndarray, shape (2,)
        Body coordinates.
    inclination_deg : float
        Against the vertical; + = leaning forward going up (top more anterior).
    """

    point: Point
    inclination_deg: float


@dataclass(frozen=True, slots=True, eq=False)
class BackProfile(Frozen):
    """The back, from the thigh to the neck, in body coordinates.

    Attributes
    ----------
    contour : ndarray, shape (n, 2)
        Skin (or tight cloth) edge ``[anterior, superior]`` in trunk lengths, going up.
    sd : ndarray, shape (n,)
        Standard deviation of its anterior coordinate, trunk lengths.
    seen : ndarray of bool, shape (n,)
        False where something lay over the edge and the curve was bridged.
    gluteal_apex, lumbar_apex, thoracic_apex : ndarray, shape (2,)
        Most posterior point of the buttock, deepest point of the lumbar hollow (farthest from the chord
        between the other two), most posterior point of the upper back.
    lumbosacral, thoracolumbar : TangentPoint
        Where the contour leans most, below and above the lumbar apex (the inflection points).
    """

    contour: Polyline
    sd: Annotated[Points, Shape((-1,))]
    seen: Annotated[NDArray[np.bool_], Shape((-1,))]
    gluteal_apex: Point
    lumbar_apex: Point
    thoracic_apex: Point
    lumbosacral: TangentPoint
    thoracolumbar: TangentPoint


@dataclass(frozen=True, slots=True, eq=False)
class BodyGeometry(Frozen):
    """Where the body is in the photo. All pixels are photo pixels (upright, full size).

    Attributes
    ----------
    frame : SagittalFrame
    landmarks : Landmarks
    outline_px : tuple of ndarray, each shape (n, 2)
        Closed polygons around the person.
    profile : BackProfile or None
        ``None`` when the back could not be traced.
    asis_px, psis_px : ndarray, shape (2,), or None
        Bony points, when a person or a marker gave them.
    hip_px : ndarray, shape (2,), or None
        The hip joint, when a person placed it.
    c7_px : ndarray, shape (2,), or None
        The seventh cervical vertebra on the skin: where a person placed it, else where the edge says it is.
    cervicothoracic : TangentPoint or None
        Where the contour leans forward most above the apex of the upper back.
    other_heads_px : ndarray, shape (n, 3)
        Middle and radius of the heads of everybody else who was found, to cover them.
    """

    frame: SagittalFrame
    landmarks: Landmarks
    outline_px: tuple[Polyline, ...]
    profile: BackProfile | None
    asis_px: Point | None = None
    psis_px: Point | None = None
    hip_px: Point | None = None
    c7_px: Point | None = None
    cervicothoracic: TangentPoint | None = None
    other_heads_px: Heads = field(default_factory=no_heads)
