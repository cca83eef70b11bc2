"""Where between the samples an edge is."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.types.arrays import FloatArray

MORE: Final = 2
"""Columns that the strength of an edge has beyond those of a path, on each side."""

Columns = NDArray[np.int64]


def between_samples(strength: NDArray[np.float32], column: Columns) -> tuple[Columns, FloatArray]:
    """The columns as they are, and the top of a parabola through three samples: at most half a sample away.

    Parameters
    ----------
    strength : ndarray, shape (rows, columns + 2 * MORE)
        How clear an edge is at each place.
    column : ndarray, shape (rows,)
        Of a path, without `MORE`.
    """
    before, here, after = (_at(strength, column, shift) for shift in (-1, 0, 1))
    bend = before - 2 * here + after
    part = np.where(bend < -1e-6, 0.5 * (before - after) / np.where(bend < -1e-6, bend, 1.0), 0.0)
    return column, np.clip(part, -0.5, 0.5)


def settled(strength: NDArray[np.float32], column: Columns, side: int) -> tuple[Columns, FloatArray]:
    """The clearest of each column and its two neighbours, and where the edge is between the samples there.

    A path of whole samples takes bends on the inside. Across a clear edge the difference of strips is a
    triangle, so its flanks say where the middle is: exact for a straight edge, where a parabola is drawn to
    the samples.

    Parameters
    ----------
    strength, column
        As for `between_samples`.
    side : int
        Width of the strips, samples; more than `MORE`.
    """
    near = np.stack([_at(strength, column, shift) for shift in (-1, 0, 1)])
    column = np.clip(column + near.argmax(axis=0) - 1, 0, strength.shape[1] - 2 * MORE - 1)
    low, high = _at(strength, column, -MORE), _at(strength, column, MORE)
    # side - |MORE - part| and side - |MORE + part|, as shares of their sum.
    part = (side - MORE) * (high - low) / np.maximum(high + low, 1e-6)
    return column, np.clip(part, -0.5, 0.5)


def _at(strength: NDArray[np.float32], column: Columns, shift: int) -> FloatArray:
    result: FloatArray = strength[np.arange(len(column)), column + (MORE + shift)].astype(np.float64)
    return result
