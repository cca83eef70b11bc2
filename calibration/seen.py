"""Simulated people as the product would see them: with the errors found on rendered pictures.

The errors of one picture stay together: traced back edge with its trust, front edge with what hid it. Those
of the landmarks are drawn from the normal distribution with the mean and covariance found on the pictures,
and so are levelling errors; both decide where the product's frame lies on the body. The back curve is then
what the product's own `fit_curve` makes of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.learned_rotation import features_of
from analyzer.outline.front import FRONT_HEIGHTS, FrontOutline
from analyzer.outline.learned_curve import FittedCurve, back_shapes, fit_curve
from calibration.bodies import JOINTS
from calibration.frame import LandmarkFrame
from calibration.pictures import Seen, TracedPicture

FloatArray = NDArray[np.float64]

EDGE_NOISE: Final = 0.003
"""Usual error of a clear edge point, trunk lengths; as the product fits with."""
_HIP, _SHOULDER = JOINTS.index("hip"), JOINTS.index("shoulder")
_CLOTH: Final = {"back": 0.004, "front": 0.010}
"""What clothes of real people add to those of the rendered ones on every third body: standard deviation of a
smooth error, trunk lengths."""
CLOTH_SHARE: Final = 1 / 3
_CLOTH_LENGTH: Final = 0.12
"""Over which it changes, trunk lengths."""


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """What pictures add to a body.

    Attributes
    ----------
    pictures : sequence of TracedPicture
    joint_mean : ndarray, shape (10,)
        Landmark minus joint, true trunk lengths.
    joint_factor : ndarray, shape (10, 10)
        ``factor @ factor.T`` is their covariance.
    roll_deg : ndarray, shape (pictures,)
        Camera roll that levelling left.
    """

    pictures: Sequence[TracedPicture]
    joint_mean: FloatArray
    joint_factor: FloatArray
    roll_deg: FloatArray

    def draw_joints(self, rng: np.random.Generator) -> FloatArray:
        """Landmark errors, shape (5, 2)."""
        normal = rng.standard_normal(len(self.joint_mean))
        return (self.joint_mean + self.joint_factor @ normal).reshape(-1, 2)

    def draw_picture(self, rng: np.random.Generator) -> TracedPicture:
        return self.pictures[int(rng.integers(len(self.pictures)))]


def learn_errors(pictures: Sequence[TracedPicture]) -> Errors:
    """The errors of some pictures."""
    joints = np.array([item.joint_error.ravel() for item in pictures])
    covariance = np.cov(joints.T) + 1e-6 * np.eye(joints.shape[1])
    roll = np.array([item.roll_error_deg for item in pictures])
    factor = np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)
    return Errors(pictures, joints.mean(axis=0), factor, roll)


@dataclass(frozen=True, slots=True, eq=False)
class Framed:
    """A body in the frame of the product's landmarks, before edges are found.

    Attributes
    ----------
    back, front : ndarray
        At the heights of `back_shapes` and at `FRONT_HEIGHTS`.
    joints : ndarray, shape (5, 2)
        Landmarks.
    """

    back: FloatArray
    front: FloatArray
    joints: FloatArray


def framed(bodies: Mapping[str, Any], row: int, joint_error: FloatArray, roll_deg: float) -> Framed:
    """A body as it lies in a frame that is off by landmark errors, shape (5, 2), and by some roll."""
    landmarks = bodies["joints"][row] + joint_error
    frame = LandmarkFrame(landmarks[_HIP], landmarks[_SHOULDER], roll_deg)
    return Framed(
        frame.outline(bodies["back"][row], back_shapes().heights),
        frame.outline(bodies["front"][row], FRONT_HEIGHTS),
        frame.place(landmarks),
    )


def see(body: Framed, picture: TracedPicture, rng: np.random.Generator) -> Seen:
    """A body with the edges of a picture, and sometimes with thicker clothes."""
    clothed = rng.random() < CLOTH_SHARE
    front = body.front + picture.front_error
    if clothed:
        front = front - _cloth("front", FRONT_HEIGHTS, rng)
    return Seen(fit_back(body, picture, rng, clothed=clothed).posterior, front, body.joints)


def fit_back(body: Framed, picture: TracedPicture, rng: np.random.Generator, *, clothed: bool) -> FittedCurve:
    """The back that the product finds with the edge errors of a picture."""
    back = body.back + picture.back_error
    if clothed:
        back = back + _cloth("back", back_shapes().heights, rng)
    return fit_curve(back, picture.trust, EDGE_NOISE)


def see_clearly(body: Framed, picture: TracedPicture, other: TracedPicture) -> Seen:
    """A body whose back is seen without error, and its front where it was seen in a picture.

    The front has the errors of another picture where that one has any, else those of the first.
    """
    error = np.where(np.isfinite(other.front_error), other.front_error, picture.front_error)
    front = np.where(np.isfinite(picture.front_error), body.front + error, np.nan)
    return Seen(fit_curve(body.back, np.ones_like(body.back), EDGE_NOISE).posterior, front, body.joints)


def _cloth(side: str, heights: FloatArray, rng: np.random.Generator) -> FloatArray:
    """A smooth random error, shape (n,)."""
    knots = np.arange(heights[0] - _CLOTH_LENGTH, heights[-1] + 2 * _CLOTH_LENGTH, _CLOTH_LENGTH)
    result: FloatArray = np.interp(heights, knots, rng.normal(0.0, _CLOTH[side], len(knots)))
    return result


def feature_row(seen: Seen) -> FloatArray:
    """The row of features of the product, shape (p,), NaN where nothing was seen."""
    known = np.isfinite(seen.front)
    return features_of(seen.back, FrontOutline(np.where(known, seen.front, 0.0), known), seen.joints)


def seen_rows(bodies: Mapping[str, Any], errors: Errors, seed: int) -> FloatArray:
    """Features of every simulated body, each with errors of its own, shape (n, p)."""
    result = []
    for row in range(len(bodies["back"])):
        rng = np.random.default_rng([seed, row])
        body = framed(bodies, row, errors.draw_joints(rng), float(rng.choice(errors.roll_deg)))
        result.append(feature_row(see(body, errors.draw_picture(rng), rng)))
    return np.array(result)
