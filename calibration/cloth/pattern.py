"""A garment on a body before it hangs: where its points start, what lengths they keep, which are held."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.cloth.collider import split_quads
from calibration.cloth.cut import Cut, lay_on
from calibration.cloth.drape import Bends, Cloth, Springs
from calibration.cloth.figure import DressModel, Figure, vertex_normals
from calibration.cloth.garment import Garment

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

SECTORS: Final = 72
"""Angles around the trunk."""
_USUAL_HEIGHT_M: Final = 1.7
_LAY_M: Final = 0.010
_EASE_USED: Final = 0.6
_TUBE_M: Final = 0.06
"""Over which the tube leaves the body below the chest."""
_NECK_M: Final = 0.035
_CUFF_M: Final = 0.03
"""Held at the shoulders and at the ends of the sleeves."""
_BAND_M: Final = 0.05
_LEVEL_M: Final = 0.01
_HELD_M: Final = 0.006
"""Between skin and a hem that is tucked in."""
_ELASTIC: Final = 5e-4
_SHEAR: Final = 5e-3
_BEND: Final = 500.0
"""Together with `_SHEAR` fitted so that outlines agree with those of Blender's cloth (see `check`)."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A garment before it hangs.

    Attributes
    ----------
    cloth : Cloth
    sleeve : ndarray, shape (n,)
        Vertices that are sleeve.
    hem_m : float
        Height of the hem before it hangs.
    axis : ndarray, shape (2,)
        Of the tube, [left, posterior].
    """

    cloth: Cloth
    sleeve: BoolArray
    hem_m: float
    axis: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Radii:
    """Radius of a body's trunk and thighs around a vertical axis.

    Attributes
    ----------
    axis : ndarray, shape (2,)
        [left, posterior].
    levels : ndarray, shape (m,)
    table : ndarray, shape (m, SECTORS)
    """

    axis: FloatArray
    levels: FloatArray
    table: FloatArray

    def at(self, heights: FloatArray, sectors: IntArray) -> FloatArray:
        """Radius at heights in sectors, shape (n,)."""
        place = np.clip((heights - self.levels[0]) / _LEVEL_M, 0, len(self.levels) - 1.001)
        low = place.astype(int)
        part = place - low
        return np.asarray((1 - part) * self.table[low, sectors] + part * self.table[low + 1, sectors])


def sector_of(points: FloatArray, axis: FloatArray) -> IntArray:
    """Which sector around the axis points lie in, shape (n,)."""
    across = points[:, :2] - axis
    angle = np.arctan2(across[:, 0], -across[:, 1])
    return np.asarray(((angle + math.pi) / (2 * math.pi) * SECTORS).astype(int) % SECTORS)


def measure_radii(model: DressModel, skin: FloatArray, axis: FloatArray) -> Radii:
    """Radii of the trunk without arms and head."""
    quads = model.quads[model.trunk[model.quads].all(axis=1)]
    used, numbered = np.unique(quads, return_inverse=True)
    points, _ = split_quads(skin[used], numbered.reshape(quads.shape))
    radius = np.hypot(*(points[:, :2] - axis).T)
    levels = np.arange(0.3, skin[:, 2].max(), _LEVEL_M)
    level = np.round((points[:, 2] - levels[0]) / _LEVEL_M).astype(int)
    keep = (level >= 0) & (level < len(levels))
    table = np.zeros((len(levels), SECTORS))
    np.maximum.at(table, (level[keep], sector_of(points, axis)[keep]), radius[keep])
    # Empty cells take their neighbours' radius, first around, then from the levels beside.
    for row in table:
        known = row > 0
        if known.sum() > 6:
            row[:] = np.interp(np.arange(SECTORS), np.flatnonzero(known), row[known], period=SECTORS)
    smooth = _around(table)
    known_rows = np.flatnonzero(smooth.min(axis=1) > 0)
    for sector in range(SECTORS):
        smooth[:, sector] = np.interp(np.arange(len(levels)), known_rows, smooth[known_rows, sector])
    return Radii(axis, levels, smooth)


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """A garment laid on a body.

    Attributes
    ----------
    points : ndarray, shape (n, 3)
    sleeve, low : ndarray, shape (n,)
        Which points are sleeve, and which hang freely below the chest.
    chest_m, hem_m : float
    radii : Radii
    """

    points: FloatArray
    sleeve: BoolArray
    low: BoolArray
    chest_m: float
    hem_m: float
    radii: Radii


def make_pattern(model: DressModel, cut: Cut, figure: Figure, garment: Garment) -> Pattern:
    """A garment laid on a body, widened to a tube below the chest, lengthened to its hem."""
    skin = figure.body.skin
    scale = figure.body.height_m / _USUAL_HEIGHT_M
    garment = replace(garment, ease_m=garment.ease_m * scale, hem_m=garment.hem_m * scale)
    points = cut.split(lay_on(cut, skin, vertex_normals(skin, model.quads), _LAY_M))
    sleeve = np.abs(points[:, 0]) > figure.armpit_m
    held = points[:, 2] > points[:, 2].max() - _NECK_M
    if sleeve.any():
        held |= sleeve & (np.abs(points[:, 0]) > np.abs(points[:, 0]).max() - _CUFF_M)
    axis = np.array([0.0, float(np.median(points[~sleeve, 1]))])
    laid = _Laid(
        points,
        sleeve,
        ~sleeve & (points[:, 2] < figure.chest_m),
        figure.chest_m,
        figure.sacrum_m + garment.hem_m,
        measure_radii(model, skin, axis),
    )
    rest = _tube(laid, garment)
    start, springs = rest, _springs(cut, rest)
    if garment.tucked:
        hem = _hem(cut, laid, rest)
        start = _gathered(rest, hem, laid.radii, _HELD_M)
        springs = _slacked(springs, rest, laid.chest_m, garment.slack)
        held |= hem
    elif garment.kind == "hoodie":
        start, springs = _banded(laid, rest, springs, garment)
    bends = Bends(cut.rows, _bend(rest, cut.rows), _bend_compliance(cut, rest, garment))
    return Pattern(Cloth(start, springs, bends, ~held), sleeve, laid.hem_m, axis)


def _tube(laid: _Laid, garment: Garment) -> FloatArray:
    """The garment as it is cut: a tube from chest to hem, as wide as the body's widest part at each angle."""
    points, low, radii = laid.points, laid.low, laid.radii
    result = points.copy()
    across = points[:, :2] - radii.axis
    radius = np.hypot(*across.T)
    sector = sector_of(points, radii.axis)
    widest = np.zeros(SECTORS)
    np.maximum.at(widest, sector[low], radius[low])
    widest = np.maximum(np.maximum(np.roll(widest, 1), np.roll(widest, -1)), widest)
    widest = _around(widest)
    lowest = points[~laid.sleeve, 2].min()
    below = np.clip((laid.chest_m - points[:, 2]) / (laid.chest_m - lowest), 0, 1)
    result[:, 2] += np.where(laid.sleeve, 0.0, below * (laid.hem_m - lowest))
    own = radii.at(result[:, 2], sector) + 0.5 * _LAY_M
    goal = (1 - garment.waisted) * widest[sector] + garment.waisted * own
    goal = goal + garment.ease_m / (2 * math.pi) * _EASE_USED
    blend = np.clip((laid.chest_m - points[:, 2]) / _TUBE_M, 0, 1)
    wide = (1 - blend) * radius + blend * goal
    if garment.waisted == 0:
        wide = np.maximum(wide, radius)
    new = np.where(low, wide, radius)
    result[:, :2] = radii.axis + across * (new / np.maximum(radius, 1e-6))[:, None]
    return result


