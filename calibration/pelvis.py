"""How pelvic rotation shows in the curve of the back; makes ``analyzer/data/pelvis.json``.

Run from the top of the project, after ``bodies`` and ``back-shape``::

    python -m calibration pelvis --bodies bodies.npz --validation validation

Format of the file (all angles in degrees, + = anterior)::

    rotation = intercept_deg + sum(coefficients_deg[i] * value of features[i])
    pelvic tilt = rotation + anchor.tilt_minus_rotation_deg

    features                  "score_00" ... "score_15": BackShapes.scores(curve)[:16];
                              "sacral_slope_deg", "thoracolumbar_slope_deg": as the product measures them
                              on the fitted curve. The order is that of the coefficients.
    coefficients_deg          list, one per feature
    intercept_deg             number
    model_sd_deg              standard deviation of (predicted - true) on simulated bodies that were not used
                              for the fit, with an exactly known contour: what the curve cannot tell
    model_sd_with_tracing_deg the same with the tracing errors of photos in it
    mahalanobis               of the squared norm of the 16 scores of fitted simulated curves:
                              {"components": 16, "p95": number, "p99_9": number}
    anchor                    {"tilt_minus_rotation_deg": number, ... how it follows from the pictures}
    check                     errors on rendered pictures: fitting and held-out sets
    provenance                command, versions, counts

What is simulated: bodies of `calibration.bodies`, their contour as a photo shows it, plus an error curve and
a trust curve drawn from pictures whose true contour is known, fitted with the product's own `fit_curve`. What
is not: people. In the simulation the lumbar curve follows pelvic rotation (plus an independent share), soft
tissue does not shift, and "rotation" counts from the body model's neutral stance; hence the anchor.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.back_profile import find_curve_landmarks
from analyzer.back_shape import back_shapes, fit_curve
from analyzer.pose import PoseModel
from analyzer.types import Reason
from calibration.back_shape import load_bodies
from calibration.bodies import today, versions
from calibration.linear import LinearModel, fit_ridge
from calibration.pictures import TracedPicture, trace_folder

FloatArray = NDArray[np.float64]

COMPONENTS: Final = 16
"""Scores used as features; the smaller ones are lost in the tracing error."""
PENALTY: Final = 5.0
EDGE_NOISE: Final = 0.003
"""Usual error of a clear edge point, trunk lengths; as the product fits with."""
HELD_OUT: Final = 0.25
"""Share of the simulated bodies kept for the test."""

ERROR_FOLDERS: Final = ("pairs", "retakes", "markers")
HELD_OUT_FOLDERS: Final = ("dev",)
TARGET: Final = Path("analyzer/data/pelvis.json")

PUBLISHED_SACRAL_SLOPE_DEG: Final = 20.6
"""Mean surface sacral slope by inclinometer, n = 183 (Advances in Orthopedics 2016, 3817270)."""
PUBLISHED_TILT_DEG: Final = 10.0
"""Pelvic tilt (PSIS-ASIS line against the horizontal) usually given for standing adults."""

FEATURES: Final = (
    *(f"score_{index:02d}" for index in range(COMPONENTS)),
    "sacral_slope_deg",
    "thoracolumbar_slope_deg",
)


def features_of(curve: FloatArray) -> FloatArray | None:
    """Values of `FEATURES` for a fitted curve, shape (k,); None when it has no lumbar hollow."""
    found = find_curve_landmarks(curve)
    if isinstance(found, Reason):
        return None
    scores = back_shapes().scores(curve)[:COMPONENTS]
    return np.array([*scores, found.sacral_deg, found.thoracolumbar_deg])


def usable(curves: FloatArray, rotation_deg: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Features, shape (m, k), and rotation, shape (m,), of the curves that have a lumbar hollow."""
    features = [features_of(curve) for curve in curves]
    kept = np.array([item is not None for item in features])
    return np.array([item for item in features if item is not None]), rotation_deg[kept]


def spread_of(model: LinearModel, curves: FloatArray, rotation_deg: FloatArray) -> float:
    """Standard deviation of predicted minus true rotation, degrees."""
    features, target = usable(curves, rotation_deg)
    return float((model.predict(features) - target).std())


def fitted(observed: FloatArray, trust: FloatArray) -> FloatArray:
    """The curve that the product would report, shape (n,)."""
    return fit_curve(observed, trust, EDGE_NOISE).posterior


def as_photographed(
    contours: FloatArray, pictures: list[TracedPicture], rng: np.random.Generator
) -> FloatArray:
    """Fitted curves of simulated contours with the tracing errors of pictures, shape (bodies, n)."""
    chosen = rng.integers(len(pictures), size=len(contours))
    return np.array(
        [
            fitted(contour + pictures[index].error, pictures[index].trust)
            for contour, index in zip(contours, chosen, strict=True)
        ]
    )


def as_known(contours: FloatArray) -> FloatArray:
    """Fitted curves of simulated contours seen without error, shape (bodies, n)."""
    trust = np.ones(contours.shape[1])
    return np.array([fitted(contour, trust) for contour in contours])


