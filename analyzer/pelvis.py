"""Pelvic tilt: measured from its two bony points, or estimated from the shape of the back.

MediaPipe's landmarks cannot see a pelvis rotate; the outline of the back does change with it. A linear fit
on simulated bodies (``calibration/pelvis.py``) turns the shape of the fitted curve into the rotation of the
pelvis. Its zero is anchored on published norms: an average body whose sacral slope is the published mean
gets the published mean tilt. The interval has three parts: this photo, bodies that look alike but differ,
and the shape of the bone, which no photo can show (5 degrees between people, Preece 2008, PMC2565125).
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.back_profile import CurveLandmarks, TracedBack, find_curve_landmarks
from analyzer.back_shape import back_shapes
from analyzer.geometry import inclination_deg
from analyzer.measures import EDGE_SCALE, measured, missing
from analyzer.types import Measure, SagittalFrame

FloatArray = NDArray[np.float64]

BONE_SHAPE_SD_DEG: Final = 5.0
_CAUTION: Final = 1.3
"""The fit is simple and knows no real people: its spread is stated wider than it was found."""
_POINT_SD: Final = 0.009
"""Placing a bony point: about 4 mm, trunk lengths."""
_DRAWS: Final = 32


@dataclass(frozen=True, slots=True, eq=False)
class PelvisFit:
    """Coefficients of the linear fit, as loaded from the data file."""

    coefficients: FloatArray
    intercept: float
    scores: int
    model_sd_deg: float
    usual_distance: float
    largest_distance: float
    anchor_deg: float


@cache
def pelvis_fit() -> PelvisFit:
    """The fit that comes with the package."""
    data = json.loads(resources.files("analyzer.data").joinpath("pelvis.json").read_text("utf-8"))
    features = data["features"]
    scores = sum(name.startswith("score_") for name in features)
    if features[scores:] != ["sacral_slope_deg", "thoracolumbar_slope_deg"]:
        raise ValueError("analyzer/data/pelvis.json has unknown features")
    coefficients = np.array(data["coefficients_deg"], dtype=np.float64)
    coefficients.flags.writeable = False
    return PelvisFit(
        coefficients,
        float(data["intercept_deg"]),
        scores,
        float(data["model_sd_deg"]),
        float(data["mahalanobis"]["p95"]),
        float(data["mahalanobis"]["p99_9"]),
        float(data["anchor"]["tilt_minus_rotation_deg"]),
    )


def estimate_pelvic_tilt(traced: TracedBack, roll_sd_deg: float, other_sd_deg: float) -> Measure:
    """Pelvic tilt from the shape of the back, with a deliberately wide interval.

    Parameters
    ----------
    traced : TracedBack
    roll_sd_deg : float
        Standard deviation of the camera's roll.
    other_sd_deg : float
        What the checks add for cloth and trunk rotation.
    """
    fit = pelvis_fit()
    distance = float((back_shapes().scores(traced.fitted.posterior)[: fit.scores] ** 2).sum())
    if distance > 2.5 * fit.largest_distance:
        return missing(
            "pelvic_tilt",
            "unusual_outline",
            "The outline of this back is unlike those the estimate was made for, so no tilt is given.",
        )
    rotation = _rotation(fit, traced.fitted.posterior, traced.landmarks)
    drawn = []
    for curve in traced.fitted.draws(_DRAWS):
        found = find_curve_landmarks(curve)
        if isinstance(found, CurveLandmarks):
            drawn.append(_rotation(fit, curve, found))
    low, high = np.percentile(drawn, [15.87, 84.13]) if len(drawn) > 8 else (-6.0, 6.0)
    edge_sd = EDGE_SCALE * float(high - low) / 2.0
    photo_sd = math.hypot(roll_sd_deg, other_sd_deg)
    unusual = math.sqrt(max(1.0, distance / fit.usual_distance))
    between = math.hypot(fit.model_sd_deg * _CAUTION * unusual, BONE_SHAPE_SD_DEG)
    return measured(
        "pelvic_tilt",
        rotation + fit.anchor_deg,
        photo_sd,
        "estimated_from_back_profile",
        body_sd=between,
        edge_sd=edge_sd,
    )


def _rotation(fit: PelvisFit, curve: FloatArray, found: CurveLandmarks) -> float:
    scores = back_shapes().scores(curve)[: fit.scores]
    features = np.concatenate([scores, [found.sacral_deg, found.thoracolumbar_deg]])
    return float(features @ fit.coefficients + fit.intercept)


def measure_pelvic_tilt(frame: SagittalFrame, asis_px: FloatArray, psis_px: FloatArray) -> Measure:
    """Pelvic tilt from the two bony points: the PSIS-ASIS line below the horizontal; + = ASIS lower.

    Parameters
    ----------
    frame : SagittalFrame
        In the same pixels as the points.
    asis_px, psis_px : ndarray, shape (2,)
    """
    asis, psis = frame.to_body(asis_px), frame.to_body(psis_px)
    length = float(np.linalg.norm(asis - psis))
    if length < 0.08 or asis[0] <= psis[0]:
        return missing(
            "pelvic_tilt",
            "points_implausible",
            "The two pelvis points are too close together or on the wrong sides. ASIS is the bony point at "
            "the front of the hip, PSIS the one at the back.",
        )
    value = inclination_deg(psis, asis) - 90.0
    sd = math.hypot(math.degrees(math.sqrt(2) * _POINT_SD / length), frame.roll_sd_deg)
    return measured("pelvic_tilt", value, sd, "points")
