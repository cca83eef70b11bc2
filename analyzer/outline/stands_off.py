"""Where the traced edge stands off the back, whatever the reason: hair, an elbow, a bag, a plate.

Leave out the rows of a window, take the most probable back given all other rows, and look how far the edge in
the window lies behind it, in standard deviations of that prediction. Skin agrees with what the rest says;
what lies over it does not. The windows are weighed against each other and against "nothing is there", so
each row gets a probability, and a little more of an object is a little more probable.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import moving_mean, product
from analyzer.outline.edge import ROWS
from analyzer.outline.learned_curve import back_shapes
from analyzer.types.arrays import FloatArray

_LENGTHS: Final = (0.15, 0.25, 0.4, 0.6, 0.85)
_LOWEST: Final = -0.5
_HIGHEST: Final = 1.06
_STEP: Final = 0.05
"""Windows: their lengths and where they lie, trunk lengths."""
_EVERY: Final = 2
"""Every second height and the larger half of the variation are enough here."""
_MODES: Final = 24
_NOISE: Final = 0.003
_MODEL: Final = 0.003
"""Usual error of an edge point, and how far bodies lie from the prediction beyond what it says."""
_CORRELATION: Final = 4.0
"""So many neighbours (every second height) err together."""
_TAIL: Final = 3.0
_PER_SD: Final = 3.0
"""Log odds per standard deviation: less than those of a normal distribution so far out, as tails are long."""
_ROUNDS: Final = 3
_LEAST: Final = 0.03
"""A window is looked at only where so much of it was seen, in parts of a clear edge."""

UNEXPECTED_SDS: Final = 5.8
"""So far (standard deviations) the edge may lie behind the back by chance and by clothes: as likely as not
something lies over it. Of rendered people without hair or arms over the back 95 % lie below 4,
and of those in hanging cloth below 5."""
_BESIDE_SDS: Final = 1.5
EXPECTED_SDS: Final = 3.1
"""The same where colours or joints already say that hair or an arm is there."""
TWICE_EXPECTED_SDS: Final = 2.4
"""The same where two things say so: the colour of hair, and a step of the edge where it ends."""


@cache
def _windows() -> NDArray[np.bool_]:
    """Heights in each window, shape (windows, heights)."""
    heights = back_shapes().heights[::_EVERY]
    spans = [
        (low, low + length)
        for length in _LENGTHS
        for low in np.arange(_LOWEST, _HIGHEST - length + 1e-9, _STEP)
    ]
    return np.array([(heights >= low) & (heights <= high) for low, high in spans])


_PRIOR: Final = np.eye(_MODES)
_UPPER: Final = np.triu_indices(_MODES)
_PAIR: Final = np.zeros((_MODES, _MODES), dtype=np.intp)
_PAIR[_UPPER] = _PAIR.T[_UPPER] = np.arange(len(_UPPER[0]))
"""Number of a pair of modes, whichever comes first."""


@cache
def _squares() -> FloatArray:
    """Products of two modes at each height, each pair once, shape (heights, pairs)."""
    modes = back_shapes().modes[::_EVERY, -_MODES:]
    return np.ascontiguousarray(modes[:, _UPPER[0]] * modes[:, _UPPER[1]])


def find_stand_off(edge: FloatArray, trust: FloatArray) -> FloatArray:
    """How far something lies over the back, shape (rows,): 0 where that has less than 10 % of probability, 1
    where it has more than 60 %.

    Parameters
    ----------
    edge, trust : ndarray, shape (rows,)
        Posterior position at `analyzer.outline.edge.ROWS`, trunk lengths, and how far each row is believed.
    """
    observed, believed = _at_heights(edge, trust)
    windows = _windows()
    odds = np.exp(_PER_SD * (_stand_off_sds(observed, believed, windows) - UNEXPECTED_SDS))
    there = float(_decided(odds.sum() / (1.0 + odds.sum())))
    if there == 0.0:
        return np.zeros(len(ROWS))
    # Where it lies, supposing that it is there. What touches it and stands off is most often part of it.
    where = odds @ windows / odds.sum()
    for _ in range(_ROUNDS):
        sds = _stand_off_sds(observed, believed * (1.0 - where), windows)
        touches = (windows * where).max(axis=1)
        odds = np.exp(_PER_SD * (sds - UNEXPECTED_SDS + touches * (UNEXPECTED_SDS - _BESIDE_SDS)))
        more = _decided(odds @ windows / (1.0 + odds.sum()))
        where = 1.0 - (1.0 - where) * (1.0 - more)
    result: FloatArray = np.interp(ROWS, back_shapes().heights[::_EVERY], there * where, left=0.0, right=0.0)
    return result


def stand_off_probability(
    edge: FloatArray, trust: FloatArray, rows: NDArray[np.bool_], needed_sds: float = EXPECTED_SDS
) -> float:
    """Whether what is expected over some rows really stands off the back, in part of them at least: 0 to 1 as
    for `find_stand_off`.

    Parameters
    ----------
    edge, trust : ndarray, shape (rows,)
        See `find_stand_off`.
    rows : ndarray of bool, shape (rows,)
    needed_sds : float
        How far the edge there has to stand off to be believed as likely as not.
    """
    if not rows.any():
        return 0.0
    windows = _windows()
    inside = np.interp(back_shapes().heights[::_EVERY], ROWS, rows.astype(np.float64))
    share = windows @ inside / windows.sum(axis=1)
    counts = np.clip((share - 0.4) / 0.2, 0.0, 1.0)
    there = counts > 0.0
    if not there.any():
        return 0.0
    sds = _stand_off_sds(*_at_heights(edge, trust), windows[there]) * counts[there]
    probability = 1.0 / (1.0 + np.exp(_PER_SD * (needed_sds - max(float(sds.max()), 0.0))))
    return float(_decided(probability))


def _decided(probability: FloatArray) -> FloatArray:
    """0 below 10 %, 1 above 60 %, straight between: to bridge skin costs little, and to believe hair much."""
    result: FloatArray = np.clip((probability - 0.1) / 0.5, 0.0, 1.0)
    return result


def _at_heights(edge: FloatArray, trust: FloatArray) -> tuple[FloatArray, FloatArray]:
    heights = back_shapes().heights[::_EVERY]
    return np.interp(heights, ROWS, moving_mean(edge, 2)), np.interp(heights, ROWS, trust)


def _stand_off_sds(observed: FloatArray, trust: FloatArray, windows: NDArray[np.generic]) -> FloatArray:
    """How far the edge in each window lies behind the back that all other rows suggest, in standard
    deviations of that suggestion, shape (windows,)."""
    shapes = back_shapes()
    modes = shapes.modes[::_EVERY, -_MODES:]
    deviation = observed - shapes.mean[::_EVERY]
    inside = windows.astype(np.float64)
    squares = _squares()
    outside = (1.0 - inside) * np.maximum(trust, 1e-4) / (_NOISE**2 * _CORRELATION)
    counted = inside * trust
    total = counted.sum(axis=1)
    share = counted / np.maximum(total, 1e-9)[:, None]
    # Right sides of one system for each window: what the edge says, and the mean over the window.
    sides = np.empty((len(inside), _MODES, 2))
    sides[..., 1] = at = share @ modes
    weight = np.ones_like(outside)
    for _ in range(3):
        precision = outside * weight
        normal = product(precision, squares)[:, _PAIR] + _PRIOR
        sides[..., 0] = product(precision * deviation, modes)
        found = np.linalg.solve(normal, sides)
        curve = product(np.ascontiguousarray(found[..., 0]), modes.T)
        weight = (_TAIL + 1.0) / (_TAIL + ((deviation - curve) / _NOISE) ** 2)
    spread = (at * found[..., 1]).sum(axis=1)
    noise = _NOISE**2 * _CORRELATION * (share**2).sum(axis=1) + _MODEL**2
    away = (share * (deviation - curve)).sum(axis=1) / np.sqrt(spread + noise)
    seen = total / np.maximum(inside.sum(axis=1), 1e-9)
    result: FloatArray = np.where(seen > _LEAST, away, 0.0)
    return result
