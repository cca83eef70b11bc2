"""Plane geometry and smoothing. Degrees outside, radians never leave; nothing here knows of people."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer.types.arrays import FloatArray

_ONE_THREAD = 200_000
"""Multiplications in a product up to which OpenBLAS uses one thread; its own limit is 4 * 65,536."""


def inclination_deg(lower: ArrayLike, upper: ArrayLike) -> float:
    """Angle of a line against the vertical, in body coordinates ``[anterior, superior]``.

    Parameters
    ----------
    lower, upper : array_like, shape (2,)

    Returns
    -------
    float
        Degrees; + = the upper end lies in front.

    Examples
    --------
    >>> inclination_deg([0, 0], [1, 1])
    45.0
    """
    forward, up = np.asarray(upper, dtype=np.float64) - np.asarray(lower, dtype=np.float64)
    return math.degrees(math.atan2(float(forward), float(up)))


def joint_angle_deg(first: ArrayLike, joint: ArrayLike, last: ArrayLike) -> float:
    """Angle between the lines joint-first and joint-last, 0 to 180 degrees.

    Examples
    --------
    >>> round(joint_angle_deg([0, 1], [0, 0], [1, 0]), 6)
    90.0
    """
    one = np.asarray(first, dtype=np.float64) - np.asarray(joint, dtype=np.float64)
    two = np.asarray(last, dtype=np.float64) - np.asarray(joint, dtype=np.float64)
    cross = float(one[0] * two[1] - one[1] * two[0])
    return abs(math.degrees(math.atan2(cross, float(one @ two))))


def gaussian_smooth(values: ArrayLike, sigma: float) -> FloatArray:
    """Gaussian smoothing along the last axis; the ends continue point-symmetrically.

    A straight line stays as it is up to its ends.

    Parameters
    ----------
    values : array_like, shape (..., n)
    sigma : float
        In samples.
    """
    array = np.asarray(values, dtype=np.float64)
    reach = min(math.ceil(4 * sigma), array.shape[-1] - 1)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    before = 2 * array[..., :1] - array[..., reach:0:-1]
    after = 2 * array[..., -1:] - array[..., -2 : -reach - 2 : -1]
    padded = np.concatenate([before, array, after], axis=-1)
    count = array.shape[-1]
    result: FloatArray = kernel[reach] * array
    for away in range(1, reach + 1):
        both = padded[..., reach - away : reach - away + count] + padded[..., reach + away :][..., :count]
        result += kernel[reach + away] * both
    return result


def product(left: FloatArray, right: FloatArray) -> FloatArray:
    """Matrix product of two tables, in pieces so small that the BLAS keeps each to the calling thread.

    For larger ones it wakes a thread for each core, and those go on spinning for longer than the product
    took: with small matrices that costs more than it saves, and other processes pay.

    Parameters
    ----------
    left : ndarray, shape (n, k)
    right : ndarray, shape (k, m)

    Examples
    --------
    >>> product(np.eye(2), np.array([[1.0, 2.0], [3.0, 4.0]])).tolist()
    [[1.0, 2.0], [3.0, 4.0]]
    """
    rows = max(1, _ONE_THREAD // max(1, right.size))
    if len(left) <= rows:
        return np.asarray(left @ right)
    result = np.empty((len(left), right.shape[1]))
    for start in range(0, len(left), rows):
        np.matmul(left[start : start + rows], right, out=result[start : start + rows])
    return result


def moving_mean(values: NDArray[np.floating], half: int, axis: int = 0) -> FloatArray:
    """Mean over ``2 * half + 1`` neighbours along an axis, fewer at the ends; same shape."""
    array = np.moveaxis(np.asarray(values, dtype=np.float64), axis, 0)
    total = np.zeros((len(array) + 1, *array.shape[1:]))
    np.cumsum(array, axis=0, out=total[1:])
    index = np.arange(len(array))
    low = np.maximum(index - half, 0)
    high = np.minimum(index + half + 1, len(array))
    count = (high - low).reshape(-1, *([1] * (array.ndim - 1)))
    return np.moveaxis((total[high] - total[low]) / count, 0, axis)


def median(values: ArrayLike, axis: int = -1) -> NDArray[Any]:
    """Median along an axis, for values without NaN: NumPy's own imports its masked arrays for their sake.

    Examples
    --------
    >>> float(median([3.0, 1.0, 2.0, 10.0]))
    2.5
    """
    ordered = np.sort(values, axis=axis)
    count = ordered.shape[axis]
    low, high = (np.take(ordered, place, axis=axis) for place in ((count - 1) // 2, count // 2))
    return np.asarray((low + high) / 2)


def percentile(values: ArrayLike, percent: float) -> float:
    """Of all values together, linear between neighbours.

    Examples
    --------
    >>> percentile([1.0, 2.0, 4.0], 75)
    3.0
    """
    ordered = np.sort(values, axis=None)
    return float(np.interp(percent / 100.0 * (ordered.size - 1), np.arange(ordered.size), ordered))


def moving_median(values: ArrayLike, half: int) -> FloatArray:
    """Median over ``2 * half + 1`` neighbours of a 1-D array; the ends are repeated."""
    padded = np.pad(np.asarray(values, dtype=np.float64), half, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    result: FloatArray = median(windows)
    return result
