"""What lies right below the foot: a thing that carries it, or the room far behind it.

A stool, a cushion or a box below a foot is of one colour over the width of the contact and some way down,
does not go on like that to both sides, and is seen nowhere around the ankle. A wall behind the foot is seen
beside the ankle too, a floor goes on at both sides, and shelves and plants are of many colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.types.arrays import FloatArray

_PER_TRUNK: Final = 100.0
"""Pixels for a trunk length; all lengths below are in such pixels."""
_AROUND: Final = (75, 45)
_CONTACT: Final = 4
"""Columns whose lowest place of the person is so near to the lowest of all bear on what is below."""
_BAND: Final = (3, 10)
_DEEP: Final = (10, 22)
"""So far below them what carries them is looked at: past the shadow; and farther down."""
_BESIDE: Final = (15, 60)
_RING: Final = (6, 35, 30)
"""Around the ankle: from so far above the sole up to, and so far to the sides."""
_PERSON: Final = 0.4
_EDGE: Final = 4.0
_ONE: Final = 6.0
_SAME: Final = 7.0
_LIKE: Final = 12.0
"""Weighted Lab distances within one surface: right below, beside, and farther down where it is darker."""
_WEIGHTS: Final = np.array([0.5, 1.0, 1.0], dtype=np.float32)
_LEAST: Final = (20, 80)
"""Pixels below the foot, and elsewhere, that are enough."""


@dataclass(frozen=True, slots=True)
class Surface:
    """Shares of pixels with the colour of what is right below the foot; not a number where nothing is seen.

    Attributes
    ----------
    below, deep : float
        Right below the foot, and farther down.
    around : float
        Around the ankle.
    beside : (float, float)
        At the same height left and right of the foot.
    width : float
        How broad the foot bears on it, trunk lengths.
    """

    below: float
    deep: float
    around: float
    beside: tuple[float, float]
    width: float

    @property
    def carries(self) -> bool:
        """Whether it is a thing below the foot, not the room behind it."""
        beside = [share for share in self.beside if np.isfinite(share)]
        return bool(
            self.below > 0.90
            and self.deep > 0.75
            and self.around < 0.08
            and beside
            and max(beside) < 0.80
            and self.width > 0.18
        )


def surface_below(
    rgb: NDArray[np.uint8], mask: NDArray[np.float32], foot_px: FloatArray, trunk_px: float
) -> Surface | None:
    """What is right below the foot; ``None`` where it is out of the picture.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    mask : ndarray of float32, shape (height, width)
        Probability of being the person.
    foot_px : ndarray, shape (3, 2)
        Ankle, heel and toes.
    trunk_px : float
    """
    lab, own, inside, foot = _cut_out(rgb, mask, foot_px, trunk_px)
    height, width = own.shape
    low, high = np.clip([foot[:, 0].min() - 4, foot[:, 0].max() + 5], 0, width).astype(int)
    top, bottom = np.clip([foot[:, 1].min() - 5, foot[:, 1].max() + 20], 0, height).astype(int)
    rows, columns = np.mgrid[:height, :width]
    here = own & (rows >= top) & (rows < bottom) & (columns >= low) & (columns < high)
    lowest = np.where(here, rows, -1).max(axis=0, initial=-1)
    sole = int(lowest.max(initial=-1))
    if sole < 0:
        return None
    bears = lowest >= sole - _CONTACT
    free = inside & ~own
    under = (rows - lowest >= _BAND[0]) & (rows - lowest < _BAND[1]) & bears & free
    if under.sum() < _LEAST[0]:
        return None
    off = np.linalg.norm((lab - np.median(lab[under], axis=0)) * _WEIGHTS, axis=2)
    apart = cv2.distanceTransform((~own).astype(np.uint8), cv2.DIST_L2, 3) > _EDGE
    level = free & apart & (rows > sole + _BAND[0]) & (rows < sole + _BAND[1])
    around = free & apart & (rows < sole - _RING[0]) & (rows > sole - _RING[1])
    around &= (columns > low - _RING[2]) & (columns < high + _RING[2])
    deep = free & bears & (rows > sole + _DEEP[0]) & (rows < sole + _DEEP[1])
    sides = (
        level & (columns > low - _BESIDE[1]) & (columns < low - _BESIDE[0]),
        level & (columns > high + _BESIDE[0]) & (columns < high + _BESIDE[1]),
    )
    return Surface(
        float((off[under] < _ONE).mean()),
        _share(off, deep, _LIKE, _LEAST[0]),
        _share(off, around, _SAME, _LEAST[1]),
        (_share(off, sides[0], _SAME, _LEAST[1]), _share(off, sides[1], _SAME, _LEAST[1])),
        float(bears.sum()) / _PER_TRUNK,
    )


def _share(off: NDArray[np.float32], where: NDArray[np.bool_], near: float, least: int) -> float:
    return float((off[where] < near).mean()) if where.sum() >= least else float("nan")


def _cut_out(
    rgb: NDArray[np.uint8], mask: NDArray[np.float32], foot_px: FloatArray, trunk_px: float
) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_], FloatArray]:
    """CIE Lab around the foot at a fixed scale, where the person and the picture are, and the foot."""
    scale = _PER_TRUNK / trunk_px
    corner = foot_px.min(axis=0) - np.array(_AROUND) / scale
    size = (foot_px.max(axis=0) + np.array(_AROUND) / scale - corner) * scale
    way = np.array([[scale, 0.0, -corner[0] * scale], [0.0, scale, -corner[1] * scale]])
    shape = (max(int(size[0]), 1), max(int(size[1]), 1))
    small = cv2.warpAffine(rgb, way, shape)
    lab = cv2.cvtColor(small.astype(np.float32) / np.float32(255.0), cv2.COLOR_RGB2Lab)
    own = cv2.warpAffine(mask, way, shape) > _PERSON
    inside = cv2.warpAffine(np.ones_like(mask), way, shape) > 0.99
    return np.asarray(lab, dtype=np.float32), own, inside, (foot_px - corner) * scale
