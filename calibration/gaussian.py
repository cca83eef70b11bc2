"""A normal distribution learned from rows with gaps (expectation maximization)."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.learned_rotation import filling

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_ITERATIONS: Final = 12
_RIDGE: Final = 1e-9


def fit_gaussian(rows: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Most probable mean, shape (p,), and covariance, shape (p, p), of rows of shape (n, p) with NaN."""
    patterns = group_rows(np.isnan(rows))
    mean = np.nanmean(rows, axis=0)
    covariance = np.diag(np.nanvar(rows, axis=0))
    for _ in range(_ITERATIONS):
        filled, left = rows.copy(), np.zeros_like(covariance)
        for hidden, members in patterns:
            how = filling(hidden, mean, covariance)
            filled[members] = how.fill(rows[members])
            left[np.ix_(hidden, hidden)] += len(members) * how.covariance
        mean = filled.mean(axis=0)
        away = filled - mean
        covariance = (away.T @ away + left) / len(rows) + _RIDGE * np.eye(len(mean))
    return mean, covariance


def group_rows(hidden: BoolArray) -> list[tuple[BoolArray, NDArray[np.int64]]]:
    """Patterns of gaps, shape (p,), with the numbers of the rows that have them."""
    patterns, which = np.unique(hidden, axis=0, return_inverse=True)
    order = np.argsort(which.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(which.ravel()))
    return [
        (pattern, order[start:end])
        for pattern, start, end in zip(patterns, np.concatenate([[0], ends[:-1]]), ends, strict=True)
    ]
