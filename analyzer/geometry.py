"""Plane geometry and smoothing. Degrees outside, radians never leave; nothing here knows of people."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer.types.arrays import FloatArray


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
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=-1)
    result: FloatArray = windows @ kernel
    return result


def moving_mean(values: NDArray[np.floating], half: int, axis: int = 0) -> FloatArray:
    """Mean over ``2 * half + 1`` neighbours along an axis, fewer at the ends; same shape."""
    array = np.moveaxis(np.asarray(values, dtype=np.float64), axis, 0)
    total = np.concatenate([np.zeros((1, *array.shape[1:])), np.cumsum(array, axis=0)])
    index = np.arange(len(array))
    low = np.maximum(index - half, 0)
    high = np.minimum(index + half + 1, len(array))
    count = (high - low).reshape(-1, *([1] * (array.ndim - 1)))
    return np.moveaxis((total[high] - total[low]) / count, 0, axis)


def moving_median(values: ArrayLike, half: int) -> FloatArray:
    """Median over ``2 * half + 1`` neighbours of a 1-D array; the ends are repeated."""
    padded = np.pad(np.asarray(values, dtype=np.float64), half, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    result: FloatArray = np.median(windows, axis=-1)
    return result
