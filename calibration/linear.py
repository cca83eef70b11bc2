"""Ridge regression, small enough to check by eye."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """``intercept + features @ coefficients``.

    Attributes
    ----------
    coefficients : ndarray, shape (k,)
        Per unit of each feature.
    intercept : float
    """

    coefficients: FloatArray
    intercept: float

    def predict(self, features: FloatArray) -> FloatArray:
        """Predictions for features of shape (n, k), shape (n,)."""
        result: FloatArray = features @ self.coefficients + self.intercept
        return result


def fit_ridge(features: FloatArray, target: FloatArray, penalty: float) -> LinearModel:
    """Least squares with a penalty on the standardized coefficients; the intercept is free.

    Parameters
    ----------
    features : ndarray, shape (n, k)
    target : ndarray, shape (n,)
    penalty : float
        Counts as that many observations that say "no effect", whatever the units of a feature.
    """
    middle, spread = features.mean(axis=0), features.std(axis=0)
    # A feature that never changes gets no weight instead of a division by zero.
    spread = np.where(spread > 0, spread, np.inf)
    standard = (features - middle) / spread
    normal = standard.T @ standard + penalty * np.eye(features.shape[1])
    coefficients = np.linalg.solve(normal, standard.T @ (target - target.mean())) / spread
    return LinearModel(coefficients, float(target.mean() - middle @ coefficients))
