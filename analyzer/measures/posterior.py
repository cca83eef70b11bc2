"""A normal distribution over what cannot be seen, given a row of what can: small networks, learned elsewhere.

What is hidden in the row is filled in with its most probable value given the rest. Several networks of one
shape then give means and standard deviations; where they disagree, they do not know, and the standard
deviation grows. They are learned by ``calibration/clothes.py`` and ``calibration/back_values.py``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from analyzer.types.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """Several networks of one shape, evaluated together.

    Attributes
    ----------
    weights, biases : tuple of ndarray, shapes (m, in, out) and (m, 1, out)
        Hyperbolic tangent between them.
    direct : ndarray, shape (m, in, out), or None
        Linear part beside them, which reaches the first outputs only.
    """

    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]
    direct: FloatArray | None = None

    def __call__(self, rows: FloatArray) -> FloatArray:
        """Outputs for standardized rows of shape (n, p), shape (m, n, out)."""
        hidden = np.repeat(rows[None], len(self.weights[0]), axis=0)
        for weights, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            hidden = np.tanh(hidden @ weights + bias)
        result: FloatArray = hidden @ self.weights[-1] + self.biases[-1]
        if self.direct is not None:
            result[..., : self.direct.shape[-1]] += rows @ self.direct
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Learned numbers: what a row of features says about some quantities.

    Attributes
    ----------
    mean, covariance : ndarray, shapes (p,) and (p, p)
        Of the features, of simulated people as the product sees them.
    scale : ndarray, shape (p,)
        Standard deviations by which the networks' input is divided.
    layers : Layers
        Twice as many outputs as targets: means, and logarithms of standard deviations.
    target_mean, target_scale : ndarray, shape (t,)
    spread : ndarray, shape (t,)
        Factors on the standard deviations with which the intervals hold 95 % of people never seen.
    """

    mean: FloatArray
    covariance: FloatArray
    scale: FloatArray
    layers: Layers
    target_mean: FloatArray
    target_scale: FloatArray
    spread: FloatArray

    def predict(self, rows: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Means and standard deviations of the targets for complete rows of shape (n, p), each (n, t)."""
        means, logs = np.split(self.layers((rows - self.mean) / self.scale), 2, axis=-1)
        variance = np.exp(2.0 * np.clip(logs, -4.0, 1.5)).mean(axis=0) + means.var(axis=0)
        mean = means.mean(axis=0) * self.target_scale + self.target_mean
        return mean, np.sqrt(variance) * self.target_scale * self.spread


def load_data(
    name: str, version: int, features: tuple[str, ...]
) -> tuple[dict[str, FloatArray], dict[str, Any]]:
    """Arrays and description of a data file that comes with the package.

    Raises
    ------
    ValueError
        The file is of another version.
    """
    with resources.files("analyzer.data").joinpath(name).open("rb") as file:
        data = np.load(file, allow_pickle=False)
        arrays = {key: data[key].astype(np.float64) for key in data.files if key != "description"}
        description = json.loads(str(data["description"]))
    if description["version"] != version or tuple(description["features"]) != features:
        raise ValueError(f"analyzer/data/{name} is of another version; make it anew, see calibration")
    for array in arrays.values():
        array.flags.writeable = False
    return arrays, description


def layers_from(arrays: dict[str, FloatArray], name: str) -> Layers:
    """Networks from the arrays of a data file whose names begin with ``name``."""
    count = sum(key.startswith(f"{name}_weights_") for key in arrays)
    return Layers(
        tuple(arrays[f"{name}_weights_{index}"] for index in range(count)),
        tuple(arrays[f"{name}_bias_{index}"] for index in range(count)),
        arrays.get(f"{name}_direct"),
    )


def posterior_from(arrays: dict[str, FloatArray]) -> Posterior:
    """The posterior from the arrays of a data file."""
    names = ("mean", "covariance", "scale", "target_mean", "target_scale", "spread")
    return Posterior(layers=layers_from(arrays, "posterior"), **{name: arrays[name] for name in names})
