"""How far the pelvis is rotated, from the whole outline of trunk and thighs.

What a photo shows of a body is put into one row of numbers: the shape of the fitted back, the front outline
where no arm hides it, and where head, knees and ankles are. What is hidden is filled in with its most
probable value given the rest (a normal distribution over all numbers, learned from simulated people). A small
network then turns the row into the rotation of the pelvis. ``calibration/pelvis.py`` learns both and says how
sure they are; here they are evaluated with NumPy.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import product
from analyzer.outline.front import FRONT_HEIGHTS, FrontOutline
from analyzer.outline.learned_curve import back_shapes
from analyzer.types import Landmarks, SagittalFrame
from analyzer.types.arrays import FloatArray

SCORES: Final = 24
"""Of the back's shape, see `BackShapes.scores`."""
JOINT_PARTS: Final = ("ear", "shoulder", "hip", "knee", "ankle")
JOINT_NAMES: Final = ("ear_x", "ear_y", "shoulder_x", "knee_x", "knee_y", "ankle_x", "ankle_y")
FEATURES: Final = (
    *(f"back_{index:02d}" for index in range(SCORES)),
    *(f"front_{round(100 * height):+03d}" for height in FRONT_HEIGHTS),
    *JOINT_NAMES,
)
"""Names of the numbers in a row: scores of the back, posterior position of the front (trunk lengths, by
height in per cent of the trunk), and landmarks [posterior x, upward y]."""
BACK: Final = slice(0, SCORES)
FRONT: Final = slice(SCORES, SCORES + len(FRONT_HEIGHTS))
JOINTS: Final = slice(SCORES + len(FRONT_HEIGHTS), len(FEATURES))

LARGEST_YAW_DEG: Final = 12.0
"""How far the simulated people are turned at most: up to here the model's spread has it in."""

_VERSION: Final = 2
_GATE: Final = 4.0
"""A front height that lies so many standard deviations from what the rest says is a hand or a bag."""


@dataclass(frozen=True, slots=True, eq=False)
class Filling:
    """How the hidden features follow from the seen ones.

    Attributes
    ----------
    hidden : ndarray of bool, shape (p,)
    mean : ndarray, shape (p,)
    weights : ndarray, shape (s, h)
        Hidden minus their mean per seen minus their mean.
    precision : ndarray, shape (s, s)
        Inverse covariance of the seen ones.
    covariance : ndarray, shape (h, h)
        Of the hidden ones, given the others.
    """

    hidden: NDArray[np.bool_]
    mean: FloatArray
    weights: FloatArray
    precision: FloatArray
    covariance: FloatArray

    def fill(self, rows: FloatArray) -> FloatArray:
        """Rows of features, shape (..., p), with the hidden ones replaced by their most probable values."""
        away = rows[..., ~self.hidden] - self.mean[~self.hidden]
        result = rows.copy()
        result[..., self.hidden] = self.mean[self.hidden] + away @ self.weights
        return result

    def distance(self, row: FloatArray) -> float:
        """Squared Mahalanobis distance of what is seen from the simulated people, by its expected value.

        About 1 is usual.
        """
        away = row[~self.hidden] - self.mean[~self.hidden]
        return float(away @ self.precision @ away) / len(away)


@dataclass(frozen=True, slots=True, eq=False)
class Uncertainty:
    """Standard deviations in degrees that the calibration found, see ``calibration/pelvis.py``.

    Attributes
    ----------
    landmarks : float
        Of the estimate when only the landmarks and the front edge vary from photo to photo.
    edge : float
        Factor on the spread of the estimate over equally probable backs.
    model : float
        Between bodies that look alike but differ.
    hidden : float
        Factor on what the hidden features leave open.
    within : float
        Between stances of one person, beyond what belongs to the photo.
    usual_distance, largest_distance : float
        Of `Filling.distance`: 95 % and 99.9 % of the simulated people lie below.
    scale, scale_within : float
        Factors on the parts above, not on the camera's roll, with which the intervals hold the truth in 95 %
        of the rendered pictures that are for calibration, of a value and of a difference within a person.
    """

    landmarks: float
    edge: float
    model: float
    hidden: float
    within: float
    usual_distance: float
    largest_distance: float
    scale: float = 1.0
    scale_within: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class RotationModel:
    """The learned numbers.

    Attributes
    ----------
    mean : ndarray, shape (p,)
    covariance : ndarray, shape (p, p)
        Of the features, of simulated people as the product sees them.
    scale : ndarray, shape (p,)
        Standard deviations by which the network's input is divided.
    layers : tuple of (weights, bias)
        Of the network; hyperbolic tangent between them.
    direct : ndarray, shape (p,)
        Linear part beside the network.
    uncertainty : Uncertainty
    anchor_deg : float
        Pelvic tilt minus rotation.
    provenance : dict
    """

    mean: FloatArray
    covariance: FloatArray
    scale: FloatArray
    layers: tuple[tuple[FloatArray, FloatArray], ...]
    direct: FloatArray
    uncertainty: Uncertainty
    anchor_deg: float
    provenance: dict[str, Any]

    def rotation_deg(self, values: FloatArray) -> FloatArray:
        """Rotation of the pelvis, + = anterior, for complete rows of shape (..., p); shape (...)."""
        standard = (values - self.mean) / self.scale
        hidden = standard
        for weights, bias in self.layers[:-1]:
            hidden = np.tanh(hidden @ weights + bias)
        weights, bias = self.layers[-1]
        result: FloatArray = (hidden @ weights)[..., 0] + bias[0] + standard @ self.direct
        return result

    def gradient(self, values: FloatArray, features: NDArray[np.intp]) -> FloatArray:
        """Change of the rotation per unit of some features at a complete row, shape (f,)."""
        step = 0.05 * self.scale[features]
        moved = np.repeat(values[None, :], len(features), axis=0)
        moved[np.arange(len(features)), features] += step
        result: FloatArray = (self.rotation_deg(moved) - self.rotation_deg(values)) / step
        return result


