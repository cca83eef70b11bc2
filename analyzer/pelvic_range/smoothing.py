"""A smooth course through noisy values in time: local straight lines that odd values cannot pull."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import median

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

WIDTH_S: Final = 0.6
"""Values count up to so far away in time; an end of the movement is held for longer."""
_FEWEST: Final = 5
_ROUNDS: Final = 4
_BISQUARE: Final = 6.0
_ODD: Final = 4.0
_MAD_TO_SD: Final = 1.4826


@dataclass(frozen=True, slots=True, eq=False)
class Smooth:
    """A smoothed course.

    Attributes
    ----------
    time_s, value : ndarray, shape (n,)
        As given, without odd ones.
    noise_sd : float
        Of a single value about the course.
    kept : ndarray of bool
        Which of the given values are in it.
    """

    time_s: FloatArray
    value: FloatArray
    noise_sd: float
    kept: BoolArray

    def at(self, times_s: FloatArray) -> FloatArray:
        """The course at some times, shape (m,)."""
        return local_lines(self.time_s, self.value, times_s, np.ones(len(self.value)))


def smooth(time_s: FloatArray, value: FloatArray, *, least_sd: float) -> Smooth:
    """Smooth a course robustly (LOESS with bisquare weights, Cleveland 1979) and leave out odd values.

    Parameters
    ----------
    time_s, value : ndarray, shape (n,)
        In the order of time; at least two.
    least_sd : float
        Noise that is always allowed for: values within four times of it are never odd.
    """
    weights = np.ones(len(value))
    spread = least_sd
    for _ in range(_ROUNDS):
        residual = value - local_lines(time_s, value, time_s, weights)
        spread = max(_MAD_TO_SD * float(median(np.abs(residual))), least_sd)
        weights = np.clip(1.0 - (residual / (_BISQUARE * spread)) ** 2, 0.0, 1.0) ** 2
    kept = np.abs(residual) <= _ODD * spread
    if kept.sum() < 2:
        kept = np.ones(len(value), bool)
    inside = value[kept] - local_lines(time_s[kept], value[kept], time_s[kept], np.ones(int(kept.sum())))
    noise = float(np.sqrt(np.mean(inside**2)))
    return Smooth(time_s[kept], value[kept], noise, kept)


def local_lines(time_s: FloatArray, value: FloatArray, at_s: FloatArray, weights: FloatArray) -> FloatArray:
    """Straight lines through the neighbours of each time, weighted by nearness (tricube)."""
    away = at_s[:, None] - time_s[None, :]
    # Where values are rare, the window takes in the nearest ones all the same.
    rank = min(_FEWEST, len(time_s)) - 1
    width = np.maximum(WIDTH_S, 1.05 * np.partition(np.abs(away), rank, axis=1)[:, rank])
    near = np.clip(1.0 - (np.abs(away) / width[:, None]) ** 3, 0.0, None) ** 3
    weight = near * np.maximum(weights, 1e-6)[None, :]
    total = weight.sum(axis=1)
    mean_t = (weight * -away).sum(axis=1) / total
    mean_v = (weight @ value) / total
    dt = -away - mean_t[:, None]
    across = (weight * dt**2).sum(axis=1)
    slope = (weight * dt * (value[None, :] - mean_v[:, None])).sum(axis=1) / np.maximum(across, 1e-9)
    return np.asarray(mean_v - slope * mean_t)