def _around(values: FloatArray) -> FloatArray:
    """Mean with both neighbours around the trunk; the sectors are the last axis."""
    return np.asarray((np.roll(values, 1, axis=-1) + values + np.roll(values, -1, axis=-1)) / 3)


def _hem(cut: Cut, laid: _Laid, rest: FloatArray) -> BoolArray:
    """Which points are the hem."""
    result = np.zeros(len(rest), bool)
    result[cut.fine_border] = True
    return np.asarray(result & laid.low & (rest[:, 2] < laid.hem_m + 0.03))


def _springs(cut: Cut, rest: FloatArray) -> Springs:
    pairs = np.concatenate([cut.fine_edges, cut.diagonals])
    length = np.linalg.norm(rest[pairs[:, 0]] - rest[pairs[:, 1]], axis=1)
    compliance = np.zeros(len(pairs))
    compliance[len(cut.fine_edges) :] += _SHEAR
    return Springs(pairs, length, compliance)


def _bend(points: FloatArray, rows: IntArray) -> FloatArray:
    middle = 0.5 * (points[rows[:, 0]] + points[rows[:, 2]])
    return np.asarray(np.linalg.norm(points[rows[:, 1]] - middle, axis=1))


def _bend_compliance(cut: Cut, rest: FloatArray, garment: Garment) -> float:
    edges = cut.fine_edges
    length = float(np.median(np.linalg.norm(rest[edges[:, 0]] - rest[edges[:, 1]], axis=1)))
    return _BEND * garment.mass * length**2 / garment.bending


def _gathered(points: FloatArray, which: BoolArray, radii: Radii, room_m: float) -> FloatArray:
    """Points brought to the body's radius plus some room."""
    result = points.copy()
    across = points[which, :2] - radii.axis
    goal = radii.at(points[which, 2], sector_of(points[which], radii.axis)) + room_m
    result[which, :2] = radii.axis + across * (goal / np.maximum(np.hypot(*across.T), 1e-6))[:, None]
    return result


def _slacked(springs: Springs, rest: FloatArray, chest_m: float, slack: float) -> Springs:
    """Lengths with extra length up and down below the chest."""
    along = rest[springs.pairs[:, 0]] - rest[springs.pairs[:, 1]]
    upright = np.abs(along[:, 2]) / np.maximum(np.linalg.norm(along, axis=1), 1e-9)
    low = (rest[springs.pairs, 2] < chest_m).all(axis=1)
    return replace(springs, rest=springs.rest * (1 + np.where(low, slack * upright**2, 0.0)))


def _banded(laid: _Laid, rest: FloatArray, springs: Springs, garment: Garment) -> tuple[FloatArray, Springs]:
    """Start and springs of a garment with an elastic band at its hem."""
    band = laid.low & (rest[:, 2] < laid.hem_m + _BAND_M)
    start = _gathered(rest, band, laid.radii, garment.thickness_m + 0.004)
    springs = _slacked(springs, rest, laid.chest_m, garment.slack)
    both = band[springs.pairs].all(axis=1)
    gathered = np.linalg.norm(start[springs.pairs[:, 0]] - start[springs.pairs[:, 1]], axis=1)
    length = np.where(both, gathered * (1 - garment.band), springs.rest)
    return start, replace(springs, rest=length, compliance=np.where(both, _ELASTIC, springs.compliance))
