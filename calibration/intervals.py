"""How sure the rotation is: parts that belong to the photo, to the model, and to the stance of a person.

All on people that the model never saw. The parts are standard deviations whose root of squares, times 1.96,
holds the truth in 95 % of the cases (split conformal: the model's part is set so that this is so).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.learned_rotation import RotationModel, Uncertainty, filling, with_backs
from calibration.gaussian import group_rows
from calibration.seen import CLOTH_SHARE, Errors, feature_row, fit_back, framed, see_clearly

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

Z95: Final = 1.96
_BODIES: Final = 400
_REPEATS: Final = 8
_DRAWS: Final = 32
_SMALL_CHANGE_DEG: Final = 12.0
"""Differences between stances up to here set the part that remains within a person."""
_REPEAT_SD: Final = 0.6
"""Added to every tilt for setting up the camera anew, see `analyzer.measures.table`."""


def learn_uncertainty(
    model: RotationModel,
    bodies: Mapping[str, Any],
    errors: Errors,
    *,
    filled: FloatArray,
    hidden: BoolArray,
    rows: IntArray,
) -> RotationModel:
    """The model with its uncertainty.

    Parameters
    ----------
    filled, hidden : ndarray, shape (draws, n, p)
        Features of all bodies with gaps filled, and what was hidden.
    rows : ndarray of int
        Bodies that set the intervals; pairs of neighbours are the same person.
    """
    truth = bodies["pelvis_rotation_deg"][rows]
    error = model.rotation_deg(filled[:, rows]) - truth
    photo = float(np.sqrt(error.var(axis=0, ddof=1).mean()))
    open_ = np.array([hidden_sd(model, f, h) for f, h in zip(filled[:, rows], hidden[:, rows], strict=True)])
    base, factor = _fit_spread(error.ravel() ** 2, open_.ravel() ** 2)
    other = np.sqrt(max(base - photo**2, 0.01) + factor**2 * open_**2)
    scale = _conformal(error, photo, other)
    within = _within(error, truth, photo)
    distance = _distances(model, filled[0], hidden[0], rows)
    uncertainty = Uncertainty(
        landmarks=round(_landmark_sd(model, bodies, errors, rows), 3),
        edge=round(_edge_factor(model, bodies, errors, rows), 3),
        model=round(scale * float(np.sqrt(max(base - photo**2, 0.01))), 3),
        hidden=round(scale * factor, 3),
        within=round(within, 3),
        usual_distance=round(float(np.percentile(distance, 95.0)), 3),
        largest_distance=round(float(np.percentile(distance, 99.9)), 3),
    )
    return replace(model, uncertainty=uncertainty)


def hidden_sd(model: RotationModel, filled: FloatArray, hidden: BoolArray) -> FloatArray:
    """What the hidden features leave open in the rotation, degrees, shape (n,)."""
    result = np.zeros(len(filled))
    for pattern, members in group_rows(hidden):
        if pattern.any():
            left = filling(pattern, model.mean, model.covariance).covariance
            which = np.flatnonzero(pattern)
            for row in members:
                slope = model.gradient(filled[row], which)
                result[row] = np.sqrt(max(float(slope @ left @ slope), 0.0))
    return result


def _fit_spread(square: FloatArray, open_square: FloatArray) -> tuple[float, float]:
    """Squared errors as ``base + (factor * what is open)**2``, neither negative."""
    gain, level = np.polyfit(open_square, square, 1)
    if gain <= 0.0 or level <= 0.0:
        return float(square.mean()), 0.0
    return float(level), float(np.sqrt(gain))


def _conformal(error: FloatArray, photo: float, other: FloatArray) -> float:
    """Factor on the model's part with which 95 % of the errors lie within 1.96 standard deviations."""
    # 1.96**2 (photo**2 + f**2 other**2) >= error**2 for 95 % of the rows, solved for f row by row.
    needed = np.maximum((error / Z95) ** 2 - photo**2, 0.0) / other**2
    return float(np.sqrt(np.percentile(needed, 95.0)))


def _within(error: FloatArray, truth: FloatArray, photo: float) -> float:
    """Between stances of one person that differ little, beyond the photo's own part."""
    small = np.abs(truth[1::2] - truth[::2]) < _SMALL_CHANGE_DEG
    difference = (error[:, 1::2] - error[:, ::2])[:, small]
    spread = float(np.percentile(np.abs(difference), 95.0)) / Z95 / np.sqrt(2.0)
    return float(np.sqrt(max(spread**2 - photo**2 - _REPEAT_SD**2, 0.0)))


def _distances(model: RotationModel, filled: FloatArray, hidden: BoolArray, rows: IntArray) -> FloatArray:
    result = np.zeros(len(rows))
    for pattern, members in group_rows(hidden[rows]):
        how = filling(pattern, model.mean, model.covariance)
        for member in members:
            result[member] = how.distance(filled[rows[member]])
    return result


def _landmark_sd(model: RotationModel, bodies: Mapping[str, Any], errors: Errors, rows: IntArray) -> float:
    """Of the rotation when only landmarks and front edge vary, over some bodies."""
    rng = np.random.default_rng(0)
    spread = []
    for row in rng.choice(rows, min(_BODIES, len(rows)), replace=False):
        picture = errors.draw_picture(rng)
        seen = []
        for _ in range(_REPEATS):
            body = framed(bodies, int(row), errors.draw_joints(rng), 0.0)
            seen.append(feature_row(see_clearly(body, picture, errors.draw_picture(rng))))
        hidden = np.isnan(seen[0])
        how = filling(hidden, model.mean, model.covariance)
        spread.append(model.rotation_deg(how.fill(np.array(seen))).var(ddof=1))
    return float(np.sqrt(np.mean(spread)))


def _edge_factor(model: RotationModel, bodies: Mapping[str, Any], errors: Errors, rows: IntArray) -> float:
    """Error that tracing the back makes, by the spread of the rotation over equally probable backs."""
    rng = np.random.default_rng(1)
    made, supposed = 0.0, 0.0
    for row in rng.choice(rows, min(_BODIES, len(rows)), replace=False):
        body = framed(bodies, int(row), errors.draw_joints(rng), 0.0)
        picture = errors.draw_picture(rng)
        clear = feature_row(see_clearly(body, picture, picture))
        how = filling(np.isnan(clear), model.mean, model.covariance)
        fitted = fit_back(body, picture, rng, clothed=rng.random() < CLOTH_SHARE)
        backs = np.vstack([fitted.posterior, fitted.draws(_DRAWS)])
        traced, *drawn = model.rotation_deg(how.fill(with_backs(clear, backs)))
        made += float(traced - model.rotation_deg(how.fill(clear))) ** 2
        low, high = np.percentile(drawn, [15.87, 84.13])
        supposed += ((high - low) / 2.0) ** 2
    return float(np.sqrt(made / supposed))
