"""True values of all measures of a posed body, by the definitions of ``docs/method.md``."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import C7_VERTEX, BodyModel, PosedBody
from calibration.upper_people import measure_upper_back

FloatArray = NDArray[np.float64]


def measures_of(model: BodyModel, body: PosedBody) -> dict[str, float]:
    """By name of the measure; seen straight from the side and from far away.

    The tilt is the rotation of the pelvis from the model's neutral stance: it differs from the tilt by one
    constant of the person.
    """
    ear, shoulder, hip, knee, ankle = (
        _side_view(getattr(body, name).mean(axis=0)) for name in ("ear", "shoulder", "hip", "knee", "ankle")
    )
    c7 = _side_view(body.skin[C7_VERTEX])
    truth = model.truth(body)
    leg = float(np.linalg.norm(hip - knee) + np.linalg.norm(knee - ankle))
    thigh, shank = hip - knee, ankle - knee
    bend = math.degrees(math.atan2(thigh[0] * shank[1] - thigh[1] * shank[0], float(thigh @ shank)))
    trunk, height = _inclination(hip, shoulder), body.height_m / 100.0
    return {
        "pelvic_tilt": body.pelvis_rotation_deg,
        "sacral_slope": truth.sacral_slope_deg,
        "lumbar_lordosis": truth.lordosis_deg,
        "lumbar_depth": 100.0 * truth.depth_m / body.trunk_length_m,
        "trunk_inclination": trunk,
        "hip_extension_angle": _inclination(knee, hip) - trunk,
        "pelvic_shift": 100.0 * float(hip[0] - ankle[0]) / leg,
        "knee_angle": abs(bend),
        "ear_shoulder_angle": _inclination(shoulder, ear),
        "thoracic_kyphosis": measure_upper_back(model, body).kyphosis_deg,
        "craniovertebral_angle": 90.0 - _inclination(c7, ear),
        "c7_offset": float(c7[0] - ankle[0]) / height,
        "shoulder_offset": float(shoulder[0] - ankle[0]) / height,
        "hip_offset": float(hip[0] - ankle[0]) / height,
        "knee_offset": float(knee[0] - ankle[0]) / height,
        "trunk_balance": float(c7[0] - hip[0]) / height,
    }


def _side_view(point: FloatArray) -> FloatArray:
    """[anterior, superior] of a point [left, posterior, up]."""
    return np.array([-point[1], point[2]])


def _inclination(lower: FloatArray, upper: FloatArray) -> float:
    forward, up = upper - lower
    return math.degrees(math.atan2(forward, up))
