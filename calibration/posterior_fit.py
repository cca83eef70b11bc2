"""Fits a `analyzer.measures.posterior.Posterior` to simulated people, and sets the width of its intervals."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.learned_rotation import filling
from analyzer.measures.posterior import Layers, Posterior
from calibration.gaussian import fit_gaussian, group_rows
from calibration.posterior_networks import NETWORKS, Training, train_posterior

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Hidden = Callable[[FloatArray, FloatArray, FloatArray], NDArray[np.bool_]]
"""Row, mean and covariance to what of the row counts as hidden."""

Z95: Final = 1.96
_GAUSSIAN_ROWS: Final = 12000


def split(people: int, number: int = 0, parts: int = 5) -> tuple[IntArray, IntArray]:
    """Rows of people who teach and of one of some parts that does not; a person's two rows stay together."""
    part = np.random.default_rng(0).permutation(people) % parts
    teach, held = (np.flatnonzero(np.repeat(which, 2)) for which in (part != number, part == number))
    return teach, held


def fill_rows(rows: FloatArray, mean: FloatArray, covariance: FloatArray, find_hidden: Hidden) -> FloatArray:
    """Rows with their gaps filled as the product does it, shape (n, p)."""
    hidden = np.array([find_hidden(row, mean, covariance) for row in rows])
    filled = rows.copy()
    for pattern, members in group_rows(hidden):
        if pattern.any():
            filled[members] = filling(pattern, mean, covariance).fill(rows[members])
    return filled


def learn_features(rows: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean and covariance of features of shape (..., p) with gaps."""
    flat = rows.reshape(-1, rows.shape[-1])
    return fit_gaussian(flat[:: max(1, len(flat) // _GAUSSIAN_ROWS)])


def teach(
    filled: FloatArray,
    targets: FloatArray,
    features: tuple[FloatArray, FloatArray],
    training: Training,
    networks: int = NETWORKS,
) -> Posterior:
    """The posterior without the width of its intervals.

    Parameters
    ----------
    filled : ndarray, shape (draws, n, p)
    targets : ndarray, shape (draws, n, t)
    features : (ndarray, ndarray)
        Mean and covariance of the features.
    training : Training
    networks : int
    """
    mean, covariance = features
    scale = np.sqrt(np.diag(covariance))
    flat = targets.reshape(-1, targets.shape[-1])
    target_mean, target_scale = flat.mean(axis=0), flat.std(axis=0)
    layers = train_posterior(
        (filled - mean) / scale, (targets - target_mean) / target_scale, training, networks
    )
    return Posterior(mean, covariance, scale, layers, target_mean, target_scale, np.ones(len(target_mean)))


def errors_on(model: Posterior, filled: FloatArray, targets: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Errors and standard deviations on draws of people, each shape (draws, n, t)."""
    found = [model.predict(rows) for rows in filled]
    return np.array([mean for mean, _ in found]) - targets, np.array([sd for _, sd in found])


def widened(model: Posterior, error: FloatArray, sd: FloatArray) -> Posterior:
    """The posterior whose 95 % intervals hold 95 % of some errors, each shape (n, t) (split conformal)."""
    needed = np.percentile(np.abs(error / sd), 95.0, axis=0, method="weibull") / Z95
    return replace(model, spread=model.spread * needed)


def describe_errors(
    names: tuple[str, ...], error: FloatArray, sd: FloatArray, truth: FloatArray
) -> dict[str, dict[str, float]]:
    """Mean absolute error, that of guessing the mean, and the share of truths inside the intervals."""
    found = {}
    for index, name in enumerate(names):
        away = truth[:, index] - truth[:, index].mean()
        found[name] = {
            "mean_absolute": round(float(np.abs(error[:, index]).mean()), 2),
            "guessing_the_mean": round(float(np.abs(away).mean()), 2),
            "sd": round(float(sd[:, index].mean()), 2),
            "held_pct": round(100.0 * float(np.mean(np.abs(error[:, index]) < Z95 * sd[:, index])), 1),
        }
    return found


def arrays_of(model: Posterior) -> dict[str, FloatArray]:
    """The arrays of a data file."""
    names = ("mean", "covariance", "scale", "target_mean", "target_scale", "spread")
    return {name: getattr(model, name) for name in names} | layer_arrays("posterior", model.layers)


def layer_arrays(name: str, layers: Layers) -> dict[str, FloatArray]:
    arrays: dict[str, FloatArray] = {}
    for index, (weights, bias) in enumerate(zip(layers.weights, layers.biases, strict=True)):
        arrays |= {f"{name}_weights_{index}": weights, f"{name}_bias_{index}": bias}
    if layers.direct is not None:
        arrays[f"{name}_direct"] = layers.direct
    return arrays


def save_arrays(path: Path, arrays: Mapping[str, FloatArray], description: Mapping[str, Any]) -> None:
    """Write a data file, in single precision."""
    small: dict[str, Any] = {name: value.astype(np.float32) for name, value in arrays.items()}
    np.savez_compressed(path, description=json.dumps(description), **small)
