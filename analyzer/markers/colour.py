"""Colours of dots and of what is around them, in CIE Lab with lightness counted less."""

from __future__ import annotations

from typing import Final

import numpy as np

from analyzer.types.arrays import FloatArray

LAB_WEIGHT: Final = np.array([0.7, 1.0, 1.0], dtype=np.float32)
"""Light changes over a body more than its colour does. All colours here are Lab times this."""
_BLACK: Final = np.array([-16.0 * 0.7, 0.0, 0.0])
"""Where the colours of one surface meet in less and less light (from the definition of Lab)."""

_ALIKE: Final = 5.0
"""Colours so near to each other are one."""


def in_light(colour: FloatArray, factor: float) -> FloatArray:
    """The colour of the same surface in other light, which is as much as ``factor`` to the power of 3."""
    result: FloatArray = (colour - _BLACK) * factor + _BLACK
    return result


def is_bright(colour: FloatArray, around: FloatArray) -> bool:
    """Whether a spot is lighter than what is around it, or of another colour: no hole, mole or shadow."""
    lighter = (colour[0] - around[0]) / float(LAB_WEIGHT[0])
    if lighter > 6.0:
        return True
    shaded = in_light(around, float((colour - _BLACK)[0] / (around - _BLACK)[0]))
    return float(np.linalg.norm(colour - shaded)) >= 18.0


def is_dull(colour: FloatArray, white: float) -> bool:
    """Whether a spot is dark and of little colour, as moles, holes and dark buttons are.

    Parameters
    ----------
    colour : ndarray, shape (3,)
    white : float
        Weighted lightness of the brightest surfaces around.
    """
    light = float(colour[0] - _BLACK[0])
    dark = light < 0.55 * (white - float(_BLACK[0]))  # a sixth of the light
    chroma = float(np.linalg.norm(colour[1:]))
    return dark and chroma < 0.6 * light / float(LAB_WEIGHT[0])


def typical(colours: FloatArray, most: int = 5) -> FloatArray:
    """A few colours, shape (up to ``most``, 3), that stand for many, shape (n, 3)."""
    chosen = [colours[0]]
    away = np.linalg.norm(colours - chosen[0], axis=1)
    while len(chosen) < most and away.max() > _ALIKE:
        chosen.append(colours[int(away.argmax())])
        away = np.minimum(away, np.linalg.norm(colours - chosen[-1], axis=1))
    return np.asarray(chosen, dtype=np.float64)


def nearest_mixture(colours: FloatArray, around: FloatArray) -> FloatArray:
    """For each colour, the nearest one on the lines between any two of those around.

    A blurred border between two surfaces has these colours, and is no spot.

    Parameters
    ----------
    colours : ndarray, shape (n, 3)
    around : ndarray, shape (m, 3)
    """
    first, second = np.triu_indices(len(around), 1)
    if len(first) == 0:
        return np.broadcast_to(around[0], colours.shape)
    start, way = around[first], around[second] - around[first]
    length = np.maximum((way**2).sum(axis=1), 1e-9)
    # part[n, k]: where colour n comes closest to line k, from 0 (its start) to 1 (its end)
    part = np.clip((colours @ way.T - (start * way).sum(axis=1)) / length, 0.0, 1.0)
    points = start + part[..., None] * way
    best = ((colours[:, None, :] - points) ** 2).sum(axis=2).argmin(axis=1)
    result: FloatArray = points[np.arange(len(colours)), best]
    return result


def lifts(colours: FloatArray, around: FloatArray, most: int = 5) -> FloatArray:
    """How far each of some colours is from the typical ones around it and their mixtures, shape (m,).

    The same as with `typical` and `nearest_mixture` for one after the other.

    Parameters
    ----------
    colours : ndarray, shape (m, 3)
    around : ndarray, shape (m, n, 3)
        Around each.
    """
    index = np.arange(len(colours))
    first = around[:, 0]
    chosen = np.repeat(first[:, None], most, axis=1)
    away = np.linalg.norm(around - first[:, None], axis=2)
    for number in range(1, most):
        farthest = away.argmax(axis=1)
        # Where there is no other, the first once more: it makes no new mixtures.
        more = away[index, farthest] > _ALIKE
        chosen[more, number] = around[index, farthest][more]
        away = np.minimum(away, np.linalg.norm(around - chosen[:, number, None], axis=2))
    one, two = np.triu_indices(most, 1)
    start, way = chosen[:, one], chosen[:, two] - chosen[:, one]
    length = np.maximum((way**2).sum(axis=2), 1e-9)
    part = np.clip(((colours[:, None] - start) * way).sum(axis=2) / length, 0.0, 1.0)
    gap = np.linalg.norm(colours[:, None] - start - part[..., None] * way, axis=2)
    result: FloatArray = gap.min(axis=1)
    return result
