"""Families of models that could turn an outline into the rotation of the pelvis, compared on equal terms.

Each is fitted on the same simulated people with the same errors and judged on people it never saw: by the
mean absolute error of single stances and of the difference between the two stances of a person. The simplest
whose two errors together are within 5 % of the best is kept (``calibration/pelvis.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.linear import fit_ridge
from calibration.network import train_network

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Predictor = Callable[[FloatArray], FloatArray]
"""Standardized features, shape (n, p), to degrees, shape (n,)."""

_RIDGE: Final = 10.0
_QUADRATIC: Final = 20
"""Principal directions whose products are features."""
_CENTRES: Final = 800
_WIDTH: Final = 0.003
"""Of the Gaussian kernel: exp(-width * squared distance)."""


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Simulated people in standardized features.

    Attributes
    ----------
    standard : ndarray, shape (draws, n, p)
        The draws are the same stances with the errors of other pictures.
    rotation_deg : ndarray, shape (n,)
    first : ndarray of int, shape (people,)
        Row of each person's first stance; the second follows it.
    """

    standard: FloatArray
    rotation_deg: FloatArray
    first: IntArray

    def flat(self) -> tuple[FloatArray, FloatArray]:
        """All draws below each other: features, shape (draws * n, p), and rotation."""
        draws, _, size = self.standard.shape
        return self.standard.reshape(-1, size), np.tile(self.rotation_deg, draws)


def fit_linear(people: People) -> Predictor:
    """Ridge regression."""
    return fit_ridge(*people.flat(), _RIDGE).predict


def fit_quadratic(people: People) -> Predictor:
    """Ridge regression on the features and on products of their principal directions."""
    features, target = people.flat()
    values, vectors = np.linalg.eigh(np.cov(features.T))
    main = vectors[:, -_QUADRATIC:] / np.sqrt(values[-_QUADRATIC:])
    one, two = np.triu_indices(_QUADRATIC)

    def expanded(rows: FloatArray) -> FloatArray:
        along = rows @ main
        return np.concatenate([rows, along[:, one] * along[:, two]], axis=1)

    model = fit_ridge(expanded(features), target, 10.0 * _RIDGE)
    return lambda rows: model.predict(expanded(rows))


def fit_kernel(people: People) -> Predictor:
    """Gaussian process, approximated by kernels around some of the bodies (Nyström), beside a linear part."""
    features, target = people.flat()
    centres = features[np.random.default_rng(0).choice(len(features), _CENTRES, replace=False)]

    def kernel(rows: FloatArray) -> FloatArray:
        square = (rows**2).sum(axis=1)[:, None] + (centres**2).sum(axis=1) - 2.0 * rows @ centres.T
        result: FloatArray = np.exp(-_WIDTH * square)
        return result

    values, vectors = np.linalg.eigh(kernel(centres))
    kept = values > 1e-8 * values[-1]
    whiten = vectors[:, kept] / np.sqrt(values[kept])

    def expanded(rows: FloatArray) -> FloatArray:
        return np.concatenate([kernel(rows) @ whiten, rows / 30.0], axis=1)

    basis = expanded(features)
    middle = basis.mean(axis=0), target.mean()
    away = basis - middle[0]
    weights = np.linalg.solve(away.T @ away + 0.01 * np.eye(basis.shape[1]), away.T @ (target - middle[1]))
    return lambda rows: np.asarray((expanded(rows) - middle[0]) @ weights + middle[1])


def fit_trees(people: People) -> Predictor:
    """Boosted trees on what a linear fit leaves."""
    from sklearn.ensemble import HistGradientBoostingRegressor  # noqa: PLC0415 - only for the comparison

    features, target = people.flat()
    linear = fit_ridge(features, target, _RIDGE)
    trees = HistGradientBoostingRegressor(
        max_iter=400, learning_rate=0.06, max_leaf_nodes=15, l2_regularization=1.0, random_state=0
    ).fit(features, target - linear.predict(features))
    return lambda rows: np.asarray(linear.predict(rows) + trees.predict(rows))


def fit_network(people: People) -> Predictor:
    """The small network that is shipped."""
    return train_network(people.standard, people.rotation_deg, people.first, seed=0).predict


FAMILIES: Final[dict[str, Callable[[People], Predictor]]] = {
    "linear (ridge)": fit_linear,
    "quadratic": fit_quadratic,
    "kernel (Gaussian process)": fit_kernel,
    "boosted trees": fit_trees,
    "network (32 and 32)": fit_network,
}
"""From simple to less simple to evaluate and to ship."""


def errors_of(predict: Predictor, people: People) -> dict[str, float]:
    """Mean absolute error of single stances (first draw), and of the difference between a person's two."""
    error = predict(people.standard[0]) - people.rotation_deg
    difference = error[people.first + 1] - error[people.first]
    return {
        "single_deg": round(float(np.abs(error).mean()), 2),
        "difference_deg": round(float(np.abs(difference).mean()), 2),
    }


def compare(train: People, test: People) -> dict[str, dict[str, float]]:
    """Errors of every family on people it never saw."""
    return {name: errors_of(fit(train), test) for name, fit in FAMILIES.items()}
