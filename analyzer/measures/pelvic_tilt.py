"""Pelvic tilt: measured from its two bony points, or estimated from the outline of the body.

MediaPipe's landmarks cannot see a pelvis rotate; the outline of trunk and thighs does change with it. What
was learned on simulated people (`analyzer.measures.learned_rotation`, ``calibration/pelvis.py``) turns the
outline into the rotation of the pelvis. Its zero is anchored on published norms: an average body whose
sacral slope is the published mean gets the published mean tilt. The interval has three parts: this photo,
bodies that look alike but differ, and the shape of the bone, which no photo can show (5 degrees between
people, Preece 2008, PMC2565125).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from analyzer.geometry import inclination_deg, percentile
from analyzer.measures import EDGE_WITHIN, TABLE, measured, missing
from analyzer.measures.back_values import read_rotation_deg
from analyzer.measures.learned_rotation import (
    Filling,
    RotationModel,
    features_of,
    filling,
    find_hidden,
    rotation_model,
    with_backs,
)
from analyzer.outline.front import FrontOutline
from analyzer.outline.learned_curve import FittedCurve
from analyzer.types import Measure, SagittalFrame
from analyzer.types.arrays import FloatArray
from analyzer.types.codes import Method
from analyzer.types.texts import reason

BONE_SHAPE_SD_DEG: Final = 5.0
_TOO_UNUSUAL: Final = 3.0
"""An outline so many times farther from the simulated people than the farthest of them gets no estimate."""
_POINT_SD: Final = 0.009
"""Placing a bony point: about 4 mm, trunk lengths."""
_DRAWS: Final = 32


def estimate_pelvic_tilt(
    fitted: FittedCurve,
    front: FrontOutline | None,
    joints: FloatArray,
    *,
    roll_sd_deg: float,
    other_sd_deg: float,
    covered: float = 0.0,
    moved: FloatArray | None = None,
) -> Measure:
    """Pelvic tilt from the outline of the body; + = anterior.

    Parameters
    ----------
    fitted : FittedCurve
        The back.
    front : FrontOutline or None
    joints : ndarray, shape (5, 2)
        See `analyzer.measures.learned_rotation.features_of`.
    roll_sd_deg : float
        Standard deviation of the camera's roll. It is in the interval and in ``sd_within`` as it is.
    other_sd_deg : float
        What cloth adds, and a trunk that is turned farther than those of the simulated people.
    covered : float
        How far the back is bridged rather than seen, 0 to 1, see `covered_share`.
    moved : ndarray, shape (m, n), optional
        Backs that errors of points placed by a person would have made, see `TracedBack.moved`.
    """
    model = rotation_model()
    known = model.uncertainty
    features = features_of(fitted.posterior, front, joints)
    how = filling(find_hidden(features, model.mean, model.covariance), model.mean, model.covariance)
    distance = how.distance(features)
    if distance > _TOO_UNUSUAL * known.largest_distance:
        return missing("pelvic_tilt", reason("unusual_outline"))
    row = how.fill(features)
    rotation = float(_rotation_deg(model, how, features[None])[0])
    drawn = _rotation_deg(model, how, with_backs(features, fitted.draws(_DRAWS)))
    low, high = percentile(drawn, 15.87), percentile(drawn, 84.13)
    placed = 0.0
    if moved is not None and len(moved):
        away = _rotation_deg(model, how, with_backs(features, moved)) - rotation
        placed = float(np.linalg.norm(away))
    unusual = math.sqrt(max(1.0, distance / known.usual_distance))
    build = math.hypot(known.model, known.hidden * _hidden_sd(model, how, row)) * unusual
    edge = known.edge * float(high - low) / 2.0
    bridged = covered * float(high - low) / 2.0
    # The factors were found on photos that are nearly level: the camera's roll turns every angle one to one.
    photo = math.hypot(other_sd_deg, known.landmarks)
    within = known.scale_within * math.hypot(photo, EDGE_WITHIN * edge, known.within * unusual)
    return measured(
        "pelvic_tilt",
        rotation + model.anchor_deg,
        math.hypot(roll_sd_deg, known.scale * photo, placed, bridged),
        "estimated_from_corrected_back_profile" if placed else "estimated_from_back_profile",
        edge_sd=known.scale * edge,
        body_sd=known.scale * build,
        bone_sd=BONE_SHAPE_SD_DEG,
        within_sd=math.hypot(roll_sd_deg, TABLE["pelvic_tilt"].repeat_sd, within, placed, bridged),
    )


def _rotation_deg(model: RotationModel, how: Filling, rows: FloatArray) -> FloatArray:
    """Rotation for rows with gaps, shape (n, p), as the mean of two kinds of networks; shape (n,).

    One was taught with differences within a person, the others with single stances: they err differently.
    """
    result: FloatArray = (model.rotation_deg(how.fill(rows)) + read_rotation_deg(rows)) / 2.0
    return result


def _hidden_sd(model: RotationModel, how: Filling, row: FloatArray) -> float:
    """What the hidden features leave open, degrees."""
    if not how.hidden.any():
        return 0.0
    slope = model.gradient(row, np.flatnonzero(how.hidden))
    return math.sqrt(max(float(slope @ how.covariance @ slope), 0.0))


def measure_pelvic_tilt(
    frame: SagittalFrame,
    asis_px: FloatArray,
    psis_px: FloatArray,
    *,
    method: Method = "points",
    point_sd: float = _POINT_SD,
    view_sd_deg: float = 0.0,
) -> Measure:
    """Pelvic tilt from the two bony points: the PSIS-ASIS line below the horizontal; + = ASIS lower.

    Parameters
    ----------
    frame : SagittalFrame
        In the same pixels as the points.
    asis_px, psis_px : ndarray, shape (2,)
    method : Method
        Where the points come from: ``"points"`` placed by a person, ``"markers"`` found in the photo.
    point_sd : float
        Standard deviation of the place of each, trunk lengths.
    view_sd_deg : float
        What camera height and trunk rotation add.
    """
    asis, psis = frame.to_body(asis_px), frame.to_body(psis_px)
    length = float(np.linalg.norm(asis - psis))
    if length < 0.08 or asis[0] <= psis[0]:
        return missing("pelvic_tilt", reason("points_implausible.pelvis"))
    value = inclination_deg(psis, asis) - 90.0
    sd = math.hypot(math.degrees(math.sqrt(2) * point_sd / length), frame.roll_sd_deg, view_sd_deg)
    return measured("pelvic_tilt", value, sd, method)
