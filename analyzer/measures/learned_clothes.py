"""What an outline says about the body inside it when it may be that of hanging cloth.

A shirt touches at the shoulder blades and the buttocks and bridges the hollow between: its edge says that the
body is inside, and little more. What can still be told comes from everything that is seen together: the edge
of what is worn, the front, the thighs below the hem, head, knees and ankles. A few small networks, learned on
bodies in simulated cloth (``calibration/clothes.py``), turn that into a normal distribution over rotation of
the pelvis, slopes, depth and the shape of the back itself; others say how likely it is that cloth hangs at
all. Here they are evaluated with NumPy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.learned_rotation import JOINT_NAMES, Filling, filling
from analyzer.measures.posterior import Layers, Posterior, layers_from, load_data, posterior_from
from analyzer.outline.front import FRONT_HEIGHTS, FrontOutline
from analyzer.outline.learned_curve import back_shapes
from analyzer.outline.worn import WORN_HEIGHTS
from analyzer.types.arrays import FloatArray

SCORES: Final = 12
"""Of the shape of the back, see `BackShapes.scores`."""
FEATURES: Final = (
    *(f"edge_{round(100 * height):+03d}" for height in WORN_HEIGHTS),
    *(f"front_{round(100 * height):+03d}" for height in FRONT_HEIGHTS),
    *JOINT_NAMES,
)
"""Names of the numbers in a row: posterior position of edge and front by height in per cent of the trunk, and
landmarks [posterior x, upward y]; trunk lengths."""
EDGE: Final = slice(0, len(WORN_HEIGHTS))
QUANTITIES: Final = ("rotation_deg", "sacral_deg", "lordosis_deg", "depth_pct")
TARGETS: Final = (*QUANTITIES, *(f"score_{index:02d}" for index in range(SCORES)))

CLIPPED: Final = 1.5
"""What lies farther out, in standard deviations, says no more about clothes: a hand may look like cloth."""
_VERSION: Final = 1
_ON_PICTURES: Final = 0.9
"""Simulated people are more unlike each other than those in pictures: on 36 rendered people in simulated
cloth that taught nothing, the errors were 0.8 of what the networks said. A little is kept back."""
_GATE: Final = 4.0
"""A front height or landmark so many standard deviations from what the edge says is something else."""


@dataclass(frozen=True, slots=True, eq=False)
class ClothesModel:
    """The learned numbers.

    Attributes
    ----------
    posterior : Posterior
        Of `TARGETS`, supposing that cloth hangs.
    loose : Layers
        One output: logit of the probability that cloth hangs. Same input as those of the posterior.
    correlation : ndarray, shape (s, s)
        Of the errors of the scores.
    within : ndarray, shape (q,)
        Share of the standard deviation that differs between two stances of a person in the same clothes.
    usual_distance : float
        Of `Filling.distance`: 95 % of the simulated people lie below.
    provenance : dict
    """

    posterior: Posterior
    loose: Layers
    correlation: FloatArray
    within: FloatArray
    usual_distance: float
    provenance: dict[str, Any]

    def loose_logit(self, rows: FloatArray) -> FloatArray:
        """For complete rows of shape (n, p), shape (n,)."""
        standard = (rows - self.posterior.mean) / self.posterior.scale
        result: FloatArray = self.loose(np.clip(standard, -CLIPPED, CLIPPED)).mean(axis=0)[:, 0]
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Clothed:
    """The body inside an outline, supposing that cloth may hang over it.

    Attributes
    ----------
    mean, sd, within_sd : ndarray, shape (q,)
        Of `QUANTITIES`. ``within_sd`` is what differs between photos of a person in the same clothes.
    curve, curve_sd : ndarray, shape (n,)
        The back at the heights of `back_shapes`, trunk lengths.
    loose_logit : float
        Logit of the probability that cloth hangs, by the outline alone.
    """

    mean: FloatArray
    sd: FloatArray
    within_sd: FloatArray
    curve: FloatArray
    curve_sd: FloatArray
    loose_logit: float


def worn_row(edge: FloatArray, front: FrontOutline, joints: FloatArray) -> FloatArray:
    """The row of features, shape (p,), NaN where nothing was seen.

    Parameters
    ----------
    edge : ndarray, shape (h,)
        At `WORN_HEIGHTS`, see `analyzer.outline.worn.worn_edge`.
    front : FrontOutline
    joints : ndarray, shape (5, 2)
        See `analyzer.measures.learned_rotation.joint_points`.
    """
    ear, shoulder, _, knee, ankle = joints
    seen = np.where(front.seen, front.posterior, np.nan)
    return np.concatenate([edge, seen, ear, shoulder[:1], knee, ankle])


def find_hidden(row: FloatArray, mean: FloatArray, covariance: FloatArray) -> NDArray[np.bool_]:
    """Which features are not seen; what cannot belong to the body that the edge shows counts as such."""
    hidden: NDArray[np.bool_] = np.isnan(row)
    others = ~hidden
    others[EDGE] = False
    rest = ~hidden & ~others
    if others.any() and rest.any():
        across = covariance[np.ix_(rest, others)]
        weights = np.linalg.solve(covariance[np.ix_(rest, rest)], across)
        expected = mean[others] + (row[rest] - mean[rest]) @ weights
        left = np.diag(covariance)[others] - (weights * across).sum(axis=0)
        hidden[others] = np.abs(row[others] - expected) > _GATE * np.sqrt(left)
    return hidden


def find_clothed(row: FloatArray) -> Clothed:
    """The body inside an outline.

    Parameters
    ----------
    row : ndarray, shape (p,)
        See `worn_row`.
    """
    model = clothes_model()
    known = model.posterior
    how = filling(find_hidden(row, known.mean, known.covariance), known.mean, known.covariance)
    filled = how.fill(row)[None]
    mean, sd = (item[0] for item in known.predict(filled))
    sd = _ON_PICTURES * _unusual(model, how, row) * sd
    size = len(QUANTITIES)
    covariance = sd[size:, None] * model.correlation * sd[None, size:]
    shapes = back_shapes()
    to_curve = (shapes.components[:SCORES] * shapes.component_sd[:SCORES, None]).T
    spread = np.einsum("ij,jk,ik->i", to_curve, covariance, to_curve)
    return Clothed(
        mean=mean[:size],
        sd=sd[:size],
        within_sd=model.within * sd[:size],
        curve=shapes.mean + to_curve @ mean[size:],
        curve_sd=np.sqrt(np.maximum(spread, 0.0)),
        loose_logit=float(model.loose_logit(filled)[0]),
    )


def _unusual(model: ClothesModel, how: Filling, row: FloatArray) -> float:
    """How much less sure an outline is that is unlike those of the simulated people."""
    return math.sqrt(max(1.0, how.distance(row) / model.usual_distance))


@cache
def clothes_model() -> ClothesModel:
    """The model that comes with the package."""
    arrays, description = load_data("clothes.npz", _VERSION, FEATURES)
    return ClothesModel(
        posterior=posterior_from(arrays),
        loose=layers_from(arrays, "loose"),
        correlation=arrays["correlation"],
        within=arrays["within"],
        usual_distance=float(description["usual_distance"]),
        provenance=description["provenance"],
    )
