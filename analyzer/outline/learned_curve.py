"""What backs look like: a Gaussian over back curves, and the curve that explains an observed edge best.

The traced edge of a photo is noisy, has steps where clothes end, and sometimes follows hair or a shadow. The
curve that is reported is the most probable back given that edge: a normal distribution over curves, learned
from simulated bodies (``calibration/back_shape.py``), meets the observed points, whose errors have long
tails (Student's t, by reweighting). Where the edge is clear it decides; where it is hidden the distribution
bridges it; and the covariance says how sure the curve is at each height.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np

from analyzer.geometry import product
from analyzer.types.arrays import FloatArray

STEP: Final = 0.01
"""Distance of the heights of a curve, trunk lengths."""

_FREE_SHIFT: Final = 0.02
"""Clothes and the hip landmark move the whole curve (standard deviation, trunk lengths)."""
_DETAIL: Final = 0.002
_DETAIL_LENGTH: Final = 0.04
"""Detail beyond the simulated bodies: standard deviation and correlation length, trunk lengths."""
_CORRELATION: Final = 8.0
"""Neighbouring edge points err together: so many count as one."""
_TAIL: Final = 3.0
"""Degrees of freedom of Student's t."""
_ITERATIONS: Final = 8
_MODES: Final = 48
"""Directions of variation kept. The rest is below 0.1 mm; more would leave the sizes that are fast."""
_EXACT: Final = 0.0002
"""How closely the curve passes through points that are given, trunk lengths (0.1 mm on an adult)."""


@dataclass(frozen=True, slots=True, eq=False)
class BackShapes:
    """Distribution of back curves, as loaded from the data file.

    Attributes
    ----------
    heights : ndarray, shape (n,)
        Above the hip landmark, trunk lengths, going up in steps of `STEP`.
    mean : ndarray, shape (n,)
        Posterior distance of the skin from the hip landmark, trunk lengths.
    modes : ndarray, shape (n, m)
        Curves vary as ``mean + modes @ z`` with independent standard normal ``z``.
    components : ndarray, shape (k, n)
        Unit principal directions of the simulated curves.
    component_sd : ndarray, shape (k,)
    provenance : dict
        Command, seed and versions that made the file.
    """

    heights: FloatArray
    mean: FloatArray
    modes: FloatArray
    components: FloatArray
    component_sd: FloatArray
    provenance: dict[str, Any]

    def scores(self, curve: FloatArray) -> FloatArray:
        """Coordinates of a curve along the components, in standard deviations, shape (k,)."""
        result: FloatArray = self.components @ (curve - self.mean) / self.component_sd
        return result


@dataclass(frozen=True, slots=True, eq=False)
class FittedCurve:
    """The most probable back curve and what is uncertain about it, trunk lengths.

    Attributes
    ----------
    posterior : ndarray, shape (n,)
        How far the skin lies behind the hip landmark.
    factor : ndarray, shape (n, m)
        Equally probable curves are ``posterior + factor @ z`` with independent standard normal ``z``.
    """

    posterior: FloatArray
    factor: FloatArray

    @property
    def sd(self) -> FloatArray:
        """Standard deviation at each height, shape (n,)."""
        result: FloatArray = np.sqrt((self.factor**2).sum(axis=1))
        return result

    def draws(self, count: int) -> FloatArray:
        """Equally probable curves, shape (count, n), in mirrored pairs; always the same ones."""
        half = np.random.default_rng(0).standard_normal((count // 2, self.factor.shape[1]))
        noise = np.concatenate([half, -half])
        result: FloatArray = self.posterior + product(noise, self.factor.T)
        return result


@cache
def back_shapes() -> BackShapes:
    """The distribution that comes with the package."""
    with resources.files("analyzer.data").joinpath("back_shape.npz").open("rb") as file:
        data = np.load(file, allow_pickle=False)
        names = ("heights", "mean", "modes", "components", "component_sd")
        heights, mean, modes, components, component_sd = (data[name].astype(np.float64) for name in names)
        provenance = json.loads(str(data["provenance"]))
    for array in (heights, mean, modes, components, component_sd):
        array.flags.writeable = False
    return BackShapes(heights, mean, modes, components, component_sd, provenance)


def curve_modes(heights: FloatArray, components: FloatArray, component_sd: FloatArray) -> FloatArray:
    """The directions in which curves vary, with detail beyond the simulated bodies, shape (n, modes).

    They come with the data: to find them wakes a thread of the BLAS for each core, and costs each process
    0.1 s. Parameters are those of `BackShapes`.
    """
    factor = components * component_sd[:, None]
    # Far apart nothing is left, and denormal numbers would be slow.
    distance = np.minimum(np.abs(heights[:, None] - heights[None, :]) / _DETAIL_LENGTH, 8.0)
    covariance = (
        factor.T @ factor
        + _DETAIL**2 * np.exp(-0.5 * distance**2)
        + _FREE_SHIFT**2
        + 1e-8 * np.eye(len(heights))
    )
    values, vectors = np.linalg.eigh(covariance)
    result: FloatArray = vectors[:, -_MODES:] * np.sqrt(values[-_MODES:])
    return result


def fit_curve(
    observed: FloatArray, trust: FloatArray, noise: float, through: FloatArray | None = None
) -> FittedCurve:
    """The most probable back curve for an observed edge.

    Parameters
    ----------
    observed : ndarray, shape (n,)
        Posterior position of the edge at the heights of `back_shapes`, trunk lengths.
    trust : ndarray, shape (n,)
        0 (nothing was seen there) to 1 (clear edge).
    noise : float
        Usual error of a clear edge point, trunk lengths.
    through : ndarray, shape (k, 2), optional
        Points that the curve has to pass through: posterior position and height, trunk lengths.
    """
    shapes = back_shapes()
    deviation = observed - shapes.mean
    modes = shapes.modes
    points = np.empty((0, 2)) if through is None else through
    at_points = np.array([np.interp(points[:, 1], shapes.heights, mode) for mode in modes.T])
    away = points[:, 0] - np.interp(points[:, 1], shapes.heights, shapes.mean)
    prior = np.eye(modes.shape[1]) + at_points @ at_points.T / _EXACT**2
    pull = at_points @ away / _EXACT**2
    weight = np.ones_like(observed)
    for _ in range(_ITERATIONS):
        precision = weight * np.maximum(trust, 1e-4) / (noise**2 * _CORRELATION)
        weighted = modes.T * precision
        normal = prior + product(weighted, modes)
        curve = shapes.mean + modes @ np.linalg.solve(normal, weighted @ deviation + pull)
        weight = (_TAIL + 1.0) / (_TAIL + ((observed - curve) / noise) ** 2)
    # normal = L L', so modes @ inv(L') has the covariance modes @ inv(normal) @ modes'.
    factor = np.linalg.solve(np.linalg.cholesky(normal), modes.T).T
    return FittedCurve(curve, np.asarray(factor, dtype=np.float64))
