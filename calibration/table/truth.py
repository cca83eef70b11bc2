"""What is true of a posed body by the definitions of the modified Thomas test.

Everything is seen in the plane of the table's long axis ``c`` (towards the feet) and the vertical ``a``
(up). Signs: thigh below the horizontal is + (extension), anterior tilt is + (ASIS towards the feet).
Standing, ``c`` points down and ``a`` forwards, so that the same functions give the same angles in body axes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def thigh_angle(hip: FloatArray, knee: FloatArray, c: FloatArray, a: FloatArray) -> float:
    """Trochanter to epicondyle below the table's line, degrees, + = below (extended)."""
    way = knee - hip
    return math.degrees(math.atan2(-float(way @ a), float(way @ c)))


def knee_flexion(leg: tuple[FloatArray, FloatArray, FloatArray], c: FloatArray, a: FloatArray) -> float:
    """180° minus the angle trochanter, epicondyle, malleolus in the plane of c and a; 0 = straight.

    + bends the shank to the person's back.
    """
    hip, knee, ankle = leg
    thigh, shank = knee - hip, ankle - knee
    first = math.atan2(-float(thigh @ a), float(thigh @ c))
    second = math.atan2(-float(shank @ a), float(shank @ c))
    return math.degrees((second - first + math.pi) % (2.0 * math.pi) - math.pi)


def pelvic_tilt(asis: FloatArray, psis: FloatArray, c: FloatArray, a: FloatArray) -> float:
    """PSIS to ASIS against the perpendicular of the table, degrees, + = ASIS towards the feet (anterior)."""
    way = asis - psis
    return math.degrees(math.atan2(float(way @ c), float(way @ a)))


def trunk_angle(hip: FloatArray, shoulder: FloatArray, c: FloatArray, a: FloatArray) -> float:
    """Hip to shoulder against the table, degrees, + = shoulder farther from the table than the hip."""
    way = shoulder - hip
    return math.degrees(math.atan2(float(way @ a), -float(way @ c)))


def angles(points: Mapping[str, FloatArray], tested: str, c: FloatArray, a: FloatArray) -> dict[str, float]:
    """All angles of the test.

    Parameters
    ----------
    points : mapping
        Landmarks with ``_L`` and ``_R``.
    tested : "L" or "R"
    c, a : ndarray, shape (3,)
        Unit vectors, see above.
    """
    other = "R" if tested == "L" else "L"

    def of(name: str, side: str) -> FloatArray:
        return points[f"{name}_{side}"]

    def leg(side: str) -> tuple[FloatArray, FloatArray, FloatArray]:
        return of("greater_trochanter", side), of("lateral_epicondyle", side), of("lateral_malleolus", side)

    hip, knee, _ = leg(tested)
    alpha = thigh_angle(hip, knee, c, a)
    tau = pelvic_tilt(of("ASIS", tested), of("PSIS", tested), c, a)
    joints = thigh_angle(of("hip_joint", tested), of("knee_joint", tested), c, a)
    # Flexed past the vertical it goes on growing: 0 flat, 90 upright, 120 towards the chest.
    flexed = -thigh_angle(of("greater_trochanter", other), of("lateral_epicondyle", other), c, a)
    return {
        "thigh_angle_deg": alpha,
        "knee_flexion_deg": knee_flexion(leg(tested), c, a),
        "other_thigh_flexion_deg": flexed,
        "other_knee_flexion_deg": knee_flexion(leg(other), c, a),
        "trunk_to_table_deg": trunk_angle(of("hip_joint", tested), of("shoulder_joint", tested), c, a),
        "pelvic_tilt_supine_deg": tau,
        "hip_extension_true_deg": alpha - tau,
        "thigh_angle_joint_centres_deg": joints,
    }


def dot_angle(points: Mapping[str, FloatArray], side: str, c: FloatArray, a: FloatArray) -> float:
    """Angle from the PSIS-ASIS line to the trochanter-ASIS line, degrees; the person's own constant."""
    asis, psis, trochanter = (points[f"{name}_{side}"] for name in ("ASIS", "PSIS", "greater_trochanter"))
    return pelvic_tilt(asis, trochanter, c, a) - pelvic_tilt(asis, psis, c, a)