def mahalanobis_limits(features: FloatArray) -> dict[str, float]:
    """How far from the mean the simulated curves lie: limits of the squared norm of their scores."""
    square = (features[:, :COMPONENTS] ** 2).sum(axis=1)
    p95, p999 = np.percentile(square, [95.0, 99.9])
    return {"components": COMPONENTS, "p95": round(float(p95), 2), "p99_9": round(float(p999), 2)}


def anchor(pictures: list[TracedPicture]) -> dict[str, float]:
    """What to add to a rotation so that a usual sacral slope gives the usual pelvic tilt.

    The rotation counts from the body model's neutral stance, which nobody measured. The slope of its skin
    over the sacrum, as an inclinometer would read it, is known; a body whose slope is the published mean gets
    the published tilt.
    """
    rotation = np.array([picture.rotation_deg for picture in pictures])
    slope = np.array([picture.midline_slope_deg for picture in pictures])
    gain, level = np.polyfit(rotation, slope, 1)
    usual = (PUBLISHED_SACRAL_SLOPE_DEG - level) / gain
    return {
        "tilt_minus_rotation_deg": round(float(PUBLISHED_TILT_DEG - usual), 2),
        "slope_at_zero_rotation_deg": round(float(level), 2),
        "slope_per_rotation": round(float(gain), 3),
        "published_sacral_slope_deg": PUBLISHED_SACRAL_SLOPE_DEG,
        "published_tilt_deg": PUBLISHED_TILT_DEG,
    }


def errors_on(pictures: list[TracedPicture], model: LinearModel) -> dict[str, float]:
    """Predicted minus true rotation on pictures: the constant part, and the mean size of the rest."""
    features, rotation = usable(
        np.array([item.curve for item in pictures]), np.array([item.rotation_deg for item in pictures])
    )
    error = model.predict(features) - rotation
    constant = float(np.median(error))
    return {
        "pictures": len(error),
        "median_error_deg": round(constant, 2),
        "mean_absolute_error_without_constant_deg": round(float(np.abs(error - constant).mean()), 2),
        "sd_deg": round(float(error.std()), 2),
    }


def calibrate(
    contours: FloatArray,
    rotation_deg: FloatArray,
    for_errors: list[TracedPicture],
    held_out: list[TracedPicture],
) -> dict[str, Any]:
    """The content of the data file, without provenance.

    Parameters
    ----------
    contours : ndarray, shape (bodies, n)
        At the heights of `back_shapes`, trunk lengths.
    rotation_deg : ndarray, shape (bodies,)
    for_errors : list of TracedPicture
        Their tracing errors are put on the simulated bodies; their truth is not used for the fit.
    held_out : list of TracedPicture
        Only for the report.
    """
    traced = as_photographed(contours, for_errors, np.random.default_rng(0))
    train = round(len(contours) * (1.0 - HELD_OUT))
    features, target = usable(traced[:train], rotation_deg[:train])
    model = fit_ridge(features, target, PENALTY)
    return {
        "features": list(FEATURES),
        "coefficients_deg": [round(float(value), 5) for value in model.coefficients],
        "intercept_deg": round(model.intercept, 4),
        "model_sd_deg": round(spread_of(model, as_known(contours[train:]), rotation_deg[train:]), 3),
        "model_sd_with_tracing_deg": round(spread_of(model, traced[train:], rotation_deg[train:]), 3),
        "mahalanobis": mahalanobis_limits(features),
        "anchor": anchor(for_errors),
        "check": {
            "pictures_for_tracing_errors": errors_on(for_errors, model),
            "held_out_pictures": errors_on(held_out, model),
        },
    }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bodies", type=Path, default=Path("bodies.npz"))
    parser.add_argument(
        "--validation",
        type=Path,
        default=Path("validation"),
        help="folder with the rendered pictures in " + ", ".join((*ERROR_FOLDERS, *HELD_OUT_FOLDERS)),
    )
    parser.add_argument("--out", type=Path, default=TARGET)


def run(arguments: argparse.Namespace) -> None:
    """Trace the pictures, fit, write the file."""
    bodies, origin = load_bodies(arguments.bodies)
    with PoseModel() as detector:
        for_errors, held_out = (
            [item for name in names for item in trace_folder(arguments.validation / name, detector)]
            for names in (ERROR_FOLDERS, HELD_OUT_FOLDERS)
        )
    content = calibrate(bodies["contour"], bodies["pelvis_rotation_deg"], for_errors, held_out)
    content["provenance"] = {
        "command": "python -m calibration pelvis --bodies bodies.npz --validation validation",
        "bodies": origin,
        "pictures": {"for_errors": list(ERROR_FOLDERS), "held_out": list(HELD_OUT_FOLDERS)},
        "versions": versions("numpy", "mediapipe"),
        "date": today(),
    }
    arguments.out.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