def features_of(back: FloatArray, front: FrontOutline | None, joints: FloatArray) -> FloatArray:
    """The row of features of a body, shape (p,), NaN where nothing was seen.

    Parameters
    ----------
    back : ndarray, shape (n,)
        Fitted curve at the heights of `back_shapes`, trunk lengths.
    front : FrontOutline or None
    joints : ndarray, shape (5, 2)
        [posterior, up] of `JOINT_PARTS` in trunk lengths from the hip landmark; NaN where not seen.
    """
    seen = np.full(len(FRONT_HEIGHTS), np.nan)
    if front is not None:
        seen = np.where(front.seen, front.posterior, np.nan)
    ear, shoulder, _, knee, ankle = joints
    return np.concatenate([back_shapes().scores(back)[:SCORES], seen, ear, shoulder[:1], knee, ankle])


def with_backs(features: FloatArray, backs: FloatArray) -> FloatArray:
    """The row of features with each of some backs, shape (m, p)."""
    result = np.repeat(features[None, :], len(backs), axis=0)
    shapes = back_shapes()
    result[:, BACK] = (product(backs - shapes.mean, shapes.components.T) / shapes.component_sd)[:, :SCORES]
    return result


def joint_points(
    frame: SagittalFrame,
    landmarks: Landmarks,
    size: tuple[int, ...],
    *,
    feet_seen: bool = True,
    legs_seen: bool = True,
) -> FloatArray:
    """[posterior, up] of `JOINT_PARTS` in trunk lengths, shape (5, 2); NaN outside the picture.

    Parameters
    ----------
    frame, landmarks
        In pixels of one picture.
    size : (height, width)
        Of that picture.
    feet_seen : bool
        False when the feet are outside: the model then puts the ankles somewhere inside.
    legs_seen : bool
        False when the model has put both legs beside the person.
    """
    points = np.array([landmarks.middle(part) for part in JOINT_PARTS])
    inside = np.asarray(((points >= 0) & (points <= [size[1], size[0]])).all(axis=1))
    inside[JOINT_PARTS.index("ankle")] &= feet_seen and legs_seen
    inside[JOINT_PARTS.index("knee")] &= legs_seen
    result: FloatArray = np.where(inside[:, None], frame.to_body(points) * [-1.0, 1.0], np.nan)
    return result


def find_hidden(features: FloatArray, mean: FloatArray, covariance: FloatArray) -> NDArray[np.bool_]:
    """Which features of a row are not seen; front heights that cannot be the body count as such."""
    hidden: NDArray[np.bool_] = np.isnan(features)
    front = ~hidden
    front[: FRONT.start] = False
    front[FRONT.stop :] = False
    rest = ~hidden & ~front
    if front.any():
        across = covariance[np.ix_(rest, front)]
        weights = np.linalg.solve(covariance[np.ix_(rest, rest)], across)
        expected = mean[front] + (features[rest] - mean[rest]) @ weights
        left = np.diag(covariance)[front] - (weights * across).sum(axis=0)
        hidden[front] = np.abs(features[front] - expected) > _GATE * np.sqrt(left)
    return hidden


def filling(hidden: NDArray[np.bool_], mean: FloatArray, covariance: FloatArray) -> Filling:
    """How to fill in some hidden features."""
    seen = ~hidden
    across = covariance[np.ix_(seen, hidden)]
    precision: FloatArray = np.linalg.inv(covariance[np.ix_(seen, seen)]).astype(np.float64)
    weights = precision @ across
    left = covariance[np.ix_(hidden, hidden)] - across.T @ weights
    return Filling(hidden, mean, weights, precision, left)


@cache
def rotation_model() -> RotationModel:
    """The model that comes with the package."""
    with resources.files("analyzer.data").joinpath("pelvis.npz").open("rb") as file:
        data = np.load(file, allow_pickle=False)
        arrays = {name: data[name].astype(np.float64) for name in data.files if name != "description"}
        description = json.loads(str(data["description"]))
    if description["version"] != _VERSION or tuple(description["features"]) != FEATURES:
        raise ValueError("analyzer/data/pelvis.npz is of another version; make it anew, see calibration")
    for array in arrays.values():
        array.flags.writeable = False
    layers = tuple(
        (arrays[f"weights_{index}"], arrays[f"bias_{index}"]) for index in range(description["layers"])
    )
    return RotationModel(
        arrays["mean"],
        arrays["covariance"],
        arrays["scale"],
        layers,
        arrays["direct"],
        Uncertainty(**description["uncertainty"]),
        float(description["anchor"]["tilt_minus_rotation_deg"]),
        description["provenance"],
    )
